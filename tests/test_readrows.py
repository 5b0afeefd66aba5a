"""The rows that a run read though it showed none of them, written beside those shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import reads
from helpers.evidence import Evidence
from helpers.reports.readrows import read_tables, write_read_rows

from .edited import with_rows
from .exported import package_faults

SHOWN = {"measures": ["US-2001-ALPHA"]}


def read_by(work: Callable[[], object]) -> list[reads.Read]:
    recorder = reads.start()
    try:
        work()
    finally:
        reads.stop()
    return recorder.reads()


@pytest.fixture
def rows(invented: Evidence, tmp_path: Path) -> Callable[[Callable[[], object]], Path]:
    """The folder rows/ of a report that shows one measure, after some work has read."""

    def written(work: Callable[[], object]) -> Path:
        sources = invented.sources.items_of(["invented-2001", "invented-2003"])
        (tmp_path / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
        (tmp_path / "measures.csv").write_text("made elsewhere", encoding="utf-8")
        write_read_rows(tmp_path, invented, read_by(work), SHOWN)
        return tmp_path

    return written


def ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [line[0] for line in csv.reader(file)][1:]


def test_tables_are_read_as_far_as_a_selection_has_them(invented: Evidence) -> None:
    narrow = invented.select(countries=["JP"]).select(period="2001")
    found = read_tables(invented, read_by(lambda: (narrow.measures, invented.events, narrow.row("JP-2001-BETA"))))
    assert found == {"measures": {"JP-2001-BETA"}, "events": set()}


def test_rows_and_citations_asked_for_by_id_count(invented: Evidence) -> None:
    found = read_tables(
        invented, read_by(lambda: (invented.row("CN-2002-GAMMA"), invented.citations_of(["JP-2001-BETA"])))
    )
    assert found == {"measures": {"CN-2002-GAMMA"}, "citations": {"JP-2001-BETA-C1"}}


def test_the_row_that_another_belongs_to_comes_with_it(invented: Evidence) -> None:
    evidence = with_rows(invented, series={"S": {}}, observations={"O": {"series_id": "S", "period": "2001"}})
    found = read_tables(evidence, [{"kind": "rows", "steps": [], "ids": ["O"]}])
    assert found == {"observations": {"O"}, "series": {"S"}}


def test_what_was_read_beyond_the_rows_shown_is_written_once(
    rows: Callable[[Callable[[], object]], Path], invented: Evidence
) -> None:
    folder = rows(lambda: (invented.measures, invented.events))
    assert ids(folder / "read" / "measures.csv") == ["JP-2001-BETA", "CN-2002-GAMMA"]
    assert ids(folder / "read" / "events.csv") == []
    assert not (folder / "read" / "citations.csv").exists()


def test_a_selection_by_a_day_brings_citations_and_sources(
    rows: Callable[[Callable[[], object]], Path], invented: Evidence
) -> None:
    folder = rows(lambda: invented.select(as_of="2004-01-01").measures)
    assert ids(folder / "read" / "measures.csv") == ["JP-2001-BETA"]
    assert ids(folder / "read" / "citations.csv") == ["JP-2001-BETA-C1"]
    assert json.loads((folder / "read" / "sources.json").read_text(encoding="utf-8")) == []


def test_sources_read_beyond_those_shown_are_written(
    rows: Callable[[Callable[[], object]], Path], invented: Evidence
) -> None:
    folder = rows(lambda: invented.sources["invented-undated"])
    items = json.loads((folder / "read" / "sources.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == ["invented-undated"]


def test_the_rows_are_a_data_package(kept_bundle: Path) -> None:
    assert package_faults(kept_bundle / "rows") == []
    described = json.loads((kept_bundle / "rows" / "datapackage.json").read_text(encoding="utf-8"))
    paths = {r["name"]: r["path"] for r in described["resources"]}
    assert paths["measure_pairs"] == ["read/measure_pairs.csv"]
    assert all((kept_bundle / "rows" / path).is_file() for found in paths.values() for path in found)
