"""Lifetimes: each measure from the day it was made known to its effect and its end, suspensions between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from .evidence import Evidence
from .measures import by_jurisdiction, enacted
from .period import Period, first_days, last_days, parse_date, today

MOST = 40
LATER_KNOWN = ("date_end", "suspended_from", "suspended_until")
OVER = ("concluded", "ended", "superseded")


def last_day(period: Period, as_of: str | None = None) -> date:
    """The last day reported on: that of the period, or the knowledge date or today where that is earlier."""
    return min(period.last, parse_date(as_of).last if as_of else today())


def weights(evidence: Evidence, measures: pd.DataFrame) -> pd.DataFrame:
    """How much hangs on each measure: index its id; `pairs` it stands in and `sources` that bear on it (numbers)."""
    ends = pd.concat([evidence.measure_pairs[c] for c in ("leader_id", "follower_id")]).value_counts()
    cited = evidence.citations_of(measures.index).groupby("row_id")["source_id"].nunique()
    counts = [counted.reindex(measures.index).fillna(0).astype(int) for counted in (ends, cited)]
    return pd.DataFrame(dict(zip(("pairs", "sources"), counts, strict=True)))


def lifetimes(
    evidence: Evidence, measures: pd.DataFrame, countries: Sequence[str], as_of: str | None = None, most: int = MOST
) -> pd.DataFrame:
    """Measures by jurisdiction and in order of time, each with the dates of its life; the weightiest where too many.

    Weight is the number of pairs that the record puts a measure in, then the number of sources. A joint measure has a
    line for each jurisdiction named. An understanding, and a measure that no date says when it was known or in force,
    has none. Ends and suspensions after the knowledge date are blank: they were not known.

    Returns
    -------
    DataFrame
        Index measure_id (may repeat); `jurisdiction`, `label` (id and title), `known` (announced, else published),
        `effective`, `end`, `suspended_from`, `suspended_until` (partial dates, missing where none), `goes_on` (whether
        it is not over by all that is recorded; ends on an unknown day count where no knowledge date is given), and
        `dropped` (how many lines were left out, the same on every line).
    """
    held = enacted(measures).copy()
    if as_of:
        for column in LATER_KNOWN:
            held[column] = held[column].where(~(last_days(held[column]) > pd.Timestamp(parse_date(as_of).last)))
    known = held["date_announced"].where(held["date_announced"].notna(), held["date_published"])
    over = held["date_end"].notna() | (held["status"].isin(OVER) if as_of is None else False)
    held = held.assign(known=known, effective=held["date_effective"], end=held["date_end"], goes_on=~over)
    held = held.assign(label=[f"{i}: {title}" for i, title in held["title"].items()]).join(weights(evidence, held))
    lines = by_jurisdiction(held[held["known"].notna() | held["effective"].notna()], countries)
    kept = lines.sort_values(["pairs", "sources"], ascending=False, kind="stable").head(most)
    place = {code: n for n, code in enumerate(countries)}
    start = first_days(kept["known"].where(kept["known"].notna(), kept["effective"]))
    order = kept.assign(_place=kept["jurisdiction"].map(place), _start=start)
    order = order.sort_values(["_place", "_start"], kind="stable").drop(columns=["_place", "_start"])
    columns = ["jurisdiction", "label", "known", "effective", "end", "suspended_from", "suspended_until", "goes_on"]
    return order[columns].assign(dropped=len(lines) - len(kept))
