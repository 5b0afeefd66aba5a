"""Exports of tables: the page beside them, CSV as a data package, Excel and SQLite, whole and always the same."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from helpers.dictionary import dictionary
from helpers.evidence import Evidence
from helpers.exports import FORMATS, Destination, Selection, extracted, write_export
from helpers.exports.links import named_sources
from helpers.opening import data_folder, open_evidence
from helpers.period import parse_period

from .exported import Export, csv_rows, json_of, package_faults

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real data as they stood when these tests began."""
    return Path(shutil.copytree(data_folder(), tmp_path_factory.mktemp("base") / "data"))


@pytest.fixture(scope="module")
def real(base: Path) -> Evidence:
    """The real evidence base, opened."""
    return open_evidence(base)


@pytest.fixture(scope="module")
def whole(real: Evidence, base: Path) -> Path:
    """A folder with every format of the whole real evidence base."""
    write_export(extracted(real, Selection(), base), Destination(base.parent / "out", FORMATS, False))
    return base.parent / "out"


def test_the_page_beside_an_export_says_what_it_is(export: Export) -> None:
    folder = export("csv", "ris", selection=Selection(period=parse_period("2001")))
    page = (folder / "README.md").read_text(encoding="utf-8")
    for told in (
        "period 2001 (2001-01-01 to 2001-12-31)",
        "3 rows, 4 citations and 2 sources. By table: actors 0,",
        "Creative Commons Attribution 4.0 (CC-BY-4.0)",
        "evidence base (2001), version 0.1.0, rows checked up to 1 January 2001. Selection: period 2001",
        "quotes at most twelve words",
        "| `entity_count` | integer | entities | ",
        "RIS cannot tell a body whose name has a comma from a person",
    ):
        assert told in page
    listed = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert {p.name for p in folder.iterdir()} - {"README.md"} <= listed


def test_the_record_of_an_export_names_its_files_by_their_hash(export: Export) -> None:
    folder = export("csv", "sqlite", selection=Selection(period=parse_period("2001")))
    record = json_of(folder / "export.json")
    assert {*record["files"], "export.json"} == {p.name for p in folder.iterdir()}
    assert (record["selection"], record["rows"]["measures"], record["sources"]) == ({"period": "2001"}, 2, 2)


def test_every_column_that_leaves_is_in_the_dictionary(invented: Evidence, sound_folder: Path) -> None:
    extract = extracted(invented, Selection(), sound_folder)
    lines = {(c.table, c.name): c for c in dictionary(extract.descriptor)}
    for resource in extract.descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            assert lines[resource["name"], field["name"]].meaning
    assert lines["observations", "value"].unit == "as in series.unit"
    assert lines["measures", "themes"].type == "list, separated by ';'"


# --- the formats of tables ---


def test_a_whole_export_holds_every_row_value_and_source(whole: Path, real: Evidence, base: Path) -> None:
    for name, frame in real.tables.items():
        original = csv_rows(base / f"{name}.csv")
        written = csv_rows(whole / f"{name}.csv")
        numbers = [str(c) for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
        for row in [*original, *written]:
            row.update({c: str(float(row[c])) for c in numbers if row[c]})
        assert written == original
    sources = json_of(whole / "sources.json")
    held = {s["id"] for s in sources}
    assert sources == [s for s in json_of(base / "sources.json") if s["id"] in held]


def test_the_csv_folder_is_a_valid_data_package(whole: Path, real: Evidence, base: Path, tmp_path: Path) -> None:
    assert package_faults(whole) == []
    period = Selection(("export_controls",), parse_period("2022/2023"), min_verification="verified")
    write_export(extracted(real, period, base), Destination(tmp_path / "part", ("csv",), False))
    assert package_faults(tmp_path / "part") == []
    descriptor = json_of(tmp_path / "part" / "datapackage.json")
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert "Selection: theme export_controls; period 2022/2023" in descriptor["description"]
    assert all({"bytes", "hash"} <= set(resource) for resource in descriptor["resources"])


def test_the_sources_that_rows_name_are_all_there(whole: Path, real: Evidence) -> None:
    held = {s["id"] for s in json_of(whole / "sources.json")}
    for name, frame in real.tables.items():
        assert set(named_sources(frame, real.resource(name))) <= held


def test_the_excel_file_holds_the_tables_as_text_and_numbers(whole: Path, real: Evidence) -> None:
    book = load_workbook(whole / "tables.xlsx")
    assert book.sheetnames == ["About", "Dictionary", *real.tables, "Sources"]
    sheet = book["measures"]
    assert sheet.freeze_panes == "B2"
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("measure_id", *real.measures.columns)
    row = dict(zip(head, next(r for r in rows if r[0] == "JP-2023-23ITEMS"), strict=True))
    assert (row["date_effective"], row["item_count"], row["jurisdictions"]) == ("2023-07-23", 23, "JP")
    about = {str(what): str(text) for what, text in book["About"].iter_rows(min_row=2, values_only=True)}
    assert "CC-BY-4.0" in about["Licence"]
    assert about["Cite this"].startswith("US–Japan technology policy")
    assert book["Sources"].max_row == len(json_of(whole / "sources.json")) + 1


def test_the_sqlite_file_has_types_keys_and_links(whole: Path, real: Evidence) -> None:
    with closing(sqlite3.connect(whole / "tables.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        types = {name: kind for _, name, kind, *_ in database.execute("PRAGMA table_info(measures)")}
        assert (types["measure_id"], types["item_count"], types["themes"]) == ("TEXT", "INTEGER", "TEXT")
        for name, frame in real.tables.items():
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == len(frame)
        query = """SELECT s.title FROM citations c JOIN sources s ON s.id = c.source_id
                   WHERE c."table" = 'measures' AND c.row_id = 'JP-2023-23ITEMS'"""
        assert len(database.execute(query).fetchall()) == len(real.citations_of(["JP-2023-23ITEMS"]))
        assert database.execute("SELECT text FROM about WHERE fact = 'Licence'").fetchone()[0].startswith("Creative")
        assert database.execute("SELECT count(*) FROM dictionary WHERE meaning = ''").fetchone() == (0,)
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO measures SELECT * FROM measures LIMIT 1")


def test_two_exports_of_the_same_data_are_the_same_bytes(export: Export) -> None:
    one, other = export(*FORMATS, name="one"), export(*FORMATS, name="other")
    assert [p.name for p in sorted(one.iterdir())] == [p.name for p in sorted(other.iterdir())]
    for path in one.iterdir():
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name
    with ZipFile(one / "tables.xlsx") as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").count(b">2001-01-01T00:00:00Z<") == 2


def test_an_export_of_one_file_holds_its_licence_and_sources(
    invented: Evidence, sound_folder: Path, tmp_path: Path
) -> None:
    extract = extracted(invented, Selection(), sound_folder)
    assert write_export(extract, Destination(tmp_path / "a.xlsx", ("xlsx",), True)) == ["a.xlsx"]
    write_export(extract, Destination(tmp_path / "a.sqlite", ("sqlite",), True))
    assert {p.name for p in tmp_path.iterdir()} == {"a.xlsx", "a.sqlite"}
    assert {"About", "Sources"} <= set(load_workbook(tmp_path / "a.xlsx").sheetnames)
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM sources").fetchone() == (3,)
