"""Corrections of a selection, and rows that fall due, on invented rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from helpers import audit, upkeep
from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.period import parse_period

from .edited import add_rows

YEARS = parse_period("2001/2002")


def test_corrections_of_a_selection_have_values_before_marks(invented: Evidence) -> None:
    change = {"date": "2001-05-01", "table": "measures", "old": "a", "new": "b", "reason": "Read again."}
    changes = [
        change | {"row_id": "US-2001-ALPHA", "field": "verification"},
        change | {"row_id": "US-2001-ALPHA", "field": "scope", "new": None},
        change | {"row_id": "US-2001-GONE", "field": None},
        change | {"row_id": "JP-2001-BETA", "field": "scope"},
    ]
    log = pd.DataFrame(changes, index=["COR-1", "COR-2", "COR-3", "COR-4"], columns=invented.corrections.columns)
    evidence = Evidence(invented.tables | {"corrections": log.astype("object")}, invented.schema, invented.sources)
    found = upkeep.corrections_of(evidence, ["US-2001-ALPHA"])
    assert found.index.tolist() == ["COR-2", "COR-3", "COR-1"]  # a row taken out counts in every selection
    assert found["is_mark"].tolist() == [False, False, True]
    assert found["new"].tolist() == ["", "b", "b"]


def _again(evidence: Evidence) -> pd.DataFrame:
    return upkeep.rechecks(evidence, audit.facts(evidence, YEARS))


def test_open_rows_fall_due_after_their_interval(invented: Evidence) -> None:
    days = invented.resource("measures")["recheck"]["days"]
    again = _again(invented)
    assert again.index.tolist() == ["US-2001-ALPHA", "JP-2001-BETA", "CN-2002-GAMMA"]  # all in force
    assert again["days"].unique().tolist() == [days] == [180]
    assert again["due"].unique().tolist() == ["2001-06-30"]  # 180 days after 1 January 2001
    assert again.loc["US-2001-ALPHA", ["label", "title"]].tolist() == ["Alpha rule", "Measures"]


def test_rows_that_cannot_go_out_of_date_are_left_out(invented_folder: Path) -> None:
    ended = {"measure_id": "US-2001-ENDED", "status": "ended", "date_end": "2001-12-31"}
    add_rows(invented_folder, "measures", ended, like=0)
    assert "US-2001-ENDED" not in _again(open_evidence(invented_folder)).index


def test_rows_past_their_day_are_counted_and_come_first(invented: Evidence) -> None:
    again = _again(invented)
    again.loc["CN-2002-GAMMA", "due"] = "2002-01-01"
    before, between, after = date(2001, 6, 30), date(2001, 7, 1), date(2003, 1, 1)
    assert [upkeep.rechecks_by_table(again, d)["late"].sum() for d in (before, between, after)] == [0, 2, 3]
    assert upkeep.soonest(again, before).index.tolist() == ["US-2001-ALPHA", "JP-2001-BETA"]
    assert upkeep.soonest(again, after).index.tolist() == ["US-2001-ALPHA", "JP-2001-BETA", "CN-2002-GAMMA"]
    assert upkeep.rechecks_by_table(again, before)[["title", "rows", "first_due"]].values.tolist() == [
        ["Measures", 3, "2001-06-30"]
    ]
    assert upkeep.due_in_words(again, between) == {
        "n": 3, "late": 2, "first": "30 June 2001", "day": "1 July 2001",
    }  # fmt: skip
    assert upkeep.due_in_words(again, before)["late"] == "none"


def test_nothing_held_falls_due_never(invented: Evidence) -> None:
    again = upkeep.rechecks(invented, audit.facts(invented, parse_period("1990")))
    assert again.empty
    assert upkeep.soonest(again, date(2001, 1, 1)).empty
    assert upkeep.rechecks_by_table(again, date(2001, 1, 1)).empty
    told = upkeep.due_in_words(again, date(2001, 1, 1))
    assert [told[k] for k in ("n", "first")] == [None, None]


def test_rows_are_late_by_the_knowledge_date_or_by_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 9 September 2001
    assert upkeep.knowledge_day(None) == date(2001, 9, 9)
    assert upkeep.knowledge_day("2001-03") == date(2001, 3, 31)


def test_rows_of_which_none_can_go_out_of_date_fall_due_never(invented_folder: Path) -> None:
    ended = {"measure_id": "TW-2009-ENDED", "jurisdictions": "TW", "status": "ended", "date_end": "2009-12-31"}
    dates = {"date_announced": "2009-01-01", "date_effective": "2009-01-01"}
    add_rows(invented_folder, "measures", ended | dates, like=0)
    evidence = open_evidence(invented_folder)
    again = upkeep.rechecks(evidence, audit.facts(evidence, parse_period("2009")))
    assert upkeep.rechecks_by_table(again, date(2010, 1, 1)).empty
    assert upkeep.due_in_words(again, date(2010, 1, 1))["late"] == "none"
