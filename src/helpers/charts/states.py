"""Figure of states: a grid in which each cell is in one of a few states, told by colour, hatch and a mark."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from .style import INK, QUIET, canvas, style

# face and hatch of the first, second and third state: the last is the one of which nothing is known
LOOKS = (("#C6DBEF", ""), ("#FFF3D6", ""), ("white", "////"))
MOST_YEARS = 16


def state_grid(
    states: pd.DataFrame, marks: pd.DataFrame, order: Sequence[str], unit: str, group: str = ": "
) -> Figure | None:
    """A grid of states; None where it has no cell, or every cell is in the last state.

    Parameters
    ----------
    states, marks
        The state and the short text of every cell, of one shape.
    order
        The states (at most three) as the legend names them; the last one is drawn hatched.
    unit
        What the columns are.
    group
        Lines whose labels are alike before this text stand together.
    """
    if states.empty or set(states.to_numpy(dtype=object).ravel()) == {order[-1]}:
        return None
    looks = dict(zip(order, LOOKS, strict=False))
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.3 + 0.24 * len(states))
        for (line, place), state in np.ndenumerate(states.to_numpy(dtype=object)):
            face, hatch = looks[state]
            cell: dict[str, Any] = {"facecolor": face, "hatch": hatch, "edgecolor": "#CCCCCC", "linewidth": 0.6}
            axes.add_patch(Rectangle((place, line), 1, 1, **cell))
            text: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8.5, "color": INK}
            axes.text(place + 0.5, line + 0.5, str(marks.iloc[line, place]), **text)
        _write_axes(axes, states, unit, group)
        keys = [Patch(facecolor=f, hatch=h, edgecolor=QUIET, label=name) for name, (f, h) in looks.items()]
        figure.legend(handles=keys, loc="outside upper left", ncols=len(keys), columnspacing=1.2)
    return figure


def _write_axes(axes: Axes, states: pd.DataFrame, unit: str, group: str) -> None:
    step = -(-states.shape[1] // MOST_YEARS)
    axes.set_xlim(0, states.shape[1])
    axes.set_ylim(len(states), 0)
    axes.set_xticks(np.arange(0, states.shape[1], step) + 0.5, [str(c) for c in states.columns[::step]])
    labels = [str(i) for i in states.index]
    axes.set_yticks(np.arange(len(states)) + 0.5, [shorten(t, 48, placeholder=" …") for t in labels], fontsize=9)
    heads = [t.split(group)[0] for t in labels]
    for line in range(1, len(heads)):
        if heads[line] != heads[line - 1]:
            axes.axhline(line, color=INK, linewidth=1.2)
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.set_xlabel(unit)
