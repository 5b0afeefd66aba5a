"""The CSV files of data/ as bytes and lines: whether they can be read at all, and their cells with line numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .text import suggestion


@dataclass(frozen=True)
class Row:
    """One row of a table file: the line it starts on, its key and its cells by column."""

    line: int
    key: str
    cells: dict[str, str]


@dataclass(frozen=True)
class TableFile:
    """A table file as written: columns of the header, fields of the schema, rows."""

    name: str
    file: str
    columns: list[str]
    fields: list[dict[str, Any]]
    rows: list[Row]

    @property
    def key(self) -> str:
        """The key column: the schema's first."""
        return str(self.fields[0]["name"])


def _decoded(raw: bytes) -> tuple[str | None, list[tuple[int, str]]]:
    if not raw.strip():
        return None, [(0, "is empty; expected a header line with the columns of datapackage.json")]
    faults = []
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append((1, "starts with a byte-order mark; save it as UTF-8 without one ('CSV UTF-8' adds it in Excel)"))
    if b"\r" in raw:
        line = raw[: raw.index(b"\r")].count(b"\n") + 1
        faults.append((line, "has Windows or old Mac line ends; save it with line ends LF"))
    try:
        return raw.decode("utf-8-sig"), faults
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"byte 0x{raw[error.start]:02X} is not UTF-8 (Latin-1 or Shift JIS?); save it as UTF-8"
        return None, [*faults, (line, what)]


def _header_faults(columns: list[str], wanted: list[str]) -> list[str]:
    """What is wrong with a header; the columns are wanted each once and in this order."""
    faults = [f"the column {c!r} is missing; add it where datapackage.json has it" for c in wanted if c not in columns]
    unknown = [c for c in columns if c not in wanted]
    faults += [f"the schema has no column {c!r}. {suggestion(c, wanted)}" for c in unknown]
    faults += [f"the column {c!r} stands twice; take one out" for c in wanted if columns.count(c) > 1]
    if not faults and columns != wanted:
        faults.append(f"the columns stand in another order; expected {', '.join(wanted)}")
    return faults


def read_table_file(folder: Path, resource: dict[str, Any]) -> tuple[TableFile | None, list[tuple[int, str]]]:
    """The file of one resource, and what is wrong with it as (line, message).

    The table is None where its bytes cannot be read as CSV in UTF-8 at all, or its header is not the schema's.
    """
    path = folder / resource["path"]
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [(0, f"is missing from {folder}; restore it, or take it out of datapackage.json")]
    except OSError as error:
        return None, [(0, f"cannot be read ({error.strerror}); check its rights")]
    text, faults = _decoded(raw)
    if text is None:
        return None, faults
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    fields = resource["schema"]["fields"]
    rows, line = [], 1
    try:
        columns = next(reader)
        line = reader.line_num + 1
        for cells in reader:
            named = dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))
            rows.append(Row(line, named.get(fields[0]["name"], ""), named))
            line = reader.line_num + 1
    except csv.Error as error:
        return None, [
            *faults,
            (line, f"cannot be read as CSV ({error}); look for a quotation mark left open"),
        ]
    if wrong := _header_faults(columns, [f["name"] for f in fields]):
        return None, [*faults, *((1, fault) for fault in wrong)]
    return TableFile(resource["name"], path.name, columns, fields, rows), faults
