"""Invented rows added to a copy of the invented evidence base, and what the check then says."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.checking import check_data
from helpers.evidence import Evidence
from helpers.sources import Sources

TODAY = date(2001, 3, 1)


def add_rows(folder: Path, table: str, *rows: dict[str, str], like: int | None = None) -> None:
    """Append rows to a table; each takes the cells it does not give from the row numbered `like`, and a citation."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        held, columns = list(reader), list(reader.fieldnames or [])
    pattern = held[like] if like is not None else {"checked": "2001-01-01"}
    _append(folder / f"{table}.csv", columns, [pattern | row for row in rows])
    if table in ("citations", "claims", "verdicts", "searches", "corrections"):
        return
    key = columns[0]
    cited = [
        {
            "citation_id": f"{row[key]}-C1",
            "table": table,
            "row_id": row[key],
            "source_id": "invented-2001",
            "stance": "supports",
        }
        for row in rows
    ]
    add_rows(folder, "citations", *cited)


def _append(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n").writerows(rows)


def told(folder: Path, today: date = TODAY, level: str = "error") -> list[str]:
    """What the check says of a folder, at one level."""
    return [str(p) for p in check_data(folder, today) if p.level == level]


def with_tables(evidence: Evidence, **tables: pd.DataFrame) -> Evidence:
    """An evidence base with other tables in place of its own."""
    return Evidence(evidence.tables | tables, evidence.schema, evidence.sources)


def with_rows(evidence: Evidence, **rows: dict[str, dict[str, object]]) -> Evidence:
    """An evidence base with tables made of rows by id, unchecked: cells not given are empty."""
    tables = {}
    for name, lines in rows.items():
        fields = evidence.resource(name)["schema"]["fields"][1:]
        blank = {f["name"]: () if f["type"] == "list" else None for f in fields}
        frame = pd.DataFrame.from_dict({i: blank | cells for i, cells in lines.items()}, orient="index", dtype="object")
        tables[name] = frame[list(blank)]
    return with_tables(evidence, **tables)


def with_source(evidence: Evidence, source_id: str, **marks: object) -> Evidence:
    """An evidence base with one source marked otherwise."""
    sources = dict(evidence.sources)
    sources[source_id] = replace(sources[source_id], **marks)  # type: ignore[arg-type]
    return Evidence(evidence.tables, evidence.schema, Sources(sources))


def cited(row_id: str, number: int, source: str, **more: str) -> dict[str, str]:
    """A citation that supports a measure, or a pair of measures, as cells."""
    table = "measure_pairs" if "-TO-" in row_id else "measures"
    line = {"citation_id": f"{row_id}-C{number}", "table": table, "row_id": row_id, "source_id": source}
    return line | {"stance": "supports"} | more
