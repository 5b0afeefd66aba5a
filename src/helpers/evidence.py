"""The evidence base: the tables under data/ as typed frames, narrowed and traced to their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from .disagreement import contradictions, origins
from .narrowing import VERIFICATION, known_by, passes
from .period import Period, parse_period, straddling, within
from .sources import Source, Sources
from .text import did_you_mean, suggestion

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
        self._tables = dict(tables)
        self.schema = schema
        self.sources = sources
        self._used = {} if used is None else used
        self._whole = self if whole is None else whole
        self._conditions = dict(conditions or {})
        self._contradictions: pd.DataFrame | None = None

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("_tables", {})
        if name in tables:
            frame: pd.DataFrame = tables[name]
            return frame.copy()
        raise AttributeError(f"the evidence base has no table {name!r}. {did_you_mean(name, tables)}")

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name."""
        return {name: frame.copy() for name, frame in self._tables.items()}

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
        for name, frame in self._tables.items():
            if row_id in frame.index:
                return name
        every = [str(i) for n, f in self._tables.items() if n != "citations" for i in f.index]
        raise KeyError(f"no row {row_id!r} in the evidence base. {suggestion(row_id, every)}")

    def row(self, row_id: str) -> pd.Series:
        """One row by its id."""
        found = self._tables[self.table_of(row_id)].loc[row_id]
        return found if isinstance(found, pd.Series) else found.iloc[0]

    def label(self, row_id: str) -> str:
        """What a row is called: its title, name or paraphrase; else that of its series, with the period."""
        if not row_id:
            return ""
        row, table = self.row(row_id), self.table_of(row_id)
        if (column := self.resource(table)["selection"]["label"]) in row:
            return str(row[column])
        parent = self.label(row[CHILDREN[table][1]]) if table in CHILDREN else row_id
        return f"{parent}, {row['period']}" if "period" in row else parent

    def citations_of(self, row_ids: Iterable[str]) -> pd.DataFrame:
        """The citations of some rows, in the order of the citation ids."""
        citations = self._tables["citations"]
        return citations[citations["row_id"].isin(set(row_ids))].copy()

    def sources_of(self, row_ids: Iterable[str]) -> list[Source]:
        """The sources that support or mention some rows, each once, in order of date."""
        cited = self.citations_of(row_ids)
        ids = dict.fromkeys(cited.loc[cited["stance"] != "contradicts", "source_id"])
        return sorted((self.sources[i] for i in ids), key=lambda s: (s.issued or "9999", s.id))

    def disputes(self, row_ids: Iterable[str]) -> pd.DataFrame:
        """The citations of some rows whose source states another value."""
        cited = self.citations_of(row_ids)
        return cited[cited["stance"] == "contradicts"]

    def contradictions(self) -> pd.DataFrame:
        """Every row and field where sources differ: what is held and what is stated instead, by whom, and why held.

        Columns as in `disagreement.contradictions`.
        """
        if self._contradictions is None:  # asked for by several parts of a report, and slow to gather
            self._contradictions = contradictions(self._tables, self.sources)
        return self._contradictions.copy()

    def independent_sources(self, row_id: str) -> list[str]:
        """Ids of the origins that a row rests on: a source that only repeats another counts as that other one."""
        return sorted({origin for s in self.sources_of([row_id]) for origin in origins(s.id, self.sources)})

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
        chosen = {name: self.resource(name)["selection"] for name in self._tables}
        tables = {
            name: frame[passes(frame, chosen[name], wanted, countries, min_verification, themes)]
            for name, frame in self._tables.items()
        }
        if as_of:
            known = known_by(as_of, tables, chosen, self._tables["citations"], self.sources)
            tables = {name: frame if name in WITH_PARENT else frame[known[name]] for name, frame in tables.items()}
        for child, (parent, column) in CHILDREN.items():
            if child in tables:
                tables[child] = tables[child][tables[child][column].isin(tables[parent].index)]
        given = {"period": wanted, "countries": countries, "as_of": as_of}
        given |= {"min_verification": min_verification, "themes": themes}
        conditions = self._conditions | {name: value for name, value in given.items() if value is not None}
        return Evidence(tables, self.schema, self.sources, self._used, self._whole, conditions)

    @property
    def whole(self) -> Evidence:
        """The whole record that this selection was made from."""
        return self._whole

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
        frame = self._tables[table].copy()
        frame.loc[row_id, field] = value
        return Evidence(
            {**self._tables, table: frame}, self.schema, self.sources, self._used, self._whole, self._conditions
        )

    def including(self, row_ids: Iterable[str]) -> Evidence:
        """The selection with some rows of the whole record, and the citations of these, where it lacks them.

        A verdict on a text of 2022 may rest on rows that a selection of what was known in 2022 does not hold.

        Raises
        ------
        KeyError
            If not even the whole record has a row; the nearest id is named.
        """
        wanted = self._with_parents(dict.fromkeys(row_ids))
        if not (lacking := [i for i in wanted if not any(i in frame.index for frame in self._tables.values())]):
            return self
        found = {name: frame.copy() for name, frame in self._tables.items()}
        for name in dict.fromkeys(self._whole.table_of(i) for i in lacking):
            every = self._whole._tables[name]
            found[name] = every[every.index.isin(found[name].index) | every.index.isin(lacking)]
        cited = self._whole.citations_of(lacking).index
        every = self._whole._tables["citations"]
        found["citations"] = every[every.index.isin(found["citations"].index) | every.index.isin(cited)]
        return Evidence(found, self.schema, self.sources, self._used, self._whole, self._conditions)

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
        counts = dict.fromkeys(VERIFICATION, 0)
        for frame in self._tables.values():
            if "verification" in frame:
                marks = frame["verification"] if wanted is None else frame.loc[frame.index.isin(wanted), "verification"]
                for mark, number in marks.value_counts().items():
                    counts[str(mark)] += int(number)
        return counts
