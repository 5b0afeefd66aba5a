"""Figure of single values that make no line: each over the days it counts, basket by basket, dated marks across."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, marker_of, style
from .time import time_axis

TALLEST = 0.5  # of a row's height
ABOVE = 1.5  # inches kept above the rows for the names of the marks
FONT = 7.5


def basket_bars(
    values: pd.DataFrame, marks: pd.DataFrame, colour: str, names: Mapping[str, str] | None = None
) -> Figure | None:
    """Values as bars over their periods, a row a basket, heights comparable within a row alone; None without a value.

    Parameters
    ----------
    values
        One row a value, in order of its basket: `basket` (names the row), `period` (the days it counts), `value` (0 or
        more) and `words` (written on the bar).
    marks
        Dated marks drawn across all rows: index the name of each, partial `date`, `jurisdiction`.
    colour
        Jurisdiction whose colour the bars take.
    names
        What the legend calls the jurisdictions of the marks.
    """
    if values.empty:
        return None
    baskets = list(dict.fromkeys(values["basket"]))
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.1 + 0.46 * len(baskets) + (ABOVE if len(marks) else 0))
        starts, ends = ([date2num(d) for d in days(values["period"])] for days in (first_days, last_days))
        tallest = values.groupby("basket")["value"].transform("max")
        for n, (basket, value) in enumerate(zip(values["basket"], values["value"], strict=True)):
            line, height = baskets.index(basket), TALLEST * float(value) / (float(tallest.iloc[n]) or 1.0)
            box: dict[str, Any] = {"facecolor": colour_of(colour), "alpha": 0.45, "edgecolor": INK, "linewidth": 0.8}
            axes.add_patch(Rectangle((starts[n], line + 0.42 - height), ends[n] - starts[n] + 1, height, **box))
        _write_lines(axes, baskets)
        left, right = _reach(starts, ends, marks)
        axes.set_xlim(left, right)
        time_axis(axes)
        axes.set_xlim(left, right)
        _write_words(axes, values, (starts, ends), baskets)
        _draw_marks(axes, marks, len(baskets))
        _legend(figure, list(dict.fromkeys(marks["jurisdiction"])), dict(names or {}))
    return figure


def _reach(starts: list[float], ends: list[float], marks: pd.DataFrame) -> tuple[float, float]:
    days = [date2num(d) for d in first_days(marks["date"])] if len(marks) else []
    left, right = min(*starts, *days, *starts), max(*ends, *days, *ends)
    room = 0.03 * max(right - left, 60)
    return left - room, right + room


def _write_lines(axes: Axes, baskets: list[str]) -> None:
    axes.set_yticks(range(len(baskets)), [str(b) for b in baskets], fontsize=8.5)
    axes.set_ylim(len(baskets) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for line in range(len(baskets)):
        axes.axhline(line + 0.42, color=QUIET, linewidth=0.6, zorder=0)


def _write_words(axes: Axes, values: pd.DataFrame, spans: tuple[list[float], list[float]], baskets: list[str]) -> None:
    """The value of each bar, at its middle; kept off the edges of the figure."""
    left, right = axes.get_xlim()
    edge = 0.05 * (right - left)
    for n, (basket, said) in enumerate(zip(values["basket"], values["words"], strict=True)):
        middle = min(max((spans[0][n] + spans[1][n]) / 2, left + edge), right - edge)
        words: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": FONT, "zorder": 5}
        blank = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}
        axes.text(middle, baskets.index(basket) + 0.2, str(said), bbox=blank, **words)


def _draw_marks(axes: Axes, marks: pd.DataFrame, rows: int) -> None:
    """A line across all rows for each mark, its name upright above them, moved aside where names would touch."""
    if marks.empty:
        return
    left, right = axes.get_xlim()
    days = np.array([date2num(d) for d in first_days(marks["date"])])
    places = _apart(days, 0.027 * (right - left), right - 0.01 * (right - left))
    for name, day, place, code in zip(marks.index, days, places, marks["jurisdiction"], strict=True):
        look: dict[str, Any] = {"color": colour_of(str(code)), "linewidth": 1, "clip_on": False, "zorder": 2}
        axes.plot([day, day], [-0.55, rows - 0.45], linestyle=(0, (3, 2)), **look)
        axes.plot([day, place], [-0.55, -0.8], **look)
        axes.plot([place], [-0.85], marker_of(str(code)), markersize=5, **look)
        words: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom", "fontsize": FONT}
        axes.annotate(
            str(name), (place, -0.85), xytext=(0, 6), textcoords="offset points", annotation_clip=False, **words
        )


def _apart(days: Any, least: float, last: float) -> Any:
    """The days, moved right where one is nearer than `least` to the one before, and back from the edge."""
    places = days.astype(float).copy()
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + least)
    for n in range(len(places) - 1, -1, -1):
        places[n] = min(places[n], last - least * (len(places) - 1 - n))
    return places


def _legend(figure: Figure, codes: list[str], names: dict[str, str]) -> None:
    keys = [
        Line2D(
            [],
            [],
            color=colour_of(c),
            marker=marker_of(c),
            linestyle=(0, (3, 2)),
            label=f"control of {names.get(c, c)}",
        )
        for c in codes
    ]
    if keys:
        figure.legend(handles=keys, loc="outside upper left", ncols=3, columnspacing=1.2)
