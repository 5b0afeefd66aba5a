"""Lags: days between counterparts, what is counted once, what has no counterpart."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import lags as acts
from helpers.evidence import Evidence
from helpers.parameters import ParameterError

from .measure_rows import JP, US, made, measures

ONE_PAIR = made(measures(US_2001_TEST=US, JP_2001_TEST=JP), ("JP-2001-TEST", "mirrors", "US-2001-TEST"))


@pytest.mark.parametrize(
    ("basis", "days", "low", "high"),
    [("announced", "31", 31, 31), ("effective", "61 to 91", 61, 91)],  # 31 days of January; 1 March to 1 or 31 May
)
def test_a_lag_runs_between_like_dates_and_keeps_their_precision(basis: str, days: str, low: int, high: int) -> None:
    line = acts.alignment_lags(ONE_PAIR, "US", "JP", basis).loc["JP-2001-TEST-TO-US-2001-TEST"]
    assert (line["days"], line["days_low"], line["days_high"]) == (days, low, high)
    assert (line["leader_id"], line["follower_title"]) == ("US-2001-TEST", "JP_2001_TEST")


def test_a_pair_without_both_dates_is_kept_with_missing_days() -> None:
    lags = acts.alignment_lags(ONE_PAIR, "US", "JP", "published")
    assert len(lags) == 1
    assert lags[["days", "days_low", "days_high", "leader_date"]].isna().all(axis=None)
    assert lags["days_low"].dtype == "Int64"


def test_a_follower_that_came_first_has_a_negative_lag() -> None:
    first = JP | {"date_effective": "2001-02-27"}
    pair = made(measures(US_2001_TEST=US, JP_2001_TEST=first), ("JP-2001-TEST", "mirrors", "US-2001-TEST"))
    assert list(acts.alignment_lags(pair, "US", "JP")["days_high"]) == [-2]


DRAFTED = measures(
    US_2001_TEST=US,
    JP_2001_LETTER=JP
    | {"date_announced": "2001-01-11", "date_effective": "2001-03-02", "instrument": "policy_document"},
    JP_2001_DRAFT=JP | {"date_announced": "2001-01-21", "date_effective": "2001-03-02", "instrument": "proposal"},
    JP_2001_FINAL=JP | {"date_announced": "2001-04-01", "date_effective": "2001-03-11"},
)
CARRIED = (
    ("JP-2001-FINAL", "implements", "JP-2001-DRAFT"),
    ("JP-2001-DRAFT", "implements", "JP-2001-LETTER"),
)


def mirrored(*followers: str) -> list[tuple[str, str, str]]:
    return [(follower, "mirrors", "US-2001-TEST") for follower in followers]


def test_a_draft_and_the_rule_that_carries_it_out_are_one_following() -> None:
    both = made(DRAFTED, *CARRIED, *mirrored("JP-2001-DRAFT", "JP-2001-FINAL"))
    lags = acts.alignment_lags(both, "US", "JP", "announced")
    assert list(lags["follower_id"]) == ["JP-2001-FINAL"]
    assert list(lags["step_ids"]) == [("JP-2001-DRAFT",)]
    assert list(lags["days"]) == ["20"], "announced with its draft, 1 to 21 January"
    assert list(acts.alignment_lags(both, "US", "JP", "effective")["days"]) == ["10"], "in force by itself"


@pytest.mark.parametrize("order", [0, 1])
def test_steps_of_a_step_belong_to_the_policy(order: int) -> None:
    carried = CARRIED if order else CARRIED[::-1]
    chain = made(DRAFTED, *carried, *mirrored("JP-2001-LETTER", "JP-2001-DRAFT", "JP-2001-FINAL"))
    lags = acts.alignment_lags(chain, "US", "JP", "announced")
    assert list(lags["step_ids"]) == [("JP-2001-DRAFT", "JP-2001-LETTER")]
    assert list(lags["days"]) == ["10"]


def test_a_draft_that_nothing_carried_out_counts_by_itself() -> None:
    lags = acts.alignment_lags(made(DRAFTED, *mirrored("JP-2001-DRAFT", "JP-2001-FINAL")), "US", "JP", "announced")
    assert sorted(lags["follower_id"]) == ["JP-2001-DRAFT", "JP-2001-FINAL"]
    alone = made(DRAFTED, *CARRIED, *mirrored("JP-2001-DRAFT"))
    assert list(acts.alignment_lags(alone, "US", "JP", "announced")["days"]) == ["20"]


def test_only_counterparts_of_the_two_jurisdictions_that_are_held_count() -> None:
    held = measures(US_2001_TEST=US, JP_2001_TEST=JP, NL_2001_TEST=JP | {"jurisdictions": ("NL",)})
    evidence = made(
        held,
        ("NL-2001-TEST", "mirrors", "US-2001-TEST"),
        ("JP-2001-TEST", "answers", "US-2001-TEST"),
        ("JP-2001-TEST", "mirrors", "US-1999-GONE"),
    )
    assert acts.alignment_lags(evidence, "US", "JP").empty
    assert list(acts.alignment_lags(evidence, "US", "NL").index) == ["NL-2001-TEST-TO-US-2001-TEST"]


def test_a_joint_act_belongs_to_each_of_its_governments() -> None:
    joint = measures(US_2001_TEST=US | {"jurisdictions": ("NL", "US")}, JP_2001_TEST=JP)
    pair = made(joint, ("JP-2001-TEST", "mirrors", "US-2001-TEST"))
    assert len(acts.alignment_lags(pair, "US", "JP")) == len(acts.alignment_lags(pair, "NL", "JP")) == 1


def test_lags_come_in_order_of_the_leaders_date_and_change_nothing() -> None:
    held = measures(
        US_2003_TEST=US | {"date_effective": None},
        US_2002_TEST=US | {"date_effective": "2002"},
        US_2001_TEST=US,
        JP_2001_TEST=JP,
    )
    leaders = ["US-2003-TEST", "US-2002-TEST", "US-2001-TEST"]
    evidence = made(held, *(("JP-2001-TEST", "mirrors", leader) for leader in leaders))
    before = evidence.tables
    assert list(acts.alignment_lags(evidence, "US", "JP")["leader_id"]) == leaders[::-1]
    pd.testing.assert_frame_equal(before["measure_pairs"], evidence.measure_pairs)
    pd.testing.assert_frame_equal(before["measures"], evidence.measures)


NOTHING = made(measures())


def test_no_rows_give_empty_frames_with_their_columns() -> None:
    lags = acts.alignment_lags(NOTHING, "US", "JP")
    assert lags.empty
    assert list(lags.columns[:5]) == ["leader_id", "follower_id", "leader_title", "follower_title", "leader_date"]
    assert list(lags.columns) == list(acts.answer_lags(NOTHING).columns)
    assert acts.lags_by_basis(NOTHING, "US", "JP").empty
    assert acts.counterparts(NOTHING, "US", "JP").empty
    assert acts.rows_of(lags) == []


def test_a_wrong_basis_or_a_government_that_follows_itself_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"'efective' is no date basis\. Did you mean 'effective'"):
        acts.alignment_lags(NOTHING, "US", "JP", "efective")
    with pytest.raises(ParameterError, match="leader and follower are both 'JP'; name two"):
        acts.alignment_lags(ONE_PAIR, "JP", "JP")


def test_pairs_entered_the_other_way_round_are_turned() -> None:
    evidence = made(
        measures(US_2001_TEST=US, US_2002_TEST=US | {"date_effective": "2002-03-01"}, JP_2001_TEST=JP),
        ("JP-2001-TEST", "mirrors", "US-2001-TEST"),
        ("US-2002-TEST", "mirrors", "JP-2001-TEST"),
    )
    lags = acts.alignment_lags(evidence, "US", "JP", "effective", either=True).set_index("leader_id")
    assert lags["follower_id"].to_dict() == {"US-2001-TEST": "JP-2001-TEST", "US-2002-TEST": "JP-2001-TEST"}
    assert lags["days"].to_dict() == {"US-2001-TEST": "61 to 91", "US-2002-TEST": "-304 to -274"}
    assert lags.loc["US-2002-TEST", ["days_low", "days_high", "leader_date"]].tolist() == [-304, -274, "2002-03-01"]
    assert len(acts.alignment_lags(evidence, "US", "JP")) == 1
    assert len(acts.lags_by_basis(evidence, "US", "JP", either=True)) == 2


def test_a_measure_that_is_answered_dates_from_its_draft() -> None:
    held = pd.concat([DRAFTED, measures(CN_2001_TEST=JP | {"jurisdictions": ("CN",), "date_announced": "2001-04-02"})])
    evidence = made(held, *CARRIED, ("CN-2001-TEST", "answers", "JP-2001-FINAL"))
    assert list(acts.answer_lags(evidence)["days"]) == ["81"], "from the letter of 11 January"


def test_answers_are_counted_from_foreign_measures_only() -> None:
    china = {"jurisdictions": ("CN",), "date_announced": "2001-01-05"}
    held = measures(US_2001_TEST=US, CN_2001_TEST=china, CN_2001_OTHER=china)
    evidence = made(
        held, ("CN-2001-TEST", "answers", "US-2001-TEST"), ("CN-2001-OTHER", "answers", "CN-2001-TEST")
    )  # fmt: skip
    lags = acts.answer_lags(evidence)
    assert list(lags["follower_id"]) == ["CN-2001-TEST"]
    assert list(lags["days"]) == ["4"]
    assert list(lags["leader_jurisdiction"]) == ["US"]


def test_every_basis_stands_side_by_side() -> None:
    line = acts.lags_by_basis(ONE_PAIR, "US", "JP").iloc[0]
    assert (line["announced"], line["effective"], line["effective_high"]) == ("31", "61 to 91", 91)
    assert pd.isna(line["published"])
    assert (line["leader_announced"], line["follower_effective"]) == ("2001-01-01", "2001-05")


def test_a_summary_counts_what_is_certain_and_leaves_out_missing_days() -> None:
    lags = pd.DataFrame(
        {
            "days_low": pd.array([-5, -1, 10, None], dtype="Int64"),
            "days_high": pd.array([-5, 20, 40, None], dtype="Int64"),
            "coded_basis": ["timing", "stated", "timing", "timing"],
            "leader_jurisdiction": ["US", "US", "JP", "NL"],
        }
    )
    summary = acts.lag_summary(lags)
    assert {k: summary[k] for k in ("n", "dated", "later", "earlier", "low", "high", "median")} == {
        "n": 4, "dated": 3, "later": 1, "earlier": 1, "low": -5, "high": 40, "median": "-1 to 20",
    }  # fmt: skip
    assert (summary["timing"], summary["stated"], summary["after_US"], summary["after_CN"]) == (3, 1, 2, 0)


def test_a_summary_of_nothing_has_counts_of_zero_and_missing_bounds() -> None:
    summary = acts.lag_summary(acts.alignment_lags(NOTHING, "US", "JP"))
    assert (summary["n"], summary["later"]) == (0, 0)
    assert all(pd.isna(summary[k]) for k in ("low", "high"))
    assert summary["median"] is None
    assert acts.median_days(acts.alignment_lags(NOTHING, "US", "JP")) is None


def test_rows_and_touching_keep_pairs_measures_and_steps() -> None:
    lags = acts.alignment_lags(made(DRAFTED, *CARRIED, *mirrored("JP-2001-DRAFT", "JP-2001-FINAL")), "US", "JP")
    assert acts.rows_of(lags) == ["JP-2001-FINAL-TO-US-2001-TEST", "US-2001-TEST", "JP-2001-FINAL", "JP-2001-DRAFT"]
    assert len(acts.touching(lags, DRAFTED.loc[["US-2001-TEST"]])) == 1
    assert len(acts.touching(lags, DRAFTED.loc[["JP-2001-FINAL"]])) == 1
    assert acts.touching(lags, DRAFTED.loc[["JP-2001-LETTER"]]).empty


def test_a_measure_is_followed_preceded_or_alone() -> None:
    held = measures(
        US_2001_TEST=US, US_2002_TEST=US | {"date_effective": "2002-03-01"}, US_2003_TEST=US, US_2004_STAY=US | {"coded_effect": "suspends"},
        US_2005_BILL=US | {"instrument": "bill"}, US_2006_NOTE=US | {"instrument": "guidance", "coded_effect": "clarifies"},
        US_2007_DEAD=US | {"status": "not_enforced"}, JP_2001_TEST=JP,
    )  # fmt: skip
    evidence = made(
        held,
        ("JP-2001-TEST", "mirrors", "US-2001-TEST"),
        ("US-2002-TEST", "mirrors", "JP-2001-TEST"),
        ("US-2003-TEST", "amends", "US-2002-TEST"),
        ("US-2004-STAY", "suspends", "US-2003-TEST"),
    )
    found = acts.counterparts(evidence, "US", "JP")
    assert found["counterpart"].to_dict() == {
        "US-2001-TEST": "followed",
        "US-2002-TEST": "first",
        "US-2003-TEST": "none",
    }
    by_word = acts.counterparts(evidence, "US", "JP", "announced")["counterpart"]
    assert by_word["US-2002-TEST"] == "followed", "announced in January 2001, the order turns with the date"
    unpublished = acts.counterparts(evidence, "US", "JP", "published")["counterpart"]
    assert unpublished["US-2001-TEST"] == "undecided", "paired, but without the dates"
    assert found.loc["US-2003-TEST", "continues"] == "amends US-2002-TEST"
    assert pd.isna(found.loc["US-2002-TEST", "continues"]), "a counterpart abroad is no own earlier measure"


def test_a_pair_of_another_reason_is_no_counterpart() -> None:
    found = acts.counterparts(ONE_PAIR, "US", "JP", reasons=("stated", "same_items"))
    assert found["counterpart"].to_dict() == {"US-2001-TEST": "none"}
    assert acts.counterparts(ONE_PAIR, "US", "JP")["counterpart"].to_dict() == {"US-2001-TEST": "followed"}


def test_the_rule_of_october_2022_as_the_record_has_it(evidence: Evidence) -> None:
    after = acts.lags_by_basis(evidence, "US", "JP").set_index("leader_id").loc["US-2022-OCT7"]
    assert isinstance(after, pd.Series), "the draft and the ordinance are one following"
    assert after["follower_id"] == "JP-2023-23ITEMS"
    assert (after["announced"], after["published"], after["effective"]) == ("175", "222", "289")
    assert (after["follower_announced"], after["follower_effective"]) == ("2023-03-31", "2023-07-23")
