"""Conversion at published rates, never a later one; wording of amounts."""

from datetime import date

import pytest

from helpers.evidence import Evidence
from helpers.money import MoneyError, annual_mean, convert, implied_rate, rate_day, rate_worded, worded


def test_a_published_rate_is_used() -> None:
    # ECB reference rates of 4 January 1999, the first day of the euro: 1.1789 USD and 133.73 JPY for 1 EUR.
    assert convert(1, "EUR", "USD", date(1999, 1, 4)) == pytest.approx(1.1789)
    assert convert(133.73, "JPY", "USD", date(1999, 1, 4)) == pytest.approx(1.1789)


def test_a_weekend_takes_the_rate_of_the_friday_before() -> None:
    friday, saturday = date(2024, 4, 26), date(2024, 4, 27)
    assert convert(100, "USD", "JPY", saturday) == convert(100, "USD", "JPY", friday)


def test_a_day_after_the_last_rate_takes_the_last_one_and_says_which() -> None:
    last = rate_day("USD", date(2199, 1, 1))
    assert last < date(2199, 1, 1)
    assert convert(1, "USD", "JPY", date(2199, 1, 1)) == convert(1, "USD", "JPY", last)


@pytest.mark.parametrize(("currency", "day", "says"), [("TWD", date(2024, 1, 2), "no rate of the European"),
                                                       ("USD", date(1990, 1, 2), "the first is of 1999-01-04")])  # fmt: skip
def test_a_currency_or_day_without_a_rate_is_refused(currency: str, day: date, says: str) -> None:
    with pytest.raises(MoneyError, match=says):
        convert(1, currency, "JPY", day)


def test_the_implied_rate_shows_a_slip_of_a_thousand() -> None:
    assert implied_rate(70_000, 0.504) == pytest.approx(138_888.9, abs=0.1)
    with pytest.raises(MoneyError, match="other than zero"):
        implied_rate(70, 0)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (732, "JPY", "¥732 billion"),
        (10_000, "JPY", "¥10 trillion"),
        (0.0239, "USD", "US$23.9 million"),
        (5, "CHF", "CHF 5 billion"),
    ],
)
def test_amounts_read_as_people_write_them(amount: float, currency: str, text: str) -> None:
    assert worded(amount, currency) == text


def test_the_mean_of_a_year_is_near_that_of_another_fixing_and_its_own_inverse(evidence: Evidence) -> None:
    series = evidence.observations
    held = series[series["series_id"] == "SE-FX-FED-JPY-PER-USD"].set_index("period")["value"]
    assert len(held) > 5
    for year, mean in held.items():  # the Federal Reserve's yearly means of noon rates in New York
        assert annual_mean("USD", "JPY", int(year), date(int(year), 12, 31)) == pytest.approx(mean, rel=2e-3)
    there, back = (annual_mean(*pair, 2022, date(2022, 12, 31)) for pair in (("USD", "JPY"), ("JPY", "USD")))
    assert there * back == pytest.approx(1)
    assert annual_mean("EUR", "EUR", 2022, date(2022, 12, 31)) == 1


def test_the_mean_of_a_year_takes_no_day_to_come() -> None:
    assert annual_mean("USD", "JPY", 2022, date(2022, 1, 3)) == convert(1, "USD", "JPY", date(2022, 1, 3))
    with pytest.raises(MoneyError, match="no rate of USD in JPY was quoted in 2022 by 2021-12-31"):
        annual_mean("USD", "JPY", 2022, date(2021, 12, 31))


def test_a_rate_is_worded_in_the_smaller_unit() -> None:
    assert rate_worded(0.508, "USD", 70, "JPY") == rate_worded(70, "JPY", 0.508, "USD") == "137.8 yen to the dollar"
    assert rate_worded(5, "JPY", 0, "USD") == ""
