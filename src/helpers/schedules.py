"""Schedules: whether projects start when planned, which nodes they name and make, and their steps by year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor
from statistics import median
from typing import Any

import pandas as pd

from .evidence import Evidence
from .indicators import series_observations
from .investments import chosen_projects, in_order, records_frame, steps_until, usual
from .once import once_per_evidence
from .period import DayRange, Period, first_days, is_known, last_days, parse_date
from .plain import Row, grouped
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

    Projects that were given up are left out.

    Columns: `country`, `first_plan`, `first_stated`, `last_plan`, `last_stated` (the start and the date of the step
    that states it), `plans` (steps that state one), `moved` (`timing` of the last plan to the first), `moved_months`,
    `actual_start` (the first), `started` (`timing` of the start to the first plan, where there is one),
    `started_months` and `row_ids`. Of a project that has begun only the plans stated by then count, since later ones
    are of later parts. Months are `MonthRange`; 0 where the wording is unchanged; missing where there is nothing to
    compare.
    """
    last = in_order(steps).drop_duplicates("project_id", keep="last")
    going = steps[~steps["project_id"].isin(last.loc[last["step"] == "cancelled", "project_id"])]
    dated = going[going["planned_start"].notna() | going["actual_start"].notna()]
    by_project = grouped(in_order(dated), "project_id", "date", "planned_start", "actual_start", "countries")
    records = {str(p): _slip(own) for p, own in by_project.items() if any(is_known(s["planned_start"]) for s in own)}
    columns = ["country", "first_plan", "first_stated", "last_plan", "last_stated", "plans", "moved", "moved_months"]
    columns += ["actual_start", "started", "started_months", "row_ids"]
    frame = records_frame(records, columns)
    return frame.loc[first_days(frame["last_plan"]).sort_values(kind="stable").index]


def past_plans(slips: pd.DataFrame, period: Period, months_allowed: int = 0) -> pd.DataFrame:
    """The rows of `start_slips` whose last stated start is over by the end of the period, with no start on record.

    `months_allowed` is how long it must have been over.
    """
    over = last_days(slips["last_plan"]) + pd.DateOffset(months=months_allowed) <= pd.Timestamp(period.last)
    return slips[over & slips["actual_start"].isna()].copy()


def _slip(own: Sequence[Row]) -> dict[str, Any]:
    actual = next((step["actual_start"] for step in own if is_known(step["actual_start"])), None)
    stated = [step for step in own if is_known(step["planned_start"])]
    begun = parse_date(actual).last if actual else date.max
    plans = [step for step in stated if parse_date(step["date"]).last <= begun] or stated
    first, last, several = plans[0]["planned_start"], plans[-1]["planned_start"], len(plans) > 1
    moved = MonthRange(0, 0) if first == last else months_between(first, last)
    return {
        "country": usual(country for step in own for country in step["countries"]),
        "first_plan": first,
        "first_stated": plans[0]["date"],
        "last_plan": last,
        "last_stated": plans[-1]["date"],
        "plans": len(plans),
        "moved": timing(first, last) if several else None,
        "moved_months": moved if several else None,
        "actual_start": actual,
        "started": actual and timing(first, actual).replace(UNCHANGED, WITHIN),
        "started_months": actual and months_between(first, actual),
        "row_ids": tuple(step["id"] for step in own),
    }


@once_per_evidence
def _slips(evidence: Evidence, period: Period, company: str | None, node_max_nm: float | None) -> pd.DataFrame:
    return start_slips(steps_until(chosen_projects(evidence.investments, company, node_max_nm), period))


def middle_move(
    evidence: Evidence,
    period: Period,
    company: str | None = None,
    node_max_nm: float | None = None,
    counted_plans: str = "stated more than once",
) -> MonthRange | None:
    """By how many months the start of the middle project moved, from its first to its last plan; None where none did.

    `counted_plans` is "stated more than once", or "reworded": only plans whose words changed. The middle of ranges is
    the range of the medians of their ends, rounded outward.
    """
    restated = _slips(evidence, period, company, node_max_nm).query("plans > 1")
    if counted_plans == "reworded":
        restated = restated[restated["first_plan"] != restated["last_plan"]]
    if restated.empty:
        return None
    low, high = (median(getattr(m, end) for m in restated["moved_months"]) for end in ("low", "high"))
    return MonthRange(floor(low), ceil(high))


def silent_plans(
    evidence: Evidence,
    period: Period,
    company: str | None = None,
    node_max_nm: float | None = None,
    months_allowed: int = 0,
) -> int | None:
    """How many projects are past their last stated start without one on record; None where no plan is held.

    `months_allowed` is how long a plan may be over before its silence counts.
    """
    slips = _slips(evidence, period, company, node_max_nm)
    return len(past_plans(slips, period, months_allowed)) if len(slips) else None


def moves_worded(slips: pd.DataFrame) -> pd.Series:
    """How each plan of `start_slips` moved, to be written beside it; missing where it was stated once."""
    pairs = zip(slips["moved"], slips["moved_months"], strict=True)
    said = [_move(m, months) for m, months in pairs]
    return pd.Series(said, index=slips.index, dtype="object").where(slips["moved"].notna(), None)


def _move(moved: str | None, months: MonthRange | None) -> str | None:
    if moved is None or months is None or moved in (UNCHANGED, WITHIN):
        return moved
    size = MonthRange(-months.high, -months.low) if moved == EARLIER else months
    return f"{moved}: {size} months"


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
    """How many starts are on record, for a finding.

    `n` (worded), `begun`, `in_time`, `late` (for certain; "none" for 0) and `silent` (`past_plans`).
    A project whose first plan was stated no sooner than it began tells nothing about punctuality, and is left out.
    """
    ahead = last_days(slips["first_stated"]) < first_days(slips["actual_start"])
    foretold = slips[slips["actual_start"].isna() | ahead]
    begun = foretold[foretold["actual_start"].notna()]
    on_time = int(begun["started"].isin([WITHIN, EARLIER]).sum())
    total = counted(len(foretold), "project") if len(foretold) else None
    late = int((begun["started"] == LATER).sum()) or "none"
    return {"n": total, "begun": len(begun), "in_time": on_time, "late": late, "silent": len(past_plans(slips, period))}


def node_plans(steps: pd.DataFrame) -> pd.DataFrame:
    """When each project first named each logic node, and when it began to produce it: index id of the first naming.

    Columns: `project_id`, `country`, `node_nm` (nm), `first_named` (date of that step), `in_production` (actual start
    in a step that says production began; missing while it is a plan) and `row_ids`. A step names its finest node only.
    """
    records = {}
    for (project, node), own in in_order(steps[steps["node_nm"].notna()]).groupby(["project_id", "node_nm"]):
        made = own[(own["step"] == "production_start") & own["actual_start"].notna()]
        country, starts = usual(country for row in own["countries"] for country in row), made["actual_start"].tolist()
        ids = tuple(dict.fromkeys([own.index[0], *made.index]))
        records[own.index[0]] = (project, country, node, own["date"].tolist()[0], next(iter(starts), None), ids)
    columns = ["project_id", "country", "node_nm", "first_named", "in_production", "row_ids"]
    frame = records_frame(records, columns)
    return frame.astype({"node_nm": "float64"})


def finest_before(evidence: Evidence, period: Period) -> pd.DataFrame:
    """The observations of the finest logic node made in Japan before the new plants, by the end of a period."""
    found = series_observations(evidence, ["SE-FINEST-NODE-JP"])
    return found[last_days(found["period"]) <= pd.Timestamp(period.last)]


def finest_nodes(nodes: pd.DataFrame, country: str) -> dict[str, float]:
    """Smallest node (nm) of `node_plans` in a country: `now` in production, `planned` named only; NaN where none."""
    own = nodes[nodes["country"] == country]
    made = own["in_production"].notna()
    return {"now": float(own.loc[made, "node_nm"].min()), "planned": float(own.loc[~made, "node_nm"].min())}


STAGES = {
    "announced": tuple(k for k, kind in STEP_KINDS.items() if kind == ANNOUNCED),
    "funded": ("subsidy", "subsidy_preliminary", "subsidy_final", "equity", "research_contract"),
    "ground": ("groundbreaking", "construction_start"),
    "opened": ("opening", "pilot_start", "prototype"),
}


def stages(steps: pd.DataFrame, slips: pd.DataFrame) -> pd.DataFrame:
    """The way of each project from its announcement to production: index project_id, in order of the first stage.

    Columns: the date of the first step of each of `STAGES` (`announced`, `funded` with public money, `ground` broken,
    `opened` or tried), `started` (actual start), `plan` and `moved` (last plan and how it moved, of `start_slips`) and
    `row_ids`; missing where no step says so. Projects that are only announced, without a plan, are left out.
    """
    money = steps["subsidy_amount_bn"].notna() & ~steps["coded_subsidy_basis"].isin(["total", "planned"])
    ordered = in_order(steps.assign(paid=money))
    by_project = grouped(ordered, "project_id", "step", "date", "actual_start", "paid")
    records = {str(project): _stages(own) for project, own in by_project.items()}
    frame = records_frame(records, [*STAGES, "started", "row_ids"])
    told = slips.assign(plan=slips["last_plan"], moved=moves_worded(slips))[["plan", "moved"]]
    first = pd.concat([first_days(frame[c]) for c in [*STAGES, "started"]], axis=1).min(axis=1)
    later = [*list(STAGES)[1:], "started", "plan"]
    frame = frame.join(told).loc[first.sort_values(kind="stable").index]
    return frame[frame[later].notna().any(axis=1)]


def _stages(own: Sequence[Row]) -> dict[str, Any]:
    """First dates of the stages of one project, from its steps in order."""
    dates = {
        name: next((s["date"] for s in own if s["step"] in kinds and (s["paid"] or name != "funded")), None)
        for name, kinds in STAGES.items()
    }
    starts = (s["actual_start"] for s in own if is_known(s["actual_start"]) and s["step"] != "pilot_start")
    return {**dates, "started": next(starts, None), "row_ids": tuple(s["id"] for s in own)}
