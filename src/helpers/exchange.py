"""Exchange: each stated sum beside what it was in another currency, at the rate of a rule, with the rate it implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from .money import (
    MoneyError,
    annual_mean,
    convert,
    doubly_stated,
    implied_rate,
    rate_day,
    rate_gap,
    rate_worded,
    worded,
)
from .period import last_days, parse_date
from .plain import rows
from .text import counted, did_you_mean, listed

RULES = {
    "on_date": "the European Central Bank's reference rate of each step's date",
    "annual_mean": "the mean of the European Central Bank's daily rates in the year of each step, up to {until}",
    "as_printed": "what the source of a step prints beside it, else the European Central Bank's rate of its date",
}
CURRENCIES = ("USD", "JPY", "EUR")
KINDS = ("subsidy", "investment")
STATED = ("amount_bn", "currency", "equivalent_amount_bn", "equivalent_currency")
NEAR = 0.05  # how far an implied rate may lie from the market's


@dataclass(frozen=True)
class Exchange:
    """How sums are brought into one currency: which one, by which of `RULES`, and the last day whose rates count.

    Raises
    ------
    ValueError
        If there is no such rule.
    MoneyError
        If the European Central Bank quotes no rate of the currency.
    """

    into: str
    rule: str
    until: date

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"{self.rule!r} is no rule of exchange. {did_you_mean(self.rule, RULES)}")
        rate_day(self.into, date.max)

    def __str__(self) -> str:
        """The rule as a reader would put it."""
        return RULES[self.rule].format(until=self.until.isoformat())

    def beside(self, currency: str) -> str:
        """The currency that a sum stated in `currency` is given in as well: `into`, else the dollar, else the yen."""
        return next(c for c in (self.into, "USD", "JPY") if c != currency)

    def value(self, sum_: Mapping[Any, Any], into: str) -> tuple[float, str]:
        """One sum (see `exchanged`) in billions of `into`, and by which rate; missing where there is none."""
        amount, currency, day = float(sum_["amount_bn"]), str(sum_["currency"]), sum_["day"]
        if currency == into:
            return amount, "as stated"
        if self.rule == "as_printed" and sum_["equivalent_currency"] == into:
            return float(sum_["equivalent_amount_bn"]), "as printed"
        try:
            if self.rule == "annual_mean":
                mean = annual_mean(currency, into, day.year, self.until)
                return amount * mean, f"ECB, mean of {day.year}"
            return convert(amount, currency, into, day), f"ECB, {min(day, rate_day(into, day)).isoformat()}"
        except MoneyError:
            return float("nan"), "no rate of the ECB"


def stated_sums(steps: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The steps that state a sum of a kind ("subsidy" or "investment"), with it under one set of names.

    Adds `amount_bn` (billions), `currency`, `equivalent_amount_bn` and `equivalent_currency` (as printed beside it by
    the same source; missing where it prints none).

    Raises
    ------
    ValueError
        If the kind is neither.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of amount. {did_you_mean(kind, KINDS)}")
    stated = steps[steps[f"{kind}_amount_bn"].notna()]
    return stated.assign(**{name: stated[f"{kind}_{name}"] for name in STATED})


def exchanged(sums: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """Sums of `stated_sums` in two currencies, by the rate of a rule and the date of the step.

    A step dated to a month or year takes the rate of its last day. Adds `amount` (billions of `exchange.into`; missing
    where the European Central Bank quotes no rate), `other_amount` and `other_currency` (the sum in the currency of
    `exchange.beside`), and for a reader `stated`, `other`, `rate` (the implied one) and `fx` (by which rate).
    """
    cells: list[dict[str, Any]] = [{**row} for row in rows(sums, *STATED, "date")]
    for cell in cells:
        cell["day"], cell["other_currency"] = parse_date(cell["date"]).last, exchange.beside(str(cell["currency"]))
        cell["amount"], _ = exchange.value(cell, exchange.into)
        cell["other_amount"], cell["fx"] = exchange.value(cell, cell["other_currency"])
        cell |= _worded(cell)
    columns = {name: [cell[name] for cell in cells] for name in ("amount", "other_amount", "other_currency", "fx")}
    texts = {name: [cell[name] for cell in cells] for name in ("stated", "other", "rate")}
    found = sums.assign(**{name: pd.Series(values, index=sums.index) for name, values in columns.items()})
    found = found.astype({"amount": "float64", "other_amount": "float64"})
    return found.assign(**{name: pd.Series(said, index=sums.index, dtype="object") for name, said in texts.items()})


def _worded(sum_: Mapping[Any, Any]) -> dict[str, str]:
    amount, currency = float(sum_["amount_bn"]), str(sum_["currency"])
    other, code = float(sum_["other_amount"]), str(sum_["other_currency"])
    if other != other:
        return {"stated": worded(amount, currency), "other": "no rate", "rate": ""}
    rate = rate_worded(amount, currency, other, code)
    return {"stated": worded(amount, currency), "other": worded(other, code), "rate": rate}


def total_worded(sums: pd.DataFrame) -> str | None:
    """The total of sums of `exchanged` in two currencies with the rate it implies; None where there is none.

    Sums stated in different currencies are told apart.
    """
    parts = []
    for currency, own in sums.groupby("currency", sort=False):
        sums_of = {column: own[column].sum(min_count=1) for column in ("amount_bn", "other_amount")}
        said = _worded({**sums_of, "currency": currency, "other_currency": own["other_currency"].iat[0]})
        unrated = int(own["other_amount"].isna().sum())
        lack = f", {counted(unrated, 'sum')} without a rate" if 0 < unrated < len(own) else ""
        parts.append(f"{said['stated']} ({said['other']}{', ' + said['rate'] if said['rate'] else ''}{lack})")
    return listed(parts) or None


def grand_total(sums: pd.DataFrame, exchange: Exchange) -> str | None:
    """All sums of `stated_sums` together, in the currency converted into and in one other; None where there is none."""
    other = exchange.beside(exchange.into)
    first, second = (
        float(exchanged(sums, Exchange(into, exchange.rule, exchange.until))["amount"].sum(min_count=1))
        for into in (exchange.into, other)
    )
    if first != first:
        return None
    total = {"amount_bn": first, "currency": exchange.into, "other_amount": second, "other_currency": other}
    said = _worded(total)
    return f"{said['stated']} ({said['other']}, {said['rate']})"


def printed_rates(steps: pd.DataFrame) -> pd.DataFrame:
    """The rates that sources imply by printing one sum in two currencies: a row a sum, by id of the step.

    Columns: `kind`, `stated` and `printed` (worded), `implied` and `market` (the European Central Bank's of the step's
    date; units of the first currency to one of the second) and `gap` (implied over market, less one). Sums in a
    currency that the bank did not quote then are left out.
    """
    found = []
    for kind in KINDS:
        sums = stated_sums(steps, kind)
        sums = sums[sums["equivalent_amount_bn"].notna()]
        for row_id, one in zip(sums.index, sums.assign(day=last_days(sums["date"])).to_dict("records"), strict=True):
            found.append({"row_id": row_id, "kind": kind, **_printed(one)})
    columns = ["row_id", "kind", "stated", "printed", "implied", "market", "gap"]
    frame = pd.DataFrame(found, columns=columns).set_index("row_id").rename_axis(None)
    return frame.astype(dict.fromkeys(columns[-3:], "float64")).dropna(subset=["market"])


def _printed(one: Mapping[Any, Any]) -> dict[str, Any]:
    amount, currency = float(one["amount_bn"]), str(one["currency"])
    other, code = float(one["equivalent_amount_bn"]), str(one["equivalent_currency"])
    try:
        market = convert(1.0, code, currency, one["day"].date())
    except MoneyError:
        market = float("nan")
    implied = amount / other
    texts = {"stated": worded(amount, currency), "printed": worded(other, code)}
    return {**texts, "implied": implied, "market": market, "gap": implied / market - 1}


def scale_slip(disputes: pd.DataFrame, steps: pd.DataFrame) -> dict[str, Any]:
    """A disputed sum that its source prints in two currencies which fit only at another scale, for a sentence.

    `disputes` is of `investments.disagreements`. `name` (company and project), `stated` (as printed there), `implied`
    and `ours` (units of the row's currency to the dollar, by the sum stated and by the one held), `market` (the
    European Central Bank's rate of the step's date), `fits` (the sum held implies that rate within a twentieth, the
    one stated does not) and `rows`; None where no disputed sum is printed so.
    """
    for row_id, field, text in zip(disputes["row_id"], disputes["field"], disputes["stated"], strict=True):
        pairs = list(doubly_stated(str(text)))
        if pairs and str(field).endswith("_amount_bn") and row_id in steps.index:
            step, (first, currency, second, other) = steps.loc[row_id], pairs[0]
            rates = rate_gap(first, currency, second, other, parse_date(str(step["date"])).last)
            if rates:
                ours = implied_rate(float(step[field]), second)
                fits = abs(ours / rates[1] - 1) < NEAR < abs(rates[0] / rates[1] - 1)
                told = {"name": f"{step['company']} ({step['project']})", "stated": text, "implied": rates[0]}
                return {**told, "market": rates[1], "ours": ours, "fits": fits, "rows": [row_id]}
    return {**dict.fromkeys(("name", "stated", "implied", "market", "ours")), "fits": False, "rows": []}
