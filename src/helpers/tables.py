"""Tables: a caption, named columns with units, rows that link to what they rest on, and their CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from numbers import Real

import pandas as pd

from .charts import silence
from .display import show_html
from .evidence import Evidence
from .records import RowsLike, csv_text, row_ids, source_line
from .text import counted, country_name, safe

FIRST_ROWS = 15
LONG = 80
NUMBER, DAY, PROSE = ' class="number"', ' class="day"', ' class="prose"'
_ISO_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return safe("; ".join(country_name(str(v)) if _is_country(v) else str(v) for v in value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Real) and value == value:
        return safe(f"{value:,.0f}" if float(value).is_integer() else f"{float(value):,.4g}")
    return safe(country_name(str(value)) if _is_country(value) else value)


def _is_country(value: object) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.isupper()


def _look(value: object) -> str:
    """Dates are kept on one line; sentences are kept from being squeezed on a phone."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return DAY
    return PROSE if isinstance(value, str) and len(value) >= LONG else ""


def _line(row_id: str, cells: Sequence[object], numeric: Sequence[bool], linked: bool) -> str:
    marks = [
        f"<td{NUMBER if is_number else _look(v)}>{_cell(v)}</td>"
        for v, is_number in zip(cells[1:], numeric[1:], strict=True)
    ]
    head = f'<a href="#{safe(row_id)}">{_cell(cells[0])}</a>' if linked else _cell(cells[0])
    return f'<tr><th scope="row">{head}</th>{"".join(marks)}</tr>'


def _body(frame: pd.DataFrame, linked: bool) -> list[str]:
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    return [
        _line(str(i), list(cells), numeric, linked)
        for i, cells in zip(frame.index, frame.itertuples(index=False, name=None), strict=True)
    ]


def _markup(title: str, head: str, body: Sequence[str], caption: str) -> str:
    return (
        f'<div class="box" tabindex="0" role="group" aria-label="{safe(title)}">'
        f"<table><caption><span>{caption}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def show(
    frame: pd.DataFrame,
    evidence: Evidence,
    *,
    title: str,
    columns: Mapping[str, str],
    rows: RowsLike | None = None,
    note: str = "",
    empty: str = "No row of the evidence base falls in this selection.",
) -> None:
    """Show a table with its caption, source line and the rows behind it.

    Parameters
    ----------
    frame
        The rows to show, in order. Where its index holds row ids, the first cell of each line links to its evidence.
    columns
        Column of `frame` -> heading with unit, in the order shown, e.g. {"lag_days": "Lag (days)"}.
    rows
        Ids of the rows that the table rests on, where they are not the frame's index.
    empty
        What is said where the frame has no row.

    Raises
    ------
    KeyError
        If the frame lacks one of the columns.
    """
    if missing := [c for c in columns if c not in frame.columns]:
        raise KeyError(
            f"the table {title!r} has no column {missing[0]!r}; it has {', '.join(map(str, frame.columns))}."
        )
    if frame.empty:
        silence(title, empty)
        return
    ids = row_ids(frame if rows is None else rows)
    evidence.note_use(ids)
    known = {str(i) for i in frame.index}.issubset(ids)
    body = _body(frame[list(columns)], linked=known)
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) for c in columns]
    head = "".join(
        f'<th scope="col"{NUMBER if n else ""}>{safe(t)}</th>' for t, n in zip(columns.values(), numeric, strict=True)
    )
    caption = f"<strong>{safe(title)}</strong>{' ' + safe(note) if note else ''}"
    html = _markup(title, head, body[:FIRST_ROWS], caption)
    if rest := body[FIRST_ROWS:]:
        more = _markup(title, head, rest, f"{safe(title)}, continued")
        html += f"<details><summary>{counted(len(rest), 'more row')}</summary>{more}</details>"
    html = f'<div class="table">{html}<p class="source">{source_line(evidence, ids)}</p></div>'
    named = frame[list(columns)].rename(columns=dict(columns))
    record = {
        "kind": "table",
        "title": title,
        "rows": ids,
        "csv": csv_text(frame[list(columns)]),
        "headings": dict(columns),
    }
    show_html(html, f"{title}\n{named.to_string()}", record)
