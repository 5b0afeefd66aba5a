"""Balancing: the rows of a selection, and the headline numbers under every choice, worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import balancing
from helpers.evidence import Evidence
from helpers.period import parse_period
from helpers.robustness import robustness

from . import spoken_rows as made

YEAR = parse_period("2001")
JP: dict[str, Any] = {"jurisdictions": ("JP",), "coded_names_china": "no"}
CN: dict[str, Any] = {"jurisdictions": ("CN",)}
ACTS = made.measures(
    {
        "US-2001-A": {"date_announced": "2001-01-01", "date_effective": "2001-02-01"},
        "US-2001-B": {"date_announced": "2001-03-01", "instrument": "entity_listing"},
        "US-2001-C": {"date_announced": "2001-12-01", "date_effective": "2002-01-01"},
        "US-2001-D": {"date_announced": "2001-05-01"},
        "JP-2001-A": JP | {"date_announced": "2001-01-31", "date_effective": "2001-06-01"},
        "JP-2001-B": JP | {"date_announced": "2001-02-01", "coded_names_china": "yes"},
        "CN-2001-A": CN | {"date_announced": "2001-04-01"},
        "CN-2001-B": CN | {"date_announced": "2001-04-02", "targets_named": ("JP",)},
    }
)
PAIRED = made.pairs(
    ("JP-2001-A", "mirrors", "US-2001-A"),
    ("US-2001-B", "mirrors", "JP-2001-B"),
    ("CN-2001-A", "answers", "US-2001-A"),
)
PAIRED["coded_basis"] = ["same_items", "timing", "stated"]
SAID = made.statements(
    {
        "ST-1": {"measure_id": "US-2001-A", "date": "2001-01-02"},
        "ST-2": {"measure_id": "US-2001-A", "date": "2001-01-03"},
        "ST-3": {"measure_id": "US-2001-B", "date": "2001-03-02"},
        "ST-4": {"measure_id": "JP-2001-A", "date": "2001-02-02"},
        "ST-5": {"measure_id": "JP-2001-A", "date": "2002-02-02"},
        "ST-6": {"measure_id": "JP-2001-A", "date": "2001-02-03", "speaker_kind": "industry"},
        "ST-7": {"measure_id": "CN-2001-A", "date": "2001-05-01", "speaker_country": "JP"},
        "ST-8": {"measure_id": "JP-2001-A", "date": "2001-02-02", "speaker_country": "JP"},
    }
)
CODED = made.codes(
    ("ST-1", "coder-a", "US", -2),
    ("ST-1", "coder-b", "US", -1),
    ("ST-2", "coder-a", "US", -2),
    ("ST-2", "coder-b", "US", -2),
    ("ST-3", "coder-a", "US", 0),
    ("ST-3", "coder-b", "US", 0),
    ("ST-4", "coder-a", "JP", -1),
    ("ST-4", "coder-b", "JP", 0),
    ("ST-5", "coder-a", "JP", 2),
    ("ST-6", "coder-a", "JP", -2),
    ("ST-7", "coder-a", "CN", -1),
    ("ST-8", "coder-a", "CN", 1),
)
MET = made.meetings({"CN-JP-1": {"date_start": "2000-12-01"}, "CN-JP-2": {"date_start": "2001-02-20"}})


@pytest.fixture
def record() -> Evidence:
    return made.record(statements=SAID, measures=ACTS, tone_codes=CODED, measure_pairs=PAIRED, meetings=MET)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, 2 / 4),  # of A to D the record pairs A and B with Japanese measures
        ({"basis": "effective"}, 1 / 1),  # of those in force in the year A alone
        ({"basis": "published"}, None),
        ({"pairing": "not by timing alone"}, 1 / 4),
        ({"pairing": "stated"}, 0.0),
        ({"order_in_time": "later"}, 1 / 4),  # the counterpart of B came first
        ({"lists_of_entities": False}, 1 / 3),
        ({"measures": ["US-2001-A", "JP-2001-A", "US-2001-D"]}, 1 / 2),
        ({"measures": ["US-2001-A"]}, 0.0),  # its counterpart is not among the measures kept to
    ],
)
def test_the_share_matched_is_counted_by_hand(
    record: Evidence, choices: dict[str, Any], expected: float | None
) -> None:
    found = balancing.matched_share(record, YEAR, **choices)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, (-1.5 - 2 + 0) / -3 - 0.5),  # -3.5/3 against -0.5
        ({"scheme": "3"}, 2 / 3 - 0.5),
        ({"coder": "coder-a"}, 4 / 3 - 1),
        ({"coder": "coder-b"}, 1.0 - 0.0),
        ({"industry_bodies": True}, 3.5 / 3 - 1.25),
        ({"unit_counted": "measure"}, (1.75 + 0) / 2 - 0.5),
        ({"measures": ["US-2001-A"]}, None),
    ],
)
def test_the_gap_of_tones_is_counted_by_hand(record: Evidence, choices: dict[str, Any], expected: float | None) -> None:
    found = balancing.harsher_by(record, YEAR, **choices)
    assert found == (None if expected is None else pytest.approx(expected))


def test_rows_are_those_of_the_period_and_the_lags_of_the_whole_record(record: Evidence) -> None:
    rows = balancing.balance(record, parse_period("2001-01"))
    assert rows.spoken.index.tolist() == ["ST-1", "ST-2"]
    assert rows.deeds.index.tolist() == ["JP-2001-A"]
    assert rows.paired["announced_low"].tolist() == [30]
    assert rows.american.index.tolist() == ["US-2001-A"]
    assert rows.controls.to_dict() == {"JP-2001-A": "2001-01-31"}


def test_a_measure_that_names_china_bears_on_it_without_a_counterpart(record: Evidence) -> None:
    rows = balancing.balance(record, YEAR, measures=["JP-2001-B"])
    assert rows.controls.index.tolist() == ["JP-2001-B"]
    assert rows.after.empty  # no date of the record lies so late that the window of 90 days has passed
    assert balancing.balance(record, YEAR, window_days=19, measures=["JP-2001-B"]).after["after"].tolist() == [1]


def test_cases_need_words_on_both_sides(record: Evidence) -> None:
    cases = balancing.balance(record, YEAR).cases
    assert cases[["measures_US", "measures_JP"]].to_numpy().tolist() == [[("US-2001-A",), ("JP-2001-A",)]]


def test_marks_that_fit_a_reading_are_counted_and_too_few_give_nothing(record: Evidence) -> None:
    assert balancing.marks_fitting(record, YEAR) is None
    more = {f"US-2001-{n}": {"date_announced": "2001-05-01"} for n in "EFGH"}
    acts = pd.concat([ACTS, made.measures(more)])
    wide = made.record(statements=SAID, measures=acts, tone_codes=CODED, measure_pairs=PAIRED, meetings=MET)
    assert balancing.marks_fitting(wide, YEAR) == 1  # extent: 2 of 8
    assert balancing.marks_fitting(wide, YEAR, "alignment") == 0
    assert balancing.marks_fitting(wide, YEAR, threshold=0.25) == 0
    assert balancing.marks_fitting(wide, YEAR, "alignment", threshold=0.25) == 1


@pytest.mark.parametrize(
    ("function", "choices"),
    [
        (balancing.marks_fitting, balancing.MARK_CHOICES),
        (balancing.matched_share, balancing.SHARE_CHOICES),
        (balancing.harsher_by, balancing.GAP_CHOICES),
    ],
)
def test_every_choice_is_one_of_the_function(record: Evidence, function: Any, choices: dict[str, Any]) -> None:
    firm = robustness(function, record, YEAR, vary=choices)
    assert len({a.choice for a in firm.others}) == len(choices) + 1  # and the floor of verification


def test_law_is_told_by_whom_it_answers_and_whom_it_names(record: Evidence) -> None:
    rows = balancing.balance(record, YEAR)
    legal = balancing.legal_answers(rows)
    assert legal["is_denied"].tolist() == [False]
    ids, facts = balancing.law_facts(rows, legal)
    assert (facts["US"], facts["JP"], facts["stated_share"], facts["aimed"], facts["linked"]) == (1, 0, "1 of 1", 1, 0)
    assert facts["is_one_sided"]
    assert set(ids) == {"CN-2001-A-TO-US-2001-A", "CN-2001-B"}


def test_a_denied_link_is_marked() -> None:
    denial = pd.DataFrame(
        [("measure_pairs", "CN-2001-A-TO-US-2001-A", None, "invented", "contradicts", None, None)],
        columns=made.CITED,
        index=["C1"],
        dtype="object",
    )
    record = made.record(measures=ACTS, measure_pairs=PAIRED, citations=denial)
    assert balancing.legal_answers(balancing.balance(record, YEAR))["is_denied"].tolist() == [True]


def test_tokyo_is_told_by_what_it_speaks_on(record: Evidence) -> None:
    facts = balancing.tokyo_facts(balancing.balance(record, YEAR))
    assert (facts["china_share"], facts["own_share"], facts["first"]) == ("1 of 1", "0 of 1", "2001-05-01")
    assert facts["is_split"]
    assert (facts["n_a"], facts["n_b"], facts["mean_b"]) == (0, 1, "+1")
    nothing = balancing.tokyo_facts(balancing.balance(made.record(), YEAR))
    assert (nothing["first"], nothing["is_split"]) == (None, False)


def test_words_between_the_capitals_stand_in_two_panels(record: Evidence) -> None:
    heard = balancing.between_capitals(balancing.balance(record, YEAR).spoken)
    assert heard["panel"].nunique() == 2
    assert heard["other"].to_dict() == {
        "ST-1": "US",
        "ST-2": "US",
        "ST-3": "US",
        "ST-4": "JP",
        "ST-7": "JP",
        "ST-8": "JP",
    }
    told = balancing.capitals_in_words(heard)
    assert told.startswith("Beijing, by whom it addresses, United States: 1 × −2, 1 × −1.5, 1 × 0; Beijing")
    assert balancing.capitals_in_words(heard.iloc[:0]) == ""


def test_deeds_are_placed_by_lag_and_by_what_their_text_says(record: Evidence) -> None:
    found = balancing.placed(balancing.balance(record, YEAR).deeds)
    assert found[["low", "high", "is_filled", "naming"]].to_numpy().tolist() == [
        [30, 30, False, "no"],
        [-28, -28, True, "yes"],
    ]
    assert balancing.placed(balancing.balance(made.record(), YEAR).deeds).empty


def test_an_empty_record_gives_no_number() -> None:
    nothing = made.record()
    assert balancing.matched_share(nothing, YEAR) is None
    assert balancing.harsher_by(nothing, YEAR) is None
    assert balancing.marks_fitting(nothing, YEAR) is None
