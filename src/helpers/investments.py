"""Investments: the steps of chip projects, which of their sums stand, and where accounts of them differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from .evidence import Evidence
from .exchange import Exchange, exchanged, stated_sums
from .parameters import COUNTRIES
from .period import Period, is_known, last_days
from .plain import Row, grouped
from .text import country_name, listed

CALLED = ("step", "company", "project")  # the columns that `called` reads
PLACES = {code: country_name(code) for code in COUNTRIES}  # what a reader calls them


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
    """The steps whose stated amount stands, in order of time, with the columns of `exchange.stated_sums`.

    New money adds; a revision replaces all that the project (for subsidies: from that funder) had before it; amounts
    coded as included in an earlier one or as a running total are never counted. Order is by the last day that a date
    can stand for; of steps of one day the revision counts last.

    Parameters
    ----------
    steps
        Rows by id with `project_id`, `funder_country`, `date` and, for the kind, `<kind>_amount_bn` (billions),
        `<kind>_currency`, the same two of `<kind>_equivalent`, and `coded_<kind>_basis`.
    kind
        "subsidy" (public money, equity and research contracts included) or "investment".

    Raises
    ------
    ValueError
        If the kind is neither, or an amount has no basis; all such rows are named.
    """
    stated, basis = stated_sums(steps, kind), f"coded_{kind}_basis"
    if len(uncoded := stated.index[stated[basis].isna()]):
        fault = f"{kind}_amount_bn has no {basis}; code it as new, included, revision or total."
        raise ValueError(f"{listed(uncoded)}: {fault}")
    counted = stated[stated[basis].isin(["new", "revision"])].sort_values(basis, kind="stable")
    counted = in_order(counted)
    owner = ["project_id", "funder_country"] if kind == "subsidy" else ["project_id"]
    keys = [counted[c].fillna("") for c in owner]
    round_ = (counted[basis] == "revision").astype(int).groupby(keys).cumsum()
    return counted[round_ == round_.groupby(keys).transform("max")].copy()


def standing_in_two(steps: pd.DataFrame, kind: str, exchange: Exchange) -> pd.DataFrame:
    """The sums of a kind that stand (see `standing_amounts`), in two currencies (see `exchange.exchanged`)."""
    return exchanged(standing_amounts(steps, kind), exchange)


def project_names(steps: pd.DataFrame) -> pd.Series:
    """What each project is called: its company and the name that its steps use most (see `called`)."""
    by_project = grouped(in_order(steps), "project_id", *CALLED)
    return pd.Series({str(p): ": ".join(called(own)) for p, own in by_project.items()}, dtype="object")


def called(own: Sequence[Row]) -> tuple[str, str]:
    """Company and name of one project, as its steps (`CALLED`) in order of time have them most, the latest of equals.

    Partnerships name the partnership, and count only where there is no other step.
    """
    steps = [step for step in own if step["step"] != "partnership"] or own
    return usual(step["company"] for step in steps), usual(step["project"] for step in steps)


def usual(names: Iterable[object]) -> str:
    """The commonest of some names, the last of equals."""
    known = [name for name in names if isinstance(name, str)]
    counts = Counter(known)
    return next(name for name in reversed(known) if counts[name] == max(counts.values()))


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


def records_frame(records: Mapping[str, Any], columns: list[str]) -> pd.DataFrame:
    """Records by id as a frame with text ids for index, also where there is none."""
    frame = pd.DataFrame.from_dict(dict(records), orient="index", columns=columns)
    return frame.set_axis(pd.Index(list(records), dtype="object"))


def rows_of(aggregates: pd.DataFrame) -> list[str]:
    """Ids in the column `row_ids` of aggregated rows, each once, in order."""
    return list(dict.fromkeys(str(i) for ids in aggregates["row_ids"] for i in ids))


def first_values(frame: pd.DataFrame) -> dict[str, Any]:
    """The first row of a frame as values for a finding, by column; every one None where the frame is empty."""
    return {str(c): frame[c].iloc[0] if len(frame) else None for c in frame.columns}
