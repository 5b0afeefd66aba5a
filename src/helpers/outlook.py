"""The outlook from the end of a period: what takes effect, lapses or is due next, as the record states it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd

from .agenda import marked, unmarked
from .evidence import Evidence
from .parameters import ParameterError
from .period import Period, first_days, last_days, parse_date, straddling, today, within
from .sources import MONTHS

COLUMNS = ["date", "what", "title", "countries", "themes", "stated", "table"]
KINDS = {
    "takes effect": "effect",
    "suspension set to end": "end of suspension",
    "ends": "end",
    "day named in its text": "named day",
    "production planned": "planned start",
    "meeting announced": "meeting",
}
EMPTY_EFFECT = "An empty cell: no date of effect is recorded, though the measure may be in force."
_NAMED_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(m[:3] for m in MONTHS)})[a-z]* (\d{{4}})\b")


def horizon(period: Period, days: int) -> Period:
    """The days after a period that count as "next".

    Raises
    ------
    ParameterError
        If `days` is less than one.

    >>> print(horizon(parse_date("2023-01"), 28))
    28 days after 2023-01 (2023-02-01 to 2023-02-28)
    """
    if days < 1:
        raise ParameterError(f"horizon_days={days!r} looks at no day; expected 1 or more.")
    first, last = period.last + timedelta(days=1), period.last + timedelta(days=days)
    return Period(first, last, f"{days} days after {period.label}")


def named_dates(text: str) -> list[str]:
    """Days written out in a text, as ISO dates, each once.

    >>> named_dates("moved from 13 April to 31 December 2026; stays to 9 Nov 2026")
    ['2026-12-31', '2026-11-09']
    """
    short = [m[:3] for m in MONTHS]
    found = [f"{year}-{short.index(month) + 1:02d}-{int(day):02d}" for day, month, year in _NAMED_DATE.findall(text)]
    return list(dict.fromkeys(found))


def _made_known(measures: pd.DataFrame) -> pd.Series:
    """When each measure was made known: announced, else published; missing where neither is recorded."""
    return measures["date_announced"].where(measures["date_announced"].notna(), measures["date_published"])


def _parts(frame: pd.DataFrame, dates: pd.Series, what: str | pd.Series, stated: pd.Series, table: str) -> pd.DataFrame:
    known = dates.notna().to_numpy()
    found = frame.assign(date=dates, what=what, stated=stated, table=table)
    return found.loc[known, COLUMNS]


def _of_measures(evidence: Evidence) -> list[pd.DataFrame]:
    """Dates of effect, of suspensions that run out, of ends, and days named in the text of a measure.

    The text of a dispute gathers later filings, and the day that a suspending act names stands with the measure it
    suspends: both are left out.
    """
    measures, pairs = evidence.measures, evidence.measure_pairs
    suspending = measures.index.isin(pairs.loc[pairs["relation"] == "suspends", "follower_id"])
    frame = measures.assign(countries=measures["jurisdictions"])
    known = _made_known(frame)
    never = pd.Series(None, index=frame.index, dtype="object")
    dated = [
        _parts(frame, frame[column], marked(frame, column, words), stated, "measures")
        for column, words, stated in (
            ("date_effective", "takes effect", known),
            ("suspended_until", "suspension set to end", frame["suspended_from"]),
            ("date_end", "ends", never),
        )
    ]
    texts = frame[frame["scope"].notna() & (frame["instrument"] != "dispute") & ~suspending]
    taken = {
        i: set(row) for i, row in zip(frame.index, frame.filter(regex="^date_|^suspended_").to_numpy(), strict=True)
    }
    days = texts["scope"].map(named_dates).explode().dropna()
    days = days[[day not in taken[i] for i, day in days.items()]]
    named = frame.loc[days.index].assign(date=days.to_numpy(), what="day named in its text", table="measures")
    return [*dated, named.assign(stated=known.reindex(days.index).to_numpy())[COLUMNS]]


def _planned_starts(investments: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The plan for each project that has not started: the last one stated by the end of the period."""
    said = investments[(last_days(investments["date"]) <= pd.Timestamp(period.last)).to_numpy()]
    begun = set(said.loc[said["actual_start"].notna(), "project_id"])
    plans = said[said["planned_start"].notna() & ~said["project_id"].isin(begun)]
    plans = plans.loc[first_days(plans["date"]).sort_values(kind="stable").index]
    latest = plans.drop_duplicates("project_id", keep="last")
    latest = latest.assign(title=latest["company"] + ": " + latest["project"])
    return _parts(latest, latest["planned_start"], "production planned", latest["date"], "investments")


def upcoming(evidence: Evidence, period: Period, days: int, as_of: str | None = None) -> pd.DataFrame:
    """What takes effect, lapses or is due in the `days` after a period, in order of time.

    Parameters
    ----------
    evidence
        The rows to look through.
    as_of
        Knowledge date: what was stated later, or on an unrecorded day about a day after it, is left out.

    Returns
    -------
    DataFrame
        Indexed by `row_id` (may repeat): `date` (text, may be partial), `what`, `kind` (the same in a word), `title`,
        `countries`, `themes`, `stated` (when that date was stated; missing where not recorded), `table` and `sure`
        (whether the date lies wholly in those days; one too coarse to say does not).
    """
    window = horizon(period, days)
    meetings = evidence.meetings
    meetings = meetings[meetings["held"] == "announced"]
    never = pd.Series(None, index=meetings.index, dtype="object")
    parts = [*_of_measures(evidence), _planned_starts(evidence.investments, period)]
    parts.append(_parts(meetings, meetings["date_start"], "meeting announced", never, "meetings"))
    found = pd.concat(parts).rename_axis("row_id")
    inside, maybe = within(found["date"], window).to_numpy(), straddling(found["date"], window).to_numpy()
    kind = unmarked(found).map(KINDS)
    found = _known_by(found.assign(kind=kind, sure=inside)[inside | maybe], as_of)
    return found.iloc[last_days(found["date"]).to_numpy().argsort(kind="stable")]


def due_count(
    evidence: Evidence, period: Period, days_ahead: int, as_of: str | None = None, named_days: bool = True
) -> int:
    """How many dates certainly fall due in the days after a period.

    Parameters
    ----------
    evidence, as_of
        As for `upcoming`.
    named_days
        Whether days count that only the text of a measure names.
    """
    found = upcoming(evidence, period, days_ahead, as_of)
    counts = found["sure"] & (named_days | (found["kind"] != "named day"))
    return int(counts.sum())


def reading_day(as_of: str | None) -> date:
    """The day from which a report looks at its dates: the knowledge date, else the current day."""
    return parse_date(as_of).last if as_of else today()


def passed(found: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of the dates of `upcoming` those that lie wholly before a day."""
    return found[(last_days(found["date"]) < pd.Timestamp(day)).to_numpy()]


def _known_by(found: pd.DataFrame, as_of: str | None) -> pd.DataFrame:
    if as_of is None:
        return found
    day = pd.Timestamp(parse_date(as_of).last)
    known = found["stated"].where(found["stated"].notna(), found["date"])
    return found[(last_days(known) <= day).to_numpy()]


def stated_by(found: pd.DataFrame, period: Period) -> int:
    """How many dates of `upcoming` are recorded as stated by the end of the period."""
    return int((last_days(found["stated"]) <= pd.Timestamp(period.last)).sum())


def starts_and_ends(found: pd.DataFrame) -> dict[str, str]:
    """How many dates of `upcoming` are of measures taking effect (`starts`) and of suspensions run out (`ends`).

    Both as part of a sentence: "8 are ends of suspensions", "1 is a measure taking effect", "none is …".
    """
    counts = found["kind"].value_counts()
    starts, ends = int(counts.get("effect", 0)), int(counts.get("end of suspension", 0))
    return {
        "starts": _are(starts, "a measure taking effect", "measures taking effect"),
        "ends": _are(ends, "the end of a suspension", "ends of suspensions"),
    }


def _are(number: int, one: str, many: str) -> str:
    return f"{number} are {many}" if number > 1 else f"{number or 'none'} is {one}"


def awaiting_effect(measures: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Measures made known in a period that have no date of effect by its end, those with a later date first.

    Consultations and reports that are concluded await nothing and are left out; so are measures ended by then.

    Returns
    -------
    DataFrame
        Indexed by `row_id`: `made_known`, `title`, `countries`, `themes`, `date_effective` (missing where none is
        recorded, though the measure may be in force), `status` and `state` (the status in words).
    """
    known = _made_known(measures)
    effect = first_days(measures["date_effective"])
    over = (last_days(measures["date_end"]) <= pd.Timestamp(period.last)) | (measures["status"] == "concluded")
    waiting = within(known, period) & ~(effect <= pd.Timestamp(period.last)) & ~over
    found = measures.assign(made_known=known, countries=measures["jurisdictions"], after=effect)
    found = found.assign(state=found["status"].str.replace("_", " "))[waiting.to_numpy()]
    found = found.sort_values("after", kind="stable", na_position="last")
    columns = ["made_known", "title", "countries", "themes", "date_effective", "status", "state"]
    return found[columns].rename_axis("row_id")
