"""What stands under a figure or table on a page: its rows, to be read there and to be saved."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..text import counted, safe, slug

MOST_LINES = 200  # of a figure's rows that are told on the page
MOST_BYTES = 300_000  # of rows that a page carries to be saved; more lie beside it


def file_name(record: Mapping[str, Any], number: int) -> str:
    """What the file of a figure's or table's rows is called, in a report and when saved from its page.

    >>> file_name({"kind": "figure", "title": "Measures by year"}, 3)
    'figure-03-measures-by-year.csv'
    """
    return f"{record['kind']}-{number:02d}-{slug(record['title'])[:60]}.csv"


def with_tools(html: str, record: Mapping[str, Any], number: int) -> str:
    """The markup of a figure or table with its rows under it; as it is where it has none.

    Parameters
    ----------
    html
        A `figure` or `div` element as `charts.show` and `tables.show` write it.
    record
        What was kept of it: `kind`, `title`, and `csv` where it has rows.
    number
        Its place among the figures or tables of the page, from 1.
    """
    if "csv" not in record:
        return html
    end = "</figure>" if record["kind"] == "figure" else "</div>"
    body, _, after = html.rpartition(end)
    told = _told(record) if record["kind"] == "figure" else ""
    return f'{body}<div class="tools">{_saving(record, number)}</div>{told}{end}{after}'


def _saving(record: Mapping[str, Any], number: int) -> str:
    name, data = file_name(record, number), record["csv"].encode()
    beside = len(data) > MOST_BYTES
    address = f"rows/{name}" if beside else f"data:text/csv;charset=utf-8;base64,{base64.b64encode(data).decode()}"
    words = f"Rows of {safe(record['title'])} (CSV{', beside this page' if beside else ''})"
    return f'<a class="save" download="{safe(name)}" href="{address}" aria-label="Save: {words}">Rows (CSV)</a>'


def _told(record: Mapping[str, Any]) -> str:
    """The rows behind a figure as a table, folded."""
    head, *lines = csv.reader(io.StringIO(record["csv"]))
    if not lines:
        return ""
    left = f" The first {MOST_LINES} of {len(lines):,} stand here, all in the file." if len(lines) > MOST_LINES else ""
    name = f"Rows of: {safe(record['title'])}"
    return (
        f'<details class="data"><summary>{counted(len(lines), "row")} of this figure as a table</summary>'
        f'<div class="box" tabindex="0" role="group" aria-label="{name}">'
        f"<table><caption>{name}.{left}</caption>{_lines(head, lines[:MOST_LINES])}</table></div></details>"
    )


def _lines(names: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Head and body of a table, columns of numbers aligned."""
    looks = [' class="number"' if all(map(_is_number, column)) else "" for column in zip(*lines, strict=True)]
    head = (f'<th scope="col"{k}>{safe(n.replace("_", " ")) or "row"}</th>' for n, k in zip(names, looks, strict=True))
    body = ("".join(f"<td{k}>{safe(cell)}</td>" for cell, k in zip(line, looks, strict=True)) for line in lines)
    return f"<thead><tr>{''.join(head)}</tr></thead><tbody><tr>{'</tr><tr>'.join(body)}</tr></tbody>"


def _is_number(cell: str) -> bool:
    return not cell or re.fullmatch(r"'?-?\d+(\.\d+)?(e[+-]?\d+)?", cell) is not None
