"""The rules of data/: every breach of schema, keys, references and plain sense, with file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..period import today as current_day
from ..schema import DataError, Problem, load_schema
from ..sources import Source, SourceError, load_sources
from ..tablefiles import TableFile, read_table_file
from .base import Base
from .cells import cell_problems
from .plausibility import implausible
from .provenance import unfounded
from .references import citation_problems, key_problems, link_problems, money_problems, source_problems
from .schema_rules import schema_problems


def _sources(folder: Path) -> tuple[dict[str, Source] | None, list[Problem]]:
    try:
        return dict(load_sources(folder / "sources.json")), []
    except SourceError as error:
        return None, [Problem("sources.json", 0, "", fault) for fault in error.faults]


def _tables(folder: Path, schema: Mapping[str, Any]) -> tuple[dict[str, TableFile], list[Problem]]:
    tables, problems = {}, []
    for resource in schema["resources"]:
        table, faults = read_table_file(folder, resource)
        problems += [Problem(resource["path"], line, "", what) for line, what in faults]
        if table:
            tables[resource["name"]] = table
    return tables, problems


def check_data(folder: Path, today: date | None = None) -> list[Problem]:
    """Every breach of the rules of the evidence base in `folder`, sorted by place; an empty list means it is sound.

    Rules that compare tables are tried only where every table and the bibliography can be read. `today` is the day that
    stale rows are counted to; the current day if not given.
    """
    try:
        schema = load_schema(folder)
    except DataError as error:
        return error.problems
    tables, problems = _tables(folder, schema)
    problems += schema_problems(folder, schema, {name for name, table in tables.items() if table.rows})
    sources, faults = _sources(folder)
    problems += faults
    if len(tables) < len(schema["resources"]):
        return sorted(set(problems))
    ids = {row.key: name for name, table in tables.items() for row in table.rows}
    problems += [*cell_problems(tables, ids), *key_problems(tables), *money_problems(tables)]
    problems += [*link_problems(tables, schema["resources"]), *citation_problems(tables, ids)]
    if sources is not None:
        base = Base(tables, sources, {r["name"]: r for r in schema["resources"]}, today or current_day())
        problems += [*source_problems(tables, sources), *implausible(base), *unfounded(base)]
    return sorted(set(problems))
