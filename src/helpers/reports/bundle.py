"""What lies beside a page: the rows it rests on as CSV, with dictionary and licence, and the manifest."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from ..dictionary import Column, dictionary
from ..evidence import Evidence
from ..opening import data_digest, data_folder
from ..pages.document import TEMPLATE
from ..pages.tools import file_name
from ..placing import root_folder
from ..reads import Read
from ..records import csv_text
from .execute import records
from .readrows import write_read_rows

PACKAGES = ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "matplotlib", "frictionless")
LICENCE = """These rows are part of the evidence base of the US–Japan technology policy workbook.
Licence: Creative Commons Attribution 4.0 International (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/
Cite the sources of a row (citations.csv, sources.json) beside the workbook.
dictionary.csv says what every column of the tables means; figure-*.csv and table-*.csv hold what was shown; read/ holds
rows that were read and are not shown, by which the findings can be computed again (datapackage.json describes both).
"""


def write_rows(folder: Path, notebook: nbformat.NotebookNode, evidence: Evidence, reads: Sequence[Read] = ()) -> None:
    """Write rows/: the data behind each figure and table, the rows used of each table, dictionary and licence.

    Where a finding has a definition, the rows that the run read beyond these lie below, so that the definition can be
    computed again from them.
    """
    folder.mkdir()
    for kind in ("figure", "table"):
        for number, record in enumerate(records(notebook, kind), 1):
            if "csv" in record:
                (folder / file_name(record, number)).write_text(record["csv"], encoding="utf-8")
    used = {name: ids for record in records(notebook, "evidence") for name, ids in record["tables"].items()}
    tables = evidence.tables
    for name, ids in used.items():
        (folder / f"{name}.csv").write_text(csv_text(tables[name].loc[ids]), encoding="utf-8")
    every = [i for ids in used.values() for i in ids]
    (folder / "citations.csv").write_text(csv_text(evidence.citations_of(every)), encoding="utf-8")
    sources = evidence.sources.items_of(evidence.citations_of(every)["source_id"])
    (folder / "sources.json").write_text(json.dumps(sources, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _write_dictionary(folder / "dictionary.csv", evidence, {*used, "citations"})
    (folder / "LICENSE.txt").write_text(LICENCE, encoding="utf-8")
    if any(finding["robustness"] for finding in records(notebook, "finding")):
        write_read_rows(folder, evidence, reads, used)


def _write_dictionary(path: Path, evidence: Evidence, tables: set[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Column._fields)
        writer.writerows(column for column in dictionary(evidence.schema) if column.table in tables)


def _sha256(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _shared_hashes(root: Path) -> dict[str, str]:
    helpers = Path(__file__).resolve().parents[1]
    lock = root / "requirements.lock"
    return {
        "helpers": _sha256(*helpers.rglob("*.py")),
        "template": _sha256(*(p for p in TEMPLATE.iterdir() if p.is_file())),
        "data": data_digest(data_folder()),
        "lock": _sha256(lock) if lock.is_file() else "",
    }


def hashes(notebook: str) -> dict[str, str]:
    """SHA-256 of what a report is made from: the text of its notebook, helpers, template, data, lock."""
    return {"notebook": hashlib.sha256(notebook.encode()).hexdigest(), **_shared_hashes(root_folder())}


def manifest(notebook: nbformat.NotebookNode, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a run: the given facts, what was found and shown, and what it rests on."""
    evidence = next(iter(records(notebook, "evidence")), {})
    findings = [{k: v for k, v in f.items() if k != "kind"} for f in records(notebook, "finding")]
    shown = [
        {k: v for k, v in r.items() if k not in ("csv", "headings")}
        for kind in ("figure", "table", "silence")
        for r in records(notebook, kind)
    ]
    return {
        "manifest": 1,
        **facts,
        "tables": evidence.get("tables", {}),
        "verification": evidence.get("verification", {}),
        "rows_state": evidence.get("rows_state", ""),
        "findings": findings,
        "shown": shown,
        "sources": sorted({s for f in findings for s in f["sources"]}),
        "versions": {p: version(p) for p in PACKAGES},
    }


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write manifest.json last, with the hash of every other file of the report; hidden files belong to the run."""
    paths = sorted(p for p in folder.rglob("[!.]*") if p.is_file())
    files = {p.relative_to(folder).as_posix(): _file_hash(p) for p in paths}
    text = json.dumps({**content, "files": files}, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
