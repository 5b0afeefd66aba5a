"""What became of preliminary terms and first costs, and what is never added; amounts are worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import awards as terms
from helpers import exchange as fx

from .chip_steps import DOLLARS, cost, made_up_rate, paid, steps


@pytest.fixture(autouse=True)
def made_up_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fx, "convert", made_up_rate)


def awards() -> pd.DataFrame:
    first = {"step": "subsidy_preliminary"}
    final = {"step": "subsidy_final"}
    return steps(
        paid(8.5, "new", "2004-03", "USD", project_id="mill", **first),
        paid(7.5, "revision", "2004-11", "USD", project_id="mill", **final),
        paid(2, "new", "2004-03", "USD", project_id="oven", **first),
        paid(2.25, "revision", "2004-12", "USD", project_id="oven", **final),
        paid(1, "new", "2001-03", "USD", project_id="shop", **first),
        paid(1, "included", "2004-12", "USD", project_id="shop", **final),
        paid(3, "new", "2004-03", "USD", project_id="barn", **first),
        paid(4, "new", "2004-12", "JPY", project_id="dock", **final),
        paid(4, "new", "2004-03", "USD", project_id="dock", **first),
    )


def test_changes_from_preliminary_terms_to_the_final_award() -> None:
    changes = terms.award_changes(awards(), DOLLARS)
    assert changes["change"].to_dict() == {"mill": -1, "oven": 0.25, "shop": 0}
    assert changes.loc["mill", ["preliminary", "final", "currency"]].tolist() == [8.5, 7.5, "USD"]
    assert changes.loc["shop", "before"] == "US$1 billion (¥100 billion, 100 yen to the dollar)"
    assert changes.loc["shop", "after"] == "US$1 billion (¥125 billion, 125 yen to the dollar)"
    assert changes.loc["mill", "row_ids"] == ("XX-2001-TEST-1", "XX-2001-TEST-2")
    counts = terms.award_counts(changes, awards(), DOLLARS)
    assert counts == {
        "n": "3 projects", "cut": 1, "raised": 1,
        "before": "US$11.5 billion (¥1.41 trillion, 122.8 yen to the dollar)",  # 10.5 * 125 + 1 * 100 = 1412.5
        "after": "US$10.75 billion (¥1.34 trillion, 125 yen to the dollar)",
    }  # fmt: skip


def test_no_awards_are_counted_as_none() -> None:
    none = {"n": "no projects", "cut": 0, "raised": 0, "before": None, "after": None}
    assert terms.award_counts(terms.award_changes(steps(), DOLLARS), steps(), DOLLARS) == none


def test_cost_as_first_stated_and_as_it_stands() -> None:
    told = steps(
        cost(7, "new", "2001-11-09", "USD"),
        cost(8.75, "revision", "2002-02-15", "USD"),
        cost(8.75, "included", "2003-06-17", "USD"),
        cost(15, "new", "2001-09", "USD", project_id="oven"),
        cost(100, "new", "2001-10", "USD", project_id="oven"),
        cost(92, "revision", "2004", "USD", project_id="oven"),
        cost(5, "new", "2001", "USD", project_id="shop"),
        cost(5, "new", "2001", "USD", project_id="barn"),
        cost(900, "revision", "2002", "JPY", project_id="barn"),
    )
    found = terms.cost_changes(told, DOLLARS)
    assert found.index.tolist() == ["oven", "mill"]
    assert found["percent"].to_dict() == {"oven": -20, "mill": 25}  # 115 to 92, 7 to 8.75
    assert found.loc["mill", ["first_date", "last_date"]].tolist() == ["2001-11-09", "2002-02-15"]
    assert found.loc["mill", "first"] == "US$7 billion (¥700 billion, 100 yen to the dollar)"
    assert found.loc["oven", "row_ids"] == ("XX-2001-TEST-4", "XX-2001-TEST-5", "XX-2001-TEST-6")
    assert terms.cost_changes(steps(), DOLLARS).empty


def test_sums_never_added_hold_both_kinds_of_a_step_in_order_of_time() -> None:
    both = paid(10, "total", "2004") | cost(50, "total", "2004")
    told = steps(both, paid(3, "planned", "2003"), paid(9, "new", "2002"), paid(9, "included", "2002"))
    found = terms.sums_never_added(told, DOLLARS)
    assert found.index.tolist() == ["XX-2001-TEST-2", "XX-2001-TEST-1", "XX-2001-TEST-1"]
    assert found[["kind", "why"]].to_numpy().tolist() == [
        ["subsidy", "planned"], ["subsidy", "a total"], ["investment", "a total"],
    ]  # fmt: skip
    assert found["amount_bn"].tolist() == [3, 10, 50]
    assert terms.sums_never_added(steps(), DOLLARS).empty


def test_latest_programme_is_no_plan_of_one_project_and_no_total_of_its_own() -> None:
    told = steps(
        paid(9, "total", "2001", step="budget"),
        paid(5, "total", "2002", step="law"),
        paid(2, "planned", "2003", step="plan"),
        paid(1, "total", "2004", step="subsidy_preliminary"),
        cost(7, "total", "2005", step="plan"),
    )
    assert terms.latest_programme(terms.sums_never_added(told, DOLLARS)).index.tolist() == ["XX-2001-TEST-2"]
    assert terms.latest_programme(terms.sums_never_added(steps(), DOLLARS)).empty


def test_step_lines_are_the_latest_first_with_what_they_state() -> None:
    told = steps(
        {"step": "site_choice", "date": "2001-02"}, paid(200, "new", "2001-05") | cost(3, "new", "2001-05", "USD")
    )
    lines = terms.step_lines(told, DOLLARS)
    assert lines.index.tolist() == ["XX-2001-TEST-2", "XX-2001-TEST-1"]
    assert lines[["name", "what"]].to_numpy().tolist() == [["Miller: Mill", "subsidy"], ["Miller: Mill", "site choice"]]
    assert lines["public"].tolist() == ["¥200 billion (US$2 billion, 100 yen to the dollar)", ""]
    assert lines["investment"].tolist() == ["US$3 billion (¥300 billion, 100 yen to the dollar)", ""]
    assert terms.step_lines(steps(), DOLLARS).empty
