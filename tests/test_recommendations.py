"""Recommendations and plans of the articles, and what became of them."""

from __future__ import annotations

import pytest

from helpers import recommendations
from helpers.evidence import Evidence
from helpers.period import parse_period
from helpers.sources import Sources, source_from_csl

from .agenda_rows import made, meeting
from .dialogue_rows import mechanism

BEFORE, AFTER = parse_period("2001"), parse_period("2003")


def claim(claim_id: str, **cells: str) -> dict[str, str]:
    return {"claim_id": claim_id, "source_id": "nemo-2002", "kind": "recommendation", "claim": "Meet.", **cells}


def verdict(claim_id: str, bearing: str, **cells: str) -> dict[str, str]:
    told = {"verdict_id": f"{claim_id}-V", "claim_id": claim_id, "verdict": "judgement", "coded_bearing": bearing}
    return {**told, "finding": "They met.", "verification": "verified", **cells}


@pytest.fixture
def rows() -> Evidence:
    base = made(
        mechanisms=[mechanism("MECH-AA")],
        meetings=[meeting("AA-1", date_start="2003-01-01")],
        claims=[
            claim("N-1", themes="dialogues"),
            claim("N-2", themes="dialogues"),
            claim("N-3", themes="export_controls"),
            claim("N-4"),
            claim("N-5", kind="plan", themes="dialogues"),
            claim("N-6", kind="plan", themes="export_controls"),
            claim("N-7", kind="event", themes="dialogues"),
        ],
        verdicts=[
            verdict("N-1", "supports", row_ids="AA-1;MECH-AA"),
            verdict("N-2", "mixed"),
            verdict("N-3", "weakens"),
            verdict("N-4", "none_found"),
            verdict("N-5", "", verdict="borne_out"),
        ],
    )
    book = {"id": "nemo-2002", "type": "article", "title": "Advice", "issued": {"date-parts": [[2002, 6]]}}
    read = source_from_csl({**book, "author": [{"family": "Nobody", "given": "A."}], "custom": {"kind": "secondary"}})
    return Evidence(base.tables, base.schema, Sources({"nemo-2002": read}))


def test_advice_is_that_of_articles_out_by_the_end_of_the_period(rows: Evidence) -> None:
    assert list(recommendations.advice(rows, AFTER).index) == ["N-1", "N-2", "N-3", "N-4"]
    assert list(recommendations.advice(rows, AFTER, theme="dialogues").index) == ["N-1", "N-2"]
    assert set(recommendations.advice(rows, AFTER)["article"]) == {"Nobody 2002"}
    assert recommendations.advice(rows, BEFORE).empty
    assert len(recommendations.advice(rows, parse_period("2002-06"))) == 4


def test_recommendations_and_the_plans_of_the_theme_are_told_together(rows: Evidence) -> None:
    told = recommendations.told(rows, AFTER)
    assert told["became"].to_dict() == {
        "N-1": "supported",
        "N-2": "both ways",
        "N-3": "weakened",
        "N-4": "nothing found",
        "N-5": "borne out",
    }
    assert recommendations.told(rows, BEFORE).empty


def test_bearings_are_counted_for_a_sentence(rows: Evidence) -> None:
    assert recommendations.bearing_counts(recommendations.advice(rows, AFTER)) == {
        "supports": 1,
        "mixed": 1,
        "weakens": 1,
        "none_found": 1,
        "n": "4 recommendations",
        "share": 0.25,
    }
    none = recommendations.bearing_counts(recommendations.advice(rows, BEFORE))
    assert (none["n"], none["share"]) == (None, None)


def test_the_share_supported_depends_on_theme_and_on_the_partly_supported(rows: Evidence) -> None:
    assert recommendations.supported_share(rows, AFTER) == 0.25
    assert recommendations.supported_share(rows, AFTER, theme="dialogues") == 0.5
    assert recommendations.supported_share(rows, AFTER, treatment_of_partly_supported="counted") == 0.5
    assert recommendations.supported_share(rows, BEFORE) is None


def test_the_rows_behind_are_named_with_their_dates_as_far_as_held(rows: Evidence) -> None:
    found = recommendations.advice(rows, AFTER)
    assert recommendations.behind(found, rows)["N-1"] == "Aa-1 (2003-01-01); Mech-Aa"
    early = rows.select(period="2001")
    assert recommendations.behind(found, early)["N-1"] == "Mech-Aa"
    assert recommendations.rows_behind(found.loc[["N-1"]], early) == ["N-1", "AA-1", "MECH-AA"]
