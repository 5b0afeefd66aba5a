"""Rules that compare cells and rows, each on a few invented rows that break it and on ones that do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpers.checking import check_data

from .edited import add_rows, told

TODAY = date(2001, 3, 1)


def _warned(folder: Path, today: date = TODAY) -> list[str]:
    return told(folder, today, "warning")


def _measure(folder: Path, **cells: str) -> None:
    add_rows(folder, "measures", {"measure_id": "US-2001-DELTA", "title": "Delta decree", "notes": "", **cells}, like=0)


def test_a_measure_in_force_before_it_is_announced_needs_a_reason(invented_folder: Path) -> None:
    _measure(invented_folder, date_announced="2001-05-02", date_effective="2001-05-01")
    assert [
        "date_effective: '2001-05-01' is before date_announced '2001-05-02'" in t for t in told(invented_folder)
    ] == [True]
    _measure(
        invented_folder,
        measure_id="US-2001-ETA",
        date_announced="2001-05-02",
        date_effective="2001-05-01",
        notes="In force at once.",
    )
    _measure(invented_folder, measure_id="US-2001-ZETA", date_announced="2001-05-02", date_effective="2001-05")
    assert len(told(invented_folder)) == 1


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("measures", {"measure_id": "US-2001-DELTA", "title": "Delta", "date_effective": "2001-05-01", "date_end": "2001-04-30"}),
        ("measures", {"measure_id": "US-2001-DELTA", "title": "Delta", "suspended_from": "2001-05", "suspended_until": "2001-04-30"}),
    ],
)  # fmt: skip
def test_what_ends_before_it_begins_is_told(invented_folder: Path, table: str, cells: dict[str, str]) -> None:
    add_rows(invented_folder, table, cells, like=0)
    assert any("put the dates right" in t for t in told(invented_folder))


@pytest.mark.parametrize(
    "text",
    [
        "70 trillion yen = 504 million dollars",
        "¥70 trillion ($504 million)",
        "up to JPY 70,000 billion, or about US$504 million",
    ],
)
def test_one_sum_in_two_currencies_far_from_the_rate_of_the_day_is_told(invented_folder: Path, text: str) -> None:
    _measure(invented_folder, date_announced="2022-11-11", date_effective="2022-11-11", status_note=text)
    warned = [t for t in _warned(invented_folder, date(2022, 12, 1)) if "status_note" in t]
    assert len(warned) == 1
    assert "138,889 JPY per USD, against 139.6" in warned[0]


def test_a_sum_near_the_rate_and_two_sums_beside_each_other_pass(invented_folder: Path) -> None:
    text = "70 billion yen (504 million dollars); 40 billion yen, 900 million dollars"
    _measure(invented_folder, date_announced="2022-11-11", date_effective="2022-11-11", status_note=text)
    assert [t for t in _warned(invented_folder) if "status_note" in t] == []


def test_amounts_in_columns_of_their_own_are_compared(invented_folder: Path) -> None:
    claim = {
        "claim_id": "INVENTED-2022-001", "source_id": "invented-2001", "locator": "Line 1", "kind": "figure", "date": "2022-11",
        "claim": "A sum.", "amount_bn": "70000", "amount_currency": "JPY", "equivalent_amount_bn": "0.504",
        "equivalent_currency": "USD",
    }  # fmt: skip
    add_rows(invented_folder, "claims", claim)
    assert any("equivalent_amount_bn: ¥70 trillion and US$504 million" in t for t in _warned(invented_folder))


def _office(folder: Path, start: str, end: str) -> None:
    add_rows(
        folder,
        "actors",
        {"actor_id": "JP-DOE-JO", "name": "Jo Doe", "kind": "person", "country": "JP", "verification": "verified"},
    )
    add_rows(folder, "offices", {"office_id": "JP-DOE-JO-MINISTER", "actor_id": "JP-DOE-JO", "office": "Minister of Examples",
                                 "date_start": start, "date_end": end, "verification": "verified"})  # fmt: skip
    add_rows(folder, "statements", {"statement_id": "ST-JP-2001-05-01-DOE", "date": "2001-05-01", "speaker": "Jo Doe",
        "speaker_actor_id": "JP-DOE-JO", "office": "Minister of Examples", "speaker_country": "JP", "speaker_kind": "government",
        "paraphrase": "Says so.", "themes": "dialogues", "verification": "verified"})  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [("2001-06-01", "", True), ("2000", "2001-04-30", True), ("2001-05", "", False), ("", "2001-05-01", False)],
)
def test_an_official_outside_the_office_is_told(invented_folder: Path, start: str, end: str, is_told: bool) -> None:
    _office(invented_folder, start, end)
    assert any("outside the offices held" in t for t in _warned(invented_folder)) is is_told


def test_the_same_act_on_the_same_day_is_told_unless_a_note_names_it(invented_folder: Path) -> None:
    _measure(invented_folder, title="Alpha rules")
    assert any("looks like US-2001-ALPHA (line 2)" in t for t in _warned(invented_folder))


def test_a_note_that_names_the_other_row_settles_it(invented_folder: Path) -> None:
    _measure(invented_folder, title="Alpha rules", notes="A second rule beside US-2001-ALPHA.")
    assert not any("looks like" in t for t in _warned(invented_folder))


def test_rows_are_stale_after_the_interval_of_their_kind(invented_folder: Path) -> None:
    assert not any("compare the row" in t for t in _warned(invented_folder, date(2001, 6, 30)))
    stale = [t for t in _warned(invented_folder, date(2001, 7, 1)) if "compare the row" in t]
    assert [t.split(":")[0] for t in stale] == ["measures.csv"] * 3
    closed = (invented_folder / "measures.csv").read_text(encoding="utf-8").replace("in_force", "ended")
    (invented_folder / "measures.csv").write_text(closed, encoding="utf-8")
    assert check_data(invented_folder, date(2009, 1, 1)) == []
