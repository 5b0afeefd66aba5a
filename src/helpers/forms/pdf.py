"""A page as PDF: made ready for paper, printed, and rid of what differs from one print to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .chromium import printed
from .rewriting import rewritten, text_read, text_written

MAKER = "US–Japan technology policy workbook"
PLACE = "edition/notebook/parameters/report.html"  # as far below the folder of all reports as a page lies
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_ANCHOR = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
_CONTENTS = re.compile(r'<nav class="contents".*?</nav>\n?', re.DOTALL)
_MASTHEAD = re.compile(r'<div class="masthead">.*?</dl></div>', re.DOTALL)
_FACTS = re.compile(rb"/Creator (?P<creator>\((?:\\.|[^\\()])*\))|/(?:CreationDate|ModDate) \([^)]*\)\n?")
_LINK = re.compile(rb"/URI (\((?:\\.|[^\\()])*\))")
_ENTRY = re.compile(rb"<</Title (\((?:\\.|[^\\()])*\)|<[0-9A-F]*>)(?=\n/Dest )")


def pdf(html: str) -> bytes:
    """A page as a tagged PDF with contents, outline, running title and numbered pages; the same page, the same bytes.

    Links to pages beside it stay relative, so that they hold wherever the folder of the reports is.

    Raises
    ------
    FormError
        If there is no Chromium, or it fails.
    """
    content, base = printed(for_paper(html), PLACE)
    return rewritten(content, [*_facts(content), *_links(content, base), *_outline(content, html)])


def for_paper(html: str) -> str:
    """A page with its contents behind the masthead, a running title, and no script."""
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    running = f"<style>{_running(unescape(title[1]))}</style>" if title else ""
    plain = _SCRIPT.sub("", html)
    contents = _CONTENTS.search(plain)
    if contents and (masthead := _MASTHEAD.search(plain, contents.end())):
        moved = plain[contents.end() : masthead.end()] + contents[0] + plain[masthead.end() :]
        plain = plain[: contents.start()] + moved
    return plain.replace("</head>", f"{running}</head>", 1)


def _running(title: str) -> str:
    r"""The rule that puts a title at the head of every page but the first.

    >>> _running('A "<b>" \\')
    '@page{@top-left{content:"A \\22 \\3c b\\3e \\22  \\5c "}}@page :first{@top-left{content:none}}'
    """
    words = "".join(c if c.isalnum() or c in " ,.;:!?-–—/()" else f"\\{ord(c):x} " for c in title if c.isprintable())
    return f'@page{{@top-left{{content:"{words}"}}}}@page :first{{@top-left{{content:none}}}}'


Edit = tuple[int, int, bytes]


def _facts(content: bytes) -> Iterator[Edit]:
    """The days of the print taken out, and the workbook named in place of the system's browser."""
    head = content[: content.index(b"endobj")]
    for found in _FACTS.finditer(head):
        if found["creator"] is None:
            yield found.start(), found.end(), b""
        else:
            yield *found.span("creator"), text_written(MAKER)


def _links(content: bytes, base: str) -> Iterator[Edit]:
    """Links to files told from where the report lies; those that lead neither there nor into the web lead nowhere."""
    steps = base.split("/")
    for found in _LINK.finditer(content):
        address = text_read(found[1])
        if not address.startswith(("file:", "http:", "https:", "mailto:")):
            yield *found.span(1), b"()"
        elif address.startswith("file:"):
            path, mark, rest = address.partition("#")
            there = path.split("/")
            same = next((n for n, (a, b) in enumerate(zip(steps, there, strict=False)) if a != b), len(steps))
            relative = "/".join([".."] * (len(steps) - same) + there[same:])
            yield *found.span(1), text_written(relative + mark + rest)


def _outline(content: bytes, html: str) -> Iterator[Edit]:
    """Entries of the outline as their headings read: Chromium loses the space where a heading breaks over lines."""
    headings = (unescape(_TAG.sub("", _ANCHOR.sub("", found[2]))) for found in _HEADING.finditer(html))
    known = {"".join(words): " ".join(words) for words in map(str.split, headings)}
    for found in _ENTRY.finditer(content):
        told = "".join(text_read(found[1]).split())
        if told in known:
            yield *found.span(1), text_written(known[told])
