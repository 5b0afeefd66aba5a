"""Frictions between two countries, and the contacts their governments kept before and after."""

from __future__ import annotations

import pandas as pd

from .evidence import Evidence
from .meetings import LEVEL_NAMES, contacts
from .period import days_between, first_days, last_days, parse_date
from .tones import tallies

COOLING = "Cooling events"
CONTROL, COOL = "measure", "cooling event"


def frictions(events: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP")) -> pd.DataFrame:
    """Events with both countries that we coded as cooling, in order of time.

    `events` has `countries` (tuples), `coded_direction` and `date_start`.
    """
    both = pd.Series([set(pair).issubset(c) for c in events["countries"]], index=events.index, dtype=bool)
    found = events[both & events["coded_direction"].eq("cooling").astype(bool)]
    return found.loc[first_days(found["date_start"]).sort_values(kind="stable").index]


def contact_years(meetings: pd.DataFrame, events: pd.DataFrame, pair: tuple[str, str] = ("CN", "JP")) -> pd.DataFrame:
    """Meetings of two countries by level, and their cooling events, in each year.

    Returns
    -------
    DataFrame
        A row a level with at least one meeting, highest first, then one for cooling events where there are any; a
        column a year (text), none left out between the first and the last; counts. Empty where there is nothing.
    """
    met = contacts(meetings, pair, by="year").rename(columns=LEVEL_NAMES)
    cooled = frictions(events, pair)["date_start"].str[:4].value_counts().astype(int)
    years = [int(y) for y in {*met.index, *cooled.index}]
    if not years:
        return pd.DataFrame()
    every = [str(y) for y in range(min(years), max(years) + 1)]
    counts = met.reindex(every).assign(**{COOLING: cooled.reindex(every)}).fillna(0).astype(int)
    return counts.loc[:, counts.sum() > 0].T


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
        `contacts_around`, with `kind` ("measure" or "cooling event") and `covered` ("yes" or "no").
    dict
        `tallies` of the covered ones with a contact after: `control`, `control_of`, `cooling`, …; measures of one date
        count once, and so do events.
    """
    occasions = pd.concat([controls, cooled["date_start"]])
    found = contacts_around(met, occasions.loc[first_days(occasions).sort_values(kind="stable").index], days, until)
    found["kind"] = [COOL if i in cooled.index else CONTROL for i in found.index]
    found["covered"] = ["yes" if covered else "no" for covered in found["is_covered"]]
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
