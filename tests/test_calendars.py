"""The calendar of the dialogues: lines, marks, intervals and what was not held."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import calendars
from helpers.evidence import Evidence
from helpers.mechanism_tree import Choice
from helpers.period import parse_period

from .agenda_rows import made
from .dialogue_rows import ALL, mechanism, session, talks

NONE = parse_period("1980")


@pytest.fixture
def rows() -> Evidence:
    return talks()


def test_the_lines_are_of_the_two_or_of_more_with_meetings_outside_at_the_end(rows: Evidence) -> None:
    two = calendars.tree_lines(rows, ALL)
    assert list(two.index) == ["MECH-AA", "MECH-BB", "MECH-NEVER", calendars.OUTSIDE[0]]
    assert list(two["sessions"]) == [3, 1, 0, 1]
    more = calendars.tree_lines(rows, ALL, bilateral=False)
    assert list(more.index) == ["MECH-QQ"]


def test_a_dialogue_founded_later_is_not_yet_there(rows: Evidence) -> None:
    early = calendars.known_by(rows, parse_period("2001"))
    assert set(early.index) == {"MECH-AA", "MECH-BB"}
    assert early["is_new"].to_dict() == {"MECH-BB": True, "MECH-AA": False}
    # AA has met by then, though not yet at the level of ministers
    assert calendars.known_by(rows, parse_period("2001"), Choice(level="ministerial")).loc["MECH-AA", "has_met"]
    numbers = calendars.known_numbers(calendars.known_by(rows, ALL))
    assert numbers == {"n": "4 dialogues", "founded": 3, "never": 1, "examples": ", among them Mech-Never"}
    assert calendars.known_numbers(calendars.known_by(rows, NONE).iloc[:0])["n"] is None


def test_marks_tell_foundings_levels_signings_and_plans(rows: Evidence) -> None:
    marks = calendars.tree_marks(rows)
    told = set(zip(marks["line"], marks["date"], marks["look"], strict=True))
    assert ("MECH-AA", "1990", "founded") in told
    assert ("MECH-AA", "2001-01-10", "leaders") in told
    assert ("MECH-AA", "2003-09", "announced") in told
    assert (calendars.OUTSIDE[0], "2002-02-02", "signing") in told
    assert set(marks["look"]) <= set(calendars.LOOK_NAMES)


def test_rows_drawn_are_the_lines_and_their_meetings_of_the_period(rows: Evidence) -> None:
    drawn = calendars.rows_drawn(rows, parse_period("2002"), Choice(), calendars.tree_lines(rows, ALL))
    assert drawn == ["MECH-AA", "MECH-BB", "MECH-NEVER", "AA-2", "JP-US-LOOSE"]


def test_intervals_end_in_the_period_and_say_whether_numbers_are_missing(rows: Evidence) -> None:
    apart = calendars.intervals(rows, parse_period("2002/2004"))
    assert list(apart.index) == ["AA-2", "AA-4"]
    assert list(apart["days"]) == ["365", "415 to 445"]  # from 10 January 2002 to 1 or 31 March 2003
    # the first is held by leaders, so that the 2nd has no number of its own level to compare
    assert list(apart["kind"]) == [calendars.UNNUMBERED, calendars.HOLE]
    assert list(apart["line"]) == ["AA: Mech-Aa"] * 2


def test_only_numbers_on_both_sides_make_an_interval_without_a_hole() -> None:
    plain = [("AA-1", "2001-01-01", "1st AA"), ("AA-2", "2002-01-01", "2nd AA"), ("AA-X", "2003-01-01", "Special AA")]
    held = [session(i, date_start=d, title=t) for i, d, t in [*plain, ("AA-4", "2004-01-01", "4th AA")]]
    apart = calendars.intervals(made(mechanisms=[mechanism("MECH-AA")], meetings=held), ALL)
    # the special session stands for the 3rd, but bears no number that could be compared
    assert apart["kind"].to_dict() == {
        "AA-2": calendars.NEXT,
        "AA-X": calendars.UNNUMBERED,
        "AA-4": calendars.UNNUMBERED,
    }
    assert calendars.interval_numbers(apart) == {
        "n": 3,
        "middle": calendars.DayRange(365, 365),
        "longest": "365",
        "title": "2nd AA",
    }


def test_the_middle_of_ranges_is_a_range() -> None:
    spans = pd.DataFrame({"days_low": [10, 20, 40, 90], "days_high": [10, 21, 50, 99]})
    assert str(calendars.middle(spans)) == "30 to 36"  # medians 30 and 35.5
    assert calendars.middle(spans.iloc[:0]) is None


def test_each_series_has_its_dates_longest_interval_and_silence(rows: Evidence) -> None:
    found = calendars.series_table(rows, ALL)
    assert list(found.index) == ["MECH-AA", "MECH-BB", "MECH-QQ"]
    assert found.loc["MECH-AA", "dates"] == "leaders: 2001-01-10; ministers: 2002-01-10, 2003-03"
    assert list(found["longest"]) == ["415 to 445", "", ""]
    assert found.loc["MECH-AA", "missing"] == 1
    assert found["missing"].isna().to_list() == [False, True, True]
    assert list(found["since"]) == ["457 to 487", "1156", "0"]


def test_what_was_only_announced_is_told_with_what_is_known(rows: Evidence) -> None:
    assert calendars.not_held(rows, ALL)["remark"].to_dict() == {"AA-PLAN": "Called off."}
    assert calendars.not_held(rows, parse_period("2001")).empty


def test_years_count_what_is_told_of_meetings(rows: Evidence) -> None:
    years = calendars.years_table(rows, ALL)
    assert years.loc["2002"].to_dict() == {
        "held": 2,
        "sessions": 1,
        "announced": 0,
        "topics": 1,
        "read": 0,
        "outputs": 2,
    }
    assert years.loc["2003", "announced"] == 1
    assert years.loc["2001", "read"] == 1


def test_an_empty_period_is_empty_everywhere(rows: Evidence) -> None:
    assert calendars.intervals(rows, NONE).empty
    assert calendars.series_table(rows, NONE).empty
    assert calendars.years_table(rows, NONE).empty
    assert calendars.newest_words(made(), ALL) is None
