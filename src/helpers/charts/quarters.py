"""Figure of counts by quarter: tables one above another on one calendar, the number written in every cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .style import INK, canvas, colour_of, style

FEW, MOST_LABELS = 8, 12  # quarters that make a narrow figure; quarters that can all be named
ROW = 0.24  # inches


def quarter_grids(tables: Mapping[str, pd.DataFrame], codes: Mapping[str, str], hatched: str = "") -> Figure | None:
    """Counts by quarter, a panel a table; None where there is no table.

    Parameters
    ----------
    tables
        Title of the panel -> counts, a row a kind, a column a quarter ("2023-Q1"); the same columns in all.
    codes
        Title of the panel -> jurisdiction or other name that gives its colour.
    hatched
        Rows whose label ends in this are hatched.
    """
    if not tables:
        return None
    quarters = [str(c) for c in next(iter(tables.values())).columns]
    rows = [len(frame) for frame in tables.values()]
    width = 8.6 if len(quarters) > FEW else 3.6 + 0.62 * max(len(quarters), 3)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=0.9 + ROW * sum(rows) + 0.36 * len(rows), width=width)
        axes.remove()
        made: Any = figure.subplots(len(rows), 1, sharex=True, squeeze=False, height_ratios=rows)
        for panel, (title, frame) in zip(made[:, 0], tables.items(), strict=True):
            _draw(panel, frame, to_rgb(colour_of(codes.get(title, title))), hatched)
            panel.set_title(title, loc="left", fontsize=9.5)
        _name(made[-1, 0], quarters)
    return figure


def _draw(axes: Axes, frame: pd.DataFrame, colour: tuple[float, float, float], hatched: str) -> None:
    """Cells tinted by their count (blank is none), with the count in them."""
    most = max(float(frame.to_numpy().max()), 1.0)
    for (line, place), count in np.ndenumerate(frame.to_numpy()):
        if count:
            tint = 0.15 + 0.35 * float(count) / most
            face = tuple(1 - tint * (1 - part) for part in colour)
            is_hatched = bool(hatched) and str(frame.index[line]).endswith(hatched)
            look: dict[str, Any] = {"facecolor": face, "edgecolor": "white", "linewidth": 1}
            axes.add_patch(Rectangle((place, line), 1, 1, hatch="////" if is_hatched else "", **look))
            axes.text(place + 0.5, line + 0.52, str(count), ha="center", va="center", fontsize=7.5, color=INK)
    axes.set_yticks(np.arange(len(frame)) + 0.5, [str(i) for i in frame.index], fontsize=8.5)
    axes.set_xlim(0, frame.shape[1])
    axes.set_ylim(len(frame), 0)
    axes.tick_params(length=0)
    axes.grid(visible=False)


def _name(axes: Axes, quarters: list[str]) -> None:
    """Every quarter named where they are few; else the years, each between lines at its first quarter."""
    if len(quarters) <= MOST_LABELS:
        turned = len(quarters) > FEW
        names = [q.replace("-", "\n") for q in quarters] if turned else quarters
        axes.set_xticks(np.arange(len(quarters)) + 0.5, names, fontsize=8.5)
    else:
        starts = [i for i, q in enumerate(quarters) if q.endswith("Q1")]
        axes.set_xticks(
            [s + 2 for s in starts if s + 2 <= len(quarters)],
            [quarters[s][:4] for s in starts if s + 2 <= len(quarters)],
        )
        for panel in axes.figure.axes:
            panel.vlines(starts, 0, 1, transform=panel.get_xaxis_transform(), color="#BBBBBB", linewidth=0.7, zorder=0)
    between = "\n" if len(quarters) <= FEW else " "
    axes.set_xlabel(f"quarter of the calendar year;{between}cells: meetings, or events (number)")
