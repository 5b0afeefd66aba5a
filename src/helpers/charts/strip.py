"""Figures of codes on an ordered scale along time: one mark a row, on the line of its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import canvas, colour_of, marker_of, style
from .time import time_axis

NEAR = pd.Timedelta(days=50)
STEP, MOST_UP = 0.15, 5


def _lifts(days: pd.Series, codes: pd.Series) -> list[float]:
    """How far each mark stands above its line, so that marks close in time on one line do not hide each other."""
    lifts, seen = [], dict[float, tuple[pd.Timestamp, int]]()
    for day, code in zip(days, codes, strict=True):
        last, height = seen.get(code, (day - 2 * NEAR, 0))
        height = (height + 1) % MOST_UP if day - last < NEAR else 0
        seen[code] = (day, height)
        lifts.append(height * STEP)
    return lifts


def _panels(count: int, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with panels one above another on one clock."""
    figure, axes = canvas(height=height)
    axes.remove()
    made: Any = figure.subplots(count, 1, sharex=True, squeeze=False)
    return figure, list(made[:, 0])


def strip(
    frame: pd.DataFrame,
    date: str,
    value: str,
    group: str,
    scale: Mapping[int, str],
    names: Mapping[str, str] | None = None,
    panel: str | None = None,
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
    panel
        Column with the title of the panel that a row stands in; panels share the clock, in order of first mention.
    """
    known = frame[frame[[date, value, group]].notna().all(axis=1)]
    if known.empty:
        return None
    first, last = first_days(known[date]), last_days(known[date])
    days = (first + (last - first) / 2).sort_values(kind="stable")
    groups = list(dict.fromkeys(frame[group].dropna().astype(str)))
    titles = [""] if panel is None else list(dict.fromkeys(known[panel].astype(str)))
    with mpl.rc_context(style()):
        figure, every = _panels(len(titles), (1.0 if len(titles) == 1 else 1.3) + 0.52 * len(scale) * len(titles))
        for axes, title in zip(every, titles, strict=True):
            rows = known.loc[days.index]
            rows = rows if panel is None else rows[rows[panel].astype(str) == title]
            _draw(axes, days.loc[rows.index], rows[value].astype(float), rows[group].astype(str), groups)
            axes.set_yticks(list(scale), list(scale.values()))
            axes.set_ylim(min(scale) - 0.3, max(scale) + 0.8)
            axes.set_title(title, loc="left", fontsize=10)
        _clock(every, days)
        _legend(figure, groups, dict(names or {}))
    return figure


def _draw(axes: Axes, days: pd.Series, codes: pd.Series, group: pd.Series, groups: list[str]) -> None:
    lifted = codes.to_numpy() + np.array(_lifts(days, codes))
    for position, name in enumerate(groups):
        own = (group == name).to_numpy()
        look: dict[str, Any] = {"color": colour_of(name, position), "marker": marker_of(name, position)}
        if own.any():
            axes.plot(days[own], lifted[own], linestyle="", markersize=6, alpha=0.85, **look)


def _clock(every: list[Axes], days: pd.Series) -> None:
    for axes in every:
        time_axis(axes)
        axes.grid(axis="y", visible=True)
    if days.max() - days.min() < NEAR:  # else one day alone would stand in a window of years
        every[-1].set_xlim(days.min() - NEAR / 2, days.max() + NEAR / 2)


def _legend(figure: Figure, groups: list[str], names: dict[str, str]) -> None:
    keys = [
        Line2D([], [], color=colour_of(n, i), marker=marker_of(n, i), linestyle="", label=names.get(n, n))
        for i, n in enumerate(groups)
    ]
    figure.legend(handles=keys, loc="outside upper left", ncols=4, columnspacing=1.2)
