"""Figure of a sum in steps: each addition raises the line on its day, the tallest steps named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from ..period import first_days
from .style import INK, OTHERS, canvas, colour_of, style
from .time import time_axis

LINES = ("-", (0, (4, 2)))
HEADROOM = 1.18


def steps(
    frame: pd.DataFrame,
    day: str,
    size: str,
    totals: Sequence[tuple[str, str]],
    since: date,
    until: date,
    unit: str,
) -> Figure | None:
    """Sums that rise step by step from 0, the steps of the first one named where there is room; None without a step.

    Parameters
    ----------
    frame
        One row an addition, in order of time: its partial date `day`, its number `size`, and the columns of `totals`.
    totals
        Columns that hold a sum after each addition (missing where none is held yet) with what each is called; two at
        most. The names of steps are "size, day".
    since, until
        First and last day drawn.
    unit
        What is counted.
    """
    if frame.empty:
        return None
    with mpl.rc_context(style()):
        figure, axes = canvas(height=4.2)
        days = np.array([date2num(d) for d in first_days(frame[day])])
        for position, (column, name) in enumerate(totals):
            _draw(axes, days, frame[column].astype("Float64"), (date2num(since), date2num(until)), position, name)
        first = frame[totals[0][0]].astype(float).to_numpy()
        axes.plot(days, first, linestyle="", marker="o", markersize=3, color=colour_of("US"), zorder=4)
        axes.set(ylabel=unit, ylim=(0, HEADROOM * float(first.max())))
        time_axis(axes)
        axes.grid(axis="y", visible=True)
        room = 0.02 * max(date2num(until) - date2num(since), 5)
        axes.set_xlim(date2num(since) - room, date2num(until) + room)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
        names = [f"{int(s):,}, {d}" for s, d in zip(frame[size], frame[day], strict=True)]
        order = frame[size].astype(float).to_numpy().argsort(kind="stable")[::-1]
        _name_steps(figure, axes, [(days[n], first[n], names[n]) for n in order])
    return figure


def _draw(axes: Axes, days: Any, sums: pd.Series, ends: tuple[float, float], position: int, name: str) -> None:
    """One sum as a line of steps: at 0 from the first day drawn, then level until the next addition."""
    known = sums.notna().to_numpy()
    if not known.any():
        return
    values = sums[known].astype(float).to_numpy()
    x = [ends[0], *days[known], ends[1]]
    look: dict[str, Any] = {"linestyle": LINES[position], "linewidth": 1.8, "label": name}
    axes.step(x, [0.0, *values, values[-1]], where="post", color=(colour_of("US"), OTHERS[0])[position], **look)


def _name_steps(figure: Figure, axes: Axes, marks: Sequence[tuple[float, float, str]]) -> None:
    """Names up and to the left of their steps, the tallest first; those without room are dropped."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    if layout := figure.get_layout_engine():
        layout.execute(figure)
    frame = axes.get_window_extent(renderer)
    taken: list[Any] = []
    for x, y, name in marks:
        words: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "va": "bottom", "fontsize": 8.5}
        text: Annotation = axes.annotate(name, (x, y), xytext=(-4, 2), color=INK, **words)
        box = text.get_window_extent(renderer)
        if box.x0 < frame.x0 or box.y1 > frame.y1 or any(box.overlaps(other) for other in taken):
            text.remove()
        else:
            taken.append(box)
