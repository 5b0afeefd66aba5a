"""Coverage: where the evidence base holds rows, where it was searched in vain, and where nobody has looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import pandas as pd

from .evidence import THEMES, Evidence
from .period import is_known, parse_date

STATES = ("rows held", "looked, nothing found", "not looked")
Cell = tuple[str, str, int]


def _years(row: pd.Series, dates: Sequence[str]) -> set[int]:
    days = [parse_date(row[c]) for c in dates if is_known(row[c])]
    return {d.first.year for d in days if d.first.year == d.last.year}


def _held(evidence: Evidence) -> Iterator[Cell]:
    for name, frame in evidence.tables.items():
        chosen = evidence.resource(name)["selection"]
        if name in ("claims", "searches") or "themes" not in frame or not chosen.get("dates"):
            continue
        for _, row in frame.iterrows():
            there = row[chosen["countries"]]
            countries = there if isinstance(there, tuple) else (there,) if isinstance(there, str) else ()
            yield from product(row["themes"], countries, _years(row, chosen["dates"]))


def _searched(evidence: Evidence, countries: Sequence[str], years: range) -> Iterator[Cell]:
    """Cells that a search covers; an empty list of a search stands for all, an open year for the edge of `years`."""
    for _, row in evidence.searches.iterrows():
        first = int(row["year_from"]) if pd.notna(row["year_from"]) else years.start
        last = int(row["year_to"]) if pd.notna(row["year_to"]) else years.stop - 1
        yield from product(row["themes"] or THEMES, row["countries"] or countries, range(first, last + 1))


def coverage(evidence: Evidence, countries: Sequence[str], years: Iterable[int]) -> pd.DataFrame:
    """What is held for each theme, country and year, and whether an empty cell was looked into.

    Returns
    -------
    DataFrame
        One row for each theme, country and year: `theme`, `country`, `year`, `rows` (dated rows of measures, meetings,
        events, statements and investments that bear on it; a row of several years or countries counts in each),
        `searches` (recorded searches that came back empty or short) and `state` (one of `STATES`).
    """
    span = sorted(set(years))
    whole = range(span[0], span[-1] + 1) if span else range(0)
    held, searched = Counter(_held(evidence)), Counter(_searched(evidence, countries, whole))
    cells = [
        {"theme": t, "country": c, "year": y, "rows": held[t, c, y], "searches": searched[t, c, y]}
        for t, c, y in product(THEMES, countries, span)
    ]
    frame = pd.DataFrame(cells, columns=["theme", "country", "year", "rows", "searches"])
    state = frame["searches"].gt(0).map({True: STATES[1], False: STATES[2]}).mask(frame["rows"].gt(0), STATES[0])
    return frame.assign(state=state.astype("object"))
