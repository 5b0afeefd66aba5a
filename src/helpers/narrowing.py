"""Which rows of a table pass a condition: a period, countries, a theme, a floor of verification, a knowledge date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .period import Period, parse_date, parse_period, within
from .sources import Source
from .text import did_you_mean

VERIFICATION = ("verified", "article", "unverified")
Selection = Mapping[str, Any]  # of a table in datapackage.json: which of its columns hold dates, countries, sources


def accepted_marks(floor: str) -> tuple[str, ...]:
    """The verification marks at or above a floor.

    >>> accepted_marks("article")
    ('verified', 'article')
    """
    if floor not in VERIFICATION:
        raise ValueError(f"{floor!r} is no verification mark. {did_you_mean(floor, VERIFICATION)}")
    return VERIFICATION[: VERIFICATION.index(floor) + 1]


def passes(
    frame: pd.DataFrame,
    chosen: Selection,
    period: Period | None,
    countries: Sequence[str] | None,
    floor: str | None,
    themes: Sequence[str] | None,
) -> pd.Series:
    """Which rows of a table pass every condition given; a table without the column that one needs passes it whole."""
    keep = pd.Series(True, index=frame.index)
    if floor and "verification" in frame:
        keep &= frame["verification"].isin(accepted_marks(floor))
    if themes and "themes" in frame:
        keep &= _shares_item(frame["themes"], themes)
    if countries and chosen.get("countries"):
        keep &= _shares_item(frame[str(chosen["countries"])], countries)
    if period and chosen.get("dates"):
        inside = pd.Series(False, index=frame.index)
        for column in chosen["dates"]:
            inside |= within(frame[column], period)
        keep &= inside
    return keep


def known_by(
    as_of: str,
    tables: Mapping[str, pd.DataFrame],
    chosen: Mapping[str, Selection],
    citations: pd.DataFrame,
    sources: Mapping[str, Source],
) -> dict[str, pd.Series]:
    """Which rows of each table were known by a day: by a source that was out, or by the day they were recorded."""
    day = parse_date(as_of).last
    dated = {i for i, s in sources.items() if s.issued and parse_date(s.issued).last <= day}
    support = citations[citations["source_id"].isin(dated) & (citations["stance"] != "contradicts")]
    supported, until = set(support["row_id"]), parse_period(f"1900/{as_of}")
    known: dict[str, pd.Series] = {}
    for name, frame in tables.items():
        if name == "citations" or "source" in chosen[name]:
            known[name] = frame[str(chosen[name].get("source", "source_id"))].isin(dated)
        elif "recorded" in chosen[name]:
            known[name] = within(frame[str(chosen[name]["recorded"])], until)
        else:
            known[name] = pd.Series(frame.index.isin(supported), index=frame.index)
    return known


def _shares_item(column: pd.Series, wanted: Sequence[str]) -> pd.Series:
    """Which cells (a code, a tuple of codes, or missing) hold one of the wanted; missing ones pass."""
    codes = set(wanted)

    def shares(cell: object) -> bool:
        items = cell if isinstance(cell, tuple) else (cell,) if isinstance(cell, str) else ()
        return not items or bool(codes.intersection(items))

    return pd.Series([shares(c) for c in column], index=column.index, dtype=bool)
