"""Understandings: what sources say of them, the rungs after one, and what was replied to measures."""

from __future__ import annotations

import pandas as pd

from helpers import understandings as talks
from helpers.evidence import Evidence

from .measure_rows import JP, US, made, measures


def test_sayings_list_what_each_source_states(invented: Evidence) -> None:
    said = talks.sayings(invented, ["US-2001-ALPHA"])
    assert said.index.tolist() == ["US-2001-ALPHA", "US-2001-ALPHA"]
    assert said["issued"].tolist() == ["2001-02-04", "2003-05"]
    assert said["stance"].tolist() == ["supports", "contradicts"]
    assert said["says"].iloc[1] == "5"
    assert pd.isna(said["says"].iloc[0])
    assert talks.sayings(invented, []).empty


def test_publicity_counts_only_what_is_said_of_the_status() -> None:
    stances = [
        ("status", "supports", "A"),
        ("status", "contradicts", "B"),
        (None, "supports", "C"),
        (None, "mentions", "D"),
    ]
    said = pd.DataFrame(stances, columns=["field", "stance", "source"])
    assert talks.on_publicity(said) == {"yes": "1 source", "no": "1 source", "n": "4 sources", "both": True}
    assert not talks.on_publicity(said.iloc[[0, 2]])["both"]
    assert talks.on_publicity(said.iloc[:0]) == {"yes": "no sources", "no": "no sources", "n": None, "both": False}


TALKS = measures(
    TRI_2001_TALK=US | {"jurisdictions": ("US", "JP", "NL"), "instrument": "understanding", "date_announced": None,
                        "date_effective": "2001-06-01"},
    US_2001_RULE=US | {"date_published": "2001-01-09"},
    JP_2001_DRAFT=JP | {"instrument": "proposal", "date_announced": "2001-07-01", "date_published": "2001-07-02", "date_effective": None},
    JP_2001_RULE=JP | {"date_announced": "2001-08", "date_published": "2001-09-01", "date_effective": "2001-10-01"},
    JP_2000_OLD=JP | {"date_announced": "2000-01-01", "date_effective": "2000-02-01"},
)  # fmt: skip
LINKS = (
    ("TRI-2001-TALK", "leads_to", "US-2001-RULE"),
    ("JP-2001-DRAFT", "leads_to", "TRI-2001-TALK"),
    ("JP-2001-RULE", "mirrors", "US-2001-RULE", "stated"),
    ("JP-2000-OLD", "mirrors", "US-2001-RULE", "stated"),
)


def test_rungs_run_from_the_report_to_the_act_in_force() -> None:
    found = talks.rungs(made(TALKS, *LINKS), "TRI-2001-TALK")
    own = found[found["country"] == "JP"]
    assert own["rung"].tolist() == ["reported", "announced", "published", "in force"]
    assert own["date"].tolist() == ["2001-06-01", "2001-07-01", "2001-09-01", "2001-10-01"], (
        "a draft's gazette is no rung"
    )
    assert own["act_id"].tolist() == ["TRI-2001-TALK", "JP-2001-DRAFT", "JP-2001-RULE", "JP-2001-RULE"]
    assert own["said"].iloc[1] == "1 July 2001, JP-2001-DRAFT"


def test_an_absence_and_an_earlier_rule_are_said() -> None:
    found = talks.rungs(made(TALKS, *LINKS), "TRI-2001-TALK").set_index(["country", "rung"])
    assert found.loc[("NL", "announced"), "said"] == talks.ABSENT
    assert pd.isna(found.loc[("NL", "in force"), "date"])
    assert (
        found.loc[("US", "announced"), "said"] == "1 January 2001, US-2001-RULE (before it; no act after it on record)"
    )
    assert bool(found.loc[("US", "in force"), "earlier"])
    undated = TALKS.assign(date_published=None)
    assert talks.rungs(made(undated, *LINKS), "TRI-2001-TALK")["said"].iloc[6] == talks.UNDATED


def test_a_pair_on_timing_alone_is_no_rung() -> None:
    found = talks.rungs(made(TALKS, LINKS[0], ("JP-2001-RULE", "mirrors", "US-2001-RULE")), "TRI-2001-TALK")
    assert found.loc[found["country"] == "JP", "said"].tolist()[1:] == [talks.ABSENT] * 3


def test_an_understanding_is_found_by_itself_and_by_what_came_of_it() -> None:
    evidence = made(TALKS, *LINKS)
    assert talks.understandings_in(evidence, TALKS.loc[["TRI-2001-TALK"]]) == ["TRI-2001-TALK"]
    assert talks.understandings_in(evidence, TALKS.loc[["JP-2001-DRAFT"]]) == ["TRI-2001-TALK"]
    assert talks.understandings_in(evidence, TALKS.loc[["US-2001-RULE"]]) == []
    assert talks.rungs(evidence, None).empty


SAID = pd.DataFrame(
    {
        "date": ["2001-02-03", "2001-01-05", "2001-01-06", "2001-01"],
        "speaker": ["Later", "Sooner", "Other", "Before"],
        "speaker_country": ["CN", "CN", "US", "CN"],
        "measure_id": ["US-2001-RULE"] * 4,
        "relation_to_measure": ["on", "on", "on", "before"],
        "paraphrase": ["b", "a", "c", "d"],
        "article_cell": [None, "Case x United States", None, None],
    },
    index=["ST-1", "ST-2", "ST-3", "ST-4"],
)


def test_replies_come_in_order_with_their_days_and_cells() -> None:
    found = talks.replies(made(TALKS, statements=SAID), ["US-2001-RULE", "JP-2001-RULE"])
    assert list(found.index) == ["ST-2", "ST-1"]
    assert found["days"].tolist() == ["4", "33"], "from 1 January to the 5th, and to 3 February"
    assert found["cell"].iloc[0] == "Case x United States"
    assert list(found[list(talks.REPLY_HEADINGS)].columns) == list(talks.REPLY_HEADINGS)
    assert talks.replies(made(TALKS, statements=SAID), ["JP-2001-RULE"]).empty


def test_the_understanding_of_january_2023_as_the_record_has_it(evidence: Evidence) -> None:
    rungs = talks.rungs(evidence.select(min_verification="verified"), "TRI-2023-JAN").set_index(["country", "rung"])
    japan = [rungs.loc[("JP", r), "date"] for r in talks.RUNGS.values()]
    assert japan == ["2023-01-27", "2023-03-31", "2023-05-23", "2023-07-23"]
    assert rungs.loc[("NL", "announced"), "act_id"] == "NL-2023-LETTER"
    assert rungs.loc["US", "earlier"].tolist() == [False, True, True, True]
