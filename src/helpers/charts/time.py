"""Figures along a time axis: events one to a line, and the way from one date to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, marker_of, style

LABEL_WIDTH = 58
MOST_LINES = 45
SHORTEST = 60.0  # days that a time axis spans at least


@dataclass(frozen=True)
class Moment:
    """One kind of date to mark: its column, what a reader calls it, and whether its marker is filled."""

    column: str
    name: str
    filled: bool = True


def _dated(frame: pd.DataFrame, moments: Sequence[Moment]) -> pd.DataFrame:
    """The rows with a date, by their earliest; by position, since a row id may stand on several lines."""
    known = pd.concat([first_days(frame[m.column]) for m in moments], axis=1).reset_index(drop=True)
    return frame.iloc[known.min(axis=1).dropna().sort_values(kind="stable").index]


def time_axis(axes: Axes) -> None:
    """Give axes a horizontal axis of dates, with few ticks and without repeating the year."""
    locator = AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.04)


def _widen(axes: Axes) -> None:
    """Give a short time a window of two months: matplotlib would set a day that stands alone in one of years."""
    left, right = axes.dataLim.intervalx
    if right - left < SHORTEST:
        middle, half = (left + right) / 2, max(SHORTEST, 1.6 * (right - left)) / 2
        axes.set_xlim(middle - half, middle + half)


def _lines_canvas(labels: Sequence[str]) -> tuple[Figure, Axes]:
    figure, axes = canvas(height=1.3 + 0.27 * len(labels))
    axes.set_yticks(range(len(labels)), [shorten(str(t), LABEL_WIDTH, placeholder=" …") for t in labels], fontsize=9)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure, axes


def _mark(axes: Axes, line: int, first: pd.Timestamp, last: pd.Timestamp, moment: Moment, name: str, at: int) -> None:
    colour = colour_of(name, at)
    start, end = date2num(first), date2num(last)
    if end > start:  # known to the month or year only: a bar as wide as the doubt
        axes.plot([start, end], [line, line], color=colour, linewidth=5, alpha=0.35, solid_capstyle="butt")
    face = colour if moment.filled else "white"
    axes.plot(
        [(start + end) / 2],
        [line],
        marker_of(name, at),
        color=colour,
        markerfacecolor=face,
        markersize=7,
        zorder=3,
    )


def _legend(figure: Figure, names: Sequence[str], moments: Sequence[Moment], titles: dict[str, str]) -> None:
    keys = [
        Line2D([], [], color=colour_of(n, i), marker=marker_of(n, i), linestyle="", label=titles.get(n, n))
        for i, n in enumerate(names)
    ]
    if len(moments) > 1:
        keys += [
            Line2D(
                [],
                [],
                color=INK,
                marker="o",
                markerfacecolor=INK if m.filled else "white",
                linestyle="",
                label=m.name,
            )
            for m in moments
        ]
    if len(keys) > 1:
        figure.legend(handles=keys, loc="outside upper left", ncols=5, columnspacing=1.2)


def event_rows(
    frame: pd.DataFrame,
    moments: Sequence[Moment],
    label: str,
    group: str,
    group_names: dict[str, str] | None = None,
    most: int = MOST_LINES,
) -> Figure | None:
    """Events in order of time, one to a line, with a mark for each kind of date; None where there is none.

    Parameters
    ----------
    frame
        One row an event, with the dates of `moments` (partial dates allowed: drawn as a band), a text column `label`
        and a column `group` that gives colour and marker.
    most
        The latest events kept where there are more than fit on a page.
    """
    dated = _dated(frame, moments).tail(most) if len(frame) else frame
    if dated.empty:
        return None
    names = list(dict.fromkeys(dated[group].astype(str)))
    with mpl.rc_context(style()):
        figure, axes = _lines_canvas(dated[label].tolist())
        days = {m: (first_days(dated[m.column]), last_days(dated[m.column])) for m in moments}
        for line, name in enumerate(dated[group].astype(str)):
            known = [(m, starts.iloc[line], ends.iloc[line]) for m, (starts, ends) in days.items()]
            marks = [(m, first, last) for m, first, last in known if pd.notna(first)]
            reach = [d for _, first, last in marks for d in (date2num(first), date2num(last))]
            axes.plot([min(reach), max(reach)], [line, line], color=QUIET, linewidth=1, zorder=1)
            for moment, first, last in marks:
                _mark(axes, line, first, last, moment, name, names.index(name))
        time_axis(axes)
        _widen(axes)
        _legend(figure, names, moments, group_names or {})
    return figure


def dumbbells(
    frame: pd.DataFrame, start: str, end: str, label: str, names: tuple[str, str], codes: tuple[str, str]
) -> Figure | None:
    """From one date to another, one pair to a line, with the days between written beside it; None where empty.

    `frame` has partial-date columns `start` and `end`, a text column `label` and a text column `days`; `names` say
    what the two ends are, `codes` (jurisdictions) give their colours and markers.
    """
    both = frame[frame[start].notna() & frame[end].notna()]
    if both.empty:
        return None
    both = both.loc[first_days(both[start]).sort_values(kind="stable").index]
    with mpl.rc_context(style()):
        figure, axes = _lines_canvas(both[label].tolist())
        first, last = first_days(both[start]), first_days(both[end])
        for line, (at, to, days) in enumerate(zip(first, last, both["days"], strict=True)):
            axes.plot([date2num(at), date2num(to)], [line, line], color=QUIET, linewidth=2, zorder=1)
            for day, code, position in ((at, codes[0], 0), (to, codes[1], 1)):
                axes.plot(
                    [date2num(day)],
                    [line],
                    marker_of(code, position),
                    color=colour_of(code, position),
                    zorder=3,
                )
            axes.annotate(
                "1 day" if str(days) == "1" else f"{days} days",
                (date2num(max(at, to)), line),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        time_axis(axes)
        axes.margins(x=0.22)
        _widen(axes)
        keys = [
            Line2D([], [], color=colour_of(c, i), marker=marker_of(c, i), linestyle="", label=n)
            for i, (c, n) in enumerate(zip(codes, names, strict=True))
        ]
        axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return figure
