"""Investments: which money stands, who pays it, what part of a project is public, and where accounts of it differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from .evidence import Evidence
from .indicators import herfindahl
from .money import MoneyError, convert, rate_day, worded
from .period import Period, is_known, last_days
from .text import did_you_mean, listed

AMOUNTS = ("subsidy", "investment")


def chosen_projects(steps: pd.DataFrame, company: str | None = None, node_max_nm: float | None = None) -> pd.DataFrame:
    """All steps of the projects that match: one of whose steps names the company, and one a node fine enough.

    `steps` has `project_id`, `company` and `node_nm` (nm); `company` is part of a name in any case. A project that
    states no node is left out when `node_max_nm` is given.
    """
    keep = pd.Series(True, index=steps.index)
    if company:
        named = steps["company"].str.contains(company, case=False, regex=False, na=False).astype(bool)
        keep &= steps["project_id"].isin(steps.loc[named, "project_id"])
    if node_max_nm is not None:
        keep &= steps["project_id"].isin(steps.loc[steps["node_nm"] <= node_max_nm, "project_id"])
    return steps[keep].copy()


def steps_until(steps: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The steps taken, for certain, by the last day of the period; a start that lies after it is blanked.

    >>> from helpers.period import parse_date
    >>> steps = pd.DataFrame({"date": ["2021-05"], "actual_start": ["2022-06-24"]}, index=["XX-2021-TEST"])
    >>> steps_until(steps, parse_date("2021"))["actual_start"].isna().all()
    np.True_
    """
    end = pd.Timestamp(period.last)
    done = steps[last_days(steps["date"]) <= end].copy()
    done["actual_start"] = done["actual_start"].mask(last_days(done["actual_start"]) > end).astype("object")
    return done


def coverage(known: pd.DataFrame, recent: pd.DataFrame) -> pd.DataFrame:
    """What the steps hold by place: index country code; a step in two countries counts in both.

    Columns, all numbers of steps but `projects`: `place` (the code), `steps`, `inside` (those among `recent`),
    `projects`, and those that state public money, an investment, a planned and an actual start.
    """
    placed = known.assign(inside=known.index.isin(recent.index)).explode("countries").groupby("countries")
    stated = {"public": "subsidy_amount_bn", "investment": "investment_amount_bn"}
    stated |= {"planned": "planned_start", "actual": "actual_start"}
    counts = {"steps": placed.size(), "inside": placed["inside"].sum(), "projects": placed["project_id"].nunique()}
    frame = pd.DataFrame(counts | {name: placed[column].count() for name, column in stated.items()}).astype("int64")
    return frame.assign(place=frame.index)


def in_order(steps: pd.DataFrame) -> pd.DataFrame:
    """Steps by the last day they can have been taken on; of one day, as they stand in the table."""
    return steps.loc[last_days(steps["date"]).sort_values(kind="stable").index]


def standing_amounts(steps: pd.DataFrame, kind: str = "subsidy") -> pd.DataFrame:
    """The steps whose stated amount stands, in order of time, with it as `amount_bn` in `currency`.

    New money adds; a revision replaces all that the project (for subsidies: from that funder) had before it; amounts
    coded as included in an earlier one or as a running total are never counted. Order is by the last day that a date
    can stand for; of steps of one day the revision counts last.

    Parameters
    ----------
    steps
        Rows by id with `project_id`, `funder_country`, `date` and, for the kind, `<kind>_amount_bn` (billions),
        `<kind>_currency` and `coded_<kind>_basis`.
    kind
        "subsidy" (public money, equity and research contracts included) or "investment".

    Raises
    ------
    ValueError
        If the kind is neither, or an amount has no basis; all such rows are named.
    """
    if kind not in AMOUNTS:
        raise ValueError(f"{kind!r} is no kind of amount. {did_you_mean(kind, AMOUNTS)}")
    amount, basis = f"{kind}_amount_bn", f"coded_{kind}_basis"
    stated = steps[steps[amount].notna()]
    if len(uncoded := stated.index[stated[basis].isna()]):
        raise ValueError(f"{listed(uncoded)}: {amount} has no {basis}; code it as new, included, revision or total.")
    counted = stated[stated[basis].isin(["new", "revision"])].sort_values(basis, kind="stable")
    counted = in_order(counted)
    owner = ["project_id", "funder_country"] if kind == "subsidy" else ["project_id"]
    keys = [counted[c].fillna("") for c in owner]
    round_ = (counted[basis] == "revision").astype(int).groupby(keys).cumsum()
    standing = counted[round_ == round_.groupby(keys).transform("max")].copy()
    return standing.assign(amount_bn=standing[amount], currency=standing[f"{kind}_currency"])


def _converted(amount: float, currency: str, into: str, on: pd.Timestamp) -> float:
    try:
        return convert(amount, currency, into, on.date())
    except MoneyError:
        return float("nan")


def converted_amounts(standing: pd.DataFrame, into: str) -> pd.DataFrame:
    """The same rows with `amount`: `amount_bn` in the currency `into`, in billions, at the ECB rate of the step's date.

    A step dated to a month or year takes the rate of its last day. An amount in a currency that the European Central
    Bank did not quote then is missing, so that a total can say what it leaves out.

    Raises
    ------
    MoneyError
        If `into` itself has no rate.
    """
    rate_day(into, date.max)
    days = last_days(standing["date"])
    cells = zip(standing["amount_bn"], standing["currency"], days, strict=True)
    amounts = [_converted(float(a), str(c), into, d) for a, c, d in cells]
    return standing.assign(amount=pd.Series(amounts, index=standing.index, dtype="float64"))


def sums_by_project(converted: pd.DataFrame) -> pd.DataFrame:
    """Sums of `amount`: index project_id, a column a funder, the largest project first; missing where none.

    Rows without an amount (no rate of their currency) are left out.
    """
    named = converted.assign(funder_country=converted["funder_country"].fillna("not stated")).dropna(subset=["amount"])
    wide = named.pivot_table(index="project_id", columns="funder_country", values="amount", aggfunc="sum")
    return wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def sums_by_funder(converted: pd.DataFrame, into: str) -> pd.DataFrame:
    """What each funder has standing: index funder code, one row each, the largest first.

    Columns: `amount` (billions of the currency converted into), `worded`, `projects` (number), `largest` (project_id),
    `largest_share` (0..1), `hhi` (0..1: how concentrated the money is on few projects, see `herfindahl`) and
    `concentration` (the last two for a reader). The two shares are missing where the sum is zero.
    """
    wide = sums_by_project(converted)
    columns = ["amount", "worded", "projects", "largest", "largest_share", "hhi", "concentration"]
    records = {str(funder): _funder(wide[funder].dropna(), into) for funder in wide.columns}
    return records_frame(records, columns).sort_values("amount", ascending=False)


def _funder(paid: pd.Series, into: str) -> dict[str, Any]:
    total = float(paid.sum())
    shares = paid / total if total else paid * float("nan")
    largest, hhi = shares.max(), herfindahl(shares) if total else float("nan")
    return {
        "amount": total,
        "worded": worded(total, into),
        "projects": len(paid),
        "largest": paid.idxmax(),
        "largest_share": largest,
        "hhi": hhi,
        "concentration": f"{largest:.0%} of it (index {hhi:.2f})" if total else None,
    }


def funder_ratio(standing: pd.DataFrame, into: str, funder: str, other: str) -> float:
    """Sum of one funder over that of another, converted into one currency at each step's date; NaN without both."""
    sums = sums_by_funder(converted_amounts(standing, into), into)["amount"].astype("float64").reindex([funder, other])
    return float(sums[funder] / sums[other])


def order_by(ratios: Iterable[float], first: str, second: str, margin: float = 0.1) -> tuple[bool, str]:
    """Whether two sums are level, and who is higher, from ratios of the first to the second in several currencies.

    Level means that every ratio lies within `margin` of one.

    >>> order_by([1.02, 0.97], "Japan", "Korea"), order_by([0.7, 0.6], "Japan", "Korea")
    ((True, 'the two are about level'), (False, 'Korea is higher in either currency'))
    """
    known = list(ratios)
    if all(abs(r - 1) <= margin + 1e-9 for r in known):
        return True, "the two are about level"
    if all(r > 1 for r in known) or all(r < 1 for r in known):
        return False, f"{first if known[0] > 1 else second} is higher in either currency"
    return False, "who is higher depends on the currency"


def subsidy_shares(steps: pd.DataFrame, into: str) -> pd.DataFrame:
    """Public money that stands as a share of the investment that stands, for projects whose steps state both.

    Index project_id, the highest share first. Columns: `funder` (code), `public` and `investment` (billions of `into`,
    converted at each step's date), `share` (0..1) and `row_ids`. Where all amounts of a project are in one currency the
    share is of the amounts as stated, so that no exchange rate enters it.
    """
    public = converted_amounts(standing_amounts(steps, "subsidy"), into)
    whole = converted_amounts(standing_amounts(steps, "investment"), into)
    records: dict[str, dict[str, Any]] = {}
    for project in sorted(set(public["project_id"]) & set(whole["project_id"])):
        paid, cost = public[public["project_id"] == project], whole[whole["project_id"] == project]
        column = "amount_bn" if len({*paid["currency"], *cost["currency"]}) == 1 else "amount"
        total = cost[column].sum(skipna=False)
        records[project] = {
            "funder": paid["funder_country"].iloc[-1],
            "public": paid["amount"].sum(skipna=False),
            "investment": cost["amount"].sum(skipna=False),
            "share": paid[column].sum(skipna=False) / total if total else float("nan"),
            "row_ids": (*paid.index, *cost.index),
        }
    columns = ["funder", "public", "investment", "share", "row_ids"]
    return records_frame(records, columns).dropna(subset=["share"]).sort_values("share", ascending=False)


def share_ranges(shares: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest public share by funder: index funder code, columns `low`, `high` (0..1) and `worded`."""
    ranges = shares.astype({"share": "float64"}).groupby("funder")["share"].agg(["min", "max"])
    ranges = ranges.set_axis(["low", "high"], axis=1)
    said = [f"{a:.0%} to {b:.0%}" if a < b else f"{a:.0%}" for a, b in zip(ranges["low"], ranges["high"], strict=True)]
    return ranges.assign(worded=pd.Series(said, index=ranges.index, dtype="object"))


def award_changes(steps: pd.DataFrame) -> pd.DataFrame:
    """Projects with preliminary terms and a final award in one currency: index project_id, billions as stated.

    Columns: `preliminary`, `final`, `currency`, `change` (final less preliminary) and `row_ids`; of several steps of a
    kind the last counts.
    """
    awards = in_order(steps[steps["subsidy_amount_bn"].notna()]).rename_axis("id").reset_index()
    awards = awards.drop_duplicates(["project_id", "step"], keep="last").set_index("project_id")
    wanted = awards[["subsidy_amount_bn", "subsidy_currency", "id"]]
    first, final = (wanted[awards["step"] == f"subsidy_{kind}"] for kind in ("preliminary", "final"))
    pairs = first.merge(final, left_index=True, right_index=True, suffixes=("", "_final"))
    pairs = pairs[pairs["subsidy_currency"] == pairs["subsidy_currency_final"]]
    amounts = pairs[["subsidy_amount_bn", "subsidy_amount_bn_final", "subsidy_currency"]]
    changes = amounts.set_axis(["preliminary", "final", "currency"], axis=1)
    changes["change"] = (changes["final"] - changes["preliminary"]).round(6)
    changes["row_ids"] = pd.Series(
        [*zip(pairs["id"], pairs["id_final"], strict=True)], index=pairs.index, dtype="object"
    )
    return changes


def award_counts(changes: pd.DataFrame) -> dict[str, Any]:
    """What `award_changes` comes to, for a finding: `n`, `cut`, `raised`, and `before` and `after` worded, or None."""
    one = changes["currency"].nunique() == 1
    before, after = (
        worded(changes[c].sum(), str(changes["currency"].iat[0])) if one else None for c in ("preliminary", "final")
    )
    cut, raised = int((changes["change"] < 0).sum()), int((changes["change"] > 0).sum())
    return {"n": len(changes), "cut": cut, "raised": raised, "before": before, "after": after}


def preliminary_only(standing: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The standing amounts that rest on preliminary terms, of projects with no final award among the steps."""
    final = steps.loc[steps["step"] == "subsidy_final", "project_id"]
    return standing[(standing["step"] == "subsidy_preliminary") & ~standing["project_id"].isin(final)].copy()


def project_names(steps: pd.DataFrame) -> pd.Series:
    """What each project is called: its company and the project name that its steps use most, the latest of equals."""
    ordered = in_order(steps)
    return pd.Series(
        {str(p): f"{usual(own['company'])}: {usual(own['project'])}" for p, own in ordered.groupby("project_id")},
        dtype="object",
    )


def usual(names: pd.Series) -> str:
    """The commonest of some names, the last of equals."""
    counts = names.value_counts()
    return str(names[names.map(counts) == counts.max()].iat[-1])


def disagreements(evidence: Evidence, rows: Iterable[str]) -> pd.DataFrame:
    """Where a source states another value for one of the rows: index citation id.

    Columns: `row_id`, `label`, `field`, `held` (the value in the row), `stated` (as that source has it), `source`.
    """
    found = evidence.disputes(rows)
    cells = zip(found["row_id"], found["field"], found["stated"], found["source_id"], strict=True)
    values = [
        (r, evidence.label(r), f, evidence.row(r).get(f) if is_known(f) else None, s, evidence.sources[i].title)
        for r, f, s, i in cells
    ]
    return pd.DataFrame(values, index=found.index, columns=["row_id", "label", "field", "held", "stated", "source"])


def implied_rates(disputes: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Rates that a source implies by giving a sum in US dollars beside the one it disputes: index citation id.

    `disputes` is of `disagreements`, `standing` of `standing_amounts`. Columns: `row_id`, `stated`, `implied` (units of
    the row's currency to the dollar if the value held is right) and `market` (the ECB rate of the step's date).
    """
    dollars = disputes["stated"].astype("object").str.extract(r"(\d[\d.]*) million US dollars")[0].astype("float64")
    own = standing[standing.index.isin(disputes.loc[dollars.notna(), "row_id"])]
    market = own["amount_bn"] / converted_amounts(own, "USD")["amount"]
    held = pd.to_numeric(disputes["row_id"].map(own["amount_bn"]))
    found = disputes[["row_id", "stated"]].assign(implied=held * 1000 / dollars, market=disputes["row_id"].map(market))
    return found.dropna(subset=["implied", "market"])


def records_frame(records: Mapping[str, Any], columns: list[str]) -> pd.DataFrame:
    """Records by id as a frame with text ids for index, also where there is none."""
    frame = pd.DataFrame.from_dict(dict(records), orient="index", columns=columns)
    return frame.set_axis(pd.Index(list(records), dtype="object"))


def rows_of(aggregates: pd.DataFrame) -> list[str]:
    """Ids in the column `row_ids` of aggregated rows, each once, in order."""
    return list(dict.fromkeys(str(i) for ids in aggregates["row_ids"] for i in ids))
