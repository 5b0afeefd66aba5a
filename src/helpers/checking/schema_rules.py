"""Breaches of datapackage.json as frictionless finds them, worded for the people who add rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..schema import Problem
from ..startup import skip_uri_grammar
from ..text import did_you_mean

skip_uri_grammar()

from frictionless import Error, FrictionlessException, Package  # noqa: E402


def _worded(error: Error, fields: dict[str, dict[str, Any]]) -> str:
    cell, field = getattr(error, "cell", ""), fields.get(getattr(error, "field_name", ""), {})
    rules = field.get("constraints", {})
    kind = error.type
    if kind == "constraint-error" and "enum" in error.note:
        return f"{cell!r} is not allowed. {did_you_mean(cell, rules.get('enum', []))}"
    if kind == "constraint-error" and "required" in error.note:
        return "is empty; every row needs a value here"
    if kind == "constraint-error" and field.get("kind") in ("date", "period"):
        return f"{cell!r} is no date; write 2023-07-23, or 2023-07 or 2023 where no more is known"
    if kind == "constraint-error" and "pattern" in error.note:
        return f"{cell!r} does not fit the pattern {rules.get('pattern')}, e.g. US-2022-OCT7"
    if kind == "constraint-error":
        return f"{cell!r} breaks the rule {error.note}"
    if kind == "type-error":
        return f"{cell!r} is not of type {field.get('type')}" + (f" ({field['unit']})" if "unit" in field else "")
    return {
        "missing-cell": "the line ends before this column; it needs a comma for every column",
        "extra-cell": "the line has more cells than columns; quote a cell that holds a comma",
        "blank-row": "the line is blank; take it out",
    }.get(kind, f"{error.title}: {error.note}")


def schema_problems(folder: Path, schema: Mapping[str, Any], filled: set[str]) -> Iterator[Problem]:
    """Breaches of datapackage.json in the tables that can be read and have rows, as frictionless finds them."""
    kept = [dict(r) for r in schema["resources"] if r["name"] in filled]
    if not kept:
        return
    for resource in kept:
        resource["schema"] = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}  # told elsewhere
    try:
        report = Package({**schema, "resources": kept}, basepath=str(folder)).validate(limit_errors=100_000)
    except FrictionlessException as error:
        yield Problem("datapackage.json", 0, "", f"is no valid data package: {error}")
        return
    for fault in report.errors:
        yield Problem("datapackage.json", 0, "", fault.message)
    fields = {r["path"]: {f["name"]: f for f in r["schema"]["fields"]} for r in kept}
    for task in report.tasks:
        file, short = Path(task.place).name, set()
        for fault in task.errors:
            line = int(getattr(fault, "row_number", 0) or 1)
            if fault.type == "primary-key" or (fault.type == "missing-cell" and line in short):
                continue  # a key that stands twice is told with both lines elsewhere
            if fault.type == "missing-cell":
                short.add(line)
            column = str(getattr(fault, "field_name", "") or "")
            yield Problem(file, line, column, _worded(fault, fields[file]))
