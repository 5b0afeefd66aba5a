"""A broken evidence base: every kind of fault is found, told with file, line and column, and told at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.checking import check_data
from helpers.opening import open_evidence
from helpers.schema import DataError, Problem, load_schema

TODAY = date(2001, 3, 1)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def _told(folder: Path) -> str:
    return "\n".join(str(p) for p in check_data(folder, TODAY))


def test_the_invented_data_is_sound(invented_folder: Path) -> None:
    assert check_data(invented_folder, TODAY) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("measures.csv", ",scope,", ",scoop,", "measures.csv:1: the schema has no column 'scoop'. Did you mean 'scope'?"),
        ("measures.csv", "measure_id,", "", "measures.csv:1: the column 'measure_id' is missing"),
        ("measures.csv", "JP-2001-BETA,", "US-2001-ALPHA,", "measures.csv:3, measure_id: 'US-2001-ALPHA' is the key of measures.csv:2 already"),
        ("measures.csv", "2001-02-03", "2001-02-31", "measures.csv:2, date_announced: '2001-02-31'"),
        ("measures.csv", "2001-02-03", "3 Feb 2001", "measures.csv:2, date_announced: '3 Feb 2001' is no date"),
        ("measures.csv", "US-2001-ALPHA,US", "US-2001-ALPHA,USA", "measures.csv:2, jurisdictions: 'USA' is not allowed"),
        ("measures.csv", ",rule,", ",rul,", "Did you mean 'rule'?"),
        ("measures.csv", "Alpha rule", "=HYPERLINK(1)", "measures.csv:2, title: starts with '='"),
        ("measures.csv", "Alpha rule", "Alpha\u0007rule", "U+0007"),
        ("measures.csv", "Alpha rule", "Alphe\u0301 rule", "normal form NFC"),
        ("measures.csv", ",4,", ",four,", "measures.csv:2, entity_count: 'four' is not of type integer"),
        ("measures.csv", ",4,", ",-4,", "entity_count: '-4' breaks the rule"),
        ("measures.csv", ",verified", ",verifed", "'verifed' is not allowed. Did you mean 'verified'"),
        ("measure_pairs.csv", ",US-2001-ALPHA,", ",US-2001-OMEGA,", "'US-2001-OMEGA' refers to a row that does not exist in measures. Did you mean 'US-2001-ALPHA'?"),
        ("citations.csv", "invented-2001", "invented-2002", "'invented-2002' is not in sources.json. Did you mean"),
        ("citations.csv", ",entity_count,", ",entity_cont,", "Did you mean 'entity_count'?"),
        ("citations.csv", "measures,JP-2001-BETA,", "measures,JP-2001-DELTA,", "is no row of measures"),
        ("citations.csv", "measures,JP-2001-BETA,", "measures,US-2001-ALPHA,", "'JP-2001-BETA' has no citation"),
        ("sources.json", '"title": "Alpha', '"titel": "Alpha', "has no 'title'"),
        ("datapackage.json", '"resources"', '"resource"', "cannot be read as a data package"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(invented_folder: Path, file: str, old: str, new: str, says: str) -> None:
    _edit(invented_folder / file, old, new)
    assert says in _told(invented_folder)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "measures.csv:1: starts with a byte-order mark"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "measures.csv:1: has Windows or old Mac line ends"),
        (lambda raw: raw.replace(b"Alpha", b"Alph\xe9"), "measures.csv:2: byte 0xE9 is not UTF-8"),
        (lambda raw: b"", "measures.csv: is empty; expected a header line"),
        (lambda raw: raw.replace(b"Alpha", b'"Alpha'), "left open"),
        (lambda raw: raw + b"\n", "the line is blank"),
        (lambda raw: raw.replace(b",Alpha rule,", b",Alpha, rule,"), "more cells than columns"),
    ],
    ids=["byte-order mark", "windows line ends", "latin-1", "empty file", "open quotation", "blank line", "comma"],
)
def test_a_file_of_the_wrong_bytes_is_told_with_the_remedy(invented_folder: Path, change: object, says: str) -> None:
    path = invented_folder / "measures.csv"
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    assert says in _told(invented_folder)


def test_a_missing_table_is_told(invented_folder: Path) -> None:
    (invented_folder / "series.csv").unlink()
    assert "series.csv: is missing from" in _told(invented_folder)


def test_an_amount_without_currency_and_an_id_of_two_tables_are_told(data_copy: Path) -> None:
    text = (data_copy / "investments.csv").read_text(encoding="utf-8")
    assert ",USD," in text
    (data_copy / "investments.csv").write_text(text.replace(",USD,", ",,", 1), encoding="utf-8")
    assert "is empty although an amount is given" in _told(data_copy)


def test_many_faults_are_told_in_one_pass(invented_folder: Path) -> None:
    path = invented_folder / "measures.csv"
    line = path.read_text(encoding="utf-8").splitlines()[1]
    rows = [line.replace("US-2001-ALPHA", f"US-2001-X{n}").replace("2001-02-03", "2001-99") for n in range(1000)]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    dates = [p for p in check_data(invented_folder) if p.column == "date_announced" and "is no date" in p.message]
    assert len(dates) == 1000


def test_opening_broken_data_is_refused_with_every_fault(invented_folder: Path) -> None:
    _edit(invented_folder / "measures.csv", "2001-02-03", "2001-02-31")
    with pytest.raises(DataError, match="date_announced") as caught:
        open_evidence(invented_folder)
    assert all(isinstance(p, Problem) for p in caught.value.problems)
    assert not (invented_folder / ".checked").exists()


def test_sound_data_is_checked_once_and_again_after_a_change(invented_folder: Path) -> None:
    open_evidence(invented_folder)
    assert (invented_folder / ".checked").is_file()
    _edit(invented_folder / "measures.csv", "2001-02-03", "2001-02-31")
    with pytest.raises(DataError):
        open_evidence(invented_folder)


def test_a_folder_without_a_descriptor_is_told(tmp_path: Path) -> None:
    assert "datapackage.json" in _told(tmp_path)
    (tmp_path / "datapackage.json").write_text(json.dumps([]), encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json"):
        load_schema(tmp_path)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=80))
def test_no_bytes_make_the_check_fail(invented_folder: Path, junk: bytes) -> None:
    path = invented_folder / "measure_pairs.csv"
    kept = path.read_bytes()
    try:
        path.write_bytes(kept + junk)
        for problem in check_data(invented_folder):
            assert str(problem)
    finally:
        path.write_bytes(kept)


def test_an_empty_bibliography_is_not_taken_for_one_that_was_not_read(invented_folder: Path) -> None:
    (invented_folder / "sources.json").write_text("[]", encoding="utf-8")
    assert "'invented-2001' is not in sources.json" in _told(invented_folder)


@pytest.mark.parametrize("number", ["1_0", "２", "99999999999999999999", "1e400", "INF"])
def test_a_number_that_only_some_readers_take_is_told(invented_folder: Path, number: str) -> None:
    _edit(invented_folder / "measures.csv", ",4,", f",{number},")
    assert f"entity_count: {number!r} is no integer" in _told(invented_folder)


def test_a_source_of_a_month_that_does_not_exist_is_told(invented_folder: Path) -> None:
    _edit(invented_folder / "sources.json", "[2001, 2, 4]", "[2001, 13, 4]")
    assert "is no CSL date" in _told(invented_folder)
