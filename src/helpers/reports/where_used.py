"""Where a row is used: the rendered reports, and in them the findings, figures and tables, that rest on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..evidence import CHILDREN, Evidence


@dataclass(frozen=True)
class Use:
    """One place that rests on a row: the report's page, what it is (finding, figure, table, report), and its words.

    `is_current` says whether the report was rendered from the data as they stand.
    """

    report: str
    kind: str
    words: str
    is_current: bool


def family(evidence: Evidence, table: str, row_id: str) -> list[str]:
    """A row and those that are part of it: the observations of a series, the tone codes of a statement.

    Raises
    ------
    KeyError
        If there is no such table, or no such row in it; the nearest name is given.
    """
    evidence.resource(table)
    found = evidence.table_of(row_id)
    if found != table:
        raise KeyError(f"{row_id!r} is a row of {found}, not of {table}.")
    tables = evidence.tables
    parts = [
        str(i)
        for child, (parent, column) in CHILDREN.items()
        if parent == table
        for i in tables[child].index[tables[child][column] == row_id]
    ]
    return [row_id, *parts]


def naming(evidence: Evidence, row_id: str) -> dict[str, list[str]]:
    """Rows of the evidence base that name a row in one of their columns, by table."""
    found: dict[str, list[str]] = {}
    for name, frame in evidence.tables.items():
        named = [
            str(key)
            for key, cells in zip(frame.index, frame.itertuples(index=False), strict=True)
            if any(
                row_id in cell if isinstance(cell, tuple) else cell is not pd.NA and cell == row_id for cell in cells
            )
        ]
        if named:
            found[name] = named
    return found


def _rests(record: object, wanted: set[str]) -> bool:
    rows = record.get("rows") if isinstance(record, dict) else None
    return isinstance(rows, list) and bool(wanted.intersection(map(str, rows)))


def _shown(manifest: Mapping[str, Any], wanted: set[str]) -> Iterator[tuple[str, str]]:
    for finding in manifest.get("findings") or []:
        if _rests(finding, wanted):
            yield "finding", f"{finding.get('number')}. {finding.get('text')}"
    for record in manifest.get("shown") or []:
        if _rests(record, wanted):
            yield str(record.get("kind")), str(record.get("title"))


def load_manifests(out: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The manifests of the good reports under `out`, each with its folder; what is no manifest is passed over."""
    for path in sorted(out.glob("*/*/*/manifest.json")):
        if path.parent.name.startswith(".") or path.parent.name.endswith(".failed"):
            continue
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict):
            yield path.parent, manifest


def uses(out: Path, row_ids: list[str], data: str) -> list[Use]:
    """Every place in the reports under `out` that rests on one of the rows, report by report.

    `data` is the digest of the data as they stand. A report that lists a row without a finding, figure or table that
    rests on it stands as "report".
    """
    wanted, found = set(row_ids), []
    for folder, manifest in load_manifests(out):
        is_current = (manifest.get("hashes") or {}).get("data") == data
        page = str(folder / "index.html")
        here = [Use(page, kind, words, is_current) for kind, words in _shown(manifest, wanted)]
        listed = wanted.intersection(i for ids in (manifest.get("tables") or {}).values() for i in ids)
        if listed and not here:
            here = [Use(page, "report", str(manifest.get("title")), is_current)]
        found += here
    return found
