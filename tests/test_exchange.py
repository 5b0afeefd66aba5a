"""Sums in two currencies: by which rate, what it implies, and what is printed; rates are made up or published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers import exchange as fx
from helpers.exchange import RULES, Exchange, exchanged, printed_rates, stated_sums, total_worded
from helpers.investments import disagreements
from helpers.money import MoneyError

from .chip_steps import DOLLARS, YEN, cost, made_up_rate, paid, steps


@pytest.fixture
def made_up_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fx, "convert", made_up_rate)


def printed(amount: float, currency: str) -> dict[str, Any]:
    return {"subsidy_equivalent_amount_bn": amount, "subsidy_equivalent_currency": currency}


def sums(*rows: dict[str, Any], exchange: Exchange = DOLLARS, kind: str = "subsidy") -> pd.DataFrame:
    return exchanged(stated_sums(steps(*rows), kind), exchange)


@pytest.mark.usefixtures("made_up_rates")
def test_each_sum_is_converted_at_the_rate_of_its_own_date() -> None:
    found = sums(paid(200, "new", "2001-12"), paid(250, "new", "2002-01-01"), paid(3, "new", "2002", "USD"))
    assert found["amount"].tolist() == [2, 2, 3]
    assert found["fx"].tolist()[:2] == ["ECB, 2001-12-31", "ECB, 2002-01-01"]


@pytest.mark.usefixtures("made_up_rates")
def test_every_sum_has_a_second_currency_and_the_rate_that_the_two_imply() -> None:
    found = sums(paid(200, "new", "2001-12"), paid(3, "new", "2002-05", "USD"))
    assert found[["stated", "other", "rate"]].to_numpy().tolist() == [
        ["¥200 billion", "US$2 billion", "100 yen to the dollar"],
        ["US$3 billion", "¥375 billion", "125 yen to the dollar"],
    ]
    in_yen = sums(paid(200, "new", "2001-12"), paid(3, "new", "2002-05", "USD"), exchange=YEN)
    assert in_yen["other"].tolist() == ["US$2 billion", "¥375 billion"]
    assert in_yen["amount"].tolist() == [200, 375]


@pytest.mark.usefixtures("made_up_rates")
def test_a_sum_without_a_rate_is_missing_and_says_so() -> None:
    found = sums(paid(200, "new", "2001-12"), paid(9, "new", "2001-12", "TWD"))
    assert found["amount"].isna().tolist() == [False, True]
    assert found["other"].tolist()[1] == "no rate"
    assert found["fx"].tolist()[1] == "no rate of the ECB"
    assert total_worded(found) == "¥200 billion (US$2 billion, 100 yen to the dollar) and NT$9 billion (no rate)"


@pytest.mark.usefixtures("made_up_rates")
def test_what_the_source_prints_counts_before_the_rate_of_the_day() -> None:
    rows = (paid(200, "new", "2001-12", **printed(1.6, "USD")), paid(200, "new", "2001-12"))
    as_printed = sums(*rows, exchange=Exchange("USD", "as_printed", date(2009, 12, 31)))
    assert as_printed["amount"].tolist() == [1.6, 2]
    assert as_printed["fx"].tolist() == ["as printed", "ECB, 2001-12-31"]
    assert as_printed["rate"].tolist() == ["125 yen to the dollar", "100 yen to the dollar"]
    assert sums(*rows)["amount"].tolist() == [2, 2]


@pytest.mark.usefixtures("made_up_rates")
def test_a_print_in_a_third_currency_is_no_print_of_the_one_asked() -> None:
    rule = Exchange("USD", "as_printed", date(2009, 12, 31))
    found = sums(paid(200, "new", "2001-12", **printed(1.5, "EUR")), exchange=rule)
    assert found["amount"].tolist() == [2]


def test_the_annual_mean_is_that_of_the_year_and_never_of_days_to_come() -> None:
    row = paid(131.55, "new", "2022-02-15")
    year = sums(row, exchange=Exchange("USD", "annual_mean", date(2022, 12, 31)))
    assert year["amount"].iat[0] == pytest.approx(1, abs=1e-4)  # the published mean of 2022 is 131.55 yen
    assert year["fx"].iat[0] == "ECB, mean of 2022"
    early = sums(row, exchange=Exchange("USD", "annual_mean", date(2022, 3, 31)))
    assert early["amount"].iat[0] == pytest.approx(131.55 / 116.2, rel=0.01)  # the yen fell later in the year


def test_a_real_weekend_takes_the_rate_of_the_friday_before() -> None:
    found = sums(paid(100, "new", "2024-02-25"), paid(100, "new", "2024-02-23"))
    assert found["amount"].iat[0] == found["amount"].iat[1]
    assert 0.6 < found["amount"].iat[0] < 0.7  # about 150 yen to the dollar


def test_an_unknown_rule_currency_or_kind_is_answered() -> None:
    with pytest.raises(ValueError, match=r"'on_day' is no rule of exchange\. Did you mean 'on_date'\?"):
        Exchange("USD", "on_day", date(2001, 1, 1))
    with pytest.raises(MoneyError, match=r"'USS' has no rate.*Did you mean 'USD'"):
        Exchange("USS", "on_date", date(2001, 1, 1))
    with pytest.raises(ValueError, match=r"'subsidies' is no kind of amount\. Did you mean 'subsidy'\?"):
        stated_sums(steps(), "subsidies")


@pytest.mark.parametrize("rule", RULES)
def test_no_sums_give_no_rows_and_no_words_under_every_rule(rule: str) -> None:
    nothing = sums(exchange=Exchange("USD", rule, date(2001, 1, 1)))
    assert nothing.empty
    assert {"amount", "other", "rate", "fx"} <= set(nothing.columns)
    assert total_worded(nothing) is None
    assert fx.grand_total(nothing, Exchange("USD", rule, date(2001, 1, 1))) is None


def test_the_rule_is_worded_with_its_last_day() -> None:
    assert str(Exchange("USD", "annual_mean", date(2001, 5, 31))).endswith("in the year of each step, up to 2001-05-31")


@pytest.mark.usefixtures("made_up_rates")
def test_totals_tell_stated_currencies_apart_and_the_grand_total_joins_them() -> None:
    found = sums(paid(200, "new", "2001-12"), paid(300, "new", "2001-12"), paid(3, "new", "2002-05", "USD"))
    assert total_worded(found) == (
        "¥500 billion (US$5 billion, 100 yen to the dollar) and US$3 billion (¥375 billion, 125 yen to the dollar)"
    )
    assert fx.grand_total(found, DOLLARS) == "US$8 billion (¥875 billion, 109.4 yen to the dollar)"  # 875 / 8
    assert fx.grand_total(found, YEN) == "¥875 billion (US$8 billion, 109.4 yen to the dollar)"


@pytest.mark.usefixtures("made_up_rates")
def test_printed_rates_lie_beside_the_market() -> None:
    told = steps(
        paid(120, "new", "2001-06", **printed(1, "USD")),
        paid(120, "new", "2001-06", **printed(1, "EUR")),
        cost(5, "new", "2002-06", "USD"),
    )
    found = printed_rates(told)
    assert found.index.tolist() == ["XX-2001-TEST-1"]
    assert found.loc["XX-2001-TEST-1", ["kind", "stated", "printed"]].tolist() == [
        "subsidy",
        "¥120 billion",
        "US$1 billion",
    ]
    assert found[["implied", "market"]].to_numpy().tolist() == [[120, 100]]
    assert found["gap"].iat[0] == pytest.approx(0.2)
    assert printed_rates(steps()).empty


@pytest.mark.parametrize(
    ("stated", "held", "fits"),
    [
        ("70 trillion yen (700 million US dollars)", 70.0, True),  # 100,000 yen to the dollar; 100 in billions
        ("70 billion yen (700 million US dollars)", 70.0, False),  # nothing to mend
        ("70 trillion yen (700 million US dollars)", 90.0, False),  # the sum held does not fit either
    ],
)
def test_a_slip_of_scale_is_found_where_only_the_held_sum_fits(
    monkeypatch: pytest.MonkeyPatch, stated: str, held: float, fits: bool
) -> None:
    from helpers import money

    monkeypatch.setattr(money, "convert", made_up_rate)
    told = steps(paid(held, "new", "2001-06"))
    columns = ["row_id", "label", "field", "held", "stated", "source"]
    row = ["XX-2001-TEST-1", "", "subsidy_amount_bn", held, stated, ""]
    slip = fx.scale_slip(pd.DataFrame([row], columns=columns, index=["C-1"]), told)
    assert slip["fits"] is fits
    assert slip["market"] == 100
    assert slip["ours"] == pytest.approx(held / 0.7)
    assert slip["rows"] == ["XX-2001-TEST-1"]


def test_without_a_disputed_sum_in_two_currencies_there_is_no_slip() -> None:
    columns = ["row_id", "label", "field", "held", "stated", "source"]
    told = steps(paid(5, "new", "2001"))
    other = pd.DataFrame([["XX-2001-TEST-1", "", "date", "2001", "2002", ""]], columns=columns)
    for disputes in (other, other.iloc[:0]):
        slip = fx.scale_slip(disputes, told)
        assert slip.pop("rows") == []
        assert slip.pop("fits") is False
        assert set(slip.values()) == {None}


def test_the_slip_of_the_founding_article_is_found(evidence: Any) -> None:
    found = disagreements(evidence, evidence.investments.index)
    slip = fx.scale_slip(found, evidence.investments)
    assert slip["rows"] == ["IN-RAPIDUS-2022-11-11-LAUNCH"]
    assert slip["fits"] is True
    assert slip["implied"] == pytest.approx(138_889, rel=1e-3)
