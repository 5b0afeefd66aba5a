"""Meetings between governments: which were held, how often, at which level, on what, and how far apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from .period import days_between, first_days, last_days
from .text import did_you_mean

LEVEL_NAMES = {
    "leaders": "Leaders",
    "ministerial": "Ministers",
    "vice_ministerial": "Vice-ministers",
    "senior_officials": "Senior officials",
    "working_level": "Working level",
}
LEVELS = tuple(LEVEL_NAMES)
STEPS = {"quarter": "Q", "year": "Y"}
# Topics of readouts, as the table names them, by the domain of technology policy they belong to.
DOMAIN_TOPICS = {
    "space": ("space",),
    "cyber": ("cyber", "5g and 6g", "open ran", "subsea cables"),
    "defence_technology": ("defence technology", "missile defence"),
}
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")


def _in_order(meetings: pd.DataFrame) -> pd.DataFrame:
    return meetings.loc[first_days(meetings["date_start"]).sort_values(kind="stable").index]


def _step(by: str) -> str:
    if by not in STEPS:
        raise ValueError(f"by={by!r} is no step of the calendar. {did_you_mean(by, STEPS)}")
    return STEPS[by]


def _placed(dates: pd.Series, by: str) -> pd.Series:
    """The quarter or year that each date lies in, as a pandas Period; NaT where it may lie in several."""
    step = _step(by)
    first: pd.Series = first_days(dates).dt.to_period(step)
    last: pd.Series = last_days(dates).dt.to_period(step)
    placed: pd.Series = first.where(first == last)
    return placed


def _count_table(places: pd.Series, names: pd.Series, columns: Sequence[str], step: str) -> pd.DataFrame:
    """Rows by calendar period (every one from first to last), columns as given, counts as integers."""
    every = pd.period_range(places.min(), places.max(), freq=step) if len(places) else pd.PeriodIndex([], freq=step)
    counts = pd.crosstab(places, names).reindex(index=every, columns=list(columns), fill_value=0).astype(int)
    labels = [f"{p.year}-Q{p.quarter}" if step == "Q" else str(p.year) for p in every]
    return pd.DataFrame(counts.to_numpy(), index=pd.Index(labels, name="period", dtype=object), columns=list(columns))


def between(meetings: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP")) -> pd.DataFrame:
    """Held meetings in which both countries of the pair take part, in order of their first day.

    Parameters
    ----------
    meetings
        Rows of `meetings`, indexed by row id: `held`, `countries` (tuples of ISO codes), `date_start` (partial dates).
    """
    wanted = set(pair)
    both = pd.Series([wanted.issubset(c) for c in meetings["countries"]], index=meetings.index, dtype=bool)
    return _in_order(meetings[both & (meetings["held"] == "held")])


def contacts(meetings: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP"), by: str = "quarter") -> pd.DataFrame:
    """How many meetings of a pair of countries were held in each quarter or year, by level.

    Parameters
    ----------
    meetings
        Rows of `meetings`: `held`, `countries`, `date_start`, `level`.
    pair
        ISO codes of the two countries; plurilateral meetings with both of them count.
    by
        "quarter" or "year" of the calendar.

    Returns
    -------
    One row a calendar period ("2023-Q1", "2023"), every one from the first to the last with a meeting; one column a
    level, from leaders to working level; whole numbers. Meetings only announced never count; those dated too coarsely
    are left out, and returned by `unplaced`.

    Raises
    ------
    ValueError
        If `by` is neither "quarter" nor "year".

    >>> rows = pd.DataFrame({"held": ["held"] * 2, "countries": [("CN", "JP")] * 2, "level": ["leaders"] * 2,
    ...     "date_start": ["2001-02-03", "2001-08"]}, index=["XX-1", "XX-2"])
    >>> contacts(rows)["leaders"].to_dict()
    {'2001-Q1': 1, '2001-Q2': 0, '2001-Q3': 1}
    """
    step = _step(by)
    found = between(meetings, pair)
    places = _placed(found["date_start"], by).dropna()
    return _count_table(places, found.loc[places.index, "level"], LEVELS, step)


def unplaced(meetings: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP"), by: str = "quarter") -> pd.DataFrame:
    """Held meetings of a pair of countries that `contacts` leaves out: dated too coarsely for a quarter or year."""
    found = between(meetings, pair)
    return found[_placed(found["date_start"], by).isna()]


def sessions(meetings: pd.DataFrame, mechanism_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Sessions of mechanisms that were held, in order of time; signings and talks between services are none.

    Parameters
    ----------
    meetings
        Rows of `meetings`: `kind`, `held`, `mechanism_id`, `date_start`.
    mechanism_ids
        Only sessions of these; of every mechanism if not given.
    """
    kept = (meetings["kind"] == "session") & (meetings["held"] == "held") & meetings["mechanism_id"].notna()
    if mechanism_ids is not None:
        kept &= meetings["mechanism_id"].isin(list(mechanism_ids))
    return _in_order(meetings[kept])


def ordinal(title: str) -> int | None:
    """The number that a session bears in its title, or None.

    >>> ordinal("8th Comprehensive Dialogue on Space"), ordinal("Director-level intersessional")
    (8, None)
    """
    found = _ORDINAL.search(title)
    return int(found[1]) if found else None


def gaps(meetings: pd.DataFrame) -> pd.DataFrame:
    """From each session held to the one before it in the same mechanism, with the days between.

    Parameters
    ----------
    meetings
        Rows of `meetings`, indexed by row id: `kind`, `held`, `mechanism_id`, `date_start`, `title`, `level`.

    Returns
    -------
    One row a session that has an earlier one, indexed by the later session's id: `mechanism_id`, `earlier_id`,
    `earlier_title`, `title`, `date_earlier`, `date_later`, `days` (text, "92 to 122" where a date is partial),
    `days_low`, `days_high` (whole days), `missing_between` (numbered sessions of the same level that the rows do not
    hold; missing where no number can be compared).
    """
    held = sessions(meetings)
    frame = held[["mechanism_id", "title"]].assign(date_later=held["date_start"], row_id=held.index)
    earlier = frame.groupby("mechanism_id")[["row_id", "title", "date_later"]].shift()
    frame = frame.assign(
        earlier_id=earlier["row_id"], earlier_title=earlier["title"], date_earlier=earlier["date_later"]
    ).drop(columns="row_id")
    frame["missing_between"] = _missing_between(held)
    frame = frame[frame["earlier_id"].notna()]
    spans = [days_between(str(a), str(b)) for a, b in zip(frame["date_earlier"], frame["date_later"], strict=True)]
    return frame.assign(
        days=pd.Series([str(s) for s in spans], index=frame.index, dtype="object"),
        days_low=pd.Series([s.low for s in spans], index=frame.index, dtype="int64"),
        days_high=pd.Series([s.high for s in spans], index=frame.index, dtype="int64"),
    )


def _missing_between(held: pd.DataFrame) -> pd.Series:
    """Numbers skipped since the last numbered session of the same mechanism and level, less those filled otherwise."""
    numbers = pd.Series([ordinal(str(t)) for t in held["title"]], index=held.index, dtype="Int64")
    before = numbers.groupby([held["mechanism_id"], held["level"]]).transform(lambda n: n.shift().ffill())
    skipped: pd.Series = (numbers - before - 1).astype("Int64")
    for row_id in map(str, skipped.index[skipped.gt(0).fillna(False)]):
        skipped[row_id] = max(0, skipped[row_id] - _fillers(held, numbers, row_id))
    return skipped.mask(skipped < 0)  # a count that starts afresh says nothing about what lies between


def _fillers(held: pd.DataFrame, numbers: pd.Series, row_id: str) -> int:
    """Sessions that account for numbers skipped: without a number at the same level, or with one at another level."""
    own = held[held["mechanism_id"] == held.at[row_id, "mechanism_id"]].loc[:row_id].iloc[:-1]
    at_level = own["level"] == held.at[row_id, "level"]
    last = own.index[at_level & numbers[own.index].notna()][-1]
    bare = at_level & numbers[own.index].isna()
    elsewhere = ~at_level & numbers[own.index].between(numbers[last] + 1, numbers[row_id] - 1).fillna(False)
    return int((bare | elsewhere).loc[last:].sum())


def naming(meetings: pd.DataFrame, topics: Sequence[str], column: str = "topics") -> pd.DataFrame:
    """Meetings whose row records one of the topics (or, with column="topics_absent", a search without result)."""
    wanted = set(topics)
    return meetings[pd.Series([bool(wanted & set(t)) for t in meetings[column]], index=meetings.index, dtype=bool)]


def topics_of(domain: str = "all") -> tuple[str, ...]:
    """Topics of readouts that belong to a domain of technology policy; of all three domains with "all".

    Raises
    ------
    ValueError
        If the domain is none of these.

    >>> topics_of("defence_technology")
    ('defence technology', 'missile defence')
    """
    if domain != "all" and domain not in DOMAIN_TOPICS:
        raise ValueError(f"domain={domain!r} is not held here. {did_you_mean(domain, ('all', *DOMAIN_TOPICS))}")
    chosen = DOMAIN_TOPICS.values() if domain == "all" else [DOMAIN_TOPICS[domain]]
    return tuple(topic for topics in chosen for topic in topics)
