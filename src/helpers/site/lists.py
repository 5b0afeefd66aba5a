"""The lists of the site: a page for each kind of row, one of all sources, and one that leads to them all."""

from __future__ import annotations

from ..text import counted, safe
from .addresses import KINDS
from .frame import Line, Page, bullets, section, table
from .links import Linker
from .record import Record
from .wording import Cells, column_words, item_words, worded

HOME = ("index.html", "Home")


def _day(cells: Cells) -> str:
    """The first day that a row names; "" where it names none."""
    dates = ("date_start", "date", "date_announced", "date_published", "date_effective")
    return next((str(cells[column]) for column in dates if cells.get(column)), "")


def list_page(record: Record, name: str) -> Page:
    """All rows of a table of `KINDS`, each with a link: by date where they have one, else by name."""
    linker, kind = Linker(record, "../"), KINDS[name]
    held = sorted(record.tables[name].values(), key=lambda r: (_day(r), record.labels.of(name, r["id"]).casefold()))

    def line(row: Cells) -> Line:
        shown = [linker.cell(name, column, row) for column in kind.shown]
        return Line([linker.row(str(row["id"])), *shown, safe(row.get("verification"))])

    heads = [kind.one, *map(column_words, kind.shown), "Verification"]
    body = table(counted(len(held), kind.one.lower()), heads, map(line, held)) if held else "<p>None.</p>"
    gone = [row_id for table_name, row_id in record.removed if table_name == name]
    main = f"<h1>{kind.many}</h1>\n<p>{safe(record.resources[name].get('description'))}</p>\n{body}" + section(
        "Taken out", bullets(map(linker.row, gone))
    )
    return Page(f"{name}/index.html", kind.many, main, "record.html", (HOME, ("record.html", "Record")))


def sources_page(record: Record) -> Page:
    """All sources of the bibliography, by name of their publisher."""
    linker = Linker(record, "../")

    def line(source_id: str) -> Line:
        source = record.sources[source_id]
        day = item_words(source.issued, {"kind": "date"}) if source.issued else ""
        author = worded(source.author, source.language)
        return Line(
            [linker.source(source_id), author, day, safe(source.kind), str(len(record.cited.get(source_id, ())))]
        )

    held = sorted(record.sources, key=lambda i: (record.sources[i].container.casefold(), record.sources[i].issued, i))
    heads = ("Source", "Author", "Date", "Kind", "Cited")
    main = (
        "<h1>Sources</h1>\n<p>The whole bibliography, by publisher and date. Primary: an authority speaks for itself. "
        f"Cited: how many times.</p>\n{table(counted(len(held), 'source'), heads, map(line, held))}"
    )
    return Page("sources/index.html", "Sources", main, "", (HOME,))


def record_page(record: Record) -> Page:
    """What the record holds: a line for each kind of row, with its number."""
    linker = Linker(record, "")

    def line(address: str, name: str, number: int, told: object) -> Line:
        return Line([linker.way(address, safe(name)), f"{number:,}", safe(told)])

    lines = [
        line(f"{name}/index.html", kind.many, len(record.tables[name]), record.resources[name].get("description"))
        for name, kind in KINDS.items()
    ]
    searches = record.resources["searches"].get("description")
    lines += [
        line("sources/index.html", "Sources", len(record.sources), "What all of it rests on."),
        line("contradictions.html", "Contradictions", len(record.contradictions), "Where sources differ."),
        line("changes.html", "Corrections", len(record.tables["corrections"]), "Accepted values that were changed."),
        line("searches.html", "Searches", len(record.tables["searches"]), searches),
    ]
    main = (
        f"<h1>The record</h1>\n<p>{safe(record.schema.get('description'))} Each row has a page under an address that "
        "stays.</p>\n" + table("What the record holds", ("Kind", "Rows", "What it is"), lines)
    )
    return Page("record.html", "Record", main, "", (HOME,))
