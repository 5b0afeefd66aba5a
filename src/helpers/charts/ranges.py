"""Figure of ranges: a number that is known within bounds, one to a line, with the bounds drawn and written."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .style import INK, OTHERS, canvas, style

LABEL_WIDTH, TEXT_WIDTH = 46, 34
MARKS = ("o", "D", "s")


def range_rows(frame: pd.DataFrame, label: str, text: str, group: str, unit: str, top: float = 1.0) -> Figure | None:
    """Ranges, one to a line in the order given; None where there is none.

    Parameters
    ----------
    frame
        One row a line, with numbers `low` and `high` (a range of no width is one mark), a text column `label` at its
        left, a text column `text` written behind it, and a column `group` that gives marker and colour.
    top
        The greatest number there can be.
    """
    if frame.empty:
        return None
    names = list(dict.fromkeys(frame[group].astype(str)))
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.2 + 0.27 * len(frame))
        for line, (low, high, name) in enumerate(
            zip(frame["low"], frame["high"], frame[group].astype(str), strict=True)
        ):
            look = _look(names.index(name))
            axes.plot([low, high], [line, line], color=look["color"], linewidth=3, alpha=0.45, solid_capstyle="butt")
            axes.plot([low, high], [line, line], linestyle="", markersize=5, **look)
        written: dict[str, Any] = {"xytext": (9, 0), "textcoords": "offset points", "va": "center", "fontsize": 8.5}
        for line, (end, words) in enumerate(zip(frame["high"], frame[text], strict=True)):
            axes.annotate(shorten(str(words), TEXT_WIDTH, placeholder=" …"), (end, line), **written)
        labels = [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in frame[label]]
        axes.set_yticks(range(len(frame)), labels, fontsize=9)
        axes.set_ylim(len(frame) - 0.4, -0.6)
        axes.set_xlim(-0.03 * top, 2.05 * top)  # room for what is written behind a range that ends at the top
        axes.set_xticks([top * n / 4 for n in range(5)])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel(unit, loc="left")
        if len(names) > 1:
            keys = [Line2D([], [], linestyle="", label=n, **_look(i)) for i, n in enumerate(names)]
            figure.legend(handles=keys, loc="outside upper left", ncols=len(keys))
    return figure


def _look(place: int) -> dict[str, Any]:
    marker = MARKS[place % len(MARKS)]
    return {"marker": marker, "color": (INK, *OTHERS)[place % (len(OTHERS) + 1)]}
