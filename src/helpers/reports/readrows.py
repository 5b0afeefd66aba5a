"""Rows that a run read though it showed none of them: by these a bundle's numbers can be computed from it alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..evidence import CHILDREN, Evidence
from ..reads import Read
from ..records import csv_text
from ..schema import source_columns

CITATIONS = "citations"
Tables = dict[str, set[str]]


def read_tables(evidence: Evidence, reads: Iterable[Read]) -> Tables:
    """The ids of the rows that some reads gave of the evidence base, by table; a table read that gave none is there."""
    found: Tables = {}
    asked: set[str] = set()
    for read in reads:
        here = _selected(evidence, read["steps"])
        if read["kind"] == "table":
            found.setdefault(read["name"], set()).update(getattr(here, read["name"]).index)
        elif read["kind"] == "rows":
            asked |= here.holding(read["ids"] or ())
        elif read["kind"] == CITATIONS:
            found.setdefault(CITATIONS, set()).update(here.citations_of(read["ids"] or ()).index)
    for row_id in asked:
        found.setdefault(evidence.table_of(row_id), set()).add(row_id)
    return _with_parents(evidence, found)


def _selected(evidence: Evidence, steps: Sequence[str]) -> Evidence:
    for step in steps:
        evidence = evidence.select(**json.loads(step))
    return evidence


def _with_parents(evidence: Evidence, tables: Tables) -> Tables:
    """The same with the rows that those of some tables belong to, without which no selection of them can be made."""
    for child, (parent, column) in CHILDREN.items():
        if child in tables:
            held = getattr(evidence, child)
            tables.setdefault(parent, set()).update(held.loc[held.index.isin(tables[child]), column])
    return tables


def write_read_rows(
    folder: Path, evidence: Evidence, reads: Sequence[Read], shown: Mapping[str, Iterable[str]]
) -> None:
    """Write the rows that were read beyond those shown, with what a selection of them needs, and what describes both.

    A selection by what was known on a day goes by citations and sources: where one was made, those of all rows come.

    Parameters
    ----------
    folder
        The folder rows/; the rows go below it, into read/, and datapackage.json beside the rows shown.
    shown
        By table, the ids of the rows that lie in `folder` already.
    """
    tables = read_tables(evidence, reads)
    every = {name: tables.get(name, set()) | set(shown.get(name, ())) for name in (*tables, *shown)}
    if any("as_of" in step for read in reads for step in read["steps"]):
        ids = {i for name, found in every.items() if name != CITATIONS for i in found}
        every[CITATIONS] = every.get(CITATIONS, set()) | set(evidence.citations_of(ids).index)
    (folder / "read").mkdir()
    held = {**shown, CITATIONS: _shown_citations(evidence, shown)}
    every.setdefault(CITATIONS, set()).update(held[CITATIONS])
    for name, ids in every.items():
        beyond = ids - set(held.get(name, ()))
        if beyond or name not in held:
            frame = getattr(evidence, name)
            _write(folder / "read" / f"{name}.csv", csv_text(frame[frame.index.isin(beyond)]))
    _write_sources(folder, evidence, every, reads)
    _write_descriptor(folder, evidence, every)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _shown_citations(evidence: Evidence, shown: Mapping[str, Iterable[str]]) -> list[str]:
    return [str(i) for i in evidence.citations_of(i for ids in shown.values() for i in ids).index]


def _write_sources(folder: Path, evidence: Evidence, tables: Tables, reads: Sequence[Read]) -> None:
    """Write the sources that the rows name beyond those beside the rows shown, and those that they only repeat."""
    wanted = {i for read in reads if read["kind"] == "sources" for i in read["ids"] or ()}
    for name, ids in tables.items():
        frame = getattr(evidence, name)
        wanted.update(_named(frame[frame.index.isin(ids)], evidence.resource(name)))
    every = evidence.sources.unnoted()
    waiting, closed = list(wanted), set()
    while waiting:
        if (name := waiting.pop()) in every and name not in closed:
            closed.add(name)
            waiting += every[name].derives_from
    shown = {item["id"] for item in json.loads((folder / "sources.json").read_text(encoding="utf-8"))}
    items = evidence.sources.items_of(closed - shown)
    _write(folder / "read" / "sources.json", json.dumps(items, ensure_ascii=False, indent=1) + "\n")


def _named(frame: pd.DataFrame, resource: Mapping[str, Any]) -> Iterator[str]:
    for column in source_columns(resource["schema"]["fields"]):
        for cell in frame[str(column["name"])].dropna():
            yield from cell if isinstance(cell, tuple) else (str(cell),)


def _write_descriptor(folder: Path, evidence: Evidence, tables: Tables) -> None:
    """Write the Data Package of both: every table in the one or two files that hold its rows."""
    resources = []
    for resource in evidence.schema["resources"]:
        if resource["name"] in tables:
            file = f"{resource['name']}.csv"
            paths = [path for path in (file, f"read/{file}") if (folder / path).is_file()]
            table = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}  # some lead out of these rows
            resources.append({**resource, "path": paths, "schema": table})
    content = {**evidence.schema, "bibliography": ["sources.json", "read/sources.json"], "resources": resources}
    _write(folder / "datapackage.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
