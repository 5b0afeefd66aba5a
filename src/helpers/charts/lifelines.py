"""Figure of lifetimes: each measure from announcement to effect to end, with its suspensions, one to a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, marker_of, style
from .time import time_axis

LABEL_WIDTH = 56
THICK = 0.32  # of a line's height
DATES = ("known", "effective", "end", "suspended_from", "suspended_until")


def lifelines(frame: pd.DataFrame, until: date, names: Mapping[str, str] | None = None) -> Figure | None:
    """Lifetimes of measures, one to a line in the order given; None where there is none.

    Parameters
    ----------
    frame
        One row a measure with partial dates `known`, `effective`, `end`, `suspended_from`, `suspended_until` (missing
        where none; at least one of the first two), a text `label`, a `jurisdiction` that gives colour and marker, and
        `goes_on` (whether it is not over).
    until
        The last day reported on; a measure that goes on runs to it.
    names
        What the legend calls the jurisdictions.
    """
    if frame.empty:
        return None
    days = _days(frame)
    left, right = _reach(days, until)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.6 + 0.24 * max(len(frame), 3))
        for line, (code, life, open_end) in enumerate(zip(frame["jurisdiction"], days, frame["goes_on"], strict=True)):
            _draw(axes, line, life, str(code), date2num(until), bool(open_end))
        _write_lines(axes, frame)
        axes.axvline(date2num(until), color=QUIET, linewidth=1, linestyle="--", zorder=0)
        time_axis(axes)
        room = 0.03 * (right - left)
        axes.set_xlim(left - room, right + room)
        _legend(figure, list(dict.fromkeys(frame["jurisdiction"].astype(str))), dict(names or {}))
    return figure


def _days(frame: pd.DataFrame) -> list[dict[str, float]]:
    """The middle of each date held, as a day number, line by line."""
    middles = {c: first_days(frame[c]) + (last_days(frame[c]) - first_days(frame[c])) / 2 for c in DATES}
    return [
        {c: date2num(middles[c].iloc[line]) for c in DATES if pd.notna(middles[c].iloc[line])}
        for line in range(len(frame))
    ]


def _reach(days: list[dict[str, float]], until: date) -> tuple[float, float]:
    """The first day drawn, and the last: of what is made known or in force, and the last day reported on."""
    marks = [life[c] for life in days for c in ("known", "effective") if c in life]
    left, right = min(marks), max(*marks, date2num(until))
    return (left, right) if right - left > 30 else (right - 30, right)


def _draw(axes: Axes, line: int, life: dict[str, float], code: str, until: float, goes_on: bool) -> None:
    """The marks of one measure, and the bar of the days that it binds, as far as the last day reported on."""
    colour, end, start = colour_of(code), life.get("end"), life.get("effective")
    is_over = end is not None and end <= until
    stop = end if end is not None and is_over else until
    if "known" in life and (start is not None or end is not None or goes_on):
        thin = max(stop, life["known"]) if start is None else start
        axes.plot([life["known"], thin], [line, line], color=colour, linewidth=1.2, linestyle=(0, (3, 2)), zorder=2)
    if start is not None and stop > start:
        box: dict[str, Any] = {"facecolor": colour, "edgecolor": colour, "alpha": 0.55, "zorder": 1}
        axes.add_patch(Rectangle((start, line - THICK / 2), stop - start, THICK, **box))
    if "suspended_from" in life:
        _suspend(axes, line, life, stop)
    for column, face in (("known", "white"), ("effective", colour)):
        if column in life:
            look: dict[str, Any] = {"color": colour, "markerfacecolor": face, "markersize": 6.5, "zorder": 4}
            axes.plot([life[column]], [line], marker_of(code), **look)
    if is_over:
        axes.plot([stop], [line], "|", color=INK, markersize=9, markeredgewidth=2, zorder=5)
    elif (goes_on or end is not None) and (start is None or start <= until):
        axes.plot([until], [line], ">", color=colour, markersize=5, zorder=3)


def _suspend(axes: Axes, line: int, life: dict[str, float], stop: float) -> None:
    """The days of a suspension as a white, hatched box on the line."""
    last = min(life.get("suspended_until", stop), stop)
    if last > life["suspended_from"]:
        box: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "////", "linewidth": 0.6, "zorder": 2}
        corner = (life["suspended_from"], line - THICK)
        axes.add_patch(Rectangle(corner, last - life["suspended_from"], 2 * THICK, **box))


def _write_lines(axes: Axes, frame: pd.DataFrame) -> None:
    labels = [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in frame["label"]]
    axes.set_yticks(range(len(frame)), labels, fontsize=8.5)
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    codes = frame["jurisdiction"].tolist()
    for line in range(1, len(codes)):
        if codes[line] != codes[line - 1]:
            axes.axhline(line - 0.5, color=QUIET, linewidth=0.8)


def _legend(figure: Figure, codes: list[str], names: dict[str, str]) -> None:
    keys: list[Any] = [
        Line2D([], [], color=colour_of(c), marker=marker_of(c), linestyle="", label=names.get(c, c)) for c in codes
    ]
    plain: dict[str, Any] = {"color": INK, "marker": "o", "linestyle": ""}
    keys += [
        Line2D([], [], **plain, markerfacecolor="white", label="made known"),
        Line2D([], [], **plain, label="in force"),
        Line2D([], [], color=INK, marker="|", markersize=9, markeredgewidth=2, linestyle="", label="ended"),
        Line2D([], [], color=INK, marker=">", markersize=5, linestyle="", label="goes on"),
        Patch(facecolor="white", edgecolor=INK, hatch="////", label="suspended"),
    ]
    figure.legend(handles=keys, loc="outside upper left", ncols=6, columnspacing=1.0, handletextpad=0.4)
