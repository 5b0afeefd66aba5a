"""Frictions between two countries, and the contacts their governments kept before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from .evidence import Evidence
from .meetings import LEVEL_NAMES, between, contacts
from .once import once_per_evidence
from .period import Period, days_between, first_days, last_days, parse_date
from .text import country_name
from .tones import FEWEST, tallies

COOLING, PLURILATERAL = "Cooling events", "plurilateral"
PAIRS = (("CN", "JP"), ("US", "JP"))
CONTROL, COOL = "measure", "cooling event"


def frictions(events: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP")) -> pd.DataFrame:
    """Events with both countries that we coded as cooling, in order of time.

    `events` has `countries` (tuples), `coded_direction` and `date_start`.
    """
    both = pd.Series([set(pair).issubset(c) for c in events["countries"]], index=events.index, dtype=bool)
    found = events[both & events["coded_direction"].eq("cooling").astype(bool)]
    return found.loc[first_days(found["date_start"]).sort_values(kind="stable").index]


def contact_quarters(
    meetings: pd.DataFrame, events: pd.DataFrame, pairs: Sequence[tuple[str, str]] = PAIRS
) -> dict[str, pd.DataFrame]:
    """Meetings of pairs of countries by level, and the cooling events of the first pair, in each quarter.

    Parameters
    ----------
    meetings
        Rows of `meetings`, indexed by row id: `held`, `countries`, `date_start`, `level`; those dated too coarsely for
        a quarter are left out (see `meetings.unplaced`).
    events
        As in `frictions`.

    Returns
    -------
    dict
        Under "China and Japan" and so on, and under "Cooling events": counts, a column a quarter ("2023-Q1"; the same
        ones in each, none left out between the first and the last), a row a level, highest first; below them, with
        "plurilateral" behind the level, the meetings in which a third country took part. Only rows and tables with at
        least one; empty where there is nothing.
    """
    counts = {" and ".join(country_name(c) for c in pair): _levels(meetings, pair) for pair in pairs}
    cooled = frictions(events, pairs[0])["date_start"]
    starts, ends = first_days(cooled).dt.to_period("Q"), last_days(cooled).dt.to_period("Q")
    quarters = starts[starts == ends].value_counts().rename(index=_quarter)
    counts[COOLING] = pd.DataFrame([quarters], index=["Events"])
    found = {quarter for frame in counts.values() for quarter in frame.columns}
    every = [_quarter(q) for q in pd.period_range(min(found), max(found), freq="Q")] if found else []
    filled = {k: f.reindex(columns=every).fillna(0).astype(int) for k, f in counts.items()}
    return {k: f.loc[f.sum(axis=1) > 0] for k, f in filled.items() if f.to_numpy().any()}


def _quarter(period: pd.Period) -> str:
    return f"{period.year}-Q{period.quarter}"


def _levels(meetings: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Meetings of a pair, a row a level and a column a quarter, first those of the two alone and then the others."""
    many = pd.Series([len(c) > len(pair) for c in meetings["countries"]], index=meetings.index, dtype=bool)
    alone, joined = (contacts(meetings[kind], pair).rename(columns=LEVEL_NAMES).T for kind in (~many, many))
    return pd.concat([alone, joined.rename(index=lambda level: f"{level}, {PLURILATERAL}")])


def quarter_facts(quarters: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """The numbers of `contact_quarters` for a sentence.

    `CN`, `US` (meetings of Japan with each), `CN_with`, `US_with` (of them plurilateral), `cooled` (quarters with a
    cooling event) and `met` (of them those in which China and Japan met as well).
    """
    facts: dict[str, object] = {}
    for other, pair in zip(("CN", "US"), PAIRS, strict=True):
        frame = quarters.get(" and ".join(country_name(c) for c in pair), pd.DataFrame())
        joined = [str(i).endswith(PLURILATERAL) for i in frame.index]
        facts |= {other: int(frame.to_numpy().sum()), f"{other}_with": int(frame[joined].to_numpy().sum())}
    nothing = pd.DataFrame(columns=next(iter(quarters.values())).columns if quarters else [])
    met, cooled = (quarters.get(k, nothing).sum() > 0 for k in (" and ".join(map(country_name, PAIRS[0])), COOLING))
    return facts | {"cooled": int(cooled.sum()), "met": int((cooled & met).sum())}


def stacked(quarters: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """`contact_quarters` as one table: a row a table and level, a column a quarter."""
    if not quarters:
        return pd.DataFrame()
    return pd.concat([frame.set_axis(f"{title}: " + frame.index) for title, frame in quarters.items()])


def quarters_in_words(quarters: Mapping[str, pd.DataFrame]) -> str:
    """`contact_quarters` for readers who do not see it: the sum of each table, and the quarter with most.

    >>> quarters_in_words({"Cooling events": pd.DataFrame({"2001-Q1": [1], "2001-Q2": [3]}, index=["Events"])})
    'Cooling events: 4, most in 2001-Q2 (3)'
    """
    sums = {title: frame.sum() for title, frame in quarters.items()}
    return "; ".join(f"{title}: {n.sum()}, most in {n.idxmax()} ({n.max()})" for title, n in sums.items())


def contact_rows(inside: Evidence) -> list[str]:
    """Ids of the meetings of both pairs and of the cooling events that `contact_quarters` counts or leaves out."""
    met = [str(i) for pair in PAIRS for i in between(inside.meetings, pair).index]
    return list(dict.fromkeys([*met, *frictions(inside.events).index]))


def contact_facts(
    held: Evidence, inside: Evidence, controls: pd.Series, days: int, period: Period
) -> dict[str, object]:
    """The numbers of contact in a period, for sentences: those of `quarter_facts`, `windows` and `silence_facts`.

    Parameters
    ----------
    held, inside
        The record, and the part of it in the period.
    controls
        Dates of Japanese measures, by row id.
    days
        The window after a measure; under `window` too.

    Returns
    -------
    dict
        Beside those numbers `goes_on`: a meeting follows more than half of the days of measures, of which there are
        not too few.
    """
    until = record_end(held, period.last.isoformat())
    _, kept = windows(between(held.meetings), controls, frictions(inside.events), days, until)
    silence = silence_facts(silences(between(inside.meetings), until))
    counted = quarter_facts(contact_quarters(inside.meetings, inside.events))
    hits, of = int(str(kept["control"])), int(str(kept["control_of"]))
    return counted | kept | silence | {"window": days, "goes_on": 2 * hits > of >= FEWEST}


def contacts_around(met: pd.DataFrame, occasions: pd.Series, days: int, until: str) -> pd.DataFrame:
    """How many contacts lie within some days before and after each occasion.

    Parameters
    ----------
    met
        Meetings with `date_start`; one dated too coarsely to lie wholly inside a window counts in neither.
    occasions
        Dates (partial ones allowed) by row id. The day itself counts in neither window.
    until
        Last day that the record covers: `is_covered` says whether the occasion lies after the first contact recorded
        and its window ends by then.

    Returns
    -------
    DataFrame
        Index as `occasions`: `date`, `before`, `after` (counts), `is_covered`, `contact_ids` (tuple).

    Raises
    ------
    ValueError
        If the window has no day.
    """
    if days < 1:
        raise ValueError(f"a window of {days!r} days holds no day; expected 1 or more.")
    first, last, span = first_days(met["date_start"]), last_days(met["date_start"]), pd.Timedelta(days=days)
    starts, ends = first_days(occasions), last_days(occasions)
    before = [(last < s) & (first >= s - span) for s in starts]
    after = [(first > e) & (last <= e + span) for e in ends]
    found = pd.DataFrame({"date": occasions})
    found["before"] = pd.Series([int(b.sum()) for b in before], index=found.index, dtype="int64")
    found["after"] = pd.Series([int(a.sum()) for a in after], index=found.index, dtype="int64")
    found["is_covered"] = (starts >= first.min()) & ((ends + span) <= pd.Timestamp(until))
    ids = [tuple(met.index[b | a]) for b, a in zip(before, after, strict=True)]
    return found.assign(contact_ids=pd.Series(ids, index=found.index, dtype="object"))


def windows(
    met: pd.DataFrame, controls: pd.Series, cooled: pd.DataFrame, days: int, until: str
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Contacts around controls and around cooling events, in order of time, and their counts for a sentence.

    Parameters
    ----------
    met, days, until
        As in `contacts_around`.
    controls
        Dates of one side's measures, by row id.
    cooled
        Cooling events, see `frictions`.

    Returns
    -------
    DataFrame
        `contacts_around`, with `kind` ("measure" or "cooling event").
    dict
        `tallies` of the covered ones with a contact after: `control`, `control_of`, `cooling`, …; measures of one date
        count once, and so do events.
    """
    occasions = pd.concat([controls, cooled["date_start"]])
    found = contacts_around(met, occasions.loc[first_days(occasions).sort_values(kind="stable").index], days, until)
    found["kind"] = [COOL if i in cooled.index else CONTROL for i in found.index]
    hits = found[found["is_covered"]].drop_duplicates(["kind", "date"])
    sides = {name: hits[hits["kind"] == kind]["after"] for name, kind in (("control", CONTROL), ("cooling", COOL))}
    return found, tallies({name: after > 0 for name, after in sides.items()})


def silences(met: pd.DataFrame, until: str) -> pd.DataFrame:
    """Days from each contact to the next, and from the last one to the last day of the record.

    Parameters
    ----------
    met
        Meetings in order of time, with `date_start`.
    until
        Last day that the record covers.

    Returns
    -------
    DataFrame
        Index the contact that the silence follows: `start`, `end` (dates), `next_id` (missing for the one that is still
        open), `days` (text, a range for partial dates), `days_low`, `days_high`.
    """
    found = pd.DataFrame({"start": met["date_start"], "end": met["date_start"].shift(-1)})
    found["end"] = found["end"].fillna(until).astype("object")
    found["next_id"] = pd.Series([*met.index[1:], None][: len(met)], index=met.index, dtype="object")
    spans = [days_between(str(a), str(b)) for a, b in zip(found["start"], found["end"], strict=True)]
    found["days"] = pd.Series([str(s) for s in spans], index=found.index, dtype="object")
    found["days_low"] = pd.Series([s.low for s in spans], index=found.index, dtype="int64")
    found["days_high"] = pd.Series([s.high for s in spans], index=found.index, dtype="int64")
    return found


def silence_facts(found: pd.DataFrame) -> dict[str, object]:
    """The open silence of `silences` for a sentence; None where there was no contact.

    `last` (date of the last contact), `end`, `days` ("92 to 121 days"), `closed` (number of silences that ended),
    `longer` (how many of those were certainly longer) and `longest_from` (start of the longest of those).
    """
    if found.empty:
        return dict.fromkeys(("last", "end", "days", "closed", "longer", "longest_from"))
    now, closed = found.iloc[-1], found.iloc[:-1]
    longer = closed[closed["days_low"] > now["days_high"]]
    longest = str(longer.loc[longer["days_low"].idxmax(), "start"]) if len(longer) else None
    days = f"{now['days']} day{'' if now['days'] == '1' else 's'}"
    facts = {"last": now["start"], "end": now["end"], "days": days, "closed": len(closed)}
    return facts | {"longer": len(longer), "longest_from": longest}


@once_per_evidence
def record_end(evidence: Evidence, latest: str) -> str:
    """Last day on which the record holds a statement, a meeting held or an event, but no later than `latest`.

    Dates known only to the month or year say nothing here. `latest` itself where there is no such row.
    """
    held = evidence.meetings
    tables = (
        evidence.statements["date"],
        held.loc[held["held"] == "held", "date_start"],
        evidence.events["date_start"],
    )
    days = pd.concat(tables).dropna()
    exact = [str(d) for d in days if parse_date(str(d)).is_one_day and str(d) <= latest]
    return max(exact, default=latest)
