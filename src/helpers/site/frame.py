"""The frame of every page of the site: head, way through the site, search, and its parts: tables, lists, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..pages.document import style as page_style
from ..text import safe
from .addresses import link_path, upward

ASSETS = Path(__file__).parent / "assets"
STYLE, SCRIPT, INDEX = "site.css", "search.js", "search-index.js"
NAME = "US–Japan technology policy"
MENU = (
    ("reports/index.html", "Reports"),
    ("record.html", "Record"),
    ("sources/index.html", "Sources"),
    ("contradictions.html", "Contradictions"),
    ("changes.html", "Changes"),
    ("dictionary.html", "Dictionary"),
    ("about.html", "Licence and citing"),
)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
)
Trail = Sequence[tuple[str, str]]  # the pages above one, from the root down: address and name


@lru_cache(maxsize=1)
def style() -> str:
    """The style of the site: that of the reports, and what lists and menus need beside it."""
    return page_style() + (ASSETS / STYLE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def script() -> str:
    """The script of the page of search, the only one that has any."""
    return (ASSETS / SCRIPT).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """One page of the site.

    `path` is its address from the root, `section` the address of the entry of the menu that it belongs to, `main` its
    markup, safe as it stands and beginning with its only h1. `here` is what the page is called at the end of its
    trail, where not by its title; `asks` puts the script of search on it.
    """

    path: str
    title: str
    main: str
    section: str = ""
    trail: Trail = ()
    here: str = ""
    asks: bool = False

    def html(self, base: str = "") -> str:
        """The whole page; `base` is the address that the site will stand at, where that is known."""
        up = upward(self.path)
        parts = [
            '<a class="skip" href="#main">Skip to the content</a>',
            _header(self.path, self.section or self.path, up),
            _breadcrumb(self.trail, self.here or self.title, up),
            f'<main id="main">\n{self.main}\n</main>',
            _footer(up),
        ]
        body = "\n".join(p for p in parts if p)
        head = self._head(up, base)
        return f'<!doctype html>\n<html lang="en">\n{head}\n<body class="site">\n{body}\n</body>\n</html>\n'

    def _head(self, up: str, base: str) -> str:
        title = NAME if self.path == "index.html" else f"{self.title} — {NAME}"
        scripts = (
            "".join(f'<script src="{up}{name}" defer></script>\n' for name in (INDEX, SCRIPT)) if self.asks else ""
        )
        own = f'<link rel="canonical" href="{safe(base + link_path(self.path))}">\n' if base else ""
        return (
            '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<title>{safe(title)}</title>\n'
            f'<link rel="stylesheet" href="{up}{STYLE}">\n{own}'
            f'<link rel="alternate" type="application/atom+xml" title="Reports and corrections" href="{up}feed.xml">\n'
            f"{scripts}</head>"
        )


def _header(path: str, section: str, up: str) -> str:
    def entry(address: str, name: str) -> str:
        here = "page" if address == path else "true" if address == section else ""
        current = f' aria-current="{here}"' if here else ""
        return f'<li><a href="{up}{address}"{current}>{name}</a></li>'

    entries = "".join(entry(address, name) for address, name in MENU)
    home = ' aria-current="page"' if path == "index.html" else ""
    return (
        f'<header class="top"><a class="name" href="{up}index.html"{home}>{NAME}</a>'
        f'<nav aria-label="Site"><ul>{entries}</ul></nav>{search_form(up) if path != "search.html" else ""}</header>'
    )


def search_form(up: str) -> str:
    """The field that leads to the page of search."""
    return (
        f'<form class="ask" role="search" action="{up}search.html"><label for="q">Search</label>'
        '<input id="q" name="q" type="search" autocomplete="off"><button>Find</button></form>'
    )


def _breadcrumb(trail: Trail, title: str, up: str) -> str:
    if not trail:
        return ""
    above = "".join(f'<li><a href="{up}{safe(link_path(a))}">{safe(n)}</a></li>' for a, n in trail)
    here = f'<li aria-current="page">{safe(title)}</li>'
    return f'<nav class="trail" aria-label="You are here"><ol>{above}{here}</ol></nav>'


def _footer(up: str) -> str:
    return (
        f'<footer><p>Text and data: CC BY 4.0; see <a href="{up}about.html">licence and citing</a>. '
        f'<a href="{up}feed.xml">Feed of reports and corrections (Atom)</a>. '
        f'<a href="{up}search.html">Search and all pages</a>.</p></footer>'
    )


def section(heading: str, body: str, anchor: str = "") -> str:
    """A part of a page under a heading of second rank; nothing where it has no body."""
    name = f' id="{safe(anchor)}"' if anchor else ""
    return f"<section{name}><h2>{safe(heading)}</h2>\n{body}</section>\n" if body else ""


def bullets(items: Iterable[str], kind: str = "") -> str:
    """A list of markup; nothing where it is empty."""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{lines}</ul>\n" if lines else ""


@dataclass(frozen=True)
class Line:
    """One row of a table: its cells as markup, the first of them its header, and the anchor it can be met under."""

    cells: Sequence[str]
    anchor: str = ""


def table(caption: str, heads: Sequence[str], lines: Iterable[Line]) -> str:
    """A table in a box of its own, which scrolls where the window is narrow; columns that are empty throughout go."""
    held = list(lines)
    kept = [n for n, _ in enumerate(heads) if n == 0 or any(line.cells[n] for line in held)]
    head = "".join(f'<th scope="col">{safe(heads[n])}</th>' for n in kept)
    body = "\n".join(_line(line, kept) for line in held)
    return (
        f'<div class="box" tabindex="0" role="group" aria-label="{safe(caption)}">'
        f"<table><caption><span>{safe(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>\n"
    )


def _line(line: Line, kept: Sequence[int]) -> str:
    anchor = f' id="{safe(line.anchor)}"' if line.anchor else ""
    cells = "".join(f"<td>{line.cells[n]}</td>" for n in kept[1:])
    return f'<tr{anchor}><th scope="row">{line.cells[0]}</th>{cells}</tr>'
