"""Results kept by a selection: computed once for it, anew for another, and safe from what their callers do to them."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from helpers import Evidence
from helpers.once import once_per_evidence


class Selection:
    """What keeps results; it counts how often they are computed."""

    def __init__(self) -> None:
        self.kept: dict[Hashable, Any] = {}
        self.times = 0


@dataclass(frozen=True)
class Part:
    """Frames that belong together."""

    frame: pd.DataFrame


@once_per_evidence
def computed(selection: Selection, value: Any = 0, *, more: Any = None) -> pd.DataFrame:
    """A frame that says what it was computed from."""
    selection.times += 1
    return pd.DataFrame({"value": [repr(value)], "more": [repr(more)]}, index=["A"])


def test_a_result_is_computed_once_however_its_arguments_are_given() -> None:
    one = Selection()
    results = [computed(one, 3), computed(one, value=3), computed(one, 3, more=None)]
    assert one.times == 1
    assert all(r.equals(results[0]) for r in results)


def test_another_selection_or_argument_is_computed_anew() -> None:
    one, other = Selection(), Selection()
    computed(one, 3), computed(other, 3), computed(one, 4)
    assert (one.times, other.times) == (2, 1)
    assert computed(one, 4).at["A", "value"] == "4"


@pytest.mark.parametrize("alike", [(1, True, 1.0), ([1], (1,), [True], (1.0,))])
def test_arguments_that_are_equal_but_of_another_type_are_told_apart(alike: tuple[Any, ...]) -> None:
    one = Selection()
    assert [computed(one, a).at["A", "value"] for a in (*alike, *alike)] == [repr(a) for a in (*alike, *alike)]
    assert one.times == len(alike)


def test_an_argument_that_cannot_be_compared_is_computed_every_time() -> None:
    one = Selection()
    frame = pd.DataFrame({"x": [1]})
    computed(one, frame), computed(one, more={"a": 1}), computed(one, frame), computed(one, [{"a"}])
    assert one.times == 4
    assert one.kept == {}


def test_a_list_that_is_changed_after_the_call_is_another_argument() -> None:
    one, wanted = Selection(), ["US"]
    assert computed(one, wanted).at["A", "value"] == "['US']"
    wanted.append("JP")
    assert computed(one, wanted).at["A", "value"] == "['US', 'JP']"


def _changed(frame: pd.DataFrame) -> None:
    frame.loc["A", "n"] = 99
    frame["new"] = 1
    frame.index.name = "changed"
    frame.columns.name = "changed"


def test_what_a_caller_does_to_a_result_reaches_no_other_caller() -> None:
    @once_per_evidence
    def everything(selection: Selection) -> dict[str, Any]:
        frame = pd.DataFrame({"n": [1, 2]}, index=["A", "B"])
        return {"frame": frame, "line": frame["n"], "list": [frame], "pair": (frame, {1}), "part": Part(frame)}

    one = Selection()
    found = everything(one)
    for frame in (found["frame"], found["list"][0], found["pair"][0], found["part"].frame):
        _changed(frame)
    found["line"].loc["A"] = 99
    found["list"].append(1)
    found["pair"][1].add(2)
    del found["part"]
    again = everything(one)
    assert len(again["list"]) == 1
    assert again["pair"][1] == {1}
    for frame in (again["frame"], again["list"][0], again["pair"][0], again["part"].frame):
        assert frame.columns.tolist() == ["n"]
        assert frame["n"].tolist() == [1, 2]
        assert (frame.index.name, frame.columns.name) == (None, None)
    assert again["line"].tolist() == [1, 2]


def test_counts_stay_counts() -> None:
    @once_per_evidence
    def counts(selection: Selection) -> Counter[str]:
        return Counter("aab")

    one = Selection()
    counts(one)["a"] += 1
    assert (counts(one)["a"], counts(one)["none"]) == (2, 0)


def test_an_error_is_not_kept() -> None:
    @once_per_evidence
    def failing(selection: Selection) -> int:
        selection.times += 1
        if selection.times == 1:
            raise ValueError("not yet")
        return 7

    one = Selection()
    with pytest.raises(ValueError, match="not yet"):
        failing(one)
    assert (failing(one), failing(one), one.times) == (7, 7, 2)


def test_results_go_with_the_selection_even_where_they_hold_it() -> None:
    @once_per_evidence
    def itself(selection: Selection) -> Selection:
        return selection

    one = Selection()
    itself(one)
    watched = weakref.ref(one)
    del one
    gc.collect()
    assert watched() is None


def test_a_selection_is_made_once_and_a_restated_one_is_another(evidence: Evidence) -> None:
    one = evidence.select(period="2023", countries=["JP"])
    assert evidence.select(countries=["JP"], period="2023") is one
    assert evidence.select(period="2023") is not one
    measure = str(one.measures.index[0])
    restated = one.restated(measure, "title", "Another title")
    assert restated.measures.at[measure, "title"] == "Another title"
    assert restated.select(countries=["JP"]).measures.at[measure, "title"] == "Another title"
    assert one.measures.at[measure, "title"] != "Another title"
