"""The grounds of a finding: by what definition its number is, which rows and sources it rests on, what else it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .evidence import Evidence
from .robustness import Robustness
from .sources import Source, written_date
from .text import counted, safe, safe_link

DATE_COLUMNS = (
    "date_start",
    "date",
    "date_effective",
    "date_announced",
    "date_published",
    "period",
    "founded",
)
MOST_ROWS, MOST_SOURCES = 12, 8  # of a finding that are told one by one; the others by their ids


def row_link(evidence: Evidence, row_id: str, words: str = "") -> str:
    """A link to the line of a row among the rows used, which is marked there; `words` (plain text) or its id."""
    return f'<a href="#{row_anchor(evidence, row_id)}">{safe(words or row_id)}</a>'


def row_anchor(evidence: Evidence, row_id: str) -> str:
    """Where a row stands on a page, e.g. measures:US-2022-OCT7."""
    return safe(f"{evidence.whole.table_of(row_id)}:{row_id}")


def row_day(evidence: Evidence, row_id: str) -> str:
    """The day of a row in words; empty where it has none."""
    row = evidence.cells(row_id)
    return next((written_date(row[c]) for c in DATE_COLUMNS if isinstance(row.get(c), str)), "")


def grounds(
    evidence: Evidence, rows: Sequence[str], sources: Sequence[str], contested: Sequence[str], robust: Robustness | None
) -> str:
    """What a finding rests on, as a list of terms for a page.

    Parameters
    ----------
    rows, sources, contested
        Ids: of the rows it rests on, of their sources in order of date, of the rows that a source states otherwise.
    robust
        Its main number under other choices, and by what definition.
    """
    terms = {
        "Definition": _definition(robust),
        "Verification": _verification(evidence, rows),
        "Under other choices": _other_choices(robust),
        counted(len(rows), "row"): _rows(evidence, rows),
        counted(len(sources), "source"): _sources([evidence.sources[s] for s in sources]),
        "Contested": ", ".join(row_link(evidence, r) for r in contested),
    }
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{told}</dd>' for name, told in terms.items() if told)}</dl>"


def _definition(robust: Robustness | None) -> str:
    if robust is None:
        return ""
    says = re.sub(r"\bNone\b", "nothing", robust.definition.says)
    return f"{safe(says)} <code>{safe(robust.definition.function)}</code>"


def _verification(evidence: Evidence, rows: Iterable[str]) -> str:
    found = (evidence.cells(r).get("verification") for r in rows)
    marks = Counter(mark if isinstance(mark, str) else "without a mark of their own" for mark in found)
    return safe(", ".join(f"{number} {mark}" for mark, number in marks.most_common()))


def _other_choices(robust: Robustness | None) -> str:
    """Every value that was computed under another choice."""
    if robust is None or not robust.others:
        return ""
    told = "; ".join(f"{a.choice}, {a.option}: {a.worded}" for a in robust.others)
    return f"As reported: {safe(robust.chosen.worded)}. {safe(told)}."


def _rows(evidence: Evidence, rows: Sequence[str]) -> str:
    lines = [f"<li>{_row(evidence, r)}</li>" for r in rows[:MOST_ROWS]]
    rest = ", ".join(row_link(evidence, r) for r in rows[MOST_ROWS:])
    more = f"<details><summary>{counted(len(rows) - MOST_ROWS, 'more row')}</summary>{rest}</details>" if rest else ""
    return f"<ul>{''.join(lines)}</ul>{more}" if rows else ""


def _row(evidence: Evidence, row_id: str) -> str:
    mark = evidence.cells(row_id).get("verification")
    label = evidence.label(row_id)
    told = [label if label != row_id else "", row_day(evidence, row_id), mark if isinstance(mark, str) else ""]
    return f"{row_link(evidence, row_id)}: {safe(', '.join(t for t in told if t))}"


def _sources(sources: Sequence[Source]) -> str:
    lines = [f"<li>{_source(s)}</li>" for s in sources[:MOST_SOURCES]]
    rest = ", ".join(f'<a href="#source-{safe(s.id)}">{safe(s.id)}</a>' for s in sources[MOST_SOURCES:])
    left = counted(len(sources) - MOST_SOURCES, "more source")
    more = f"<details><summary>{left}</summary>{rest}</details>" if rest else ""
    return f"<ul>{''.join(lines)}</ul>{more}" if sources else ""


def _source(source: Source) -> str:
    """Who says it and when, leading to the full reference below, and the way to the page itself."""
    who = source.container or source.author or source.title
    told = (
        f'<a href="#source-{safe(source.id)}">{safe(", ".join(t for t in (who, written_date(source.issued)) if t))}</a>'
    )
    return f"{told} ({safe_link(source.url, 'open')})" if source.url else told
