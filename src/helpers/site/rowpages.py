"""The page of a row: everything that the record says of it, what it rests on, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..claims import VERDICTS
from ..text import counted, listed, safe
from . import parts
from .addresses import KINDS, PARTS, row_address
from .frame import Line, Page, bullets, section, table
from .links import Linker
from .published import Reports
from .record import Naming, Record
from .wording import Cells, column_words, currency_columns, day, worded

NAMED = {  # what rows of other tables are called on the page of a row that they name
    "actors": "Actors", "offices": "Offices", "mechanisms": "Mechanisms", "meetings": "Meetings", "events": "Events",
    "measures": "Measures", "measure_pairs": "Pairs of measures", "statements": "Statements",
    "investments": "Investments", "series": "Indicators", "observations": "Values", "claims": "Claims",
    "places": "Places", "tone_codes": "Codings of tone", "verdicts": "Verdicts",
}  # fmt: skip


def _facts(linker: Linker, name: str, row: Cells, known: Sequence[str] = ()) -> str:
    """The cells of a row, each under the name of its column, and which are empty; `known` columns are left out."""
    fields = linker.record.fields[name]
    told_apart = {*currency_columns(list(fields.values())), *known}
    lines, empty = [], []
    for column in list(fields)[1:]:
        if column in told_apart:
            continue
        label = linker.column(name, column, column_words(column))
        if words := linker.cell(name, column, row):
            lines.append(f"<dt>{label}</dt><dd>{words}</dd>")
        else:
            empty.append(label)
    silent = f'<p class="silent">Not stated: {listed(empty)}.</p>\n' if empty else ""
    return f'<dl class="facts">\n{chr(10).join(lines)}\n</dl>\n{silent}'


def _part(linker: Linker, name: str, rows: Sequence[Cells], above: str) -> str:
    """The rows of one table that belong to a row: the only one as it is, several as a table; each with its anchor."""
    fields = linker.record.fields[name]
    known = PARTS[name] if name != "measure_pairs" else ()
    if len(rows) == 1:
        row_id = safe(rows[0]["id"])
        facts = _facts(linker, name, rows[0], known)
        return f'<div id="{row_id}"><p class="what"><code>{row_id}</code></p>\n{facts}</div>\n'
    apart = {*currency_columns(list(fields.values())), *known}
    columns = [c for c in list(fields)[1:] if c not in apart]

    def line(row: Cells) -> Line:
        return Line([safe(row["id"]), *(linker.cell(name, c, row) for c in columns)], str(row["id"]))

    caption = f"{NAMED[name]} {'with' if name == 'measure_pairs' else 'of'} {above}"
    return table(caption, ["Id", *map(column_words, columns)], map(line, rows))


def _verdicts(linker: Linker, named: Sequence[Naming]) -> str:
    """The claims that a row helped to judge, each with its verdict."""
    verdicts = linker.record.tables["verdicts"]

    def item(verdict: Cells) -> str:
        claim = linker.record.tables["claims"].get(str(verdict["claim_id"]), {})
        by = f" ({linker.source(claim['source_id'])})" if claim else ""
        found = f"<br>{worded(verdict['finding'])}" if verdict["finding"] else ""
        word = VERDICTS.get(str(verdict["verdict"]), str(verdict["verdict"]))
        return f"{linker.row(str(verdict['claim_id']))}{by}: <strong>{safe(word)}</strong>.{found}"

    found = {n.row_id: verdicts[n.row_id] for n in named if n.table == "verdicts" and n.column == "row_ids"}
    return bullets(map(item, found.values()))


def _named_by(linker: Linker, name: str, named: Sequence[Naming]) -> Iterator[str]:
    """The rows that name a row, table by table; parts of it and verdicts on claims stand elsewhere."""
    groups: dict[str, dict[str, list[str]]] = {}
    for one in named:
        is_part = one.column in PARTS.get(one.table, ()) and linker.record.targets[one.table][one.column] == name
        if not is_part and (one.table, one.column) != ("verdicts", "row_ids"):
            groups.setdefault(one.table, {}).setdefault(one.row_id, []).append(column_words(one.column).lower())
    for table_name, rows in groups.items():
        items = (f"{linker.row(i)} ({safe(listed(dict.fromkeys(columns)))})" for i, columns in rows.items())
        yield f"<h3>{NAMED[table_name]}</h3>\n{bullets(items)}"


def _steps(linker: Linker, row: Cells) -> str:
    """The other steps of the project that an investment is a step of."""
    others = linker.record.projects.get(str(row.get("project_id")), []) if "project_id" in row else []
    return bullets(linker.row(str(o["id"])) for o in others if o["id"] != row["id"])


def _standing(kind: str, row: Cells) -> str:
    """What the row is, its id, and how sure the record is of it."""
    sure = f", {safe(row['verification'])}" if row.get("verification") else ""
    checked = f", last checked on {safe(day(row['checked']))}" if row.get("checked") else ""
    return f'<p class="what">{kind} <code>{safe(row["id"])}</code>{sure}{checked}</p>\n'


def _original(linker: Linker, name: str, row: Cells) -> str:
    words = worded(row.get("name_original"), linker.language(name, row)) if row.get("name_original") else ""
    return f'<p class="original">{words}</p>\n' if words else ""


def row_page(record: Record, reports: Reports, name: str, row_id: str) -> Page:
    """The page of one row of a table of `KINDS`."""
    linker, row = Linker(record, "../"), record.tables[name][row_id]
    belonging = record.parts(name, row_id)
    family = [row_id, *(str(p["id"]) for rows in belonging.values() for p in rows)]
    cited, named = [c for i in family for c in record.citations.get(i, ())], record.naming.get(row_id, [])
    label, kind = record.labels.of(name, row_id), KINDS[name]
    heading = worded(label, linker.language(name, row))
    body = [
        f"<h1>{heading}</h1>\n{_original(linker, name, row)}{_standing(kind.one, row)}",
        section("What the record holds", _facts(linker, name, row)),
        *(section(NAMED[t], _part(linker, t, rows, label)) for t, rows in belonging.items()),
        section("Other steps of the project", _steps(linker, row)),
        section("Sources", parts.citations(linker, cited, len(family) > 1), "sources"),
        section("Where sources differ", _of_all(linker, family)),
        section("Corrections", parts.corrections(linker, [c for i in family for c in record.corrections.get(i, ())])),
        section("Looked for", parts.searches(linker, [s for i in family for s in record.searches.get(i, ())])),
        parts.resting(linker, (u for i in family for u in reports.of_row.get(i, ())), f"this {kind.one.lower()}"),
        section("Claims that it helped to judge", _verdicts(linker, named)),
        section("Named by", "".join(_named_by(linker, name, named)), "named-by"),
    ]
    trail = (("index.html", "Home"), ("record.html", "Record"), (f"{name}/index.html", kind.many))
    return Page(row_address(name, row_id), label, "".join(body), "record.html", trail, here=row_id)


def _of_all(linker: Linker, family: Sequence[str]) -> str:
    return parts.disputes(linker, [d for i in family for d in linker.record.disputes.get(i, ())])


def removed_page(record: Record, name: str, row_id: str) -> Page:
    """The page that stays where a row was: when and why it was taken out."""
    linker, kind = Linker(record, "../"), KINDS[name]
    body = (
        f"<h1>{safe(row_id)}: taken out</h1>\n<p>The record held a {kind.one.lower()} under this id. "
        f"{counted(len(record.corrections[row_id]), 'correction')} of it:</p>\n"
        + parts.corrections(linker, record.corrections[row_id])
    )
    trail = (("index.html", "Home"), ("record.html", "Record"), (f"{name}/index.html", kind.many))
    return Page(row_address(name, row_id), f"{row_id}: taken out", body, "record.html", trail, here=row_id)
