"""Money that stands, the public part of a project, and where accounts differ; amounts are made up and worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers import investments as funds
from helpers.evidence import Evidence
from helpers.indicators import series_observations
from helpers.money import MoneyError
from helpers.period import parse_period

FIELDS = {
    "project_id": "mill", "project": "Mill", "company": "Miller", "countries": ("JP",), "node_nm": float("nan"),
    "step": "subsidy", "date": "2001-01-01", "funder_country": "JP", "planned_start": None, "actual_start": None,
    "investment_amount_bn": float("nan"), "investment_currency": None, "coded_investment_basis": None,
    "subsidy_amount_bn": float("nan"), "subsidy_currency": None, "coded_subsidy_basis": None,
}  # fmt: skip


def steps(*rows: dict[str, Any]) -> pd.DataFrame:
    """Steps made up for a test, under the ids XX-2001-TEST-1, -2 …"""
    index = [f"XX-2001-TEST-{n}" for n, _ in enumerate(rows, 1)]
    return pd.DataFrame([FIELDS | row for row in rows], index=index, columns=list(FIELDS))


def paid(amount: float, basis: str, on: str, currency: str = "JPY", **more: Any) -> dict[str, Any]:
    """A step that states public money."""
    stated = {"subsidy_amount_bn": amount, "subsidy_currency": currency, "coded_subsidy_basis": basis}
    return {"date": on, **stated, **more}


def cost(amount: float, basis: str, on: str, currency: str = "JPY", **more: Any) -> dict[str, Any]:
    """A step that states an investment."""
    stated = {"investment_amount_bn": amount, "investment_currency": currency, "coded_investment_basis": basis}
    return {"date": on, **stated, **more}


@pytest.fixture
def made_up_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dollar is 100 yen before 2002 and 125 from then on; other currencies have no rate."""

    def convert(amount: float, currency: str, into: str, on: date) -> float:
        if currency == into:
            return amount
        rate = 100 if on.year < 2002 else 125
        if (currency, into) not in (("JPY", "USD"), ("USD", "JPY")):
            raise MoneyError(f"{currency!r} has no rate.")
        return amount / rate if into == "USD" else amount * rate

    monkeypatch.setattr(funds, "convert", convert)


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


def test_amounts_without_a_basis_are_all_named_and_an_unknown_kind_is_answered() -> None:
    told = steps(paid(1, "new", "2001"), paid(2, None, "2001"), paid(3, None, "2002"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"XX-2001-TEST-2 and XX-2001-TEST-3: .*no coded_subsidy_basis"):
        funds.standing_amounts(told)
    with pytest.raises(ValueError, match=r"'subsidies' is no kind of amount\. Did you mean 'subsidy'\?"):
        funds.standing_amounts(told, "subsidies")


@pytest.mark.usefixtures("made_up_rates")
def test_each_amount_is_converted_at_the_rate_of_its_own_date() -> None:
    told = steps(paid(200, "new", "2001-12"), paid(250, "new", "2002-01-01"), paid(3, "new", "2002", "USD"))
    money = funds.converted_amounts(funds.standing_amounts(told), "USD")
    assert money["amount"].tolist() == [2, 2, 3]


@pytest.mark.usefixtures("made_up_rates")
def test_amount_without_a_rate_is_missing_and_left_out_of_sums() -> None:
    told = steps(paid(200, "new", "2001-12"), paid(9, "new", "2001-12", "TWD"))
    money = funds.converted_amounts(funds.standing_amounts(told), "USD")
    assert money["amount"].isna().tolist() == [False, True]
    assert funds.sums_by_project(money).loc["mill", "JP"] == 2


def test_currency_without_any_rate_is_refused_even_for_no_rows() -> None:
    with pytest.raises(MoneyError, match=r"'USS' has no rate.*Did you mean 'USD'"):
        funds.converted_amounts(funds.standing_amounts(steps()), "USS")


def test_real_rate_of_a_weekend_is_that_of_the_friday_before() -> None:
    sunday, friday = steps(paid(100, "new", "2024-02-25")), steps(paid(100, "new", "2024-02-23"))
    amounts = [funds.converted_amounts(funds.standing_amounts(s), "USD")["amount"].iat[0] for s in (sunday, friday)]
    assert amounts[0] == pytest.approx(amounts[1])
    assert 0.6 < amounts[0] < 0.7  # about 150 yen to the dollar


def three_projects() -> pd.DataFrame:
    return steps(
        paid(6, "new", "2001-01", "USD", project_id="mill", funder_country="US"),
        paid(2, "new", "2001-01", "USD", project_id="oven", funder_country="US"),
        paid(500, "new", "2001-01", "JPY", project_id="shop", funder_country="JP"),
    )


@pytest.mark.usefixtures("made_up_rates")
def test_sums_by_project_and_funder() -> None:
    money = funds.converted_amounts(funds.standing_amounts(three_projects()), "USD")
    wide = funds.sums_by_project(money)
    assert wide.index.tolist() == ["mill", "shop", "oven"]
    assert wide["JP"].dropna().to_dict() == {"shop": 5}
    by_funder = funds.sums_by_funder(money, "USD")
    assert by_funder["amount"].to_dict() == {"US": 8, "JP": 5}
    assert by_funder.loc["US", ["projects", "largest", "worded"]].tolist() == [2, "mill", "US$8 billion"]
    assert by_funder.loc["US", "largest_share"] == 0.75
    assert by_funder.loc["US", "hhi"] == pytest.approx(0.625)  # 0.75 squared and 0.25 squared
    assert by_funder.loc["US", "concentration"] == "75% of it (index 0.62)"


def test_sum_of_zero_has_no_concentration() -> None:
    money = funds.converted_amounts(funds.standing_amounts(steps(paid(0, "revision", "2001-01"))), "JPY")
    found = funds.sums_by_funder(money, "JPY")
    assert found.loc["JP", "amount"] == 0
    assert found[["largest_share", "hhi", "concentration"]].isna().all(axis=None)


@pytest.mark.usefixtures("made_up_rates")
def test_ratio_of_two_funders_depends_on_the_currency_only_through_the_dates() -> None:
    told = three_projects()
    told.loc["XX-2001-TEST-3", "date"] = "2002"  # 500 yen at 125 are 4 dollars
    standing = funds.standing_amounts(told)
    assert funds.funder_ratio(standing, "USD", "JP", "US") == pytest.approx(0.5)
    assert funds.funder_ratio(standing, "JPY", "JP", "US") == pytest.approx(500 / 800)


def test_ratio_is_missing_without_both_funders() -> None:
    assert pd.isna(funds.funder_ratio(funds.standing_amounts(steps(paid(1, "new", "2001"))), "JPY", "JP", "US"))
    assert pd.isna(funds.funder_ratio(funds.standing_amounts(steps()), "JPY", "JP", "US"))


@pytest.mark.usefixtures("made_up_rates")
def test_public_share_needs_both_sums_and_takes_no_rate_where_there_is_one_currency() -> None:
    told = steps(
        paid(100, "new", "2001-06", project_id="mill"),  # 1 dollar then
        cost(300, "new", "2002-06", project_id="mill"),  # 2.4 dollars then: a rate would give 0.42
        paid(250, "new", "2002-06", project_id="oven"),
        cost(8, "new", "2002-06", "USD", project_id="oven"),
        paid(1, "new", "2002-06", project_id="shop"),
        cost(1, "new", "2002-06", project_id="barn"),
    )
    shares = funds.subsidy_shares(told, "USD")
    assert shares["share"].to_dict() == {"mill": pytest.approx(1 / 3), "oven": pytest.approx(0.25)}
    assert shares.loc["oven", "public"] == pytest.approx(2)
    assert shares.loc["mill", "investment"] == pytest.approx(2.4)
    assert shares.loc["oven", "row_ids"] == ("XX-2001-TEST-3", "XX-2001-TEST-4")
    assert funds.rows_of(shares) == [f"XX-2001-TEST-{n}" for n in (1, 2, 3, 4)]


def test_share_of_an_investment_of_zero_or_without_a_rate_is_left_out() -> None:
    zero = steps(paid(1, "new", "2001"), cost(0, "revision", "2001"))
    unrated = steps(paid(1, "new", "2001"), cost(9, "new", "2001", "TWD"))
    assert funds.subsidy_shares(zero, "JPY").empty
    assert funds.subsidy_shares(unrated, "JPY").empty
    assert funds.subsidy_shares(steps(), "JPY").empty


def test_share_ranges_are_worded_and_empty_without_shares() -> None:
    shares = pd.DataFrame({"funder": ["JP", "JP", "US"], "share": [0.25, 0.5, 0.125]}, index=["a", "b", "c"])
    assert funds.share_ranges(shares)["worded"].to_dict() == {"JP": "25% to 50%", "US": "12%"}
    assert funds.share_ranges(funds.subsidy_shares(steps(), "JPY")).empty


def awards() -> pd.DataFrame:
    first = {"step": "subsidy_preliminary"}
    final = {"step": "subsidy_final"}
    return steps(
        paid(8.5, "new", "2024-03", "USD", project_id="mill", **first),
        paid(7.5, "revision", "2024-11", "USD", project_id="mill", **final),
        paid(2, "new", "2024-03", "USD", project_id="oven", **first),
        paid(2.25, "revision", "2024-12", "USD", project_id="oven", **final),
        paid(1, "new", "2024-03", "USD", project_id="shop", **first),
        paid(1, "included", "2024-12", "USD", project_id="shop", **final),
        paid(3, "new", "2024-03", "USD", project_id="barn", **first),
        paid(4, "new", "2024-12", "JPY", project_id="dock", **final),
    )


def test_changes_from_preliminary_terms_to_the_final_award() -> None:
    changes = funds.award_changes(awards())
    assert changes["change"].to_dict() == {"mill": -1, "oven": 0.25, "shop": 0}
    assert changes.loc["mill", ["preliminary", "final", "currency"]].tolist() == [8.5, 7.5, "USD"]
    counts = funds.award_counts(changes)
    worded = {"before": "US$11.5 billion", "after": "US$10.75 billion"}
    assert counts == {"n": 3, "cut": 1, "raised": 1, **worded}


@pytest.mark.parametrize(
    ("ratios", "level", "order"),
    [
        ([1.1, 0.9], True, "about level"),
        ([1.2, 1.05], False, "this one is higher"),
        ([0.8, 0.7], False, "the other is higher"),
        ([1.2, 0.9], False, "depends on the currency"),
        ([float("nan"), float("nan")], False, "depends"),
    ],
)
def test_sums_are_level_only_within_a_tenth(ratios: list[float], level: bool, order: str) -> None:
    said = funds.order_by(ratios, "this one", "the other")
    assert said[0] is level
    assert order in said[1]


def test_only_terms_without_a_final_award_are_preliminary_only() -> None:
    told = awards()  # at the shop the final award repeats the terms, so that the earlier step stands
    standing = funds.standing_amounts(told)
    assert "XX-2001-TEST-5" in standing.index
    assert funds.preliminary_only(standing, told).index.tolist() == ["XX-2001-TEST-7"]


def test_no_awards_are_counted_as_none() -> None:
    none = {"n": 0, "cut": 0, "raised": 0, "before": None, "after": None}
    assert funds.award_counts(funds.award_changes(steps())) == none


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


def test_disagreements_give_the_held_and_the_stated_value(invented: Evidence) -> None:
    found = funds.disagreements(invented, ["US-2001-ALPHA", "JP-2001-BETA"])
    assert found.index.tolist() == ["US-2001-ALPHA-C2"]
    assert found.iloc[0].tolist() == ["US-2001-ALPHA", "Alpha rule", "entity_count", 4, "5", "Beta, invented"]
    assert funds.disagreements(invented, ["JP-2001-BETA"]).empty


@pytest.mark.usefixtures("made_up_rates")
def test_sum_in_two_currencies_implies_a_rate() -> None:
    standing = funds.standing_amounts(steps(paid(60, "new", "2001-05"), paid(7, "new", "2001-06")))
    ids, stated = ["XX-2001-TEST-1", "XX-2001-TEST-2"], ["60 trillion yen (500 million US dollars)", "12.2"]
    disputes = pd.DataFrame({"row_id": ids, "stated": stated}, index=["C1", "C2"])
    rates = funds.implied_rates(disputes, standing)
    assert rates.index.tolist() == ["C1"]
    assert rates.loc["C1", ["implied", "market"]].tolist() == [120, 100]  # 60 billion yen over 0.5 billion dollars
    assert funds.implied_rates(disputes.iloc[:0], standing).empty


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
