"""Claims of the literature with their verdicts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.claims import (
    article_names,
    bearings,
    checkable,
    chosen_claims,
    counts_in_words,
    deciding_rows,
    ends,
    faulted,
    gravest,
    judged_claims,
    on_period,
    other_counts,
    share_borne_out,
    shares_borne_out,
    verdict_counts,
)
from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.period import parse_period

from .edited import add_rows, with_rows


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
    counts = verdict_counts(judged_claims(judged))
    assert counts.loc["invented-2001", ["contradicted", "judgement", "borne_out", "claims"]].tolist() == [1, 1, 0, 2]
    assert counts.loc["invented-2003", "not_checkable"] == 1


def test_an_article_without_claims_is_refused(judged: Evidence) -> None:
    with pytest.raises(ValueError, match="no claims of 'invented-2009' are held"):
        judged_claims(judged, "invented-2009")


def test_nothing_held_counts_nothing(invented: Evidence) -> None:
    assert verdict_counts(judged_claims(invented)).empty
    assert faulted(judged_claims(invented)).empty
    assert shares_borne_out(judged_claims(invented)).empty
    assert on_period(judged_claims(invented), invented, parse_period("2001")).empty


def test_a_claim_is_on_the_period_of_its_article_its_date_and_its_rows(judged: Evidence) -> None:
    claims = judged_claims(judged)
    claims["row_ids"] = pd.Series([("CN-2002-GAMMA",), (), ()], index=claims.index, dtype="object")
    claims["date"] = pd.Series([None, None, "1999-05"], index=claims.index, dtype="object")

    def on(period: str) -> list[str]:
        return list(on_period(claims, judged, parse_period(period)).index)

    assert on("2001") == ["A-1", "A-2"]  # the article is of February 2001
    assert on("2002") == ["A-1"]  # a measure of that year decides it
    assert on("1999") == ["B-1"]
    assert on("1999-04") == []


def test_the_gravest_faults_come_first_in_words() -> None:
    claims = pd.DataFrame(
        {
            "verdict": ["imprecise", "contradicted", "borne_out", "judgement", "imprecise", "contested"],
            "severity": ["low", "low", None, "high", None, None],
            "error_type": ["wrong_name", "wrong_date", None, "omission", None, None],
        },
        index=list("abcdef"),
        dtype="object",
    )
    found = faulted(claims)
    assert found.index.tolist() == ["d", "b", "a", "f", "e"]
    assert found.loc["b", ["verdict", "error_type"]].tolist() == ["contradicted", "wrong date"]


def test_shares_need_claims_enough_and_leave_judgements_out() -> None:
    verdicts = ["borne_out"] * 3 + ["imprecise"] * 2 + ["judgement"] * 9 + ["borne_out"] * 4
    claims = pd.DataFrame({"source_id": ["long"] * 14 + ["short"] * 4, "verdict": verdicts})
    assert shares_borne_out(claims).to_dict() == {"long": 0.6}
    assert ends(shares_borne_out(claims))["high"] is None


def test_bearings_are_numbers_for_a_sentence() -> None:
    argued = pd.DataFrame({"coded_bearing": ["supports", "supports", "weakens"]})
    assert bearings(argued) == {"supports": 2, "mixed": 0, "weakens": 1, "none_found": 0, "n": 3}
    assert bearings(argued.iloc[:0])["n"] is None


def test_rows_that_are_not_held_decide_nothing(judged: Evidence) -> None:
    narrow = judged.select(countries=["JP"])
    assert deciding_rows(judged_claims(judged), judged) == ["A-1", "A-2", "B-1", "US-2001-ALPHA"]
    assert deciding_rows(judged_claims(narrow), narrow) == ["A-1", "A-2", "B-1"]


@pytest.fixture
def tried(invented: Evidence) -> Evidence:
    """Ten checkable claims of two articles: six borne out; errors of gravity high, medium and low, and one of none."""
    faults = {"A-07": "high", "A-08": "medium", "B-09": "low", "B-10": None}
    claims: dict[str, dict[str, object]] = {}
    verdicts: dict[str, dict[str, object]] = {}
    for c in [*(f"A-0{n}" for n in range(1, 7)), *faults]:
        found = ("contradicted" if c == "A-07" else "imprecise") if c in faults else "borne_out"
        claims[c] = {"source_id": "invented-2001" if c.startswith("A") else "invented-2003"}
        mark = "unverified" if c == "B-10" else "verified"
        verdicts[f"{c}-V"] = {"claim_id": c, "verdict": found, "severity": faults.get(c), "verification": mark}
    return with_rows(invented, claims=claims, verdicts=verdicts)


YEARS = parse_period("2001/2003")


def test_the_share_borne_out_under_other_counts(tried: Evidence) -> None:
    assert share_borne_out(tried, YEARS) == 0.6
    assert share_borne_out(tried, YEARS, imprecise_claims="as borne out") == 0.9
    assert share_borne_out(tried, YEARS, imprecise_claims="left aside") == 6 / 7
    assert share_borne_out(tried, YEARS, errors_counted=("high", "medium")) == 0.8
    assert share_borne_out(tried, YEARS, errors_counted=("high",)) == 0.9
    assert share_borne_out(tried, YEARS, article_left_out="invented-2001") == 0
    assert share_borne_out(tried, YEARS, article_left_out="invented-2003") == 0.75
    assert share_borne_out(tried.select(min_verification="verified"), YEARS) == 6 / 9


def test_the_period_narrows_all_articles_and_not_one_chosen_by_name(tried: Evidence) -> None:
    year = parse_period("2003")
    assert share_borne_out(tried, year) == 0
    assert share_borne_out(tried, year, "invented-2001") == 0.75
    assert len(chosen_claims(tried, year, "invented-2001")) == 8
    assert share_borne_out(tried, parse_period("1990")) is None


def test_other_counts_leave_out_an_article_where_there_are_several() -> None:
    names = {"a-2001": "A 2001", "b-2002": "B 2002"}
    assert other_counts(names)["article_left_out"] == {"A 2001": "a-2001", "B 2002": "b-2002"}
    assert "article_left_out" not in other_counts(names, "a-2001")
    assert "article_left_out" not in other_counts({"a-2001": "A 2001"})


def test_counts_are_words_for_a_sentence(tried: Evidence) -> None:
    told = counts_in_words(checkable(judged_claims(tried)), {"invented-2001": "Nobody 2001"})
    assert [told[k] for k in ("n", "share", "borne_out", "imprecise", "contradicted", "contested", "whose")] == [
        10, "60%", 6, 3, 1, "none", "the founding articles",
    ]  # fmt: skip
    nothing = counts_in_words(checkable(judged_claims(tried)).iloc[:0], {"x": "X 1"}, "x")
    assert [nothing[k] for k in ("n", "share", "whose")] == [None, None, "X 1"]


def test_the_gravest_errors_are_few_and_in_one_text_or_not() -> None:
    claims = pd.DataFrame({"source_id": ["a"] * 30 + ["b"] * 30, "severity": ["high"] * 4 + [None] * 55 + ["high"]})
    names = {"a": "A 2001", "b": "B 2002"}
    found = gravest(claims, names)
    assert [found[k] for k in ("n", "most", "where", "few_in_one")] == [5, 4, "A 2001", True]
    assert found["told"] == "5; in the article with most of them, A 2001: 4"
    assert not gravest(claims.iloc[:30], {"a": "A 2001"})["few_in_one"]  # one text cannot stand out
    assert not gravest(claims.iloc[1:], names)["few_in_one"]  # four are too few to say so
    assert gravest(claims.iloc[:10], {"a": "A 2001"})["told"] == "4"
    assert [gravest(claims.iloc[10:20], names)[k] for k in ("n", "told")] == [None, "none"]
    assert gravest(claims.iloc[:0], {})["told"] is None


def test_articles_are_named_by_author_and_the_rest_of_the_id(evidence: Evidence) -> None:
    names = article_names(evidence, evidence.claims["source_id"])
    assert names["wong-2024-08"] == "Wong 2024-08"
    assert names["jacobs-2022-q1"] == "Jacobs 2022-Q1"
