"""Amounts and currencies: conversion at the European Central Bank's rate of a day, and wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from currency_converter import CurrencyConverter, RateNotFoundError

from .text import did_you_mean

_SCALES = {"": 1e-9, "million": 1e-3, "mn": 1e-3, "m": 1e-3, "billion": 1.0, "bn": 1.0, "trillion": 1e3, "tn": 1e3}
_NAMES = {
    "US$": "USD", "$": "USD", "USD": "USD", "dollar": "USD", "¥": "JPY", "JPY": "JPY", "yen": "JPY",
    "€": "EUR", "EUR": "EUR", "euro": "EUR", "CN¥": "CNY", "CNY": "CNY", "yuan": "CNY", "renminbi": "CNY",
    "₩": "KRW", "KRW": "KRW", "won": "KRW",
    "NT$": "TWD", "TWD": "TWD",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<sign>US\$|NT\$|CN¥|[$¥€₩]|USD|JPY|EUR|CNY|KRW|TWD)?\s?(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)"
    r"[\s-]?(?P<scale>trillion|billion|million|tn|bn|mn|m)?\b"
    r"(?:\s?(?:US\s|U\.S\.\s)?(?P<name>dollar|yen|euro|yuan|renminbi|won|USD|JPY|EUR|CNY|KRW|TWD)s?\b)?",
    re.ASCII,
)
_SAME = re.compile(
    r"\s*(?:[(=]|,?\s*(?:or|about|around|roughly|approximately|equal to|equivalent to|put at|worth|i\.e\.))"
    r"[\s(=,~]*(?:(?:or|about|around|roughly|approximately|some|nearly|over|equal to|equivalent to|up to|then)\b\s*)*"
)

NAMES = {"USD": "dollar", "JPY": "yen", "EUR": "euro", "CNY": "yuan", "KRW": "won", "TWD": "Taiwan dollar"}
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


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=1)
def _quoted() -> CurrencyConverter:
    return CurrencyConverter()


@lru_cache(maxsize=1024)
def annual_mean(currency: str, into: str, year: int, until: date) -> float:
    """What one unit of a currency was worth in another, on the mean of the days of a year that the ECB quoted.

    The mean is of the rate as it is usually quoted, units of the smaller currency to one of the larger, so that the
    two ways are each other's inverse. Only days up to `until` count: a year that is not over is its mean so far.

    Raises
    ------
    MoneyError
        If no day of the year up to `until` has a rate of both.

    >>> round(1 / annual_mean("JPY", "USD", 2022, date(2022, 12, 31)), 2)  # yen to the dollar
    131.55
    """
    if currency == into:
        return 1.0
    last = min(date(year, 12, 31), until, rate_day(currency, date.max), rate_day(into, date.max))
    days = [date(year, 1, 1) + timedelta(n) for n in range((last - date(year, 1, 1)).days + 1)]
    found = [r for day in days if (r := _quoted_rate(currency, into, day)) is not None]
    if not found:
        raise MoneyError(f"no rate of {currency} in {into} was quoted in {year} by {until.isoformat()}.")
    return sum(found) / len(found) if found[0] >= 1 else len(found) / sum(1 / rate for rate in found)


def _quoted_rate(currency: str, into: str, day: date) -> float | None:
    try:
        return float(_quoted().convert(1, currency, into, date=day))
    except RateNotFoundError:
        return None


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


def amounts_in(text: str) -> list[tuple[float, str, int, int]]:
    """The amounts of money that a text names: billions, currency, and where each begins and ends.

    >>> [(round(amount, 3), currency) for amount, currency, *_ in amounts_in("¥70 billion, 504 million dollars")]
    [(70.0, 'JPY'), (0.504, 'USD')]
    """
    found = []
    for match in _AMOUNT.finditer(text):
        name = match["sign"] or match["name"]
        if name:
            number = float(match["digits"].replace(",", "").rstrip(".") or 0)
            found.append((number * _SCALES[match["scale"] or ""], _NAMES[name], match.start(), match.end()))
    return found


def doubly_stated(text: str) -> Iterator[tuple[float, str, float, str]]:
    """Each sum that a text gives in two currencies: billions and currency, twice.

    >>> list(doubly_stated("70 trillion yen = 504 million dollars"))
    [(70000.0, 'JPY', 0.504, 'USD')]
    """
    amounts = amounts_in(text)
    for (first, currency, _, end), (second, other, start, _) in pairwise(amounts):
        if currency != other and _SAME.fullmatch(text[end:start]):
            yield first, currency, second, other


def rate_gap(amount: float, currency: str, other_amount: float, other: str, on: date) -> tuple[float, float] | None:
    """The rate that two statements of one sum imply, and the European Central Bank's of the day.

    Both in units of the first currency per unit of the second; None where the bank quotes no rate for one of them.
    """
    try:
        return implied_rate(amount, other_amount), convert(1.0, other, currency, on)
    except MoneyError:
        return None


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


def rate_worded(amount: float, currency: str, other_amount: float, other: str) -> str:
    """The rate that one sum in two currencies implies, so many of the smaller unit to one of the larger.

    >>> rate_worded(70, "JPY", 0.5, "USD"), rate_worded(2, "USD", 2.2, "EUR"), rate_worded(0, "JPY", 0, "USD")
    ('140 yen to the dollar', '1.1 euros to the dollar', '')
    """
    if not amount or not other_amount:
        return ""
    rate, small, large = implied_rate(amount, other_amount), currency, other
    if rate < 1:
        rate, small, large = 1 / rate, other, currency
    plural = "s" if NAMES[small] in ("dollar", "euro", "Taiwan dollar") else ""
    return f"{rate:.4g} {NAMES[small]}{plural} to the {NAMES[large]}"
