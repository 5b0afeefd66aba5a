"""Who pays how much, and what part of a project is public; amounts are made up and worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import exchange as fx
from helpers import funding as funds
from helpers.investments import rows_of, standing_in_two
from helpers.period import parse_period

from .chip_steps import DOLLARS, YEN, base, cost, made_up_rate, paid, steps

PERIOD = parse_period("1999/2009")


@pytest.fixture(autouse=True)
def made_up_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fx, "convert", made_up_rate)


THREE = (
    paid(6, "new", "2001-01", "USD", project_id="mill", funder_country="US"),
    paid(2, "new", "2001-01", "USD", project_id="oven", funder_country="US", step="subsidy_preliminary"),
    paid(500, "new", "2001-01", "JPY", project_id="shop", funder_country="JP"),
)


def test_sums_by_project_and_funder() -> None:
    money = funds.public_money(base(*THREE), PERIOD)
    wide = funds.sums_by_project(money)
    assert wide.index.tolist() == ["mill", "shop", "oven"]
    assert wide["JP"].dropna().to_dict() == {"shop": 5}
    by_funder = funds.sums_by_funder(money)
    assert by_funder["amount"].to_dict() == {"US": 8, "JP": 5}
    assert by_funder.loc["US", ["projects", "largest"]].tolist() == [2, "mill"]
    assert by_funder["worded"].to_dict() == {
        "US": "US$8 billion (¥800 billion, 100 yen to the dollar)",
        "JP": "¥500 billion (US$5 billion, 100 yen to the dollar)",
    }
    assert by_funder.loc["US", "largest_share"] == 0.75
    assert by_funder.loc["US", "hhi"] == pytest.approx(0.625)  # 0.75 squared and 0.25 squared
    assert by_funder.loc["US", "concentration"] == "75% of it (index 0.62)"


def test_sum_of_zero_has_no_concentration_and_one_without_a_rate_is_left_out() -> None:
    zero = funds.sums_by_funder(standing_in_two(steps(paid(0, "revision", "2001-01")), "subsidy", YEN))
    assert zero.loc["JP", "amount"] == 0
    assert zero[["largest_share", "hhi", "concentration"]].isna().all(axis=None)
    unrated = steps(paid(200, "new", "2001-12"), paid(9, "new", "2001-12", "TWD"))
    assert funds.sums_by_project(standing_in_two(unrated, "subsidy", DOLLARS)).loc["mill", "JP"] == 2


def test_total_and_ratio_by_hand_under_each_choice() -> None:
    told = base(*THREE)
    assert funds.public_total(told, PERIOD) == 13  # 6 + 2 + 500 / 100
    assert funds.public_total(told, PERIOD, currency="JPY") == 1300
    assert funds.public_total(told, PERIOD, preliminary_terms=False) == 11
    assert funds.funder_ratio(told, PERIOD) == pytest.approx(5 / 8)
    assert funds.funder_ratio(told, PERIOD, preliminary_terms=False) == pytest.approx(5 / 6)


def test_ratio_depends_on_the_currency_only_through_the_dates() -> None:
    late = base(*THREE[:2], THREE[2] | {"date": "2002"})  # 500 yen at 125 are 4 dollars
    assert funds.funder_ratio(late, PERIOD) == pytest.approx(0.5)
    assert funds.funder_ratio(late, PERIOD, currency="JPY") == pytest.approx(500 / 800)


def test_billions_are_printed_in_the_form_of_their_currency() -> None:
    assert funds.billions("USD").format(66.546) == "66.55 billion USD"
    assert funds.billions("JPY").format(9929.5) == "9,930 billion JPY"


def test_nothing_to_sum_or_compare_is_none() -> None:
    alone = base(THREE[2])
    assert funds.funder_ratio(alone, PERIOD) is None
    assert funds.public_total(base(), PERIOD) is None
    assert funds.middle_share(alone, PERIOD) is None
    assert funds.order_worded(alone, period=PERIOD, currency="USD") == "who is higher depends on the currency"


@pytest.mark.parametrize(
    ("ratios", "level", "order"),
    [
        ([1.1, 0.9], True, "about level"),
        ([1.2, 1.05], False, "this one is higher"),
        ([0.8, 0.7], False, "the other is higher"),
        ([1.2, 0.9], False, "depends on the currency"),
        ([float("nan"), float("nan")], False, "depends"),
        ([None], False, "depends"),
    ],
)
def test_sums_are_level_only_within_a_tenth(ratios: list[float | None], level: bool, order: str) -> None:
    said = funds.order_by(ratios, "this one", "the other")
    assert said[0] is level
    assert order in said[1]


def shares(*rows: dict[str, Any]) -> pd.DataFrame:
    told = steps(*rows)
    return funds.subsidy_shares(*(standing_in_two(told, kind, DOLLARS) for kind in ("subsidy", "investment")))


def test_public_share_needs_both_sums_and_takes_no_rate_where_there_is_one_currency() -> None:
    found = shares(
        paid(100, "new", "2001-06", project_id="mill"),  # 1 dollar then
        cost(300, "new", "2002-06", project_id="mill"),  # 2.4 dollars then: a rate would give 0.42
        paid(250, "new", "2002-06", project_id="oven"),
        cost(8, "new", "2002-06", "USD", project_id="oven"),
        paid(1, "new", "2002-06", project_id="shop"),
        cost(1, "new", "2002-06", project_id="barn"),
    )
    assert found["share"].to_dict() == {"mill": pytest.approx(1 / 3), "oven": pytest.approx(0.25)}
    assert found.loc["oven", "public"] == pytest.approx(2)
    assert found.loc["mill", "investment"] == pytest.approx(2.4)
    assert found.loc["oven", "row_ids"] == ("XX-2001-TEST-3", "XX-2001-TEST-4")
    assert rows_of(found) == [f"XX-2001-TEST-{n}" for n in (1, 2, 3, 4)]


def test_share_of_an_investment_of_zero_or_without_a_rate_is_left_out() -> None:
    assert shares(paid(1, "new", "2001"), cost(0, "revision", "2001")).empty
    assert shares(paid(1, "new", "2001"), cost(9, "new", "2001", "TWD")).empty
    assert shares().empty


def test_middle_share_is_the_median_of_shares_of_at_most_one() -> None:
    rows = [paid(n, "new", "2001", project_id=p) for p, n in (("mill", 1), ("oven", 3), ("shop", 5), ("barn", 20))]
    rows += [cost(10, "new", "2001", project_id=p) for p in ("mill", "oven", "shop", "barn")]  # 0.1, 0.3, 0.5 and 2
    assert funds.middle_share(base(*rows), PERIOD) == pytest.approx(0.3)
    assert funds.middle_share(base(*rows), PERIOD, funder="US") is None


def test_share_ranges_are_worded_and_empty_without_shares() -> None:
    held = pd.DataFrame({"funder": ["JP", "JP", "US"], "share": [0.25, 0.5, 0.125]}, index=["a", "b", "c"])
    ranges = funds.share_ranges(held)
    assert ranges["worded"].to_dict() == {"JP": "25% to 50%", "US": "12%"}
    assert ranges["middle"].to_dict() == {"JP": 0.375, "US": 0.125}
    assert funds.share_ranges(shares()).empty


def test_only_terms_without_a_final_award_are_preliminary_only() -> None:
    told = steps(
        paid(1, "new", "2004-03", "USD", project_id="shop", step="subsidy_preliminary"),
        paid(1, "included", "2004-12", "USD", project_id="shop", step="subsidy_final"),  # the earlier step stands
        paid(3, "new", "2004-03", "USD", project_id="barn", step="subsidy_preliminary"),
    )
    standing = standing_in_two(told, "subsidy", DOLLARS)
    assert standing.index.tolist() == ["XX-2001-TEST-1", "XX-2001-TEST-3"]
    assert funds.preliminary_only(standing, told).index.tolist() == ["XX-2001-TEST-3"]
