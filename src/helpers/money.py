"""Amounts and currencies: conversion at the European Central Bank's rate of a day, and wording."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from currency_converter import CurrencyConverter

from .text import did_you_mean

SYMBOL = {"USD": "US$", "JPY": "¥", "EUR": "€", "CNY": "CN¥", "KRW": "₩", "TWD": "NT$"}


class MoneyError(ValueError):
    """An amount that cannot be converted; the message says why."""


@lru_cache(maxsize=1)
def _rates() -> CurrencyConverter:
    return CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")


def rate_day(currency: str, on: date) -> date:
    """The day whose rate stands for `on`: that day, or the last one known where the file ends earlier.

    Raises
    ------
    MoneyError
        If the currency has no rate, or `on` is before its first rate.
    """
    bounds = _rates().bounds
    if currency == "EUR":
        return on
    if currency not in bounds:
        raise MoneyError(f"{currency!r} has no rate of the European Central Bank. {did_you_mean(currency, SYMBOL)}")
    first: date = bounds[currency][0]
    last: date = bounds[currency][1]
    if on < first:
        raise MoneyError(f"{currency} has no rate on {on.isoformat()}; the first is of {first.isoformat()}.")
    return min(on, last)


def convert(amount: float, currency: str, into: str, on: date) -> float:
    """`amount` in another currency, at the European Central Bank's reference rate of the day.

    A day without a rate (weekend, holiday, or after the last rate held) takes the last rate before it; never a later
    one. Same unit in as out (billions stay billions).

    Raises
    ------
    MoneyError
        If a currency has no rate on that day.
    """
    if currency == into:
        return amount
    day = min(rate_day(currency, on), rate_day(into, on))
    return float(_rates().convert(amount, currency, into, date=day))


def implied_rate(amount: float, other_amount: float) -> float:
    """Units of the first currency per unit of the second, where one sum is stated in both.

    >>> round(implied_rate(70, 0.51))
    137

    Raises
    ------
    MoneyError
        If the second amount is zero.
    """
    if not other_amount:
        raise MoneyError("an implied rate needs a second amount other than zero.")
    return amount / other_amount


def worded(amount_bn: float, currency: str) -> str:
    """Billions as a reader would write them.

    >>> worded(1722.5, "JPY"), worded(0.458, "USD"), worded(6.6, "USD")
    ('¥1.72 trillion', 'US$458 million', 'US$6.6 billion')
    """
    sign = SYMBOL.get(currency, currency + " ")
    if amount_bn >= 1000:
        return f"{sign}{amount_bn / 1000:.3g} trillion"
    if 0 < amount_bn < 1:
        return f"{sign}{amount_bn * 1000:.3g} million"
    return f"{sign}{amount_bn:.4g} billion"
