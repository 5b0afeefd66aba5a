"""Exports made for tests, and what stands in their files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.evidence import Evidence
from helpers.exports import Destination, Selection, extracted, write_export
from helpers.startup import skip_uri_grammar

Export = Callable[..., Path]


def export_to(folder: Path, evidence: Evidence, data: Path, *formats: str, selection: Selection | None = None) -> Path:
    """A folder with an export of an evidence base; CSV where no format is named."""
    extract = extracted(evidence, selection or Selection(), data)
    write_export(extract, Destination(folder, formats or ("csv",), False))
    return folder


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def package_faults(folder: Path) -> list[str]:
    """What frictionless finds wrong with a data package."""
    skip_uri_grammar()
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    return [e.message for e in report.errors] + [e.message for task in report.tasks for e in task.errors]
