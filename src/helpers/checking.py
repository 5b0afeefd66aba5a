"""The rules of data/: every breach of the schema, of a key or of a reference, with file, line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .period import PeriodError, parse_date
from .schema import DataError, Problem, load_schema
from .sources import SourceError, load_sources
from .startup import skip_uri_grammar
from .tablefiles import TableFile, read_table_file
from .text import did_you_mean, suggestion

skip_uri_grammar()

from frictionless import Error, FrictionlessException, Package  # noqa: E402

# What a spreadsheet, pandas and a reader all take for the same number; no 1_000, no full-width digits, no 1e400.
_NUMBERS = {"integer": re.compile(r"-?[0-9]{1,15}"), "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")}
UNCITED = {"tone_codes", "citations"}


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
    if kind == "primary-key":
        return f"the key is empty or repeats an earlier row ({error.note}); give each row a key of its own"
    if kind == "foreign-key":
        return f"refers to a row that does not exist: {error.note}"
    return {
        "missing-cell": "the line ends before this column; it needs a comma for every column",
        "extra-cell": "the line has more cells than columns; quote a cell that holds a comma",
        "blank-row": "the line is blank; take it out",
    }.get(kind, f"{error.title}: {error.note}")


def _schema_problems(folder: Path, schema: dict[str, Any], readable: set[str]) -> Iterator[Problem]:
    """Breaches of datapackage.json in the files that can be read, as frictionless finds them."""
    kept = [dict(r) for r in schema["resources"] if r["name"] in readable]
    for resource in kept:
        table = dict(resource["schema"])
        keys = table.get("foreignKeys", [])
        table["foreignKeys"] = [k for k in keys if k["reference"]["resource"] in readable | {""}]
        resource["schema"] = table
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
            if fault.type == "missing-cell" and line in short:
                continue
            if fault.type == "missing-cell":
                short.add(line)
            column = str(getattr(fault, "field_name", "") or "")
            yield Problem(file, line, column, _worded(fault, fields[file]))


def _text_fault(text: str) -> str | None:
    if text != unicodedata.normalize("NFC", text):
        return "is not in Unicode normal form NFC; retype or normalise it"
    bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn")]
    if bad:
        return f"holds the control or invisible character U+{ord(bad[0]):04X}; take it out"
    if text[0] in "=+@" or (text[0] == "-" and not _is_number(text)):
        return f"starts with {text[0]!r}, which a spreadsheet would run as a formula; reword it"
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cell_faults(field: dict[str, Any], text: str, ids: dict[str, str]) -> Iterator[str]:
    if fault := _text_fault(text):
        yield fault
    if field["type"] in _NUMBERS and not _NUMBERS[field["type"]].fullmatch(text):
        yield f"{text!r} is no {field['type']}; write plain digits, like 1234" + (
            "" if field["type"] == "integer" else ".5"
        )
    if field.get("kind") in ("date", "period"):
        try:
            parse_date(text)
        except PeriodError as error:
            yield str(error)
    if field["type"] != "list":
        return
    for item in text.split(field.get("delimiter", ",")):
        if not item or item != item.strip():
            yield f"{text!r} holds an empty item or spaces around one; separate items by ';' alone"
        elif "itemEnum" in field and item not in field["itemEnum"]:
            yield f"{item!r} is not allowed. {did_you_mean(item, field['itemEnum'])}"
        elif "itemReferences" in field and not _refers(item, field["itemReferences"], ids):
            yield f"{item!r} is no row of {field['itemReferences'].split('.')[0].replace('*', 'any table')}"


def _refers(item: str, target: str, ids: dict[str, str]) -> bool:
    return item in ids and (target == "*" or ids[item] == target.split(".")[0])


def _cell_problems(tables: list[TableFile], ids: dict[str, str]) -> Iterator[Problem]:
    for table in tables:
        fields = {f["name"]: f for f in table.fields}
        for row in table.rows:
            for column, text in row.cells.items():
                if text and column in fields:
                    for fault in _cell_faults(fields[column], text, ids):
                        yield Problem(table.file, row.line, column, fault)


def _key_problems(tables: list[TableFile]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            other = owner.setdefault(row.key, table.file)
            if other != table.file:
                yield Problem(table.file, row.line, table.key, f"{row.key!r} is a key of {other} already")


def _citation_problems(tables: dict[str, TableFile], ids: dict[str, str], sources: set[str]) -> Iterator[Problem]:
    citations = tables["citations"]
    for row in citations.rows:
        table, row_id, field, source = (row.cells.get(c, "") for c in ("table", "row_id", "field", "source_id"))
        if row_id and table in tables and ids.get(row_id) != table:
            where = f"; it is one of {ids[row_id]}" if row_id in ids else ""
            yield Problem(citations.file, row.line, "row_id", f"{row_id!r} is no row of {table}{where}")
        if field and table in tables and field not in tables[table].columns:
            yield Problem(citations.file, row.line, "field", f"{field!r}: {did_you_mean(field, tables[table].columns)}")
        if source and source not in sources:
            near = suggestion(source, sources)
            yield Problem(citations.file, row.line, "source_id", f"{source!r} is not in sources.json. {near}")
    cited = {row.cells.get("row_id", "") for row in citations.rows}
    for name, table_file in tables.items():
        for row in table_file.rows:
            if name not in UNCITED and row.key and row.key not in cited:
                yield Problem(table_file.file, row.line, table_file.key, f"{row.key!r} has no citation; add one")


def _money_problems(tables: list[TableFile]) -> Iterator[Problem]:
    for table in tables:
        amounts = [c for c in table.columns if c.endswith("amount_bn")]
        for row in table.rows:
            for column in amounts:
                currency = column.replace("amount_bn", "currency") if column != "amount_bn" else "amount_currency"
                if row.cells.get(column) and not row.cells.get(currency):
                    yield Problem(table.file, row.line, currency, "is empty although an amount is given")


def check_data(folder: Path) -> list[Problem]:
    """Every breach of the rules of the evidence base in `folder`, sorted by place; an empty list means it is sound."""
    try:
        schema = load_schema(folder)
    except DataError as error:
        return error.problems
    problems: list[Problem] = []
    tables: dict[str, TableFile] = {}
    for resource in schema["resources"]:
        table, faults = read_table_file(folder, resource)
        problems += [Problem(resource["path"], line, "", what) for line, what in faults]
        if table:
            tables[resource["name"]] = table
    problems += _schema_problems(folder, schema, set(tables))
    try:
        sources: set[str] | None = set(load_sources(folder / "sources.json"))
    except SourceError as error:
        problems += [Problem("sources.json", 0, "", line.strip()) for line in str(error).splitlines()]
        sources = None
    if len(tables) == len(schema["resources"]):
        ids: dict[str, str] = {row.key: name for name, table in tables.items() for row in table.rows}
        problems += _cell_problems(list(tables.values()), ids)
        problems += _key_problems(list(tables.values()))
        problems += _money_problems(list(tables.values()))
        if sources is not None:
            problems += _citation_problems(tables, ids, sources)
    return sorted(set(problems))
