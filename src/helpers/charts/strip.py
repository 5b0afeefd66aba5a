"""Figures of codes on an ordered scale along time: one mark a row, on the line of its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import canvas, colour_of, marker_of, style
from .time import _time_axis

NEAR = pd.Timedelta(days=50)
STEP, MOST_UP = 0.13, 4


def _lifts(days: pd.Series, codes: pd.Series) -> list[float]:
    """How far each mark stands above its line, so that marks close in time on one line do not hide each other."""
    lifts, seen = [], dict[float, tuple[pd.Timestamp, int]]()
    for day, code in zip(days, codes, strict=True):
        last, height = seen.get(code, (day - 2 * NEAR, 0))
        height = (height + 1) % MOST_UP if day - last < NEAR else 0
        seen[code] = (day, height)
        lifts.append(height * STEP)
    return lifts


def strip(
    frame: pd.DataFrame,
    date: str,
    value: str,
    group: str,
    scale: Mapping[int, str],
    names: Mapping[str, str] | None = None,
) -> Figure | None:
    """Codes along time, one mark a row, each on the line of its code; None where there is none.

    Parameters
    ----------
    frame
        Rows with a (partial) date, a number `value` on the scale and a column `group` that gives colour and marker;
        rows without one of them are left out.
    scale
        Every code of the scale, lowest to highest, with its name.
    names
        What the legend calls the groups.
    """
    known = frame[frame[[date, value, group]].notna().all(axis=1)]
    if known.empty:
        return None
    first, last = first_days(known[date]), last_days(known[date])
    days = (first + (last - first) / 2).sort_values(kind="stable")
    known = known.loc[days.index]
    groups = list(dict.fromkeys(frame[group].dropna().astype(str)))
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.2 + 0.52 * len(scale))
        lifted = known[value].astype(float).to_numpy() + np.array(_lifts(days, known[value]))
        for position, name in enumerate(groups):
            own = (known[group].astype(str) == name).to_numpy()
            look: dict[str, Any] = {"color": colour_of(name, position), "marker": marker_of(name, position)}
            axes.plot(days[own], lifted[own], linestyle="", markersize=7, alpha=0.85, **look)
        axes.set_yticks(list(scale), list(scale.values()))
        axes.set_ylim(min(scale) - 0.3, max(scale) + 0.6)
        _time_axis(axes)
        if days.max() - days.min() < NEAR:  # else one day alone would stand in a window of years
            axes.set_xlim(days.min() - NEAR / 2, days.max() + NEAR / 2)
        axes.grid(axis="y", visible=True)
        _legend(figure, groups, dict(names or {}))
    return figure


def _legend(figure: Figure, groups: list[str], names: dict[str, str]) -> None:
    keys = [
        Line2D([], [], color=colour_of(n, i), marker=marker_of(n, i), linestyle="", label=names.get(n, n))
        for i, n in enumerate(groups)
    ]
    figure.legend(handles=keys, loc="outside upper left", ncols=4, columnspacing=1.2)
