"""The end of a report: every link of it leads somewhere, and nothing shown is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from helpers import Findings, ledger, read_scope, show_ledger, tables
from helpers.display import RECORD
from helpers.evidence import Evidence


def test_every_link_of_a_report_leads_to_an_anchor(
    invented: Evidence, shown: Callable[[], list[dict[str, Any]]]
) -> None:
    findings = Findings(invented)
    findings.add("Alpha lists {n} entities.", holds=True, rows=["US-2001-ALPHA"], n=4)
    findings.add("Nothing is held of {x}.", holds=True, rows=[], x="this")
    tables.show(invented.measures.iloc[2:], invented, title="Gamma", columns={"title": "Measure"})
    show_ledger(findings, read_scope("2001", ["US"], "verified"))
    html = "".join(b["text/html"] for b in shown())
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert {"measures:US-2001-ALPHA", "measures:CN-2002-GAMMA", "source-invented-2003", "finding-2"} <= anchors
    assert "entity_count: held 4; stated there: 5" in html
    assert "<script>" not in html


def test_the_record_holds_rows_by_table_and_their_mix(
    invented: Evidence, shown: Callable[[], list[dict[str, Any]]]
) -> None:
    findings = Findings(invented)
    findings.add("Two rows of {n}.", holds=True, rows=["US-2001-ALPHA", "CN-2002-GAMMA"], n=3)
    show_ledger(findings, read_scope("2001", ["US"], "verified"))
    record = shown()[-1][RECORD]
    assert record["tables"] == {"measures": ["CN-2002-GAMMA", "US-2001-ALPHA"]}
    assert record["verification"] == {"verified": 1, "article": 0, "unverified": 1}


def test_many_rows_and_sources_are_folded_and_keep_their_anchors(
    invented: Evidence, shown: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST_LINES", 1)
    findings = Findings(invented)
    findings.add("Two rows of {n}.", holds=True, rows=["US-2001-ALPHA", "JP-2001-BETA"], n=3)
    show_ledger(findings, read_scope("2001", ["US"], "verified"))
    html = shown()[-1]["text/html"]
    folded = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", html, re.DOTALL)
    assert [summary for summary, _ in folded] == ["2 rows", "2 sources"]
    assert 'id="measures:JP-2001-BETA"' in folded[0][1]
    assert 'id="source-invented-2003"' in folded[1][1]
    assert '<a href="#source-invented-2001">invented-2001</a></td>' in folded[0][1]
