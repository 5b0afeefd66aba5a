"""Figure of marks: rows in order of time against columns, each cell marked present or absent, or left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .style import INK, OTHERS, QUIET, canvas, style

LINE, HEAD, LEFT, FONT, LONGEST = 0.21, 0.95, 3.55, 8, 52  # inches, inches, inches, points, letters
PRESENT, ABSENT = (OTHERS[0], "s"), ("#CC3311", "x")


def _heads(axes: Axes, columns: Sequence[str], lines: int) -> None:
    """Names of the columns above, and below as well where the figure is too long to look up."""
    axes.set_xticks(np.arange(len(columns)) + 0.5, ["\n".join(c.rsplit(" ", 1)) for c in columns], fontsize=FONT)
    axes.tick_params(length=0, labeltop=True, labelbottom=lines > 25)


def _rules(axes: Axes, groups: Sequence[str]) -> None:
    for line in range(1, len(groups)):
        new = groups[line] != groups[line - 1]
        axes.axhline(line, color=INK if new else "#E6E6E6", linewidth=0.9 if new else 0.6, zorder=1)


def _legend(figure: Figure, blank: str, present: str, absent: str) -> None:
    keys = [
        Line2D([], [], linestyle="", color=PRESENT[0], marker=PRESENT[1], label=present),
        Line2D([], [], linestyle="", color=ABSENT[0], marker=ABSENT[1], markeredgewidth=2, label=absent),
        Line2D([], [], linestyle="", marker="", label=blank),
    ]
    figure.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, columnspacing=1.2)


def marks(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    present: tuple[str, str],
    absent: tuple[str, str],
    blank: str,
    label: str,
    group: str,
    number: tuple[str, str] = ("", ""),
) -> Figure | None:
    """Rows against columns with a mark where a row holds a column's code; None where there is no row.

    Parameters
    ----------
    frame
        One row a line, in order: `label` (text), `group` (text; a rule is drawn where it changes).
    columns
        Every code with the name of its column, in order.
    present, absent
        A column of tuples of codes, and what the legend says of it: a filled square, and a cross.
    blank
        What the legend says of an empty cell.
    number
        A column of whole numbers written in a last column, and its name.
    """
    if frame.empty:
        return None
    names = [*columns.values(), *([number[1]] if number[0] else [])]
    height = HEAD + LINE * len(frame) + (0.4 if len(frame) > 25 else 0.1)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=height)
        figure.set_layout_engine("none")
        width = figure.get_figwidth()
        foot = 0.4 if len(frame) > 25 else 0.1
        axes.set_position((LEFT / width, foot / height, 1 - (LEFT + 0.1) / width, LINE * len(frame) / height))
        for (column, _), (colour, marker) in zip((present, absent), (PRESENT, ABSENT), strict=True):
            cells = [
                (p + 0.5, n + 0.5) for n, held in enumerate(frame[column]) for p, c in enumerate(columns) if c in held
            ]
            look: dict[str, Any] = {"linestyle": "", "marker": marker, "color": colour, "markersize": 7, "zorder": 3}
            axes.plot([x for x, _ in cells], [y for _, y in cells], markeredgewidth=2 if marker == "x" else 1, **look)
        if number[0]:
            _numbers(axes, frame[number[0]], len(columns))
        axes.set(xlim=(0, len(names)), ylim=(len(frame), 0))
        labels = [shorten(str(t), LONGEST, placeholder=" …") for t in frame[label]]
        axes.set_yticks(np.arange(len(frame)) + 0.5, labels, fontsize=FONT)
        axes.grid(visible=False)
        _heads(axes, names, len(frame))
        _rules(axes, frame[group].astype(str).tolist())
        _legend(figure, blank, present[1], absent[1])
    return figure


def _numbers(axes: Axes, values: pd.Series, place: int) -> None:
    for line, value in enumerate(values):
        if value:
            axes.text(place + 0.5, line + 0.5, f"{int(value)}", ha="center", va="center", fontsize=FONT, color=QUIET)
