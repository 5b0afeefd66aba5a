"""The look of a report in Word: the reference document that pandoc takes page, footer and styles from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold; the same parts give the same bytes
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FONTS = 'w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Yu Gothic"'
FIXED = 'w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas" w:eastAsia="Yu Gothic"'
INK, QUIET, BLUE, GREEN, TINT = "1D1D1F", "57575C", "0B57A4", "0B6B3A", "F2F4F7"
TOGETHER = "<w:contextualSpacing/>"  # no space between two of the same style
KEEP, LEFT = "<w:keepNext/><w:keepLines/>", '<w:ind w:left="284"/>'


def _run(size: float = 0, colour: str = "", bold: bool = False, italic: bool = False, fonts: str = "") -> str:
    """How letters look; `size` in points."""
    parts = [f"<w:rFonts {fonts}/>" if fonts else "", "<w:b/>" if bold else "", "<w:i/>" if italic else ""]
    parts += [f'<w:color w:val="{colour}"/>' if colour else ""]
    parts += [f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""]
    return "".join(parts)


def _space(before: float, after: float, line: float = 0) -> str:
    """The space around a paragraph in points, and between its lines in lines."""
    lines = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


def _bar(colour: str) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour}"/></w:pBdr>'


def _paragraph(name: str, look: str, run: str = "", *, on: str = "Normal", then: str = "", level: int = -1) -> str:
    rank = f'<w:outlineLvl w:val="{level}"/>' if level >= 0 else ""
    following = f'<w:next w:val="{then}"/>' if then else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{_known(name)}"/>'
        f'<w:basedOn w:val="{on}"/>{following}<w:qFormat/><w:pPr>{look}{rank}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _known(name: str) -> str:
    """The name by which Word knows a style of its own."""
    return name.lower() if name.startswith(("Heading", "Footnote")) else name


def _letters(name: str, run: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{name.replace(" ", "")}"><w:name w:val="{_known(name)}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{run}</w:rPr></w:style>'
    )


TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:qFormat/><w:pPr>'
    f"{_space(0, 0)}</w:pPr><w:tblPr><w:tblBorders>"
    '<w:top w:val="single" w:sz="6" w:color="57575C"/><w:bottom w:val="single" w:sz="6" w:color="57575C"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="D4D4D8"/></w:tblBorders><w:tblCellMar>'
    '<w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
    '<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="57575C"/></w:tcBorders>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr></w:style>'
)


DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {FONTS}/><w:color w:val="{INK}"/><w:sz w:val="21"/>'
    '<w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{_space(0, 6, 1.12)}</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
)


def styles() -> str:
    """Every style that a report uses."""
    heads = [(1, 15.0, 18.0, 6.0), (2, 12.0, 12.0, 4.0), (3, 10.5, 10.0, 3.0), (4, 10.5, 8.0, 2.0)]
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    parts = [
        DEFAULTS,
        _paragraph("Title", KEEP + _space(0, 10, 1.0), _run(22, bold=True), then="BodyText"),
        *(
            _paragraph(
                f"Heading {n}", KEEP + _space(before, after), _run(size, bold=True), then="BodyText", level=n - 1
            )
            for n, size, before, after in heads
        ),
        _paragraph("Body Text", ""),
        _paragraph("First Paragraph", "", on="BodyText"),
        _paragraph("Compact", _space(1, 1), on="BodyText"),
        _paragraph("Contents", _space(0, 8) + LEFT + TOGETHER),
        _paragraph("Facts", shade + _space(0, 8) + TOGETHER, _run(9.5)),
        _paragraph("Finding", _bar(GREEN) + shade + _space(6, 0) + LEFT),
        _paragraph("Finding Otherwise", _bar("8A4B00") + shade + _space(6, 0) + LEFT),
        _paragraph("Finding Detail", _bar(GREEN) + shade + _space(0, 0) + LEFT, _run(9)),
        _paragraph("Caption", _space(2, 6), _run(9)),
        _paragraph("Table Caption", KEEP + _space(10, 3), _run(9.5), on="Caption"),
        _paragraph("Image Caption", _space(2, 2), _run(9.5), on="Caption"),
        _paragraph("Figure Title", KEEP + _space(10, 3), _run(10.5, bold=True)),
        _paragraph("Figure", KEEP + _space(0, 2)),
        _paragraph("Captioned Figure", "<w:keepNext/>", on="Figure"),
        _paragraph("Source Line", _space(2, 8), _run(8.5, QUIET)),
        _paragraph("Table Text", _space(0, 0, 1.0), _run(8.5)),
        _paragraph("Fold", KEEP + _space(3, 1), _run(9, QUIET)),
        _paragraph("Silence", shade + _space(6, 6) + LEFT, _run(10)),
        _paragraph("Bibliography", _space(0, 2, 1.0) + '<w:ind w:left="284" w:hanging="284"/>', _run(9)),
        _paragraph("Block Text", LEFT),
        _paragraph("Source Code", shade + _space(0, 6, 1.0), _run(8.5, fonts=FIXED)),
        _paragraph("Footnote Text", _space(0, 1, 1.0), _run(8.5)),
        _paragraph("footer", _space(0, 0), _run(8.5, QUIET)),
        _letters("Verbatim Char", _run(9, fonts=FIXED)),
        _letters("Hyperlink", f'<w:color w:val="{BLUE}"/><w:u w:val="single"/>'),
        _letters("Footnote Reference", '<w:vertAlign w:val="superscript"/>'),
        TABLE,
    ]
    return f'<w:styles xmlns:w="{WORD}">{"".join(parts)}</w:styles>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


FOOTER = (
    f'<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="footer"/><w:jc w:val="right"/></w:pPr><w:r>'
    f'<w:t xml:space="preserve">page </w:t></w:r>{_field("PAGE")}<w:r><w:t xml:space="preserve"> of </w:t></w:r>'
    f"{_field('NUMPAGES')}</w:p></w:ftr>"
)
DOCUMENT = (
    f'<w:document xmlns:w="{WORD}" xmlns:r="{LINKS}"><w:body><w:p/><w:sectPr>'
    '<w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="964" w:bottom="1134" w:left="964" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def _related(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>'


@lru_cache(maxsize=1)
def reference() -> bytes:
    """The reference document: A4, page numbers in the footer, every style."""
    kinds = {"document": "document.main", "styles": "styles", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return zipped(
        {
            "[Content_Types].xml": CONTENT.format(overrides),
            "_rels/.rels": RELATIONSHIPS.format(_related(1, "officeDocument", "word/document.xml")),
            "word/document.xml": DOCUMENT,
            "word/styles.xml": styles(),
            "word/footer1.xml": FOOTER,
            "word/_rels/document.xml.rels": RELATIONSHIPS.format(
                _related(1, "styles", "styles.xml") + _related(2, "footer", "footer1.xml")
            ),
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Files as a ZIP file; texts that are XML get their declaration."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), START + part if isinstance(part, str) else part, 8)
    return content.getvalue()
