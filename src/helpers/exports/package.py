"""Tables as a Data Package: one CSV file a table, the bibliography, and the descriptor that says what they hold."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from .bibliography import csl_json
from .extract import Cell, Extract

LEADERS = tuple("=+-@\t\n＝＋－＠")  # what some spreadsheet, the Japanese ones among them, begins a formula with


def write_package(extract: Extract, folder: Path) -> None:
    """Write the tables, sources.json and datapackage.json into a folder."""
    described = []
    for resource in extract.descriptor["resources"]:
        columns = [f["name"] for f in resource["schema"]["fields"]]
        raw = csv_text(columns, extract.tables[resource["name"]]).encode()
        (folder / resource["path"]).write_bytes(raw)
        described.append({**resource, "bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"})
    (folder / extract.descriptor["bibliography"]).write_text(csl_json(extract), encoding="utf-8", newline="\n")
    text = json.dumps(_described(extract, described), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _described(extract: Extract, resources: list[dict[str, Any]]) -> dict[str, Any]:
    told = f"{extract.descriptor['description']} Selection: {extract.selection}."
    return {**extract.descriptor, "description": told, "resources": resources}


def csv_text(columns: list[str], rows: list[list[Cell]]) -> str:
    r"""Rows as CSV; a text that a spreadsheet would run as a formula is led by an apostrophe.

    >>> csv_text(["a", "b"], [["=1+1", -2]])
    "a,b\n'=1+1,-2\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str) or cell[:1] not in LEADERS:
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
