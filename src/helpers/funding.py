"""Funding: who pays how much for which project, what part of a project is public, and how firm awards are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .evidence import Evidence
from .exchange import CURRENCIES, Exchange, exchanged, total_worded
from .indicators import herfindahl
from .investments import chosen_projects, records_frame, standing_amounts, steps_until
from .once import once_per_evidence
from .period import Period
from .plain import Row, grouped

# What a headline on public money could have been computed with instead.
OTHER_WAYS: dict[str, Any] = {
    "fx_rule": {"rate of the day": "on_date", "mean of the year": "annual_mean", "as printed": "as_printed"},
    "preliminary_terms": {"left out": False},
}
OTHER_CURRENCIES: dict[str, Any] = {"currency": CURRENCIES, **OTHER_WAYS}


def billions(currency: str) -> str:
    """The form in which billions of a currency are printed, e.g. "{:,.2f} billion USD"; yen without decimals."""
    return f"{{:,.{0 if currency == 'JPY' else 2}f}} billion {currency}"


@once_per_evidence
def public_money(
    evidence: Evidence,
    period: Period,
    currency: str = "USD",
    fx_rule: str = "on_date",
    company: str | None = None,
    node_max_nm: float | None = None,
    preliminary_terms: bool = True,
) -> pd.DataFrame:
    """The public money that stands at the end of a period, one row a step, with the columns of `exchange.exchanged`.

    Parameters
    ----------
    currency, fx_rule
        The currency converted into, and the rule of exchange (see `exchange.RULES`).
    company, node_max_nm
        Narrow the projects, as in `investments.chosen_projects`.
    preliminary_terms
        Whether sums that rest on preliminary terms alone count.
    """
    known = steps_until(chosen_projects(evidence.investments, company, node_max_nm), period)
    standing = standing_amounts(known, "subsidy")
    if not preliminary_terms:
        standing = standing.drop(index=preliminary_only(standing, known).index)
    return exchanged(standing, Exchange(currency, fx_rule, period.last))


def public_total(
    evidence: Evidence,
    period: Period,
    currency: str = "USD",
    fx_rule: str = "on_date",
    company: str | None = None,
    node_max_nm: float | None = None,
    preliminary_terms: bool = True,
) -> float | None:
    """All public money that stands at the end of a period, in billions of the currency; None where there is none."""
    money = public_money(evidence, period, currency, fx_rule, company, node_max_nm, preliminary_terms)
    return float(money["amount"].sum()) if len(money) else None


def funder_ratio(
    evidence: Evidence,
    period: Period,
    currency: str = "USD",
    fx_rule: str = "on_date",
    company: str | None = None,
    node_max_nm: float | None = None,
    preliminary_terms: bool = True,
) -> float | None:
    """Japan's standing public money over the American (1 is level); None without both."""
    money = public_money(evidence, period, currency, fx_rule, company, node_max_nm, preliminary_terms)
    sums = money.groupby("funder_country")["amount"].sum().reindex(["JP", "US"])
    return float(sums["JP"] / sums["US"]) if sums.notna().all() and sums["US"] else None


def middle_share(
    evidence: Evidence,
    period: Period,
    currency: str = "USD",
    fx_rule: str = "on_date",
    company: str | None = None,
    node_max_nm: float | None = None,
    preliminary_terms: bool = True,
    funder: str = "JP",
) -> float | None:
    """The public share (0..1) of the middle project of a funder (see `comparable_shares`); None where there is none."""
    money = public_money(evidence, period, currency, fx_rule, company, node_max_nm, preliminary_terms)
    known = steps_until(chosen_projects(evidence.investments, company, node_max_nm), period)
    cost = exchanged(standing_amounts(known, "investment"), Exchange(currency, fx_rule, period.last))
    shares = comparable_shares(money, cost)
    own = shares.loc[shares["funder"] == funder, "share"]
    return float(own.median()) if len(own) else None


def preliminary_only(standing: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The standing amounts that rest on preliminary terms, of projects with no final award among the steps."""
    final = steps.loc[steps["step"] == "subsidy_final", "project_id"]
    return standing[(standing["step"] == "subsidy_preliminary") & ~standing["project_id"].isin(final)].copy()


def sums_by_project(money: pd.DataFrame) -> pd.DataFrame:
    """Sums of `amount`: index project_id, a column a funder, the largest project first; missing where none.

    Rows without an amount (no rate of their currency) are left out.
    """
    named = money.assign(funder_country=money["funder_country"].fillna("not stated")).dropna(subset=["amount"])
    wide = named.pivot_table(index="project_id", columns="funder_country", values="amount", aggfunc="sum")
    return wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def sums_by_funder(money: pd.DataFrame) -> pd.DataFrame:
    """What each funder has standing: index funder code, one row each, the largest first.

    Columns: `amount` (billions of the currency converted into), `worded` (in two currencies, see
    `exchange.total_worded`), `projects` (number), `largest` (project_id), `largest_share` (0..1), `hhi` (0..1: how
    concentrated the money is on few projects, see `herfindahl`) and `concentration` (the last two for a reader). The
    shares are missing where the sum is zero.
    """
    wide = sums_by_project(money)
    columns = ["amount", "worded", "projects", "largest", "largest_share", "hhi", "concentration"]
    records = {str(f): _funder(wide[f].dropna(), money[money["funder_country"] == f]) for f in wide.columns}
    return records_frame(records, columns).sort_values("amount", ascending=False)


def _funder(paid: pd.Series, stated: pd.DataFrame) -> dict[str, Any]:
    total = float(paid.sum())
    shares = paid / total if total else paid * float("nan")
    largest, hhi = shares.max(), herfindahl(shares) if total else float("nan")
    return {
        "amount": total,
        "worded": total_worded(stated),
        "projects": len(paid),
        "largest": paid.idxmax(),
        "largest_share": largest,
        "hhi": hhi,
        "concentration": f"{largest:.0%} of it (index {hhi:.2f})" if total else None,
    }


def order_by(ratios: Iterable[float | None], first: str, second: str, margin: float = 0.1) -> tuple[bool, str]:
    """Whether two sums are level, and who is higher, from ratios of the first to the second in several currencies.

    Level means that every ratio lies within `margin` of one; a missing ratio leaves the order open.

    >>> order_by([1.02, 0.97], "Japan", "Korea"), order_by([0.7, 0.6], "Japan", "Korea")
    ((True, 'the two are about level'), (False, 'Korea is higher in every currency tried'))
    """
    known = [float("nan") if r is None else r for r in ratios]
    if all(abs(r - 1) <= margin + 1e-9 for r in known):
        return True, "the two are about level"
    if all(r > 1 for r in known) or all(r < 1 for r in known):
        return False, f"{first if known[0] > 1 else second} is higher in every currency tried"
    return False, "who is higher depends on the currency"


def order_worded(evidence: Evidence, currency: str, **choices: Any) -> str:
    """Who has more public money standing, Japan or the United States, judged in every currency (see `order_by`).

    `choices` are the other ones of `funder_ratio`; `currency` does not matter and is taken so that a call can pass all.
    """
    ratios = [
        funder_ratio(evidence, **{**choices, "currency": code}) for code in dict.fromkeys((currency, *CURRENCIES))
    ]
    return order_by(ratios, "Japan's sum", "the American sum")[1]


def subsidy_shares(public: pd.DataFrame, cost: pd.DataFrame) -> pd.DataFrame:
    """Public money that stands as a share of the investment that stands, for projects whose steps state both.

    `public` and `cost` are of `exchange.exchanged`. Index project_id, the highest share first. Columns: `funder`
    (code), `public` and `investment` (billions of the currency converted into), `share` (0..1) and `row_ids`. Where
    all amounts of a project are in one currency the share is of the amounts as stated, so that no rate enters it.
    """
    records: dict[str, dict[str, Any]] = {}
    columns = ("currency", "amount_bn", "amount", "funder_country")
    costs = grouped(cost, "project_id", *columns)
    for project, paid in grouped(public, "project_id", *columns).items():
        if whole := costs.get(project):
            column = "amount_bn" if len({one["currency"] for one in (*paid, *whole)}) == 1 else "amount"
            total = _sum(whole, column)
            records[project] = {
                "funder": paid[-1]["funder_country"],
                "public": _sum(paid, "amount"),
                "investment": _sum(whole, "amount"),
                "share": _sum(paid, column) / total if total else float("nan"),
                "row_ids": tuple(one["id"] for one in (*paid, *whole)),
            }
    found = records_frame(records, ["funder", "public", "investment", "share", "row_ids"])
    return found.dropna(subset=["share"]).sort_values("share", ascending=False)


def _sum(lines: Sequence[Row], column: str) -> float:
    return float(np.array([line[column] for line in lines], dtype="float64").sum())


def comparable_shares(public: pd.DataFrame, cost: pd.DataFrame) -> pd.DataFrame:
    """The rows of `subsidy_shares` of at most one: where the stated investment can cover the project."""
    shares = subsidy_shares(public, cost)
    return shares[shares["share"] <= 1].astype({"share": "float64"})


def share_ranges(shares: pd.DataFrame) -> pd.DataFrame:
    """Public shares by funder: index funder code, columns `low`, `middle`, `high` (0..1) and `worded` (the bounds)."""
    ranges = shares.astype({"share": "float64"}).groupby("funder")["share"].agg(["min", "median", "max"])
    ranges = ranges.set_axis(["low", "middle", "high"], axis=1)
    said = [f"{a:.0%} to {b:.0%}" if a < b else f"{a:.0%}" for a, b in zip(ranges["low"], ranges["high"], strict=True)]
    return ranges.assign(worded=pd.Series(said, index=ranges.index, dtype="object"))
