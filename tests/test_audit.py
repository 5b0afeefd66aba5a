"""The facts of a period, and when claims on them were known, on invented rows that can be counted by eye."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers import audit
from helpers.claims import judged_claims
from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.period import parse_period

from .edited import add_rows, with_tables

YEAR = parse_period("2001")
CLAIM = {"claim_id": "A-1", "source_id": "invented-2001", "locator": "1", "kind": "event", "claim": "So it was."}
VERDICT = {
    "verdict_id": "A-1-V", "claim_id": "A-1", "verdict": "borne_out", "finding": "It was.", "row_ids": "JP-2001-BETA",
    "verification": "verified", "checked": "2001-01-01",
}  # fmt: skip


def test_undated_rows_belong_to_the_period_of_the_rows_they_name(invented: Evidence) -> None:
    found = audit.facts(invented, YEAR)
    assert found["table"].to_dict() == {
        "US-2001-ALPHA": "measures",
        "JP-2001-BETA": "measures",
        "JP-2001-BETA-TO-US-2001-ALPHA": "measure_pairs",
    }
    assert list(audit.facts(invented, parse_period("2002")).index) == ["CN-2002-GAMMA"]
    assert audit.facts(invented, parse_period("1990")).empty


def test_undated_rows_belong_to_the_period_of_the_rows_that_name_them(invented: Evidence) -> None:
    actor = {"name": "Nobody", "verification": "verified", "checked": "2001-01-01"}
    actors = pd.DataFrame([actor, actor], index=["JP-NOBODY", "JP-IDLE"], columns=invented.actors.columns)
    event = {"date_start": "2001-05", "actor_ids": ("JP-NOBODY",), "verification": "verified", "checked": "2001-01-01"}
    events = pd.DataFrame([event], index=["EV-2001"], columns=invented.events.columns)
    found = audit.facts(with_tables(invented, actors=actors, events=events), YEAR)
    assert {"JP-NOBODY", "EV-2001"} <= set(found.index)
    assert "JP-IDLE" not in found.index


def test_the_extent_tells_rows_too_coarse_to_be_placed(invented: Evidence) -> None:
    period = parse_period("2001-07/2002-06")
    table = audit.extent(invented, invented, audit.facts(invented, period), period).set_index("title")
    assert table.loc["Measures", ["all", "rows", "undecided"]].tolist() == [3, 1, 1]
    assert table.loc["Measures", "citations"] == 1


def test_a_lower_floor_lets_more_in(invented: Evidence) -> None:
    claims = pd.DataFrame(
        {"verdict": ["borne_out", "imprecise", "judgement"], "verification": ["verified", "unverified", "verified"]}
    )
    table = audit.floors(invented, parse_period("2001/2002"), claims).set_index("title")
    assert table.loc["Measures"].tolist() == [2, 2, 3]
    assert table.loc["Claims that can be true or false"].tolist() == [1, 1, 2]
    assert table.loc["Share of them borne out"].tolist() == ["100%", "100%", "50%"]
    assert audit.floors(invented, parse_period("1990"), claims.iloc[:0]).empty


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (float("nan"), ""), (12345.678, "12,345.678"), ("a;b; c", "a; b; c"), (4, "4"), ("x " * 200, "x …")],
)
def test_values_are_shown_in_full_unless_long(value: object, text: str) -> None:
    assert audit.short_text(value) == text or (text == "x …" and audit.short_text(value).endswith("x …"))
    assert len(audit.short_text(value)) <= audit.MOST_LETTERS


@pytest.fixture
def judged(invented_folder: Path) -> Evidence:
    """An invented evidence base with a claim of 2001, and a verdict that a source of 2003 decides."""
    add_rows(invented_folder, "claims", CLAIM)
    add_rows(invented_folder, "verdicts", VERDICT)
    return open_evidence(invented_folder)


def test_claims_and_verdicts_rest_on_the_sources_they_name(judged: Evidence) -> None:
    record = audit.known_record(judged)
    assert [s.id for s in record.sources_of(["A-1"])] == ["invented-2001"]
    assert [s.id for s in record.sources_of(["A-1-V"])] == ["invented-2003"]
    assert record.citations.index.is_unique
    assert judged.citations_of(["A-1"]).empty


def test_a_verdict_is_known_once_its_source_is_out(judged: Evidence) -> None:
    early, late = (judged_claims(audit.known_record(judged, day)) for day in ("2002-01-01", "2004-01-01"))
    assert early["verdict"].isna().tolist() == [True]
    assert late["verdict"].tolist() == ["borne_out"]
    assert judged_claims(audit.known_record(judged, "2000-01-01")).empty


def test_a_verdict_without_sources_rests_on_its_article(invented_folder: Path) -> None:
    add_rows(invented_folder, "claims", CLAIM)
    add_rows(invented_folder, "verdicts", VERDICT | {"verdict": "not_checkable", "row_ids": ""})
    record = audit.known_record(open_evidence(invented_folder), "2002-01-01")
    assert [s.id for s in record.sources_of(["A-1-V"])] == ["invented-2001"]
