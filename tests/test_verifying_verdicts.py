"""In what two records of a finding differ, and which cells differ between two states of its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from helpers.verifying.manifests import Recorded
from helpers.verifying.verdicts import CellChange, cell_changes, difference

OTHERS = [{"choice": "window", "option": "30", "value": "5"}]
ONE = Recorded(1, "It is 4.", "holds", {"n": 4, "by": None}, ("A", "B"), ("s",), {"chosen": "4", "others": OTHERS})


def test_two_records_that_say_the_same_do_not_differ() -> None:
    other = replace(ONE, number=3, rows=("B", "A"), robustness={**(ONE.robustness or {}), "definition": {"form": "{}"}})
    assert difference(ONE, other) is None


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"robustness": {"chosen": "5", "others": OTHERS}, "values": {"n": 5}}, ("its number", "4", "5")),
        ({"robustness": None}, ("its number", "4", "nothing")),
        ({"values": {"n": 5, "by": "x"}, "text": "It is 5."}, ("its values", "n 4, by nothing", "n 5, by x")),
        ({"status": "does_not_hold"}, ("whether it holds", "holds", "does_not_hold")),
        ({"text": "They are 4."}, ("its sentence", "It is 4.", "They are 4.")),
        (
            {"robustness": {"chosen": "4", "others": [{**OTHERS[0], "value": "6"}]}},
            ("its number under other choices", "window 30 5", "window 30 6"),
        ),
        ({"rows": ("A", "C", "D", "E", "F")}, ("the rows it rests on", "2 (B)", "5 (C, D, E, …)")),
        ({"sources": ("s", "t")}, ("the sources it rests on", "1", "2 (t)")),
    ],
)
def test_the_first_thing_that_differs_is_told_with_both_sides(
    parts: dict[str, Any], told: tuple[str, str, str]
) -> None:
    assert difference(ONE, replace(ONE, **parts)) == told


@pytest.mark.parametrize("others", [4, [4], [{}], {"a": 1}, None])
def test_other_choices_that_are_none_are_no_fault(others: object) -> None:
    one = replace(ONE, robustness={"chosen": "4", "others": others})
    assert difference(one, one) is None


def test_every_cell_that_differs_and_every_row_that_came_or_went_is_told() -> None:
    old = {"A": {"id": "A", "date": "2001-01-01", "end": ""}, "B": {"id": "B"}}
    new = {"A": {"id": "A", "date": "2001-01-02", "end": "2002"}, "C": {"id": "C"}}
    assert [c.says for c in cell_changes("acts", old, new)] == [
        "acts: A, date: 2001-01-01 → 2001-01-02",
        "acts: A, end: nothing → 2002",
        "acts: B is not there any more",
        "acts: C is there now",
    ]
    assert cell_changes("acts", old, old) == []
    assert cell_changes("acts", {"A": {"id": "A"}}, {"A": {"id": "A", "new": "1"}}) == [
        CellChange("acts", "A", "new", "", "1")
    ]
