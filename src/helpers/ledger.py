"""The end of a report: what every finding rests on, where sources disagree, all rows and sources, the run record."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version

import pandas as pd

from .display import show_html
from .evidence import Evidence
from .findings import Findings
from .parameters import Scope
from .plain import cells
from .robustness import Robustness
from .sources import written_date
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
MOST_LINKS = 12
MOST_LINES = 500  # a report on whole tables would else end in hundreds of screens
STATED = {"contradicted": "stated there", "revised": "before"}


def _links(ids: list[str], prefix: str = "") -> str:
    return ", ".join(f'<a href="#{safe(prefix + i)}">{safe(i)}</a>' for i in ids)


def _folded(rows: list[str]) -> str:
    """Links to the rows, folded where they are many."""
    if not rows:
        return "<br>No rows."
    if len(rows) <= MOST_LINKS:
        return f"<br>Rows: {_links(rows)}."
    return f"<details><summary>{counted(len(rows), 'row')}</summary>{_links(rows)}.</details>"


def _under_other_choices(robust: Robustness | None) -> str:
    """Every value that was computed under another choice, folded."""
    if not robust or not robust.others:
        return ""
    options = "; ".join(f"{a.choice}, {a.option}: {a.worded}" for a in robust.others)
    told = f"As reported: {safe(robust.chosen.worded)}. {safe(options)}."
    return f"<details><summary>Under other choices</summary>{told}</details>"


def _rests(findings: Findings) -> str:
    items = [
        f'<li id="rests-{f.number}" value="{f.number}"><a href="#finding-{f.number}">{safe(f.text)}</a>'
        + _under_other_choices(f.robust)
        + _folded(f.rows)
        + (f"<br>Contested: {_links(f.disputed)}." if f.disputed else "")
        + "</li>"
        for f in findings.items
    ]
    return f'<h3 id="what-findings-rest-on">What each finding rests on</h3><ol class="rests">{"".join(items)}</ol>'


def _source_links(evidence: Evidence, ids: Iterable[str]) -> str:
    return "; ".join(f'<a href="#source-{safe(i)}">{safe(evidence.sources[i].title)}</a>' for i in ids)


def _dispute(evidence: Evidence, differing: pd.Series) -> str:
    row, field = differing["row_id"], differing["field"]
    held = f"{safe(field)}: held {safe(differing['held'])}" if isinstance(field, str) else "the row"
    stated = f"; {STATED[differing['kind']]}: {safe(differing['stated'])}" if pd.notna(differing["stated"]) else ""
    reason = f"<br>{safe(differing['reason'])}" if isinstance(differing["reason"], str) else ""
    sources = _source_links(evidence, differing["stated_by"])
    return f'<li><a href="#{safe(row)}">{safe(row)}</a>, {held}{stated} ({sources}){reason}</li>'


def _disputes(evidence: Evidence, found: pd.DataFrame) -> str:
    if found.empty:
        return '<h3 id="contradictions">Where sources disagree</h3><p>No source held contradicts a row used here.</p>'
    items = "".join(_dispute(evidence, differing) for _, differing in found.iterrows())
    return f'<h3 id="contradictions">Where sources disagree</h3><ul>{items}</ul>'


def _row_line(evidence: Evidence, row_id: str, sources: Iterable[str]) -> str:
    table, row = evidence.table_of(row_id), evidence.cells(row_id)
    day = next((written_date(row[c]) for c in DATE_COLUMNS if isinstance(row.get(c), str)), "")
    cites = ", ".join(f'<a href="#source-{safe(s)}">{safe(s)}</a>' for s in sources)
    return (
        f'<tr id="{safe(row_id)}"><th scope="row">{safe(row_id)}</th><td>{safe(table)}</td><td>{safe(day)}</td>'
        f"<td>{safe(evidence.label(row_id))}</td><td>{safe(row.get('verification', ''))}</td><td>{cites}</td></tr>"
    )


def _sources_by_row(evidence: Evidence, rows: list[str]) -> dict[str, list[str]]:
    """Ids of the sources that support or mention each row, in order of date; found in one pass over the citations."""
    cited = evidence.citations_of(rows)
    found: dict[str, set[str]] = {}
    for row_id, source_id, stance in cells(cited, "row_id", "source_id", "stance"):
        if stance != "contradicts":
            found.setdefault(row_id, set()).add(source_id)
    issued = {s: evidence.sources[s].issued or "9999" for ids in found.values() for s in ids}
    return {row_id: sorted(ids, key=lambda s: (issued[s], s)) for row_id, ids in found.items()}


def _folded_if_long(html: str, count: int, noun: str) -> str:
    return f"<details><summary>{counted(count, noun)}</summary>{html}</details>" if count > MOST_LINES else html


def _rows(evidence: Evidence, rows: list[str]) -> str:
    cited = _sources_by_row(evidence, rows)
    head = "".join(f'<th scope="col">{t}</th>' for t in ("Row", "Table", "Date", "What", "Verification", "Sources"))
    body = "".join(_row_line(evidence, r, cited.get(r, ())) for r in rows)
    table = (
        '<div class="box" tabindex="0" role="group" aria-label="Rows used">'
        f"<table class='rows'><caption>{counted(len(rows), 'row')} of the evidence base that the findings, "
        "figures and tables rest on</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    return f'<h3 id="rows">Rows used</h3>{_folded_if_long(table, len(rows), "row")}'


def _sources(evidence: Evidence, rows: list[str], extra: list[str]) -> str:
    cited = {str(s) for s in evidence.citations_of(rows)["source_id"]} | set(extra)
    found = [evidence.sources[i] for i in cited]
    listed = sorted(found, key=lambda s: ((s.author or s.container or s.title).casefold(), s.id))
    items = [
        f'<li id="source-{safe(s.id)}">{safe(s.reference())} {safe_link(s.url, s.url)} '
        f'<span class="kind">{safe(s.kind)} · {safe(s.id)}</span></li>'
        for s in listed
    ]
    entries = _folded_if_long(f'<ul class="sources">{"".join(items)}</ul>', len(items), "source")
    return f'<h3 id="sources">Sources</h3><p>{counted(len(items), "source")}.</p>{entries}'


def _run_record(evidence: Evidence, scope: Scope, rows: list[str]) -> tuple[str, dict[str, object]]:
    mix = evidence.verification_mix(rows)
    packages = {p: version(p) for p in ("pandas", "matplotlib")}
    record: dict[str, object] = {
        "scope": str(scope),
        "rows_used": len(rows),
        "verification": mix,
        "rows_state": evidence.state(rows),
        "python": platform.python_version(),
        "versions": packages,
    }
    words = ", ".join(f"{number} {mark}" for mark, number in mix.items())
    terms = {
        "Scope": safe(scope),
        "Rows used, by verification": safe(words),
        "State of the rows used": f"<code>{safe(str(record['rows_state'])[:16])}</code>",
        "Made with": ", ".join([f"Python {platform.python_version()}", *(f"{p} {v}" for p, v in packages.items())]),
    }
    listing = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in terms.items())
    html = f'<h3 id="run-record">Run record</h3><dl>{listing}</dl>'
    return html, record


def show_ledger(findings: Findings, scope: Scope) -> None:
    """Show what the report rests on: findings, contradictions, rows, sources and the run record.

    Parameters
    ----------
    findings
        The notebook's findings.
    scope
        The notebook's checked parameters.
    """
    evidence = findings.evidence
    rows = evidence.used
    differing = evidence.contradictions()
    differing = differing[differing["row_id"].isin(rows)]
    extra = [*(s for f in findings.items for s in f.sources), *differing["stated_by"].explode().dropna()]
    html, record = _run_record(evidence, scope, rows)
    parts = [
        _rests(findings),
        _disputes(evidence, differing),
        _rows(evidence, rows),
        _sources(evidence, rows, extra),
        html,
    ]
    record |= {"kind": "evidence", "rows": rows, "tables": _by_table(evidence, rows)}
    show_html("".join(parts), f"{len(findings.items)} findings, {len(rows)} rows", record)


def _by_table(evidence: Evidence, rows: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row_id in rows:
        found.setdefault(evidence.table_of(row_id), []).append(row_id)
    return {name: sorted(ids) for name, ids in sorted(found.items())}
