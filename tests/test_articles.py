"""A founding article put to the test in a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.articles import claims_on, show_article
from helpers.evidence import Evidence
from helpers.findings import Findings
from helpers.opening import open_evidence

from .edited import add_rows

KINDS = {"A-1": "event", "A-2": "event", "A-3": "assessment"}
Shown = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def judged(invented_folder: Path) -> Evidence:
    """An invented evidence base with an article of three claims: one on each of two themes, one on none."""
    verdicts = {"A-1": ("borne_out", ""), "A-2": ("contradicted", ""), "A-3": ("judgement", "supports")}
    themes = {"A-1": "export_controls", "A-2": "space_cyber", "A-3": ""}
    add_rows(invented_folder, "claims", *(
        {"claim_id": c, "source_id": "invented-2001", "locator": "1", "kind": KINDS[c], "claim": f"<b>{c}</b> was.",
         "themes": theme} for c, theme in themes.items()
    ))  # fmt: skip
    add_rows(invented_folder, "verdicts", *(
        {"verdict_id": f"{c}-V", "claim_id": c, "verdict": v, "coded_bearing": b, "finding": "So it is.",
         "row_ids": "JP-2001-BETA", "verification": "verified"} for c, (v, b) in verdicts.items()
    ))  # fmt: skip
    return open_evidence(invented_folder)


def test_a_theme_takes_its_own_claims_and_those_on_no_theme(judged: Evidence) -> None:
    assert list(claims_on(judged, "invented-2001", "space_cyber").index) == ["A-2", "A-3"]
    assert list(claims_on(judged, "invented-2001", None).index) == ["A-1", "A-2", "A-3"]


def test_a_theme_report_counts_the_verdicts_and_lists_the_claims(judged: Evidence, shown: Shown) -> None:
    show_article(Findings(judged), "invented-2001", "export_controls")
    page = "".join(b["text/html"] for b in shown())
    assert "Alpha, invented" in page
    assert "Of the 1 claims of the article on this subject that can be true or false, the record bears out 1" in page
    assert "&lt;b&gt;A-1&lt;/b&gt; was." in page
    assert "A-2" not in page
    assert "supports it" in page


def test_the_briefing_and_the_audit_count_without_listing(judged: Evidence, shown: Shown) -> None:
    show_article(Findings(judged), "invented-2001", "briefing")
    page = "".join(b["text/html"] for b in shown())
    assert "Of the 2 claims" in page
    assert "<table>" not in page


def test_rows_that_a_knowledge_date_leaves_out_are_let_in_for_the_verdicts(judged: Evidence, shown: Shown) -> None:
    early = judged.select(as_of="2001-12-31")
    assert "JP-2001-BETA" not in early.measures.index
    findings = Findings(early)
    show_article(findings, "invented-2001", "export_controls")
    assert "JP-2001-BETA" in findings.evidence.measures.index
    assert "JP-2001-BETA" not in early.measures.index
    assert findings.items[0].rows == ["A-1", "JP-2001-BETA"]


def test_an_article_on_another_subject_says_so(judged: Evidence, shown: Shown) -> None:
    findings = Findings(judged)
    show_article(findings, "invented-2001", "semiconductor_industry")
    assert "The article makes no claim on this subject that can be true or false." in findings.items[0].text
