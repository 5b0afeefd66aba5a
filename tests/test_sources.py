"""The bibliography: reading it, references from it, and every fault of it at once."""

import json
from pathlib import Path

import pytest

from helpers.sources import SourceError, load_sources, written_date


def _bibliography(tmp_path: Path, items: object) -> Path:
    path = tmp_path / "sources.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


ITEM = {
    "id": "invented-1",
    "type": "report",
    "title": "Made up",
    "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Ministry of Examples"}],
    "publisher": "Example Press",
    "issued": {"date-parts": [[2023, 1, 5]]},
    "custom": {"kind": "primary", "form": "translation"},
}


def test_a_reference_has_author_title_publisher_date_and_form(tmp_path: Path) -> None:
    source = load_sources(_bibliography(tmp_path, [ITEM]))["invented-1"]
    told = "Jane Doe; Ministry of Examples, “Made up”, Example Press, 5 January 2023 (translation)."
    assert source.reference() == told
    assert source.issued == "2023-01-05"


def test_a_source_without_a_date_has_none(tmp_path: Path) -> None:
    item = {k: v for k, v in ITEM.items() if k != "issued"}
    assert load_sources(_bibliography(tmp_path, [item]))["invented-1"].issued == ""


def test_an_unknown_source_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="Did you mean 'invented-1'"):
        load_sources(_bibliography(tmp_path, [ITEM]))["invented-2"]


def test_every_fault_of_the_bibliography_is_listed_at_once(tmp_path: Path) -> None:
    broken = [
        {"id": "a", "type": "report", "title": "", "custom": {"kind": "primary"}},
        {**ITEM, "id": "b", "URL": "javascript:alert(1)"},
        {**ITEM, "id": "c", "issued": {"date-parts": [["spring"]]}},
        {**ITEM, "id": "d", "custom": {}},
        {**ITEM, "id": "d"},
        "no object",
    ]
    with pytest.raises(SourceError) as caught:
        load_sources(_bibliography(tmp_path, broken))
    told = str(caught.value)
    for part in ("'a' has no 'title'", "no web address", "no CSL date", "custom.kind", "repeats", "is str"):
        assert part in told


@pytest.mark.parametrize(("content", "says"), [("{}", "holds dict"), ("[", "expected a JSON array")])
def test_a_file_that_is_no_bibliography_says_so(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "sources.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        load_sources(path)


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.json"
    item = {"id": "invented", "type": "report", "title": "half \ud800", "custom": {"kind": "primary"}}
    path.write_text(json.dumps([item]), encoding="utf-8")
    with pytest.raises(SourceError, match=r"item 1 'invented' holds half a character"):
        load_sources(path)


def test_a_missing_bibliography_says_where_it_was_expected(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is missing from"):
        load_sources(tmp_path / "sources.json")


def test_dates_are_written_with_the_precision_they_have() -> None:
    assert [written_date(d) for d in ("2023-01-05", "2023-01", "2022-Q1")] == [
        "5 January 2023",
        "January 2023",
        "2022-Q1",
    ]
