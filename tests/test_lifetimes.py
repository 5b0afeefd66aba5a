"""Lifetimes: who has a line, in what order, with which dates, and what is not yet known."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from helpers import lifetimes as lives
from helpers.period import parse_period

from .measure_rows import JP, US, made, measures

HELD = measures(
    US_2002_RULE=US
    | {"date_announced": "2002-01-01", "date_effective": None, "date_end": "2003-05-01", "status": "ended"},
    US_2001_RULE=US | {"suspended_from": "2004-01-01", "suspended_until": "2005-01-01", "status": "suspended"},
    JP_2001_RULE=JP | {"date_announced": None, "date_published": "2001-02-02", "status": "superseded"},
    US_2001_TALK=US | {"instrument": "understanding"},
    US_2001_BARE=US | {"date_announced": None, "date_effective": None},
    TRI_2001_RULE=US | {"jurisdictions": ("US", "JP"), "date_announced": "2001-06"},
)
LINKS = (("JP-2001-RULE", "mirrors", "US-2001-RULE"), ("TRI-2001-RULE", "amends", "US-2001-RULE"))


def test_lives_stand_by_jurisdiction_and_time_and_a_joint_one_for_each() -> None:
    found = lives.lifetimes(made(HELD, *LINKS), HELD, ["JP", "US"])
    assert list(zip(found.index, found["jurisdiction"], strict=True)) == [
        ("JP-2001-RULE", "JP"), ("TRI-2001-RULE", "JP"),
        ("US-2001-RULE", "US"), ("TRI-2001-RULE", "US"), ("US-2002-RULE", "US"),
    ]  # fmt: skip
    assert found["known"].iloc[0] == "2001-02-02", "published where no announcement is held"
    assert found["label"].iloc[0] == "JP-2001-RULE: JP_2001_RULE"
    assert found["goes_on"].tolist() == [False, True, True, True, False]
    assert found["dropped"].tolist() == [0] * 5


def test_the_weightiest_are_kept_where_there_are_too_many() -> None:
    found = lives.lifetimes(made(HELD, *LINKS), HELD, ["JP", "US"], most=1)
    assert list(found.index) == ["US-2001-RULE"], "in two pairs"
    assert found["dropped"].tolist() == [4]


def test_ends_and_suspensions_after_the_knowledge_date_are_not_known() -> None:
    found = lives.lifetimes(made(HELD, *LINKS), HELD, ["US"], as_of="2003-01-01").loc[["US-2001-RULE", "US-2002-RULE"]]
    assert found[["end", "suspended_from", "suspended_until"]].isna().all(axis=None)
    assert found["goes_on"].tolist() == [True, True], "the status of today is no knowledge of then"
    later = lives.lifetimes(made(HELD, *LINKS), HELD, ["US"], as_of="2004-06-01").loc[["US-2001-RULE", "US-2002-RULE"]]
    assert later["suspended_from"].iloc[0] == "2004-01-01"
    assert later["end"].iloc[1] == "2003-05-01"


def test_nothing_has_no_lives() -> None:
    empty = lives.lifetimes(made(measures()), measures(), ["US"])
    assert empty.empty
    assert "goes_on" in empty.columns


@pytest.mark.parametrize(
    ("period", "as_of", "day"),
    [
        ("2001", "2000-06-30", date(2000, 6, 30)),
        ("2001", "2005-01-01", date(2001, 12, 31)),
        ("1990", None, date(1990, 12, 31)),
    ],
)
def test_the_last_day_is_that_of_the_period_or_of_knowledge(period: str, as_of: str | None, day: date) -> None:
    assert lives.last_day(parse_period(period), as_of) == day


def test_the_last_day_is_never_ahead_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives, "today", lambda: date(2001, 5, 5))
    assert lives.last_day(parse_period("2001")) == date(2001, 5, 5)


def test_weights_count_pairs_and_sources() -> None:
    cited = pd.DataFrame(
        {
            "row_id": ["US-2001-RULE"] * 3,
            "source_id": ["a", "b", "a"],
            "stance": "supports",
            "field": None,
            "stated": None,
        }
    )
    found = lives.weights(made(HELD, *LINKS, citations=cited), HELD)
    assert found.loc["US-2001-RULE"].tolist() == [2, 2]
    assert found.loc["US-2002-RULE"].tolist() == [0, 0]
