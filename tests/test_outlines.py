"""Arcs decoded, joined and split, on a topology made up by hand; and the file that the maps are drawn on."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from helpers.opening import data_folder
from helpers.outlines import country_rings, decoded_arcs, joined_ring, load_outlines, split_ring

# Two squares side by side that share the arc from (2, 0) to (2, 2): quantised, half a degree a step, from (0, -1).
SQUARES = {
    "transform": {"scale": [0.5, 0.5], "translate": [0, -1]},
    "arcs": [[[4, 0], [0, 4]], [[4, 4], [-4, 0], [0, -4], [4, 0]], [[4, 0], [4, 0], [0, 4], [-4, 0]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "West"}},
                {"type": "MultiPolygon", "arcs": [[[2, ~0]]], "properties": {"name": "East"}},
            ]
        }
    },
}


def test_quantised_arcs_add_up_to_degrees() -> None:
    shared, west, _ = decoded_arcs(SQUARES)
    assert shared == [(2, -1), (2, 1)]
    assert west == [(2, 1), (0, 1), (0, -1), (2, -1)]


def test_arcs_without_a_transform_are_degrees_already() -> None:
    assert decoded_arcs({"arcs": [[[1, 2], [3, 4]]]}) == [[(1.0, 2.0), (3.0, 4.0)]]


def test_an_arc_of_a_number_below_zero_runs_backwards_and_shared_points_stand_once() -> None:
    ring = joined_ring(decoded_arcs(SQUARES), [2, ~0])
    assert ring == [(2, -1), (4, -1), (4, 1), (2, 1), (2, -1)]


def test_every_country_has_its_outer_rings() -> None:
    rings = country_rings(SQUARES)
    assert {name: [len(r) for r in parts] for name, parts in rings.items()} == {"West": [5], "East": [5]}


def test_a_ring_clear_of_the_antimeridian_stays_whole() -> None:
    ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
    assert split_ring(ring) == [ring]


def test_a_ring_across_the_antimeridian_falls_into_two_closed_parts() -> None:
    # A square from 170 east to 170 west, 0 to 10 north, begun in its middle.
    east, west = split_ring([(175.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0), (175.0, 0.0)])
    assert {max(x for x, _ in east), min(x for x, _ in west)} == {180, -180}
    assert min(x for x, _ in east) == 170
    assert max(x for x, _ in west) == -170
    assert all(part[0] == part[-1] and all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(part)) for part in (east, west))


def test_the_crossing_lies_on_the_straight_way() -> None:
    # From (178, 0) to (-174, 8): 2 of 8 degrees before the edge, so a quarter of the way up.
    parts = split_ring([(178.0, 0.0), (-174.0, 8.0), (-174.0, 0.0), (178.0, 0.0)])
    assert (180.0, 2.0) in parts[0]


def test_a_ring_round_a_pole_is_left_as_it_is() -> None:
    ring = [(-180.0, -80.0), (0.0, -70.0), (180.0, -80.0), (-180.0, -80.0)]
    assert split_ring(ring) == [ring]


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    path.write_text(json.dumps({"rows": []}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"table\.json cannot be read as a map of countries \(KeyError.*restore it"):
        load_outlines(path)
    with pytest.raises(ValueError, match=r"none\.json cannot be read"):
        load_outlines(tmp_path / "none.json")


def test_the_map_of_the_workbook_has_the_countries_it_draws() -> None:
    outlines = load_outlines(data_folder() / "countries-110m.json")
    assert len(outlines) > 170
    honshu = max(outlines["Japan"], key=len)
    assert 129 < min(x for x, _ in honshu) < max(x for x, _ in honshu) < 143
    assert 31 < min(y for _, y in honshu) < max(y for _, y in honshu) < 42
    rings = [ring for parts in outlines.values() for ring in parts]
    assert all(ring[0] == ring[-1] for ring in rings)
