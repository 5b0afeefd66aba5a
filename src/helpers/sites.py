"""Sites: where projects stand, how far each has come, and what public money stands at a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .investments import CALLED, called, in_order, records_frame
from .period import is_known
from .plain import Row, grouped
from .text import counted, listed

PLANNED, UNDER_WAY, STARTED, GIVEN_UP = "planned", "under way", "in operation", "given up"
STATES = (STARTED, UNDER_WAY, PLANNED, GIVEN_UP)  # the furthest first
BUILDING = ("groundbreaking", "construction_start", "opening", "pilot_start", "prototype", "production_start")


def project_states(steps: pd.DataFrame) -> pd.Series:
    """How far each project has come by its steps: one of `STATES`, by project_id.

    Given up: its last step says so. In operation: a step states an actual start of production, or of a research
    centre; a pilot line does not count. Under way: ground was broken, or something was opened or tried. Planned: none
    of these; money may have been promised all the same.
    """
    by_project = grouped(in_order(steps), "project_id", "step", "actual_start")
    return pd.Series({str(p): _state(own) for p, own in by_project.items()}, dtype="object")


def _state(own: Sequence[Row]) -> str:
    if own[-1]["step"] == "cancelled":
        return GIVEN_UP
    if any(is_known(step["actual_start"]) and step["step"] != "pilot_start" for step in own):
        return STARTED
    return UNDER_WAY if any(step["step"] in BUILDING for step in own) else PLANNED


def project_places(steps: pd.DataFrame) -> pd.DataFrame:
    """Where each project stands: a row a project and place, with `project_id`, `place_id` and `row_ids`.

    The places that its steps name; once a step chooses the site, those that steps name from then on. A partnership
    names the partner's place, so that it counts only where no other step names one.
    """
    by_project = grouped(in_order(steps), "project_id", "step", "place_ids")
    found = [
        (str(project), place, tuple(ids)) for project, own in by_project.items() for place, ids in _places(own).items()
    ]
    return pd.DataFrame(found, columns=["project_id", "place_id", "row_ids"]).astype("object")


def _places(own: Sequence[Row]) -> dict[str, list[str]]:
    """The places of one project, each with the steps that name it."""
    choice = next((n for n, step in enumerate(own) if step["step"] == "site_choice"), 0)
    placed = [step for step in own[choice:] if step["place_ids"]]
    found: dict[str, list[str]] = {}
    for step in [step for step in placed if step["step"] != "partnership"] or placed:
        for place in step["place_ids"]:
            found.setdefault(place, []).append(step["id"])
    return found


def sites(steps: pd.DataFrame, money: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The places where projects stand: index place_id, the northernmost first in each country.

    Parameters
    ----------
    steps
        Rows by id with `project_id`, `company`, `step`, `date`, `place_ids` and `actual_start`.
    money
        Public money that stands, of `exchange.exchanged`.
    places
        The table `places`.

    Returns
    -------
    DataFrame
        `name`, `country`, `latitude`, `longitude`; `amount` (billions of the currency converted into: all public
        money that stands for the projects there; a project of several places counts whole at each), `shared`
        (whether one of them has other places), `state` (the furthest of its projects), `projects` (a tuple of name
        and state for each: the company, with the project where it has several there) and `row_ids` (of the steps, the
        money and the place).
    """
    standing, states = project_places(steps), project_states(steps)
    standing = standing[standing["place_id"].isin(places.index)]
    names = {str(p): called(own) for p, own in grouped(in_order(steps), "project_id", *CALLED).items()}
    spread = standing["project_id"].map(standing["project_id"].value_counts()) > 1
    records = {}
    for place, there in standing.assign(spread=spread).groupby("place_id"):
        own, at = money[money["project_id"].isin(there["project_id"])], places.loc[str(place)]
        told = _told([(*names[p], states[p]) for p in there["project_id"]])
        ids = (str(place), *(i for row in there["row_ids"] for i in row), *own.index)
        many = bool(there.loc[there["project_id"].isin(own["project_id"]), "spread"].any())
        cells = [at[c] for c in ("name", "country", "latitude", "longitude")]
        records[str(place)] = (*cells, float(own["amount"].sum()), many, told[0][1], told, tuple(dict.fromkeys(ids)))
    columns = ["name", "country", "latitude", "longitude", "amount", "shared", "state", "projects", "row_ids"]
    return records_frame(records, columns).sort_values(["country", "latitude"], ascending=[True, False], kind="stable")


def _told(there: list[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    """Name and state of some projects (company, project, state), the furthest first."""
    companies = [company for company, *_ in there]
    named = [(c if companies.count(c) == 1 else f"{c} ({project})", state) for c, project, state in there]
    return tuple(sorted(named, key=lambda one: STATES.index(one[1])))


def unplaced(steps: pd.DataFrame, money: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Of the public money that stands, the part of projects without a place on record: the rows of `money`."""
    return money[~money["project_id"].isin(placed_steps(steps, places)["project_id"])]


def richest_site(found: pd.DataFrame, country: str) -> dict[str, Any]:
    """The place of a country with most public money, for a sentence: `name`, `who`, `amount`; None where none."""
    own = found[(found["country"] == country) & (found["amount"] > 0)]
    if own.empty:
        return dict.fromkeys(("name", "who", "amount"))
    first = own.sort_values("amount", ascending=False, kind="stable").iloc[0]
    return {"name": first["name"], "who": listed(c for c, _ in first["projects"]), "amount": float(first["amount"])}


def placed_steps(steps: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The steps of the projects that stand at a place on record."""
    placed = project_places(steps)
    return steps[steps["project_id"].isin(placed.loc[placed["place_id"].isin(places.index), "project_id"])]


def state_counts(steps: pd.DataFrame) -> dict[str, Any]:
    """How many projects are in each state, for a sentence.

    `n` (worded), and `running`, `building`, `planned`, `ended` (numbers; "none" for 0).
    """
    counts = project_states(steps).value_counts().reindex(list(STATES), fill_value=0)
    numbers = dict(zip(("running", "building", "planned", "ended"), map(int, counts), strict=True))
    told = {name: number or "none" for name, number in numbers.items()}
    return {"n": counted(sum(numbers.values()), "project"), **told}
