"""What meetings left: texts, something further, events that carry it out."""

from __future__ import annotations

import pytest

from helpers import results
from helpers.evidence import Evidence
from helpers.period import parse_period

from .dialogue_rows import ALL, talks


@pytest.fixture
def rows() -> Evidence:
    return talks()


@pytest.mark.parametrize(
    "text",
    ["Joint statement", "Readouts", "METI release", "Chair's summary", "Communiqué", "vision statement", "Media note",
     "Joint statement: an attack may count", "Wilmington Declaration", "texts of Pillars III and IV", "Joint preamble"],
)  # fmt: skip
def test_accounts_of_the_meeting_itself_are_texts(text: str) -> None:
    assert results.beyond_text(text) == []


@pytest.mark.parametrize(
    ("output", "binds"),
    [
        ("Memorandum of understanding on investment", True),
        ("joint task force on next-generation semiconductors", True),
        ("Three bodies of the Supply Chain Agreement begin work", True),
        ("Supply Chain Agreement substantially concluded", False),
        ("arrangement for joint research to be concluded", False),
        ("plan of action", False),
        ("next round within the month", False),
    ],
)
def test_only_what_was_founded_or_concluded_binds(output: str, binds: bool) -> None:
    assert results.beyond_text(output) == [output]
    assert results.is_binding(output) is binds


def test_each_meeting_left_something_a_text_or_nothing(rows: Evidence) -> None:
    left = results.left_behind(rows.meetings)
    assert left.loc[["AA-1", "AA-2", "AA-4"]].to_list() == [results.NOTHING, results.TEXT, results.FURTHER]
    assert results.left_numbers(rows.meetings.loc[["AA-1", "AA-2", "AA-4"]]) == {
        "further": 1,
        "account": 1,
        "nothing": 1,
    }


def test_small_groups_are_put_together(rows: Evidence) -> None:
    met = rows.meetings.loc[["AA-1", "AA-2", "AA-4", "BB-1", "QQ-1"]]
    counts = results.left_counts(met, met["mechanism_id"], 1)
    assert counts.to_dict("index") == {
        "MECH-AA": {results.FURTHER: 1, results.TEXT: 1, results.NOTHING: 1},
        "2 others together": {results.FURTHER: 0, results.TEXT: 0, results.NOTHING: 2},
    }
    assert list(results.left_counts(met, met["mechanism_id"], 3).index) == ["MECH-AA", "MECH-BB", "MECH-QQ"]
    assert results.left_counts(met.iloc[:0], met["mechanism_id"].iloc[:0], 3).empty


def test_events_are_linked_to_meetings_and_to_their_dialogues(rows: Evidence) -> None:
    links = results.follow_ups(rows, rows.meetings)
    assert list(zip(links["origin_id"], links["mechanism_id"], links["event_id"], strict=True)) == [
        ("AA-2", "MECH-AA", "EV-DONE"),
        ("MECH-BB", "MECH-BB", "EV-DONE"),
    ]
    assert results.follow_ups(rows, rows.meetings.loc[["AA-1"]]).empty


def test_the_share_depends_on_what_counts(rows: Evidence) -> None:
    # held: AA-1, AA-2, AA-4, BB-1, QQ-1 and the signing outside; AA-4 left a memorandum, the signing a hope
    assert results.productive_share(rows, ALL) == pytest.approx(2 / 6)
    assert results.productive_share(rows, ALL, kind_of_result=results.BINDING) == pytest.approx(1 / 6)
    assert results.productive_share(rows, ALL, kind_of_result=results.CARRIED_OUT) == pytest.approx(1 / 6)
    assert results.productive_share(rows, parse_period("1980")) is None
    with pytest.raises(ValueError, match="kind_of_result='much' is not known"):
        results.productive_share(rows, ALL, kind_of_result="much")


def test_the_calendar_tells_days_levels_and_what_was_carried_out(rows: Evidence) -> None:
    met = rows.meetings.loc[["AA-2", "AA-4"]].assign(date_end=["2002-01-11", None])
    told = results.calendar(met, results.follow_ups(rows, met))
    assert list(told["day"]) == ["2002-01-10 to 2002-01-11", "2003-03"]
    assert list(told["rank"]) == ["Ministers"] * 2
    assert list(told["spoken"]) == ["space", ""]
    assert list(told["carried_out"]) == ["Ev-Done (2002-06-01)", ""]
    assert results.calendar(met.iloc[:0], results.follow_ups(rows, met.iloc[:0])).empty
