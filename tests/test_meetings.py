"""Meetings: which count, how often, on what, how far apart."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import meetings

BOTH = ("CN", "JP")


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Meetings as the evidence base types them; what a row does not say is a held session of one mechanism."""
    usual = {
        "mechanism_id": "MECH-XX",
        "kind": "session",
        "held": "held",
        "date_start": "2001-01-15",
        "title": "Invented talks",
        "level": "ministerial",
        "countries": BOTH,
        "topics": (),
        "topics_absent": (),
    }
    columns = {key: pd.Series([row.get(key, usual[key]) for row in rows], dtype="object") for key in usual}
    return pd.DataFrame(columns).set_axis([row["id"] for row in rows], axis=0)


NONE = table()


@pytest.fixture
def four() -> pd.DataFrame:
    return table(
        {"id": "XX-2002-LATE", "date_start": "2002-02-01", "level": "working_level", "countries": ("CN", "JP", "KR")},
        {"id": "XX-2001-FIRST", "date_start": "2001-05-09", "level": "leaders"},
        {"id": "XX-2001-MONTH", "date_start": "2001-06"},
        {"id": "XX-2001-YEAR", "date_start": "2001"},
        {"id": "XX-2001-PLANNED", "date_start": "2001-08-01", "held": "announced"},
        {"id": "XX-2001-OTHERS", "date_start": "2001-08-02", "countries": ("CN", "US")},
    )


def test_between_keeps_held_meetings_of_both_in_order(four: pd.DataFrame) -> None:
    assert list(meetings.between(four, BOTH).index) == [
        "XX-2001-YEAR",
        "XX-2001-FIRST",
        "XX-2001-MONTH",
        "XX-2002-LATE",
    ]
    assert list(meetings.between(four, ("US", "CN")).index) == ["XX-2001-OTHERS"]


def test_contacts_by_quarter_fill_gaps_and_leave_out_what_cannot_be_placed(four: pd.DataFrame) -> None:
    wide = meetings.contacts(four)
    assert list(wide.columns) == ["leaders", "ministerial", "vice_ministerial", "senior_officials", "working_level"]
    assert wide.to_dict("index") == {
        "2001-Q2": {"leaders": 1, "ministerial": 1, "vice_ministerial": 0, "senior_officials": 0, "working_level": 0},
        "2001-Q3": dict.fromkeys(wide.columns, 0),
        "2001-Q4": dict.fromkeys(wide.columns, 0),
        "2002-Q1": {"leaders": 0, "ministerial": 0, "vice_ministerial": 0, "senior_officials": 0, "working_level": 1},
    }
    assert all(pd.api.types.is_integer_dtype(t) for t in wide.dtypes)
    assert list(meetings.unplaced(four).index) == ["XX-2001-YEAR"]


def test_contacts_by_year_place_a_date_known_to_the_year(four: pd.DataFrame) -> None:
    assert meetings.contacts(four, by="year").sum(axis=1).to_dict() == {"2001": 3, "2002": 1}
    assert meetings.unplaced(four, by="year").empty


def test_contacts_change_no_argument(four: pd.DataFrame) -> None:
    before = four.copy(deep=True)
    meetings.contacts(four)
    meetings.unplaced(four)
    pd.testing.assert_frame_equal(four, before)


def test_contacts_of_nothing_keep_their_columns() -> None:
    wide = meetings.contacts(NONE)
    assert wide.empty
    assert list(wide.columns) == list(meetings.LEVELS)
    assert wide.index.name == "period"


def test_a_step_that_is_none_names_the_nearest(four: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"by='quarters' is no step.*Did you mean 'quarter'\? Allowed: quarter, year"):
        meetings.contacts(four, by="quarters")


@pytest.fixture
def rounds() -> pd.DataFrame:
    return table(
        {"id": "AA-5", "date_start": "2004-01-01", "title": "5th Talks", "mechanism_id": "MECH-AA"},
        {"id": "AA-1", "date_start": "2001-01-01", "title": "1st Talks", "mechanism_id": "MECH-AA"},
        {"id": "AA-2", "date_start": "2001-03", "title": "2nd Talks", "mechanism_id": "MECH-AA"},
        {"id": "AA-MID", "date_start": "2003-01-01", "title": "Interim", "mechanism_id": "MECH-AA", "level": "leaders"},
        {"id": "BB-1", "date_start": "2002-01-01", "mechanism_id": "MECH-BB"},
        {"id": "AA-SIGN", "date_start": "2002-01-01", "kind": "signing", "mechanism_id": "MECH-AA"},
        {"id": "AA-PLAN", "date_start": "2005-01-01", "held": "announced", "mechanism_id": "MECH-AA"},
        {"id": "LOOSE", "date_start": "2001-02-02", "mechanism_id": None},
    )


def test_sessions_leave_out_signings_plans_and_meetings_outside_any_mechanism(rounds: pd.DataFrame) -> None:
    assert list(meetings.sessions(rounds).index) == ["AA-1", "AA-2", "BB-1", "AA-MID", "AA-5"]
    assert list(meetings.sessions(rounds, ["MECH-BB"]).index) == ["BB-1"]
    assert meetings.sessions(rounds, []).empty


def test_gaps_count_days_and_numbers_missing_between(rounds: pd.DataFrame) -> None:
    apart = meetings.gaps(rounds)
    assert list(apart.index) == ["AA-2", "AA-MID", "AA-5"]
    assert list(apart["earlier_id"]) == ["AA-1", "AA-2", "AA-MID"]
    assert list(apart["days"]) == ["59 to 89", "641 to 671", "365"]  # 1 January to 1 or 31 March 2001, and so on
    assert list(apart["days_low"]) == [59, 641, 365]
    assert list(apart["days_high"]) == [89, 671, 365]
    assert apart.loc["AA-2", "missing_between"] == 0
    assert pd.isna(apart.loc["AA-MID", "missing_between"])
    assert apart.loc["AA-5", "missing_between"] == 2  # the 3rd and the 4th


def test_a_number_held_at_another_level_or_by_a_session_without_one_is_not_missing() -> None:
    apart = meetings.gaps(
        table(
            {"id": "XX-1", "date_start": "2001-01-01", "title": "1st Talks"},
            {"id": "XX-2", "date_start": "2002-01-01", "title": "2nd Talks", "level": "leaders"},
            {"id": "XX-X", "date_start": "2003-01-01", "title": "Talks by telephone"},
            {"id": "XX-5", "date_start": "2004-01-01", "title": "5th Talks"},
            {"id": "XX-4", "date_start": "2005-01-01", "title": "4th Talks", "level": "leaders"},
        )
    )
    # of the 2nd, 3rd and 4th before the 5th, leaders held the 2nd and the telephone stands for one; the later 4th,
    # of leaders, fills nothing before it, and is itself preceded by a 2nd and the 5th of ministers
    assert apart.loc["XX-5", "missing_between"] == 1
    assert apart.loc["XX-4", "missing_between"] == 1


def test_a_numbering_that_starts_afresh_compares_nothing() -> None:
    apart = meetings.gaps(
        table(
            {"id": "XX-9", "date_start": "2001-01-01", "title": "9th Talks"},
            {"id": "XX-1", "date_start": "2002-01-01", "title": "1st New talks"},
        )
    )
    assert apart["days"].to_list() == ["365"]
    assert apart["missing_between"].isna().all()


def test_gaps_of_nothing_and_of_single_sessions_are_empty_with_columns(rounds: pd.DataFrame) -> None:
    for few in (NONE, rounds.loc[["BB-1"]]):
        apart = meetings.gaps(few)
        assert apart.empty
        assert {"earlier_id", "date_earlier", "days", "days_high", "missing_between"} <= set(apart.columns)


@pytest.mark.parametrize(
    ("title", "number"),
    [("8th Talks", 8), ("Talks (22nd)", 22), ("Committee (2+2)", None), ("First talks of 2001", None)],
)
def test_ordinal(title: str, number: int | None) -> None:
    assert meetings.ordinal(title) == number


@pytest.fixture
def spoken() -> pd.DataFrame:
    return table(
        {"id": "XX-1", "topics": ("space", "cyber"), "mechanism_id": "MECH-AA"},
        {"id": "XX-2", "topics": ("space",), "mechanism_id": "MECH-BB", "topics_absent": ("cyber",)},
        {"id": "XX-3", "topics": ("fishing",), "mechanism_id": "MECH-CC"},
        {"id": "XX-4", "topics": (), "mechanism_id": "MECH-AA"},
    )


def test_naming_tells_recorded_from_searched_and_not_found(spoken: pd.DataFrame) -> None:
    assert list(meetings.naming(spoken, ["cyber", "fishing"]).index) == ["XX-1", "XX-3"]
    assert list(meetings.naming(spoken, ["cyber"], "topics_absent").index) == ["XX-2"]
    assert meetings.naming(NONE, ["cyber"]).empty


def test_topics_of_every_domain_and_of_none() -> None:
    assert set(meetings.topics_of("all")) == {t for d in meetings.DOMAIN_TOPICS for t in meetings.topics_of(d)}
    with pytest.raises(ValueError, match=r"domain='cybre' is not held here. Did you mean 'cyber'\?"):
        meetings.topics_of("cybre")
