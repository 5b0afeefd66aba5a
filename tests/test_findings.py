"""Findings: computed sentences that say so when they fail, are silent without rows, and never hold a typed number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from helpers.display import RECORD
from helpers.evidence import Evidence
from helpers.findings import FAILS, HOLDS, SILENT, FindingError, Findings

Shown = Callable[[], list[dict[str, Any]]]


def test_a_finding_that_holds_is_shown_with_its_values_rows_and_sources(invented: Evidence, shown: Shown) -> None:
    measures = invented.measures.loc[["US-2001-ALPHA"]]
    finding = Findings(invented).add("Alpha lists {n} entities.", holds=True, rows=measures, n=4)
    assert (finding.text, finding.status) == ("Alpha lists 4 entities.", HOLDS)
    assert (finding.rows, finding.sources) == (["US-2001-ALPHA"], ["invented-2001"])
    assert finding.disputed == ["US-2001-ALPHA"]
    bundle = shown()[0]
    assert '<summary>Finding 1 <span class="rests">rests on 1 row, 1 source, contested</span>' in bundle["text/html"]
    assert "contested" in bundle["text/html"]
    assert bundle[RECORD]["values"] == {"n": 4}


def test_a_finding_that_fails_says_what_is_true_instead(invented: Evidence, shown: Shown) -> None:
    findings = Findings(invented)
    finding = findings.add("There are over {n}.", holds=False, rows=["JP-2001-BETA"], otherwise="There are {n}.", n=3)
    assert (finding.status, finding.text) == (FAILS, "There are 3.")
    assert "Otherwise in this selection." in shown()[0]["text/html"]
    assert "n = 3" in findings.add("Over {n}.", holds=False, rows=["JP-2001-BETA"], n=3).text


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_finding_without_rows_or_values_is_silent(invented: Evidence, shown: Shown, missing: object) -> None:
    findings = Findings(invented)
    assert findings.add("It is {n}.", holds=True, rows=["JP-2001-BETA"], n=missing).status == SILENT
    empty = findings.add("It is {n}.", holds=True, rows=invented.measures.iloc[:0], otherwise="Nothing is held.", n=0)
    assert (empty.status, empty.text) == (SILENT, "Nothing is held.")
    assert not any(re.search(r"\bnan\b", b["text/html"].lower()) for b in shown())


def test_a_strict_run_stops_at_a_finding_that_fails_but_not_at_a_silent_one(invented: Evidence, shown: Shown) -> None:
    findings = Findings(invented, strict=True)
    findings.add("It is {n}.", holds=False, rows=[], n=1)
    with pytest.raises(FindingError, match="strict run: finding 2 does not hold"):
        findings.add("It is {n}.", holds=False, rows=["JP-2001-BETA"], n=1)
    assert len(shown()) == 1


@pytest.mark.parametrize(
    ("text", "values", "says"),
    [
        ("Japan followed after 175 days.", {}, "number '175' typed"),
        ("It grew by 36%.", {}, "number '36%' typed"),
        ("It has {n} rows.", {}, r"names \['n'\], which has no value"),
    ],
)
def test_a_badly_made_finding_is_refused(invented: Evidence, text: str, values: dict[str, int], says: str) -> None:
    with pytest.raises(FindingError, match=says):
        Findings(invented).add(text, holds=True, rows=["JP-2001-BETA"], **values)


def test_a_row_or_source_that_does_not_exist_is_refused(invented: Evidence, shown: Shown) -> None:
    with pytest.raises(KeyError, match="Did you mean 'JP-2001-BETA'"):
        Findings(invented).add("A sentence.", holds=True, rows=["JP-2001-BETTA"])
    with pytest.raises(KeyError, match="Did you mean 'invented-undated'"):
        Findings(invented).add("A sentence.", holds=True, rows=["JP-2001-BETA"], sources=["invented-undatd"])
    assert shown() == []


def test_markup_in_a_value_is_dead_on_the_page(invented: Evidence, shown: Shown) -> None:
    Findings(invented).add("It is {x}.", holds=True, rows=["JP-2001-BETA"], x="<script>alert(1)</script>")
    assert "<script>" not in shown()[0]["text/html"]
