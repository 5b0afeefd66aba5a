"""Commitments told with what came of them, and the shares that the report states first."""

from __future__ import annotations

from datetime import date

import pytest

from helpers import events, followup
from helpers.evidence import Evidence
from helpers.period import parse_period

from .agenda_rows import event, made, meeting

PERIOD = parse_period("2001")


@pytest.fixture
def record() -> Evidence:
    """Five commitments of 2001; the record ends on 1 January 2004."""
    space, cyber = {"domain": "space"}, {"domain": "cyber"}
    return made(
        events=[
            event("EV-A", date_start="2001-01-01", coded_weight="statement", actor_ids="US-X;JP-X", **space),
            event("EV-B", date_start="2001-03-01", coded_weight="memorandum", actor_ids="US-X", **cyber),
            event("EV-C", date_start="2001-06-01", coded_weight="agreement", **space),
            event("EV-D", date_start="2001-07-01", coded_weight="law", countries="JP", **cyber),
            event("EV-E", date_start="2001-12-31", coded_weight="statement", **cyber),
            event("EV-TEXT", date_start="2002-01-01", coded_weight="agreement", coded_follows="EV-A", **space),
            event("EV-ACT", date_start="2003", coded_follows="EV-C", **space),
        ],
        meetings=[
            meeting("XX-1", date_start="2004-01-01"),
            meeting("XX-2", date_start="2004-09-01", themes="dialogues"),
        ],
        actors=[
            {"actor_id": "US-X", "name": "X", "kind": "agency", "country": "US", "verification": "verified"},
            {"actor_id": "JP-X", "name": "X", "kind": "agency", "country": "JP", "verification": "verified"},
        ],
    )


def test_the_record_of_the_theme_ends_with_its_newest_day(record: Evidence) -> None:
    assert followup.record_end(record) == date(2004, 1, 1)
    assert followup.record_end(record, "2003-05-01") == date(2003, 5, 1)
    assert followup.record_end(made()) is None


def test_commitments_are_told_in_words(record: Evidence) -> None:
    told = followup.told(record, PERIOD)
    assert told["field"].to_dict()["EV-D"] == "Cyber, Japan alone"
    assert told["weight"].to_list() == ["statement", "memorandum", "agreement", "law, Japan alone", "statement"]
    assert told["alone"].to_list() == [False, False, False, True, False]
    assert told["link"].to_list() == ["Ev-Text", "", "Ev-Act", "", ""]
    assert list(followup.told(record, PERIOD, instrument="agreement").index) == ["EV-C"]


def test_the_share_of_light_texts(record: Evidence) -> None:
    assert followup.light_share(record, PERIOD) == 0.75  # three of four that name both
    assert followup.light_share(record, PERIOD, commitments_counted="all") == 0.6
    assert followup.light_share(record, PERIOD, commitments_counted="named") == 1.0  # EV-A alone names a body of each
    assert followup.light_share(record, parse_period("1990")) is None


def test_the_share_followed_is_a_range_where_a_date_is_coarse(record: Evidence) -> None:
    # EV-A after 365 days; EV-C after 579 to 943 days; EV-B and EV-E never; all windows of 730 days have run out
    assert followup.followed_share(record, PERIOD, 730) == (0.25, 0.5)
    assert followup.followed_share(record, PERIOD, 365) == (0.25, 0.25)
    assert followup.followed_share(record, PERIOD, 730, kind_of_follow_up="acts") == (0.0, 0.25)
    assert followup.followed_share(record, PERIOD, 730, commitments_counted="all") == (0.2, 0.4)
    assert followup.followed_share(record, PERIOD, 9999) is None


def test_the_gap_of_cyber_is_in_points(record: Evidence) -> None:
    assert followup.cyber_gap(record, PERIOD, 730) == (50.0, 100.0)  # space one or two of two, cyber none of two
    assert followup.cyber_gap(record, PERIOD, 730, domain="space") is None
    assert followup.points((50.0, 100.0)) == "50 to 100"
    assert followup.points(None) is None


def test_what_findings_say_of_the_windows(record: Evidence) -> None:
    told = followup.told(record, PERIOD)
    joint = told[~told["alone"]]
    assert followup.tally(joint) == {
        "ended": 4,
        "kept": "1 to 2",
        "share": "25% to 50%",
        "most": 2,
        "row_ids": ["EV-A", "EV-B", "EV-C", "EV-E", "EV-TEXT", "EV-ACT"],
    }
    sides = followup.sides(joint)
    assert (sides["cyber"], sides["cyber_kept"], sides["others"], sides["others_kept"]) == (2, "0", 2, "1 to 2")
    nothing = followup.tally(joint.head(0))
    assert (nothing["ended"], nothing["kept"], nothing["share"], nothing["row_ids"]) == (None, "0", None, [])


def test_a_choice_that_is_none_is_refused(record: Evidence) -> None:
    with pytest.raises(ValueError, match=r"answers='act' is not known. Did you mean 'acts'\?"):
        followup.told(record, PERIOD, answers="act")
    with pytest.raises(ValueError, match=r"commitments_counted='al' is not known. Did you mean 'all'\?"):
        followup.light_share(record, PERIOD, commitments_counted="al")


def test_links_are_sought_after_the_period(record: Evidence) -> None:
    links = followup.follow_ups(record, PERIOD)
    assert links["follow_id"].to_list() == ["EV-TEXT", "EV-ACT"]
    assert followup.follow_ups(record, PERIOD, answers="acts")["follow_id"].to_list() == ["EV-ACT"]
    assert events.first_links(links).index.to_list() == ["EV-A", "EV-C"]
