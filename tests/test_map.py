"""The map of sites: panels, marks, numbers that do not touch, and the list that they stand for."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Annotation

from helpers.charts.map import CREDIT, PANELS, site_map

STATES = ("in operation", "under way", "planned", "given up")


def sites(*rows: tuple[str, str, float, float, float, str]) -> pd.DataFrame:
    """Sites made up for a test: name, country, latitude, longitude, amount, state."""
    frame = pd.DataFrame(list(rows), columns=["name", "country", "latitude", "longitude", "amount", "state"])
    projects = [((f"Firm of {name}", state),) for name, state in zip(frame["name"], frame["state"], strict=True)]
    return frame.assign(shared=False, projects=pd.Series(projects, dtype="object"))


def drawn(figure: Figure | None) -> tuple[Figure, Any]:
    assert figure is not None
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return figure, canvas.get_renderer()


def numbers(figure: Figure) -> list[Annotation]:
    return [text for axes in figure.axes for text in axes.texts if isinstance(text, Annotation)]


def crowd(count: int) -> pd.DataFrame:
    """Many sites of one country, in a cluster and around it."""
    rng = np.random.default_rng(4)
    around = zip(rng.uniform(33, 37, count), rng.uniform(131, 141, count), rng.uniform(0, 12, count), strict=True)
    return sites(*((f"Town {n}", "JP", lat, lon, a, STATES[n % 4]) for n, (lat, lon, a) in enumerate(around)))


def test_a_panel_is_drawn_only_for_a_country_with_sites() -> None:
    figure, _ = drawn(site_map(sites(("West", "US", 33.4, -112.1, 6.6, "planned")), STATES, "billion USD"))
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Continental United States"]
    lands = [p.get_facecolor() for p in figure.axes[0].patches if isinstance(p, Polygon)]
    assert len(lands) > 3  # the country, its neighbours and islands
    assert len(set(lands)) == 2
    assert site_map(sites(), STATES, "billion USD") is None
    assert site_map(sites(("Leiden", "NL", 52.2, 4.5, 1, "planned")), STATES, "billion USD") is None


def test_sites_are_numbered_and_listed_in_their_order() -> None:
    told = sites(("North", "JP", 42.8, 141.6, 12, "under way"), ("South", "JP", 32.9, 130.8, 0, "in operation"))
    figure, _ = drawn(site_map(told.assign(shared=[False, True]), STATES, "billion USD"))
    assert [text.get_text() for text in numbers(figure)] == ["1", "2"]
    assert [tuple(text.xy) for text in numbers(figure)] == [(141.6, 42.8), (130.8, 32.9)]
    words = [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in figure.texts]
    assert words[:2] == ["1  North: ◐ Firm of North", "2  South*: ● Firm of South"]
    assert CREDIT in words


def test_marks_tell_the_states_apart_without_colour_and_grow_with_the_money() -> None:
    told = sites(*((s, "JP", 33 + 2 * n, 132 + 2 * n, 4.0**n, s) for n, s in enumerate(STATES)))
    figure, _ = drawn(site_map(told, STATES, "billion USD"))
    marks = {line.get_xdata()[0]: line for line in figure.axes[0].lines}
    full, half, hollow, cross = (marks[132 + 2 * n] for n in range(4))
    assert full.get_fillstyle() == "full"
    assert half.get_fillstyle() == "left"
    assert hollow.get_markerfacecolor() == "none"
    assert cross.get_marker() == "x"
    assert full.get_markersize() < half.get_markersize() < hollow.get_markersize() < cross.get_markersize()


@pytest.mark.parametrize("count", [1, 2, 12, 40])
def test_numbers_touch_neither_each_other_nor_the_edge(count: int) -> None:
    figure, renderer = drawn(site_map(crowd(count), STATES, "billion USD"))
    boxes = [text.get_window_extent(renderer) for text in numbers(figure)]
    assert len(boxes) == count
    # an annotation's extent takes in its leader; the words alone are where its text stands
    words = [super(Annotation, text).get_window_extent(renderer) for text in numbers(figure)]
    assert [pair for pair in combinations(range(count), 2) if words[pair[0]].overlaps(words[pair[1]])] == []
    frame = figure.axes[0].get_window_extent(renderer)
    assert all(frame.x0 <= w.x0 and w.x1 <= frame.x1 and frame.y0 <= w.y0 and w.y1 <= frame.y1 for w in words)


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_stays_in_the_figure_and_its_lines_do_not_touch(count: int) -> None:
    told = crowd(count).assign(
        projects=pd.Series([(("Memory Works of the Long Name (Hiroshima, new building)", "planned"),) * 3] * count)
    )
    figure, renderer = drawn(site_map(told, STATES, "billion USD"))
    lines = [t.get_window_extent(renderer) for t in figure.texts if t.get_text() != CREDIT]
    assert all(line.x1 <= figure.bbox.x1 and line.y0 >= 0 for line in lines)
    assert all(not a.overlaps(b) for a, b in combinations(lines, 2))
    panel = figure.axes[0].get_window_extent(renderer)
    assert all(line.x0 >= panel.x1 for line in lines)


def test_the_keys_clear_the_panels() -> None:
    figure, renderer = drawn(site_map(crowd(12), STATES, "billion USD"))
    keys = figure.legends[0].get_window_extent(renderer)
    title = figure.axes[0].title.get_window_extent(renderer)
    assert keys.y0 >= figure.axes[0].get_window_extent(renderer).y1
    assert keys.y0 >= title.y0
    assert [t.get_text().strip() for t in figure.legends[0].get_texts()][:4] == list(STATES)


@pytest.mark.parametrize("count", [1, 40])
def test_the_size_keys_are_not_cut(count: int) -> None:
    figure, renderer = drawn(site_map(crowd(count), STATES, "billion USD"))
    keys = [handle for handle in figure.legends[0].legend_handles if isinstance(handle, Line2D)]
    assert len(keys) == 6
    top, panel = figure.bbox.y1, figure.axes[0].get_window_extent(renderer).y1
    for key in keys:
        middle = key.get_transform().transform(key.get_xydata())[0][1]
        half = key.get_markersize() * figure.dpi / 144
        assert panel <= middle - half
        assert middle + half <= top


def test_money_of_nobody_draws_no_size_keys() -> None:
    figure, _ = drawn(site_map(sites(("North", "JP", 42.8, 141.6, 0, "planned")), STATES, "billion USD"))
    assert len(figure.legends[0].get_texts()) == 4


def test_panels_hold_their_countries_in_true_proportion() -> None:
    for panel in PANELS:
        assert panel.west < panel.east
        assert 0.5 < panel.height / panel.width < 1.2
