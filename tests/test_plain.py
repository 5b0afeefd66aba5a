"""Frames read into plain values: the same cells that pandas gives, in the same order."""

from __future__ import annotations

import pandas as pd

from helpers.plain import cells, grouped, rows

STEPS = pd.DataFrame(
    {
        "project": ["oven", "fab", None, "oven"],
        "year": pd.array([2021, None, 2023, 2024], dtype="Int64"),
        "sum": [1.5, float("nan"), 2.0, 3.0],
        "places": pd.Series([("a", "b"), (), ("c",), ("a",)], index=["S-1", "S-2", "S-3", "S-4"], dtype="object"),
    },
    index=["S-1", "S-2", "S-3", "S-4"],
)


def test_rows_hold_their_id_and_the_cells_asked_for() -> None:
    assert rows(STEPS, "places", "year")[0] == {"id": "S-1", "places": ("a", "b"), "year": 2021}
    assert [r["id"] for r in rows(STEPS)] == ["S-1", "S-2", "S-3", "S-4"]
    assert list(rows(STEPS)[0]) == ["id", "project", "year", "sum", "places"]


def test_numbers_are_plain_and_missing_ones_stay_missing() -> None:
    first, second, *_ = cells(STEPS, "year", "sum")
    assert (type(first[0]), type(first[1])) == (int, float)
    assert pd.isna(second[0])
    assert pd.isna(second[1])


def test_rows_are_grouped_in_order_of_the_value_and_as_they_stand_within_it() -> None:
    found = grouped(STEPS, "project", "sum")
    assert list(found) == ["fab", "oven"]
    assert [(r["id"], r["sum"]) for r in found["oven"]] == [("S-1", 1.5), ("S-4", 3.0)]


def test_an_empty_frame_has_no_rows_and_no_groups() -> None:
    assert rows(STEPS.iloc[:0]) == []
    assert grouped(STEPS.iloc[:0], "project") == {}
    assert [r["id"] for r in rows(STEPS[[]])] == ["S-1", "S-2", "S-3", "S-4"]
