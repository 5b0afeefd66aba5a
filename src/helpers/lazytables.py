"""Tables of a selection made on first use, each use noted as a read, with rows and citations found by their ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

import pandas as pd

from . import reads
from .period import Period
from .plain import Row, rows

Maker = Callable[[], pd.DataFrame]


def _itself(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name, made when first asked for; to take one from the mapping notes that it was read.

    `steps` says by which conditions the tables were selected from the whole record; None for tables put together by
    hand, whose parts were noted when they were taken.
    """

    def __init__(self, makers: Mapping[str, Maker], steps: reads.Steps | None, of: Tables | None = None) -> None:
        self._makers = dict(makers)
        self._made: dict[str, pd.DataFrame] = {}
        self._cells: dict[str, dict[str, Row]] = {}
        self.steps = steps
        self._of = of  # the tables that these are narrowed from

    @classmethod
    def held(cls, frames: Mapping[str, pd.DataFrame], steps: reads.Steps | None = None) -> Tables:
        """Tables that are there already."""
        return cls({name: partial(_itself, frame) for name, frame in frames.items()}, steps)

    def raw(self, name: str) -> pd.DataFrame:
        """A table, not noted as read."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._makers:
            raise KeyError(name)
        reads.note("table", name, self.steps)
        return self.raw(name)

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def unnoted(self) -> Mapping[str, pd.DataFrame]:
        """The same tables as a mapping that notes nothing."""
        return _Unnoted(self)

    def narrowed(self, table: Callable[[str], pd.DataFrame], conditions: Mapping[str, Any]) -> Tables:
        """Tables that a narrower selection makes by `table(name)`."""
        plain = {k: f"{v.first}/{v.last}" if isinstance(v, Period) else v for k, v in conditions.items()}
        step = json.dumps(plain, sort_keys=True)
        steps = None if self.steps is None else (*self.steps, *([step] if conditions else []))
        return Tables({name: partial(table, name) for name in self}, steps, self)

    def replaced(self, frames: Mapping[str, pd.DataFrame]) -> Tables:
        """The same tables with some put in the place of others."""
        makers: dict[str, Maker] = {name: partial(self.raw, name) for name in self}
        return Tables(makers | {name: partial(_itself, frame) for name, frame in frames.items()}, self.steps)

    @cached_property
    def _places(self) -> dict[str, str]:
        """By row id, the first table that has it."""
        found: dict[str, str] = {}
        for name in self:
            for row_id in self.raw(name).index:
                found.setdefault(row_id, name)
        return found

    def place_of(self, row_id: str) -> str | None:
        """The table that holds a row; None where none does."""
        if self._of is None:
            return self._places.get(row_id)
        place = self._of.place_of(row_id)
        return place if place and row_id in self.raw(place).index else None

    def cells_of(self, name: str, row_id: str) -> Row:
        """One row of a table as plain values; a selection holds the rows of what it was narrowed from."""
        if self._of is not None:
            return self._of.cells_of(name, row_id)
        if name not in self._cells:
            self._cells[name] = {row["id"]: row for row in rows(self.raw(name))}
        return self._cells[name][row_id]

    @cached_property
    def _cited(self) -> dict[str, list[int]]:
        """By row id, the places of its citations in their table."""
        found: dict[str, list[int]] = {}
        for place, row_id in enumerate(self.raw("citations")["row_id"]):
            found.setdefault(row_id, []).append(place)
        return found

    def citations_of(self, row_ids: Iterable[str]) -> pd.DataFrame:
        """The citations of some rows, in their order in the table."""
        places = sorted(place for i in set(row_ids) for place in self._cited.get(i, ()))
        return self.raw("citations").take(places)

    @cached_property
    def _marks(self) -> dict[str, dict[str, str]]:
        """By table and row id, a digest of the row."""
        return {}

    def marks(self, name: str) -> dict[str, str]:
        """By row id, a digest of each row of a table."""
        if name not in self._marks:
            frame = self.raw(name)
            texts = map(repr, frame.itertuples(index=True, name=None))
            found = (hashlib.blake2b(text.encode(), digest_size=9).hexdigest() for text in texts)
            self._marks[name] = dict(zip(map(str, frame.index), found, strict=True))
        return self._marks[name]


class _Unnoted(Mapping[str, pd.DataFrame]):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._tables.raw(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def marks_of(tables: Tables, name: str, row_ids: Iterable[Any]) -> list[str]:
    """The digests of some rows of a table, in order; the id alone of a row that the table lacks."""
    marks = tables.marks(name)
    return [marks.get(str(i), str(i)) for i in row_ids]
