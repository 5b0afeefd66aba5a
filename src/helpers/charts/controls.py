"""Figure of controls in force: class of items by jurisdiction, the licence policy in each cell, strict ones dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill, shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .style import INK, canvas, style

LIGHTEST, DARKEST = 0.08, 0.5
WIDTH = 17  # letters in a line of the words below


def control_cells(
    policies: pd.DataFrame, words: pd.DataFrame, order: Sequence[str], names: Mapping[str, str]
) -> Figure | None:
    """A grid of classes by jurisdiction, each cell with its policy and words; None where it has no cell.

    Parameters
    ----------
    policies, words
        The policy of each cell (empty text where there is no control, drawn blank) and the words below it.
    order
        The policies from the strictest (darkest) on; any other text is drawn white.
    names
        What the columns are called.
    """
    if policies.empty:
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.0 + 0.6 * len(policies))
        for (line, place), policy in np.ndenumerate(policies.to_numpy(dtype=object)):
            if policy:
                _cell(axes, (place, line), str(policy), str(words.iloc[line, place]), list(order))
        axes.set_xlim(0, max(policies.shape[1], 3))
        axes.set_ylim(len(policies), 0)
        axes.set_xticks(np.arange(policies.shape[1]) + 0.5, [names.get(c, c) for c in policies.columns], fontsize=9)
        axes.xaxis.tick_top()
        labels = [shorten(str(t), 30, placeholder=" …") for t in policies.index]
        axes.set_yticks(np.arange(len(policies)) + 0.5, labels, fontsize=9)
        axes.set_yticks(np.arange(len(policies) + 1), minor=True)
        axes.grid(visible=False)
        axes.grid(which="minor", axis="y")
        axes.tick_params(which="both", length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
    return figure


def _cell(axes: Axes, corner: tuple[int, int], policy: str, words: str, order: list[str]) -> None:
    known = policy in order
    rank = order.index(policy) / max(len(order) - 1, 1) if known else 0.0
    face = colormaps["Blues"](DARKEST - rank * (DARKEST - LIGHTEST)) if known else "white"
    box = Rectangle(corner, 1, 1, facecolor=face, edgecolor="white" if known else INK, linewidth=1.5 if known else 0.6)
    axes.add_patch(box)
    x, y = corner
    text: dict[str, Any] = {"ha": "center", "va": "center", "color": INK}
    axes.text(x + 0.5, y + 0.24, policy, fontsize=8.5, **text)
    axes.text(x + 0.5, y + 0.64, fill(words, WIDTH), fontsize=7, linespacing=1.0, **text)
