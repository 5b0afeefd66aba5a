"""Figure of an ordered scale along time: every event on its rung, its name beside the mark, no name over another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..period import first_days, last_days
from .style import INK, QUIET, canvas, colour_of, style

LEFT, RIGHT, TOP, BOTTOM, WIDTH = 1.25, 0.15, 0.5, 0.45, 8.6  # inches around the axes, and of the figure
LANE, AIR, GAP = 0.19, 0.11, 0.1  # inches: height of a line of names, room beside a mark, room between names
MARKS = ("p", "d", "*", "h")  # none points anywhere, none is that of a jurisdiction
FONT, FEW = 8, 20
LONGEST = (52, 46)  # letters of a name, of few rows and of many: one side of a mark always has room for so many
SHORTEST_DAYS = 40.0


def text_widths(labels: Sequence[str], size: float) -> list[float]:
    """Width of each label in inches, as it will be drawn in a font of so many points."""
    figure = Figure(dpi=200)
    renderer = FigureCanvasAgg(figure).get_renderer()
    drawn = [figure.text(0, 0, label, fontsize=size) for label in labels]
    return [text.get_window_extent(renderer).width / 200 for text in drawn]


def _laid(spots: Sequence[tuple[float, float]], widths: Sequence[float], room: float) -> list[tuple[int, bool]]:
    """For each mark (left and right edge, in order of time) the first lane where its name is clear, and on which side.

    `room` is the width of the axes, beyond which no name may reach; True means that the name stands left of its mark.
    """
    lanes: list[list[tuple[float, float]]] = []
    found = []
    for (start, end), wide in zip(spots, widths, strict=True):
        right, left = (start - AIR, end + AIR + wide), (start - AIR - wide, end + AIR)
        sides = [(right, False)] * (right[1] <= room) + [(left, True)] * (left[0] >= 0)
        lane, (span, is_left) = next(
            (n, side)
            for n in range(len(lanes) + 1)
            for side in sides or [(right, False)]
            if n == len(lanes) or all(side[0][0] > high + GAP or side[0][1] + GAP < low for low, high in lanes[n])
        )
        lanes += [[]] * (lane == len(lanes))
        lanes[lane] = [*lanes[lane], span]
        found.append((lane, is_left))
    return found


def _window(first: pd.Series, last: pd.Series) -> tuple[float, float]:
    """First and last day of the axis: the events with some room, never so few days that a date means nothing."""
    low, high = date2num(first.min()), date2num(last.max())
    room = max(0.02 * (high - low), (SHORTEST_DAYS - (high - low)) / 2)
    return low - room, high + room


def _placed(known: pd.DataFrame, rung: str, window: tuple[float, float]) -> pd.DataFrame:
    """The rows with `lane` on their rung and `is_left` (whether the name stands left of its mark)."""
    room = WIDTH - LEFT - RIGHT
    days = known[["_first", "_last"]].map(date2num)
    known = known.assign(_wide=text_widths(known["_text"].tolist(), FONT), lane=0, is_left=False)
    for _, own in known.groupby(rung, sort=False):
        order = days.loc[own.index].sort_values(["_first", "_last"], kind="stable")
        edges = (order - window[0]) * room / (window[1] - window[0])
        spots = list(edges.itertuples(index=False, name=None))
        laid = _laid(spots, known.loc[order.index, "_wide"].tolist(), room)
        known.loc[order.index, "lane"] = [lane for lane, _ in laid]
        known.loc[order.index, "is_left"] = [is_left for _, is_left in laid]
    return known


def _draw(axes: Axes, row: Any, height: float, names: Sequence[str], group: str, window: tuple[float, float]) -> None:
    scale = (window[1] - window[0]) / (WIDTH - LEFT - RIGHT)
    name = str(row[group])
    at, colour = names.index(name), colour_of(name, names.index(name))
    start, end = date2num(row["_first"]), date2num(row["_last"])
    if end > start:
        axes.plot([start, end], [height, height], color=colour, linewidth=5, alpha=0.35, solid_capstyle="butt")
    face = "white" if row["_hollow"] else colour
    axes.plot(
        [(start + end) / 2],
        [height],
        MARKS[at % len(MARKS)],
        color=colour,
        markerfacecolor=face,
        markersize=6.5,
        zorder=3,
    )
    place = start - AIR * scale if row["is_left"] else end + AIR * scale
    look: dict[str, Any] = {"va": "center_baseline", "fontsize": FONT, "color": INK, "gid": "name"}
    axes.text(place, height, row["_text"], ha="right" if row["is_left"] else "left", **look)


def _bands(axes: Axes, rungs: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, float]:
    """Draw the rungs as bands, lowest at the foot, each as high as its lanes need; the top line of names of each."""
    tops, foot, ticks = {}, 0.0, []
    for position, code in enumerate(rungs):
        height = max(sizes.get(code, 0), 1) + 0.6
        axes.axhspan(foot, foot + height, color="#F4F4F4" if position % 2 else "white", zorder=0)
        ticks.append(foot + height / 2)
        tops[code] = foot + height - 0.8
        foot += height
    axes.set_yticks(ticks, list(rungs.values()), fontsize=9)
    axes.set_ylim(0, foot)
    return tops


def _legend(figure: Figure, names: Sequence[str], titles: Mapping[str, str], hollow: str) -> None:
    keys = [
        Line2D([], [], color=colour_of(n, i), marker=MARKS[i % len(MARKS)], linestyle="", label=titles.get(n, n))
        for i, n in enumerate(names)
    ]
    if hollow:
        keys.append(Line2D([], [], color=QUIET, marker="o", markerfacecolor="white", linestyle="", label=hollow))
    figure.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 1), ncols=4, columnspacing=1.2)


def ladder(
    frame: pd.DataFrame,
    rungs: Mapping[str, str],
    rung: str,
    label: str,
    group: str,
    names: Mapping[str, str],
    hollow: tuple[str, str] = ("", ""),
    date: str = "date_start",
) -> Figure | None:
    """Events on the rungs of a scale along time, each with its name; None where there is none.

    Parameters
    ----------
    frame
        One row an event: `date` (partial dates allowed, drawn as a band), and text columns `rung`, `label`, `group`.
    rungs
        Every code of the scale, lowest to highest, with its name.
    names
        Every group with what the legend calls it; the order gives colour and marker.
    hollow
        A column of truths whose rows get a hollow mark, and what the legend says of it.

    Raises
    ------
    KeyError
        If a row stands on no rung, or in no group.
    """
    known = frame[frame[date].notna()].reset_index(drop=True)
    if strange := sorted({*known[rung]} - {*rungs} | {*known[group]} - {*names}):
        raise KeyError(f"{strange[0]!r} is no rung or group of this ladder; it has {', '.join([*rungs, *names])}.")
    if known.empty:
        return None
    texts = [shorten(str(t), LONGEST[len(known) > FEW], placeholder=" …") for t in known[label]]
    known = known.assign(_first=first_days(known[date]), _last=last_days(known[date]), _text=texts)
    known["_hollow"] = known[hollow[0]].astype(bool) if hollow[0] else False
    with mpl.rc_context(style()):
        window = _window(known["_first"], known["_last"])
        placed = _placed(known, rung, window)
        sizes = placed.groupby(rung)["lane"].max() + 1
        lanes = sum(max(int(sizes.get(code, 0)), 1) + 0.6 for code in rungs)
        height = TOP + BOTTOM + LANE * lanes
        figure, axes = canvas(height=height, width=WIDTH)
        figure.set_layout_engine("none")
        axes.set_position((LEFT / WIDTH, BOTTOM / height, 1 - (LEFT + RIGHT) / WIDTH, 1 - (TOP + BOTTOM) / height))
        tops = _bands(axes, rungs, {str(code): int(n) for code, n in sizes.items()})
        for _, row in placed.iterrows():
            _draw(axes, row, tops[row[rung]] - row["lane"], list(names), group, window)
        _time(axes, window)
        shown = [n for n in names if n in set(known[group])]
        _legend(figure, list(names) if len(shown) > 1 else shown, names, hollow[1] if known["_hollow"].any() else "")
    return figure


def _time(axes: Axes, window: tuple[float, float]) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.set_xlim(*window)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
