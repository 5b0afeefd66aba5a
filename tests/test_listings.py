"""Additions to the Entity List: which counts belong to which rule, what adds up, how each is cited."""

from __future__ import annotations

import pandas as pd

from helpers import listings
from helpers.evidence import Evidence

from .measure_rows import US, made, measures


def counts(*lines: tuple[str, str, str, float, str | None, str]) -> pd.DataFrame:
    columns = ["observation_id", "series_id", "period", "value", "vintage", "notes"]
    return pd.DataFrame(lines, columns=columns).set_index("observation_id")


LISTED = {"instrument": "entity_listing"}
HELD = measures(
    US_2001_FOUR=US | LISTED | {"date_published": "2001-02-01", "entity_count": 4, "official_citation": "66 FR 11"},
    US_2001_BOTH=US
    | LISTED
    | {"date_published": "2001-03-01", "entity_count": 12, "official_citation": "66 FR 12; 66 FR 13"},
    US_2001_ELSE=US | LISTED | {"date_published": "2001-04-01", "entity_count": 99},
)
RECORD = made(
    HELD,
    observations=counts(
        ("B", listings.EVERY, "2001-03-01", 10.0, "rule 2001-00010", "Under two destinations."),
        ("C", listings.EVERY, "2001-03-01", 2.0, "rule on metals", ""),
        ("A", listings.EVERY, "2001-02-01", 4.0, None, "FR document 2001-00004."),
        ("D", listings.EVERY, "2001-04-01", 1.0, None, "66 FR 20; all under China."),
        ("A-CN", listings.CHINA, "2001-02-01", 3.0, None, ""),
        ("B-CN", listings.CHINA, "2001-03-01", 6.0, None, "FR document 2001-00010."),
    ),
)


def test_each_rule_is_a_step_with_its_own_count_for_china() -> None:
    found = listings.additions(RECORD)
    assert list(found.index) == ["A", "B", "C", "D"]
    assert found["entities"].tolist() == [4, 10, 2, 1]
    assert found["total"].tolist() == [4, 14, 16, 17]
    assert found["china"].fillna(0).tolist() == [3, 6, 0, 0]
    assert found["china_total"].tolist() == [3, 9, 9, 9]
    assert pd.isna(found.loc["C", "china"]), "the other rule of the day"


def test_rules_are_tied_to_measures_by_day_and_count_and_cited() -> None:
    found = listings.additions(RECORD)
    assert found["measure_id"].tolist()[:3] == ["US-2001-FOUR", "US-2001-BOTH", "US-2001-BOTH"]
    assert pd.isna(found.loc["D", "measure_id"]), "another count on that day"
    assert found["citation"].tolist() == [
        "66 FR 11; FR document 2001-00004", "FR document 2001-00010", "66 FR 12 or 66 FR 13", "66 FR 20",
    ]  # fmt: skip
    assert found["row_ids"].tolist() == [
        ("A", "A-CN", "US-2001-FOUR"),
        ("B", "B-CN", "US-2001-BOTH"),
        ("C", "US-2001-BOTH"),
        ("D",),
    ]


def test_facts_name_the_largest_rule_and_the_largest_held() -> None:
    facts = listings.addition_facts(listings.additions(RECORD))
    assert (facts["n"], facts["total"], facts["most"], facts["day"]) == (4, 17, 10, "1 March 2001")
    assert facts["held"] == (
        "The largest that is held as a measure of its own too is US-2001-BOTH of 1 March 2001, "
        "with 10 (FR document 2001-00010)"
    )
    bare = listings.additions(made(measures(), observations=RECORD.observations))
    assert listings.addition_facts(bare)["held"] == "No rule among them is held as a measure of its own"
    assert list(listings.largest_first(listings.additions(RECORD)).index) == ["B", "A", "C", "D"]


def test_no_rule_gives_an_empty_frame_and_no_numbers() -> None:
    empty = listings.additions(made(measures(), observations=counts()))
    assert empty.empty
    assert set(listings.HEADINGS) <= set(empty.columns)
    assert set(listings.addition_facts(empty).values()) == {None}


def test_the_36_additions_of_december_2022_are_found_by_rule(evidence: Evidence) -> None:
    found = listings.additions(evidence.select(period="2022-12", as_of="2022-12-31", min_verification="verified"))
    rule = found[found["measure_id"] == "US-2022-DEC36"].iloc[0]
    assert (rule["published"], rule["entities"]) == ("2022-12-19", 36)
    assert rule["citation"] == "87 FR 77505; FR document 2022-27151"
