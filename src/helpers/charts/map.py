"""Map of sites: numbered marks on outlines of countries, a panel a region, and the list that the numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin, sqrt
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from ..opening import data_folder
from ..outlines import load_outlines
from .style import INK, QUIET, colour_of, style

OUTLINES = "countries-110m.json"
CREDIT = "Outlines: Natural Earth. Coordinates of towns: GeoNames, CC BY 4.0."
LAND, OTHER_LAND, COAST = "#EEEEEE", "#F8F8F8", "#AAAAAA"
WIDTH, LINE, HEAD, TOP = 8.6, 0.152, 0.32, 0.62  # inches: the figure, a line of the list, above a panel, above all
LABEL, LIST = 8.0, 7.6  # sizes of type, in points
SMALLEST, LARGEST = 3.2, 14.0  # radii of marks, in points
CHARACTER = 0.6  # width of an average character, in type sizes

Places = npt.NDArray[np.float64]  # one row a place: across and up


@dataclass(frozen=True)
class Panel:
    """One region of a map: its title, the code of the country whose sites it shows, and its edges in degrees."""

    title: str
    code: str
    country: str
    west: float
    east: float
    south: float
    north: float
    width: float = 4.6  # of the map, in inches

    @property
    def height(self) -> float:
        """Height in inches at which a degree is as long both ways in the middle of the panel."""
        shrink = cos(radians((self.south + self.north) / 2))
        return self.width * (self.north - self.south) / ((self.east - self.west) * shrink)


PANELS = (
    Panel("Japan", "JP", "Japan", 128.3, 146.3, 30.6, 45.8, 4.1),
    Panel("Continental United States", "US", "United States of America", -125.5, -66.3, 24.2, 49.8, 5.2),
)


def site_map(sites: pd.DataFrame, states: Sequence[str], unit: str, panels: Sequence[Panel] = PANELS) -> Figure | None:
    """Sites on maps, numbered from north to south, with the list of them beside; None where no panel has one.

    Parameters
    ----------
    sites
        One row a place: `name`, `country` (code), `latitude`, `longitude`, `amount` (gives the size of the mark; 0 is
        the smallest), `shared` (marked in the list), `state` and `projects` (pairs of name and state).
    states
        The states, the furthest first: a full mark, a half one, a hollow one, a cross.
    unit
        What `amount` is, e.g. "billion USD".
    """
    shown = [(panel, own) for panel in panels if len(own := sites[sites["country"] == panel.code])]
    if not shown:
        return None
    glyphs = dict(zip(states, GLYPHS, strict=False))
    texts = [_entries(own, glyphs, panel) for panel, own in shown]
    heights = [max(p.height, LINE * len(lines) + 0.1) + HEAD for (p, _), lines in zip(shown, texts, strict=True)]
    total = sum(heights) + TOP + 0.25
    most = float(sites["amount"].max())
    with mpl.rc_context(style()):
        figure = Figure(figsize=(WIDTH, total))
        top = total - TOP
        for (panel, own), lines, height in zip(shown, texts, heights, strict=True):
            _draw_panel(figure, panel, own, dict.fromkeys(states) | glyphs, most, (top, total))
            _write_list(figure, panel, lines, (top, total))
            top -= height
        _write_keys(figure, glyphs, most, unit)
        figure.text(0.01, 0.06 / total, CREDIT, fontsize=7.5, color=QUIET, va="bottom")
    return figure


GLYPHS = ("●", "◐", "○", "×")


def _radius(amount: float, most: float) -> float:
    """Radius of a mark in points; its area grows with the amount."""
    share = amount / most if most > 0 else 0.0
    return sqrt(SMALLEST**2 + (LARGEST**2 - SMALLEST**2) * share)


def _entries(own: pd.DataFrame, glyphs: Mapping[str, str], panel: Panel) -> list[str]:
    """The list beside a panel as lines, each place wrapped to the room there is."""
    room = (WIDTH - panel.width - 0.35) * 72 / (LIST * CHARACTER)
    lines = []
    for number, (_, site) in enumerate(own.iterrows(), 1):
        told = ", ".join(f"{glyphs[state]}\N{NO-BREAK SPACE}{name}" for name, state in site["projects"])
        mark = "*" if site["shared"] else ""
        lines += wrap(f"{number}  {site['name']}{mark}: {told}", int(room), subsequent_indent="     ")
    return lines


def _write_list(figure: Figure, panel: Panel, lines: Sequence[str], place: tuple[float, float]) -> None:
    top, total = place
    left = (panel.width + 0.3) / WIDTH
    for line, text in enumerate(lines):
        height = (top - HEAD - LINE * (line + 0.5)) / total
        figure.text(left, height, text, fontsize=LIST, va="center", parse_math=False)


def _draw_panel(
    figure: Figure, panel: Panel, own: pd.DataFrame, glyphs: Mapping[str, Any], most: float, place: tuple[float, float]
) -> None:
    top, total = place
    bottom = top - HEAD - panel.height
    axes = figure.add_axes((0.08 / WIDTH, bottom / total, panel.width / WIDTH, panel.height / total))
    axes.set_xlim(panel.west, panel.east)
    axes.set_ylim(panel.south, panel.north)
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.set_title(panel.title, fontsize=10, loc="left")
    for spine in axes.spines.values():
        spine.set(visible=True, color="#CCCCCC")
    for name, rings in load_outlines(data_folder() / OUTLINES).items():
        for ring in (r for r in rings if _touches(panel, r)):
            face = LAND if name == panel.country else OTHER_LAND
            axes.add_patch(Polygon(ring, facecolor=face, edgecolor=COAST, linewidth=0.6, zorder=0))
    _draw_sites(axes, panel, own, list(glyphs), most)


def _touches(panel: Panel, ring: Sequence[tuple[float, float]]) -> bool:
    across, up = zip(*ring, strict=True)
    aside = max(across) < panel.west or min(across) > panel.east
    return not (aside or max(up) < panel.south or min(up) > panel.north)


def _draw_sites(axes: Axes, panel: Panel, own: pd.DataFrame, states: list[str], most: float) -> None:
    cells = list(zip(own["longitude"], own["latitude"], own["amount"], strict=True))
    discs = [_Disc(*_points(panel, x, y), _radius(a, most)) for x, y, a in cells]
    order = sorted(range(len(discs)), key=lambda i: -discs[i].radius)  # the small ones above the large ones
    for layer, at in enumerate(order):
        site = own.iloc[at]
        look = _look(states.index(site["state"]), colour_of(panel.code))
        axes.plot([site["longitude"]], [site["latitude"]], ms=2 * discs[at].radius, zorder=2 + layer / 100, **look)
    for number, (disc, spot) in enumerate(zip(discs, _label_spots(discs, panel), strict=True), 1):
        place: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "center", "fontsize": LABEL}
        offset = (spot[0] - disc.x, spot[1] - disc.y)
        if hypot(*offset) > disc.radius + 10:
            line = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkA": 3, "shrinkB": 0}
            place |= {"arrowprops": line}
        axes.annotate(str(number), cells[number - 1][:2], xytext=offset, zorder=5, color=INK, **place)


@dataclass(frozen=True)
class _Disc:
    """A mark on a panel: its middle and radius, in points from the lower left corner."""

    x: float
    y: float
    radius: float


def _points(panel: Panel, longitude: float, latitude: float) -> tuple[float, float]:
    across = (longitude - panel.west) / (panel.east - panel.west)
    up = (latitude - panel.south) / (panel.north - panel.south)
    return across * panel.width * 72, up * panel.height * 72


def _look(rank: int, colour: str) -> dict[str, Any]:
    """Full, half, hollow, or a cross: the states can be told without colour."""
    look: dict[str, Any] = {"marker": "o", "linestyle": "", "color": colour, "markeredgecolor": colour, "alpha": 0.75}
    if rank == 1:
        return look | {"fillstyle": "left", "markerfacecoloralt": "white"}
    if rank == 2:
        return look | {"markerfacecolor": "none", "markeredgewidth": 1.4, "alpha": 1}
    return look | ({"marker": "x", "markeredgewidth": 1.6, "alpha": 1} if rank > 2 else {})


def _label_spots(discs: Sequence[_Disc], panel: Panel) -> list[tuple[float, float]]:
    """Where the number of each mark is written: as near as it can be without touching a mark or another number."""
    taken: list[tuple[float, float]] = []
    for disc in discs:
        spots = np.array([disc.x, disc.y]) + disc.radius * AROUND[1] + AROUND[0]
        free = np.flatnonzero(_are_free(spots, np.array(taken).reshape(-1, 2), discs, panel))
        taken.append((float(spots[free[0], 0]), float(spots[free[0], 1])) if len(free) else (disc.x, disc.y))
    return taken


def _around() -> tuple[Places, Places]:
    """Ways from the edge of a mark to spots around it, and to that edge in radii, the nearest first, then the right."""
    angles = [pi / 12 * ((turn + 1) // 2 * (-1) ** turn) for turn in range(24)]
    gaps, turns = range(7, 90, 3), np.array([(cos(angle), sin(angle)) for angle in angles])
    return np.concatenate([gap * turns for gap in gaps]), np.tile(turns, (len(gaps), 1))


AROUND = _around()


def _are_free(spots: Places, taken: Places, discs: Sequence[_Disc], panel: Panel) -> npt.NDArray[np.bool_]:
    """Whether a number at each spot lies in the panel and touches neither a number nor a mark."""
    half = np.array([LABEL * 1.5, LABEL * 1.3]) / 2  # of a number of two digits with some air
    inside = np.all((spots > half) & (spots < np.array([panel.width, panel.height]) * 72 - half), axis=1)
    touching = np.all(abs(spots[:, None] - taken) < 2 * half, axis=2)
    gaps = np.maximum(abs(spots[:, None] - [(d.x, d.y) for d in discs]) - half, 0)
    clear = np.hypot(gaps[..., 0], gaps[..., 1]) > np.array([d.radius for d in discs])
    free: npt.NDArray[np.bool_] = inside & ~np.any(touching, axis=1) & np.all(clear, axis=1)
    return free


def _write_keys(figure: Figure, glyphs: Mapping[str, str], most: float, unit: str) -> None:
    keys = [Line2D([], [], label=state, ms=7, **_look(rank, INK)) for rank, state in enumerate(glyphs)]
    if most > 0:
        for amount in (most / 4, most):
            name = f"  {amount:,.3g} {unit}"
            keys.append(Line2D([], [], label=name, ms=2 * _radius(amount, most), **_look(2, QUIET)))
    room: dict[str, Any] = {"columnspacing": 1.6, "handletextpad": 0.6, "handleheight": 3.4, "borderpad": 0.2}
    place: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (0, 1 - 0.06 / figure.get_size_inches()[1])}
    figure.legend(handles=keys, ncols=len(keys), fontsize=8.5, **place, **room)
