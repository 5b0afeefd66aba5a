"""The evidence base read once for the whole site: every row in plain values, and what leads to it and from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np

from ..evidence import Evidence
from ..exports.links import foreign_keys
from ..plain import rows
from .addresses import KINDS, PARTS, WHOLE
from .labels import Labels
from .wording import Cells, Field

T = TypeVar("T")


class Naming(NamedTuple):
    """A row that names something in one of its columns."""

    table: str
    row_id: str
    column: str


def _cell(value: Any) -> Any:
    """A cell without the several marks of pandas for nothing."""
    if isinstance(value, tuple):
        return tuple(map(str, value)) or None
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain is None or str(plain) in ("", "nan", "<NA>", "NaT") else plain


def _targets(resource: Mapping[str, Any]) -> dict[str, str]:
    """By column that names rows or sources, the table it leads to; "*" for any, "sources" for the bibliography."""
    found = {column: table for column, table, _ in foreign_keys(resource)}
    for field in resource["schema"]["fields"]:
        if named := field.get("references") or field.get("itemReferences"):
            found[field["name"]] = str(named).split(".")[0]
    return found


class Record:
    """What the evidence base holds, in plain values: `tables` by name, in them cells by row id."""

    def __init__(self, evidence: Evidence) -> None:
        self.schema = evidence.schema
        self.resources: dict[str, Mapping[str, Any]] = {r["name"]: r for r in evidence.schema["resources"]}
        self.tables: dict[str, dict[str, Cells]] = {
            name: {row["id"]: {column: _cell(value) for column, value in row.items()} for row in rows(frame)}
            for name, frame in evidence.tables.items()
        }
        self.fields: dict[str, dict[str, Field]] = {
            name: {f["name"]: f for f in resource["schema"]["fields"]} for name, resource in self.resources.items()
        }
        self.targets = {name: _targets(resource) for name, resource in self.resources.items()}
        self.sources = evidence.sources.unnoted()
        self.items = {str(item["id"]): item for item in evidence.sources.items_of(self.sources)}
        self._references, self._is_formatted = evidence.sources, False
        self.contradictions: list[Cells] = [
            {str(column): _cell(value) for column, value in one.items()}
            for one in evidence.contradictions().to_dict("records")
        ]
        self.labels = Labels(self.tables)

    @cached_property
    def place(self) -> dict[str, str]:
        """By row id, the table that holds it; evidence on rows is left out."""
        apart = ("citations", *WHOLE)
        return {i: name for name, held in self.tables.items() if name not in apart for i in held}

    @cached_property
    def citations(self) -> dict[str, list[Cells]]:
        """By row id, its citations."""
        return self._by("citations", "row_id")

    @cached_property
    def cited(self) -> dict[str, list[Cells]]:
        """By source id, the citations of it."""
        return self._by("citations", "source_id")

    @cached_property
    def corrections(self) -> dict[str, list[Cells]]:
        """By row id, its corrections."""
        return self._by("corrections", "row_id")

    @cached_property
    def searches(self) -> dict[str, list[Cells]]:
        """By row id, what was looked for in vain to fill it."""
        return self._by("searches", "row_id")

    @cached_property
    def disputes(self) -> dict[str, list[Cells]]:
        """By row id, where sources differ on it."""
        return _grouped(self.contradictions, "row_id")

    @cached_property
    def decided(self) -> dict[str, list[Cells]]:
        """By source id, the corrections that it decided."""
        return self._by("corrections", "source_id")

    @cached_property
    def read_whole(self) -> dict[str, list[Cells]]:
        """By source id, what it was read for and does not say."""
        return self._by("searches", "source_id")

    @cached_property
    def differing(self) -> dict[str, list[Cells]]:
        """By source id, the values that it states instead of those held."""
        pairs = [(source_id, one) for one in self.contradictions for source_id in one["stated_by"] or ()]
        return _collected(pairs)

    @cached_property
    def repeated(self) -> dict[str, list[str]]:
        """By source id, the sources that only repeat it."""
        return _collected((origin, i) for i, source in self.sources.items() for origin in source.derives_from)

    @cached_property
    def naming(self) -> dict[str, list[Naming]]:
        """By row id, the rows that name it in a column made for that."""
        return self._named(lambda target: target != "sources")

    @cached_property
    def naming_source(self) -> dict[str, list[Naming]]:
        """By source id, the rows that name it in a column of their own."""
        return self._named(lambda target: target == "sources")

    @cached_property
    def projects(self) -> dict[str, list[Cells]]:
        """By project id, the steps of the investment."""
        return self._by("investments", "project_id")

    @cached_property
    def removed(self) -> dict[tuple[str, str], Cells]:
        """By table and row id, the correction that took a row out whose page must stay."""
        gone = [c for c in self.tables["corrections"].values() if c["field"] is None and c["table"] in KINDS]
        return {(c["table"], c["row_id"]): c for c in gone if c["row_id"] not in self.place}

    def parts(self, table: str, row_id: str) -> dict[str, list[Cells]]:
        """The rows that stand on the page of a row, by table: those that belong to it."""
        found: dict[str, list[Cells]] = {}
        for naming in self.naming.get(row_id, ()):
            if naming.column in PARTS.get(naming.table, ()) and self.targets[naming.table][naming.column] == table:
                part = self.tables[naming.table][naming.row_id]
                if part not in found.setdefault(naming.table, []):
                    found[naming.table].append(part)
        return found

    def home(self, row_id: str) -> tuple[str, str] | None:
        """The table and id of the row on whose page a row stands: itself, or the one it belongs to."""
        table = self.place.get(row_id)
        if table is None or table in KINDS:
            return None if table is None else (table, row_id)
        column = PARTS[table][0]
        return self.targets[table][column], str(self.tables[table][row_id][column])

    def bibliography(self, source_id: str) -> str:
        """A source as a bibliography gives it, with its address; markup."""
        if not self._is_formatted:
            self._references.references(self.sources)  # those that are not held so are formatted in one go
            self._is_formatted = True
        return self._references.bibliography(source_id)

    def _by(self, table: str, column: str) -> dict[str, list[Cells]]:
        return _grouped(self.tables[table].values(), column)

    def _named(self, wanted: Callable[[str], bool]) -> dict[str, list[Naming]]:
        return _collected(self._all_named(wanted))

    def _all_named(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Naming]]:
        for table, held in self.tables.items():
            if table in ("citations", *WHOLE):
                continue
            columns = [c for c, target in self.targets[table].items() if wanted(target)]
            for row_id, cells in held.items():
                for column in columns:
                    cell = cells[column]
                    for one in cell if isinstance(cell, tuple) else (cell,) if cell else ():
                        yield str(one), Naming(table, row_id, column)


def _collected(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def _grouped(found: Iterable[Cells], column: str) -> dict[str, list[Cells]]:
    return _collected((str(one[column]), one) for one in found if one[column])
