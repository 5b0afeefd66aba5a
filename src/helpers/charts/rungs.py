"""Figure of rungs: the steps that each government took from an understanding to a control in force, one to a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from ..period import first_days
from .style import INK, QUIET, canvas, colour_of, marker_of, style
from .time import time_axis

LEAST = 60  # days that the axis spans at least
ROOM = 1.1  # of the span, to the right, for the words


def rung_lines(frame: pd.DataFrame, names: Mapping[str, str]) -> Figure | None:
    """Rungs by government, one to a line, each with its date or the absence in words; None where no date is held.

    Parameters
    ----------
    frame
        One row a government and rung in the order to be drawn: `country` (gives colour and marker), `rung`, a partial
        `date` (missing where none), `earlier` (drawn hollow and off the rail) and `said` (written beside the mark).
    names
        What the governments are called.
    """
    if frame["date"].isna().all():
        return None
    days = np.array([date2num(d) if pd.notna(d) else np.nan for d in first_days(frame["date"])])
    left = float(np.nanmin(days))
    span = max(float(np.nanmax(days)) - left, LEAST)
    with mpl.rc_context(style()):
        figure, axes = canvas(height=0.8 + 0.3 * max(len(frame), 3))
        codes = frame["country"].astype(str).to_numpy()
        for code in dict.fromkeys(codes):
            _draw(axes, np.flatnonzero(codes == code), days, frame["earlier"].to_numpy(dtype=bool), code)
        for line, (day, said) in enumerate(zip(days, frame["said"], strict=True)):
            known = not np.isnan(day)
            place, shift = (day if known else left, line), (10 if known else 0, 0)
            words: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 8.5}
            axes.annotate(str(said), place, xytext=shift, color=INK if known else QUIET, **words)
        _write_lines(axes, [f"{names.get(c, c)}: {r}" for c, r in zip(codes, frame["rung"], strict=True)], codes)
        time_axis(axes)
        axes.set_xlim(left - 0.04 * span, left + (1 + ROOM) * span)
    return figure


def _draw(axes: Axes, lines: Any, days: Any, earlier: Any, code: str) -> None:
    """The marks of one government, and the rail from each rung that it took to the next."""
    colour = colour_of(code)
    taken = [n for n in lines if not np.isnan(days[n]) and not earlier[n]]
    axes.step(days[taken], taken, where="pre", color=colour, linewidth=1.6, zorder=1)
    for line in lines:
        face = "white" if earlier[line] else colour
        axes.plot([days[line]], [line], marker_of(code), color=colour, mfc=face, markersize=8, zorder=3)


def _write_lines(axes: Axes, labels: list[str], codes: Any) -> None:
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for line in np.flatnonzero(codes[1:] != codes[:-1]):
        axes.axhline(line + 0.5, color=QUIET, linewidth=0.8)
