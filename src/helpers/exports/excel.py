"""Tables as one Excel workbook in which no cell is a formula, with what they mean and where they come from."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..dictionary import Column, dictionary
from ..period import parse_date
from .about import SOURCE_COLUMNS, cite_this, facts, licence, source_rows
from .extract import Cell, Extract

PROPERTIES = "docProps/core.xml"
LONGEST = 32767  # characters (UTF-16 units) that a cell of Excel holds
CUT = " … [cut here: longer than a cell of Excel can be]"


def write_excel(extract: Extract, path: Path) -> None:
    """Write an .xlsx file: About, Dictionary, one sheet a table, Sources. Dates stay text, as precise as they are."""
    book = Workbook(write_only=True)
    book.properties.creator = extract.descriptor["title"]
    book.properties.description = f"{cite_this(extract)} {licence(extract)}"
    _add_sheet(book, "About", ["what", "text"], facts(extract), [20, 120])
    _add_sheet(book, "Dictionary", Column._fields, dictionary(extract.descriptor), [16, 26, 20, 24, 10, 80, 60])
    for resource in extract.descriptor["resources"]:
        columns = [f["name"] for f in resource["schema"]["fields"]]
        _add_sheet(book, resource["name"], columns, extract.tables[resource["name"]], [28] + [18] * (len(columns) - 1))
    _add_sheet(book, "Sources", SOURCE_COLUMNS, source_rows(extract), [28, 18, 70, 30, 30, 12, 50, 10, 12, 12])
    raw = io.BytesIO()
    book.save(raw)
    path.write_bytes(_timeless(raw.getvalue(), extract.checked or "1980-01-01"))


def _add_sheet(
    book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    """A sheet whose first line, the columns, stays in sight."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_written(sheet, column, Font(bold=True)) for column in columns])
    for row in rows:
        sheet.append([_written(sheet, cell) for cell in row])


def _written(sheet: Any, cell: Cell, font: Font | None = None) -> Any:
    """A cell that is a number or a text, whatever the text looks like."""
    if not isinstance(cell, str):
        return cell
    made = WriteOnlyCell(sheet, _fitting(cell))
    made.data_type = "s"  # a text that begins with "=" would be a formula, "#N/A" an error
    if cell[:1] in ("=", "+", "-", "@"):
        made.quotePrefix = True  # stays text when somebody edits the cell
    if font:
        made.font = font
    return made


def _fitting(text: str) -> str:
    """A text as the file format writes it: what looks like one of its codes is coded, what is too long is cut."""
    coded = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    units = coded.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return coded
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _timeless(raw: bytes, day: str) -> bytes:
    """The file with one date for all its parts, so that the same data give the same bytes."""
    packed = io.BytesIO()
    stamp = f"{parse_date(day).last.isoformat()}T00:00:00Z".encode()
    with ZipFile(io.BytesIO(raw)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = re.sub(rb'(?<=W3CDTF">)[^<]+', stamp, old.read(name)) if name == PROPERTIES else old.read(name)
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, part)
    return packed.getvalue()
