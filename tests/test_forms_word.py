"""Reports for Word: real headings, tables, notes and pictures, and nothing of the machine."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from helpers.forms.cleaning import document
from helpers.forms.word import word

from .formed import PAGE


@pytest.fixture(scope="module")
def content() -> bytes:
    return word(document(PAGE), "Period 2001-Q1")


@pytest.fixture(scope="module")
def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


@pytest.fixture(scope="module")
def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        return {name: archive.read(name).decode() for name in names}


def _styled(opened: Document, style: str) -> list[str]:
    return [p.text.strip() for p in opened.paragraphs if p.style is not None and p.style.name == style]


def test_title_headings_and_contents(opened: Document) -> None:
    assert _styled(opened, "Title") == ["Who was invented first?"]
    assert [h.split(",")[0] for h in _styled(opened, "Heading 1")] == ["The short answer", "Lags", "What this rests on"]
    assert _styled(opened, "Heading 2") == ["Sources"]
    assert [c.split(",")[0] for c in _styled(opened, "Contents")] == ["The short answer", "Lags", "What this rests on"]
    assert _styled(opened, "Facts") == ["period: 2001-Q1", "edition: made up"]


def test_properties_say_what_it_is_and_nobody_who_made_it(opened: Document, parts: dict[str, str]) -> None:
    told = opened.core_properties
    assert (told.title, told.subject, told.author, told.last_modified_by) == (
        "Who was invented first?", "Period 2001-Q1", "", "",
    )  # fmt: skip
    assert (told.created, told.modified) == (None, None)
    [languages] = re.findall(r"<w:lang [^>]*>", parts["word/styles.xml"])
    assert 'w:val="en-GB"' in languages
    assert 'w:eastAsia="ja-JP"' in languages
    assert 'w:name="compatibilityMode"' in parts["word/settings.xml"]


def test_the_same_page_gives_the_same_bytes(content: bytes) -> None:
    assert word(document(PAGE), "Period 2001-Q1") == content


def test_tables_are_real_with_repeated_headings_and_undivided_rows(opened: Document) -> None:
    table, ledger = opened.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Row", "Day", "Lag (days)"]
    assert len(table.rows) == 161
    assert [cell.text for cell in table.rows[160].cells] == ["R-160", "2001", "160"]
    for held in (table, ledger):
        rows = held._tbl.tr_lst
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert {p.style.name for cell in table.rows[5].cells for p in cell.paragraphs if p.style} == {"Table Text"}
    assert "Lags by row made up" in _styled(opened, "Table Caption")
    assert "continued" not in " ".join(_styled(opened, "Table Caption"))


def test_columns_are_as_wide_as_what_they_hold(opened: Document) -> None:
    widths = [int(column.get(qn("w:w"))) for column in opened.tables[0]._tbl.tblGrid.gridCol_lst]
    assert widths[1] > widths[0]
    assert min(widths) > 0.15 * sum(widths)


def test_pictures_have_their_text_and_fit_the_page(opened: Document) -> None:
    shapes = [shape._inline for shape in opened.inline_shapes]
    assert [shape.docPr.get("descr") for shape in shapes] == [
        "One blue field, twice as wide as high.", "Two invented bars.",
    ]  # fmt: skip
    section = opened.sections[0]
    assert section.page_width is not None
    assert (round(section.page_width.mm), round(section.page_height.mm if section.page_height else 0)) == (210, 297)
    room = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    assert all(shape.extent.cx <= room for shape in shapes)
    assert _styled(opened, "Figure Title") == ["Bars of the first kind"]
    assert "Read it from the left." in _styled(opened, "Image Caption")


def test_findings_carry_what_they_rest_on_as_a_note(opened: Document, parts: dict[str, str]) -> None:
    assert [f.strip() for f in _styled(opened, "Finding")] == ["Alpha came 175 days before 乙. [1]"]
    assert "How firm: 175 to 180." in _styled(opened, "Finding Detail")
    notes = re.sub(r"<[^>]+>", "", parts["word/footnotes.xml"])
    assert "It counts days. See Alpha, invented." in notes
    assert "R-1; 2001-02-04" in notes
    assert "Nobody, “Alpha, invented”." in _styled(opened, "Bibliography")


def test_the_footer_numbers_the_pages(parts: dict[str, str]) -> None:
    [footer] = [text for name, text in parts.items() if "footer" in name and name.endswith(".xml")]
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert "footerReference" in parts["word/document.xml"]


def test_controls_code_and_hostile_links_are_left_out(parts: dict[str, str]) -> None:
    told = "".join(parts.values())
    for words in ("Copy the finding", "hidden =", "folded data", "¶", "javascript:", "/tmp", "Show code"):
        assert words not in told
    assert "60 rows" in told
    assert "../../other/default/index.html" in told


def test_every_link_inside_leads_somewhere(parts: dict[str, str]) -> None:
    written = parts["word/document.xml"] + parts["word/footnotes.xml"]
    wanted = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', written))
    held = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', written))
    assert wanted
    assert wanted - held == set()


def test_every_style_used_is_there(parts: dict[str, str]) -> None:
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', parts["word/document.xml"]))
    held: set[Any] = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"]))
    assert {"Title", "Finding", "TableText", "Hyperlink", "Table"} <= used
    assert used - held == set()
