"""Outlines of countries from a TopoJSON file: arcs decoded, joined into rings, and split at the antimeridian."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # degrees east, degrees north
Ring = list[Point]
HALF_TURN = 180.0


def decoded_arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs of a topology in degrees.

    A quantised arc holds whole steps, each from the point before; scale and translation make degrees of them
    (TopoJSON format specification, 2.1.3). Without a transform the points are degrees as they stand.

    >>> decoded_arcs({"arcs": [[[1, 1], [2, 0]]], "transform": {"scale": [0.5, 1], "translate": [10, -1]}})
    [[(10.5, 0), (11.5, 0)]]
    """
    turn = topology.get("transform")
    if turn is None:
        return [[(float(x), float(y)) for x, y in arc] for arc in topology["arcs"]]
    (wide, high), (east, north) = turn["scale"], turn["translate"]
    steps = [(accumulate(x for x, _ in arc), accumulate(y for _, y in arc)) for arc in topology["arcs"]]
    return [[(x * wide + east, y * high + north) for x, y in zip(xs, ys, strict=True)] for xs, ys in steps]


def joined_ring(arcs: Sequence[Ring], numbers: Sequence[int]) -> Ring:
    """One ring of several arcs, the point that two share kept once; a number below zero (~n) is arc n backwards.

    >>> joined_ring([[(0, 0), (1, 0)], [(0, 0), (0, 1), (1, 0)]], [0, ~1])
    [(0, 0), (1, 0), (0, 1), (0, 0)]
    """
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def split_ring(ring: Ring) -> list[Ring]:
    """The parts of a closed ring on either side of the antimeridian, each closed along it; itself where it stays clear.

    Two points that follow each other more than half a turn apart have crossed it. A ring that crosses an odd number of
    times goes round a pole; it has no two sides and is given back as it is.
    """
    parts: list[Ring] = [ring[:1]]
    for here, there in pairwise(ring):
        if abs(there[0] - here[0]) > HALF_TURN:
            edge = HALF_TURN if here[0] > 0 else -HALF_TURN
            parts[-1].append((edge, _crossing(here, there)))
            parts.append([(-edge, parts[-1][-1][1])])
        parts[-1].append(there)
    if len(parts) % 2 == 0 or len(parts) == 1:
        return [ring]
    parts[0] = parts.pop() + parts[0][1:]  # the ring began in the middle of a part
    return [[*part, part[0]] for part in parts]


def _crossing(here: Point, there: Point) -> float:
    """The latitude at which the way from one point to the next meets the antimeridian."""
    before, after = HALF_TURN - abs(here[0]), HALF_TURN - abs(there[0])
    return here[1] + (there[1] - here[1]) * (before / (before + after) if before + after else 0.5)


def country_rings(topology: Mapping[str, Any]) -> dict[str, list[Ring]]:
    """Outer rings of each country by its name, in degrees, split at the antimeridian; lakes are left out."""
    arcs, found = decoded_arcs(topology), {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape["arcs"]], "MultiPolygon": shape["arcs"]}[shape["type"]] if "arcs" in shape else []
        rings = [part for polygon in polygons for part in split_ring(joined_ring(arcs, polygon[0]))]
        found[str(shape["properties"]["name"])] = rings
    return found


@lru_cache(maxsize=2)
def load_outlines(path: Path) -> dict[str, list[Ring]]:
    """The outlines of a TopoJSON file of countries (see `country_rings`).

    Raises
    ------
    ValueError
        If it cannot be read, or is no topology of countries.
    """
    try:
        return country_rings(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, IndexError) as error:
        told = f"{path.name} cannot be read as a map of countries ({type(error).__name__}: {error})"
        raise ValueError(f"{told}; restore it from the repository.") from None
