"""Planned and actual starts, stages and nodes, on made-up projects worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import schedules as plans
from helpers.evidence import Evidence
from helpers.period import parse_period

from .chip_steps import base, paid, steps


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2024-12", "2025-02", "2"),
        ("2024-12-31", "2025-01-01", "1"),
        ("2024-H2", "2026", "13 to 29"),
        ("2027-Q4", "2027", "-11 to 2"),
        ("FY2024", "2024-04", "-11 to 0"),  # April 2024 to March 2025
        ("2025-03", "2024-12", "-3"),
    ],
)
def test_months_are_a_range_where_a_date_is_coarse(earlier: str, later: str, months: str) -> None:
    assert str(plans.months_between(earlier, later)) == months


@pytest.mark.parametrize(
    ("plan", "outcome", "said"),
    [
        ("2024", "2024", "unchanged"),
        ("2024", "2025", "later"),
        ("2024-Q4", "2025-01", "later"),
        ("2024-Q4", "2024-12", "within the plan"),
        ("2024-H2", "2024-06-30", "earlier"),
        ("2027-Q4", "2027", "not certain"),
        ("2027", "FY2027-H2", "not certain"),
    ],
)
def test_timing_says_later_only_where_every_reading_is_later(plan: str, outcome: str, said: str) -> None:
    assert plans.timing(plan, outcome) == said


def test_slip_is_from_the_first_to_the_last_stated_plan_in_order_of_time() -> None:
    told = steps(
        {"date": "2003-02", "planned_start": "2006"},
        {"date": "2001-05", "planned_start": "2004-H2"},
        {"date": "2002", "planned_start": "2005"},
        {"date": "2004-01"},
    )
    slip = plans.start_slips(told).loc["mill"]
    assert slip[["first_plan", "first_stated", "last_plan", "last_stated"]].tolist() == [
        "2004-H2", "2001-05", "2006", "2003-02",
    ]  # fmt: skip
    assert (slip["plans"], slip["moved"], str(slip["moved_months"])) == (3, "later", "13 to 29")
    assert slip["row_ids"] == ("XX-2001-TEST-2", "XX-2001-TEST-3", "XX-2001-TEST-1")
    assert pd.isna(slip["actual_start"])


def test_plan_stated_once_has_not_moved_and_one_repeated_is_unchanged() -> None:
    told = steps(
        {"planned_start": "2004"},
        {"project_id": "oven", "planned_start": "2003-Q2"},
        {"project_id": "oven", "planned_start": "2003-Q2", "date": "2002-01"},
    )
    slips = plans.start_slips(told)
    assert slips.index.tolist() == ["oven", "mill"]
    assert pd.isna(slips.loc["mill", "moved"])
    assert (slips.loc["oven", "moved"], str(slips.loc["oven", "moved_months"])) == ("unchanged", "0")
    assert plans.moves_worded(slips).tolist() == ["unchanged", None]


def test_start_is_held_against_the_first_plan() -> None:
    told = steps(
        {"planned_start": "2001"},
        {"planned_start": "2002", "actual_start": "2001-Q4", "date": "2001-12"},
        {"project_id": "oven", "planned_start": "2001-06"},
        {"project_id": "oven", "actual_start": "2001-09-15", "date": "2001-09-15"},
        {"project_id": "shop", "planned_start": "2001", "actual_start": "2001"},
        {"project_id": "barn", "actual_start": "2001"},
    )
    slips = plans.start_slips(told)
    assert slips["started"].to_dict() == {"mill": "within the plan", "oven": "later", "shop": "within the plan"}
    assert str(slips.loc["oven", "started_months"]) == "3"
    assert str(slips.loc["mill", "started_months"]) == "-2 to 11"


def test_country_is_the_usual_one_of_the_steps() -> None:
    told = steps({"planned_start": "2004"}, {"planned_start": "2004", "countries": ("US", "JP"), "date": "2003"})
    assert plans.start_slips(told).loc["mill", "country"] == "JP"


def test_plans_are_past_when_their_last_day_is_and_no_start_is_on_record() -> None:
    told = steps(
        {"planned_start": "2001"},
        {"project_id": "oven", "planned_start": "2001-06"},
        {"project_id": "shop", "planned_start": "2001-01", "actual_start": "2001-01", "date": "2000-12"},
    )
    slips = plans.start_slips(told)
    assert plans.past_plans(slips, parse_period("2001-06")).index.tolist() == ["oven"]
    assert plans.past_plans(slips, parse_period("2001-06-29")).empty
    counts = {"n": "3 projects", "begun": 1, "in_time": 1, "late": "none", "silent": 1}
    assert plans.start_counts(slips, parse_period("2001-06")) == counts


def test_counts_of_moves_name_the_later_ones() -> None:
    told = steps(
        {"planned_start": "2001-01"},
        {"planned_start": "2001-03", "date": "2002"},
        {"project_id": "oven", "planned_start": "2001"},
        {"project_id": "oven", "planned_start": "FY2001", "date": "2002"},
        {"project_id": "shop", "planned_start": "2009"},
    )
    slips, names = plans.start_slips(told), pd.Series({"mill": "Miller: Mill"})
    expected = {"n": "2 projects", "k": 1, "which": "Miller: Mill (2 months)", "unsure": 1}
    assert plans.slip_counts(slips, names) == expected
    assert plans.moves_worded(slips).loc["oven"] == "not certain: -8 to 14 months"


def test_start_first_stated_no_sooner_than_it_came_is_not_counted() -> None:
    told = steps(
        {"planned_start": "2001-04", "actual_start": "2001-04", "date": "2001-04"},
        {"project_id": "oven", "planned_start": "2001-04", "actual_start": "2001-04", "date": "2001-03"},
        {"project_id": "shop", "planned_start": "2009", "date": "2001-04"},
    )
    counts = plans.start_counts(plans.start_slips(told), parse_period("2001"))
    assert (counts["n"], counts["begun"], counts["in_time"]) == ("2 projects", 1, 1)


def test_later_plan_that_began_within_the_first_says_so() -> None:
    told = steps(
        {"planned_start": "2002", "date": "2001-01"},
        {"planned_start": "2003", "date": "2001-06"},
        {"actual_start": "2002-11", "date": "2002-11"},
    )
    slips = plans.start_slips(told)
    said = plans.slip_counts(slips, pd.Series({"mill": "Mill"}))["which"]
    assert said == "Mill (1 to 23 months; it nevertheless began within the plan first stated)"


def test_no_steps_give_no_slips_and_counts_that_keep_a_finding_silent() -> None:
    slips = plans.start_slips(steps())
    assert slips.empty
    assert plans.start_counts(slips, parse_period("2001"))["n"] is None
    assert plans.slip_counts(slips, pd.Series(dtype="object"))["k"] == 0


def test_node_is_dated_when_first_named_and_made_only_where_production_began() -> None:
    told = steps(
        {"node_nm": 12.0, "date": "2002-02-15"},
        {"node_nm": 22.0, "date": "2001-11-09"},
        {"node_nm": 12.0, "date": "2004-12", "step": "production_start", "actual_start": "2004-12"},
        {"node_nm": 2.0, "date": "2005-04", "step": "pilot_start", "actual_start": "2005-04", "project_id": "oven"},
        {"date": "2001"},
    )
    nodes = plans.node_plans(told)
    assert sorted(nodes.index) == ["XX-2001-TEST-1", "XX-2001-TEST-2", "XX-2001-TEST-4"]
    made = nodes.loc["XX-2001-TEST-1"]
    assert made[["node_nm", "first_named", "in_production"]].tolist() == [12, "2002-02-15", "2004-12"]
    assert made["row_ids"] == ("XX-2001-TEST-1", "XX-2001-TEST-3")
    assert nodes["in_production"].notna().sum() == 1
    assert plans.finest_nodes(nodes, "JP") == {"now": 12, "planned": 2}
    assert pd.isna(plans.finest_nodes(nodes, "US")["now"])
    assert plans.node_plans(steps()).empty


def test_every_kind_of_step_of_the_schema_is_coded(evidence: Evidence) -> None:
    fields = {f["name"]: f for f in evidence.resource("investments")["schema"]["fields"]}
    assert set(plans.STEP_KINDS) == set(fields["step"]["constraints"]["enum"])


def test_plans_stated_after_the_start_are_of_later_parts() -> None:
    told = steps(
        {"planned_start": "2004", "date": "2001"},
        {"planned_start": "2005", "date": "2002"},
        {"actual_start": "2004-11", "date": "2004-11", "step": "production_start"},
        {"planned_start": "2009", "date": "2005"},
    )
    slip = plans.start_slips(told).loc["mill"]
    assert (slip["first_plan"], slip["last_plan"], slip["plans"]) == ("2004", "2005", 2)
    assert (str(slip["moved_months"]), slip["started"]) == ("1 to 23", "within the plan")


def test_middle_move_is_the_range_of_the_medians() -> None:
    rows = [
        {"planned_start": "2001-01"}, {"planned_start": "2001-03", "date": "2002"},
        {"project_id": "oven", "planned_start": "2003"}, {"project_id": "oven", "planned_start": "2004", "date": "2002"},
        {"project_id": "shop", "planned_start": "2005"}, {"project_id": "shop", "planned_start": "2005", "date": "2002"},
        {"project_id": "barn", "planned_start": "2009"},
    ]  # fmt: skip
    # moves: 2 months, 1 to 23 months, none; the plan stated once does not count
    assert str(plans.middle_move(base(*rows), parse_period("1999/2009"))) == "1 to 2"
    assert str(plans.middle_move(base(*rows), parse_period("1999/2009"), counted_plans="reworded")) == "1 to 13"
    assert plans.middle_move(base(), parse_period("1999/2009")) is None


def test_silent_plans_are_counted_after_the_months_allowed() -> None:
    told = base(
        {"planned_start": "2001-12", "date": "2000"}, {"project_id": "oven", "planned_start": "2001-06", "date": "2000"}
    )
    counts = [plans.silent_plans(told, parse_period("2000/2002-01"), months_allowed=m) for m in (0, 6, 12)]
    assert counts == [2, 1, 0]
    assert plans.silent_plans(base(), parse_period("2001")) is None


def test_stages_are_the_first_steps_of_each_kind() -> None:
    told = steps(
        {"step": "announcement", "date": "2001-11"},
        {"step": "expansion", "date": "2002-02", "planned_start": "2004"},
        paid(5, "new", "2002-06"),
        paid(9, "total", "2001-12"),
        {"step": "groundbreaking", "date": "2002-04"},
        {"step": "opening", "date": "2004-02"},
        {"step": "production_start", "date": "2004-12", "actual_start": "2004-12"},
        {"project_id": "oven", "step": "announcement"},
        {"project_id": "shop", "step": "pilot_start", "date": "2000-04", "actual_start": "2000-04"},
    )
    found = plans.stages(told, plans.start_slips(told))
    assert found.index.tolist() == ["shop", "mill"]  # the oven is only announced
    columns = ["announced", "funded", "ground", "opened", "started", "plan"]
    assert found.loc["mill", columns].tolist() == ["2001-11", "2002-06", "2002-04", "2004-02", "2004-12", "2004"]
    assert found.loc["shop", "opened"] == "2000-04"
    assert pd.isna(found.loc["shop", "started"])  # a pilot line is no start of production
    assert plans.stages(steps(), plans.start_slips(steps())).empty


def test_finest_node_before_is_known_only_when_its_period_is_over(evidence: Evidence) -> None:
    assert plans.finest_before(evidence, parse_period("2017/2026-10"))["value"].tolist() == [40]
    assert plans.finest_before(evidence, parse_period("2022")).empty


def test_a_project_given_up_has_no_start_to_wait_for() -> None:
    told = steps(
        {"planned_start": "2001", "date": "2000"}, {"step": "cancelled", "date": "2002", "planned_start": "2001"}
    )
    assert plans.start_slips(told).empty
    later = steps(
        {"planned_start": "2001", "date": "2000"},
        {"step": "cancelled", "date": "2002"},
        {"step": "plan", "date": "2003"},
    )
    assert plans.start_slips(later).index.tolist() == ["mill"]


def test_an_earlier_plan_is_told_in_months_without_a_sign() -> None:
    told = steps({"planned_start": "2003-05"}, {"planned_start": "2003-02", "date": "2002"})
    assert plans.moves_worded(plans.start_slips(told)).tolist() == ["earlier: 3 months"]
