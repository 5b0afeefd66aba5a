"""Invented rows added to a copy of the invented evidence base, and what the check then says."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from helpers.checking import check_data

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
