"""The one schema, data/datapackage.json, and how a breach of it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .period import PeriodError, parse_date


@dataclass(frozen=True, order=True)
class Problem:
    """One breach of the data's rules: where it is and what to do about it.

    An "error" closes the evidence base until it is mended; a "warning" asks for a second look.
    """

    file: str
    line: int
    column: str
    message: str
    level: str = "error"

    def __str__(self) -> str:
        """As printed: file:line, column: message."""
        place = self.file + (f":{self.line}" if self.line else "")
        return f"{place}{', ' + self.column if self.column else ''}: {self.message}"


class DataError(ValueError):
    """The evidence base breaks its own rules; the message lists every breach."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "\n  ".join(str(p) for p in problems[:200])
        more = f"\n  … and {len(problems) - 200} more" if len(problems) > 200 else ""
        super().__init__(f"data/ breaks its rules in {len(problems)} places:\n  {lines}{more}")

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def source_columns(fields: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of the columns of a table those that name sources of the bibliography, one or a list."""
    return [f for f in fields if "sources" in (f.get("references"), f.get("itemReferences"))]


def recheck_day(rule: Mapping[str, Any] | None, cells: Mapping[Any, Any]) -> date | None:
    """The day by which a row must be compared with its sources again; None where the rule does not ask for it.

    A rule (`recheck` in datapackage.json) gives `days` after `checked`, and in `where` the values columns must hold.
    """
    if not rule:
        return None
    held = {column: cells.get(column) for column in ("checked", *rule.get("where", {}))}
    texts = {column: cell if isinstance(cell, str) else "" for column, cell in held.items()}
    if any(texts[column] not in values for column, values in rule.get("where", {}).items()):
        return None
    try:
        return parse_date(texts["checked"]).last + timedelta(days=rule["days"])
    except PeriodError:
        return None


def shape_fault(descriptor: object) -> str | None:
    """What a descriptor lacks to be one of tables; None where it lacks nothing."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        return "it has no list of resources"
    for number, resource in enumerate(resources, 1):
        if not isinstance(resource, dict) or not all(isinstance(resource.get(k), str) for k in ("name", "path")):
            return f"resource {number} has no name or no path"
        selection, table = resource.get("selection"), resource.get("schema")
        fields = table.get("fields") if isinstance(table, dict) else None
        if not isinstance(selection, dict) or not isinstance(selection.get("label"), str):
            return f"{resource['name']} has no selection.label"
        if not isinstance(fields, list) or not fields:
            return f"{resource['name']} has no schema.fields"
        if not all(isinstance(f, dict) and isinstance(f.get("name"), str) and "type" in f for f in fields):
            return f"{resource['name']} has a field without name or type"
    return None


def load_schema(folder: Path) -> dict[str, Any]:
    """The data package descriptor of `folder`.

    Raises
    ------
    DataError
        If datapackage.json is missing, or describes no tables.
    """
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        fault = shape_fault(descriptor)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        fault = str(error)
    if fault:
        what = f"cannot be read as a data package ({fault}); restore it from the repository"
        raise DataError([Problem("datapackage.json", 0, "", what)])
    return dict(descriptor)
