"""What facts rest on, on invented rows whose origins can be counted by eye."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers import audit
from helpers.claims import judged_claims
from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.period import parse_period
from helpers.sources import Sources

from .edited import add_rows

YEAR = parse_period("2001")
CLAIM = {"claim_id": "A-1", "source_id": "invented-2001", "locator": "1", "kind": "event", "claim": "So it was."}
VERDICT = {
    "verdict_id": "A-1-V", "claim_id": "A-1", "verdict": "borne_out", "finding": "It was.", "row_ids": "JP-2001-BETA",
    "verification": "verified", "checked": "2001-01-01",
}  # fmt: skip


def _with(evidence: Evidence, tables: dict[str, pd.DataFrame] | None = None, **marks: object) -> Evidence:
    """The evidence base with other tables, or with the newest invented source marked otherwise."""
    sources = dict(evidence.sources)
    sources["invented-2003"] = replace(sources["invented-2003"], **marks)  # type: ignore[arg-type]
    return Evidence(evidence.tables | (tables or {}), evidence.schema, Sources(sources))


def _cited(row_id: str, number: int, source: str, **more: str) -> dict[str, str]:
    table = "measure_pairs" if "-TO-" in row_id else "measures"
    line = {"citation_id": f"{row_id}-C{number}", "table": table, "row_id": row_id, "source_id": source}
    return line | {"stance": "supports"} | more


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
    found = audit.facts(_with(invented, {"actors": actors, "events": events}), YEAR)
    assert {"JP-NOBODY", "EV-2001"} <= set(found.index)
    assert "JP-IDLE" not in found.index


def test_a_repeated_source_is_one_origin_with_the_one_it_repeats(invented_folder: Path) -> None:
    add_rows(invented_folder, "citations", _cited("US-2001-ALPHA", 3, "invented-2003", field="scope"))
    found = audit.foundations(audit.facts(open_evidence(invented_folder), YEAR), open_evidence(invented_folder))
    assert found.loc["US-2001-ALPHA", ["origins", "kinds", "basis"]].tolist() == [
        2,
        ("primary", "secondary"),
        "several_primary",
    ]
    assert found.loc["JP-2001-BETA", ["origins", "basis"]].tolist() == [1, "one_secondary"]
    repeated = _with(open_evidence(invented_folder), derives_from=("invented-2001",))
    again = audit.foundations(audit.facts(repeated, YEAR), repeated)
    assert again.loc["US-2001-ALPHA", "basis"] == "one_primary"
    assert [len(repeated.independent_sources(i)) for i in again.index] == again["origins"].tolist()


def test_a_row_that_a_founding_article_alone_supports_as_a_whole_is_told(invented_folder: Path) -> None:
    add_rows(invented_folder, "citations", _cited("JP-2001-BETA", 2, "invented-2001", field="scope"))
    evidence = _with(open_evidence(invented_folder), founding=True)
    found = audit.foundations(audit.facts(evidence, YEAR), evidence)["on_article"]
    assert found[found].index.tolist() == ["JP-2001-BETA"]  # the pair is only mentioned, Alpha has another source


def test_reliance_counts_each_table(invented: Evidence) -> None:
    found = audit.foundations(audit.facts(invented, YEAR), invented)
    table = audit.reliance(found, invented)
    assert table.loc["measures", ["title", "rows", "single", "one_secondary", "primary", "single_share"]].tolist() == [
        "Measures", 2, 2, 1, 1, "100%",
    ]  # fmt: skip
    shares = audit.single_shares(found, invented)
    assert shares.loc["Measures (2 rows)"].tolist() == [50.0, 50.0]
    assert list(shares.columns) == ["one primary origin", "one secondary origin"]


def test_nothing_held_rests_on_nothing(invented: Evidence) -> None:
    nothing = audit.foundations(audit.facts(invented, parse_period("1990")), invented)
    assert audit.reliance(nothing, invented).empty
    assert audit.single_shares(nothing, invented).empty
    assert audit.disagreements(invented, nothing).empty
    assert audit.disputes_by_table(audit.disagreements(invented, nothing)).empty
    assert audit.sites(nothing, invented).empty


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


def test_open_cases_come_first(invented_folder: Path) -> None:
    against = {"stance": "contradicts", "field": "scope", "stated": "Made up; or not"}
    add_rows(
        invented_folder,
        "citations",
        _cited("JP-2001-BETA", 2, "invented-2001", reason="Open: nobody knows.", **against),
    )
    evidence = open_evidence(invented_folder)
    found = audit.disagreements(evidence, audit.facts(evidence, YEAR))
    assert found["is_open"].to_dict() == {"JP-2001-BETA": True, "US-2001-ALPHA": False}
    assert found.loc["JP-2001-BETA", ["held", "label", "title"]].tolist() == [
        "scope: Made up for a test",
        "Beta ordinance",
        "Measures",
    ]
    assert found.loc["US-2001-ALPHA", ["held", "by"]].tolist() == ["entity count: 4", ("Example Press, May 2003",)]
    assert audit.disputes_by_table(found).loc["Measures"].tolist() == [2, 0]


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


def test_sites_count_a_row_once(invented: Evidence) -> None:
    counts = audit.sites(audit.facts(invented, YEAR), invented)
    assert counts.to_dict() == {"example.org": 1}  # the other sources have no address


@pytest.mark.slow
def test_coders_are_compared_where_both_read(evidence: Evidence) -> None:
    codes, apart = evidence.tone_codes, audit.coder_differences(evidence)
    spans = codes.groupby("statement_id")["coded_tone"].agg(lambda tones: tones.max() - tones.min())
    assert apart["apart"].to_dict() == spans[spans > 0].astype(int).to_dict()
    assert apart["apart"].is_monotonic_decreasing
    table = audit.agreement_by_scheme(evidence)
    assert [len(steps) for steps in table["steps"]] == [5, 3, 2]
    assert table["same"].tolist()[0] == f"{(spans == 0).mean():.0%}"


def test_no_tones_no_agreement(invented: Evidence) -> None:
    assert audit.agreement_by_scheme(invented).empty
    assert audit.coder_differences(invented).empty
