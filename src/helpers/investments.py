"""Investments: money that stands, the public part of it, and whether projects start when they were planned to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from .evidence import Evidence
from .indicators import herfindahl
from .money import MoneyError, convert, rate_day, worded
from .period import DayRange, Period, first_days, is_known, last_days, parse_date
from .text import country_name, did_you_mean, listed

AMOUNTS = ("subsidy", "investment")
ANNOUNCED, MONEY, BUILT, CHANGED = "announced", "money", "built or running", "delayed or changed"
STEP_KINDS = {
    **dict.fromkeys(("announcement", "incorporation", "establishment", "partnership"), ANNOUNCED),
    **dict.fromkeys(("site_choice", "expansion", "plan"), ANNOUNCED),
    **dict.fromkeys(("subsidy", "subsidy_preliminary", "subsidy_final", "equity", "private_funding"), MONEY),
    **dict.fromkeys(("budget", "law", "research_contract"), MONEY),
    **dict.fromkeys(("groundbreaking", "construction_start", "opening"), BUILT),
    **dict.fromkeys(("pilot_start", "prototype", "production_start"), BUILT),
    **dict.fromkeys(("delay", "node_change", "cancelled"), CHANGED),
}
LATER, EARLIER, WITHIN, UNCHANGED, UNSURE = "later", "earlier", "within the plan", "unchanged", "not certain"


class MonthRange(DayRange):
    """A number of months that is certain (`low == high`) or known within bounds."""


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

    >>> steps = pd.DataFrame({"date": ["2021-05"], "actual_start": ["2022-06-24"]}, index=["XX-2021-TEST"])
    >>> steps_until(steps, parse_date("2021"))["actual_start"].isna().all()
    np.True_
    """
    end = pd.Timestamp(period.last)
    done = steps[last_days(steps["date"]) <= end].copy()
    done["actual_start"] = done["actual_start"].mask(last_days(done["actual_start"]) > end).astype("object")
    return done


def _in_order(steps: pd.DataFrame) -> pd.DataFrame:
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
    counted = _in_order(counted)
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
    """Sums of `amount`: index project_id, a column a funder, the largest project first; missing where none."""
    named = converted.assign(funder_country=converted["funder_country"].fillna("not stated"))
    wide = named.pivot_table(index="project_id", columns="funder_country", values="amount", aggfunc="sum")
    return wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def sums_by_funder(converted: pd.DataFrame, into: str) -> pd.DataFrame:
    """What each funder has standing: index funder code, one row each, the largest first.

    Columns: `amount` (billions of the currency converted into), `worded`, `projects` (number), `largest` (project_id),
    `largest_share` (0..1) and `hhi` (0..1: how concentrated the money is on few projects, see `herfindahl`).
    """
    wide, records = sums_by_project(converted), {}
    for funder in wide.columns:
        paid = wide[funder].dropna()
        shares = paid / paid.sum()
        records[funder] = {
            "amount": paid.sum(),
            "worded": worded(paid.sum(), into),
            "projects": len(paid),
            "largest": paid.idxmax(),
            "largest_share": shares.max(),
            "hhi": herfindahl(shares),
        }
    columns = ["amount", "worded", "projects", "largest", "largest_share", "hhi"]
    frame = pd.DataFrame.from_dict(records, orient="index", columns=columns)
    return frame.sort_values("amount", ascending=False)


def worded_sums(by_funder: pd.DataFrame) -> str:
    """The sums of `sums_by_funder` as a phrase: 'Japan US$30 billion and United States US$20 billion'."""
    return listed(f"{country_name(str(f))} {w}" for f, w in by_funder["worded"].items()) or "no public money"


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
    frame = pd.DataFrame.from_dict(records, orient="index", columns=columns).dropna(subset=["share"])
    return frame.sort_values("share", ascending=False)


def award_changes(steps: pd.DataFrame) -> pd.DataFrame:
    """Projects with preliminary terms and a final award in one currency: index project_id, billions as stated.

    Columns: `preliminary`, `final`, `currency`, `change` (final less preliminary) and `row_ids`; of several steps of a
    kind the last counts.
    """
    awards = _in_order(steps[steps["subsidy_amount_bn"].notna()]).rename_axis("id").reset_index()
    awards = awards.drop_duplicates(["project_id", "step"], keep="last").set_index("project_id")
    wanted = awards[["subsidy_amount_bn", "subsidy_currency", "id"]]
    first, final = (wanted[awards["step"] == f"subsidy_{kind}"] for kind in ("preliminary", "final"))
    pairs = first.join(final, how="inner", rsuffix="_final")
    pairs = pairs[pairs["subsidy_currency"] == pairs["subsidy_currency_final"]]
    amounts = pairs[["subsidy_amount_bn", "subsidy_amount_bn_final", "subsidy_currency"]]
    changes = amounts.set_axis(["preliminary", "final", "currency"], axis=1)
    changes["change"] = (changes["final"] - changes["preliminary"]).round(6)
    changes["row_ids"] = pd.Series(
        [*zip(pairs["id"], pairs["id_final"], strict=True)], index=pairs.index, dtype="object"
    )
    return changes


def months_between(earlier: str, later: str) -> MonthRange:
    """Months from one date to another, as a range where either is coarser than a month.

    >>> str(months_between("2024-H2", "2026")), str(months_between("2024-12", "2024-12"))
    ('13 to 29', '0')
    """
    start, end = parse_date(earlier), parse_date(later)
    low = (end.first.year - start.last.year) * 12 + end.first.month - start.last.month
    high = (end.last.year - start.first.year) * 12 + end.last.month - start.first.month
    return MonthRange(low, high)


def timing(plan: str, outcome: str) -> str:
    """How a start, or a newer plan, lies to an older plan: later, earlier, within it, unchanged, or not certain.

    "Later" and "earlier" are said only where every day that the words allow is later or earlier.

    >>> timing("2024-H2", "2026"), timing("2024-Q4", "2024-12"), timing("2027", "FY2027-H2")
    ('later', 'within the plan', 'not certain')
    """
    old, new = parse_date(plan), parse_date(outcome)
    if plan == outcome:
        return UNCHANGED
    if new.first > old.last:
        return LATER
    if new.last < old.first:
        return EARLIER
    return WITHIN if old.includes(new) else UNSURE


def start_slips(steps: pd.DataFrame) -> pd.DataFrame:
    """Planned and actual start of production by project: index project_id, in order of the last plan.

    Columns: `country`, `first_plan`, `first_stated`, `last_plan`, `last_stated` (the start and the date of the step
    that states it), `plans` (steps that state one), `moved` (`timing` of the last plan to the first), `moved_months`,
    `actual_start`, `started` (`timing` of the start to the first plan, where there is one), `started_months` and
    `row_ids`. Months are `MonthRange`; 0 where the wording is unchanged; missing where there is nothing to compare.
    """
    dated = steps[steps["planned_start"].notna() | steps["actual_start"].notna()]
    records = {str(p): _slip(own) for p, own in _in_order(dated).groupby("project_id") if own["planned_start"].any()}
    columns = ["country", "first_plan", "first_stated", "last_plan", "last_stated", "plans", "moved", "moved_months"]
    columns += ["actual_start", "started", "started_months", "row_ids"]
    frame = pd.DataFrame.from_dict(records, orient="index", columns=columns)
    return frame.loc[first_days(frame["last_plan"]).sort_values(kind="stable").index]


def _slip(own: pd.DataFrame) -> dict[str, Any]:
    plans = own.loc[own["planned_start"].notna(), ["planned_start", "date"]].to_numpy().tolist()
    (first, first_stated), (last, last_stated), several = plans[0], plans[-1], len(plans) > 1
    actual = next(reversed(own["actual_start"].dropna().tolist()), None)
    moved = MonthRange(0, 0) if first == last else months_between(first, last)
    return {
        "country": _usual(own["countries"].explode()),
        "first_plan": first,
        "first_stated": first_stated,
        "last_plan": last,
        "last_stated": last_stated,
        "plans": len(plans),
        "moved": timing(first, last) if several else None,
        "moved_months": moved if several else None,
        "actual_start": actual,
        "started": actual and timing(first, actual).replace(UNCHANGED, WITHIN),
        "started_months": actual and months_between(first, actual),
        "row_ids": tuple(own.index),
    }


def node_plans(steps: pd.DataFrame) -> pd.DataFrame:
    """When each project first named each logic node, and when it began to produce it: index id of the first naming.

    Columns: `project_id`, `country`, `node_nm` (nm), `first_named` (date of that step), `in_production` (actual start
    in a step that says production began; missing while it is a plan) and `row_ids`. A step names its finest node only.
    """
    records = {}
    for (project, node), own in _in_order(steps[steps["node_nm"].notna()]).groupby(["project_id", "node_nm"]):
        made = own[(own["step"] == "production_start") & own["actual_start"].notna()]
        country, starts = _usual(own["countries"].explode()), made["actual_start"].tolist()
        ids = tuple(dict.fromkeys([own.index[0], *made.index]))
        records[own.index[0]] = (project, country, node, own["date"].tolist()[0], next(iter(starts), None), ids)
    columns = ["project_id", "country", "node_nm", "first_named", "in_production", "row_ids"]
    frame = pd.DataFrame.from_dict(records, orient="index", columns=columns)
    return frame.astype({"node_nm": "float64"})


def steps_by_year(steps: pd.DataFrame) -> pd.DataFrame:
    """Number of steps: index calendar year (text) without gaps, a column a kind of step (`STEP_KINDS`), all kinds."""
    years = steps["date"].str[:4].astype("object")
    counts = pd.crosstab(years, steps["step"].map(STEP_KINDS).rename("kind"))
    kinds = list(dict.fromkeys(STEP_KINDS.values()))
    span = [str(y) for y in range(int(years.min()), int(years.max()) + 1)] if len(steps) else []
    return counts.reindex(index=span, columns=kinds, fill_value=0)


def project_names(steps: pd.DataFrame) -> pd.Series:
    """What each project is called: its company and the project name that its steps use most, the latest of equals."""
    ordered = _in_order(steps)
    return pd.Series(
        {str(p): f"{_usual(own['company'])}: {_usual(own['project'])}" for p, own in ordered.groupby("project_id")},
        dtype="object",
    )


def _usual(names: pd.Series) -> str:
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
