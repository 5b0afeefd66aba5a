"""Hedging: lags to a counterpart in both directions, deeds beside words, and the marks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import hedging
from helpers.statements import on_measures_of, single_acts, toned_statements

from . import spoken_rows as made

JP = {"jurisdictions": ("JP",), "coded_names_china": "no"}
ACTS = made.measures(
    {
        "US-2001-TEST": {
            "date_announced": "2001-01-01",
            "date_effective": "2001-01-01",
            "title": "Leader",
            "coded_item_classes": ("quantum", "advanced_chips", "investment"),
        },
        "JP-2001-DRAFT": JP
        | {"date_announced": "2001-01-31", "instrument": "proposal", "coded_item_classes": ("investment",)},
        "JP-2001-TEST": JP
        | {
            "date_announced": "2001-02-01",
            "date_effective": "2001-04",
            "item_count": 1,
            "coded_item_classes": ("advanced_chips", "space_items"),
        },
        "JP-2002-TEST": JP | {"date_announced": "2002-01-01", "entity_count": 7},
        "US-2002-TEST": {"date_announced": "2002-03-01", "title": "Follower"},
        "JP-2003-TEST": JP,
    }
)
PAIRED = made.pairs(
    ("JP-2001-DRAFT", "mirrors", "US-2001-TEST"),
    ("JP-2001-TEST", "mirrors", "US-2001-TEST"),
    ("JP-2001-TEST", "implements", "JP-2001-DRAFT"),
    ("US-2002-TEST", "mirrors", "JP-2002-TEST"),
    ("US-2002-TEST", "mirrors", "JP-2001-TEST"),
)
SAID = made.statements(
    {
        "ST-2": {"speaker_country": "JP", "measure_id": "JP-2001-TEST", "date": "2001-02-02"},
        "ST-1": {"speaker_country": "JP", "measure_id": "JP-2001-DRAFT", "coded_names_countries": ("CN",)},
        "ST-3": {"speaker_country": "JP", "measure_id": "JP-2001-TEST", "relation_to_measure": "before"},
    }
)
EVIDENCE = made.evidence_of(SAID, ACTS, made.codes(("ST-1", "coder-a", "CN", 1), ("ST-2", "coder-a", "CN", -2)), PAIRED)
LAGS = hedging.counterpart_lags(EVIDENCE, "JP", "US")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0, "the same day"),
        (1, 1, "1 day later"),
        (-30, 0, "0 to 30 days earlier"),
        (-1, 4, "1 day earlier to 4 days later"),
    ],
)
def test_a_lag_is_worded_by_its_direction(low: int, high: int, expected: str) -> None:
    assert hedging.later(low, high) == expected


def test_an_earlier_counterpart_stands_before_a_later_one() -> None:
    assert LAGS["counterpart_id"].to_dict() == {"JP-2001-TEST": "US-2001-TEST", "JP-2002-TEST": "US-2002-TEST"}


def test_lags_keep_direction_precision_and_the_first_step() -> None:
    line = LAGS.loc["JP-2001-TEST"]
    assert (line["announced"], line["effective"]) == ("30 days later", "90 to 119 days later")  # from the draft
    assert line["step_ids"] == ("JP-2001-DRAFT",)


def test_a_measure_that_came_first_has_negative_days() -> None:
    line = LAGS.loc["JP-2002-TEST"]
    assert (line["announced"], line["announced_low"], line["announced_high"]) == ("59 days earlier", -59, -59)
    assert pd.isna(line["effective"])
    assert line["counterpart"] == "Follower"


def test_a_policy_shares_the_classes_of_its_steps_with_its_counterpart_in_their_order() -> None:
    line = LAGS.loc["JP-2001-TEST"]
    assert (line["shared"], line["is_comparable"]) == (("advanced_chips", "investment"), True)
    other = LAGS.loc["JP-2002-TEST"]
    assert (other["shared"], other["is_comparable"]) == ((), False)  # neither side is coded


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [
        ((True, ("advanced_chips",), "stated"), "advanced chips (stated)"),
        ((True, (), "timing"), "no class (timing)"),
        ((False, (), "timing"), "not coded (timing)"),
        ((False, float("nan"), float("nan")), ""),
    ],
)
def test_an_overlap_is_worded_with_the_reason_of_the_pair(overlap: tuple[bool, Any, Any], expected: str) -> None:
    assert hedging.overlap_words(*overlap) == expected


def test_without_the_other_country_there_is_no_lag() -> None:
    alone = made.evidence_of(acts=ACTS[[who == ("JP",) for who in ACTS["jurisdictions"]]], paired=PAIRED)
    assert hedging.counterpart_lags(alone, "JP", "US").empty


def deeds() -> pd.DataFrame:
    own = on_measures_of(toned_statements(EVIDENCE), "JP", "JP")
    return hedging.words_and_deeds(single_acts(ACTS, ["JP"]), LAGS, own, "CN")


def test_words_on_a_draft_count_for_the_rule_that_carries_it_out() -> None:
    table = deeds()
    assert table.index.tolist() == ["JP-2001-TEST", "JP-2002-TEST", "JP-2003-TEST"]
    assert table[["statements", "named", "tones"]].to_numpy().tolist() == [[2, 1, "+1, −2"], [0, 0, ""], [0, 0, ""]]
    assert table["announced_low"].isna().tolist() == [False, False, True]


def test_a_reader_gets_pairing_numbers_and_words_in_one_cell_each() -> None:
    table = deeds()
    assert table.loc["JP-2001-TEST", ["pairing", "controls", "overlap", "said"]].tolist() == [
        "Leader (timing)",
        "1 item",
        "advanced chips, investment (timing)",
        "+1, −2 (1 of 2 with the name)",
    ]
    assert table.loc["JP-2002-TEST", ["controls", "said"]].tolist() == ["7 entities", ""]
    assert pd.isna(table.loc["JP-2003-TEST", "pairing"])
    assert table.loc["JP-2003-TEST", "controls"] == ""


def test_no_measure_gives_no_row() -> None:
    none = single_acts(made.measures({}), ["JP"])
    own = on_measures_of(toned_statements(made.evidence_of()), "JP", "JP")
    assert hedging.words_and_deeds(none, LAGS, own, "CN").empty


def test_a_share_of_half_fits_the_first_reading_and_few_fit_none() -> None:
    half = pd.Series([True, False, True, False, True, False])
    assert hedging.fitting(half, "first", "second") == "first"
    assert hedging.fitting(~half & half.shift(fill_value=False), "first", "second") == "first"
    assert hedging.fitting(half[:5] & False, "first", "second") == "second"
    assert hedging.fitting(half[:4], "first", "second") == "too few to judge"


def test_the_share_at_which_a_mark_tips_over_can_be_set() -> None:
    third = pd.Series([True, True, False, False, False, False])
    assert hedging.fitting(third, "first", "second") == "second"
    assert hedging.fitting(third, "first", "second", 1 / 3) == "first"  # exactly a third
    assert hedging.mark_table({"a": ("what", third, "first", "second")}, 0.4).loc["a", "fits"] == "second"


def yes(number: int, of: int) -> pd.Series:
    return pd.Series([True] * number + [False] * (of - number), index=[f"XX-{i}" for i in range(of)], dtype=bool)


def test_marks_are_counted_by_reading_for_a_sentence() -> None:
    marks = hedging.mark_table(
        {
            "a": ("first", yes(3, 6), "alignment", "hedging"),
            "b": ("second", yes(2, 6), "alignment", "hedging"),
            "c": ("third", yes(4, 4), "quieter words", "plain words"),
            "d": ("fourth", yes(5, 5), "quieter words", "plain words"),
        }
    )
    facts = hedging.mark_facts(marks)
    wanted = {"alignment": 1, "hedging": 1, "quieter": 1, "plain": 0, "few": 1, "marks": 4, "b": 2, "b_of": 6}
    assert {k: facts[k] for k in wanted} == wanted
    assert facts["b_share"] == "2 of 6"
    assert (facts["against_it"], facts["for_it"]) == ("a", "b")
    assert hedging.mark_facts(marks.iloc[2:])["for_it"] == "none"
    assert marks.loc["c", "row_ids"] == ("XX-0", "XX-1", "XX-2", "XX-3")


def test_the_marks_of_hedging_look_at_the_rows_they_name() -> None:
    american = pd.DataFrame({"counterpart": ["none", "followed", "first"]}, index=["US-1", "US-2", "US-3"])
    spoken = toned_statements(EVIDENCE)
    after = pd.DataFrame({"after": [0, 2]}, index=["JP-1", "JP-2"])
    texts = single_acts(ACTS, ["US", "JP"])
    marks = hedging.hedging_marks(american, deeds(), spoken, spoken, after, texts)
    assert dict(zip(marks.index, zip(marks["hits"], marks["of"], strict=True), strict=True)) == {
        "extent": (2, 3),
        "overlap": (1, 1),  # of the two counterparts one is coded
        "speed": (2, 2),
        "pressure": (1, 2),  # of two coded statements the one of -2
        "contact": (1, 2),
        "texts": (4, 4),  # the draft is a text of its own
        "speakers": (2, 3),
    }
    assert set(marks["fits"]) == {"too few to judge"}
    slow = hedging.hedging_marks(american, deeds(), spoken, spoken, after, texts, speed_term=29)
    assert slow.loc["speed", "hits"] == 1  # the draft came 30 days after, the other measure first
