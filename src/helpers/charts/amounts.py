"""Figures of amounts and counts: bars, columns over time, lines, and a grid of counts."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .style import INK, canvas, colour_of, hatch_of, marker_of, style

_Layer = tuple[Any, Any, dict[str, Any]]  # values, what they stand on, how they look


def _is_empty(wide: pd.DataFrame) -> bool:
    return wide.empty or bool(wide.fillna(0).to_numpy(dtype=float).sum() == 0)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.3g}"


def _stack(wide: pd.DataFrame, names: dict[str, str] | None) -> tuple[list[_Layer], Any]:
    """The series of `wide` laid on each other, those without any value left out, and the totals."""
    layers: list[_Layer] = []
    base = np.zeros(len(wide))
    for position, column in enumerate(wide.columns):
        values = wide[column].fillna(0).to_numpy(dtype=float)
        if values.any():
            look = {"color": colour_of(str(column), position), "hatch": hatch_of(str(column), position)}
            layers.append(
                (values, base.copy(), {**look, "label": (names or {}).get(column, column), "edgecolor": "white"})
            )
            base += values
    return layers, base


def bars(wide: pd.DataFrame, unit: str, names: dict[str, str] | None = None) -> Figure | None:
    """Horizontal bars, one a row of `wide` (category by series, stacked), totals at their ends; None where empty.

    Columns named by a jurisdiction take its colour and hatch; `names` gives what the legend calls them.
    """
    if _is_empty(wide):
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.2 + 0.34 * max(len(wide), 2))
        layers, totals = _stack(wide, names)
        for values, base, look in layers:
            axes.barh(range(len(wide)), values, left=base, height=0.72, **look)
        for line, total in enumerate(totals):
            place: dict[str, Any] = {"xy": (total, line), "xytext": (5, 0), "textcoords": "offset points"}
            axes.annotate(_number(total), **place, va="center", fontsize=9)
        axes.set_yticks(range(len(wide)), [shorten(str(t), 52, placeholder=" …") for t in wide.index], fontsize=9)
        middle, half = (len(wide) - 1) / 2, max(len(wide), 2) / 2
        axes.set_ylim(middle + half, middle - half)
        axes.grid(axis="y", visible=False)
        axes.margins(x=0.1)
        if np.allclose(totals, totals.round()):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel(unit)
        _legend(figure, len(layers))
    return figure


def columns(wide: pd.DataFrame, unit: str, names: dict[str, str] | None = None, xlabel: str = "") -> Figure | None:
    """Stacked columns over time: index the periods in order, a column a series; None where empty."""
    if _is_empty(wide):
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas()
        layers, totals = _stack(wide, names)
        for values, base, look in layers:
            axes.bar(range(len(wide)), values, bottom=base, width=0.78, **look)
        step = max(1, -(-len(wide) // 14))
        axes.set_xticks(range(0, len(wide), step), [str(i) for i in wide.index[::step]])
        axes.set(ylabel=unit, xlabel=xlabel)
        axes.set_xlim(-0.8, max(len(wide), 4) - 0.2)
        axes.grid(axis="x", visible=False)
        if np.allclose(totals, totals.round()):
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        _legend(figure, len(layers))
    return figure


def lines(wide: pd.DataFrame, unit: str, names: dict[str, str] | None = None, xlabel: str = "") -> Figure | None:
    """Lines over time: index the periods in order (text), a column a series, gaps left open; None where empty."""
    if wide.dropna(how="all").empty:
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas()
        for position, column in enumerate(wide.columns):
            known = wide[column].astype(float).to_numpy()
            look: dict[str, Any] = {
                "color": colour_of(str(column), position),
                "marker": marker_of(str(column), position),
            }
            axes.plot(range(len(wide)), known, label=(names or {}).get(column, column), markersize=5, **look)
        step = max(1, -(-len(wide) // 12))
        axes.set_xticks(range(0, len(wide), step), [str(i) for i in wide.index[::step]])
        axes.set(ylabel=unit, xlabel=xlabel)
        axes.set_ylim(bottom=min(0.0, float(np.nanmin(wide.to_numpy(dtype=float)))))
        _legend(figure, len(wide.columns))
    return figure


def grid(counts: pd.DataFrame, unit: str) -> Figure | None:
    """A grid of counts with the number written in every cell (darker is more, blank is none); None where empty."""
    if _is_empty(counts):
        return None
    values = counts.fillna(0).to_numpy(dtype=float)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.5 + 0.32 * len(counts))
        axes.pcolormesh(
            values, cmap="Blues", vmin=0, vmax=max(values.max() * 1.6, 1), edgecolors="white", linewidth=1.5
        )
        for (line, place), value in np.ndenumerate(values):
            if value:
                axes.text(place + 0.5, line + 0.5, _number(value), ha="center", va="center", fontsize=9, color=INK)
        axes.set_xticks(
            np.arange(counts.shape[1]) + 0.5,
            [str(c) for c in counts.columns],
            rotation=30 if counts.shape[1] > 4 else 0,
            ha="right" if counts.shape[1] > 4 else "center",
            fontsize=9,
        )
        axes.set_yticks(
            np.arange(len(counts)) + 0.5,
            [shorten(str(t), 48, placeholder=" …") for t in counts.index],
            fontsize=9,
        )
        axes.invert_yaxis()
        axes.grid(visible=False)
        axes.tick_params(length=0)
        axes.set_xlabel(unit)
    return figure


def _legend(figure: Figure, count: int) -> None:
    if count > 1:
        figure.legend(loc="outside upper left", ncols=min(count, 4), columnspacing=1.2)
