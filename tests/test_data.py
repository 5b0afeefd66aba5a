"""The real evidence base against its own rules, and against what the workbook promises of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from helpers.checking import check_data
from helpers.claims import VERDICTS, judged_claims, verdict_counts
from helpers.evidence import Evidence
from helpers.opening import data_folder

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
KEYS = {
    "measures.csv": "measure_id", "statements.csv": "statement_id", "engagement.csv": "event_id",
    "mechanisms.csv": "mechanism_id", "meetings.csv": "meeting_id", "investments.csv": "investment_id",
    "indicators.csv": "indicator_id", "space_cyber.csv": "row_id", "article_claims.csv": "claim_id",
    "article_errors_controls_hedging.csv": "error_id", "article_errors_industry_space_cyber.csv": "error_id",
    "gazetteer.csv": "canonical_name", "officials.csv": "name",
}  # fmt: skip
NUMBERED = {"figures.csv": "row{}", "review.csv": "{}", "review_sample.csv": "{}"}
FIRST = {"figures.csv": 2}  # its rows go by the line of the file
CLASHES = {
    "IN-RAPIDUS-2022-11-11-LAUNCH": "70 trillion", "SCC-2023-01-11": "2023-01-12", "TRI-2023-JAN": "announced",
    "IN-JASM-2024-02-06-ANNOUNCEMENT": "12.2", "OB-CHIP-SALES-WORLD-2024-REVISED": "627.6",
    "OB-CYBER-PERSONNEL-SDF-JP-FY2023-PLAN-2023": "2,230", "IN-INTEL-2024-11-26-FINAL": "8.5",
    "IN-SAMSUNG-2024-12-20-FINAL": "6.4", "IN-MICRON-2024-12-10-FINAL": "6.14", "US-2020-MEULIST": "103",
    "IN-KIOXIA-2024-02-06-SUBSIDY": "243", "US-2025-MAR80": "80",
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
    rows: dict[str, list[dict[str, str]]] = {}
    for name in [*KEYS, *NUMBERED]:
        with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    for name, key in KEYS.items():
        assert [r[key] for r in rows[name] if (name, r[key]) not in known] == []
        held = {line["row_id"] for line in intake if line["file"] == name and line["target_id"]}
        sure = [r[key] for r in rows[name] if r.get("confidence") == "verified"]
        assert [i for i in sure if i not in held] == [], name
    for name, pattern in NUMBERED.items():
        numbers = range(FIRST.get(name, 1), len(rows[name]) + FIRST.get(name, 1))
        assert [n for n in numbers if (name, pattern.format(n)) not in known] == [], name


@pytest.mark.parametrize(("row_id", "stated"), CLASHES.items())
def test_the_known_clashes_are_kept_visible(evidence: Evidence, row_id: str, stated: str) -> None:
    found = evidence.contradictions()
    assert any(stated in str(s) for s in found.loc[found["row_id"] == row_id, "stated"])


def test_every_checkable_claim_has_a_verdict_and_every_article_its_claims(evidence: Evidence) -> None:
    counts = verdict_counts(judged_claims(evidence))
    assert counts["claims"].sum() >= 379
    assert set(counts.index) == {i for i, s in evidence.sources.items() if s.founding}
    assert (counts[list(VERDICTS)].sum(axis=1) == counts["claims"]).all()


def test_nine_rows_in_ten_are_verified(evidence: Evidence) -> None:
    mix = evidence.verification_mix()
    assert mix["verified"] >= 0.9 * sum(mix.values())
