"""Topics of meetings: named, read whole and absent, or unknown; shares, grids and words."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import readouts
from helpers.evidence import Evidence
from helpers.period import parse_period

from .agenda_rows import made
from .dialogue_rows import ALL, mechanism, session

AI = ("ai",)


@pytest.fixture
def rows() -> Evidence:
    return made(
        mechanisms=[mechanism("MECH-AA")],
        meetings=[
            session("AA-1", date_start="2001-01-01", topics="ai;space", notes="Opening only.", level="leaders"),
            session("AA-2", date_start="2002-01-01", topics="energy", topics_absent="ai"),
            session("AA-3", date_start="2003-01-01", topics="space"),
            session("AA-4", date_start="2004-01-01", topics="space", topics_absent="ai;quantum"),
        ],
    )


def test_a_blank_is_no_evidence_and_a_naming_beats_a_search(rows: Evidence) -> None:
    assert list(readouts.states(rows.meetings, AI)) == [
        readouts.NAMED,
        readouts.ABSENT,
        readouts.UNKNOWN,
        readouts.ABSENT,
    ]
    assert list(readouts.states(rows.meetings, ("ai", "space"))).count(readouts.NAMED) == 3
    assert readouts.state_counts(rows.meetings, AI) == {"named": 1, "absent": 2, "unknown": 1, "n": 4}


def test_the_share_is_of_the_meetings_of_the_period_and_level(rows: Evidence) -> None:
    assert readouts.named_share(rows, ALL, topics=AI) == 0.25
    assert readouts.named_share(rows, parse_period("2001"), topics=AI) == 1.0
    assert readouts.named_share(rows, ALL, topics=AI, level="leaders") == 1.0
    assert readouts.named_share(rows, ALL, topics=AI, level="working_level") is None
    assert readouts.named_share(rows, parse_period("1980")) is None


def test_breadths_widen_and_hold_the_one_reported() -> None:
    sizes = [len(set(topics)) for topics in readouts.BREADTHS.values()]
    assert sizes == sorted(sizes)
    assert readouts.TECHNOLOGIES in readouts.BREADTHS.values()


def test_the_topics_counted_are_spelt_as_the_record_spells_them(evidence: Evidence) -> None:
    said = {t for row in evidence.meetings["topics"] for t in row}
    assert set(readouts.TECHNOLOGIES + readouts.SAFEGUARDS) <= said


def test_the_grid_counts_namings_and_searches_apart(rows: Evidence) -> None:
    named, absent = readouts.topic_grid(rows.meetings, ["x", "y", "x", "x"], ["ai", "space"])
    assert named.to_dict("index") == {"x": {"ai": 1, "space": 3}, "y": {"ai": 0, "space": 0}}
    assert absent.to_dict("index") == {"x": {"ai": 1, "space": 0}, "y": {"ai": 1, "space": 0}}


def test_dialogues_come_by_number_of_meetings_and_unknown_ones_not_at_all(rows: Evidence) -> None:
    names = pd.Series(["few", "none", "many", "many"], index=rows.meetings.index)
    named, absent = readouts.grid_by_dialogue(rows.meetings, names, ["ai", "biotechnology"])
    assert list(named.index) == ["many", "few", "none"]
    assert absent.loc["many", "ai"] == 1
    space, _ = readouts.grid_by_dialogue(rows.meetings, names, ["space"])
    assert list(space.index) == ["many", "few"]


def test_the_commonest_topics_keep_the_order_given(rows: Evidence) -> None:
    assert readouts.commonest(rows.meetings, ["quantum", "ai", "space", "health"], 2) == ["ai", "space"]
    assert readouts.commonest(rows.meetings, ["health"], 2) == []


def test_the_extremes_are_phrases(rows: Evidence) -> None:
    assert readouts.extremes(rows.meetings, ["ai", "space"]) == {"top": "space (in 3)", "missed": "AI (in 2)"}
    assert readouts.extremes(rows.meetings, ["health"]) == {"top": None, "missed": "none"}
    assert readouts.extremes(rows.meetings.iloc[:0], []) == {"top": None, "missed": "none"}


def test_accounts_tell_every_topic_and_the_remark(rows: Evidence) -> None:
    first = readouts.accounts(rows.meetings, AI).iloc[0]
    assert (first["state"], first["named"], first["absent"], first["remark"]) == (
        readouts.NAMED,
        "AI, space",
        "",
        "Opening only.",
    )
    assert readouts.accounts(rows.meetings.iloc[:0], AI).empty
