"""Where projects stand and how far they have come, on made-up steps."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import sites as ground
from helpers.evidence import Evidence
from helpers.investments import standing_in_two

from .chip_steps import YEN, paid, steps

PLACES = pd.DataFrame(
    {"name": ["North", "South", "West"], "country": ["JP", "JP", "US"], "latitude": [40.0, 30.0, 35.0],
     "longitude": [140.0, 130.0, -100.0]},
    index=["PL-JP-NORTH", "PL-JP-SOUTH", "PL-US-WEST"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([{"step": "announcement"}, paid(5, "new", "2002")], "planned"),
        ([{"step": "groundbreaking", "date": "2002"}], "under way"),
        ([{"step": "pilot_start", "actual_start": "2002"}], "under way"),
        ([{"step": "production_start", "actual_start": "2002"}, {"step": "expansion", "date": "2003"}], "in operation"),
        ([{"step": "groundbreaking"}, {"step": "cancelled", "date": "2003"}], "given up"),
        ([{"step": "cancelled"}, {"step": "site_choice", "date": "2003"}], "planned"),
    ],
)
def test_state_follows_from_the_steps_in_order(rows: list[dict[str, Any]], state: str) -> None:
    assert ground.project_states(steps(*rows)).to_dict() == {"mill": state}


def test_a_project_stands_where_its_steps_say_from_the_choice_of_its_site_on() -> None:
    told = steps(
        {"place_ids": ("PL-US-WEST",), "step": "announcement", "date": "2001"},
        {"place_ids": ("PL-JP-NORTH",), "step": "site_choice", "date": "2002"},
        {"place_ids": ("PL-JP-NORTH",), "step": "groundbreaking", "date": "2003"},
        {"place_ids": ("PL-JP-NORTH", "PL-JP-SOUTH"), "project_id": "oven"},
        {"project_id": "shop"},
        {"project_id": "barn", "step": "partnership", "place_ids": ("PL-US-WEST",)},
        {"project_id": "dock", "step": "partnership", "place_ids": ("PL-US-WEST",)},
        {"project_id": "dock", "step": "announcement", "place_ids": ("PL-JP-SOUTH",)},
    )
    found = ground.project_places(told)
    assert found[["project_id", "place_id"]].to_numpy().tolist() == [
        ["barn", "PL-US-WEST"], ["dock", "PL-JP-SOUTH"],  # a partner's place only where there is no other
        ["mill", "PL-JP-NORTH"], ["oven", "PL-JP-NORTH"], ["oven", "PL-JP-SOUTH"],
    ]  # fmt: skip
    assert found["row_ids"].iat[2] == ("XX-2001-TEST-2", "XX-2001-TEST-3")
    assert ground.project_places(steps()).empty


def test_sites_hold_the_money_and_the_projects_of_a_town_from_north_to_south() -> None:
    told = steps(
        paid(5, "new", "2001", place_ids=("PL-JP-SOUTH",)),
        {"place_ids": ("PL-JP-SOUTH",), "step": "production_start", "actual_start": "2003", "date": "2003"},
        paid(3, "new", "2001", project_id="oven", company="Baker", place_ids=("PL-JP-SOUTH", "PL-JP-NORTH")),
        {"project_id": "shop", "project": "Shop", "place_ids": ("PL-JP-SOUTH", "PL-NONE")},
    )
    found = ground.sites(told, standing_in_two(told, "subsidy", YEN), PLACES)
    assert found.index.tolist() == ["PL-JP-NORTH", "PL-JP-SOUTH"]
    assert found["amount"].tolist() == [3, 8]
    assert found["shared"].tolist() == [True, True]
    assert found["state"].tolist() == ["planned", "in operation"]
    assert found.loc["PL-JP-SOUTH", "projects"] == (
        ("Miller (Mill)", "in operation"), ("Baker", "planned"), ("Miller (Shop)", "planned"),
    )  # fmt: skip
    assert found.loc["PL-JP-NORTH", "row_ids"] == ("PL-JP-NORTH", "XX-2001-TEST-3")
    assert ground.richest_site(found, "JP") == {
        "name": "South",
        "who": "Miller (Mill), Baker and Miller (Shop)",
        "amount": 8,
    }
    assert set(ground.richest_site(found, "US").values()) == {None}


def test_money_without_a_place_is_told_apart() -> None:
    told = steps(
        paid(5, "new", "2001", place_ids=("PL-JP-SOUTH",)),
        paid(3, "new", "2001", project_id="oven"),
        paid(2, "new", "2001", project_id="shop", place_ids=("PL-NONE",)),
    )
    money = standing_in_two(told, "subsidy", YEN)
    assert ground.unplaced(told, money, PLACES)["project_id"].tolist() == ["oven", "shop"]
    assert ground.placed_steps(told, PLACES)["project_id"].tolist() == ["mill"]


def test_states_are_counted_with_those_that_none_is_in() -> None:
    counts = ground.state_counts(steps({"step": "groundbreaking"}, {"project_id": "oven"}))
    assert counts == {"n": "2 projects", "running": "none", "building": 1, "planned": 1, "ended": "none"}
    assert ground.state_counts(steps())["n"] == "no projects"


def test_no_steps_have_no_sites() -> None:
    assert ground.sites(steps(), standing_in_two(steps(), "subsidy", YEN), PLACES).empty


def test_every_place_of_a_step_lies_in_a_country_of_the_step(evidence: Evidence) -> None:
    placed = evidence.investments.explode("place_ids").dropna(subset=["place_ids"])
    assert len(placed) > 80
    lands = placed["place_ids"].map(evidence.places["country"])
    assert [
        i for i, land, codes in zip(placed.index, lands, placed["countries"], strict=True) if land not in codes
    ] == []


def test_every_place_is_named_by_a_step_and_lies_in_its_country(evidence: Evidence) -> None:
    named = {p for ids in evidence.investments["place_ids"] for p in ids}
    assert set(evidence.places.index) == named
    boxes = {"JP": (24, 46, 122, 146), "US": (24, 50, -125, -66)}
    for _, place in evidence.places.iterrows():
        south, north, west, east = boxes[place["country"]]
        assert south < place["latitude"] < north, place["name"]
        assert west < place["longitude"] < east, place["name"]
