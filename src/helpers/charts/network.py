"""Figure of who stands with whom: two columns of names, joined by lines that bear the number they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from .ladder import text_widths
from .style import INK, QUIET, canvas, colour_of, marker_of, style

if TYPE_CHECKING:
    import networkx as nx

Place = tuple[float, float]

STEP, MARGIN, FONT = 0.3, 0.25, 9  # inches between two names, and beside the longest; points
SWEEPS = 6  # passes that lay neighbours side by side
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)  # where on its line a number may stand


def _graph(pairs: pd.DataFrame, left: str, right: str, weight: str) -> nx.Graph:
    """The pairs as a graph whose nodes are (side, name), so that one name may stand on both sides."""
    import networkx as nx  # here: a third of a second, and few reports draw one

    graph = nx.Graph()
    for a, b, number in zip(pairs[left], pairs[right], pairs[weight], strict=True):
        graph.add_edge((0, str(a)), (1, str(b)), weight=int(number))
    return graph


def _swept(graph: nx.Graph, order: dict[Any, float], side: int) -> dict[Any, float]:
    """The order with one side laid by the mean place of each node's neighbours, ties by what was before."""

    def place(node: Any) -> tuple[float, float]:
        weights = [graph.edges[node, n]["weight"] for n in graph[node]]
        return float(np.average([order[n] for n in graph[node]], weights=weights)), order[node]

    nodes = sorted((n for n in order if n[0] == side), key=place)
    return order | {node: float(position) for position, node in enumerate(nodes)}


def places(graph: nx.Graph) -> dict[Any, tuple[float, float]]:
    """Position (0 or 1, line from the top) of each node: groups without a common line apart, the heaviest first.

    Within a group the names are laid by the mean place of their neighbours (the barycentre rule of K. Sugiyama and
    others, "Methods for visual understanding of hierarchical system structures", 1981), always the same way.
    """
    from networkx import connected_components

    parts = [graph.subgraph(nodes) for nodes in connected_components(graph)]
    parts.sort(key=lambda part: (-part.size("weight"), min(part.nodes)))
    found: dict[Any, tuple[float, float]] = {}
    top = 0.0
    for part in parts:
        nodes = sorted(part.nodes, key=lambda n: (-part.degree(n, "weight"), n))
        order = {n: float(i) for s in (0, 1) for i, n in enumerate(m for m in nodes if m[0] == s)}
        for sweep in range(SWEEPS):
            order = _swept(part, order, (sweep + 1) % 2)
        sizes = [sum(n[0] == side for n in order) for side in (0, 1)]
        tall = max(sizes)
        for node, position in order.items():
            found[node] = (float(node[0]), top + (position + 0.5) * tall / sizes[node[0]])
        top += tall
    return found


def _number(axes: Axes, ends: tuple[Place, Place], text: str, taken: list[Bbox], renderer: RendererAgg) -> None:
    """Write a number on its line, at the first place where it covers no other number."""
    (x, y), (to_x, to_y) = ends
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": FONT, "color": INK, "gid": "number"}
    look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
    written = axes.text(x, y, text, zorder=4, **look)
    for place in PLACES:
        written.set_position((x + place * (to_x - x), y + place * (to_y - y)))
        box = written.get_window_extent(renderer).padded(2)
        if not any(box.overlaps(other) for other in taken):
            break
    taken.append(box)


def _names(axes: Axes, at: dict[Any, tuple[float, float]], codes: Sequence[str]) -> None:
    for (side, name), (x, y) in at.items():
        axes.plot([x], [y], marker_of(codes[side]), color=colour_of(codes[side]), markersize=8, zorder=5, clip_on=False)
        gap: dict[str, Any] = {"xytext": ((-9, 9)[side], 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(name, (x, y), ha=("right", "left")[side], fontsize=FONT, gid="name", **gap)


def network(
    pairs: pd.DataFrame, left: str, right: str, weight: str, heads: tuple[str, str], codes: tuple[str, str]
) -> Figure | None:
    """Names of two sides, left and right, joined where they stand together; None where there is no pair.

    Parameters
    ----------
    pairs
        One row a pair: text columns `left` and `right`, and `weight`, the number (at least 1) its line bears; a line
        without a number stands for 1.
    heads
        What the two columns are.
    codes
        Jurisdictions of the two sides, which give colour and marker.
    """
    if pairs.empty:
        return None
    graph = _graph(pairs, left, right, weight)
    at = places(graph)
    lines = max(y for _, y in at.values()) + 0.5
    with mpl.rc_context(style()):
        figure, axes = canvas(height=0.6 + STEP * max(lines, 2))
        figure.set_layout_engine("none")
        names = [[heads[side], *(name for on, name in at if on == side)] for side in (0, 1)]
        edges = [max(text_widths(own, FONT) + text_widths(own[:1], FONT + 2)) + MARGIN for own in names]
        width = figure.get_figwidth()
        axes.set_position((edges[0] / width, 0.02, 1 - sum(edges) / width, 0.96 - 0.3 / figure.get_figheight()))
        axes.set(xlim=(-0.02, 1.02), ylim=(lines, 0))
        axes.axis("off")
        taken: list[Bbox] = []
        renderer = FigureCanvasAgg(figure).get_renderer()
        for a, b, number in sorted(graph.edges(data="weight"), key=lambda e: (-e[2], e[:2])):
            start, end = sorted((at[a], at[b]))
            axes.plot(*zip(start, end, strict=True), color=QUIET, linewidth=0.8 + 0.45 * number, alpha=0.6, zorder=1)
            if number > 1:
                _number(axes, (start, end), str(number), taken, renderer)
        _names(axes, at, codes)
        for side, head in enumerate(heads):
            places_at: dict[str, Any] = {"ha": ("right", "left")[side], "va": "bottom"}
            axes.text(side, -0.1, head, color=colour_of(codes[side]), fontsize=FONT + 2, **places_at)
    return figure
