"""Coverage: zero is told from not looked."""

from __future__ import annotations

from pathlib import Path

from helpers.coverage import (
    STATES,
    cells_in_words,
    coverage,
    date_columns,
    empty_searches,
    other_counts,
    rows_of,
    share_held,
    state_counts,
    thinnest,
    wide_cells,
)
from helpers.opening import open_evidence

from .edited import add_rows

HELD, LOOKED, UNSEEN = STATES


def test_rows_count_for_their_theme_country_and_years(invented_folder: Path) -> None:
    found = coverage(open_evidence(invented_folder), ["US", "JP", "CN"], [2001, 2002]).set_index(
        ["theme", "country", "year"]
    )
    assert found.loc[("export_controls", "US", 2001), ["rows", "state"]].tolist() == [1, HELD]
    assert found.loc[("export_controls", "CN", 2002), ["rows", "state"]].tolist() == [1, HELD]
    assert found.loc[("export_controls", "US", 2002), ["rows", "state"]].tolist() == [0, UNSEEN]
    assert len(found) == 5 * 3 * 2


def test_a_search_in_vain_is_told_from_none(invented_folder: Path) -> None:
    search = {
        "search_id": "SEARCH-2001-01-01-X-1", "date": "2001-01-01", "kind": "looked_for", "sought": "Anything", "outcome": "nothing",
        "themes": "space_cyber", "countries": "JP", "year_from": "2001", "year_to": "2001", "place": "Everywhere",
    }  # fmt: skip
    add_rows(invented_folder, "searches", search)
    found = coverage(open_evidence(invented_folder), ["US", "JP"], [2001, 2002]).set_index(["theme", "country", "year"])
    assert found.loc[("space_cyber", "JP", 2001), ["searches", "state"]].tolist() == [1, LOOKED]
    assert found.loc[("space_cyber", "JP", 2002), "state"] == UNSEEN
    assert found.loc[("space_cyber", "US", 2001), "state"] == UNSEEN


def test_a_search_without_limits_covers_everything(invented_folder: Path) -> None:
    search = {
        "search_id": "SEARCH-2001-01-01-X-1", "date": "2001-01-01", "kind": "looked_for", "sought": "Anything", "outcome": "nothing",
        "place": "Everywhere",
    }  # fmt: skip
    add_rows(invented_folder, "searches", search)
    found = coverage(open_evidence(invented_folder), ["US", "JP"], [2001, 2002])
    assert set(found["state"]) == {HELD, LOOKED}
    assert coverage(open_evidence(invented_folder), ["US"], []).empty


SEARCH = {
    "search_id": "SEARCH-2001-01-01-X-1", "date": "2001-01-01", "kind": "looked_for", "sought": "Anything", "outcome": "nothing",
    "themes": "space_cyber", "countries": "JP", "year_from": "2001", "year_to": "2002", "place": "Everywhere",
}  # fmt: skip


def test_cells_lie_in_a_line_for_each_theme_and_country(invented_folder: Path) -> None:
    add_rows(invented_folder, "searches", SEARCH)
    states, marks = wide_cells(coverage(open_evidence(invented_folder), ["US", "JP"], [2001, 2002]))
    assert states.shape == marks.shape == (10, 2)
    assert states.index[:2].tolist() == ["Export controls: United States", "Export controls: Japan"]
    assert marks.loc["Export controls: Japan"].tolist() == ["1", ""]
    assert marks.loc["Space and cyber: Japan"].tolist() == ["○", "○"]
    assert states.loc["Space and cyber: Japan", 2001] == LOOKED


def test_states_are_counted_and_the_thinnest_named(invented_folder: Path) -> None:
    cells = coverage(open_evidence(invented_folder), ["US", "JP", "TW"], [2001])
    assert state_counts(cells).loc["all"].to_dict() == {HELD: 2, LOOKED: 0, UNSEEN: 13}
    assert state_counts(cells, "country").loc["TW"].to_dict() == {HELD: 0, LOOKED: 0, UNSEEN: 5}
    assert thinnest(cells) == {"country": "TW", "name": "Taiwan", "held": 0, "unseen": 5, "cells": 5, "is_alone": True}
    assert not thinnest(cells[cells["country"] != "TW"])["is_alone"]  # two countries with one cell each
    assert not thinnest(cells[cells["country"] == "TW"])["is_alone"]  # one country cannot be thinner than others
    assert thinnest(cells.iloc[:0])["name"] is None


def test_only_empty_searches_on_the_years_are_listed(invented_folder: Path) -> None:
    add_rows(
        invented_folder,
        "searches",
        SEARCH,
        SEARCH | {"search_id": "SEARCH-2001-01-01-X-2", "year_from": "1995", "year_to": "1996"},
        SEARCH | {"search_id": "SEARCH-2001-01-01-X-3", "outcome": "partly"},
        SEARCH | {"search_id": "SEARCH-2001-01-01-X-4", "year_from": "", "year_to": "", "themes": ""},
    )
    found = empty_searches(open_evidence(invented_folder), [2002, 2003])
    assert found["years"].to_dict() == {"SEARCH-2001-01-01-X-4": "2002–2003", "SEARCH-2001-01-01-X-1": "2001–2002"}
    assert found["theme"].tolist() == [(), ("Space and cyber",)]
    assert set(found["met"]) == {"nothing found"}
    assert empty_searches(open_evidence(invented_folder), []).empty


def test_the_share_of_cells_held_under_other_counts(invented_folder: Path) -> None:
    evidence = open_evidence(invented_folder)  # of ten cells, one in the United States and one in Japan hold a row
    assert share_held(evidence, ["US", "JP"], [2001]) == 0.2
    assert share_held(evidence, ["US", "JP", "TW"], [2001]) == 2 / 15
    assert share_held(evidence, ["US", "JP", "TW"], [2001], country_left_out="TW") == 0.2
    assert share_held(evidence, ["US", "JP"], [2001], rows_needed=2) == 0
    assert share_held(evidence, ["US"], []) is None
    assert other_counts(["US", "JP"])["country_left_out"] == {"United States": "US", "Japan": "JP"}
    assert "country_left_out" not in other_counts(["US"])


def test_cells_are_numbers_for_a_sentence(invented_folder: Path) -> None:
    evidence = open_evidence(invented_folder)
    told = cells_in_words(coverage(evidence, ["US", "JP"], [2001]))
    assert told == {"held": 2, "looked": 0, "unseen": 8, "n": 10, "share": "20%"}
    nothing = cells_in_words(coverage(evidence, ["US"], []))
    assert nothing == {"held": 0, "looked": 0, "unseen": 0, "n": None, "share": None}


def test_the_rows_and_dates_behind_the_cells(invented_folder: Path) -> None:
    evidence = open_evidence(invented_folder)
    assert rows_of(evidence, "NL") == ["CN-2002-GAMMA"]
    assert rows_of(evidence, "US") == ["US-2001-ALPHA"]
    assert rows_of(evidence, None) == []
    assert {"date_announced", "date_effective", "date_start", "date"} <= set(date_columns(evidence))
