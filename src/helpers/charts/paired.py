"""Figure of pairs: two values on one scale to a line, joined, so that the gap between them is what is seen."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .style import QUIET, canvas, colour_of, marker_of, style

LABEL_WIDTH, MOST_LINES = 50, 2
CLOSE, APART = 0.12, 0.16  # values nearer than this are drawn so far above and below their line


def paired_dots(
    frame: pd.DataFrame,
    label: str,
    values: Mapping[str, str],
    remark: str,
    scale: Mapping[int, str],
    names: Mapping[str, str] | None = None,
) -> Figure | None:
    """Two values to a line, in the order of the rows, joined by a bar; None where no line has both.

    Parameters
    ----------
    frame
        A text column `label`, two number columns on the scale, and a text column `remark`, written at the right.
    values
        Jurisdiction (gives colour and marker) -> column of its value; two of them.
    scale
        Every code of the scale, lowest to highest, with its name.
    names
        What the legend calls the two.
    """
    known = frame[frame[list(values.values())].notna().all(axis=1)]
    if known.empty:
        return None
    labels = [_wrapped(str(t)) for t in known[label]]
    tall = sum(0.16 * (t.count("\n") + 1) + 0.16 for t in labels)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.35 + tall)
        for line, pair in enumerate(zip(*(known[c].astype(float) for c in values.values()), strict=True)):
            shift = APART if abs(pair[0] - pair[1]) < CLOSE else 0.0
            axes.plot(list(pair), [line - shift, line + shift], color=QUIET, linewidth=2, zorder=1)
            for code, value, up in zip(values, pair, (-shift, shift), strict=True):
                axes.plot([value], [line + up], marker_of(code), color=colour_of(code), markersize=8, zorder=3)
        _write(axes, labels, [str(t) for t in known[remark]], scale)
        keys = [_key(code, (names or {}).get(code, code)) for code in values]
        figure.legend(handles=keys, loc="outside upper left", ncols=2, columnspacing=1.2)
    return figure


def _wrapped(text: str) -> str:
    """A label on at most two lines for each part; lines of its own are kept."""
    return "\n".join(
        fill(part, LABEL_WIDTH, max_lines=MOST_LINES, placeholder=" …") for part in text.split("\n") if part
    )


def _key(code: str, name: str) -> Line2D:
    return Line2D([], [], color=colour_of(code), marker=marker_of(code), markersize=8, linestyle="", label=name)


def _write(axes: Axes, labels: list[str], remarks: list[str], scale: Mapping[int, str]) -> None:
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xticks(list(scale), [name.replace(" ", "\n", 1) for name in scale.values()], fontsize=9)
    axes.set_xlim(min(scale) - 0.25, max(scale) + 0.25)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", visible=False)
    style_of: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "va": "center", "fontsize": 9}
    for line, text in enumerate(remarks):
        axes.annotate(text, (1.01, line), annotation_clip=False, **style_of)
