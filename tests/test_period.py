"""Periods and dates: every written form, every refusal, and precision kept through arithmetic."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.period import (
    RELATIVE,
    PeriodError,
    days_between,
    first_days,
    last_days,
    parse_date,
    parse_period,
    straddling,
    today,
    within,
)

TODAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-01", date(2023, 1, 1), date(2023, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-01-13", date(2023, 1, 13), date(2023, 1, 13)),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2027-H2", date(2027, 7, 1), date(2027, 12, 31)),
        ("FY2023", date(2023, 4, 1), date(2024, 3, 31)),
        ("FY2023-H2", date(2023, 10, 1), date(2024, 3, 31)),
        ("FY2023-Q4", date(2024, 1, 1), date(2024, 3, 31)),
        ("2017/2024-07", date(2017, 1, 1), date(2024, 7, 31)),
        ("2022-10-07/2023-03-31", date(2022, 10, 7), date(2023, 3, 31)),
        ("last-month", date(2024, 2, 1), date(2024, 2, 29)),
        ("last-quarter", date(2023, 10, 1), date(2023, 12, 31)),
        ("trailing-12-months", date(2023, 4, 1), date(2024, 3, 31)),
    ],
)
def test_every_form_of_a_period_stands_for_its_days(text: str, first: date, last: date) -> None:
    period = parse_period(text, TODAY)
    assert (period.first, period.last) == (first, last)


def test_a_relative_period_is_named_by_the_days_it_stands_for() -> None:
    labels = [parse_period(t, TODAY).label for t in ("last-month", "last-quarter", "trailing-12-months")]
    assert labels == ["2024-02", "2023-Q4", "2023-04-01/2024-03-31"]
    assert all(
        parse_period(label).first == parse_period(t, TODAY).first for label, t in zip(labels, RELATIVE, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2023-13", "no month 13"),
        ("2023-02-30", "no day 30"),
        ("2024/2023", "ends .2023. before it begins .2024."),
        ("2022-Q5", "no quarter 5"),
        ("2022-H3", "no half 3"),
        ("FY2023-04", "no month"),
        ("2022/2023/2024", "one"),
        ("1066", "outside 1900 to 2200"),
        ("", "empty"),
        ("Reiwa 5", "none of the known forms"),
        ("2023-1", "none of the known forms"),
    ],
)
def test_what_is_no_period_is_refused_with_the_reason_and_an_example(text: str, says: str) -> None:
    with pytest.raises(PeriodError, match=says) as caught:
        parse_period(text, TODAY)
    assert '"2022-Q1"' in str(caught.value)


def test_a_leap_day_a_year_ago_becomes_the_last_of_february() -> None:
    assert parse_period("trailing-12-months", date(2024, 2, 29)).first == date(2023, 3, 1)


def test_days_carry_the_precision_of_both_dates() -> None:
    assert str(days_between("2022-10-07", "2023-03-31")) == "175"
    assert (days_between("2022-10", "2023-01-01").low, days_between("2022-10", "2023-01-01").high) == (62, 92)


def test_a_month_is_within_its_year_and_a_year_only_straddles_its_month() -> None:
    dates = pd.Series(["2023-01-05", "2023", None, "2022-12-31"], index=list("abcd"))
    january = parse_period("2023-01")
    assert within(dates, january).tolist() == [True, False, False, False]
    assert straddling(dates, january).tolist() == [False, True, False, False]
    assert within(dates, parse_period("2023")).tolist() == [True, True, False, False]


def test_first_and_last_days_keep_the_index_and_the_gaps() -> None:
    dates = pd.Series(["2023-07", None], index=["x", "y"])
    assert first_days(dates)["x"] == pd.Timestamp("2023-07-01")
    assert last_days(dates)["x"] == pd.Timestamp("2023-07-31")
    assert first_days(dates).isna().tolist() == [False, True]


@given(st.text(max_size=12))
def test_no_text_makes_the_reader_fail_with_anything_but_its_own_error(text: str) -> None:
    try:
        period = parse_period(text, TODAY)
    except PeriodError:
        return
    assert period.first <= period.last


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_days_between_known_days_is_their_difference(one: date, other: date) -> None:
    days = days_between(one.isoformat(), other.isoformat())
    assert days.low == days.high == (other - one).days


def test_a_date_includes_itself_and_its_parts() -> None:
    assert parse_date("2023").includes(parse_date("2023-06"))
    assert not parse_date("2023-06").includes(parse_date("2023"))
    assert parse_date("2023").overlaps(parse_date("FY2022"))


def test_today_can_be_pinned_so_that_a_report_can_be_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert today() == date(2001, 9, 9)
    assert parse_period("last-month").label == "2001-08"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PeriodError, match="SOURCE_DATE_EPOCH='yesterday' is no day"):
        today()
