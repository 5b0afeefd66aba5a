"""The evidence base: the tables under data/ as typed frames, narrowed and traced to their sources."""

from __future__ import annotations

import functools
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from . import reads
from .disagreement import contradictions, origins
from .lazytables import Tables, marks_of
from .narrowing import Narrowing
from .once import once_per_evidence
from .period import Period, parse_period, straddling, today, within
from .plain import Row
from .sources import Source, Sources
from .text import VERIFICATION, did_you_mean, suggestion

THEMES = ("export_controls", "space_cyber", "semiconductor_industry", "china_hedging", "dialogues")
CHILDREN = {
    "tone_codes": ("statements", "statement_id"),
    "observations": ("series", "series_id"),
    "verdicts": ("claims", "claim_id"),
}

WITH_PARENT = ("tone_codes", "verdicts", "places")  # known as soon as the row that they judge, or that names them


class Evidence:
    """The tables of the evidence base as typed frames, each row under its id, with the sources they rest on.

    `evidence.measures`, `evidence.meetings` … are DataFrames indexed by row id. Dates stay text with the precision they
    are known to (see `period`); lists are tuples; numbers are Int64 or float64; an empty cell is missing.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        schema: Mapping[str, Any],
        sources: Sources,
        used: dict[str, None] | None = None,
        whole: Evidence | None = None,
        conditions: Mapping[str, Any] | None = None,
    ) -> None:
        self._tables = tables if isinstance(tables, Tables) else Tables.held(tables)
        self.schema = schema
        self.sources = sources
        self._used = {} if used is None else used
        self._whole = self if whole is None else whole
        self._conditions = dict(conditions or {})
        self._contradictions: pd.DataFrame | None = None
        self._rows: dict[str, pd.Series] = {}
        self.kept: dict[Hashable, Any] = {}  # what was computed of this selection, see `once`
        self.made_by: tuple[str, dict[str, Any]] | None = None  # function and arguments; None: opened

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("_tables", {})
        if name in tables:
            frame: pd.DataFrame = tables[name]
            return frame.copy(deep=False)
        raise AttributeError(f"the evidence base has no table {name!r}. {did_you_mean(name, tables)}")

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name."""
        return {name: frame.copy(deep=False) for name, frame in self._tables.items()}

    def resource(self, table: str) -> Mapping[str, Any]:
        """Descriptor of a table in datapackage.json: title, columns, which dates and countries select it."""
        found: dict[str, Mapping[str, Any]] = {r["name"]: r for r in self.schema["resources"]}
        if table not in found:
            raise KeyError(f"no table {table!r}. {did_you_mean(table, found)}")
        return found[table]

    @property
    def used(self) -> list[str]:
        """Ids of the rows that figures, tables and findings have rested on so far, narrower selections included."""
        return list(self._used)

    def note_use(self, row_ids: Iterable[str]) -> None:
        """Remember that something shown rests on these rows."""
        self._used.update(dict.fromkeys(row_ids))

    def table_of(self, row_id: str) -> str:
        """Name of the table that holds a row.

        Raises
        ------
        KeyError
            If no table has the row; the nearest id is named.
        """
        self._note("rows", [row_id])
        if found := self._tables.place_of(row_id):
            return found
        every = [i for n in self._tables if n != "citations" for i in map(str, self._tables.raw(n).index)]
        raise KeyError(f"no row {row_id!r} in the evidence base. {suggestion(row_id, every)}")

    def holding(self, row_ids: Iterable[str]) -> set[str]:
        """Which of some row ids the selection holds, in whatever table."""
        asked = set(row_ids)
        self._note("rows", asked)
        return {i for i in asked if self._tables.place_of(i)}

    def row(self, row_id: str) -> pd.Series:
        """One row by its id."""
        table = self.table_of(row_id)
        if row_id not in self._rows:
            found = self._tables.raw(table).loc[row_id]
            self._rows[row_id] = found if isinstance(found, pd.Series) else found.iloc[0]
        return self._rows[row_id].copy(deep=False)

    def cells(self, row_id: str) -> Row:
        """One row by its id as plain values by column, and its `id`."""
        return self._tables.cells_of(self.table_of(row_id), row_id)

    def label(self, row_id: str) -> str:
        """What a row is called: its title, name or paraphrase; else that of its series, with the period."""
        if not row_id:
            return ""
        row, table = self.cells(row_id), self.table_of(row_id)
        if (column := self.resource(table)["selection"]["label"]) in row:
            return str(row[column])
        parent = self.label(row[CHILDREN[table][1]]) if table in CHILDREN else row_id
        return f"{parent}, {row['period']}" if "period" in row else parent

    def citations_of(self, row_ids: Iterable[str]) -> pd.DataFrame:
        """The citations of some rows, in the order of the citation ids."""
        asked = set(row_ids)
        self._note("citations", asked)
        return self._tables.citations_of(asked)

    def sources_of(self, row_ids: Iterable[str]) -> list[Source]:
        """The sources that support or mention some rows, each once, in order of date."""
        cited = self.citations_of(row_ids)
        ids = dict.fromkeys(cited.loc[cited["stance"] != "contradicts", "source_id"])
        return sorted((self.sources[i] for i in ids), key=lambda s: (s.issued or "9999", s.id))

    def disputes(self, row_ids: Iterable[str]) -> pd.DataFrame:
        """The citations of some rows whose source states another value."""
        cited = self.citations_of(row_ids)
        return cited[cited["stance"] == "contradicts"]

    def contradictions(self, row_ids: Iterable[str] | None = None) -> pd.DataFrame:
        """Every row and field where sources differ: what is held and what is stated instead, by whom, and why held.

        Columns as in `disagreement.contradictions`. Of some rows alone where their ids are given.
        """
        asked = None if row_ids is None else set(row_ids)
        self._note("contradictions", asked)
        if self._contradictions is None:  # asked for by several parts of a report, and slow to gather
            self._contradictions = contradictions(self._tables.unnoted(), self.sources.unnoted())
        found = self._contradictions
        return found.copy() if asked is None else found[found["row_id"].isin(asked)].copy()

    def independent_sources(self, row_id: str) -> list[str]:
        """Ids of the origins that a row rests on: a source that only repeats another counts as that other one."""
        return sorted({origin for s in self.sources_of([row_id]) for origin in origins(s.id, self.sources)})

    @once_per_evidence
    def select(
        self,
        period: str | Period | None = None,
        countries: Sequence[str] | None = None,
        as_of: str | None = None,
        min_verification: str | None = None,
        themes: Sequence[str] | None = None,
    ) -> Evidence:
        """A narrower `Evidence`: only rows that pass every condition given.

        Parameters
        ----------
        period
            Rows with one of their dates wholly inside it. Rows dated too coarsely to say are left out;
            `undecided` lists them.
        countries
            Rows that one of these countries acts in; rows about no country are kept.
        as_of
            Only rows whose earliest supporting source is dated by then. A source without a date does not count.
        min_verification
            "verified", "article" or "unverified": the least certain mark that is let in.
        themes
            Rows that bear on one of these themes.

        Raises
        ------
        ValueError
            If a condition is not of its form.
        """
        wanted = parse_period(period) if isinstance(period, str) else period
        lists = {"countries": countries, "themes": themes}
        given: dict[str, Any] = {"period": wanted, "as_of": as_of, "min_verification": min_verification}
        given |= {
            name: None if items is None else tuple(items) for name, items in lists.items()
        }  # a caller's may change
        given = {name: value for name, value in given.items() if value is not None}
        chosen = {name: self.resource(name)["selection"] for name in self._tables}
        narrowing = Narrowing(self._tables.unnoted(), chosen, self.sources.unnoted(), CHILDREN, WITH_PARENT, **given)
        tables = self._tables.narrowed(narrowing.table, given)
        return Evidence(tables, self.schema, self.sources, self._used, self._whole, self._conditions | given)

    @property
    def whole(self) -> Evidence:
        """The whole record that this selection was made from."""
        return self._whole

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions by which this selection was made of the whole record, by name as in `select`."""
        return dict(self._conditions)

    @property
    def is_traceable(self) -> bool:
        """Whether it is said how the record selected from was made: it is the one held, or a function made it."""
        return self._whole._tables.steps is not None or self._whole.made_by is not None

    @property
    def floor(self) -> str:
        """The least certain mark of verification that this selection lets in."""
        return str(self._conditions.get("min_verification") or VERIFICATION[-1])

    def under(self, **conditions: Any) -> Evidence:
        """The selection that the same conditions make of the whole record with some of them changed.

        Parameters
        ----------
        conditions
            As in `select`; None lifts a condition. Conditions of one name set in several steps count as set last.
        """
        return self._whole.select(**(self._conditions | conditions))

    def restated(self, row_id: str, field: str, value: str | int | float) -> Evidence:
        """The selection with one cell holding another value, such as the one that another source states."""
        table = self.table_of(row_id)
        frame = self._tables.raw(table).copy()
        frame.loc[row_id, field] = value
        return self.replaced({table: frame})

    def replaced(self, tables: Mapping[str, pd.DataFrame]) -> Evidence:
        """The selection with some tables put in the place of its own."""
        held = self._tables.replaced(tables)
        return Evidence(held, self.schema, self.sources, self._used, self._whole, self._conditions)

    def including(self, row_ids: Iterable[str]) -> Evidence:
        """The selection with some rows of the whole record, and the citations of these, where it lacks them.

        A verdict on a text of 2022 may rest on rows that a selection of what was known in 2022 does not hold.

        Raises
        ------
        KeyError
            If not even the whole record has a row; the nearest id is named.
        """
        wanted = self._with_parents(dict.fromkeys(row_ids))
        if not (lacking := [i for i in wanted if i not in self.holding(wanted)]):
            return self
        found: dict[str, pd.DataFrame] = {}
        for name in dict.fromkeys(self._whole.table_of(i) for i in lacking):
            found[name] = self._joined(name, lacking)
        found["citations"] = self._joined("citations", self._whole.citations_of(lacking).index)
        return self.replaced(found)

    def _joined(self, table: str, row_ids: Iterable[Any]) -> pd.DataFrame:
        """A table of the selection with some rows of the whole record, in the order of the whole."""
        every, held = self._whole._tables.raw(table), self._tables.raw(table).index
        return every[every.index.isin(held) | every.index.isin(list(row_ids))]

    def _with_parents(self, row_ids: Iterable[str]) -> list[str]:
        """Row ids, each with the row that it belongs to (an observation's series)."""
        found = []
        for row_id in row_ids:
            found.append(row_id)
            if (table := self._whole.table_of(row_id)) in CHILDREN:
                found.append(str(self._whole.row(row_id)[CHILDREN[table][1]]))
        return list(dict.fromkeys(found))

    def undecided(self, period: str | Period, table: str) -> pd.DataFrame:
        """Rows of a table that may lie in the period: dated too coarsely to say, and with no other date inside it."""
        wanted = parse_period(period) if isinstance(period, str) else period
        frame, dates = self._tables[table], self.resource(table)["selection"].get("dates", [])
        inside = pd.Series(False, index=frame.index)
        maybe = inside.copy()
        for column in dates:
            inside |= within(frame[column], wanted)
            maybe |= straddling(frame[column], wanted)
        return frame[maybe & ~inside].copy()

    def verification_mix(self, row_ids: Iterable[str] | None = None) -> dict[str, int]:
        """How many rows (of those given, else all) are verified, article and unverified."""
        wanted = None if row_ids is None else set(row_ids)
        if wanted is not None:
            self._note("rows", wanted)
        counts = dict.fromkeys(VERIFICATION, 0)
        for name in self._tables:
            frame = self._tables[name] if wanted is None else self._tables.raw(name)
            if "verification" in frame:
                marks = frame["verification"] if wanted is None else frame.loc[frame.index.isin(wanted), "verification"]
                for mark, number in marks.value_counts().items():
                    counts[str(mark)] += int(number)
        return counts

    def state(self, row_ids: Iterable[str]) -> str:
        """SHA-256 of some rows as they are: the same where, and only where, every cell of them is."""
        return reads.digest([marks_of(self._whole._tables, self.table_of(i), [i]) for i in sorted(set(row_ids))])

    def _note(self, kind: str, ids: Iterable[str] | None) -> None:
        reads.note_ids(kind, ids, self._tables.steps)

    def answer(self, read: Mapping[str, Any]) -> Any:
        """What a read of a run (see `reads`) gives on this record, as plain values."""
        if read["kind"] == "day":
            return today().isoformat()
        if read["kind"] == "sources":
            return self.sources.marks(read["ids"])
        here = self
        for step in read["steps"]:
            here = here.select(**json.loads(step))
        marks = functools.partial(marks_of, self._tables)
        if read["kind"] == "table":
            return marks(read["name"], here._tables.raw(read["name"]).index)
        if read["kind"] == "contradictions":
            return here.contradictions(read["ids"]).to_dict("records")
        if read["kind"] == "citations":
            return marks("citations", here._tables.citations_of(read["ids"]).index)
        places = {i: here._tables.place_of(i) for i in read["ids"]}
        return {i: marks(place, [i]) if place else None for i, place in places.items()}
