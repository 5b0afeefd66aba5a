"""Rules of a single cell: text that is safe to print, numbers and dates that every reader takes alike, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from ..period import PeriodError, parse_date
from ..schema import Problem
from ..tablefiles import TableFile
from ..text import did_you_mean

# What a spreadsheet, pandas and a reader all take for the same number; no 1_000, no full-width digits, no 1e400.
_NUMBERS = {"integer": re.compile(r"-?[0-9]{1,15}"), "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")}


_FORMULA = tuple("=+-@＝＋－＠")  # a spreadsheet takes the full-width signs too


def _text_fault(text: str) -> str | None:
    if not (text.isascii() and text.isprintable()) and (fault := _character_fault(text)):
        return fault
    if text != text.strip():
        return "begins or ends with a space; take it out"
    formula = next((part for part in text.split(";") if part.strip().startswith(_FORMULA)), None)
    if formula and not _NUMBERS["number"].fullmatch(text):
        return f"starts with {formula.strip()[0]!r}, which a spreadsheet would run as a formula; reword it"
    return None


def _character_fault(text: str) -> str | None:
    if text != unicodedata.normalize("NFC", text):
        return "is not in Unicode normal form NFC; retype or normalise it"
    bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    if bad:
        return f"holds the control or invisible character U+{ord(bad[0]):04X}; take it out"
    return None


def _cell_faults(field: dict[str, Any], text: str, ids: Mapping[str, str]) -> Iterator[str]:
    if fault := _text_fault(text):
        yield fault
    if field["type"] in _NUMBERS and not _NUMBERS[field["type"]].fullmatch(text):
        yield f"{text!r} is no {field['type']}; write plain digits, like 1234" + (
            "" if field["type"] == "integer" else ".5"
        )
    if field.get("kind") in ("date", "period") and re.match(field["constraints"]["pattern"], text):
        try:
            parse_date(text)
        except PeriodError as error:
            yield str(error)
    if field["type"] != "list":
        return
    for item in text.split(field.get("delimiter", ",")):
        if not item or item != item.strip():
            yield f"{text!r} holds an empty item or spaces around one; separate items by ';' alone"
        elif "itemEnum" in field and item not in field["itemEnum"]:
            yield f"{item!r} is not allowed. {did_you_mean(item, field['itemEnum'])}"
        elif "itemReferences" in field and not _refers(item, field["itemReferences"], ids):
            yield f"{item!r} is no row of {field['itemReferences'].split('.')[0].replace('*', 'any table')}"


def _refers(item: str, target: str, ids: Mapping[str, str]) -> bool:
    return target == "sources" or (item in ids and (target == "*" or ids[item] == target.split(".")[0]))


def cell_problems(tables: Mapping[str, TableFile], ids: Mapping[str, str]) -> Iterator[Problem]:
    """Faults of single cells; `ids` gives the table of every key."""
    for table in tables.values():
        fields = {f["name"]: f for f in table.fields}
        for row in table.rows:
            for column, text in row.cells.items():
                if text and column in fields:
                    for fault in _cell_faults(fields[column], text, ids):
                        yield Problem(table.file, row.line, column, fault)
