"""Figures as SVG: drawn once, well formed, text kept as text, the same bytes every time."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from helpers import charts
from helpers.charts.vector import MOST_POINTS, is_small, svg

SVG = "{http://www.w3.org/2000/svg}"


class Counted(Artist):
    """An artist that counts how often it is drawn."""

    drawn = 0

    def draw(self, renderer: RendererBase) -> None:
        self.drawn += 1


def _bars(hatch: str = "///") -> Figure:
    figure, axes = charts.canvas()
    axes.bar(["半導体", "b"], [1, 2], hatch=hatch, color="#0072B2", edgecolor="white")
    axes.set_ylabel("measures (number)")
    return figure


def _tree(figure: Figure, label: str = "What it says.") -> ElementTree.Element:
    return ElementTree.fromstring(svg(figure, label))


def _all(tree: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(tree.iter(SVG + name))


def test_text_stays_text_in_the_width_that_it_was_laid_out_for() -> None:
    found = {t.text: t for t in _all(_tree(_bars()), "text")}
    assert {"半導体", "b", "measures (number)"} <= found.keys()
    assert 25 < float(found["半導体"].attrib["textLength"]) < 35  # three letters of ten points
    assert found["measures (number)"].attrib["transform"].startswith("rotate(-90 ")


def test_the_picture_says_its_message_and_has_the_size_of_the_figure() -> None:
    tree = _tree(_bars(), 'Says "<b>"')
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-label"] == 'Says "<b>"'
    assert tree.attrib["viewBox"] == "0 0 619.2 259.2"


def test_the_same_figure_is_the_same_text_and_another_shares_no_id() -> None:
    once, twice, other = svg(_bars(), "a"), svg(_bars(), "a"), svg(_bars("xx"), "a")
    assert once == twice
    ids = [{e.attrib["id"] for e in ElementTree.fromstring(t).iter() if "id" in e.attrib} for t in (once, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_every_reference_leads_to_an_element_of_the_picture() -> None:
    tree = _tree(_bars())
    ids = {e.attrib["id"] for e in tree.iter() if "id" in e.attrib}
    asked = {v.removeprefix("url(#").removesuffix(")") for e in tree.iter() for v in e.attrib.values() if "url(#" in v}
    asked |= {e.attrib["href"][1:] for e in _all(tree, "use")}
    assert asked
    assert asked <= ids


@pytest.mark.parametrize("hatch", ["/", "\\\\", "xx", "++", "--", "|", "..", "oo", "O", "*", "/.", "///"])
def test_each_hatch_is_a_pattern_over_its_colour(hatch: str) -> None:
    [pattern] = _all(_tree(_bars(hatch)), "pattern")
    ground, lines = list(pattern)
    assert ground.attrib["fill"] == "#0072b2"
    assert lines.attrib["d"].startswith("M")


def test_hostile_text_is_text() -> None:
    hostile = '</text><script>alert(1)</script>"&\u0007'
    figure, axes = charts.canvas()
    axes.text(0.5, 0.5, hostile.replace("\u0007", ""))
    html = svg(figure, hostile)
    assert "<script" not in html
    assert hostile.replace("\u0007", "") in [t.text for t in _all(ElementTree.fromstring(html), "text")]


def test_a_formula_is_drawn_as_outlines() -> None:
    figure, axes = charts.canvas()
    axes.text(0.5, 0.5, "$x^2$")
    tree = _tree(figure)
    assert "$x^2$" not in [t.text for t in _all(tree, "text")]
    assert any("Q" in p.attrib["d"] for p in _all(tree, "path"))


def test_gaps_in_a_line_and_markers_off_the_scale_are_left_out() -> None:
    figure, axes = charts.canvas()
    axes.plot([1, 2, 3, 4], [1, 2, np.nan, 4], marker="o")
    tree = _tree(figure)
    assert "nan" not in ElementTree.tostring(tree, "unicode").lower()
    marked = [g for g in _all(tree, "g") if len(g.findall(SVG + "use")) == 3]
    assert marked


def test_a_figure_is_drawn_once() -> None:
    figure, axes = charts.canvas()
    counted = axes.add_artist(Counted())
    svg(figure, "a")
    assert counted.drawn == 1


def test_a_figure_of_many_points_or_with_an_image_is_not_small() -> None:
    assert is_small(_bars())
    many, axes = charts.canvas()
    axes.plot(np.arange(MOST_POINTS + 1))
    assert not is_small(many)
    scattered, axes = charts.canvas()
    axes.scatter(np.arange(MOST_POINTS), np.arange(MOST_POINTS))
    assert not is_small(scattered)
    photo, axes = charts.canvas()
    axes.imshow(np.zeros((2, 2)))
    assert not is_small(photo)
