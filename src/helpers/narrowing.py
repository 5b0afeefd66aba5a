"""Which rows of a table pass a condition: a period, countries, a theme, a floor of verification, a knowledge date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from .period import Period, parse_date, parse_period, within
from .sources import Source
from .text import VERIFICATION, did_you_mean

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


class Narrowing:
    """The narrower tables of a selection, each made when it is asked for.

    Parameters
    ----------
    tables, chosen, sources
        The tables to narrow; by table, which columns hold what; the bibliography.
    children, with_parent
        By table, the table and column whose rows its own belong to; tables known as soon as the rows they belong to.
    period, countries, as_of, min_verification, themes
        The conditions, as in `Evidence.select`.

    Raises
    ------
    ValueError
        If a condition is not of its form.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        chosen: Mapping[str, Selection],
        sources: Mapping[str, Source],
        children: Mapping[str, tuple[str, str]],
        with_parent: Sequence[str],
        period: Period | None = None,
        countries: Sequence[str] | None = None,
        as_of: str | None = None,
        min_verification: str | None = None,
        themes: Sequence[str] | None = None,
    ) -> None:
        self._tables, self._chosen, self._sources = tables, chosen, sources
        self._children, self._with_parent = children, with_parent
        self._conditions = (period, countries, min_verification, themes)
        self._day = parse_date(as_of).last if as_of else None
        self._until = parse_period(f"1900/{as_of}") if as_of else None
        if min_verification:
            accepted_marks(min_verification)
        self._made: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """One table, narrowed."""
        if name not in self._made:
            frame = self._tables[name]
            frame = frame[passes(frame, self._chosen[name], *self._conditions)]
            if self._day and name not in self._with_parent:
                frame = frame[self._known(name, frame)]
            if name in self._children:
                parent, column = self._children[name]
                frame = frame[frame[column].isin(self.table(parent).index)]
            self._made[name] = frame
        return self._made[name]

    def _known(self, name: str, frame: pd.DataFrame) -> pd.Series:
        """Which rows were known by the day: by a source that was out, or by the day they were recorded."""
        chosen = self._chosen[name]
        if name == "citations" or "source" in chosen:
            return frame[str(chosen.get("source", "source_id"))].isin(self._dated)
        if "recorded" in chosen and self._until:
            return within(frame[str(chosen["recorded"])], self._until)
        return pd.Series(frame.index.isin(self._supported), index=frame.index)

    @cached_property
    def _dated(self) -> set[str]:
        """Ids of the sources that were out by the day."""
        day = self._day
        return {i for i, s in self._sources.items() if day and s.issued and parse_date(s.issued).last <= day}

    @cached_property
    def _supported(self) -> set[str]:
        """Ids of the rows that such a source supports."""
        cited = self._tables["citations"]
        return set(cited.loc[cited["source_id"].isin(self._dated) & (cited["stance"] != "contradicts"), "row_id"])


def _shares_item(column: pd.Series, wanted: Sequence[str]) -> pd.Series:
    """Which cells (a code, a tuple of codes, or missing) hold one of the wanted; missing ones pass."""
    codes = set(wanted)

    def shares(cell: object) -> bool:
        items = cell if isinstance(cell, tuple) else (cell,) if isinstance(cell, str) else ()
        return not items or bool(codes.intersection(items))

    return pd.Series([shares(c) for c in column], index=column.index, dtype=bool)
