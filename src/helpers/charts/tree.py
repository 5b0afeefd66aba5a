"""Figure of a tree and its calendar in one: what belongs to what, and when each met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import INK, QUIET, style
from .time import time_axis

LABEL_WIDTH, STEP = 51, 0.045
LINE = 0.27  # inches
# Marks told apart by shape as well as by colour: five kinds of meeting, a founding, a signing, one not held.
LOOKS: dict[str, dict[str, Any]] = {
    "leaders": {"marker": "*", "color": "#332288", "markersize": 12},
    "ministerial": {"marker": "o", "color": "#AA4499", "markersize": 7},
    "vice_ministerial": {"marker": "s", "color": "#117733", "markersize": 6},
    "senior_officials": {"marker": "^", "color": "#44AA99", "markersize": 7},
    "working_level": {"marker": ".", "color": "#661100", "markersize": 8},
    "signing": {"marker": "+", "color": INK, "markersize": 9, "markeredgewidth": 1.8},
    "announced": {"marker": "x", "color": INK, "markersize": 6, "markeredgewidth": 1.6},
    "founded": {"marker": "D", "color": INK, "markersize": 6, "markerfacecolor": "white"},
}


def tree_calendar(
    lines: pd.DataFrame, marks: pd.DataFrame, span: tuple[date, date], until: date | None, names: Mapping[str, str]
) -> Figure | None:
    """A tree with the dates of each of its lines beside it; None where no mark lies in the span.

    Parameters
    ----------
    lines
        One row a line, in the order of the tree: `label`, `depth` (0 for a root), `sessions` (whole number) and
        `founded` (partial date or missing).
    marks
        What is drawn: `line` (index of `lines`), `date` (partial date, drawn as a band where coarse) and `look` (a
        key of `LOOKS`).
    span
        First and last day of the axis.
    until
        The day up to which the record reaches, drawn as a line across where it lies in the span.
    names
        What the legend calls each look.
    """
    drawn = _inside(marks[marks["line"].isin(lines.index)], span)
    if drawn.empty:
        return None
    with mpl.rc_context(style()):
        figure = Figure(figsize=(8.6, 1.5 + LINE * len(lines)), layout="constrained")
        left, axes = figure.subplots(1, 2, sharey=True, width_ratios=[0.5, 0.5])
        _write_labels(left, lines)
        places = {row_id: number for number, row_id in enumerate(lines.index)}
        for _, mark in drawn.iterrows():
            _draw(axes, places[mark["line"]], mark["first"], mark["last"], LOOKS[mark["look"]])
        _frame_calendar(axes, len(lines), span, until)
        looks = [look for look in LOOKS if look in set(drawn["look"])]
        keys = [Line2D([], [], linestyle="", label=names.get(k, k), **LOOKS[k]) for k in looks]
        figure.legend(handles=keys, loc="outside upper left", ncols=4, columnspacing=1.2)
    return figure


def _inside(marks: pd.DataFrame, span: tuple[date, date]) -> pd.DataFrame:
    """Marks whose date lies wholly in the span, with its first and last day."""
    placed = marks.assign(first=first_days(marks["date"]), last=last_days(marks["date"]))
    start, end = map(pd.Timestamp, span)
    return placed[(placed["first"] >= start) & (placed["last"] <= end)]


def _draw(axes: Axes, line: int, first: pd.Timestamp, last: pd.Timestamp, look: dict[str, Any]) -> None:
    start, end = date2num(first), date2num(last)
    if end > start:
        axes.plot([start, end], [line, line], color=look["color"], linewidth=5, alpha=0.3, solid_capstyle="butt")
    axes.plot([(start + end) / 2], [line], linestyle="", zorder=3, **{"alpha": 0.85} | look)


def _write_labels(axes: Axes, lines: pd.DataFrame) -> None:
    """Labels to the left, each indented under its parent; sessions and the year of the founding to the right."""
    axes.set_xlim(0, 1)
    axes.axis("off")
    small: dict[str, Any] = {"va": "center", "fontsize": 8.5}
    stems: dict[int, int] = {}
    for line, (label, depth) in enumerate(zip(lines["label"], lines["depth"], strict=True)):
        stems[depth] = line
        axes.text(STEP * depth, line, shorten(str(label), LABEL_WIDTH - 3 * depth, placeholder=" …"), **small)
        if depth:
            stem = STEP * (depth - 1) + STEP / 3
            corner = ([stem, stem, STEP * depth - 0.008], [stems[depth - 1] + 0.4, line, line])
            axes.plot(*corner, color=QUIET, linewidth=0.9)
    for line, (count, founded) in enumerate(zip(lines["sessions"], lines["founded"], strict=True)):
        axes.text(0.885, line, str(count), ha="right", **small)
        axes.text(0.99, line, str(founded)[:4] if isinstance(founded, str) else "–", ha="right", **small)
    axes.text(0.885, -1.05, "held", ha="right", color=QUIET, **small)
    axes.text(0.99, -1.05, "since", ha="right", color=QUIET, **small)


def _frame_calendar(axes: Axes, count: int, span: tuple[date, date], until: date | None) -> None:
    time_axis(axes)
    axes.set_xlim(date2num(span[0] - timedelta(days=1)), date2num(span[1] + timedelta(days=1)))
    axes.set_ylim(count - 0.4, -1.5)
    axes.tick_params(axis="y", length=0, labelleft=False)
    axes.spines["left"].set_visible(False)
    for line in range(count):
        axes.axhline(line, color="#EEEEEE", linewidth=0.8, zorder=0)
    if until is not None and span[0] <= until < span[1]:
        axes.axvline(date2num(until), color=QUIET, linewidth=1, linestyle="--", zorder=1)
