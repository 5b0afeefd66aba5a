"""Steps of projects, which of their sums stand, and where accounts differ; amounts are made up and worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import investments as funds
from helpers.evidence import Evidence
from helpers.indicators import series_observations
from helpers.period import parse_period

from .chip_steps import DOLLARS, cost, paid, steps


def test_new_money_adds_and_included_money_and_running_totals_never_count() -> None:
    told = steps(
        paid(732, "new", "2024-02-24"),
        paid(732, "included", "2025-02"),
        paid(732, "included", "2026-02"),
        paid(68, "new", "2026-03"),
        paid(5700, "total", "2025-11"),
    )
    standing = funds.standing_amounts(told)
    assert standing["amount_bn"].tolist() == [732, 68]
    assert standing.index.tolist() == ["XX-2001-TEST-1", "XX-2001-TEST-4"]
    assert standing["currency"].tolist() == ["JPY", "JPY"]


def test_revision_replaces_all_before_it_and_later_money_adds_to_it() -> None:
    told = steps(
        paid(8.5, "new", "2024-03-20", "USD"),
        paid(1, "new", "2024-05-01", "USD"),
        paid(7, "revision", "2024-11-26", "USD"),
        paid(0.5, "new", "2025-01-01", "USD"),
    )
    assert funds.standing_amounts(told)["amount_bn"].tolist() == [7, 0.5]


def test_order_is_by_time_and_not_by_place_in_the_table() -> None:
    told = steps(paid(40, "revision", "2003-05-01"), paid(10, "new", "2003-04-30"))
    assert funds.standing_amounts(told)["amount_bn"].tolist() == [40]


def test_coarse_date_counts_from_its_last_day_and_a_revision_of_the_same_day_counts_last() -> None:
    coarse = steps(paid(30, "new", "2001"), paid(20, "revision", "2001-06-30"))
    assert funds.standing_amounts(coarse)["amount_bn"].tolist() == [20, 30]
    same_day = steps(paid(20, "revision", "2001-06-30"), paid(30, "new", "2001-06-30"))
    assert funds.standing_amounts(same_day)["amount_bn"].tolist() == [20]


def test_revision_of_one_funder_or_project_leaves_the_others_alone() -> None:
    told = steps(
        paid(5, "new", "2001-01", funder_country="US"),
        paid(9, "new", "2001-01", project_id="oven"),
        paid(3, "revision", "2001-02"),
        paid(4, "new", "2001-01"),
        paid(2, "new", "2001-03", funder_country=None),
    )
    assert sorted(funds.standing_amounts(told)["amount_bn"]) == [2, 3, 5, 9]


def test_investment_is_revised_whoever_funds_it() -> None:
    told = steps(cost(12, "new", "2001-01", funder_country="US"), cost(40, "revision", "2001-02"))
    assert funds.standing_amounts(told, "investment")["amount_bn"].tolist() == [40]


def test_standing_amounts_change_no_argument_and_have_no_row_of_no_steps() -> None:
    told = steps(paid(1, "new", "2001-01"), paid(2, "revision", "2001-02"))
    before = told.copy(deep=True)
    funds.standing_amounts(told)
    pd.testing.assert_frame_equal(told, before)
    assert funds.standing_amounts(steps()).empty


def test_amounts_without_a_basis_are_all_named() -> None:
    told = steps(paid(1, "new", "2001"), paid(2, None, "2001"), paid(3, None, "2002"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"XX-2001-TEST-2 and XX-2001-TEST-3: .*no coded_subsidy_basis"):
        funds.standing_amounts(told)


def test_standing_sums_carry_the_second_currency() -> None:
    told = steps(paid(10, "new", "2001-01", "USD"), paid(4, "revision", "2001-02", "USD"))
    found = funds.standing_in_two(told, "subsidy", DOLLARS)
    assert found[["stated", "amount", "other_currency"]].to_numpy().tolist() == [["US$4 billion", 4, "JPY"]]


def test_projects_are_chosen_whole_by_company_and_node() -> None:
    told = steps(
        {"project_id": "mill", "company": "Miller & Sons", "node_nm": 12.0},
        {"project_id": "mill", "company": "Partner", "node_nm": 3.0},
        {"project_id": "oven", "company": "Baker (Oven)", "node_nm": 28.0},
        {"project_id": "shop", "company": None},
    )
    assert funds.chosen_projects(told, "miller").index.tolist() == ["XX-2001-TEST-1", "XX-2001-TEST-2"]
    assert funds.chosen_projects(told, "(Oven)").index.tolist() == ["XX-2001-TEST-3"]  # text, no pattern
    assert funds.chosen_projects(told, node_max_nm=3).index.tolist() == ["XX-2001-TEST-1", "XX-2001-TEST-2"]
    assert funds.chosen_projects(told, "baker", 12).empty
    assert len(funds.chosen_projects(told)) == 4


def test_steps_until_keep_what_was_surely_done_and_blank_later_starts() -> None:
    told = steps(
        {"date": "2001-05", "actual_start": "2001-12"},
        {"date": "2001-05", "actual_start": "2002-06"},
        {"date": "2001"},
        {"date": "2001-06-30"},
    )
    known = funds.steps_until(told, parse_period("1999/2001-06"))
    assert known.index.tolist() == ["XX-2001-TEST-1", "XX-2001-TEST-2", "XX-2001-TEST-4"]
    assert known["actual_start"].isna().all()
    year = funds.steps_until(told, parse_period("2001"))
    assert year["actual_start"].dropna().to_dict() == {"XX-2001-TEST-1": "2001-12"}
    assert told["actual_start"].notna().sum() == 2


def test_coverage_counts_a_step_in_every_country_it_has() -> None:
    told = steps(
        paid(1, "new", "2001-01"), {"countries": ("US", "JP"), "planned_start": "2003"}, {"project_id": "oven"}
    )
    held = funds.coverage(told, told.iloc[[1]])
    assert held.loc["JP"].tolist() == [3, 1, 2, 1, 0, 1, 0, "JP"]
    assert held.loc["US", ["steps", "inside", "planned"]].tolist() == [1, 1, 1]
    assert funds.coverage(steps(), steps()).empty


def test_project_is_called_what_most_of_its_steps_call_it_the_latest_of_equals() -> None:
    told = steps(
        {"project": "Launch", "date": "2001-01"},
        {"project": "Plant", "date": "2003-01"},
        {"project": "Site", "date": "2002-01"},
        {"project_id": "oven", "project": "Oven", "company": "Baker", "date": "2001"},
        {"project_id": "oven", "project": "Oven", "company": "Baker", "date": "2002"},
        {"project_id": "oven", "project": "Kiln", "company": "Partner", "date": "2003"},
    )
    assert funds.project_names(told).to_dict() == {"mill": "Miller: Plant", "oven": "Baker: Oven"}
    assert funds.project_names(steps()).empty
    told = steps({"project": "Plant", "date": "2001"}, {"project": "Pact", "step": "partnership", "date": "2002"})
    assert funds.project_names(told).to_dict() == {"mill": "Miller: Plant"}
    assert funds.project_names(told.iloc[[1]]).to_dict() == {"mill": "Miller: Pact"}


def test_disagreements_give_the_held_and_the_stated_value(invented: Evidence) -> None:
    found = funds.disagreements(invented, ["US-2001-ALPHA", "JP-2001-BETA"])
    assert found.index.tolist() == ["US-2001-ALPHA-C2"]
    assert found.iloc[0].tolist() == ["US-2001-ALPHA", "Alpha rule", "entity_count", 4, "5", "Beta, invented"]
    assert funds.disagreements(invented, ["JP-2001-BETA"]).empty


def test_real_amounts_reproduce_the_running_totals_that_sources_state(evidence: Evidence) -> None:
    told = evidence.investments[evidence.investments["step"] != "equity"]
    for company, series in (("Rapidus", "RAPIDUS"), ("Micron Memory Japan", "MICRON-JP")):
        stated = series_observations(evidence, [f"SE-SUBSIDY-CUMULATIVE-{series}"]).iloc[-1]
        known = funds.steps_until(told[told["company"] == company], parse_period(stated["period"]))
        assert funds.standing_amounts(known)["amount_bn"].sum() == pytest.approx(stated["value"])


def test_real_subsidy_to_the_second_jasm_plant_stands_once(evidence: Evidence) -> None:
    told = evidence.investments
    second = told[told["project_id"] == "jasm-fab-2"]
    assert (second["subsidy_amount_bn"] == 732).sum() > 1
    assert funds.standing_amounts(second)["amount_bn"].tolist() == [732]


def test_first_values_are_none_for_an_empty_frame() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    assert funds.first_values(frame) == {"a": 1, "b": "x"}
    assert funds.first_values(frame.iloc[:0]) == {"a": None, "b": None}
