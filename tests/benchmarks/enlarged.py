"""A copy of the workbook to change: as it is, with one row changed, or with many times the rows.

The enlargement is invented. Every row of every table but the registers (who there is, and where) is copied so many times, under ids with `-Xn` behind them; what names a copied row in the same copy names its
copy. Dates are set back by twenty to eighty years, so that a report on a recent period shows what it showed: what
grows is what must be read, checked and searched. The stamp of a passed check is put beside the data, for the copies
break rules of style that no report depends on, such as the order of rows.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.opening import data_digest

from .ways import ROOT

REGISTERS = ("actors", "mechanisms", "places", "offices")
DATE = re.compile(r"^(\d{4})((?:-\d{2}){0,2}|-Q[1-4])$")


def copied_workbook(place: Path, factor: int = 1) -> Path:
    """A workbook in `place` with `factor` times the rows; the folder to name in WORKBOOK_ROOT."""
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns(".checked", ".ipynb_checkpoints"))
    shutil.copy(ROOT / "requirements.lock", place)
    if factor > 1:
        enlarge(place / "data", factor)
    return place


def enlarge(folder: Path, factor: int) -> None:
    """Copy the rows of a data folder until there are `factor` times as many."""
    schema = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {r["name"]: r for r in schema["resources"]}
    keys = {row[0] for name in tables if name not in REGISTERS for row in _rows(folder / tables[name]["path"])[1:]}
    for name, resource in tables.items():
        if name not in REGISTERS:
            _enlarge_table(folder / resource["path"], resource["schema"]["fields"], factor, keys)
    (folder / ".checked").write_text(data_digest(folder) + "\n", encoding="utf-8")


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _enlarge_table(path: Path, fields: list[Mapping[str, Any]], factor: int, keys: set[str]) -> None:
    """Write a table with its rows and copies 1 … `factor` - 1 of them."""
    header, *rows = _rows(path)
    named = {f["name"]: f for f in fields}
    marks = [named[column].get("delimiter", ",") if named[column]["type"] == "list" else None for column in header]
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for copy in range(1, factor):
            back = 20 * (1 + copy % 4)  # years that keep 29 February
            writer.writerows(
                [_copied(cell, mark, copy, back, keys) for cell, mark in zip(row, marks, strict=True)] for row in rows
            )


def _copied(cell: str, mark: str | None, copy: int, back: int, keys: set[str]) -> str:
    """A cell of a copy: ids lead to the rows of that copy, dates lie further back."""
    if mark:
        return mark.join(f"{part}-X{copy}" if part in keys else part for part in cell.split(mark))
    if cell in keys:
        return f"{cell}-X{copy}"
    match = DATE.match(cell)
    return f"{int(match[1]) - back}{match[2]}" if match else cell


def change_row(root: Path, table: str, row_id: str, column: str) -> None:
    """Add a word to one cell."""
    path = root / "data" / f"{table}.csv"
    header, *rows = _rows(path)
    at = header.index(column)
    changed = [[*r[:at], f"{r[at]} Changed.".strip(), *r[at + 1 :]] if r[0] == row_id else r for r in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *changed])
