"""Coverage: zero is told from not looked."""

from __future__ import annotations

from pathlib import Path

from helpers.coverage import STATES, coverage
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
