"""Following: shares, days and orders behind the headline sentences, against numbers worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import following
from helpers.evidence import Evidence
from helpers.parameters import ParameterError
from helpers.period import DayRange, parse_period

from .measure_rows import JP, US, made, measures

HELD = measures(
    US_2001_RULE=US | {"coded_item_classes": ("quantum",)},
    US_2002_RULE=US | {"date_announced": "2002-01-01", "date_effective": "2002-03-01"},
    US_2003_RULE=US | {"date_announced": "2003-01-01", "date_effective": "2003-03-01"},
    US_2004_RULE=US | {"date_announced": "2004-01-01", "date_effective": "2004-03-01"},
    JP_2001_RULE=JP | {"item_count": 23},
    JP_2002_RULE=JP | {"date_announced": "2002-02-01", "date_effective": "2002-02-01"},
)
LINKS = (
    ("JP-2001-RULE", "mirrors", "US-2001-RULE", "stated"),
    ("JP-2002-RULE", "mirrors", "US-2002-RULE", "timing"),
    ("US-2003-RULE", "mirrors", "JP-2002-RULE", "same_entities"),
)
RECORD = made(HELD, *LINKS)
NOTHING = made(measures())


def test_share_followed_counts_later_counterparts_among_all_binding_measures() -> None:
    # In force: one followed (1 March to May 2001), two preceded, one alone. By announcement two are followed.
    assert following.share_followed(RECORD, "US", "JP", "effective") == 1 / 4
    assert following.share_followed(RECORD, "US", "JP", "announced") == 2 / 4
    stated = following.share_followed(RECORD, "US", "JP", "announced", reasons_for_pairing=following.NOT_TIMING)
    assert stated == 1 / 4
    assert following.share_followed(RECORD, "US", "JP", "effective", parse_period("2001")) == 1
    assert following.share_followed(RECORD, "US", "JP", "effective", item_class="quantum") == 1
    assert following.share_followed(NOTHING, "US", "JP", "effective") is None


def test_share_later_counts_dated_pairs_entered_either_way() -> None:
    # By announcement: +31 days, +31 days, and -334 turned round. By force: +61 to 91, -28, -393.
    assert following.share_later(RECORD, "US", "JP", "announced") == 2 / 3
    assert following.share_later(RECORD, "US", "JP", "announced", pairs_entered=following.LEADER_FIRST) == 1
    assert following.share_later(RECORD, "US", "JP", "effective") == 1 / 3
    assert following.share_later(RECORD, "US", "JP", "published") is None


def test_days_after_is_the_lag_of_one_pair() -> None:
    days = following.days_after(RECORD, "US", "JP", "US-2001-RULE", "JP-2001-RULE", "effective")
    assert days == DayRange(61, 91)
    assert following.days_after(RECORD, "US", "JP", "US-2001-RULE", "JP-2001-RULE", "published") is None
    assert following.days_after(RECORD, "US", "JP", "US-2004-RULE", "JP-2001-RULE", "effective") is None


def test_most_weight_goes_to_the_first_stated_pair_or_to_the_one_named() -> None:
    wide = following.wide_pairs(RECORD, "US", "JP", HELD)
    first = following.leading_pair(RECORD, wide, "US", "JP", None)
    assert first["leader_id"].tolist() == ["US-2001-RULE"]
    named = following.leading_pair(RECORD, wide, "US", "JP", "US-2003-RULE")
    assert named["follower_id"].tolist() == ["JP-2002-RULE"]
    outside = following.leading_pair(RECORD, wide.iloc[:0], "US", "JP", "US-2003-RULE")
    assert outside.empty, "known to the record, but not in the selection"


@pytest.mark.parametrize(("wrong", "near"), [("US-2001-RUEL", "US-2001-RULE"), ("US-2004-RULE", "US-2003-RULE")])
def test_a_leading_measure_without_a_counterpart_is_refused_with_the_right_ids(wrong: str, near: str) -> None:
    wide = following.wide_pairs(RECORD, "US", "JP", HELD)
    with pytest.raises(
        ParameterError, match=rf"lead_measure: '{wrong}' is no measure .* Did you mean '{near}'"
    ) as caught:
        following.leading_pair(RECORD, wide, "US", "JP", wrong)
    assert len(caught.value._render_traceback_()) == 1, "one line, no traceback"


def test_facts_of_the_leading_pair_are_written_out() -> None:
    who = following.parties("US", "JP", "effective")
    wide = following.wide_pairs(RECORD, "US", "JP", HELD)
    facts = following.lead_facts(RECORD, wide.head(1), who)
    assert (facts["leader_announced"], facts["announced"], facts["items"]) == ("1 January 2001", "31", "23 items")
    assert facts["after"]
    assert facts["published"] is None
    assert facts["instead"] == (
        "JP-2001-RULE of Japan is the counterpart to US-2001-RULE of the United States; "
        "the days between them are by announcement 31 and by entry into force 61 to 91."
    )
    silent = following.lead_facts(RECORD, wide.iloc[:0], who)
    assert silent["instead"] == "No source in this selection pairs a measure of the United States with one of Japan."
    assert not silent["after"]
    assert silent["leader_id"] is None


def test_parties_name_a_third_government() -> None:
    assert following.parties("US", "JP", "announced")["third"] == "the Netherlands"
    assert following.parties("NL", "US", "announced")["other"] == "JP"
    assert following.parties("US", "JP", "announced")["basis"] == "announcement"


def test_counts_of_what_was_met_and_what_was_left() -> None:
    own = following.measures_met(RECORD, "US", "JP", "effective")
    back = following.measures_met(RECORD, "JP", "US", "effective")
    facts = following.met_facts(own, back)
    assert {k: facts[k] for k in ("n", "followed", "first", "undecided", "none", "m", "free", "fewer")} == {
        "n": 4, "followed": 1, "first": 2, "undecided": 0, "none": 1, "m": 2, "free": 1, "fewer": False,
    }  # fmt: skip
    assert facts["share"] == 1 / 4
    left, numbers = following.unmet(own)
    assert list(left.index) == ["US-2004-RULE"]
    assert numbers == {"u": 1, "alone": 1, "listings": 0, "apart": False}, "one measure bears no most"
    empty = following.met_facts(own.iloc[:0], back.iloc[:0])
    assert (empty["n"], empty["share"], empty["fewer"]) == (None, None, False)
    assert following.unmet(own.iloc[:0])[1]["u"] is None


def test_an_act_between_two_others_is_told_by_either_date() -> None:
    record = made(
        HELD,
        ("JP-2002-RULE", "mirrors", "US-2002-RULE", "same_entities"),
        ("US-2003-RULE", "mirrors", "JP-2002-RULE", "same_entities"),
    )
    order = following.same_entities_order(following.wide_pairs(record, "US", "JP", HELD))
    assert order["between"]
    assert order["by_word"] == (
        "US-2002-RULE (1 January 2002), JP-2002-RULE (1 February 2002) and then US-2003-RULE (1 January 2003)"
    )
    assert order["by_force"] == (
        "JP-2002-RULE (1 February 2002), US-2002-RULE (1 March 2002) and then US-2003-RULE (1 March 2003)"
    )
    none = following.same_entities_order(following.wide_pairs(NOTHING, "US", "JP", measures()))
    assert none == {"by_word": None, "by_force": None, "between": False}


def test_a_third_government_can_be_sooner_in_word_and_later_in_force() -> None:
    held = pd.concat(
        [
            HELD,
            measures(
                NL_2001_RULE=JP
                | {"jurisdictions": ("NL",), "date_announced": "2001-01-15", "date_effective": "2001-07-01"}
            ),
        ]
    )
    record = made(held, *LINKS, ("NL-2001-RULE", "mirrors", "US-2001-RULE", "stated"))
    who = following.parties("US", "JP", "effective")
    wide, beside = (following.wide_pairs(record, "US", code, held) for code in ("JP", "NL"))
    case = following.lead_facts(record, wide.head(1), who)
    pair, facts = following.sooner_and_later(case, beside)
    assert list(pair["follower_id"]) == ["NL-2001-RULE"]
    assert facts == {"announced": "14", "effective": "122", "a": "31", "e": "61 to 91", "crossed": True}
    both = following.side_by_side(record, wide, beside, who)
    assert both["by"].tolist() == ["JP", "NL", "JP", "JP"]
    assert both["items"].iloc[0] == 23
    none, silent = following.sooner_and_later(following.lead_facts(record, wide.iloc[:0], who), beside)
    assert none.empty
    assert silent == {"announced": None, "effective": None, "a": None, "e": None, "crossed": False}


CHINA = measures(
    US_2001_RULE=US,
    US_2001_OTHER=US | {"date_announced": "2001-01-21"},
    JP_2001_RULE=JP,
    CN_2001_ANSWER=JP
    | {"jurisdictions": ("CN",), "date_announced": "2001-02", "targets_named": ("JP", "US"), "entity_count": 20},
    CN_2001_OTHER=JP | {"jurisdictions": ("CN",), "date_announced": "2001-01-11"},
)
ANSWERS = (
    ("CN-2001-ANSWER", "answers", "US-2001-RULE"),
    ("CN-2001-ANSWER", "answers", "US-2001-OTHER"),
    ("CN-2001-OTHER", "answers", "US-2001-RULE"),
)


def test_the_delay_of_answers_is_a_range_where_a_date_is_partial() -> None:
    # Days: 31 to 58, 11 to 38, and 10; each answer once: 11 to 38 and 10.
    record = made(CHINA, *ANSWERS)
    assert following.answer_delay(record) == (11.0, 38.0)
    assert following.answer_delay(record, pairs_counted=following.ONCE) == (10.5, 24.0)
    assert following.answer_delay(record, parse_period("1990")) is None


def test_measures_that_name_a_target_are_counted_with_their_entities() -> None:
    record = made(CHINA, *ANSWERS)
    own, facts = following.aimed_at(CHINA, following.answers_in(record), "CN", "JP")
    assert list(own.index) == ["CN-2001-ANSWER"]
    assert facts == {"named": 1, "entities": 20, "unpaired": False}
    assert following.aimed_at(CHINA, following.answers_in(record).iloc[:0], "CN", "JP")[1]["unpaired"]
    assert following.aimed_at(CHINA.iloc[:1], following.answers_in(record), "CN", "JP")[1]["named"] is None


def test_the_case_of_october_2022_as_the_record_has_it(evidence: Evidence) -> None:
    verified = evidence.select(min_verification="verified")
    pair = ("US", "JP", "US-2022-OCT7", "JP-2023-23ITEMS")
    spans = {b: following.days_after(verified, *pair, b) for b in ("announced", "published", "effective")}
    assert spans == {"announced": DayRange(175, 175), "published": DayRange(222, 222), "effective": DayRange(289, 289)}
