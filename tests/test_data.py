"""The real evidence base against its own rules, and against what the workbook promises of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from helpers.checking import check_data
from helpers.evidence import Evidence
from helpers.opening import data_folder

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
KEYS = {
    "measures.csv": "measure_id", "statements.csv": "statement_id", "engagement.csv": "event_id",
    "mechanisms.csv": "mechanism_id", "meetings.csv": "meeting_id", "investments.csv": "investment_id",
    "indicators.csv": "indicator_id", "space_cyber.csv": "row_id",
}  # fmt: skip


def test_the_evidence_base_keeps_its_rules() -> None:
    problems = check_data(data_folder(), date(2026, 11, 23))
    assert [str(p) for p in problems if p.level == "error"] == []
    assert [str(p) for p in problems if p.file == "sources.json"] == []


def test_every_row_has_a_source_that_does_not_contradict_it(evidence: Evidence) -> None:
    citations = evidence.citations
    borne = set(citations.loc[citations["stance"] != "contradicts", "row_id"])
    for name, frame in evidence.tables.items():
        if "verification" in frame and name != "verdicts":
            assert set(frame.index) <= borne, name


def test_the_worked_example_of_the_workbook_stands(evidence: Evidence) -> None:
    japan = evidence.measures.loc["JP-2023-23ITEMS"]
    assert (japan["date_announced"], japan["date_effective"], japan["item_count"]) == ("2023-03-31", "2023-07-23", 23)
    assert evidence.measures.loc["US-2022-OCT7", "date_announced"] == "2022-10-07"


@pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference tables lie beside the repository only where it is developed"
)
def test_every_row_of_the_reference_tables_is_held_or_accounted_for(evidence: Evidence) -> None:
    with (Path(__file__).parent / "intake.csv").open(encoding="utf-8", newline="") as file:
        intake = list(csv.DictReader(file))
    known = {(line["file"], line["row_id"]) for line in intake}
    for line in intake:
        assert line["target_id"] or line["reason"], line
        if line["target_id"]:
            assert evidence.table_of(line["target_id"]), line
    for name, key in KEYS.items():
        with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [r[key] for r in rows if (name, r[key]) not in known] == []
        held = {line["row_id"] for line in intake if line["file"] == name and line["target_id"]}
        assert [r[key] for r in rows if r["confidence"] == "verified" and r[key] not in held] == [], name
