"""Tables as one SQLite file: typed columns, keys and links, beside what they mean and where they come from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ..dictionary import Column, dictionary
from .about import SOURCE_COLUMNS, facts, source_rows
from .extract import ExportError, Extract

TYPES = {"integer": "INTEGER", "number": "REAL"}


def write_database(extract: Extract, path: Path) -> None:
    """Write an SQLite file: the tables, `about`, `dictionary` and `sources`. Lists stay text, separated as in data/.

    Raises
    ------
    ExportError
        If SQLite cannot write it.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("BEGIN")
            _make_tables(database, extract)
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise ExportError(f"SQLite cannot write {path.name} ({error})") from error


def _make_tables(database: sqlite3.Connection, extract: Extract) -> None:
    _fill(database, "about", ["fact", "text"], facts(extract))
    _fill(database, "dictionary", Column._fields, dictionary(extract.descriptor))
    items = [json.dumps(item, ensure_ascii=False) for item in extract.sources]
    sources = [(*row, item) for row, item in zip(source_rows(extract), items, strict=True)]
    _fill(database, "sources", [*SOURCE_COLUMNS, "csl_json"], sources, key="id")
    for resource in extract.descriptor["resources"]:
        name, fields = resource["name"], [f["name"] for f in resource["schema"]["fields"]]
        database.execute(_table(resource))
        _insert(database, name, fields, extract.tables[name])
    database.execute('CREATE INDEX "citations_of_a_row" ON "citations" ("row_id")')


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _fill(
    database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], key: str = ""
) -> None:
    parts = ", ".join(f"{_quoted(c)} TEXT{' PRIMARY KEY NOT NULL' if c == key else ''}" for c in columns)
    database.execute(f"CREATE TABLE {_quoted(name)} ({parts})")
    _insert(database, name, columns, rows)


def _insert(database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(columns))
    database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)


def _table(resource: dict[str, Any]) -> str:
    """The statement that makes a table with the types, key and links of its descriptor."""
    name, schema = resource["name"], resource["schema"]
    parts = [_column(field) for field in schema["fields"]]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema['primaryKey']))})")
    for link in schema.get("foreignKeys", []):
        target, (column,), (key,) = link["reference"]["resource"] or name, link["fields"], link["reference"]["fields"]
        parts.append(f"FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(target)} ({_quoted(key)})")
    return f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(field: dict[str, Any]) -> str:
    needed = " NOT NULL" if field.get("constraints", {}).get("required") else ""
    linked = field.get("references") == "sources" and not field.get("exceptions")
    return f"{_quoted(field['name'])} {TYPES.get(field['type'], 'TEXT')}{needed}" + (
        ' REFERENCES "sources" ("id")' if linked else ""
    )
