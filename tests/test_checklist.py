"""Claim by claim, on invented claims: which are listed, in what order, and which report treats them."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.checklist import NO_VERDICT, ON_ITSELF, arguments, checklist
from helpers.claims import judged_claims
from helpers.evidence import Evidence

from .edited import with_rows

ARTICLE = "invented-2001"
VERDICTS: dict[str, dict[str, object]] = {
    "A-002": {"verdict": "borne_out", "row_ids": ("US-2001-ALPHA",)},
    "A-001": {"verdict": "imprecise", "severity": "high", "row_ids": ("JP-2001-BETA", "JP-2001-BETA-TO-US-2001-ALPHA")},
    "A-003": {"verdict": "judgement", "coded_bearing": "supports"},
    "A-004": {"verdict": "judgement", "coded_bearing": "weakens"},
    "A-005": {"verdict": "not_checkable"},
}
PLACES = {"A-001": "Standfirst", "A-005": "A heading of many words that nobody would print in full, paragraph 2, list"}
THEMES = {"A-002": ("dialogues", "export_controls"), "A-005": ("space_cyber",)}


@pytest.fixture
def judged(invented: Evidence) -> Evidence:
    """Six claims of one article, the last without a verdict, in another order than their own."""
    claims: dict[str, dict[str, object]] = {
        c: {"source_id": ARTICLE, "locator": PLACES.get(c, "1"), "claim": f"{c}.", "themes": THEMES.get(c, ())}
        for c in [*VERDICTS, "A-006"]
    }
    verdicts = {f"{c}-V": {"claim_id": c, "finding": "Found."} | verdict for c, verdict in VERDICTS.items()}
    return with_rows(invented, claims=claims, verdicts=verdicts)


def test_of_one_article_every_claim_but_judgements_is_listed_in_its_order(judged: Evidence) -> None:
    found = checklist(judged_claims(judged), judged, ARTICLE)
    assert found["told"].to_dict() == {
        "A-001": "imprecise, high",
        "A-002": "borne out",
        "A-005": "not checkable",
        "A-006": NO_VERDICT,
    }
    assert found["place"].tolist()[:2] == ["1: Standfirst", "2: 1"]
    assert found.loc["A-005", "place"] == "5: A heading of many words that …, paragraph 2, list"
    assert found.loc["A-006", ["finding", "rows"]].tolist() == ["", ()]


def test_every_claim_is_in_one_of_the_two_tables(evidence: Evidence) -> None:
    for article, claims in judged_claims(evidence).groupby("source_id"):
        told, argued = (make(claims, evidence, str(article)) for make in (checklist, arguments))
        assert sorted([*told.index, *argued.index]) == sorted(claims.index)
        assert told.index.is_monotonic_increasing


def test_the_report_is_named_with_the_tables_of_its_rows(judged: Evidence) -> None:
    found = checklist(judged_claims(judged), judged, ARTICLE)
    assert found["report"].to_dict() == {
        "A-001": ("Export controls (measures, measure pairs)",),  # by its rows, for the claim names no subject
        "A-002": ("Dialogues", "Export controls (measures)"),
        "A-005": ("Space and cyber",),
        "A-006": (ON_ITSELF,),
    }
    assert found["notebook"].tolist() == ["export_controls", "dialogues", "space_cyber", ""]


def test_of_all_articles_only_faults_and_weakened_judgements_are_listed(judged: Evidence) -> None:
    claims = judged_claims(judged)
    assert checklist(claims, judged).index.tolist() == ["A-001"]
    assert checklist(claims, judged).loc["A-001", "place"] == "Nobody 2001, 1: Standfirst"
    assert arguments(claims, judged)["bearing"].to_dict() == {"A-004": "weakened"}


def test_judgements_of_one_article_are_told_with_what_came_of_them(judged: Evidence) -> None:
    found = arguments(judged_claims(judged), judged, ARTICLE)
    assert found["bearing"].to_dict() == {"A-003": "supported", "A-004": "weakened"}


def test_no_claim_no_list(invented: Evidence) -> None:
    nothing = judged_claims(invented)
    for article in ("all", ARTICLE):
        assert checklist(nothing, invented, article).empty
        assert arguments(nothing, invented, article).empty


def test_rows_that_are_not_held_name_no_table(judged: Evidence) -> None:
    claims = judged_claims(judged)
    claims["row_ids"] = pd.Series([("US-2009-GONE",)] * len(claims), index=claims.index, dtype="object")
    assert checklist(claims, judged, ARTICLE).loc["A-002", "report"] == ("Dialogues", "Export controls")


def test_claims_without_a_fault_leave_the_list_of_faults_empty(judged: Evidence) -> None:
    sound = judged_claims(judged).loc[["A-002"]]
    assert checklist(sound, judged).empty
