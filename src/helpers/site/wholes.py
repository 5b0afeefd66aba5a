"""Pages on the whole record: contradictions, changes, searches, the data dictionary, licence and how to cite."""

from __future__ import annotations

from itertools import groupby

from ..coverage import OUTCOMES
from ..dictionary import Column, dictionary
from ..exports.about import QUOTATIONS
from ..text import counted, safe, safe_link
from . import parts
from .addresses import link_path
from .frame import NAME, Line, Page, bullets, section, style, table
from .links import Linker
from .lists import HOME
from .record import Record
from .wording import Cells, day, item_words, worded

WAYS = ("index.html", "record.html", "search.html")


def contradictions_page(record: Record) -> Page:
    """Every value on which sources differ, table by table."""
    linker = Linker(record, "")
    groups = groupby(record.contradictions, key=lambda c: str(c["table"]))
    told = "".join(
        section(str(record.resources[name].get("title", name)), parts.disputes(linker, list(found)), name)
        for name, found in groups
    )
    number = counted(len(record.contradictions), "contradiction")
    main = (
        "<h1>Contradictions</h1>\n<p>Where two sources disagree both are kept: the accepted value in the row, the "
        f"other beside it with the reason. The record holds {number}.</p>\n{told}"
    )
    return Page("contradictions.html", "Contradictions", main, "", (HOME,))


def changes_page(record: Record) -> Page:
    """Every correction of an accepted value, newest first."""
    held = record.tables["corrections"].values()
    found = parts.corrections(Linker(record, ""), held, counted(len(held), "correction"), with_anchor=True)
    main = (
        "<h1>Changes</h1>\n<p>A row is corrected in place and the correction is recorded, so that what was published "
        f'before can be put right. They come as a <a href="feed.xml">feed</a> too.</p>\n{found or "<p>None yet.</p>"}'
    )
    return Page("changes.html", "Changes", main, "", (HOME,))


def searches_page(record: Record) -> Page:
    """What was looked for and not found, newest first."""
    linker, held = Linker(record, ""), list(record.tables["searches"].values())

    def line(one: Cells) -> Line:
        about = " ".join([linker.row(str(one["row_id"])) if one["row_id"] else "",
                          linker.source(one["source_id"]) if one["source_id"] else ""]).strip()  # fmt: skip
        words = [worded(one[c]) for c in ("sought", "place", "query")]
        when = item_words(one["date"], {"kind": "date"})
        return Line(
            [words[0], when, *words[1:], OUTCOMES.get(str(one["outcome"]), ""), about, worded(one["notes"])], one["id"]
        )

    heads = ("Sought", "Day", "Where", "Words", "Outcome", "For", "Remarks")
    rows = table(
        counted(len(held), "search", "searches"), heads, map(line, sorted(held, key=lambda s: s["date"], reverse=True))
    )
    main = (
        "<h1>Searches</h1>\n<p>That something was looked for and not found is a fact, and has a row of its own.</p>\n"
        + (rows if held else "<p>None.</p>")
    )
    return Page("searches.html", "Searches", main, "record.html", (HOME, ("record.html", "Record")))


def dictionary_page(record: Record) -> Page:
    """What every column of every table means."""
    linker = Linker(record, "")
    columns: dict[str, list[Column]] = {}
    for column in dictionary(record.schema):
        columns.setdefault(column.table, []).append(column)

    def line(one: Column) -> Line:
        target = record.targets[one.table].get(one.name, "")
        allowed = one.allowed or (f"ids of {target}" if target else "")
        cells = [f"<code>{safe(one.name)}</code>", one.meaning, one.type, one.unit, one.required, allowed]
        return Line([cells[0], *map(safe, cells[1:])], f"{one.table}.{one.name}")

    heads = ("Column", "Meaning", "Type", "Unit", "Must be filled", "Allowed")
    told = "".join(
        section(
            str(record.resources[name].get("title", name)),
            f"<p>{safe(record.resources[name].get('description'))}</p>\n"
            + table(f"Columns of the table {name}", heads, map(line, held)),
            name,
        )
        for name, held in columns.items()
    )
    contents = bullets(linker.way(f"dictionary.html#{n}", safe(record.resources[n].get("title", n))) for n in columns)
    main = (
        "<h1>Data dictionary</h1>\n<p>What each column of each table means. An empty cell means “not stated”, never "
        f'none.</p>\n<nav aria-label="Tables">{contents}</nav>\n{told}'
    )
    return Page("dictionary.html", "Dictionary", main, "", (HOME,))


def _newest_check(record: Record) -> str:
    held = (row for rows in record.tables.values() for row in rows.values())
    return max((str(row["checked"]) for row in held if row.get("checked")), default="")


def about_page(record: Record, base: str) -> Page:
    """Licence, and how to cite the site, a page of it, and what it rests on."""
    about, checked = record.schema, _newest_check(record)
    licences = "; ".join(
        safe_link(one.get("path"), f"{one.get('title', '')} ({one.get('name', '')})")
        for one in about.get("licenses", [])
    )
    where = f", {safe(base)}" if base else ""
    state = f", rows checked up to {safe(day(checked))}" if checked else ""
    cite = f"{safe(about.get('title'))} ({safe(checked[:4])}), version {safe(about.get('version'))}{state}{where}."
    example = f"{base or '…/'}measures/{next(iter(record.tables['measures']), 'ID')}.html"
    main = (
        "<h1>Licence and how to cite</h1>\n"
        + section("Licence", f"<p>Text and data: {licences}. Code: MIT.</p>\n<p>{safe(QUOTATIONS)}</p>\n")
        + section(
            "How to cite",
            f"<p>The whole: {cite}</p>\n<p>One row: its label and id, then the same; its page has an address that "
            f"stays, of the form <code>{safe(example)}</code>. Cite beside it the sources that its page names.</p>\n"
            "<p>A report: as the report itself says. Its folder holds the rows, findings and hashes it rests on.</p>\n",
        )
        + section(
            "What stays",
            "<p>The address of a row is made of its id alone. A row that is taken out keeps its page, which then says "
            'when and why. What changed is in <a href="changes.html">changes</a> and in the '
            '<a href="feed.xml">feed</a>. Nothing on these pages asks any other place for anything: the folder can be '
            "copied and read without a network.</p>\n",
        )
    )  # fmt: skip
    return Page("about.html", "Licence and citing", main, "", (HOME,))


def missing_page(base: str) -> str:
    """The page for an address where nothing is: whole in itself, for a server shows it at any depth."""
    ways = zip(WAYS, ("Front page", "The record", "Search and all pages"), strict=True)
    links = bullets(f'<a href="{safe(base)}{link_path(path)}">{words}</a>' for path, words in ways)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>Nothing is at this address — {NAME}</title>\n<style>{style()}</style>\n</head>\n"
        '<body class="site">\n<main id="main">\n<h1>Nothing is at this address</h1>\n'
        "<p>Pages of rows keep their addresses, so it was most likely mistyped.</p>\n"
        f"{links}</main>\n</body>\n</html>\n"
    )
