"""What comes after a period: dates of effect, suspensions that run out, plans, and what they were stated on."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from helpers.outlook import (
    awaiting_effect,
    due_count,
    horizon,
    named_dates,
    passed,
    reading_day,
    starts_and_ends,
    stated_by,
    upcoming,
)
from helpers.parameters import ParameterError
from helpers.period import parse_period

from .agenda_rows import made, measure, meeting, step

MAY = parse_period("2001-05")  # 30 days on: 1 to 30 June


def dated(**tables: list[dict[str, str]]) -> dict[str, str]:
    """Date and kind of what comes in the 30 days after May 2001, by row."""
    found = upcoming(made(**tables), MAY, 30)
    return {str(i): f"{d} {k}" for i, d, k in zip(found.index, found["date"], found["kind"], strict=True)}


def test_the_horizon_begins_the_day_after_and_counts_days() -> None:
    window = horizon(MAY, 30)
    assert (window.first.isoformat(), window.last.isoformat()) == ("2001-06-01", "2001-06-30")


@pytest.mark.parametrize("days", [0, -3])
def test_a_horizon_of_no_day_is_refused(days: int) -> None:
    with pytest.raises(ParameterError, match=f"horizon_days={days} looks at no day; expected 1 or more"):
        horizon(MAY, days)


def test_dates_of_effect_ends_and_suspensions_inside_the_horizon_are_found() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06-01"),
        measure("US-2001-B", date_announced="2001-05-02", date_effective="2001-07-01"),
        measure("US-2001-C", date_announced="2001-01-02", date_effective="2001-05-31"),
        measure("US-2001-D", date_announced="2001-01-02", suspended_from="2001-02-01", suspended_until="2001-06-30"),
        measure("US-2001-E", date_announced="2001-01-02", date_end="2001-06-15"),
    ]
    assert dated(measures=rows) == {
        "US-2001-A": "2001-06-01 effect",
        "US-2001-E": "2001-06-15 end",
        "US-2001-D": "2001-06-30 end of suspension",
    }


def test_when_a_date_was_stated_is_told_or_left_empty() -> None:
    rows = [
        measure("US-2001-A", date_published="2001-05-09", date_effective="2001-06-01"),
        measure("US-2001-D", suspended_from="2001-02-01", suspended_until="2001-06-02"),
        measure("US-2001-E", date_end="2001-06-03"),
    ]
    found = upcoming(made(measures=rows), MAY, 30)
    stated = found["stated"]
    assert stated_by(found, MAY) == 2  # an unrecorded day does not count
    assert stated_by(found, parse_period("2001-04")) == 1
    assert stated.iloc[:2].tolist() == ["2001-05-09", "2001-02-01"]
    assert stated.isna().tolist() == [False, False, True]


def test_a_date_too_coarse_to_place_is_kept_and_marked() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06"),
        measure("US-2001-B", date_announced="2001-05-02", date_effective="2001-H2"),
        measure("US-2001-C", date_announced="2001-05-02", date_effective="2001"),
    ]
    found = upcoming(made(measures=rows), MAY, 30)
    assert found["sure"].to_dict() == {"US-2001-A": True, "US-2001-C": False}


def test_days_in_the_text_of_a_measure_count_unless_its_own_or_of_a_dispute_or_a_suspending_act() -> None:
    text = "Comments to 9 June 2001; in force from 1 June 2001"
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06-01", scope=text),
        measure("US-2001-B", date_announced="2001-05-02", scope=text, instrument="dispute"),
        measure("US-2001-C", date_announced="2001-05-02", scope=text),
    ]
    pair = {"pair_id": "P-1", "leader_id": "US-2001-A", "follower_id": "US-2001-C", "relation": "suspends"}
    found = upcoming(made(measures=rows, measure_pairs=[pair]), MAY, 30)
    assert found["kind"].tolist() == ["effect", "named day"]
    assert found["date"].tolist() == ["2001-06-01", "2001-06-09"]
    assert set(found.index) == {"US-2001-A"}


def test_days_are_read_from_prose() -> None:
    assert named_dates("to 5 Sept 2001, then 14 October 2001 and 14 October 2001; in June 2001") == [
        "2001-09-05",
        "2001-10-14",
    ]
    assert named_dates("no day here, FR 90 2001") == []


def test_the_last_plan_stated_by_the_end_of_the_period_stands() -> None:
    steps = [
        step("IN-2001-A", date="2001-01-10", planned_start="2001-06"),
        step("IN-2001-B", date="2001-03", planned_start="2001-06-20"),
        step("IN-2001-C", date="2001-06-02", planned_start="2001-06-25"),
    ]
    assert dated(investments=steps) == {"IN-2001-B": "2001-06-20 planned start"}


def test_a_project_that_has_begun_is_no_longer_planned() -> None:
    plan = step("IN-2001-A", date="2001-01-10", planned_start="2001-06")
    begun = step("IN-2001-B", date="2001-05-10", actual_start="2001-05-10", step="production_start")
    later = step("IN-2001-B", date="2001-06-10", actual_start="2001-06-10", step="production_start")
    assert dated(investments=[plan, begun]) == {}
    assert dated(investments=[plan, later]) == {"IN-2001-A": "2001-06 planned start"}


def test_a_meeting_announced_is_due_and_one_held_later_is_not() -> None:
    meetings = [
        meeting("UTO-2001-06-03", date_start="2001-06-03", held="announced"),
        meeting("UTO-2001-06-04", date_start="2001-06-04"),
    ]
    assert dated(meetings=meetings) == {"UTO-2001-06-03": "2001-06-03 meeting"}


def test_as_of_leaves_out_what_was_stated_later_or_on_an_unrecorded_day() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06-20"),
        measure("US-2001-B", date_announced="2001-06-02", date_effective="2001-06-21"),
        measure("US-2001-C", date_announced="2001-01-02", date_end="2001-06-22"),
    ]
    evidence = made(measures=rows)
    assert list(upcoming(evidence, MAY, 30).index) == ["US-2001-A", "US-2001-B", "US-2001-C"]
    assert list(upcoming(evidence, MAY, 30, as_of="2001-05-31").index) == ["US-2001-A"]
    assert list(upcoming(evidence, MAY, 30, as_of="2001-06-22").index) == ["US-2001-A", "US-2001-B", "US-2001-C"]


def test_an_unconfirmed_date_is_marked_and_keeps_its_kind() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06-20", unconfirmed_fields="date_effective")
    ]  # fmt: skip
    found = upcoming(made(measures=rows), MAY, 30)
    assert (found["what"].iloc[0], found["kind"].iloc[0]) == ("takes effect (unconfirmed)", "effect")
    assert starts_and_ends(found) == {
        "starts": "1 is a measure taking effect", "ends": "none is the end of a suspension",
    }  # fmt: skip


def test_only_dates_that_certainly_fall_due_are_counted() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-06-20", scope="Comments to 9 June 2001"),
        measure("US-2001-B", date_announced="2001-05-02", date_effective="2001"),
        measure("US-2001-C", date_announced="2001-06-02", date_effective="2001-07-15"),
    ]
    evidence = made(measures=rows)
    assert due_count(evidence, MAY, 30) == 2
    assert due_count(evidence, MAY, 30, named_days=False) == 1
    assert due_count(evidence, MAY, 60) == 3
    assert due_count(evidence, MAY, 60, as_of="2001-05-31") == 2
    assert due_count(made(), MAY, 30) == 0


def test_a_date_has_passed_when_its_last_day_has() -> None:
    found = pd.DataFrame({"date": ["2001-06-09", "2001-06", "2001-06-10"]}, index=["A", "B", "C"])
    assert list(passed(found, date(2001, 6, 10)).index) == ["A"]
    assert list(passed(found, date(2001, 7, 1)).index) == ["A", "B", "C"]


def test_a_report_is_read_on_its_knowledge_date_or_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert reading_day("2001-05-31") == date(2001, 5, 31)
    assert reading_day(None) == date(1970, 1, 2)


def test_nothing_is_due_where_nothing_is_held() -> None:
    found = upcoming(made(), MAY, 30)
    assert found.empty
    assert "sure" in found.columns
    assert starts_and_ends(found)["starts"] == "none is a measure taking effect"
    assert stated_by(found, MAY) == 0


def test_several_dates_are_told_in_the_plural() -> None:
    rows = [
        measure(
            f"US-2001-{name}", suspended_from="2001-02-01", suspended_until="2001-06-02", date_effective="2001-06-09"
        )
        for name in "AB"
    ]
    found = starts_and_ends(upcoming(made(measures=rows), MAY, 30))
    assert found == {"starts": "2 are measures taking effect", "ends": "2 are ends of suspensions"}


def test_measures_await_effect_until_their_date_and_dated_ones_come_first() -> None:
    rows = [
        measure("US-2001-A", date_announced="2001-05-02"),
        measure("US-2001-B", date_announced="2001-05-03", date_effective="2001-08-01"),
        measure("US-2001-C", date_announced="2001-05-04", date_effective="2001-05-31"),
        measure("US-2001-D", date_published="2001-05-05", date_effective="2001-06"),
        measure("US-2001-E", date_announced="2001-04-30", date_effective="2001-08-01"),
        measure("US-2001-F", date_announced="2001-05-06", status="concluded"),
        measure("US-2001-G", date_announced="2001-05-06", date_end="2001-05-20"),
        measure("US-2001-H", date_announced="2001", status="proposed"),
    ]
    found = awaiting_effect(made(measures=rows).measures, MAY)
    assert list(found.index) == ["US-2001-D", "US-2001-B", "US-2001-A"]
    assert found["made_known"].tolist() == ["2001-05-05", "2001-05-03", "2001-05-02"]
    assert found["state"].unique().tolist() == ["in force"]


def test_where_no_measure_waits_the_frame_is_empty() -> None:
    rows = [measure("US-2001-C", date_announced="2001-05-04", date_effective="2001-05-04")]
    assert awaiting_effect(made(measures=rows).measures, MAY).empty
    assert awaiting_effect(made().measures, MAY).empty
