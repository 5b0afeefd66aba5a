"""Offices: who followed whom, after how many days, and which histories are too thin."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import offices
from helpers.period import parse_period

from .agenda_rows import made

NAMES = pd.Series({f"P-{x}": f"Given {x}" for x in "ABCDE"})


def office(holder: str, first: str, last: str, name: str = "Chair", **cells: str) -> dict[str, str]:
    plain = {"office": name, "body_actor_id": "BODY", "country": "JP", "verification": "verified"}
    spoken = {"office_id": f"O-{holder}-{name}-{first}", "actor_id": f"P-{holder}"}
    return {**plain, **spoken, "date_start": first, "date_end": last, **cells}


def held(*rows: dict[str, str]) -> pd.DataFrame:
    kept = offices.in_lead(made(offices=list(rows)).offices, ["BODY"])
    return offices.with_holders(kept, NAMES)


def test_only_bodies_in_the_lead_count_and_acting_holders_belong_to_the_post() -> None:
    base = made(
        offices=[office("A", "", ""), office("B", "", "", "Acting Chair"), office("C", "", "", body_actor_id="X")]
    )
    assert list(offices.in_lead(base.offices, ["BODY"])["post"]) == ["Chair, Japan"] * 2
    assert offices.in_lead(base.offices, ["BODY"], ["US"]).empty


def test_days_lie_between_the_last_day_of_one_and_the_first_of_the_next() -> None:
    changes = offices.successions(
        held(
            office("A", "2000-01-01", "2001-03-10"),
            office("B", "2001-03-10", "2001-12-31", "Acting Chair"),  # the same day: handed over
            office("C", "2002-01-01", "2002-06-30"),  # the next day: handed over
            office("D", "2002-07-11", "2003-02", notes="Came late."),  # 1 to 10 July: ten days
            office("E", "2003-02-20", ""),  # between the end in February and the 20th: none to 18
        )
    )
    assert list(changes["days"]) == ["0", "0", "10", "0 to 18"]
    assert list(changes["kind"]) == [offices.HANDED_OVER] * 2 + [offices.UNFILLED, offices.COARSE]
    assert changes.loc[2, ["earlier", "later", "remark"]].to_list() == ["Given C", "Given D", "Came late."]


def test_a_holder_whose_first_day_is_unknown_stands_before_the_one_who_followed() -> None:
    changes = offices.successions(
        held(
            office("B", "2001-05-05", "2002-01-01"),
            office("A", "", "2001-05-05"),
            office("C", "2002-01-01", ""),
            office("D", "", ""),
        )
    )
    assert list(zip(changes["earlier"], changes["later"], strict=True)) == [
        ("Given A", "Given B"),
        ("Given B", "Given C"),
    ]


def test_a_change_without_both_days_is_not_timed() -> None:
    assert offices.successions(held(office("A", "2000", ""), office("B", "2001", ""))).empty
    assert offices.successions(held()).empty


def test_changes_touch_a_period_that_they_may_lie_in() -> None:
    changes = offices.successions(
        held(
            office("A", "2000-01-01", "2001-11-30"),
            office("B", "2002-02-01", "2003-01-01"),
            office("C", "2003-01-02", ""),
        )
    )
    assert list(offices.touching(changes, parse_period("2001-12"))["earlier"]) == ["Given A"]
    assert list(offices.touching(changes, parse_period("2001/2003"))["days_high"]) == [62, 0]
    assert offices.touching(changes, parse_period("2004")).empty


def test_histories_say_what_can_be_told() -> None:
    told = offices.histories(
        offices.in_lead(
            made(
                offices=[
                    office("A", "2000", "2001", "Full"),
                    office("B", "2001", "", "Full"),
                    office("A", "2000", "", "Holed"),
                    office("B", "", "2003", "Holed"),
                    office("C", "2004", "2005", "Holed"),
                    office("A", "", "", "Thin"),
                    office("B", "2001", "", "Thin"),
                    office("C", "2001", "2002", "Single"),
                ]
            ).offices,
            ["BODY"],
        )
    )
    assert told["state"].to_dict() == {
        "Full, Japan": offices.COMPLETE,
        "Holed, Japan": offices.HOLES,
        "Thin, Japan": offices.THIN,
        "Single, Japan": offices.THIN,
    }
    assert told.loc["Full, Japan", ["holders", "dated"]].to_list() == [2, 2]
    assert offices.histories(offices.in_lead(made().offices, ["BODY"])).empty


@pytest.mark.parametrize("last", ["2001-01-01", "2001-01-02"])
def test_numbers_for_a_sentence(last: str) -> None:
    every = held(office("A", "2000-01-01", last), office("B", "2001-01-02", ""))
    changes = offices.touching(offices.successions(every), parse_period("2001"))
    assert offices.numbers(offices.histories(every), changes) == {
        "posts": "1 post",
        "thin": 0,
        "timed": 1,
        "gone": 0,
        "longest": "0",
        "post": "Chair, Japan",
    }
    none = offices.numbers(offices.histories(every.iloc[:0]), changes.iloc[:0])
    assert none == {"posts": None, "thin": 0, "timed": 0, "gone": 0, "longest": None, "post": None}
