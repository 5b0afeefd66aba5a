"""Measures: which are counted, how many in which year, with how much notice, and what their texts say."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import measures as acts
from helpers.opening import open_evidence
from helpers.parameters import ParameterError
from helpers.period import parse_period
from helpers.reports.notebooks import find_notebook

from .measure_rows import JP, US, made, measures


def test_an_understanding_is_in_force_in_no_year() -> None:
    held = measures(US_2001_TEST=US, US_2001_TALK=US | {"instrument": "understanding"})
    assert acts.by_year(held, ["US"], "effective")["US"].to_dict() == {"2001": 1}
    assert acts.notice(held, ["US"]).at["US", "measures"] == 1


YEARS = measures(
    US_2001_TEST=US | {"entity_count": 3},
    US_2003_TEST=US | {"date_effective": "2003-07", "entity_count": 4, "jurisdictions": ("US", "NL")},
    JP_2001_TEST=JP | {"entity_count": None},
    JP_2009_TEST=JP | {"date_effective": None, "entity_count": 9},
)


def test_years_leave_no_gap_and_a_joint_act_counts_for_each() -> None:
    wide = acts.by_year(YEARS, ["JP", "US", "NL"], "effective")
    assert list(wide.columns) == ["JP", "US", "NL"]
    assert wide.T.to_dict("list") == {"2001": [1, 1, 0], "2002": [0, 0, 0], "2003": [0, 1, 1]}


def test_a_measure_is_in_a_period_when_its_date_lies_wholly_inside() -> None:
    assert list(acts.dated_in(YEARS, parse_period("2003-07"), "effective").index) == ["US-2003-TEST"]
    assert acts.dated_in(YEARS, parse_period("2003-07-10"), "effective").empty
    assert len(acts.dated_in(YEARS, parse_period("2001-02"), "announced")) == 2


def test_notice_is_the_median_of_days_from_announcement_to_force() -> None:
    held = acts.notice(YEARS, ["JP", "US", "KR"])
    # US: 59 days to 1 March 2001; 911 to 941 days to July 2003. JP: 89 to 119 days to May 2001; one without a date.
    assert list(held.index) == ["JP", "US"]
    assert held["median_days"].to_dict() == {"JP": "89 to 119", "US": "485 to 500"}
    assert held[["measures", "date_announced", "date_effective", "with_dates"]].to_numpy().tolist() == [
        [2, 2, 1, 1],
        [2, 2, 2, 2],
    ]
    assert pd.isna(acts.notice(YEARS.loc[["JP-2009-TEST"]], ["JP"]).at["JP", "median_days"])


def test_no_measures_give_empty_frames_and_silent_facts() -> None:
    nothing = measures()
    assert acts.by_year(nothing, ["US"], "effective").empty
    assert acts.notice(nothing, ["US"]).empty
    assert acts.texts_on_china(nothing, ["US"]).empty
    assert acts.with_both_dates(nothing, ["US"]).empty
    assert acts.notice_facts(acts.notice(nothing, ["US"]), "US", "JP") == {
        "theirs": None, "ours": None, "n": None, "m": None, "longer": False,
    }  # fmt: skip


def test_notice_is_longer_only_with_enough_measures_on_either_side() -> None:
    us = {f"US_200{n}_TEST": US for n in range(5)}
    jp = {f"JP_200{n}_TEST": JP for n in range(5)}
    facts = acts.notice_facts(acts.notice(measures(**us, **jp), ["US", "JP"]), "US", "JP")
    assert facts == {"theirs": "59", "ours": "89 to 119", "n": 5, "m": 5, "longer": True}
    jp.popitem()
    fewer = acts.notice_facts(acts.notice(measures(**us, **jp), ["US", "JP"]), "US", "JP")
    assert (fewer["m"], fewer["longer"]) == (4, False)


def test_both_dates_are_needed_and_a_joint_act_stands_once() -> None:
    assert list(acts.with_both_dates(YEARS, ["US", "NL", "JP"]).index) == [
        "US-2001-TEST",
        "US-2003-TEST",
        "JP-2001-TEST",
    ]
    assert list(acts.with_both_dates(YEARS, ["JP"]).index) == ["JP-2001-TEST"]


CLASSED = measures(
    US_2001_TOOLS=US | {"coded_item_classes": ("chipmaking_equipment", "advanced_chips")},
    US_2002_CHIPS=US
    | {"coded_item_classes": ("advanced_chips",), "date_announced": "2002-01-01", "date_effective": "2002-02-01"},
    US_2003_NONE=US | {"coded_item_classes": ()},
)


def test_a_class_keeps_the_measures_about_it() -> None:
    assert list(acts.of_class(CLASSED, "advanced_chips").index) == ["US-2001-TOOLS", "US-2002-CHIPS"]
    assert list(acts.of_class(CLASSED, "chipmaking_equipment").index) == ["US-2001-TOOLS"]
    assert acts.of_class(CLASSED, "quantum").empty
    assert len(acts.of_class(CLASSED, None)) == 3
    with pytest.raises(ParameterError, match=r"item_class: 'quantun' is no class\. Did you mean 'quantum'"):
        acts.of_class(CLASSED, "quantun")


def test_a_report_counts_what_is_in_the_period_and_of_the_class() -> None:
    found = acts.selected(made(CLASSED), parse_period("2001"), "advanced_chips")
    assert list(found.index) == ["US-2001-TOOLS"]
    assert len(acts.selected(made(CLASSED))) == 3


def test_the_classes_are_those_of_the_schema_and_of_the_notebook() -> None:
    fields = {f["name"]: f for f in open_evidence().resource("measures")["schema"]["fields"]}
    assert tuple(fields["coded_item_classes"]["itemEnum"]) == acts.ITEM_CLASSES
    declared = {p.name: p for p in find_notebook("export_controls").parameters}
    assert declared["item_class"].choices == acts.ITEM_CLASSES
    assert not any("fmt" in p.help for p in declared.values())


def test_texts_say_whether_china_is_named() -> None:
    held = measures(
        JP_2001_LIST=JP | {"coded_names_china": "yes"},
        JP_2001_TEST=JP | {"coded_names_china": "no"},
        US_2001_TEST=US,
        CN_2001_TEST=US | {"jurisdictions": ("CN",), "coded_names_china": "not_applicable"},
    )
    lines = acts.texts_on_china(held, ["JP", "US", "CN"])
    assert lines[["jurisdiction", "text"]].to_numpy().tolist() == [
        ["JP", "China named"],
        ["JP", "China not named"],
        ["US", "not read"],
    ]
