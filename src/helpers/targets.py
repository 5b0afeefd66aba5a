"""Staff and money announced: what indicators state for a period, and how far counts are from plans and targets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .period import Period, first_days, last_days, straddling, within
from .text import did_you_mean

# First word of a value's vintage -> what kind of statement it is; a value without a vintage is recorded.
VALUE_KINDS = {"plan": "plan", "draft": "plan", "target": "target", "press": "press report", "request": "request"}
# Domain of technology policy -> how the ids of its series on staff and money begin.
PREFIXES = {
    "space": ("SE-SPACE-", "SE-DEFENCE-SPACE-"),
    "cyber": ("SE-CYBER-", "SE-DEFENCE-CYBER-"),
    "defence_technology": ("SE-DEFENCE-",),
}
ADOPTED = {"": 0, "initial": 0, "draft": 1}  # of a year's budget: as it stands, else the draft


def stated_values(observations: pd.DataFrame, series: pd.DataFrame, period: Period) -> pd.DataFrame:
    """What indicators state for a time that overlaps a period, with the targets that those indicators are held to.

    Parameters
    ----------
    observations
        Rows of `observations`, indexed by row id: `series_id`, `period`, `value` (in the series' unit), `vintage`.
    series
        Rows of `series`, indexed by row id: `title`, `unit`; values of other series are left out.

    Returns
    -------
    The rows in order of series title, then of the end of their period, with `title`, `unit`, `vintage` (empty text
    where there is one only) and `kind` ("recorded", "plan", "target" or "press report"). Targets and press reports for
    later times are kept where their series has a value that overlaps the period.
    """
    known = observations[observations["series_id"].isin(series.index)].fillna({"vintage": ""})
    frame = known.assign(title=known["series_id"].map(series["title"]), unit=known["series_id"].map(series["unit"]))
    kind = frame["vintage"].str.split(" ").str[0].map(VALUE_KINDS).fillna("recorded")
    near = within(frame["period"], period) | straddling(frame["period"], period)
    goal = kind.isin(["target", "press report"]) & frame["series_id"].isin(frame.loc[near, "series_id"])
    frame = frame.assign(kind=kind, day=last_days(frame["period"]))[near | goal]
    return frame.sort_values(["title", "day"], kind="stable").drop(columns="day")


def of_domain(values: pd.DataFrame, domain: str = "all") -> pd.DataFrame:
    """The values on staff and money of one domain of technology policy, or of all three, in order of their series.

    Raises
    ------
    ValueError
        If the domain is none of these.
    """
    if domain not in ("all", *PREFIXES):
        raise ValueError(f"domain={domain!r} is not held here. {did_you_mean(domain, ('all', *PREFIXES))}")
    wanted = tuple(p for name, prefixes in PREFIXES.items() if domain in ("all", name) for p in prefixes)
    found = values[values["series_id"].str.startswith(wanted)]
    return found.sort_values("series_id", kind="stable")


def progress(values: pd.DataFrame) -> dict[str, Any]:
    """The newest count of an indicator beside the target furthest ahead, for a finding; all None without both.

    Parameters
    ----------
    values
        Rows of one indicator (`stated_values`): `kind`, `period`, `value`.

    Returns
    -------
    `count`, `counted` (its period), `target`, `due` (its period), `share` (0..1, the count as a share of the target)
    and `row_ids` (the two rows; empty without both).
    """
    ordered = values.assign(day=last_days(values["period"])).sort_values("day", kind="stable")
    count, target = ordered[ordered["kind"] == "recorded"].tail(1), ordered[ordered["kind"] == "target"].tail(1)
    if count.empty or target.empty or not target["value"].iloc[0]:
        return dict.fromkeys(("count", "counted", "target", "due", "share")) | {"row_ids": ()}
    numbers = {"count": float(count["value"].iloc[0]), "target": float(target["value"].iloc[0])}
    ends = {"counted": count["period"].iloc[0], "due": target["period"].iloc[0]}
    ids = (str(count.index[0]), str(target.index[0]))
    return numbers | ends | {"share": numbers["count"] / numbers["target"], "row_ids": ids}


def ends_of(budget: pd.DataFrame) -> dict[str, str | None]:
    """Periods and vintages of the first and the last value of `yearly_budget`, for a finding; None where there is none.

    Keys `from_year`, `from_vintage`, `to_year`, `to_vintage`; a value without a vintage is the initial budget.
    """
    vintages = budget["vintage"].replace("", "initial budget")
    ends = (("from", 0), ("to", -1))
    years = {f"{name}_year": budget["period"].iloc[at] if len(budget) else None for name, at in ends}
    return years | {f"{name}_vintage": vintages.iloc[at] if len(budget) else None for name, at in ends}


def plans_for(values: pd.DataFrame, year: str) -> pd.DataFrame:
    """The plans of an indicator for one period, the oldest first: rows of `stated_values`, in order of vintage."""
    found = values[values["kind"].eq("plan") & values["period"].eq(year)]
    return found.sort_values("vintage", kind="stable")


def yearly_budget(values: pd.DataFrame) -> pd.DataFrame:
    """One value for each period of a budget, in order of time: as it stands, else the draft; never a request.

    `values` are rows of one indicator (`stated_values`); what is neither adopted nor a draft is left out.
    """
    rank = values["vintage"].map(ADOPTED)
    found = values.assign(rank=rank, day=first_days(values["period"]))[rank.notna()]
    found = found.sort_values(["day", "rank"], kind="stable").drop_duplicates("period")
    return found.drop(columns=["rank", "day"])
