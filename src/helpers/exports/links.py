"""Which rows travel together: each with the rows it hangs on, a citation or correction with the row it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from ..schema import source_columns

Frames = dict[str, pd.DataFrame]


def foreign_keys(resource: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """The links of a table: column, table it leads to, and whether a row cannot do without it."""
    required = {f["name"] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("required")}
    for key in resource["schema"].get("foreignKeys", []):
        (column,) = key["fields"]
        yield column, key["reference"]["resource"] or resource["name"], column in required


def parents(resource: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The links that a row of a table hangs on: column, table."""
    return [(column, table) for column, table, is_required in foreign_keys(resource) if is_required]


def is_about_rows(resource: Mapping[str, Any]) -> bool:
    """Whether a table speaks of rows of other tables, as citations and corrections do."""
    return {"table", "row_id"} <= {f["name"] for f in resource["schema"]["fields"]}


def named_sources(frame: pd.DataFrame, resource: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the sources that the rows of a table name in columns of its own."""
    for field in source_columns(resource["schema"]["fields"]):
        for cell in frame[field["name"]].dropna():
            named = cell if isinstance(cell, tuple) else (cell,)
            yield from (item for item in named if item not in field.get("exceptions", ()))


def connected(frames: Frames, resources: Iterable[Mapping[str, Any]]) -> Frames:
    """The frames without the rows that hang on a row which is not among them."""
    kept, before = dict(frames), -1
    tables = list(resources)
    while (size := sum(map(len, kept.values()))) != before:
        before = size
        for resource in tables:
            for column, parent in parents(resource):
                frame = kept[resource["name"]]
                kept[resource["name"]] = frame[frame[column].isin(kept[parent].index)]
    return kept


def asked_for(frames: Frames, resources: Iterable[Mapping[str, Any]], tables: Iterable[str]) -> Frames:
    """The frames of some tables, and of the tables they hang on the rows they need."""
    by_name = {r["name"]: r for r in resources}
    taken = {name: frames[name] for name in by_name if name in set(tables)}
    whole, waiting = set(taken), list(taken)
    while waiting:
        name = waiting.pop()
        for column, parent in parents(by_name[name]):
            if parent not in whole:
                needed = {*taken[name][column], *(taken[parent].index if parent in taken else ())}
                taken[parent] = frames[parent][frames[parent].index.isin(needed)]
                waiting.append(parent)
    return {name: taken[name] for name in by_name if name in taken}


def about(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """The rows of `frame`, a table about rows, whose row is in `frames`."""
    held = {(table, row_id) for table, rows in frames.items() for row_id in rows.index}
    leaves = [pair in held for pair in zip(frame["table"], frame["row_id"], strict=True)]
    return frame[pd.Series(leaves, index=frame.index, dtype=bool)]
