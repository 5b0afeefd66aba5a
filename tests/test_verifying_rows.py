"""The rows of a bundle: as texts to compare, and as an evidence base, whatever anyone wrote into their files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.evidence import Evidence
from helpers.records import csv_text
from helpers.verifying.contents import opened
from helpers.verifying.rows import RowsError, bundled_evidence, bundled_tables, held_table

from .bundles import change


def evidence_of(folder: Path) -> Evidence:
    with opened(folder) as contents:
        return bundled_evidence(contents)


def test_the_rows_shown_and_those_only_read_make_an_evidence_base(bundle: Path, invented: Evidence) -> None:
    found = evidence_of(bundle)
    selected = invented.select(countries=["US", "JP"])
    assert found.measures.loc[["US-2001-ALPHA", "JP-2001-BETA"]].equals(selected.measures)
    assert list(found.measure_pairs.index) == ["JP-2001-BETA-TO-US-2001-ALPHA"]
    assert found.sources["invented-2001"] == invented.sources["invented-2001"]


def test_texts_kept_from_being_formulas_and_lists_come_back_as_they_were(bundle: Path, invented: Evidence) -> None:
    change(bundle / "rows" / "measures.csv", "Alpha rule", "'=1+1")
    found = evidence_of(bundle).row("US-2001-ALPHA")
    assert (found["title"], found["jurisdictions"], found["entity_count"]) == ("=1+1", ("US",), 4)


def edited(bundle: Path, edit: Callable[[Any], Any]) -> None:
    path = bundle / "rows" / "datapackage.json"
    path.write_text(json.dumps(edit(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda b: (b / "rows" / "datapackage.json").unlink(), "carries only the rows shown"),
        (lambda b: (b / "rows" / "datapackage.json").write_text("{"), r"datapackage\.json is no JSON"),
        (lambda b: edited(b, lambda d: []), "describes no tables"),
        (lambda b: edited(b, lambda d: {**d, "resources": [4]}), "describes no tables"),
        (lambda b: edited(b, lambda d: {**d, "resources": d["resources"] + [{"name": "x"}]}), "describes no tables"),
        (lambda b: (b / "rows" / "measures.csv").write_bytes(b"\xff\xfe"), "is not UTF-8"),
        (lambda b: (b / "rows" / "measures.csv").write_text('a,b\n"x'), "cannot be read as CSV"),
        (lambda b: (b / "rows" / "measures.csv").write_text("a,b\nx\n"), "is no table: a row is longer or shorter"),
        (lambda b: (b / "rows" / "measures.csv").write_text("a,a\nx,y\n"), "or a column stands twice"),
        (lambda b: (b / "rows" / "measures.csv").write_text(""), "cannot be read as CSV"),
        (lambda b: (b / "rows" / "measures.csv").write_text("a,b\nx,y\n"), "has other columns than"),
        (lambda b: change(b / "rows" / "measures.csv", ",4,", ",four,"), "is not of its column's type"),
        (lambda b: (b / "rows" / "sources.json").write_text("{}"), "is no bibliography"),
        (lambda b: (b / "rows" / "sources.json").write_text('[{"id": 4}]'), "is no bibliography"),
        (lambda b: [p.unlink() for p in b.glob("rows/**/measure_pairs.csv")], "the table 'measure_pairs' of"),
    ],
)
def test_rows_from_which_nothing_can_be_computed_are_refused(
    bundle: Path, damage: Callable[[Path], object], why: str
) -> None:
    damage(bundle)
    with pytest.raises(RowsError, match=why):
        evidence_of(bundle)


def test_tables_are_compared_as_they_are_written(bundle: Path, invented: Evidence) -> None:
    with opened(bundle) as contents:
        tables = bundled_tables(contents, ["measures", "gone"])
    assert list(tables) == ["measures"]
    assert tables["measures"].rows == held_table(invented, "measures", tables["measures"].rows)
    assert tables["measures"].files[0] == "rows/measures.csv"
    assert csv_text(invented.measures.loc[["US-2001-ALPHA"]]).splitlines()[0] == ",".join(tables["measures"].columns)


def test_a_table_that_cannot_be_read_is_left_out_of_the_comparison(bundle: Path) -> None:
    (bundle / "rows" / "measures.csv").write_text("a,a\n", encoding="utf-8")
    with opened(bundle) as contents:
        assert not bundled_tables(contents, ["measures"])
