"""Figure of tenures: who held each post when, as far as dates are on record, and when nobody is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, style
from .time import time_axis

LABEL_WIDTH, HEIGHT = 46, 0.62
INCHES, LETTER = 5.0, 0.066  # width of the calendar; room for a letter of a name
TIGHT = 0.88  # of that room a name needs so much


def tenure_rows(
    tenures: pd.DataFrame, gaps: pd.DataFrame, span: tuple[date, date], names: Mapping[str, str]
) -> Figure | None:
    """Who held which post when, a post to a line; None where no tenure with a date touches the span.

    Parameters
    ----------
    tenures
        One row a tenure with `post`, `country`, `holder`, `date_start`, `date_end` (partial dates). One with a date
        missing is drawn pale and dotted, no longer than its name; one without any date is left out.
    gaps
        Days between two holders on record: `post`, `date_end` (of the one), `date_start` (of the next), drawn hatched.
    span
        First and last day of the axis.
    names
        What the legend calls each country.
    """
    scale = INCHES / max((span[1] - span[0]).days, 1)
    drawn = _drawable(tenures, span, scale)
    if drawn.empty:
        return None
    posts = list(dict.fromkeys(drawn.sort_values("country", kind="stable")["post"]))
    with mpl.rc_context(style()):
        figure, axes = canvas(height=1.3 + 0.36 * len(posts))
        for post, own in drawn.groupby("post", sort=False):
            for number, (_, tenure) in enumerate(own.iterrows()):
                _bar(axes, posts.index(str(post)), tenure, number % 2, scale)
        for _, gap in gaps[gaps["post"].isin(posts)].iterrows():
            _hole(axes, posts.index(gap["post"]), gap, span, scale)
        _write_axes(axes, posts, span)
        codes = list(dict.fromkeys(drawn["country"]))
        keys = [Patch(facecolor=colour_of(c), alpha=0.6, label=names.get(c, c)) for c in codes]
        keys.append(Patch(facecolor="white", edgecolor=QUIET, linestyle=":", label="other end not on record"))
        if any(p.get_hatch() for p in axes.patches):
            keys.append(Patch(facecolor="white", edgecolor=QUIET, hatch="////", label="no holder on record"))
        figure.legend(handles=keys, loc="outside upper left", ncols=len(keys), columnspacing=1.2)
    return figure


def _drawable(tenures: pd.DataFrame, span: tuple[date, date], scale: float) -> pd.DataFrame:
    """Tenures with a date that touch the span, cut to it, in order of time; `is_open` where one date is missing."""
    holder = tenures["holder"].astype("object").str.split(" ").str[-1]
    room = pd.to_timedelta(holder.str.len() * LETTER / scale + 1, unit="D")  # what the name takes
    first, last = first_days(tenures["date_start"]), last_days(tenures["date_end"])
    is_open = first.isna() | last.isna()
    placed = tenures.assign(
        name=holder, is_open=is_open, first=first.fillna(last - room), last=last.fillna(first + room)
    )
    placed = placed.dropna(subset=["first", "last"]).sort_values("first", kind="stable")
    following = placed.groupby("post")["first"].shift(-1)
    free = placed["date_end"].isna() & (following < placed["last"])
    placed["last"] = placed["last"].mask(free, following)
    start, end = map(pd.Timestamp, span)
    placed = placed[(placed["first"] <= end) & (placed["last"] >= start)]
    cut = {"first": placed["first"].where(placed["first"] > start, start)}
    return placed.assign(**cut, last=placed["last"].where(placed["last"] < end, end))


def _bar(axes: Axes, line: int, tenure: pd.Series, shade: int, scale: float) -> None:
    start, end = date2num(tenure["first"]), date2num(tenure["last"])
    colour = colour_of(tenure["country"])
    look: dict[str, Any] = {"color": colour, "edgecolor": "white", "linewidth": 1.2, "alpha": (0.45, 0.65)[shade]}
    if tenure["is_open"]:
        look = {"facecolor": "white", "edgecolor": QUIET, "linestyle": ":", "linewidth": 1.2}
    axes.barh(line, max(end - start, 1), left=start, height=HEIGHT, **look)
    if len(tenure["name"]) * LETTER * TIGHT <= (end - start) * scale:
        axes.text((start + end) / 2, line, tenure["name"], ha="center", va="center", fontsize=8, color=INK)


def _hole(axes: Axes, line: int, gap: pd.Series, span: tuple[date, date], scale: float) -> None:
    """The days surely without a holder on record, as far as they lie in the span."""
    edges = (last_days([gap["date_end"]]).iloc[0], first_days([gap["date_start"]]).iloc[0])
    start, end = max(date2num(edges[0]), date2num(span[0])), min(date2num(edges[1]), date2num(span[1]))
    if end > start:
        axes.barh(line, end - start, left=start, height=HEIGHT, color="white", edgecolor=QUIET, hatch="////")
    if (end - start) * scale > 3 * LETTER:  # else the mark would hide the names beside it
        blank = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        axes.text((start + end) / 2, line, "?", ha="center", va="center", fontsize=8, bbox=blank)


def _write_axes(axes: Axes, posts: list[str], span: tuple[date, date]) -> None:
    axes.set_yticks(range(len(posts)), [shorten(p, LABEL_WIDTH, placeholder=" …") for p in posts], fontsize=8.5)
    axes.set_ylim(len(posts) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    time_axis(axes)
    axes.set_xlim(date2num(span[0]), date2num(span[1]))
