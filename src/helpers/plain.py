"""Frames read once into plain values: row by row, pandas costs more than what is done with the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]  # the cells of a row by column, and its `id`


def cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The cells of some columns, row by row, as plain values."""
    return zip(*(frame[c].tolist() for c in columns), strict=True)


def rows(frame: pd.DataFrame, *columns: str) -> list[Row]:
    """The rows of a frame with the cells of some columns (all if none is given) by column, and their `id`.

    >>> import pandas as pd
    >>> rows(pd.DataFrame({"n": [1, 2]}, index=["A", "B"]), "n")
    [{'id': 'A', 'n': 1}, {'id': 'B', 'n': 2}]
    """
    names = columns or tuple(map(str, frame.columns))
    lines = cells(frame, *names) if names else ((),) * len(frame)
    return [{"id": i, **dict(zip(names, line, strict=True))} for i, line in zip(frame.index, lines, strict=True)]


def grouped(frame: pd.DataFrame, by: str, *columns: str) -> dict[Any, list[Row]]:
    """The `rows` that agree in a column, by its value, in order of it; rows that lack it belong to none.

    >>> import pandas as pd
    >>> list(grouped(pd.DataFrame({"p": ["y", None, "x"], "n": [1, 2, 3]}), "p", "n"))
    ['x', 'y']
    """
    found: dict[Any, list[Row]] = {}
    for key, is_missing, row in zip(frame[by].tolist(), frame[by].isna().tolist(), rows(frame, *columns), strict=True):
        if not is_missing:
            found.setdefault(key, []).append(row)
    return {key: found[key] for key in sorted(found)}
