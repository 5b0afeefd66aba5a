"""The lost table: which statements belong to it, what it leaves out, and both gaps worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import lost_table as lost
from helpers.evidence import Evidence
from helpers.period import parse_period
from helpers.robustness import robustness

from . import spoken_rows as made

YEARS = parse_period("2017/2024")
JP: dict[str, Any] = {"jurisdictions": ("JP",)}
ACTS = made.measures(
    {
        "US-2018-A": {"date_announced": "2018-01-01", "title": "Statute"},
        "US-2018-Z": {"date_announced": "2018-01-02"},
        "JP-2018-A": JP | {"date_announced": "2018-12-10", "title": "Rule"},
        "US-2019-A": {"date_announced": "2019-05-15", "date_effective": "2019-05-16", "title": "Listing"},
        "US-2025-A": {"date_announced": "2025-01-01"},
        "US-2022-A": {"date_announced": "2022-10-07"},
        "JP-2023-A": JP | {"date_announced": "2023-03-31"},
        "XX-2023-A": {"jurisdictions": ("US", "JP"), "date_announced": "2023-01-27"},
    }
)
PAIRED = made.pairs(
    ("JP-2018-A", "mirrors", "US-2018-A"),
    ("US-2019-A", "mirrors", "JP-2018-A"),
    ("US-2025-A", "amends", "US-2019-A"),
    ("JP-2023-A", "mirrors", "US-2022-A"),
    ("XX-2023-A", "leads_to", "US-2022-A"),
    ("US-2018-Z", "suspends", "US-2018-A"),
)
SAID = made.statements(
    {
        "ST-1": {"measure_id": "US-2019-A", "date": "2019-05-16", "article_cell": "Huawei x United States"},
        "ST-2": {"measure_id": "US-2018-A", "date": "2019-08-08"},
        "ST-3": {"measure_id": "JP-2018-A", "date": "2018-12-10", "article_cell": "Huawei x Japan"},
        "ST-4": {"measure_id": "US-2022-A", "date": "2022-10-14", "article_cell": "Semiconductors x United States"},
        "ST-5": {
            "measure_id": "JP-2023-A",
            "date": "2023-04-28",
            "article_cell": "Semiconductors x Japan (b)",
            "speaker_kind": "industry",
        },
        "ST-6": {"measure_id": "JP-2023-A", "date": "2023-05-23", "speaker": "Ministry spokesperson"},
        "ST-7": {"measure_id": "JP-2023-A", "date": "2024-08-01"},  # too late for the article
        "ST-8": {"measure_id": "JP-2023-A", "date": "2023-03-01", "relation_to_measure": "before"},
        "ST-9": {"measure_id": "JP-2023-A", "date": "2023-05-01", "speaker_kind": "industry"},
        "ST-10": {"measure_id": "US-2018-Z", "date": "2018-02-01"},  # a measure of no case
        "ST-11": {"measure_id": "JP-2023-A", "date": "2023-04-01", "speaker_country": "NL"},
    }
)
CODED = made.codes(
    *((f"ST-{n}", "coder-a", None, tone) for n, tone in enumerate([-2, -2, -1, -2, -1, -2, 2, 2, 2, 2, 2], 1)),
    ("ST-1", "coder-b", None, -1),
)


@pytest.fixture
def record() -> Evidence:
    judged = made.judged(
        ("C-1", "Footnote 13", ("ST-1",)),
        ("C-2", "Footnote 15", ("ST-4", "ST-2")),
        ("C-3", "Footnotes 13 and 14", ("ST-1", "ST-3")),
    )
    return made.record(statements=SAID, measures=ACTS, tone_codes=CODED, measure_pairs=PAIRED, **judged)


def test_a_case_holds_what_mirrors_or_carries_on_its_measures_until_the_end_of_the_article(record: Evidence) -> None:
    cases = lost.case_measures(record)
    assert cases["case"].to_dict() == {
        "US-2018-A": "Huawei",
        "JP-2018-A": "Huawei",
        "US-2019-A": "Huawei",
        "US-2022-A": "Semiconductors",
        "JP-2023-A": "Semiconductors",
    }
    assert cases.loc["US-2019-A", ["by", "known"]].tolist() == ["US", "2019-05-15"]
    assert lost.case_measures(record, pd.Index(["JP-2018-A", "US-2018-Z"])).index.tolist() == ["JP-2018-A"]


def test_answers_are_those_cited_and_the_other_ones_of_the_government(record: Evidence) -> None:
    found = lost.answers(record, YEARS)
    assert found.index.tolist() == ["ST-1", "ST-2", "ST-3", "ST-4", "ST-5", "ST-6"]
    assert found["is_cited"].tolist() == [True, False, True, True, True, False]
    assert found["note"].tolist() == ["13", "", "", "15", "", ""]
    assert found.loc["ST-1", ["codes", "tone", "by"]].tolist() == ["−2 and −1", -1.5, "US"]


def test_the_gaps_stand_side_by_side(record: Evidence) -> None:
    sums = lost.gaps(lost.answers(record, YEARS)).set_index("what")
    told = sums[["mean_US", "mean_JP", "harsher_by", "remark"]].to_dict("index")
    assert told["Huawei, as the essay has it"] == {
        "mean_US": -1.5,
        "mean_JP": -1.0,
        "harsher_by": 0.5,
        "remark": "n = 1 and 1",
    }
    assert told["Semiconductors, with what it leaves out"]["mean_JP"] == -1.5  # -1 and -2
    assert told["All cases, as the essay has it"]["harsher_by"] == pytest.approx(0.75)  # -1.75 against -1
    assert told["All cases, with what it leaves out"]["harsher_by"] == pytest.approx(5.5 / 3 - 4 / 3)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, 0.5),
        ({"statements_taken": lost.CITED}, 0.75),
        ({"scheme": "3"}, 0.0),
        ({"coder": "coder-a"}, 2 - 4 / 3),
        ({"speakers": "governments"}, 5.5 / 3 - 1.5),
        ({"measures": ["JP-2023-A"]}, None),
    ],
)
def test_the_gap_under_other_choices(record: Evidence, choices: dict[str, Any], expected: float | None) -> None:
    found = lost.table_gap(record, YEARS, **choices)
    assert found == (None if expected is None else pytest.approx(expected))


def test_every_choice_is_one_of_the_function(record: Evidence) -> None:
    firm = robustness(lost.table_gap, record, YEARS, vary=lost.CHOICES)
    assert {a.choice for a in firm.others} >= {"statements taken", "coder", "speakers"}


def test_the_conclusion_stands_where_both_gaps_lean_one_way_and_nothing_is_mild(record: Evidence) -> None:
    facts = lost.table_facts(lost.answers(record, YEARS))
    assert (facts["cited"], facts["added"], facts["gap_cited"], facts["gap_all"]) == (4, 2, "0.75", "0.50")
    assert (facts["n_JP"], facts["mildest_JP"], facts["stands"]) == (3, "−1", True)
    folded = lost.table_facts(lost.answers(record, YEARS, "3"))
    assert (folded["gap_all"], folded["stands"]) == ("0.00", False)


def test_a_silent_side_gives_no_gap_and_no_crash(record: Evidence) -> None:
    facts = lost.table_facts(lost.answers(record, parse_period("2018")))
    assert (facts["gap_cited"], facts["gap_cited_told"], facts["chance"]) == (None, "nothing to compute", None)
    assert not facts["stands"]
    nothing = lost.answers(made.record(), YEARS)
    assert nothing.empty
    assert lost.gaps(nothing).empty
    assert lost.table_facts(nothing)["mildest_JP"] is None
    assert lost.chronology(lost.case_measures(made.record()), nothing).empty
    assert lost.order_facts(lost.case_measures(made.record()), nothing)["huawei"] is None


def test_the_measures_set_side_by_side_are_ordered_by_the_calendar(record: Evidence) -> None:
    facts = lost.order_facts(lost.case_measures(record), lost.answers(record, YEARS))
    assert facts["huawei"] == "156 days after"  # 21 of December, 120 to the end of April, 15 of May
    assert facts["semiconductors"] == "175 days before"  # 7 October 2022 to 31 March 2023
    assert (facts["earlier"], facts["later"], facts["is_mixed"]) == (1, 1, True)


def test_acts_and_words_stand_in_one_order_of_time_by_case(record: Evidence) -> None:
    line = lost.chronology(lost.case_measures(record), lost.answers(record, YEARS))
    assert line.index.tolist()[:5] == ["US-2018-A", "JP-2018-A", "ST-3", "US-2019-A", "ST-1"]
    assert line.loc["ST-1", ["what", "who"]].tolist() == ["Huawei, 2019-05-16: Speaker on the US step (note 13)", "CN"]
    assert line.loc["ST-6", "what"] == "Chips, 2023-05-23: Ministry on the Japanese step"
    assert line.loc["US-2019-A", "date_effective"] == "2019-05-16"
    assert line["case"].tolist() == ["Huawei"] * 6 + ["Semiconductors"] * 5


def test_a_long_title_keeps_its_end() -> None:
    cut = lost.middle_cut("Addition of Entities to the Entity List (Huawei and 68 affiliates)")
    assert cut == "Addition of Entities … 68 affiliates)"
    assert lost.middle_cut("Short") == "Short"


@pytest.mark.slow
def test_the_five_statements_of_the_article_are_those_of_its_notes(evidence: Evidence) -> None:
    found = lost.answers(evidence, parse_period("2017/2024-07"))
    cited = found[found["is_cited"]]
    assert dict(zip(cited["note"], cited["date"], strict=True)) == {
        "13": "2019-05-16",
        "14": "2018-12-10",
        "15": "2022-10-14",
        "16": "2023-03-31",
        "17": "2023-04-28",
    }
    assert pd.Series(cited.index).is_unique
