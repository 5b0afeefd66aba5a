"""What two governments are recorded to have spoken of: their own meetings, topics inside a field and beyond it."""

from __future__ import annotations

from datetime import date

from helpers import talks
from helpers.evidence import Evidence

from .agenda_rows import made, meeting


def rows() -> Evidence:
    return made(
        meetings=[
            meeting("XX-B", date_start="2001-05", topics="open ran;cyber;ai", outputs="A memorandum"),
            meeting("XX-A", date_start="2001-01-02", level="leaders", notes="Read in part"),
            meeting("XX-C", date_start="2001-06-01", topics="energy", topics_absent="space;cyber"),
            meeting("XX-D", date_start="2001-07-01", topics="energy"),
            meeting("XX-THREE", date_start="2001-07-01", topics="space", countries="JP;KR;US"),
            meeting("XX-PLAN", date_start="2001-08-01", topics="space", held="announced"),
        ]
    )


def test_meetings_of_the_two_alone_with_their_topics() -> None:
    found = talks.alone(rows().meetings)
    assert list(found.index) == ["XX-A", "XX-B", "XX-C", "XX-D"]
    assert found.loc["XX-B", ["said", "besides", "came_of_it"]].to_list() == ["Open RAN, cyber", "AI", "A memorandum"]
    assert found.loc["XX-A", ["said", "besides", "came_of_it", "level_name"]].to_list() == ["", "", "", "Leaders"]
    assert found.loc["XX-C", "not_said"] == "space, cyber"
    assert found.loc["XX-B", "line"] == "2001-05  Xx-B"
    assert talks.alone(rows().meetings, "space").loc["XX-B", "inside"] == ()


def test_on_the_field_are_leaders_and_what_is_named_or_missing() -> None:
    found = talks.alone(rows().meetings)
    assert list(talks.on_field(found).index) == ["XX-A", "XX-B", "XX-C"]
    assert list(talks.on_field(found, "defence_technology").index) == ["XX-A"]
    assert talks.leaders(found)["remark"].to_dict() == {"XX-A": "Read in part"}


def test_topics_of_two_meetings_for_a_sentence() -> None:
    meetings = rows().meetings
    ids, words = talks.topics_at(meetings, "XX-B", "XX-D", date(2001, 12, 31))
    assert ids == ["XX-B", "XX-D"]
    assert words == {"before": "Open RAN, cyber and AI", "after": "energy"}
    ids, words = talks.topics_at(meetings, "XX-B", "XX-D", date(2001, 5, 30))  # XX-B may be on the 31st
    assert (ids, words) == ([], {"before": None, "after": None})
    assert talks.topics_at(meetings, "XX-A", "XX-NONE", date(2001, 12, 31)) == (
        ["XX-A"],
        {"before": None, "after": None},
    )


def test_no_meeting_gives_no_rows_with_the_same_columns() -> None:
    none = talks.alone(rows().meetings.head(0))
    assert none.empty
    assert {"said", "besides", "not_said", "line", "came_of_it", "level_name"} <= set(none.columns)
    assert talks.on_field(none).empty
    assert talks.leaders(none).empty
