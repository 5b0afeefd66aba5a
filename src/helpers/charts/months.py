"""Figure of counts by month: stacked columns, the months that are compared, and the ones that are judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .style import INK, OTHER_HATCHES, OTHERS, canvas, style

PALE = "#ECECEC"
MOST_NAMED = 2


def _years(axes: Axes, index: Sequence[str], compared: Collection[int]) -> None:
    """A tick at each January; the years that are not compared lie on grey."""
    for place, month in enumerate(index):
        if int(month[:4]) not in compared:
            axes.axvspan(place - 0.5, place + 0.5, color=PALE, linewidth=0, zorder=0)
    first = [place for place, month in enumerate(index) if month.endswith("-01")]
    step = -(-len(first) // 14) or 1
    places = first[::step] if len(index) > 18 else list(range(0, len(index), 2))
    labels = [index[p][:4] if len(index) > 18 else index[p] for p in places]
    axes.set_xticks(places, labels, rotation=0 if len(index) > 18 else 30)


def _name(axes: Axes, totals: pd.Series, judged: Sequence[str]) -> None:
    """The judged months: a line up to the month and its number, above every column, at most two names.

    Names stand on the side where there is room. Of two on one side the nearer to it is the lower, so that no line runs
    through a name; two on different sides are far apart.
    """
    highest, places = float(totals.max()), [list(totals.index).index(month) for month in judged[:MOST_NAMED]]
    last_is_late = bool(places) and places[-1] > 0.6 * len(totals)
    heights = (1.1, 1.24) if last_is_late else (1.24, 1.1)
    for turn, place in enumerate(places):
        is_late = last_is_late and place > 0.25 * len(totals)
        height = highest * heights[turn]
        axes.plot([place, place], [totals.iloc[place], height], color=INK, linewidth=1, zorder=3, gid="judged")
        others = " and others" if len(judged) > MOST_NAMED and turn else ""
        look: dict[str, Any] = {"ha": "right" if is_late else "left", "va": "center", "fontsize": 9, "gid": "name"}
        look |= {"xytext": (-4 if is_late else 4, 0), "textcoords": "offset points"}
        axes.annotate(f"{totals.index[place]}: {totals.iloc[place]:,.0f}{others}", (place, height), **look)


def months(wide: pd.DataFrame, unit: str, compared: Collection[int], judged: Sequence[str]) -> Figure | None:
    """Columns month by month, a part each series, with the judged months pointed at; None where all is zero.

    Parameters
    ----------
    wide
        Index months ("2023-01") in order and without a gap, a column a series, whole numbers.
    compared
        Years whose months are compared; the others are drawn on grey.
    judged
        The months that are judged, in order; the first two are named.
    """
    if wide.empty or not wide.to_numpy().any():
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=3.4)
        base = pd.Series(0, index=wide.index)
        for position, column in enumerate(wide.columns):
            look: dict[str, Any] = {"color": OTHERS[position], "hatch": OTHER_HATCHES[position], "edgecolor": "white"}
            axes.bar(range(len(wide)), wide[column], bottom=base, width=0.9, linewidth=0.3, **look)
            base = base + wide[column]
        _years(axes, list(wide.index), compared)
        _name(axes, base, judged)
        axes.set_ylim(0, float(base.max()) * 1.34)
        axes.set_xlim(-1, len(wide))
        axes.grid(axis="x", visible=False)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(unit)
        keys = [
            Patch(facecolor=OTHERS[i], hatch=OTHER_HATCHES[i], edgecolor="white", label=str(c))
            for i, c in enumerate(wide.columns)
        ]
        grey = [Patch(facecolor=PALE, label="year too thinly recorded to compare")]
        thin = any(int(m[:4]) not in compared for m in wide.index)
        figure.legend(handles=[*keys, *(grey if thin else [])], loc="outside upper left", ncols=3, columnspacing=1.2)
    return figure
