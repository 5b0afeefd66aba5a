"""The end of a report: what every finding rests on, where sources disagree, all rows and sources, the run record."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

import pandas as pd

from .display import show_html
from .evidence import Evidence
from .findings import FAILS, Findings
from .grounds import row_anchor, row_day, row_link
from .parameters import Scope
from .plain import cells
from .text import counted, safe

MOST_LINES = 500  # a report on whole tables would else end in hundreds of screens
STATED = {"contradicted": "stated there", "revised": "before"}


def _every(findings: Findings) -> str:
    """Every finding in order, each leading to where it stands and opens to what it rests on."""
    items = [
        f'<li value="{f.number}"><a href="#finding-{f.number}">{safe(f.text)}</a>'
        f"{' (otherwise in this selection)' if f.status == FAILS else ''}</li>"
        for f in findings.items
    ]
    told = "Each opens, where it stands, to its definition, its rows, their sources and its value under other choices."
    return f'<h3 id="every-finding">Every finding</h3><p>{told}</p><ol class="rests">{"".join(items)}</ol>'


def _source_links(evidence: Evidence, ids: Iterable[str]) -> str:
    return "; ".join(f'<a href="#source-{safe(i)}">{safe(evidence.sources[i].title)}</a>' for i in ids)


def _dispute(evidence: Evidence, differing: pd.Series) -> str:
    row, field = differing["row_id"], differing["field"]
    held = f"{safe(field)}: held {safe(differing['held'])}" if isinstance(field, str) else "the row"
    stated = f"; {STATED[differing['kind']]}: {safe(differing['stated'])}" if pd.notna(differing["stated"]) else ""
    reason = f"<br>{safe(differing['reason'])}" if isinstance(differing["reason"], str) else ""
    sources = _source_links(evidence, differing["stated_by"])
    return f"<li>{row_link(evidence, row)}, {held}{stated} ({sources}){reason}</li>"


def _disputes(evidence: Evidence, found: pd.DataFrame) -> str:
    if found.empty:
        return '<h3 id="contradictions">Where sources disagree</h3><p>No source held contradicts a row used here.</p>'
    items = "".join(_dispute(evidence, differing) for _, differing in found.iterrows())
    return f'<h3 id="contradictions">Where sources disagree</h3><ul>{items}</ul>'


def _row_line(evidence: Evidence, row_id: str, sources: Iterable[str]) -> str:
    table, row, day = evidence.table_of(row_id), evidence.cells(row_id), row_day(evidence, row_id)
    cites = ", ".join(f'<a href="#source-{safe(s)}">{safe(s)}</a>' for s in sources)
    return (
        f'<tr id="{row_anchor(evidence, row_id)}"><th scope="row">{safe(row_id)}</th>'
        f"<td>{safe(table)}</td><td>{safe(day)}</td>"
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
        '<div class="table"><div class="box" tabindex="0" role="group" aria-label="Rows used">'
        f"<table class='rows'><caption>{counted(len(rows), 'row')} of the evidence base that the findings, "
        "figures and tables rest on</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></div>"
    )
    return f'<h3 id="rows">Rows used</h3>{_folded_if_long(table, len(rows), "row")}'


def _resting(findings: Findings) -> dict[str, list[int]]:
    """By source, the numbers of the findings that rest on it."""
    found: dict[str, list[int]] = {}
    for finding in findings.items:
        for source in finding.sources:
            found.setdefault(source, []).append(finding.number)
    return found


def _borne(numbers: Sequence[int]) -> str:
    links = ", ".join(f'<a href="#finding-{n}">{n}</a>' for n in numbers)
    return f"<br>Under {'finding' if len(numbers) == 1 else 'findings'} {links}." if numbers else ""


def _sources(evidence: Evidence, rows: list[str], extra: list[str], resting: Mapping[str, Sequence[int]]) -> str:
    cited = {str(s) for s in evidence.citations_of(rows)["source_id"]} | set(extra)
    references = evidence.sources.references(cited)
    listed = sorted((evidence.sources[i] for i in cited), key=lambda s: (references[s.id].order, s.id))
    items = [
        f'<li id="source-{safe(s.id)}">{evidence.sources.bibliography(s.id)} '
        f'<span class="kind">{safe(s.kind)} · {safe(s.id)}</span>{_borne(resting.get(s.id, ()))}</li>'
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
        _every(findings),
        _disputes(evidence, differing),
        _rows(evidence, rows),
        _sources(evidence, rows, extra, _resting(findings)),
        html,
    ]
    record |= {"kind": "evidence", "rows": rows, "tables": _by_table(evidence, rows)}
    show_html("".join(parts), f"{len(findings.items)} findings, {len(rows)} rows", record)


def _by_table(evidence: Evidence, rows: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row_id in rows:
        found.setdefault(evidence.table_of(row_id), []).append(row_id)
    return {name: sorted(ids) for name, ids in sorted(found.items())}
