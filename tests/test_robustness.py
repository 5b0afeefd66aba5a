"""Robustness: a number under every other choice, in words and as a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from helpers.evidence import Evidence
from helpers.findings import Findings
from helpers.period import DayRange, days_between
from helpers.robustness import Robustness, robustness, stated_value


def entities(evidence: Evidence, times: int = 1) -> int:
    """The number of a test: entities of all measures together."""
    return int(evidence.measures["entity_count"].fillna(0).sum()) * times


def lag(evidence: Evidence, basis: str = "effective") -> DayRange | None:
    """Days from the first invented measure to the second, by a date basis; None where one is not dated so."""
    dates = evidence.measures[f"date_{basis}"]
    start, end = dates.get("US-2001-ALPHA"), dates.get("JP-2001-BETA")
    return days_between(start, end) if isinstance(start, str) and isinstance(end, str) else None


def test_a_number_stands_beside_what_every_other_choice_makes_of_it(invented: Evidence) -> None:
    firm = robustness(entities, invented, vary={"times": (1, 2, 5)}, form="{:,.0f} entities")
    assert firm.chosen.worded == "4 entities"
    assert [(a.choice, a.option, a.worded) for a in firm.others] == [
        ("times", "2", "8 entities"),
        ("times", "5", "20 entities"),
        ("floor of verification", "verified", "4 entities"),
        ("floor of verification", "article", "4 entities"),
    ]
    assert firm.sentence == (
        "4 entities; 4 to 20 entities under the other choices tried (times and floor of verification); "
        "moved most by the times (5: 20 entities)."
    )


def test_ranges_of_days_and_choices_without_a_number_are_told(invented: Evidence) -> None:
    firm = robustness(lag, invented, vary={"basis": ("announced", "published", "effective")}, form="{} days")
    # 1 March to 15 August 2001 is 167 days; 3 February to some day of July is 148 to 178; no date of publication is held
    assert firm.sentence == (
        "167 days; 148 to 178 days under the other choices tried (date basis and floor of verification); "
        "moved most by the date basis (announced: 148 to 178 days). Not to be computed under: date basis published."
    )


def test_a_number_that_no_choice_moves_says_so(invented: Evidence) -> None:
    assert robustness(entities, invented, form="{:,.0f}").sentence == (
        "4; the same under the other choices tried (floor of verification)."
    )


def test_without_a_number_nothing_is_said(invented: Evidence) -> None:
    assert robustness(lag, invented, basis="published").sentence == ""


def test_the_floor_is_lifted_for_the_whole_record_and_not_for_the_selection_alone(invented: Evidence) -> None:
    def count(evidence: Evidence) -> int:
        return len(evidence.measures)

    firm = robustness(count, invented.select(min_verification="verified", countries=["US", "CN"]))
    assert [(a.option, a.worded) for a in firm.others] == [("article", "1"), ("unverified", "2")]


def test_a_contested_value_is_tried_in_place_of_the_one_held(invented: Evidence) -> None:
    firm = robustness(entities, invented, form="{:,.0f}").with_contested(invented.disputes(["US-2001-ALPHA"]), invented)
    assert (firm.others[-1].choice, firm.others[-1].option) == ("contested values", "US-2001-ALPHA, entity_count: 5")
    assert firm.sentence.endswith("moved most by a contested value (US-2001-ALPHA, entity_count: 5: 5).")
    assert invented.measures.loc["US-2001-ALPHA", "entity_count"] == 4


def test_a_contested_value_that_moves_nothing_is_counted_among_those_tried(invented: Evidence) -> None:
    firm = robustness(lag, invented, form="{} days").with_contested(invented.disputes(["US-2001-ALPHA"]), invented)
    assert firm.others[-1].option == "as held"
    assert "contested values" in firm.sentence


@pytest.mark.parametrize(
    ("held", "stated", "value"),
    [
        ("2023-07-23", "2023-06", "2023-06"),
        ("2023-07-23", "in summer", None),
        ("A title", "2023-06", None),
        (330.0, "1,330", 1330),
        (168.9, "170.5", 170.5),
        (4, "five", None),
        (None, "7", None),
    ],
)
def test_only_dates_and_numbers_are_put_in_place_of_what_is_held(held: object, stated: str, value: object) -> None:
    assert stated_value(held, stated) == value


def test_a_parameter_that_the_function_lacks_is_refused(invented: Evidence) -> None:
    with pytest.raises(TypeError, match="entities has no parameter 'basis'; it has evidence, times"):
        robustness(entities, invented, vary={"basis": ("announced",)})


def test_a_function_that_returns_no_number_is_refused(invented: Evidence) -> None:
    with pytest.raises(TypeError, match="'four' is str; a defining function returns a number, bounds or None"):
        robustness(lambda evidence: "four", invented)


def test_missing_numbers_of_every_kind_count_as_none(invented: Evidence) -> None:
    for missing in (None, float("nan"), pd.NA, (float("nan"), 1.0)):
        assert not robustness(lambda evidence, found=missing: found, invented).chosen.is_known


def test_bounds_read_as_two_values(invented: Evidence) -> None:
    assert robustness(lambda evidence: (0.25, 0.5), invented, form="{:.0%}").chosen.worded == "25% to 50%"
    assert robustness(lambda evidence: (0.25, 0.25), invented, form="{:.0%}").chosen.worded == "25%"


@pytest.fixture
def told(invented: Evidence, shown: Callable[[], list[dict[str, Any]]]) -> Callable[..., str]:
    """The markup of a finding on the first invented measure."""

    def add(robust: Robustness | None = None, **options: Any) -> str:
        Findings(invented).add("There are {n}.", holds=True, rows=["US-2001-ALPHA"], n=4, robust=robust, **options)
        return str(shown()[-1]["text/html"])

    return add


def test_a_finding_shows_how_firm_it_is_and_both_sides_of_what_is_contested(
    told: Callable[..., str], invented: Evidence
) -> None:
    html = told(robustness(entities, invented, form="{:,.0f}"))
    assert "<span>How firm:</span> 4; 4 to 5 under the other choices tried" in html
    assert "Sources differ on 1 value here:" in html
    assert 'entity count: held 4; 5 in <a href="#source-invented-2003">' in html


def test_a_dispute_about_another_column_is_left_out(told: Callable[..., str]) -> None:
    assert "Sources differ" not in told(fields=("date_effective",))


def test_the_record_of_a_finding_holds_its_alternatives(
    invented: Evidence, shown: Callable[[], list[dict[str, Any]]]
) -> None:
    robust = robustness(entities, invented, vary={"times": (2,)}, form="{:,.0f}")
    record = Findings(invented).add("{n}", holds=True, rows=["JP-2001-BETA"], n=4, robust=robust).record()
    assert record["robustness"]["chosen"] == "4"
    assert {"choice": "times", "option": "2", "value": "8"} in record["robustness"]["others"]
