"""Steps of chip projects made up for tests, and rates of exchange that can be worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from helpers.evidence import Evidence
from helpers.exchange import Exchange
from helpers.money import MoneyError

NAN = float("nan")
FIELDS: dict[str, Any] = {
    "project_id": "mill", "project": "Mill", "company": "Miller", "countries": ("JP",), "place_ids": (),
    "node_nm": NAN, "step": "subsidy", "date": "2001-01-01", "funder_country": "JP", "programme": None,
    "partners": None, "planned_start": None, "actual_start": None,
    "investment_amount_bn": NAN, "investment_currency": None, "coded_investment_basis": None,
    "investment_equivalent_amount_bn": NAN, "investment_equivalent_currency": None,
    "subsidy_amount_bn": NAN, "subsidy_currency": None, "coded_subsidy_basis": None,
    "subsidy_equivalent_amount_bn": NAN, "subsidy_equivalent_currency": None,
}  # fmt: skip
DOLLARS = Exchange("USD", "on_date", date(2009, 12, 31))
YEN = Exchange("JPY", "on_date", date(2009, 12, 31))


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


def base(*rows: dict[str, Any]) -> Evidence:
    """Evidence that holds these steps and nothing else."""
    return Evidence({"investments": steps(*rows)}, {}, {})  # type: ignore[arg-type]


def made_up_rate(amount: float, currency: str, into: str, on: date) -> float:
    """A dollar is 100 yen before 2002 and 125 from then on; other currencies have no rate."""
    if currency == into:
        return amount
    rate = 100 if on.year < 2002 else 125
    if (currency, into) not in (("JPY", "USD"), ("USD", "JPY")):
        raise MoneyError(f"{currency!r} has no rate.")
    return amount / rate if into == "USD" else amount * rate
