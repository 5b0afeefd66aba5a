"""Schedules: whether projects start when planned, which nodes they name and make, and their steps by year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .investments import in_order, records_frame, usual
from .period import DayRange, Period, first_days, last_days, parse_date
from .text import counted, listed

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


BEGUN_ALL_THE_SAME = {
    WITHIN: "; it nevertheless began within the plan first stated",
    EARLIER: "; it nevertheless began before the start first stated",
}


class MonthRange(DayRange):
    """A number of months that is certain (`low == high`) or known within bounds."""


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
    records = {str(p): _slip(own) for p, own in in_order(dated).groupby("project_id") if own["planned_start"].any()}
    columns = ["country", "first_plan", "first_stated", "last_plan", "last_stated", "plans", "moved", "moved_months"]
    columns += ["actual_start", "started", "started_months", "row_ids"]
    frame = records_frame(records, columns)
    return frame.loc[first_days(frame["last_plan"]).sort_values(kind="stable").index]


def past_plans(slips: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of `start_slips` whose last stated start is over by the end of the period, with no start on record."""
    over = last_days(slips["last_plan"]) <= pd.Timestamp(period.last)
    return slips[over & slips["actual_start"].isna()].copy()


def _slip(own: pd.DataFrame) -> dict[str, Any]:
    plans = own.loc[own["planned_start"].notna(), ["planned_start", "date"]].to_numpy().tolist()
    (first, first_stated), (last, last_stated), several = plans[0], plans[-1], len(plans) > 1
    actual = next(reversed(own["actual_start"].dropna().tolist()), None)
    moved = MonthRange(0, 0) if first == last else months_between(first, last)
    return {
        "country": usual(own["countries"].explode()),
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


def moves_worded(slips: pd.DataFrame) -> pd.Series:
    """How each plan of `start_slips` moved, to be written beside it; missing where it was stated once."""
    pairs = zip(slips["moved"], slips["moved_months"], strict=True)
    said = [m if m in (UNCHANGED, WITHIN) else f"{m}: {months} months" for m, months in pairs]
    return pd.Series(said, index=slips.index, dtype="object").where(slips["moved"].notna(), None)


def slip_counts(slips: pd.DataFrame, names: pd.Series) -> dict[str, Any]:
    """How many plans moved, for a finding: `n` (stated more than once), `k` (certainly later), `which`, `unsure`.

    `which` names the later ones with their months, and says where one began no later than first stated all the same.
    `n` is a worded count.
    """
    restated = slips[slips["plans"] > 1]
    later = restated[restated["moved"] == LATER]
    unsure = int((restated["moved"] == UNSURE).sum())
    cells = zip(later.index, later["moved_months"], later["started"], strict=True)
    moves = [f"{names.get(p, p)} ({m} months{BEGUN_ALL_THE_SAME.get(began, '')})" for p, m, began in cells]
    return {"n": counted(len(restated), "project"), "k": len(later), "which": listed(moves), "unsure": unsure}


def start_counts(slips: pd.DataFrame, period: Period) -> dict[str, Any]:
    """How many starts are on record, for a finding: `n` (worded), `begun`, `in_time` and `silent` (`past_plans`).

    A project whose first plan was stated no sooner than it began tells nothing about punctuality, and is left out.
    """
    ahead = last_days(slips["first_stated"]) < first_days(slips["actual_start"])
    foretold = slips[slips["actual_start"].isna() | ahead]
    begun = foretold[foretold["actual_start"].notna()]
    on_time = int(begun["started"].isin([WITHIN, EARLIER]).sum())
    total = counted(len(foretold), "project") if len(foretold) else None
    return {"n": total, "begun": len(begun), "in_time": on_time, "silent": len(past_plans(slips, period))}


def node_plans(steps: pd.DataFrame) -> pd.DataFrame:
    """When each project first named each logic node, and when it began to produce it: index id of the first naming.

    Columns: `project_id`, `country`, `node_nm` (nm), `first_named` (date of that step), `in_production` (actual start
    in a step that says production began; missing while it is a plan) and `row_ids`. A step names its finest node only.
    """
    records = {}
    for (project, node), own in in_order(steps[steps["node_nm"].notna()]).groupby(["project_id", "node_nm"]):
        made = own[(own["step"] == "production_start") & own["actual_start"].notna()]
        country, starts = usual(own["countries"].explode()), made["actual_start"].tolist()
        ids = tuple(dict.fromkeys([own.index[0], *made.index]))
        records[own.index[0]] = (project, country, node, own["date"].tolist()[0], next(iter(starts), None), ids)
    columns = ["project_id", "country", "node_nm", "first_named", "in_production", "row_ids"]
    frame = records_frame(records, columns)
    return frame.astype({"node_nm": "float64"})


def finest_nodes(nodes: pd.DataFrame, country: str) -> dict[str, float]:
    """Smallest node (nm) of `node_plans` in a country: `now` in production, `planned` named only; NaN where none."""
    own = nodes[nodes["country"] == country]
    made = own["in_production"].notna()
    return {"now": float(own.loc[made, "node_nm"].min()), "planned": float(own.loc[~made, "node_nm"].min())}


def steps_by_year(steps: pd.DataFrame) -> pd.DataFrame:
    """Number of steps: index calendar year (text) without gaps, a column a kind of step (`STEP_KINDS`), all kinds."""
    years = steps["date"].str[:4].astype("object")
    counts = pd.crosstab(years, steps["step"].map(STEP_KINDS).rename("kind"))
    kinds = list(dict.fromkeys(STEP_KINDS.values()))
    span = [str(y) for y in range(int(years.min()), int(years.max()) + 1)] if len(steps) else []
    return counts.reindex(index=span, columns=kinds, fill_value=0)
