"""What took effect in a period, how many measures did, and what notice they gave."""

from __future__ import annotations

from helpers.agenda import happenings
from helpers.effects import effect_count, effects, notice, notice_in_words
from helpers.evidence import THEMES
from helpers.period import parse_period

from .agenda_rows import event, made, measure, step

MAY = parse_period("2001-05")


def test_effects_are_measures_in_force_suspended_or_ended_and_plants_that_began() -> None:
    evidence = made(
        measures=[
            measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-05-02"),
            measure("US-2001-B", date_announced="2001-05-03", date_effective="2001-06-03"),
            measure("CN-2001-C", suspended_from="2001-05-04", suspended_until="2001-05-20", date_end="2001-05-30"),
            measure("TRI-2001-D", date_effective="2001-05-05", instrument="understanding"),
        ],
        events=[event("EV-2001-E", date_start="2001-05-06")],
        investments=[step("IN-F", step="production_start", date="2001-05-07"), step("IN-G", date="2001-05-08")],
    )
    found = effects(happenings(evidence), MAY)
    assert list(zip(found.index, found["what"], strict=True)) == [
        ("US-2001-A", "took effect"), ("CN-2001-C", "suspended"), ("IN-F", "production start"),
        ("CN-2001-C", "suspension set to end"), ("CN-2001-C", "ended"),
    ]  # fmt: skip
    assert effect_count(evidence, MAY, THEMES) == 1
    assert effects(happenings(made()), MAY).empty


def test_measures_in_force_are_counted_under_each_choice() -> None:
    rows = [
        measure("US-2001-A", date_effective="2001-05-02"),
        measure("US-2001-B", date_effective="2001-05-03", unconfirmed_fields="date_effective"),
        measure("US-2001-C", date_effective="2001"),
        measure("US-2001-D", date_announced="2001-05-03"),
    ]
    evidence = made(measures=rows)
    assert effect_count(evidence, MAY, THEMES) == 2
    assert effect_count(evidence, MAY, THEMES, unconfirmed_dates=False) == 1
    assert effect_count(evidence, MAY, THEMES, coarse_dates=True) == 3
    assert effect_count(evidence, MAY, ["dialogues"]) == 0


def test_notice_runs_from_the_day_made_known_to_the_day_of_effect() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_published="2001-05-04", date_effective="2001-05-02"),
        measure("US-2001-B", date_published="2001-05-04", date_effective="2001-06-03"),
        measure("US-2001-C", date_announced="2001-05-31", date_effective="2001-07"),
        measure("US-2001-D", date_announced="2001-05-31"),
        measure("US-2001-E", date_effective="2001-05-31"),
        measure("US-2001-F", date_announced="2001-05-10", date_effective="2001-05-02"),
    ]
    days = notice(made(measures=rows).measures)
    assert days[["low", "high"]].to_dict("index") == {
        "US-2001-A": {"low": 0, "high": 0}, "US-2001-B": {"low": 30, "high": 30},
        "US-2001-C": {"low": 31, "high": 61}, "US-2001-F": {"low": -8, "high": -8},
    }  # fmt: skip
    assert notice_in_words(days) == {"n": 4, "same": 2, "longest": "31 to 61 days"}
    assert notice_in_words(days.loc[["US-2001-A"]]) == {"n": 1, "same": 1, "longest": None}
    assert notice_in_words(days.loc[["US-2001-B"]]) == {"n": 1, "same": "none", "longest": "30 days"}


def test_without_measures_there_is_no_notice() -> None:
    assert notice_in_words(notice(made().measures)) == {"n": 0, "same": "none", "longest": None}
