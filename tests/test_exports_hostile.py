"""Exports of hostile text: no formula in Excel, no row more or less in any format, nothing that opens another field."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from helpers.evidence import Evidence
from helpers.exports import Extract
from helpers.exports.bibliography import bibtex, csl_json, ris
from helpers.exports.database import write_database
from helpers.exports.excel import CUT, LONGEST, write_excel
from helpers.exports.extract import tidy
from helpers.exports.package import write_package

from .hostile import PIECES, TEXT_COLUMNS, hostile_extract, texts
from .pandoc import items_read

Made = Callable[[list[str]], Extract]
several = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
few = settings(several, max_examples=6)
cells = given(st.lists(texts, min_size=1, max_size=8))
every_piece = example(list(PIECES))


@pytest.fixture
def made(invented: Evidence, tmp_path: Path) -> Made:
    return lambda given_cells: hostile_extract(invented, tmp_path, given_cells)


def _columns(extract: Extract) -> list[str]:
    measures = next(r for r in extract.descriptor["resources"] if r["name"] == "measures")
    return [f["name"] for f in measures["schema"]["fields"]]


@pytest.mark.slow
@cells
@every_piece
@several
def test_no_text_becomes_a_formula_in_excel(made: Made, tmp_path: Path, cells: list[str]) -> None:
    extract = made(cells)
    write_excel(extract, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    with ZipFile(tmp_path / "x.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(re.search(rb"<f[ >/]", sheet) for sheet in sheets)
        assert not any("externalLink" in name for name in parts.namelist())
    head, *rows = book["measures"].iter_rows(values_only=True)
    assert len(rows) == len(cells)
    for row, text in zip(rows, cells, strict=True):
        held = str(row[head.index("title")] or "").replace("_x005F_", "_")
        assert held == tidy(text) or (held.endswith(CUT) and len(held) <= LONGEST)


@pytest.mark.slow
@cells
@every_piece
@several
def test_csv_keeps_its_rows_and_columns(made: Made, tmp_path: Path, cells: list[str]) -> None:
    extract = made(cells)
    write_package(extract, tmp_path)
    with (tmp_path / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    columns = _columns(extract)
    assert [len(row) for row in rows] == [len(columns)] * (len(cells) + 1)
    for row, text in zip(rows[1:], cells, strict=True):
        for column in TEXT_COLUMNS:
            held = row[columns.index(column)]
            assert held.removeprefix("'") == tidy(text).removeprefix("'")
            assert held[:1] not in ("=", "@", "\t", "\n", "＝", "＠")
    assert len(json.loads((tmp_path / "sources.json").read_text(encoding="utf-8"))) == len(cells)


@pytest.mark.slow
@cells
@every_piece
@several
def test_sqlite_keeps_every_text(made: Made, tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "x.sqlite"
    path.unlink(missing_ok=True)
    write_database(made(cells), path)
    with closing(sqlite3.connect(path)) as database:
        held = database.execute("SELECT title, scope, notes FROM measures ORDER BY rowid").fetchall()
        assert held == [(tidy(text),) * 3 for text in cells]
        assert database.execute("SELECT count(*) FROM sources").fetchone() == (len(cells),)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
@cells
@every_piece
@few
def test_bibtex_is_read_back_with_every_entry(made: Made, cells: list[str]) -> None:
    read = items_read(bibtex(made(cells)), "biblatex")
    assert [item["id"] for item in read] == [f"hostile-{n}" for n in range(len(cells))]


@pytest.mark.slow
@cells
@every_piece
@few
def test_ris_is_read_back_with_every_entry(made: Made, cells: list[str]) -> None:
    text = ris(made(cells))
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in text.split("\n"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x85\u2028\u2029]", text)
    assert [item["id"] for item in items_read(text, "ris")] == [f"hostile-{n}" for n in range(len(cells))]


@pytest.mark.slow
@cells
@every_piece
@few
def test_csl_json_is_read_back_with_every_entry(made: Made, cells: list[str]) -> None:
    text = csl_json(made(cells))
    assert text.encode("utf-8")
    assert [item["id"] for item in items_read(text, "csljson")] == [f"hostile-{n}" for n in range(len(cells))]


def test_a_text_longer_than_a_cell_of_excel_is_cut_where_it_can_be_seen(made: Made, tmp_path: Path) -> None:
    long = "字" * 50_000 + "𠮷" * 10
    write_excel(made([long, "𠮷" * 20_000, "b" * LONGEST]), tmp_path / "x.xlsx")
    head, *rows = load_workbook(tmp_path / "x.xlsx")["measures"].iter_rows(values_only=True)
    held = [str(row[head.index("title")]) for row in rows]
    assert all(text.endswith(CUT) and len(text.encode("utf-16-le")) <= 2 * LONGEST for text in held[:2])
    assert held[2] == "b" * LONGEST
