"""Figure of topics: which are named, which a text read whole does not name, and of which nothing is recorded."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .style import INK, OTHERS, QUIET, canvas, style

LABEL_WIDTH = 52
NAMED: dict[str, Any] = {"marker": "s", "color": OTHERS[0], "markersize": 13}
SOUGHT: dict[str, Any] = {"marker": "x", "color": INK, "markersize": 7, "markeredgewidth": 1.6}
BLANK: dict[str, Any] = {"marker": ".", "color": "#BBBBBB", "markersize": 3}


def topic_matrix(named: pd.DataFrame, absent: pd.DataFrame, names: tuple[str, str, str]) -> Figure | None:
    """A line a meeting or group, a column a topic; None where no cell is known.

    Parameters
    ----------
    named, absent
        In how many meetings of each line each topic is named, and in how many read whole it is not: one shape. A
        number is written where it is more than one.
    names
        What the legend calls the three marks: named, read whole and not named, not recorded.
    """
    if not (named.to_numpy().any() or absent.to_numpy().any()):
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=2.0 + 0.27 * len(named))
        missing = absent.to_numpy(dtype=int)
        for (line, place), count in np.ndenumerate(named.to_numpy(dtype=int)):
            _cell(axes, line, place, int(count), int(missing[line, place]))
        _write_axes(axes, named)
        keys = [
            Line2D([], [], linestyle="", label=name, **look | {"markersize": 7})
            for look, name in zip((NAMED, SOUGHT, BLANK), names, strict=True)
        ]
        figure.legend(handles=keys, loc="outside lower left", ncols=3, columnspacing=1.2)
    return figure


def _cell(axes: Axes, line: int, place: int, named: int, absent: int) -> None:
    if not named and not absent:
        axes.plot([place], [line], linestyle="", **BLANK)
    if named:
        axes.plot([place], [line], linestyle="", **NAMED)
    if named > 1:
        axes.text(place, line, str(named), ha="center", va="center", fontsize=8, color="white", zorder=4)
    if absent:
        aside = 0.38 if named else 0.0  # beside the square, so that both are seen
        axes.plot([place + aside], [line], linestyle="", zorder=5, **SOUGHT | ({"markersize": 5} if named else {}))
    if absent > 1 and not named:
        axes.text(place + 0.22, line, str(absent), ha="left", va="center", fontsize=7.5)


def _write_axes(axes: Axes, named: pd.DataFrame) -> None:
    axes.set_xlim(-0.7, max(named.shape[1], 4) - 0.2)
    axes.set_ylim(len(named) - 0.4, -0.6)
    axes.xaxis.tick_top()
    axes.set_xticks(range(named.shape[1]), [str(c) for c in named.columns], rotation=40, ha="left", fontsize=9)
    labels = [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in named.index]
    axes.set_yticks(range(len(named)), labels, fontsize=8.5)
    axes.tick_params(length=0)
    axes.grid(axis="x", visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
        axes.spines[side].set_visible(False)
