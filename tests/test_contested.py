"""Where sources disagree, on invented rows: what comes first, and both sides of what an article states otherwise."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.audit import facts
from helpers.claims import judged_claims
from helpers.contested import MOST_NAMED, UNDECIDED, both_sides, disagreements, disputes_by_table, tallied
from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.period import parse_period

from .edited import add_rows, cited, with_rows

YEAR = parse_period("2001")
CLAIM = {"source_id": "invented-2003", "locator": "1", "kind": "event", "claim": "Five were listed."}
VERDICT = {"finding": "Four were.", "verification": "verified", "checked": "2001-01-01"}


def test_open_cases_come_first(invented_folder: Path) -> None:
    against = {"stance": "contradicts", "field": "scope", "stated": "Made up; or not"}
    add_rows(
        invented_folder,
        "citations",
        cited("JP-2001-BETA", 2, "invented-2001", reason="Open: nobody knows.", **against),
    )
    evidence = open_evidence(invented_folder)
    found = disagreements(evidence, facts(evidence, YEAR))
    assert found["is_open"].to_dict() == {"JP-2001-BETA": True, "US-2001-ALPHA": False}
    assert found.loc["JP-2001-BETA", ["held", "label", "title"]].tolist() == [
        "scope: Made up for a test",
        "Beta ordinance",
        "Measures",
    ]
    assert found.loc["US-2001-ALPHA", ["held", "by"]].tolist() == ["entity count: 4", ("Example Press, May 2003",)]
    assert disputes_by_table(found).loc["Measures"].tolist() == [2, 0]
    tally = tallied(found)
    assert [tally[name] for name in ("n", "open", "by_article", "revised", "bearers")] == [
        2, 1, "none", "none", "2 rows",
    ]  # fmt: skip
    assert not tally["mostly_decided"]  # one of two is no minority
    assert not tallied(found.iloc[1:])["mostly_decided"]  # one is too few to say so
    assert tallied(pd.concat([found, found.iloc[1:]]))["mostly_decided"]


def test_no_disagreement_is_an_empty_table(invented: Evidence) -> None:
    nothing = disagreements(invented, facts(invented, parse_period("1990")))
    assert nothing.empty
    assert disputes_by_table(nothing).empty
    assert tallied(nothing)["n"] is None
    assert both_sides(judged_claims(invented), invented).empty


@pytest.fixture
def judged(invented_folder: Path) -> Evidence:
    """Two claims of an article that states five entities where the row holds four: one imprecise, one contested."""
    claims = ({"claim_id": c} | CLAIM for c in ("B-1", "B-2"))
    verdicts = [
        VERDICT | {"verdict_id": "B-1-V", "claim_id": "B-1", "verdict": "imprecise", "row_ids": "US-2001-ALPHA"},
        VERDICT | {"verdict_id": "B-2-V", "claim_id": "B-2", "verdict": "contested", "source_ids": "invented-2001"},
    ]
    add_rows(invented_folder, "claims", *claims)
    add_rows(invented_folder, "verdicts", *verdicts)
    return open_evidence(invented_folder)


def test_both_sides_are_told_claims_before_values(judged: Evidence) -> None:
    found = both_sides(judged_claims(judged), judged)
    assert found.index.tolist() == ["B-2", "US-2001-ALPHA"]
    assert found.loc["B-2"].tolist() == [
        "Five were listed.", "invented-2003", "Four were.", ("Nobody, 4 February 2001",), UNDECIDED, ("B-2",),
    ]  # fmt: skip
    assert found.loc["US-2001-ALPHA", ["states", "others", "reason"]].tolist() == [
        "5", "entity count: 4", "The rule itself says four.",
    ]  # fmt: skip
    assert found.loc["US-2001-ALPHA", ["others_by", "claim_ids"]].tolist() == [("Nobody, 4 February 2001",), ("B-1",)]


def test_a_value_of_a_row_that_decides_no_claim_counts_where_it_is_asked_for(judged: Evidence) -> None:
    claims = judged_claims(judged)
    claims["row_ids"] = pd.Series([(), ()], index=claims.index, dtype="object")
    assert both_sides(claims, judged).index.tolist() == ["B-2"]
    found = both_sides(claims, judged, ["US-2001-ALPHA"])
    assert found.index.tolist() == ["B-2", "US-2001-ALPHA"]
    assert found.loc["US-2001-ALPHA", "claim_ids"] == ()


def test_a_contested_claim_gives_the_reason_of_its_row(judged: Evidence) -> None:
    claims = judged_claims(judged)
    claims["row_ids"] = pd.Series([(), ("US-2001-ALPHA",)], index=claims.index, dtype="object")
    assert both_sides(claims, judged).loc["B-2", "reason"] == "The rule itself says four."


def test_a_pair_denied_as_a_whole_is_named_by_its_measures(invented_folder: Path) -> None:
    pair = "JP-2001-BETA-TO-US-2001-ALPHA"
    denied = cited(pair, 2, "invented-2003", stance="contradicts", stated="no answer", reason="By the dates.")
    add_rows(invented_folder, "citations", denied)
    evidence = with_rows(open_evidence(invented_folder), claims={"B-1": {**CLAIM}})
    found = both_sides(judged_claims(evidence), evidence, [pair])
    assert found.loc[pair, ["states", "others"]].tolist() == [
        "no answer",
        "the pair as a whole: Beta ordinance mirrors Alpha rule",
    ]


def test_of_many_publishers_the_first_are_named(evidence: Evidence) -> None:
    named = both_sides(judged_claims(evidence), evidence)["others_by"]
    assert named.map(len).max() == MOST_NAMED + 1
    assert all(names[-1].endswith(" more") for names in named if len(names) > MOST_NAMED)
