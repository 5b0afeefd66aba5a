"""Figure of planned and actual starts: where each project's start was first put, where last, and when it came."""

from __future__ import annotations

from datetime import date
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, marker_of, style
from .time import time_axis

LABEL_WIDTH = 50
ACTUAL = "actual_start"
# column, distance from the line's middle, whether its mark is filled, what a reader calls it
MARKS = (
    ("first_plan", -0.17, False, "start as first stated"),
    ("last_plan", 0.17, True, "start as last stated"),
    (ACTUAL, 0.0, True, "actual start"),
)


def start_rows(
    frame: pd.DataFrame, label: str, group: str, remark: str, until: date, names: dict[str, str] | None = None
) -> Figure | None:
    """Planned and actual starts, one project to a line, in the order given; None where there is none.

    Parameters
    ----------
    frame
        One row a project with partial dates `first_plan`, `last_plan` and `actual_start` (missing where none; a band
        where coarser than a day), texts `label` and `remark` (written at the end of the line), and a column `group`
        that gives the colour.
    until
        The last day reported on, drawn as a line across: what lies right of it is a plan.
    names
        What the legend calls the groups.
    """
    if frame.empty:
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.5 + 0.36 * len(frame))
        for column, shift, filled, _ in MARKS:
            spans = (first_days(frame[column]), last_days(frame[column]), frame[group])
            for line, (first, last, code) in enumerate(zip(*spans, strict=True)):
                if pd.notna(first):
                    _mark(axes, line + shift, (date2num(first), date2num(last)), _look(column, str(code), filled))
        _write_lines(axes, frame, label, remark)
        axes.axvline(date2num(until), color=QUIET, linewidth=1, linestyle="--", zorder=0)
        time_axis(axes)
        left, right = axes.dataLim.intervalx
        axes.set_xlim(left - 0.04 * (right - left), right + 0.36 * (right - left))  # room for the remarks
        _legend(axes, list(dict.fromkeys(frame[group].astype(str))), names or {})
    return figure


def _look(column: str, code: str, filled: bool) -> dict[str, Any]:
    """How a kind of start looks: a star for the actual one, else the group's marker, hollow for the first plan."""
    if column == ACTUAL:
        return {"marker": "*", "color": INK, "markersize": 13}
    colour = colour_of(code)
    return {"marker": marker_of(code), "color": colour, "mfc": colour if filled else "white", "markersize": 7}


def _mark(axes: Axes, height: float, days: tuple[float, float], look: dict[str, Any]) -> None:
    """The middle of the days that a date can stand for, and those days as a band where it is coarse."""
    if days[1] > days[0]:
        axes.plot(list(days), [height, height], color=look["color"], linewidth=4, alpha=0.3, solid_capstyle="butt")
    axes.plot([sum(days) / 2], [height], linestyle="", zorder=3, **look)


def _write_lines(axes: Axes, frame: pd.DataFrame, label: str, remark: str) -> None:
    axes.set_yticks(
        range(len(frame)), [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in frame[label]], fontsize=9
    )
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    ends = pd.concat([last_days(frame[c]) for c, *_ in MARKS], axis=1).max(axis=1)
    blank = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for line, (end, text) in enumerate(zip(ends, frame[remark].fillna(""), strict=True)):
        place = (date2num(end), line)
        axes.annotate(
            str(text), place, xytext=(9, 0), textcoords="offset points", va="center", fontsize=8.5, bbox=blank
        )


def _legend(axes: Axes, codes: list[str], names: dict[str, str]) -> None:
    looks = [(_look("last_plan", c, True), names.get(c, c)) for c in codes]
    plain = {"marker": "o", "color": INK, "markersize": 7}
    looks += [(plain | {"mfc": "white"}, MARKS[0][-1]), (plain, MARKS[1][-1]), (_look(ACTUAL, "", True), MARKS[2][-1])]
    keys = [Line2D([], [], linestyle="", label=name, **look) for look, name in looks]
    keys.append(Line2D([], [], color=QUIET, linestyle="--", linewidth=1, label="last day reported on"))
    axes.legend(
        handles=keys, loc="lower left", bbox_to_anchor=(-0.45, 1), ncols=3, borderaxespad=0.2, columnspacing=1.2
    )
