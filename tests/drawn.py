"""What is drawn: the texts of a figure, and which of them lie upon each other."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.5  # pixels that two boxes may share: line boxes are taller than the letters in them


def texts(figure: Figure | None) -> list[tuple[str, Bbox]]:
    """Every visible text of a figure with the box that it takes up, in pixels."""
    assert figure is not None
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    beyond = _labels_beyond_the_axes(figure)
    found = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in beyond]
    boxes = [(t.get_text(), t.get_window_extent(canvas.get_renderer())) for t in found]
    return [(text, box) for text, box in boxes if box.width > 0]


def _labels_beyond_the_axes(figure: Figure) -> set[Text]:
    """Labels of ticks that lie outside the view: they are kept, and not drawn."""
    found = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not low <= tick.get_loc() <= high:
                    found |= {tick.label1, tick.label2}
    return found


def overlapping_texts(figure: Figure | None) -> list[tuple[str, str]]:
    """Pairs of texts that lie upon each other by more than `SLACK` pixels both ways."""
    found = []
    for (one, a), (other, b) in combinations(texts(figure), 2):
        shared = Bbox.intersection(a, b)
        if shared is not None and shared.width > SLACK and shared.height > SLACK:
            found.append((one, other))
    return found


def cut_texts(figure: Figure | None) -> list[str]:
    """Texts that reach beyond the edge of the figure."""
    assert figure is not None
    edge = figure.bbox
    return [
        text
        for text, box in texts(figure)
        if box.x0 < edge.x0 - SLACK or box.x1 > edge.x1 + SLACK or box.y0 < edge.y0 - SLACK or box.y1 > edge.y1 + SLACK
    ]
