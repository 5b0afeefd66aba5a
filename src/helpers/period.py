"""Periods and dates of the field: years, quarters, fiscal years, and days known only to the month."""

from __future__ import annotations

import os
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from . import reads

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = '"2023", "2023-01", "2022-Q1", "2017/2024-07", "FY2023", "last-month", "last-quarter", "trailing-12-months"'
RELATIVE = ("last-month", "last-quarter", "trailing-12-months")
_PART = re.compile(
    r"(?P<fy>FY)?(?P<year>\d{4})(?:-(?:Q(?P<quarter>\d)|H(?P<half>\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)


class PeriodError(ValueError):
    """A period or date that cannot be read; the message says what was found and what is expected."""


@dataclass(frozen=True)
class Period:
    """A run of calendar days, first and last included, with a label that names it without reference to a day."""

    first: date
    last: date
    label: str

    @property
    def is_one_day(self) -> bool:
        """Whether the period is a single day."""
        return self.first == self.last

    def includes(self, other: Period) -> bool:
        """Whether `other` lies wholly inside this period."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """The label, with the days it stands for where the label does not say them."""
        return f"{self.label} ({self.first.isoformat()} to {self.last.isoformat()})"


@dataclass(frozen=True)
class DayRange:
    """A number of days that is certain (`low == high`) or known within bounds."""

    low: int
    high: int

    def __str__(self) -> str:
        """For a reader: '114' or '92 to 122'."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def _refuse(text: object, why: str) -> PeriodError:
    return PeriodError(f"{text!r} is not a period: {why}. Write one like {EXAMPLES}.")


def _months(year: int, month: int, count: int, label: str) -> Period:
    end_year, end_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return Period(date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]), label)


def _subdivided(match: re.Match[str], text: str, year: int, start: int) -> Period | None:
    for name, parts, size in (("quarter", 4, 3), ("half", 2, 6)):
        if match[name]:
            number = int(match[name])
            if not 1 <= number <= parts:
                raise _refuse(text, f"there is no {name} {number}; a year has {parts}")
            offset = start - 1 + (number - 1) * size
            return _months(year + offset // 12, offset % 12 + 1, size, text)
    return None


def _calendar(match: re.Match[str], text: str) -> Period:
    year = int(match["year"])
    start = 4 if match["fy"] else 1
    if not 1900 <= year <= 2200:
        raise _refuse(text, f"the year {year} is outside 1900 to 2200")
    if part := _subdivided(match, text, year, start):
        return part
    if not match["month"]:
        return _months(year, start, 12, text)
    month = int(match["month"])
    if match["fy"]:
        raise _refuse(text, "a fiscal year takes a quarter or a half, no month")
    if not 1 <= month <= 12:
        raise _refuse(text, f"there is no month {month:02d}")
    if not match["day"]:
        return _months(year, month, 1, text)
    day = int(match["day"])
    if not 1 <= day <= monthrange(year, month)[1]:
        raise _refuse(text, f"{year}-{month:02d} has no day {day:02d}")
    return Period(date(year, month, day), date(year, month, day), text)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Period:
    """The days that a date, month, quarter, half or year stands for.

    Accepts "2023", "2023-07", "2023-07-23", "2022-Q1", "2027-H2", "FY2023" and "FY2023-H2"; a Japanese fiscal
    year runs from 1 April to 31 March.

    Raises
    ------
    PeriodError
        If the text is none of these or names a day that does not exist.

    >>> parse_date("2023-02").last
    datetime.date(2023, 2, 28)
    >>> parse_date("FY2023").first
    datetime.date(2023, 4, 1)
    """
    match = _PART.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise _refuse(text, "it is none of the known forms")
    return _calendar(match, text)


def _relative(text: str, today: date) -> Period:
    if text == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return Period(end.replace(day=1), end, f"{end:%Y-%m}")
    if text == "last-quarter":
        quarter_start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        end = quarter_start - timedelta(days=1)
        return Period(date(end.year, end.month - 2, 1), end, f"{end.year}-Q{end.month // 3}")
    day = min(today.day, monthrange(today.year - 1, today.month)[1])
    first = date(today.year - 1, today.month, day) + timedelta(days=1)
    return Period(first, today, f"{first.isoformat()}/{today.isoformat()}")


def today() -> date:
    """The day that "now" stands for: that of SOURCE_DATE_EPOCH where it is set (in UTC), else the current one.

    Source: the specification of SOURCE_DATE_EPOCH of reproducible-builds.org, seconds since 1970.

    Raises
    ------
    PeriodError
        If SOURCE_DATE_EPOCH is no whole number of seconds.
    """
    reads.note("day", "today")
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return date.today()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        what = f"SOURCE_DATE_EPOCH={seconds!r} is no day; give whole seconds since 1970, or unset it."
        raise PeriodError(what) from None


def parse_period(text: str, from_day: date | None = None) -> Period:
    """The period that an analyst wrote.

    Parameters
    ----------
    text
        Any form of `parse_date`, two of them joined by "/", or "last-month", "last-quarter",
        "trailing-12-months", which count back from `from_day`.
    from_day
        The day the relative forms count back from; `today()` if not given.

    Raises
    ------
    PeriodError
        If the text is no period, or ends before it begins.

    >>> parse_period("2017/2024-07").last
    datetime.date(2024, 7, 31)
    >>> parse_period("last-quarter", date(2024, 2, 5)).first
    datetime.date(2023, 10, 1)
    """
    if not isinstance(text, str) or not text.strip():
        raise _refuse(text, "it is empty or no text")
    text = text.strip()
    if text in RELATIVE:
        return _relative(text, from_day or today())
    if "/" not in text:
        return parse_date(text)
    parts = text.split("/")
    if len(parts) != 2:
        raise _refuse(text, 'an interval has one "/"')
    start, end = parse_date(parts[0]), parse_date(parts[1])
    if end.last < start.first or end.first < start.first:
        raise _refuse(text, f"it ends ({parts[1]}) before it begins ({parts[0]})")
    return Period(start.first, end.last, text)


def days_between(earlier: str, later: str) -> DayRange:
    """Days from one date to another, as a range where a date is known only to the month or year.

    >>> str(days_between("2022-10-07", "2023-03-31"))
    '175'
    >>> str(days_between("2023-03-31", "2023-07"))
    '92 to 122'
    """
    start, end = parse_date(earlier), parse_date(later)
    return DayRange((end.first - start.last).days, (end.last - start.first).days)


def is_known(value: object) -> bool:
    """Whether a cell holds a date (an empty cell does not)."""
    return isinstance(value, str) and value != ""


def first_days(dates: Iterable[object]) -> pd.Series:
    """First day that each date can stand for, as datetime64; NaT where there is none; the index is kept."""
    return _days(dates, "first")


def last_days(dates: Iterable[object]) -> pd.Series:
    """Last day that each date can stand for, as datetime64; NaT where there is none; the index is kept."""
    return _days(dates, "last")


def _days(dates: Iterable[object], edge: str) -> pd.Series:
    import numpy as np  # here, so that a command that reads no table does not wait for them
    import pandas as pd

    series = dates if isinstance(dates, pd.Series) else pd.Series(list(dates), dtype="object")
    values = [getattr(parse_date(str(v)), edge) if is_known(v) else None for v in series.tolist()]
    days = np.array(values, dtype="datetime64[D]").astype("datetime64[ns]")
    return pd.Series(days, index=series.index)


def within(dates: pd.Series, period: Period) -> pd.Series:
    """Which dates lie wholly inside the period; an empty date, or one that may lie outside, does not."""
    import pandas as pd

    inside = [is_known(v) and period.includes(parse_date(str(v))) for v in dates.tolist()]
    return pd.Series(inside, index=dates.index, dtype=bool)


def straddling(dates: pd.Series, period: Period) -> pd.Series:
    """Which dates are too coarse to say whether they lie inside the period."""
    import pandas as pd

    found = []
    for value in dates:
        span = parse_date(str(value)) if is_known(value) else None
        found.append(span is not None and period.overlaps(span) and not period.includes(span))
    return pd.Series(found, index=dates.index, dtype=bool)
