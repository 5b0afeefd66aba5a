"""Figure of intervals: how long a series let pass from one session to the next, and how long it has been silent."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..calendars import HOLE, NEXT, UNNUMBERED
from .style import INK, OTHERS, QUIET, canvas, style

LABEL_WIDTH, YEAR = 50, 365
SILENCE = "since the last one"
LOOKS: dict[str, dict[str, Any]] = {
    NEXT: {"marker": "o", "color": OTHERS[0], "markersize": 7},
    HOLE: {"marker": "o", "color": OTHERS[0], "markersize": 7, "markerfacecolor": "white"},
    UNNUMBERED: {"marker": "d", "color": OTHERS[1], "markersize": 7},
    SILENCE: {"marker": ">", "color": INK, "markersize": 7},
}


def interval_rows(intervals: pd.DataFrame, silence: pd.Series) -> Figure | None:
    """Intervals in days, one series to a line, longest silence first; None where there is none.

    Parameters
    ----------
    intervals
        One row an interval: `line` (what the series is called), `days_low`, `days_high` (a bar where they differ) and
        `kind` (`NEXT`, `HOLE` or `UNNUMBERED`).
    silence
        Days since the last session of each series, by what it is called; series without an interval are drawn too.
    """
    known = silence.dropna()
    order = list(dict.fromkeys([*known.sort_values(ascending=False, kind="stable").index, *intervals["line"]]))
    if not order:
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.3 + 0.27 * len(order))
        places = {name: number for number, name in enumerate(order)}
        spans = zip(*(intervals[c] for c in ("line", "days_low", "days_high", "kind")), strict=True)
        for name, low, high, kind in spans:
            _interval(axes, places[name], (low, high), LOOKS[kind])
        for name, days in known.items():
            axes.plot([0, days], [places[str(name)]] * 2, color=QUIET, linewidth=0.8, zorder=1)
            axes.plot([days], [places[str(name)]], linestyle="", **LOOKS[SILENCE])
        _write_axes(axes, order)
        kinds = [*dict.fromkeys(intervals["kind"]), *([SILENCE] if len(known) else [])]
        keys = [Line2D([], [], linestyle="", label=k, **LOOKS[k]) for k in LOOKS if k in kinds]
        figure.legend(handles=keys, loc="outside upper left", ncols=4, columnspacing=1.2)
    return figure


def _interval(axes: Axes, line: int, days: tuple[int, int], look: dict[str, Any]) -> None:
    if days[1] > days[0]:
        axes.plot(list(days), [line, line], color=look["color"], linewidth=4, alpha=0.3)
    axes.plot([sum(days) / 2], [line], linestyle="", alpha=0.75, **look)


def _write_axes(axes: Axes, order: list[str]) -> None:
    axes.axvline(YEAR, color=QUIET, linewidth=1, linestyle="--", zorder=0)
    axes.annotate("a year", (YEAR, -0.75), xytext=(3, 0), textcoords="offset points", fontsize=8.5, va="center")
    labels = [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in order]
    axes.set_yticks(range(len(order)), labels, fontsize=8.5)
    axes.set_ylim(len(order) - 0.4, -1.2)
    right = max(axes.dataLim.intervalx[1] * 1.04, YEAR * 1.3)
    axes.set_xlim(-0.015 * right, right)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Days")
