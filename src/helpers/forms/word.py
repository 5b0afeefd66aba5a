"""A page as a Word document: real headings, tables whose heading rows repeat, notes, pictures with their text."""

from __future__ import annotations

import base64
import io
import re
import tempfile
import zipfile
from pathlib import Path

from .cleaning import Document
from .conversion import converted
from .tree import Node, changed_below, written
from .widths import with_widths
from .wordstyles import reference, zipped

LANGUAGE = "en-GB"
BLOCKS = {  # by class, the style of the paragraphs in a block
    "facts": "Facts",
    "fold": "Fold",
    "source": "Source Line",
    "caption": "Image Caption",
    "title": "Figure Title",
    "firm": "Finding Detail",
    "silence": "Silence",
    "print-only": "Source Line",
}
MODERN = (  # without it Word opens a document as one of 2007
    b'<w:compat><w:compatSetting w:name="compatibilityMode" '
    b'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)
_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_TABLE = re.compile(rb"<w:tbl>.*?</w:tbl>", re.DOTALL)
_WIDTH = re.compile(rb"<w:tblW [^>]*/>")


def word(document: Document, subject: str = "") -> bytes:
    """A document as the bytes of a .docx file; the same document gives the same bytes.

    Raises
    ------
    FormError
        If pandoc is not there or fails.
    """
    main = changed_below(document.main, lambda node: _styled(node, document))
    page = f'<html lang="{LANGUAGE}"><body>{written(main)}</body></html>'
    with tempfile.TemporaryDirectory(prefix="workbook-word-") as made:
        look = Path(made) / "reference.docx"
        look.write_bytes(reference())
        facts = [f"--metadata=lang:{LANGUAGE}", f"--metadata=subject:{subject}"]
        options = ["--to=docx", f"--reference-doc={look}", "--shift-heading-level-by=-1", *facts]
        return _finished(converted(page, options))


def _in_style(name: str, *children: Node | str) -> Node:
    return Node("div", {"data-custom-style": name}, [*children])


def _styled(node: Node, document: Document) -> list[Node | str]:
    """An element with the style that Word is to give it."""
    if node.tag == "img":
        return _picture(node, document)
    if node.tag == "figcaption":
        return [_in_style(BLOCKS.get("title" if node.has("title") else "caption", ""), Node("p", {}, node.children))]
    if node.has("finding"):
        return [_in_style(_finding_style(node, child), child) for child in node.elements]
    if node.tag == "ul" and node.has("sources"):
        return [_in_style("Bibliography", *(Node("p", {}, li.children) for li in node.elements))]
    if node.tag == "ul" and node.has("facts", "contents"):
        style = "Facts" if node.has("facts") else "Contents"
        return [_in_style(style, *(Node("p", {}, li.children) for li in node.elements))]
    if node.tag == "table":
        return [with_widths(node)]
    if node.tag == "p":
        style = next((style for kind, style in BLOCKS.items() if node.has(kind)), "")
        return [_in_style(style, node)] if style else [node]
    return [node]


def _finding_style(finding: Node, part: Node) -> str:
    if part is finding.elements[0]:
        return "Finding" if finding.has("holds") else "Finding Otherwise"
    return "Finding Detail"


def _picture(node: Node, document: Document) -> list[Node | str]:
    """A picture with its bytes in the markup, in a paragraph of its own; its text where it is none of the page."""
    picture = document.pictures.get(node.get("src"))
    if picture is None:
        return [node.get("alt")]
    kind = {"jpg": "jpeg"}.get(picture.ending, picture.ending)
    content = f"data:image/{kind};base64,{base64.b64encode(picture.content).decode()}"
    size = {"width": str(picture.width), "height": str(picture.height)}
    return [_in_style("Figure", Node("p", {}, [Node("img", {"src": content, "alt": node.get("alt"), **size})]))]


def _finished(content: bytes) -> bytes:
    """A document whose tables are as wide as the page with rows that no page divides, without the day of its making."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _DATES.sub(b"", parts["docProps/core.xml"])
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"<w:rsids", MODERN + b"<w:rsids", 1)
    parts["word/document.xml"] = _TABLE.sub(_table, parts["word/document.xml"])
    return zipped(parts)


def _table(found: re.Match[bytes]) -> bytes:
    table = _WIDTH.sub(b'<w:tblW w:w="5000" w:type="pct"/>', found[0], count=1)
    table = table.replace(b'<w:pStyle w:val="Compact"', b'<w:pStyle w:val="TableText"')
    table = re.sub(rb"<w:tr>(?!\s*<w:trPr>)", b"<w:tr><w:trPr><w:cantSplit/></w:trPr>", table)
    return re.sub(rb"<w:trPr>(?!\s*<w:cantSplit)", b"<w:trPr><w:cantSplit/>", table)
