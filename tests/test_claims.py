"""Claims of the literature with their verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.claims import checkable, judged_claims, verdict_counts
from helpers.evidence import Evidence
from helpers.opening import open_evidence

from .edited import add_rows


@pytest.fixture
def judged(invented_folder: Path) -> Evidence:
    """An invented evidence base with three claims of two articles."""
    claims = [
        ("A-1", "invented-2001", "event"),
        ("A-2", "invented-2001", "assessment"),
        ("B-1", "invented-2003", "figure"),
    ]
    verdicts = {"A-1": "contradicted", "A-2": "judgement", "B-1": "not_checkable"}
    add_rows(invented_folder, "claims", *(
        {"claim_id": c, "source_id": s, "locator": "1", "kind": k, "claim": "So it was."} for c, s, k in claims
    ))  # fmt: skip
    add_rows(invented_folder, "verdicts", *(
        {"verdict_id": f"{c}-V", "claim_id": c, "verdict": v, "finding": "It was not.", "row_ids": "US-2001-ALPHA",
         "verification": "verified", "checked": "2001-01-01"} for c, v in verdicts.items()
    ))  # fmt: skip
    return open_evidence(invented_folder)


def test_claims_stand_beside_their_verdicts(judged: Evidence) -> None:
    found = judged_claims(judged, "invented-2001")
    assert found["verdict"].to_dict() == {"A-1": "contradicted", "A-2": "judgement"}
    assert found.loc["A-1", "row_ids"] == ("US-2001-ALPHA",)
    assert list(checkable(judged_claims(judged)).index) == ["A-1"]


def test_verdicts_are_counted_by_article(judged: Evidence) -> None:
    counts = verdict_counts(judged)
    assert counts.loc["invented-2001", ["contradicted", "judgement", "borne_out", "claims"]].tolist() == [1, 1, 0, 2]
    assert counts.loc["invented-2003", "not_checkable"] == 1


def test_an_article_without_claims_is_refused(judged: Evidence) -> None:
    with pytest.raises(ValueError, match="no claims of 'invented-2009' are held"):
        judged_claims(judged, "invented-2009")


def test_nothing_held_counts_nothing(invented: Evidence) -> None:
    assert verdict_counts(invented).empty
