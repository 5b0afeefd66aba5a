"""Awards and estimates: what became of preliminary terms, of first stated costs, and of sums that are never added."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .exchange import KINDS, Exchange, exchanged, stated_sums, total_worded
from .investments import in_order, records_frame, standing_amounts
from .period import last_days
from .text import counted

NEVER_ADDED = {"total": "a total", "planned": "planned"}


def award_changes(steps: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """Projects with preliminary terms and a final award in one currency: index project_id, of several the last counts.

    Columns: `preliminary`, `final` and `change` (billions of `currency`, as stated), `before` and `after` (each sum in
    two currencies, as a reader would write it) and `row_ids`.
    """
    sums = exchanged(in_order(stated_sums(steps, "subsidy")), exchange)
    sums = sums[sums["step"].isin(["subsidy_preliminary", "subsidy_final"])]
    records = {str(project): _award(own) for project, own in sums.groupby("project_id") if own["step"].nunique() == 2}
    columns = ["preliminary", "final", "currency", "change", "before", "after", "row_ids"]
    changes = records_frame(records, columns)
    return changes[changes["currency"].notna()].astype({"change": "float64"})


def _award(own: pd.DataFrame) -> dict[str, Any]:
    early, late = (own[own["step"] == f"subsidy_{kind}"].tail(1) for kind in ("preliminary", "final"))
    before, after = float(early["amount_bn"].sum()), float(late["amount_bn"].sum())
    currencies = [*early["currency"], *late["currency"]]
    return {
        "preliminary": before,
        "final": after,
        "currency": currencies[0] if len(set(currencies)) == 1 else None,
        "change": round(after - before, 6),
        "before": total_worded(early),
        "after": total_worded(late),
        "row_ids": (*early.index, *late.index),
    }


def award_counts(changes: pd.DataFrame, steps: pd.DataFrame, exchange: Exchange) -> dict[str, Any]:
    """What `award_changes` of some steps come to, for a finding.

    `n` (worded), `cut` and `raised` (numbers), `before` and `after` (totals in two currencies, or None where none).
    """
    sums = exchanged(stated_sums(steps, "subsidy"), exchange)
    first, last = ([ids[k] for ids in changes["row_ids"]] for k in (0, -1))
    cut, raised = int((changes["change"] < 0).sum()), int((changes["change"] > 0).sum())
    totals = {"before": total_worded(sums.loc[first]), "after": total_worded(sums.loc[last])}
    return {"n": counted(len(changes), "project"), "cut": cut, "raised": raised, **totals}


def cost_changes(steps: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """Projects whose stated investment was revised, in one currency: index project_id, the largest last sum first.

    Columns: `first` and `last` (sums in two currencies: what was new before the first revision, and what stands),
    `first_date` and `last_date` (of the steps that state them), `percent` (change; 10 is a tenth more), `amount` (what
    stands, in billions of the currency converted into) and `row_ids`.
    """
    known = exchanged(stated_sums(steps, "investment"), exchange)
    standing = standing_amounts(steps, "investment")
    records = {}
    for project, own in in_order(known).groupby("project_id"):
        revised = own["coded_investment_basis"] == "revision"
        if revised.any() and own.loc[revised | (own["coded_investment_basis"] == "new"), "currency"].nunique() == 1:
            first = own[~revised.cummax() & (own["coded_investment_basis"] == "new")]
            if len(first):
                records[str(project)] = _cost(first, own[own.index.isin(standing.index)])
    columns = ["first", "first_date", "last", "last_date", "percent", "amount", "row_ids"]
    return records_frame(records, columns).astype({"percent": "float64"}).sort_values("amount", ascending=False)


def _cost(first: pd.DataFrame, last: pd.DataFrame) -> dict[str, Any]:
    return {
        "first": total_worded(first),
        "first_date": first["date"].iat[0],
        "last": total_worded(last),
        "last_date": last["date"].iat[-1],
        "percent": round(100 * float(last["amount_bn"].sum() / first["amount_bn"].sum() - 1)),
        "amount": float(last["amount"].sum()),
        "row_ids": (*first.index, *last.index),
    }


def sums_never_added(steps: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """Budgets, ceilings and running totals, and sums that are only planned: index row id, in order of time.

    The rows of `exchange.exchanged` of either kind of sum, with `kind` and `why` ("a total", "planned"); a step that
    states both kinds has two rows.
    """
    found = []
    for kind in KINDS:
        sums = stated_sums(steps, kind)
        why = sums[f"coded_{kind}_basis"].map(NEVER_ADDED)
        found.append(exchanged(sums[why.notna()], exchange).assign(kind=kind, why=why.dropna()))
    both = pd.concat(found)
    return both.iloc[last_days(both["date"]).reset_index(drop=True).sort_values(kind="stable").index]


def latest_programme(sums: pd.DataFrame) -> pd.DataFrame:
    """Of `sums_never_added`, the last budget, law or running total of public money: one row, or none."""
    whole = sums[(sums["kind"] == "subsidy") & (sums["why"] == NEVER_ADDED["total"])]
    return whole[whole["step"].isin(["budget", "law", "plan"])].tail(1)


def step_lines(steps: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """Steps as lines of a table, the latest first: index row id, with `name` (company and project) and what is stated.

    Adds `what` (the kind of step), `public` and `investment` (the sum in two currencies; empty where none).
    """
    lines = in_order(steps).iloc[::-1]
    texts = {"name": lines["company"] + ": " + lines["project"], "what": lines["step"].str.replace("_", " ")}
    for column, kind in (("public", "subsidy"), ("investment", "investment")):
        sums = exchanged(stated_sums(lines, kind), exchange)
        said = pd.Series([total_worded(sums.loc[[i]]) for i in sums.index], index=sums.index, dtype="object")
        texts[column] = said.reindex(lines.index).fillna("")
    return lines.assign(**{c: t.astype("object") for c, t in texts.items()})
