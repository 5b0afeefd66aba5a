"""Hostile text in any cell: told by the check, never a crash, and never alive in a spreadsheet or on a page."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.checking import check_data
from helpers.disagreement import contradictions
from helpers.evidence import Evidence
from helpers.opening import data_folder, open_evidence
from helpers.records import csv_text
from helpers.schema import DataError, Problem, load_schema
from helpers.tables import show

from .conftest import INVENTED
from .edited import TODAY

SCHEMA = load_schema(data_folder())
CELLS = [(r["name"], f["name"]) for r in SCHEMA["resources"] for f in r["schema"]["fields"]]
ALIVE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", " =1+1", "a;=1+1", "\t=1+1"]
UNSEEN = ["a\x00b", "a\x1bb", "a\x7fb", "a\u202eb", "a\u200bb", "a\ufeffb", "a\u2028b", "a\ue000b"]
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _with_cell(folder: Path, table: str, column: str, text: str) -> None:
    """Put a text into one cell of the first row of a table; a table without rows gets one."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or []), list(reader)
    rows = rows or [dict.fromkeys(columns, "")]
    rows[0][column] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", errors="surrogatepass", newline="")


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    """Rows like the first one of a table, each with some cells of its own."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, held = list(reader.fieldnames or []), next(reader)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(held | row for row in rows)


@pytest.fixture
def folder(sound_folder: Path, tmp_path: Path) -> Path:
    """A copy that each example makes anew."""
    return tmp_path / "copy"


@pytest.mark.slow
@SETTINGS
@given(cell=st.sampled_from(CELLS), text=st.text(max_size=40))
def test_no_text_in_any_cell_makes_the_check_or_the_opening_fail(
    sound_folder: Path, folder: Path, cell: tuple[str, str], text: str
) -> None:
    shutil.copytree(sound_folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".checked"))
    _with_cell(folder, *cell, text)
    problems = check_data(folder, TODAY)
    assert all(isinstance(p, Problem) and str(p) for p in problems)
    (folder / ".checked").unlink(missing_ok=True)
    if any(p.level == "error" for p in problems):
        with pytest.raises(DataError):
            open_evidence(folder)
    else:
        assert isinstance(open_evidence(folder), Evidence)


@pytest.mark.parametrize(("table", "column"), [("measures", "title"), ("measures", "notes"), ("citations", "stated")])
def test_formulas_and_unseen_characters_are_errors(invented_folder: Path, table: str, column: str) -> None:
    key = {"measures": "measure_id", "citations": "citation_id"}[table]
    rows = [{key: f"US-2001-X{n}", column: text} for n, text in enumerate([*ALIVE, *UNSEEN])]
    _append(invented_folder / f"{table}.csv", rows)
    found = {p.line for p in check_data(invented_folder, TODAY) if p.level == "error" and p.column == column}
    assert len(found) == len(rows)


@pytest.mark.slow
@SETTINGS
@given(shape=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
       lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "title", "custom", "issued", "date-parts", "URL", "kind", "derives_from", "type"]), inner, max_size=5), max_leaves=12))  # fmt: skip
def test_no_json_makes_the_bibliography_or_the_descriptor_fail(sound_folder: Path, folder: Path, shape: object) -> None:
    for name in ("sources.json", "datapackage.json"):
        shutil.copytree(sound_folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".checked"))
        (folder / name).write_text(json.dumps(shape), encoding="utf-8")
        assert all(isinstance(p, Problem) for p in check_data(folder, TODAY))


def test_a_thousand_broken_rows_of_every_kind_are_told_in_one_pass(invented_folder: Path) -> None:
    path = invented_folder / "measures.csv"
    line = path.read_text(encoding="utf-8").splitlines()[1]
    rows = [
        line.replace("US-2001-ALPHA", f"US-2001-X{n}").replace("2001-02-03", "2001-13").replace("Alpha rule", "=1")
        for n in range(1000)
    ]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    problems = check_data(invented_folder, TODAY)
    for column, words in (("date_announced", "is no date"), ("title", "formula"), ("measure_id", "has no citation")):
        assert sum(words in p.message for p in problems if p.column == column) == 1000, column


def _hostile(evidence: Evidence) -> Evidence:
    """The invented evidence base with markup in every column of free text."""
    tables = {}
    for name, frame in evidence.tables.items():
        free = [
            f["name"]
            for f in evidence.resource(name)["schema"]["fields"][1:]
            if "constraints" not in f and f["type"] == "string"
        ]
        tables[name] = frame.assign(
            **{c: pd.Series(MARKUP, index=frame.index, dtype="object") for c in free if c in frame and c != "field"}
        )
    return Evidence(tables, evidence.schema, evidence.sources)


def test_markup_in_any_cell_reaches_no_page_alive(invented: Evidence, shown) -> None:  # type: ignore[no-untyped-def]
    hostile = _hostile(invented)
    for name in INVENTED:
        frame = hostile.tables[name]
        columns = {c: c for c in frame.columns}
        show(frame.assign(title=MARKUP), hostile, rows=frame.index, title="Made up", columns=columns)
    pages = "".join(bundle["text/html"] for bundle in shown())
    assert "&lt;script&gt;" in pages
    assert not re.search(r"<script|<img", pages)
    assert MARKUP in str(contradictions(hostile.tables, hostile.sources)["stated"].iloc[0])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@x", "\t=1", "\r=1"])
def test_rows_beside_a_report_hold_no_formula(text: str) -> None:
    assert csv_text(pd.DataFrame({"a": [text]})).splitlines()[1].lstrip('"').startswith("'")
