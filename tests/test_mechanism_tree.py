"""Dialogues: which are of both governments, what belongs to what, and how long each has been silent."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import mechanism_tree as dialogues
from helpers import meetings
from helpers.evidence import Evidence
from helpers.mechanism_tree import Choice
from helpers.parameters import ParameterError
from helpers.period import parse_period

from .agenda_rows import event, made
from .dialogue_rows import ALL, mechanism, session, talks


@pytest.fixture
def rows() -> Evidence:
    return talks()


def test_only_dialogues_of_both_governments_stand(rows: Evidence) -> None:
    assert set(dialogues.standing(rows).index) == {"MECH-AA", "MECH-BB", "MECH-QQ", "MECH-NEVER"}
    assert list(dialogues.standing(rows, Choice(("MECH-BB",))).index) == ["MECH-BB"]
    # QQ is meant for leaders; AA has met at their level
    assert set(dialogues.standing(rows, Choice(level="leaders")).index) == {"MECH-AA", "MECH-QQ"}


def test_meetings_are_of_both_in_order_and_outside_ones_go_with_a_choice(rows: Evidence) -> None:
    every = ["AA-1", "BB-1", "AA-2", "JP-US-LOOSE", "AA-4", "AA-PLAN", "QQ-1"]
    assert list(dialogues.meetings_of(rows).index) == every
    assert list(dialogues.meetings_of(rows, Choice(("MECH-AA",))).index) == ["AA-1", "AA-2", "AA-4", "AA-PLAN"]
    assert list(dialogues.held_in(rows, parse_period("2003")).index) == ["AA-4"]


def test_a_session_belongs_to_its_dialogue_whatever_its_own_themes() -> None:
    both = made(
        mechanisms=[mechanism("MECH-AA")],
        meetings=[
            session("AA-1", date_start="2001-01-01", themes="export_controls"),
            session("BB-1", date_start="2001-01-01", themes="export_controls"),
        ],
    )
    assert list(dialogues.meetings_of(both).index) == ["AA-1"]


def test_a_choice_names_the_nearest_id_and_topic_and_every_fault_at_once(rows: Evidence) -> None:
    assert dialogues.read_choice(rows, ["MECH-BB"], "leaders", ["ai"]) == Choice(("MECH-BB",), "leaders")
    assert dialogues.read_choice(rows) == dialogues.EVERYTHING
    with pytest.raises(ParameterError) as refused:
        dialogues.read_choice(rows, ["MECH-NEVR", "MECH-OTHERS"], "leader", ["spacs"])
    told = str(refused.value).split("\n")
    assert [t.split(":")[0] for t in told] == ["mechanisms", "mechanisms", "level", "topics"]
    assert "Did you mean 'MECH-NEVER' (Mech-Never)?" in told[0]
    assert "'MECH-OTHERS' is no id of a dialogue of both governments" in told[1]
    assert "Did you mean 'leaders'?" in told[2]
    assert "Did you mean 'space'?" in told[3]


def test_an_id_is_known_whatever_the_selection(rows: Evidence) -> None:
    early = rows.select(period="1990")
    assert dialogues.read_choice(early, ["MECH-QQ"]).mechanisms == ("MECH-QQ",)


def test_the_tree_puts_children_under_parents_and_those_of_two_first(rows: Evidence) -> None:
    found = dialogues.tree(dialogues.standing(rows), meetings.sessions(rows.meetings))
    assert list(found.index) == ["MECH-AA", "MECH-BB", "MECH-NEVER", "MECH-QQ"]
    assert list(found["depth"]) == [0, 1, 0, 0]
    assert list(found["sessions"]) == [3, 1, 0, 1]
    assert list(found["is_bilateral"]) == [True, True, True, False]
    assert found.loc["MECH-AA", "label"] == "AA: Mech-Aa"
    assert found.loc["MECH-BB", "label"] == "Mech-Bb"


def test_a_ring_of_parents_loses_nobody_and_a_parent_out_of_sight_makes_a_root() -> None:
    ring = made(
        mechanisms=[
            mechanism("MECH-A", parent_id="MECH-B"),
            mechanism("MECH-B", parent_id="MECH-A"),
            mechanism("MECH-C", parent_id="MECH-GONE"),
        ]
    )
    found = dialogues.tree(ring.mechanisms, meetings.sessions(ring.meetings))
    assert sorted(found.index) == ["MECH-A", "MECH-B", "MECH-C"]
    assert found.loc["MECH-C", "depth"] == 0


def test_silence_runs_from_the_last_session_to_the_end_of_the_record(rows: Evidence) -> None:
    # the newest day held is 2004-06-30; AA's last session is in March 2003, BB's on 2001-05-01
    assert str(dialogues.reach(rows, ALL)) == "2004-06-30"
    found = dialogues.silences(rows, ALL)
    assert list(found.index) == ["MECH-BB", "MECH-AA", "MECH-QQ"]
    assert list(found["days"]) == ["1156", "457 to 487", "0"]
    assert list(found["last_id"]) == ["BB-1", "AA-4", "QQ-1"]


def test_silence_ends_with_the_period_and_knows_nothing_later(rows: Evidence) -> None:
    found = dialogues.silences(rows, parse_period("2001"))
    assert found["days"].to_dict() == {"MECH-AA": "355", "MECH-BB": "244"}


def test_the_silent_are_counted_within_bounds_and_the_ended_not_at_all(rows: Evidence) -> None:
    assert dialogues.silent_count(rows, ALL) == (2, 2)
    assert dialogues.silent_count(rows, ALL, length_of_silence=470) == (1, 2)  # AA: 457 to 487 days
    assert dialogues.silent_count(rows, ALL, Choice(("MECH-NEVER",))) is None
    over = made(mechanisms=[mechanism("MECH-AA", status="ended")], meetings=[session("AA-1", date_start="2001-01-01")])
    assert dialogues.silent_count(over, ALL) is None


def test_nothing_on_record_reaches_nowhere() -> None:
    empty = made(mechanisms=[mechanism("MECH-AA")], events=[event("EV-COARSE", date_start="2001")])
    assert dialogues.reach(empty, ALL) is None
    assert dialogues.silences(empty, ALL).empty
    assert dialogues.tree(empty.mechanisms.iloc[:0], meetings.sessions(empty.meetings)).empty


def test_bounds_are_written_once_where_equal() -> None:
    assert dialogues.ranged(None) is None
    assert pd.Series([dialogues.ranged((0, 0)), dialogues.ranged((1, 2))]).to_list() == ["0", "1 to 2"]
