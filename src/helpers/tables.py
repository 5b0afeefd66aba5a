"""Tables: a caption, named columns with units, rows that link to what they rest on, and their CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from numbers import Real

import pandas as pd

from .charts import silence
from .display import show_html
from .evidence import Evidence
from .grounds import row_anchor
from .records import RowsLike, csv_text, mark_of, row_ids, source_line
from .text import counted, country_name, safe

FIRST_ROWS = 15
LONG, SHORT = 80, 24
NUMBER, DAY, PROSE, BRIEF = ' class="number"', ' class="day"', ' class="prose"', ' class="short"'
_ISO_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_NOTEBOOK = re.compile(r"[a-z][a-z0-9_]*")


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
    """Dates are kept on one line, in print short words too; sentences are kept from being squeezed on a phone."""
    if not isinstance(value, str):
        return ""
    if _ISO_DAY.fullmatch(value):
        return DAY
    return PROSE if len(value) >= LONG else BRIEF if len(value) <= SHORT else ""


def _leading(text: str, notebook: object) -> str:
    """The text of a cell as a link to another notebook (in a report: to its report); as it is where that is no name."""
    is_name = isinstance(notebook, str) and _NOTEBOOK.fullmatch(notebook)
    return f'<a href="{notebook}.ipynb">{text}</a>' if is_name else text


def _line(anchor: str, way: str, cells: Sequence[object], texts: Sequence[str], numeric: Sequence[bool]) -> str:
    """A line of the table with an anchor of its own, its first cell leading the way to what it rests on."""
    marks = [
        f"<td{NUMBER if is_number else _look(v)}>{text}</td>"
        for v, text, is_number in zip(cells[1:], texts[1:], numeric[1:], strict=True)
    ]
    head = f'<a href="#{way}">{texts[0]}</a>' if way else texts[0]
    return f'<tr id="{anchor}"><th scope="row">{head}</th>{"".join(marks)}</tr>'


def _body(
    frame: pd.DataFrame, columns: Sequence[str], links: Mapping[str, str], mark: str, evidence: Evidence | None
) -> list[str]:
    """The lines of a table; each leads to its row of the evidence base where the index names it."""
    shown = frame[list(columns)]
    numeric = [pd.api.types.is_numeric_dtype(shown[c]) for c in columns]
    notebooks = [frame[links[c]] if c in links else [None] * len(frame) for c in columns]
    named = [safe(i) for i in frame.index] if evidence and frame.index.is_unique else map(str, range(len(frame)))
    lines = zip(named, frame.index, shown.itertuples(index=False, name=None), zip(*notebooks, strict=True), strict=True)
    return [
        _line(
            f"{mark}:{name}",
            row_anchor(evidence, str(i)) if evidence else "",
            cells,
            [_leading(_cell(v), to) for v, to in zip(cells, leads, strict=True)],
            numeric,
        )
        for name, i, cells, leads in lines
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
    links: Mapping[str, str] | None = None,
    first: int = FIRST_ROWS,
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
    links
        Column shown, but for the first -> column of `frame` that names the notebook to which its cells lead.
    first
        How many lines are shown before the rest is folded.
    empty
        What is said where the frame has no row.

    Raises
    ------
    KeyError
        If the frame lacks one of the columns.
    """
    if missing := [c for c in [*columns, *(links or {}).values()] if c not in frame.columns]:
        raise KeyError(
            f"the table {title!r} has no column {missing[0]!r}; it has {', '.join(map(str, frame.columns))}."
        )
    if frame.empty:
        silence(title, empty)
        return
    ids = row_ids(frame if rows is None else rows)
    evidence.note_use(ids)
    known = {str(i) for i in frame.index}.issubset(ids)
    body = _body(frame, list(columns), links or {}, mark_of(title), evidence if known else None)
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) for c in columns]
    head = "".join(
        f'<th scope="col"{NUMBER if n else ""}>{safe(t)}</th>' for t, n in zip(columns.values(), numeric, strict=True)
    )
    caption = f"<strong>{safe(title)}</strong>{' ' + safe(note) if note else ''}"
    html = _markup(title, head, body[:first], caption)
    if rest := body[first:]:
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
