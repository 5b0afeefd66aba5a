"""Commitments and what came of them: links, windows, outcomes, the ladder of weights."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from helpers import events


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Events as the evidence base types them; what a row does not say is a joint statement on space."""
    usual = {
        "title": "Invented",
        "kind": "agreement",
        "domain": "space",
        "date_start": "2001-01-01",
        "countries": ("JP", "US"),
        "coded_weight": "statement",
        "coded_follows": (),
    }
    columns = {key: pd.Series([row.get(key, usual[key]) for row in rows], dtype="object") for key in usual}
    return pd.DataFrame(columns).set_axis([row["id"] for row in rows], axis=0)


NONE = table()
END = date(2004, 12, 31)


@pytest.fixture
def five() -> pd.DataFrame:
    return table(
        {"id": "EV-2001-A", "date_start": "2001-01-01"},
        {"id": "EV-2001-B", "date_start": "2001-03", "domain": "cyber", "coded_weight": "memorandum"},
        {"id": "EV-2002-C", "date_start": "2002-01-01", "coded_weight": "agreement", "coded_follows": ("EV-2001-A",)},
        {
            "id": "EV-2003-D",
            "date_start": "2003-03-10",
            "kind": "launch",
            "coded_weight": None,
            "coded_follows": ("EV-2001-B", "EV-2001-A"),
        },
        {"id": "EV-2004-E", "date_start": "2004-06-01", "countries": ("CN", "JP"), "coded_weight": "law"},
    )


def test_commitments_are_weighty_in_a_domain_and_made_by_one_of_the_pair(five: pd.DataFrame) -> None:
    rest = table(
        {"id": "EV-TRADE", "domain": "trade"},
        {"id": "EV-NO-DOMAIN", "domain": None},
        {"id": "EV-OTHERS", "countries": ("CN", "KR")},
        {"id": "EV-EARLY", "date_start": "2000", "domain": "defence_technology", "countries": ("US",)},
    )
    found = events.commitments(pd.concat([five, rest]))
    assert found["made_by"].to_dict() == {
        "EV-EARLY": "US",
        "EV-2001-A": "both",
        "EV-2001-B": "both",
        "EV-2002-C": "both",
        "EV-2004-E": "JP",
    }
    assert list(found.index) == ["EV-EARLY", "EV-2001-A", "EV-2001-B", "EV-2002-C", "EV-2004-E"]
    assert list(events.commitments(five, "cyber").index) == ["EV-2001-B"]
    assert list(events.commitments(five, weight="agreement").index) == ["EV-2002-C"]
    assert events.commitments(NONE).empty
    assert events.commitments(table({"id": "EV-1", "coded_weight": None})).empty


def test_an_unknown_domain_or_weight_is_refused(five: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"domain='spcae' is not held here. Did you mean 'space'\?"):
        events.commitments(five, "spcae")
    with pytest.raises(ValueError, match=r"weight='lwa' is on no step of the ladder. Did you mean 'law'\?"):
        events.commitments(five, weight="lwa")
    with pytest.raises(ValueError, match=r"coded_weight='treaty' is on no step .* Did you mean 'treaty_reading'\?"):
        events.commitments(table({"id": "EV-X", "coded_weight": "treaty"}))


def test_newest_day_takes_days_only_and_no_announced_meeting(five: pd.DataFrame) -> None:
    meetings = pd.DataFrame({"held": ["held", "announced"], "date_start": ["2004-07-02", "2009-01-01"]})
    plans = table({"id": "EV-2010", "date_start": "2010"}, {"id": "EV-2011", "date_start": "2011-05"})
    assert events.newest_day(five) == date(2004, 6, 1)
    assert events.newest_day(five, meetings, plans) == date(2004, 7, 2)
    assert events.newest_day(five, as_of="2003-01-01") == date(2003, 1, 1)
    assert events.newest_day(five, as_of="2020-01-01") == date(2004, 6, 1)
    assert events.newest_day(plans) is None
    assert events.newest_day(as_of="2020-01-01") is None


def test_links_hold_days_acts_and_both_rows(five: pd.DataFrame) -> None:
    found = events.links(events.commitments(five), five, END)
    assert found["row_ids"].to_list() == [
        ("EV-2001-A", "EV-2002-C"),
        ("EV-2001-A", "EV-2003-D"),
        ("EV-2001-B", "EV-2003-D"),
    ]
    assert found["days"].to_list() == ["365", "798", "709 to 739"]  # 31 or 1 March 2001 to 10 March 2003
    assert found["days_low"].to_list() == [365, 798, 709]
    assert found["days_high"].to_list() == [365, 798, 739]
    assert found["is_commitment"].to_list() == [True, False, False]
    assert found["is_past"].all()


def test_links_start_from_meetings_too_and_leave_unknown_rows_out() -> None:
    meetings = pd.DataFrame({"title": ["Talks"], "date_start": ["2001-02-01"]}, index=["XX-2001-02-01"])
    after = table({"id": "EV-1", "date_start": "2001-02-03", "coded_follows": ("MECH-XX", "XX-2001-02-01")})
    found = events.links(meetings, after, END)
    assert found[["origin_id", "origin", "days"]].to_numpy().tolist() == [["XX-2001-02-01", "Talks", "2"]]


def test_a_follow_up_that_may_lie_ahead_is_not_past() -> None:
    rows = table(
        {"id": "EV-1"},
        {"id": "EV-YEAR", "date_start": "2004", "coded_follows": ("EV-1",)},
        {"id": "EV-DAY", "date_start": "2004-06-30", "coded_follows": ("EV-1",)},
    )
    past = events.links(rows.head(1), rows, date(2004, 6, 30)).set_index("follow_id")["is_past"]
    assert past.to_dict() == {"EV-YEAR": False, "EV-DAY": True}
    assert not events.links(rows.head(1), rows, None)["is_past"].any()


def test_first_links_take_the_earliest_past_one(five: pd.DataFrame) -> None:
    found = events.links(events.commitments(five), five, END)
    assert events.first_links(found)["follow_id"].to_dict() == {"EV-2001-A": "EV-2002-C", "EV-2001-B": "EV-2003-D"}
    assert events.first_links(found.assign(is_past=False)).empty


@pytest.mark.parametrize(
    ("window", "a", "b", "c"),
    [
        (364, events.LATER, events.LATER, events.UNRECORDED),
        (365, events.FOLLOWED, events.LATER, events.UNRECORDED),
        (720, events.FOLLOWED, events.UNDECIDED, events.UNRECORDED),
        (739, events.FOLLOWED, events.FOLLOWED, events.UNRECORDED),
        (1095, events.FOLLOWED, events.FOLLOWED, events.UNRECORDED),  # 1 January 2002 to 31 December 2004
        (1096, events.FOLLOWED, events.FOLLOWED, events.OPEN),
    ],
)
def test_outcomes_by_window(five: pd.DataFrame, window: int, a: str, b: str, c: str) -> None:
    committed = events.commitments(five)
    told = events.outcomes(committed, events.links(committed, five, END), END, window)
    assert told.loc[["EV-2001-A", "EV-2001-B", "EV-2002-C"], "outcome"].to_list() == [a, b, c]
    assert told.loc["EV-2002-C", "is_elapsed"] == (window <= 1095)
    assert told.loc["EV-2004-E", "outcome"] == events.OPEN
    assert told["follow_id"].fillna("").to_list() == ["EV-2002-C", "EV-2003-D", "", ""]


def test_outcomes_without_a_horizon_are_open_and_may_be_told_twice(five: pd.DataFrame) -> None:
    committed = events.commitments(five)
    found = events.links(committed, five, None)
    told = events.outcomes(committed, found, None, 10)
    assert set(told["outcome"]) == {events.OPEN}
    assert not told["is_elapsed"].any()
    again = events.outcomes(told, events.links(committed, five, END), END, 400)
    assert again.loc["EV-2001-A", ["outcome", "follow_id"]].to_list() == [events.FOLLOWED, "EV-2002-C"]


def test_a_window_of_no_days_is_refused(five: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"follow_up_days=0 is no window; give a number of days from 1 up"):
        events.outcomes(five, events.links(five, five, END), END, 0)


def test_outcome_counts_name_every_outcome(five: pd.DataFrame) -> None:
    committed = events.commitments(five)
    told = events.outcomes(committed, events.links(committed, five, END), END, 365)
    counts = events.outcome_counts(told, by="domain")
    assert list(counts.columns) == list(events.OUTCOMES)
    assert counts.loc["cyber"].to_list() == [0, 1, 0, 0, 0]
    assert counts.loc["space"].to_list() == [1, 0, 0, 1, 1]


def test_rises_are_steps_between_commitments(five: pd.DataFrame) -> None:
    found = events.links(events.commitments(five), five, END)
    steps = events.rises(found, five)
    assert steps.iloc[0] == 2  # from a statement to an agreement
    assert steps.iloc[1:].isna().all()


def test_nothing_in_gives_nothing_out_with_the_same_columns(five: pd.DataFrame) -> None:
    committed = events.commitments(NONE)
    found = events.links(committed, NONE, END)
    full = events.links(events.commitments(five), five, END)
    assert found.empty
    assert list(found.columns) == list(full.columns)
    assert events.outcomes(committed, found, END, 30).empty
    assert events.outcome_counts(events.outcomes(committed, found, END, 30), "domain").empty
    assert events.rises(found, NONE).empty


def test_no_function_changes_its_arguments(five: pd.DataFrame) -> None:
    before = five.copy(deep=True)
    committed = events.commitments(five)
    told = committed.copy(deep=True)
    events.outcomes(committed, events.links(committed, five, END), END, 30)
    pd.testing.assert_frame_equal(five, before)
    pd.testing.assert_frame_equal(committed, told)
