"""The page of a source: the reference, and everything in the record and the reports that rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from ..disagreement import origins
from ..sources import Source
from ..text import counted, safe
from . import parts
from .addresses import source_address
from .frame import Line, Page, bullets, section, table
from .links import Linker
from .published import Reports
from .record import Naming, Record
from .wording import Cells, column_words, item_words, worded

KIND = {"primary": "primary: an authority speaks for itself", "secondary": "secondary: it reports on others"}


def _language(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_")).get_language_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def _facts(linker: Linker, source: Source) -> str:
    record = linker.record
    custom = record.items.get(source.id, {}).get("custom", {})
    goes_back = sorted(origins(source.id, record.sources) - {source.id})
    told = {
        "Id": f"<code>{safe(source.id)}</code>",
        "Date": item_words(source.issued, {"kind": "date"}) if source.issued else "",
        "Language": safe(_language(source.language)) if source.language else "",
        "Kind": safe(KIND.get(source.kind, source.kind)),
        "Form": worded(source.form),
        "Part": "one of the founding articles, which set the questions of the workbook" if source.founding else "",
        "Repeats": bullets(linker.source(i) for i in source.derives_from),
        "Goes back to": bullets(map(linker.source, goes_back)) if source.derives_from else "",
        "Repeated by": bullets(map(linker.source, record.repeated.get(source.id, ()))),
        "Read at": worded(custom.get("read_at")) if custom.get("read_at") else "",
        "Remarks": worded(custom.get("note")) if custom.get("note") else "",
    }
    lines = "\n".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in told.items() if words)
    return f'<dl class="facts">\n{lines}\n</dl>\n'


def _cited(linker: Linker, source_id: str) -> str:
    """What the source is cited for."""
    cited = linker.record.cited.get(source_id, [])
    heads = ("Row", "Stance", "On", "Where in it", "What it states", "Why the row differs", "Remarks")

    def line(one: Cells) -> Line:
        name, row_id, column = str(one["table"]), str(one["row_id"]), one["field"]
        on = linker.column(name, str(column), column_words(str(column))) if column else "the row as a whole"
        stated = linker.stated(name, column, one["stated"], row_id)
        words = [worded(one[c]) for c in ("reason", "notes")]
        return Line([linker.about(name, row_id), safe(one["stance"]), on, worded(one["locator"]), stated, *words])

    return table(counted(len(cited), "citation"), heads, map(line, cited)) if cited else ""


def _naming(linker: Linker, named: Sequence[Naming], tables: tuple[str, ...]) -> str:
    found = dict.fromkeys(n.row_id for n in named if n.table in tables)
    return bullets(map(linker.row, found))


def source_page(record: Record, reports: Reports, source_id: str) -> Page:
    """The page of one source of the bibliography."""
    linker, source = Linker(record, "../"), record.sources[source_id]
    named = record.naming_source.get(source_id, [])
    reference = f'<p class="reference">{record.bibliography(source_id)}</p>\n'
    body = [
        f"<h1>{worded(source.title, source.language)}</h1>\n{reference}",
        section("What the bibliography holds", _facts(linker, source)),
        section("What it is cited for", _cited(linker, source_id), "citations"),
        section("Where it differs from what is held", parts.disputes(linker, record.differing.get(source_id, []))),
        parts.resting(linker, reports.of_source.get(source_id, ()), "this source"),
        section("What it claims", _naming(linker, named, ("claims",))),
        section("Claims that it helped to judge", _naming(linker, named, ("verdicts",))),
        section("Pairs of measures that it asserts", _naming(linker, named, ("measure_pairs",))),
        section("Corrections that it decided", parts.corrections(linker, record.decided.get(source_id, []))),
        section("Read for what it does not say", parts.searches(linker, record.read_whole.get(source_id, []))),
    ]
    trail = (("index.html", "Home"), ("sources/index.html", "Sources"))
    return Page(source_address(source_id), source.title, "".join(body), "sources/index.html", trail, here=source_id)
