"""Bibliographies of exports as other programs read them: every source, its names, its day, its writing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy

from helpers.evidence import Evidence
from helpers.exports import ExportError, Extract, Selection, bibliography, extracted
from helpers.exports.bibliography import bibtex, csl_json, ris
from helpers.opening import data_folder, open_evidence
from helpers.period import parse_period

from .pandoc import items_read


@pytest.fixture(scope="module")
def extract() -> Extract:
    """The sources of the whole real evidence base."""
    return extracted(open_evidence(), Selection(), data_folder())


def _plain(text: object) -> str:
    """A text without what pandoc makes of quotation marks and protected words."""
    return re.sub("[“”‘’\"`']", "'", re.sub("</?span[^>]*>", "", " ".join(str(text).split())))


def _by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "read"), [(bibtex, "biblatex"), (bibtex, "bibtex"), (csl_json, "csljson"), (ris, "ris")]
)
def test_pandoc_reads_every_source_with_its_title(extract: Extract, written: Any, read: str) -> None:
    items = items_read(written(extract), read)
    assert sorted(i["id"] for i in items) == sorted(s["id"] for s in extract.sources)
    found = _by_id(items)
    changed = [s["id"] for s in extract.sources if _plain(found[s["id"]]["title"]) != _plain(s["title"])]
    assert changed == []
    assert any(re.search("[ぁ-ん]", s["title"]) for s in extract.sources)


@pytest.mark.slow
def test_bibtex_keeps_days_languages_addresses_and_bodies_with_a_comma(extract: Extract) -> None:
    found = _by_id(items_read(bibtex(extract), "biblatex"))
    for source in extract.sources:
        read = found[source["id"]]
        for key in ("issued", "language"):
            assert read.get(key) == source.get(key), source["id"]
        assert _plain(read.get("author")) == _plain(source.get("author")), source["id"]
        assert bool(read.get("URL")) == bool(source.get("URL"))
        sites = {_plain(source[key]) for key in ("container-title", "publisher") if key in source}
        assert not sites or _plain(read.get("container-title") or read.get("publisher")) in sites, source["id"]


def _alone(extract: Extract, **fields: Any) -> Extract:
    return replace(extract, sources=[{"id": "x-1", "type": "webpage", "title": "T", "custom": {}, **fields}])


def test_titles_and_publishers_stay_as_printed(extract: Extract) -> None:
    text = bibtex(_alone(extract, title="China responds to chip rules | part 1", publisher="Trade and Industry"))
    (read,) = items_read(text, "biblatex")
    assert (_plain(read["title"]), _plain(read["publisher"])) == (
        "China responds to chip rules | part 1",
        "Trade and Industry",
    )
    assert "responds to chip rules" in text


def test_the_year_is_there_for_programs_that_know_bibtex_alone(extract: Extract) -> None:
    text = bibtex(_alone(extract, issued={"date-parts": [[2023, 1, 5]]}))
    assert "  year = {2023},\n  date = {2023-01-05}" in text


def test_an_address_cannot_end_its_field(extract: Extract) -> None:
    text = bibtex(_alone(extract, URL='https://example.org/a},x={b}\n@misc{c, "d" é'))
    assert "url = {https://example.org/a%7D,x=%7Bb%7D%0A@misc%7Bc,%20%22d%22%20%C3%A9}" in text
    assert len(items_read(text, "biblatex")) == 1


def test_the_heading_says_what_is_cited_and_under_which_licence(extract: Extract) -> None:
    first, second = bibtex(_alone(extract)).splitlines()[:2]
    assert first.startswith("% Sources of: US–Japan technology policy: evidence base (")
    assert second.startswith("% Creative Commons Attribution 4.0 (CC-BY-4.0)")


def test_ris_has_one_line_a_field_and_the_day(extract: Extract) -> None:
    fields: dict[str, Any] = {
        "type": "regulation", "title": "A\nrule", "author": [{"family": "Doe", "given": "J."}, {"literal": "METI"}],
        "issued": {"date-parts": [[2023, 7, 23]]}, "URL": "https://example.org", "publisher": "Gazette", "language": "ja",
    }  # fmt: skip
    text = ris(_alone(extract, **fields))
    assert text.split("\n") == [
        "TY  - STAT", "ID  - x-1", "TI  - A rule", "AU  - Doe, J.", "AU  - METI", "PB  - Gazette", "PY  - 2023",
        "DA  - 2023/07/23", "LA  - ja", "UR  - https://example.org", "ER  - ", "",
    ]  # fmt: skip
    assert rispy.loads(text)[0]["authors"] == ["Doe, J.", "METI"]


def test_every_kind_of_source_has_a_type_in_ris(extract: Extract) -> None:
    assert {s["type"] for s in extract.sources} <= set(bibliography.RIS_TYPES)


def test_a_source_that_no_row_names_stays(invented: Evidence, sound_folder: Path) -> None:
    part = extracted(invented, Selection(period=parse_period("2001-02")), sound_folder)
    assert [i["id"] for i in items_read(bibtex(part), "biblatex")] == ["invented-2001", "invented-2003"]


def test_no_source_is_a_bibliography_without_entries(invented: Evidence, sound_folder: Path) -> None:
    none = extracted(invented, Selection(period=parse_period("1950")), sound_folder)
    assert (items_read(bibtex(none), "biblatex"), ris(none), json.loads(csl_json(none))) == ([], "", [])


def test_an_id_that_no_program_could_cite_is_refused(invented: Evidence, invented_folder: Path) -> None:
    text = (invented_folder / "sources.json").read_text(encoding="utf-8").replace("invented-2001", "in}vented")
    (invented_folder / "sources.json").write_text(text, encoding="utf-8")
    tables = invented.tables
    tables["citations"]["source_id"] = tables["citations"]["source_id"].replace("invented-2001", "in}vented")
    with pytest.raises(ExportError, match="'in}vented' is no id that a bibliography can carry"):
        extracted(Evidence(tables, invented.schema, invented.sources), Selection(), invented_folder)


def test_a_pandoc_that_fails_is_told(extract: Extract, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pypandoc.__file__", str(tmp_path / "gone" / "__init__.py"))
    with pytest.raises(ExportError, match="could not write the bibliography: the package pypandoc has no pandoc in it"):
        bibtex(_alone(extract))
