"""The tables of data/ as written, beside each other: what the rules that compare rows look things up in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..period import Period, PeriodError, parse_date
from ..schema import Problem
from ..sources import Source
from ..tablefiles import Row, TableFile


@dataclass
class Base:
    """The tables as written, the bibliography, the descriptors by table, and the day the check is made."""

    tables: Mapping[str, TableFile]
    sources: Mapping[str, Source]
    resources: Mapping[str, Mapping[str, Any]]
    today: date
    places: dict[str, tuple[TableFile, Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.tables.values():
            self.places.update({row.key: (table, row) for row in table.rows})

    def rows(self, table: str) -> list[Row]:
        """Rows of a table."""
        return self.tables[table].rows

    def problem(self, table: str, row: Row, column: str, message: str, level: str = "error") -> Problem:
        """A problem of one cell."""
        return Problem(self.tables[table].file, row.line, column, message, level)

    def day_of(self, row_id: str) -> Period | None:
        """The first date that a row states; else that of the row it is about, else that of its source."""
        if row_id not in self.places:
            return None
        table, row = self.places[row_id]
        for column in self.resources[table.name]["selection"].get("dates", []):
            if found := period_of(row.cells.get(column, "")):
                return found
        if other := row.cells.get("row_id") or row.cells.get("claim_id", row_id) * (table.name == "verdicts"):
            return self.day_of(other)
        source = self.sources.get(row.cells.get("source_id", ""))
        return period_of(source.issued) if source else None


def period_of(text: str) -> Period | None:
    """The days a cell stands for; None where it is empty or no date."""
    try:
        return parse_date(text) if text else None
    except PeriodError:
        return None
