"""The rows that a bundle carries, as texts to compare cell by cell, and as an evidence base to compute from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..evidence import Evidence
from ..opening import typed
from ..records import csv_text
from ..schema import shape_fault
from ..sources import Sources, entry_faults, source_from_csl
from .contents import Contents, DamagedError, read

DESCRIPTOR = "rows/datapackage.json"
PLACES = ("rows", "rows/read")  # shown, and read though not shown
CITATIONS = "citations"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a text led by an apostrophe begins with, see `records.csv_text`
Cells = dict[str, str]


class RowsError(ValueError):
    """The rows of a bundle cannot be read, or nothing can be computed from them; the message says why."""


@dataclass(frozen=True)
class Table:
    """The rows of a table as text: columns in order, and the cells of each row by its id; `files` hold them."""

    columns: tuple[str, ...]
    rows: dict[str, Cells]
    files: tuple[str, ...]


def _table(text: str, where: str) -> tuple[list[str], list[list[str]]]:
    try:
        columns, *lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (csv.Error, ValueError) as error:
        raise RowsError(f"{where} cannot be read as CSV ({error})") from None
    if len(set(columns)) != len(columns) or any(len(line) != len(columns) for line in lines):
        raise RowsError(f"{where} is no table: a row is longer or shorter than its header, or a column stands twice")
    return columns, lines


def bundled_tables(contents: Contents, names: Iterable[str]) -> dict[str, Table]:
    """The tables of a bundle that lie in it by some names; those of which no file can be read are left out."""
    found = {}
    for name in names:
        try:
            if table := _bundled(contents, name):
                found[name] = table
        except (RowsError, DamagedError):
            continue
    return found


def _bundled(contents: Contents, name: str) -> Table | None:
    files = tuple(path for place in PLACES if (path := f"{place}/{name}.csv") in contents.names)
    columns: list[str] = []
    rows: dict[str, Cells] = {}
    for path in files:
        try:
            columns, lines = _table(read(contents, path).decode("utf-8"), path)
        except UnicodeDecodeError:
            raise RowsError(f"{path} is not UTF-8") from None
        except DamagedError as error:
            raise RowsError(f"{path} {error}") from None
        for line in lines:
            rows[line[0]] = dict(zip(columns, line, strict=True))
    return Table(tuple(columns), rows, files) if files else None


def held_table(evidence: Evidence, name: str, ids: Iterable[str]) -> dict[str, Cells]:
    """Some rows of an evidence base, by id, with their cells written as a bundle writes them."""
    frame = getattr(evidence, name)
    columns, lines = _table(csv_text(frame[frame.index.isin(list(ids))]), name)
    return {line[0]: dict(zip(columns, line, strict=True)) for line in lines}


def bundled_evidence(contents: Contents) -> Evidence:
    """An evidence base of the rows, citations and sources that a bundle carries.

    Raises
    ------
    RowsError
        If the bundle carries no description of them, or a file is not of its form.
    """
    if DESCRIPTOR not in contents.names:
        raise RowsError("the bundle carries only the rows shown, and none that were read beyond them")
    schema = _schema(contents)
    tables = {}
    for resource in schema["resources"]:
        name, table = resource["name"], _bundled(contents, resource["name"])
        if table is None:
            raise RowsError(f"the table {name!r} of {DESCRIPTOR} is missing")
        tables[name] = _frame(name, table, resource["schema"]["fields"])
    return Evidence(tables, schema, _sources(contents))


def _schema(contents: Contents) -> dict[str, Any]:
    """The descriptor of the rows, in which each table has one path, as in the evidence base."""
    schema = _loaded(contents, DESCRIPTOR)
    resources = schema.get("resources") if isinstance(schema, dict) else None
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict) and isinstance(resource.get("name"), str):
            resource["path"] = f"{resource['name']}.csv"
    if fault := shape_fault(schema):
        raise RowsError(f"{DESCRIPTOR} describes no tables ({fault})")
    return dict(schema)


def _frame(name: str, table: Table, fields: list[Mapping[str, Any]]) -> pd.DataFrame:
    columns = [field["name"] for field in fields]
    if tuple(columns) != table.columns:
        raise RowsError(f"{table.files[0]} has other columns than {DESCRIPTOR} gives {name!r}")
    raw = pd.DataFrame(
        [list(map(_without_guard, row.values())) for row in table.rows.values()], columns=columns, dtype="object"
    )
    try:
        return typed(raw, fields)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RowsError(f"a cell of {name} is not of its column's type ({error})") from None


def _without_guard(cell: str) -> str:
    """A cell without the apostrophe by which a text was kept from being run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _sources(contents: Contents) -> Sources:
    items = []
    for place in PLACES:
        if (path := f"{place}/sources.json") in contents.names:
            found = _loaded(contents, path)
            faults = [f for item in found for f in entry_faults(item)] if isinstance(found, list) else ["is no list"]
            if faults:
                raise RowsError(f"{path} is no bibliography ({faults[0]})")
            items += found
    return Sources({item["id"]: source_from_csl(item) for item in items}, items)


def _loaded(contents: Contents, name: str) -> Any:
    try:
        return json.loads(read(contents, name))
    except DamagedError as error:
        raise RowsError(f"{name} {error}") from None
    except (ValueError, RecursionError) as error:
        raise RowsError(f"{name} is no JSON ({error})") from None
