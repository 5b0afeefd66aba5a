"""What figures, tables and findings have in common: the rows they rest on, their sources, their CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

import pandas as pd

from .evidence import Evidence
from .text import counted, safe

RowsLike = pd.DataFrame | pd.Series | pd.Index | Iterable[str]


def row_ids(rows: RowsLike) -> list[str]:
    """Row ids of a frame or series (its index), an index, or any list of ids; each once, in order.

    >>> row_ids(pd.DataFrame({"x": [1, 2]}, index=["A-1", "A-2"]))
    ['A-1', 'A-2']
    """
    if isinstance(rows, str):
        return [rows]
    found = rows.index if isinstance(rows, (pd.DataFrame, pd.Series)) else rows
    return list(dict.fromkeys(str(i) for i in found))


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV: lists joined by ';', text that a spreadsheet would run as a formula made harmless."""
    plain = frame.reset_index() if frame.index.name or not isinstance(frame.index, pd.RangeIndex) else frame.copy()
    plain = pd.DataFrame({c: pd.Series([_plain_cell(v) for v in plain[c]], dtype="object") for c in plain.columns})
    return plain.to_csv(index=False, lineterminator="\n")


def _plain_cell(value: object) -> object:
    if isinstance(value, tuple):
        value = ";".join(str(v) for v in value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def mark_of(title: str) -> str:
    """A short mark for a table by its title, for the anchors of its lines: the same in every run.

    >>> mark_of("Pairs of measures")
    'te6fc00'
    """
    return "t" + sha256(title.encode()).hexdigest()[:6]


def source_line(evidence: Evidence, ids: Iterable[str]) -> str:
    """The line under a figure or table: how many sources its rows rest on, and which publishers most often."""
    sources = evidence.sources_of(ids)
    if not sources:
        return "No source is cited for these rows."
    common = [name for name, _ in Counter(s.container or s.author or s.title for s in sources).most_common(3)]
    more = " and others" if len({s.container or s.author or s.title for s in sources}) > 3 else ""
    return f'Source: {safe("; ".join(common))}{more} (<a href="#sources">{counted(len(sources), "source")}</a>).'
