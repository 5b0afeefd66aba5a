"""Figure of deeds beside words: on the left the days from one act to its counterpart, on the right what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .style import INK, QUIET, canvas, colour_of, marker_of, style

LABEL_WIDTH, MOST_LINES = 40, 2
LINE, GAP = 0.15, 0.13  # inches of a line of text, and between two rows
BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
WITHOUT = "no counterpart on record"
WIDTHS = (1.0, 1.25)  # of the days and of all the words


def deeds_beside_words(
    frame: pd.DataFrame, words: Mapping[str, tuple[str, int]], code: str, keys: tuple[str, str], unit: str
) -> Figure | None:
    """Days and words, one act to a row, in the order given; None where there is no row.

    Parameters
    ----------
    frame
        Columns `title` (text), `low` and `high` (the days at least and at most; missing where there is no counterpart),
        `is_filled` (yes or no), and the text columns of `words`.
    words
        Column -> its heading, and how many letters fit on a line of it.
    code
        Jurisdiction that gives colour and marker.
    keys
        What a filled and a hollow mark say.
    unit
        What the days are.
    """
    if frame.empty:
        return None
    labels = [fill(str(t), LABEL_WIDTH, max_lines=MOST_LINES, placeholder=" …") for t in frame["title"]]
    cells = {c: [fill(str(t), width) for t in frame[c].astype("object").fillna("")] for c, (_, width) in words.items()}
    heights = [max(t.count("\n") for t in row) + 1 for row in zip(labels, *cells.values(), strict=True)]
    edges = np.cumsum([0.0, *(LINE * h + GAP for h in heights)])
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    with mpl.rc_context(style()):
        figure, left, right = _sides(edges[-1] + 1.35)
        _draw_days(left, frame, code, middles)
        left.set_yticks(middles, labels, fontsize=8.5)
        left.set_xlabel(unit)
        _write_words(right, cells, list(words.values()), middles)
        for axes in (left, right):
            axes.set_ylim(edges[-1], 0)
            axes.hlines(edges[1:-1], 0, 1, transform=axes.get_yaxis_transform(), color="#DDDDDD", linewidth=0.7)
        marks = [_mark(code, label=text, is_filled=full) for text, full in zip(keys, (True, False), strict=True)]
        figure.legend(handles=marks, loc="outside upper left", ncols=2, columnspacing=1.2)
    return figure


def _sides(height: float) -> tuple[Figure, Axes, Axes]:
    figure, axes = canvas(height=height, width=10.4)
    axes.remove()
    left, right = figure.subplots(1, 2, width_ratios=WIDTHS)
    for side in (left, right):
        side.grid(axis="y", visible=False)
        side.tick_params(axis="y", length=0)
        side.spines["left"].set_visible(False)
    return figure, left, right


def _mark(code: str, is_filled: bool, label: str = "", at: tuple[float, float] | None = None) -> Line2D:
    colour = colour_of(code)
    look: dict[str, Any] = {"marker": marker_of(code), "color": colour, "mfc": colour if is_filled else "white"}
    place = ([], []) if at is None else ([at[0]], [at[1]])
    return Line2D(*place, linestyle="", markersize=8, label=label, zorder=3, **look)


def _draw_days(axes: Axes, frame: pd.DataFrame, code: str, middles: Sequence[float]) -> None:
    """A mark for each lag, a band where it is known within bounds only, and words where there is none."""
    for low, high, is_filled, at in zip(frame["low"], frame["high"], frame["is_filled"], middles, strict=True):
        if pd.isna(low):
            look: dict[str, Any] = {"fontsize": 8, "color": QUIET, "style": "italic", "bbox": BLANK}
            axes.text(0.5, at, WITHOUT, transform=axes.get_yaxis_transform(), ha="center", va="center", **look)
            continue
        axes.plot([0, low], [at, at], color=QUIET, linewidth=1, zorder=1)
        axes.plot([low, high], [at, at], color=colour_of(code), linewidth=5, alpha=0.35, solid_capstyle="butt")
        axes.add_line(_mark(code, bool(is_filled), at=((low + high) / 2, at)))
    axes.axvline(0, color=INK, linewidth=1)
    axes.margins(x=0.1)
    if frame["low"].isna().all():
        axes.set_xlim(-1, 1)
        axes.set_xticks([0])


def _write_words(
    axes: Axes, cells: Mapping[str, Sequence[str]], heads: Sequence[tuple[str, int]], middles: Sequence[float]
) -> None:
    """Columns of text, each as wide as its letters."""
    starts = np.cumsum([0, *(width for _, width in heads)]) / sum(width for _, width in heads)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    for start, column, (head, _) in zip(starts, cells.values(), heads, strict=False):
        top: dict[str, Any] = {"xycoords": axes.transAxes, "textcoords": "offset points"}
        axes.annotate(head, (start, 1), xytext=(0, 4), **top, fontsize=9, va="bottom")
        for text, at in zip(column, middles, strict=True):
            axes.text(start, at, text, fontsize=8.5, va="center", linespacing=1.05)
