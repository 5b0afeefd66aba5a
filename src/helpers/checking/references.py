"""Rules of keys, citations and sources: every id leads somewhere, every row is cited, every amount has a currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..schema import Problem, source_columns
from ..tablefiles import Row, TableFile
from ..text import did_you_mean, suggestion

UNCITED = {
    "tone_codes",
    "citations",
    "claims",
    "verdicts",
    "searches",
    "corrections",
}  # they name their sources themselves


def key_problems(tables: Mapping[str, TableFile]) -> Iterator[Problem]:
    """Keys that stand twice, in one table or in two."""
    owner: dict[str, tuple[TableFile, int]] = {}
    for table in tables.values():
        for row in table.rows:
            other, line = owner.setdefault(row.key, (table, row.line))
            if row.key and (other is not table or line != row.line):
                told = f"{row.key!r} is the key of {other.file}:{line} already; give each row a key of its own"
                yield Problem(table.file, row.line, table.key, told)


def link_problems(tables: Mapping[str, TableFile], resources: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Foreign keys that lead to no row."""
    for resource in resources:
        table = tables[resource["name"]]
        for link in resource["schema"].get("foreignKeys", []):
            column, target = link["fields"][0], link["reference"]["resource"] or resource["name"]
            known = {row.key for row in tables[target].rows}
            for row in table.rows:
                if (cell := row.cells[column]) and cell not in known:
                    told = (
                        f"{cell!r} refers to a row that does not exist in {target}. {suggestion(cell, known)}".strip()
                    )
                    yield Problem(table.file, row.line, column, told)


def citation_problems(tables: Mapping[str, TableFile], ids: Mapping[str, str]) -> Iterator[Problem]:
    """Citations that lead to no row or column, and rows that no citation leads to."""
    citations = tables["citations"]
    for row in citations.rows:
        table, row_id, field = (row.cells[c] for c in ("table", "row_id", "field"))
        if row_id and table in tables and ids.get(row_id) != table:
            where = f"; it is one of {ids[row_id]}" if row_id in ids else ""
            yield Problem(citations.file, row.line, "row_id", f"{row_id!r} is no row of {table}{where}")
        if field and table in tables and field not in tables[table].columns:
            yield Problem(citations.file, row.line, "field", f"{field!r}: {did_you_mean(field, tables[table].columns)}")
    cited = {row.cells["row_id"] for row in citations.rows}
    for name, table_file in tables.items():
        for row in table_file.rows:
            if name not in UNCITED and row.key and row.key not in cited:
                yield Problem(table_file.file, row.line, table_file.key, f"{row.key!r} has no citation; add one")


def named_sources(table: TableFile) -> Iterator[tuple[Row, str, str]]:
    """Each source that a table names: row, column, source id."""
    for field in source_columns(table.fields):
        for row in table.rows:
            for item in row.cells[field["name"]].split(";"):
                if item and item not in field.get("exceptions", ()):
                    yield row, field["name"], item


def source_problems(tables: Mapping[str, TableFile], sources: Iterable[str]) -> Iterator[Problem]:
    """Source ids that the bibliography does not have, and sources that nobody cites."""
    known, cited = set(sources), set()
    for table in tables.values():
        for row, column, source in named_sources(table):
            cited.add(source)
            if source not in known:
                told = f"{source!r} is not in sources.json. {suggestion(source, known)}".strip()
                yield Problem(table.file, row.line, column, told)
    for unused in sorted(known - cited):
        yield Problem("sources.json", 0, "", f"{unused!r} is cited by no row; cite it or take it out", "warning")


def currency_column(amount_column: str) -> str:
    """The column that holds the currency of an amount column."""
    return "amount_currency" if amount_column == "amount_bn" else amount_column.replace("amount_bn", "currency")


def money_problems(tables: Mapping[str, TableFile]) -> Iterator[Problem]:
    """Amounts without a currency."""
    for table in tables.values():
        for column in (c for c in table.columns if c.endswith("amount_bn")):
            for row in table.rows:
                if row.cells[column] and not row.cells[currency_column(column)]:
                    told = "is empty although an amount is given"
                    yield Problem(table.file, row.line, currency_column(column), told)
