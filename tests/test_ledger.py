"""The end of a report: every link of it leads somewhere, and nothing shown is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from helpers import Findings, read_scope, show_ledger, tables
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
    assert {"US-2001-ALPHA", "CN-2002-GAMMA", "source-invented-2003", "rests-1", "finding-2"} <= anchors
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
