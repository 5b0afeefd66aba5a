"""The search: an index that a page loads as a script, so that it works from a folder, and the list in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from ..sources import Source
from ..text import counted, safe, shown
from .addresses import KINDS, file_name, link_path
from .frame import MENU, Page, bullets, section
from .lists import HOME
from .published import Reports
from .record import Record
from .wording import Cells, worded

EXTRA = {  # columns that a row is found by, beside its label and id
    "measures": ("official_citation", "issuing_body"),
    "meetings": ("date_start", "place"),
    "mechanisms": ("acronym",),
    "actors": ("name_original", "aliases"),
    "investments": ("site", "programme"),
    "events": ("date_start",),
    "statements": ("date", "office"),
    "claims": ("actor_names",),
    "series": ("entity",),
    "places": ("name_original",),
}


class Entry(NamedTuple):
    """One page that can be found: what names it in its address, its label, and further words that find it."""

    name: str
    label: str
    words: str
    path: str


class Group(NamedTuple):
    """The pages of one kind, in a folder of the site."""

    kind: str
    folder: str
    entries: list[Entry]


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def _row(name: str, row: Cells, label: str) -> Entry:
    words = "; ".join(filter(None, (_text(row.get(column)) for column in EXTRA[name])))
    return Entry(str(row["id"]), label, shown(words), f"{name}/{file_name(str(row['id']))}")


def _by(source: Source) -> str:
    """Who wrote and who published a source, each once."""
    return shown("; ".join(dict.fromkeys(filter(None, (source.author, source.container)))))


def groups(record: Record, reports: Reports) -> Iterator[Group]:
    """Every page that can be found, kind by kind; rows first, then reports, sources and the pages on the whole."""
    for name, kind in KINDS.items():
        labels = record.labels
        entries = [_row(name, row, labels.of(name, row_id)) for row_id, row in record.tables[name].items()]
        yield Group(kind.one, f"{name}/", entries)
    yield Group("Report", "reports/", [
        Entry(f"{r.folder}/index", shown(f"{r.title} {r.period}"), shown(f"{r.theme} {r.edition}"), r.address)
        for r in reports.good
    ])  # fmt: skip
    yield Group("Source", "sources/", [
        Entry(i, shown(s.title), _by(s), f"sources/{file_name(i)}")
        for i, s in record.sources.items()
    ])  # fmt: skip
    lists = [Entry(f"{n}/index", f"All {k.many.lower()}", "", f"{n}/index.html") for n, k in KINDS.items()]
    yield Group("Page", "", [*lists, *(Entry(p.removesuffix(".html"), n, "", p) for p, n in MENU)])


def index_script(found: list[Group]) -> str:
    """The index as a script that sets `SEARCH_INDEX`: by kind its folder and entries [name, label, words, file].

    The file is left out where it is the name with .html, the words where there are none.
    """
    kinds = [[g.kind, g.folder, [_entry(g.folder, e) for e in g.entries]] for g in found]
    text = json.dumps(kinds, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f"window.SEARCH_INDEX={text};\n"


def _entry(folder: str, entry: Entry) -> list[str]:
    name, file = shown(entry.name), link_path(entry.path.removeprefix(folder))
    found = [name, entry.label, entry.words, "" if file == f"{name}.html" else file]
    while not found[-1]:
        found.pop()
    return found


def search_page(found: list[Group]) -> Page:
    """The page of search; without script a list of all pages stands in its place."""
    every = "".join(
        section(f"{g.kind}: {counted(len(g.entries), 'page')}", bullets(
            f'<a href="{safe(link_path(e.path))}">{worded(e.label)}</a>' for e in g.entries
        ))
        for g in found
    )  # fmt: skip
    main = (
        "<h1>Search</h1>\n"
        '<form class="ask" role="search" action="search.html"><label for="q">Part of a name, in English or Japanese, '
        'or an id</label><input id="q" name="q" type="search" autocomplete="off" aria-describedby="how">'
        '<button>Find</button></form>\n<p id="how" class="what">Several words narrow the search. '
        "Down and up arrows go through what is found.</p>\n"
        '<p id="told" role="status"></p>\n<ol id="found" class="found"></ol>\n'
        f"<noscript><p>Searching needs a script, which is off. These are all pages.</p>\n{every}</noscript>"
    )
    return Page("search.html", "Search", main, "", (HOME,), asks=True)
