"""Controls in force on a day: what counts, how a cell is told, how two governments compare."""

from __future__ import annotations

from datetime import date
from typing import Any

from helpers import controls

from .measure_rows import JP, US, made, measures

DAY = date(2002, 6, 30)


def rule(code: str, start: str | None, **more: Any) -> dict[str, Any]:
    classed = {"coded_item_classes": ("quantum",), "coded_licence_policy": "licence_required", "status": "in_force"}
    return {"jurisdictions": (code,), "date_announced": "2001-01-01", "date_effective": start} | classed | more


HELD = measures(
    US_2001_STRICT=rule("US", "2001-01-01", coded_licence_policy="presumption_of_denial", coded_names_china="yes"),
    US_2001_MILD=rule("US", "2001-02-01", coded_item_classes=("quantum", "ai_models")),
    US_2002_LATE=rule("US", "2002-07-01", coded_item_classes=("supercomputing",)),
    US_2001_ENDED=rule("US", "2001-01-01", date_end="2002-06-30", coded_item_classes=("supercomputing",)),
    US_2001_OFF=rule("US", "2001-01-01", suspended_from="2002-01-01", suspended_until="2003-01-01", coded_item_classes=("supercomputing",)),
    US_2001_HALF=rule("US", "2001-01-01", suspended_from="2002-01-01", status="partly_suspended", coded_item_classes=("legacy_chips",)),
    US_2001_VAGUE=rule("US", "2002", coded_item_classes=("supercomputing",)),
    US_2001_EASE=rule("US", "2002-01-01", coded_effect="eases"),
    US_2001_BARE=rule("US", None),
    JP_2001_RULE=rule("JP", "2001-03-01", coded_names_china="no"),
    JP_2001_SAID=rule("JP", "2001-03-01", coded_item_classes=("ai_models",), coded_licence_policy=None),
    CN_2001_RULE=rule("CN", "2001-03-01", coded_names_china="not_applicable"),
)  # fmt: skip


def test_only_what_is_certainly_in_force_on_the_day_counts() -> None:
    found = controls.binding_on(made(HELD), DAY)
    assert sorted(found.index) == [
        "CN-2001-RULE", "JP-2001-RULE", "JP-2001-SAID", "US-2001-HALF", "US-2001-MILD", "US-2001-STRICT",
    ]  # fmt: skip
    assert "US-2001-OFF" in controls.binding_on(made(HELD), date(2003, 6, 30)).index, "the suspension is over"
    assert list(controls.undated_on(made(HELD), DAY).index) == ["US-2001-BARE"]


def test_a_cell_has_the_strictest_policy_and_says_what_stands_beside_it() -> None:
    found = controls.controls_on(made(HELD), DAY, ["US", "JP", "CN"])
    lines = found[["item_class", "jurisdiction", "acts", "policy", "mixed", "china"]].to_numpy().tolist()
    assert lines == [
        ["legacy chips", "US", 1, "licence needed", False, "not read"],
        ["ai models", "US", 1, "licence needed", False, "not read"],
        ["ai models", "JP", 1, "not stated", False, "not read"],
        ["quantum", "US", 2, "denial presumed", True, "named"],
        ["quantum", "JP", 1, "licence needed", False, "not named"],
        ["quantum", "CN", 1, "licence needed", False, ""],
    ]
    assert found["eased_by"].dropna().tolist() == ["US-2001-EASE"]
    assert "US-2001-EASE" in found["row_ids"].iloc[3]


def test_the_grids_have_one_shape_and_blanks() -> None:
    found = controls.controls_on(made(HELD), DAY, ["NL", "JP", "US"])
    policy, words = controls.control_grid(found, ["NL", "JP", "US"])
    assert list(policy.columns) == list(words.columns) == ["JP", "US"]
    assert list(policy.index) == ["legacy chips", "ai models", "quantum"]
    assert policy.loc["legacy chips", "JP"] == words.loc["legacy chips", "JP"] == ""
    assert words.loc["quantum", "US"] == "2 acts, China named; mixed; eased"
    assert words.loc["ai models", "JP"] == "1 act, texts unread"


def test_classes_of_two_governments_are_compared() -> None:
    found = controls.controls_on(made(HELD), DAY, ["US", "JP", "CN"])
    assert controls.control_facts(found, "US", "JP") == {"theirs": 3, "shared": 2, "stricter": 1, "compared": 1}
    assert controls.control_facts(found, "NL", "JP")["theirs"] is None
    assert controls.rows_of(found, ["JP"]) == ["JP-2001-SAID", "JP-2001-RULE"]


def test_one_class_and_an_early_day_narrow_what_is_shown() -> None:
    assert set(controls.controls_on(made(HELD), DAY, ["US"], "ai_models")["item_class"]) == {"quantum", "ai models"}
    early = controls.controls_on(made(HELD), date(1990, 1, 1), ["US", "JP"])
    assert early.empty
    assert controls.control_grid(early, ["US"])[0].empty
    assert controls.control_facts(early, "US", "JP") == {"theirs": None, "shared": 0, "stricter": 0, "compared": 0}


def test_texts_that_name_china_are_counted_among_those_read() -> None:
    held = measures(
        JP_2001_LIST=JP | {"coded_names_china": "yes", "instrument": "entity_listing"},
        JP_2001_RULE=JP | {"coded_names_china": "no"},
        JP_2001_OTHER=JP,
        US_2001_RULE=US | {"coded_names_china": "yes"},
    )
    read, facts = controls.texts_read(held, "JP")
    assert list(read.index) == ["JP-2001-LIST", "JP-2001-RULE"]
    assert facts == {"n": 2, "named": 1, "lists_alone": True}
    assert not controls.texts_read(held, "US")[1]["lists_alone"]
    assert controls.texts_read(held, "NL")[1] == {"n": None, "named": 0, "lists_alone": False}
