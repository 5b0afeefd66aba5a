"""Who commits with whom: bodies behind texts, offices held on a day, pairs and how often they stand together."""

from __future__ import annotations

import pandas as pd

from helpers import signings
from helpers.evidence import Evidence

from .agenda_rows import event, made


def actor(actor_id: str, kind: str = "agency", **cells: str) -> dict[str, str]:
    return {"actor_id": actor_id, "name": actor_id.title(), "kind": kind, "country": actor_id[:2], **cells}


def office(number: int, body: str, start: str = "", end: str = "") -> dict[str, str]:
    row = {"office_id": f"O-{number}", "actor_id": "JP-SUN", "office": "Minister", "country": "JP"}
    return {**row, "body_actor_id": body, "date_start": start, "date_end": end}


def rows() -> Evidence:
    return made(
        events=[
            event("EV-1", date_start="2001-02-01", actor_ids="US-STATE;JP-SUN", actor_names="State;Sun"),
            event("EV-2", date_start="2003-05", actor_ids="US-STATE;US-DOD;JP-SUN;JP-MOON"),
            event("EV-3", date_start="2003-06-01", actor_ids="US-STATE;JP-MOON", actor_names="State;Moon (present)"),
            event("EV-4", date_start="2003-07-01"),
        ],
        actors=[
            actor("US-STATE"),
            actor("US-DOD"),
            actor("JP-MOFA"),
            actor("JP-MOD", name="Ministry of everything that has a very long name", aliases="MOD"),
            actor("JP-SUN", "person"),
            actor("JP-MOON", "person"),
        ],
        offices=[
            office(1, "JP-MOFA", "", "2002-01-01"),
            office(2, "JP-MOD", "2001-06-01"),
            office(3, "", "2003-01-01"),
        ],
    )


def test_a_person_stands_for_the_office_held_on_the_day() -> None:
    base = rows()
    told = (base.actors, base.offices)
    assert signings.body_of("US-STATE", "2001-01-01", *told) == "US-STATE"
    assert signings.body_of("JP-SUN", "2001-01-01", *told) == "JP-MOFA"
    assert signings.body_of("JP-SUN", "2001-09", *told) == "JP-MOD"  # both open: the one that began last
    assert signings.body_of("JP-SUN", "2005", *told) == "JP-MOD"
    assert signings.body_of("JP-MOON", "2005", *told) is None
    assert signings.body_of("XX-NOBODY", "2005", *told) is None


def test_who_is_only_present_signs_nothing() -> None:
    found = signings.signatories(rows().events)
    assert found["EV-3"] == ("US-STATE",)
    assert found["EV-1"] == ("US-STATE", "JP-SUN")


def test_pairs_count_the_texts_that_name_both() -> None:
    base = rows()
    named = signings.bodies(base.events, base.actors, base.offices)
    found = signings.pairs(named)
    assert found[["left", "right", "texts"]].to_numpy().tolist() == [
        ["US-DOD", "JP-MOD", 1],
        ["US-STATE", "JP-MOD", 1],
        ["US-STATE", "JP-MOFA", 1],
    ]
    assert found["row_ids"].to_list() == [("EV-2",), ("EV-2",), ("EV-1",)]
    assert list(signings.two_sided(base.events, named).index) == ["EV-1", "EV-2"]
    told = signings.labelled(found, base.actors)
    assert told["together"].to_list()[0] == "Us-Dod and MOD"
    assert signings.leading(told)["is_alone"] is False


def test_a_pair_keeps_its_first_and_latest_day() -> None:
    named = pd.DataFrame(
        [("T-2", "2002-01-01"), ("T-1", "2001"), ("T-3", "2003-04")], columns=["row_id", "date_start"]
    ).merge(pd.DataFrame({"body": ["US-A", "JP-A"], "country": ["US", "JP"]}), how="cross")
    found = signings.pairs(named)
    assert found.loc[0, ["texts", "first", "last", "row_ids"]].to_list() == [
        3,
        "2001",
        "2003-04",
        ("T-1", "T-2", "T-3"),
    ]


def test_nothing_named_makes_no_pair() -> None:
    base = rows()
    named = signings.bodies(base.events.loc[["EV-4"]], base.actors, base.offices)
    found = signings.labelled(signings.pairs(named), base.actors)
    assert found.empty
    assert {"left_name", "right_name", "together", "texts"} <= set(found.columns)
    assert signings.leading(found) == {"pair": None, "n": None, "row_ids": [], "is_alone": False}


def test_long_names_give_way_to_a_short_alias() -> None:
    assert signings.short_name("x" * 50) == "x" * 39 + "…"
    assert signings.short_name("x" * 50, ("y" * 45, "XX")) == "XX"
    assert signings.short_name("short", ("S",)) == "short"
