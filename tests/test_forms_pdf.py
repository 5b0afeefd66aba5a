"""Reports as PDF: what a reader, a screen reader and a second run find in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from helpers.forms.pdf import for_paper, pdf
from helpers.pages.document import document

from .formed import PAGE
from .test_browser import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system; install it to test PDF"),
]


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf(PAGE)


@pytest.fixture(scope="module")
def printed(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


@pytest.fixture(scope="module")
def text(printed: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in printed.pages).split())


def test_the_same_page_gives_the_same_bytes_without_the_day_or_the_machine(content: bytes) -> None:
    assert pdf(PAGE) == content
    for word in (b"CreationDate", b"ModDate", b"file:", b"Linux", b"Mozilla", b"workbook-print"):
        assert word not in content


def test_title_language_and_outline(printed: PdfReader) -> None:
    assert printed.metadata is not None
    assert printed.metadata.title == "Who was invented first? — 2001-Q1"
    assert printed.metadata.creator == "US–Japan technology policy workbook"
    assert printed.root_object["/Lang"] == "en"
    assert printed.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    titles = [entry["/Title"] for entry in _outline(printed.outline)]
    assert titles[0] == "Who was invented first?"
    assert any(t.endswith("has to go on in a second line of the page") for t in titles), titles
    assert "Sources" in titles


def _outline(entries: list[Any]) -> Iterator[Any]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry)
        else:
            yield entry


def _tags(node: Any, found: list[DictionaryObject]) -> list[DictionaryObject]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append(node)
        below = node.get("/K")
        for child in below if isinstance(below, list) else [below]:
            _tags(child, found)
    return found


def test_it_is_tagged_so_that_it_reads_aloud(printed: PdfReader) -> None:
    assert printed.root_object["/MarkInfo"]["/Marked"]
    tags = _tags(printed.root_object["/StructTreeRoot"], [])
    kinds = {str(tag["/S"]) for tag in tags}
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Link", "/Figure", "/L", "/LI"} <= kinds
    spoken = {str(tag["/Alt"]) for tag in tags if "/Alt" in tag}
    assert {"One blue field, twice as wide as high.", "Two invented bars."} <= spoken


def test_pages_are_numbered_and_titled_and_of_size_a4(printed: PdfReader) -> None:
    pages = [" ".join(page.extract_text().split()) for page in printed.pages]
    assert len(pages) >= 4
    for number, words in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in words
        assert words.startswith("Who was invented first? — 2001-Q1") == (number > 1)
    box = printed.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_contents_stand_behind_the_title(text: str) -> None:
    assert text.index("made up") < text.index("Contents") < text.index("Before all else")


def test_what_is_folded_on_screen_is_open_and_controls_are_gone(text: str) -> None:
    assert "It counts days." in text
    assert "Then 180." in text
    assert "R-160" in text
    for words in ("Copy the finding", "hidden =", "folded data", "Show code", "Skip to", "¶"):
        assert words not in text


def test_a_long_list_of_links_stays_folded(text: str) -> None:
    assert "60 rows" in text
    assert "R-57, R-58" not in text


def test_headings_of_a_table_are_repeated_and_nothing_is_cut(printed: PdfReader, text: str) -> None:
    pages = [" ".join(page.extract_text().split()) for page in printed.pages]
    holding = [words for words in pages if len(re.findall(r"R-\d+ 2001", words)) > 5]
    assert len(holding) >= 3
    assert all("Lag (days)" in words for words in holding)
    assert text.count("which goes on") == 30
    assert "to its end" in text


def test_links_lead_to_places_in_it_to_the_web_and_to_reports_beside_it(printed: PdfReader, content: bytes) -> None:
    actions = [
        annotation.get_object()
        for page in printed.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    addresses = {str(a["/A"]["/URI"]) for a in actions if "/A" in a}
    assert addresses == {"", "https://example.org/a?b=1&c=2", "../../other/default/index.html"}
    named = {str(a["/Dest"]) for a in actions if "/Dest" in a}
    held = set(printed.named_destinations)
    assert {"/finding-1", "/source-x", "/Lags", "/rests-1"} & named
    assert {name for name in named if name.lstrip("/") not in held and name not in held} == set()
    assert b"javascript:" not in content


def test_a_hostile_title_is_text_on_every_page() -> None:
    title = 'A</style><script>"}} @page{size:1mm} \\ 日本'
    printed = PdfReader(BytesIO(pdf(document(title, f"<h1>x</h1>{'<p>line</p>' * 120}"))))
    assert printed.metadata is not None
    assert printed.metadata.title == title
    assert len(printed.pages) > 1
    assert '"}} @page{size:1mm}' in printed.pages[1].extract_text()


def test_a_page_for_paper_has_no_script() -> None:
    assert "<script" in PAGE
    assert "<script" not in for_paper(PAGE)
