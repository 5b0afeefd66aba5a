"""Cells in words: countries by name, dates as prose has them, amounts with units, names in their own script."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..sources import written_date
from ..text import country_name, safe

Cells = Mapping[str, Any]  # the cells of a row by column: text, number, tuple of texts, or None where nothing is stated
Field = Mapping[str, Any]  # a column of datapackage.json

_EASTERN = re.compile(r"[\u3005-\u3007\u3021-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f]+")
_KANA, _HANGUL = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]"), re.compile(r"[\uac00-\ud7a3]")
LANGUAGES = {"JP": "ja", "CN": "zh-Hans", "TW": "zh-Hant", "KR": "ko", "KP": "ko"}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_OWN = {"project_id": "Project id", "coded_names_china": "Names China (our coding)"}
_AMOUNT = re.compile(r"billion, in (\w+)")


def worded(text: object, language: str = "") -> str:
    """Text for a page, with what is written in an eastern script marked by its language, so that it is read aloud well.

    >>> worded("METI (経済産業省)")
    'METI (<span lang="ja">経済産業省</span>)'
    """
    plain = safe(text)
    if plain.isascii():
        return plain
    usual = language if language.startswith(("ja", "zh", "ko")) else "ja"

    def marked(found: re.Match[str]) -> str:
        own = "ja" if _KANA.search(found[0]) else "ko" if _HANGUL.search(found[0]) else usual
        return f'<span lang="{safe(own)}">{found[0]}</span>'

    return _EASTERN.sub(marked, plain)


def column_words(name: str) -> str:
    """What a column is called on a page.

    >>> column_words("coded_item_classes"), column_words("lead_actor_ids"), column_words("investment_amount_bn")
    ('Item classes (our coding)', 'Lead actors', 'Investment amount')
    """
    if name in _OWN:
        return _OWN[name]
    words = re.sub(r"_ids$", "s", name.removeprefix("coded_"))
    words = re.sub(r"_(id|bn|nm)$", "", words).replace("_", " ")
    return words[:1].upper() + words[1:] + (" (our coding)" if name.startswith("coded_") else "")


def day(iso: object) -> str:
    """A date as prose writes it; a text that is none as it stands.

    >>> day("2023-01-05"), day("2023-99")
    ('5 January 2023', '2023-99')
    """
    text = str(iso or "")
    return written_date(text) if _DATE.fullmatch(text) else text


def _allowed(field: Field) -> list[str]:
    return [str(v) for v in field.get("constraints", {}).get("enum") or field.get("itemEnum") or []]


def is_country(field: Field) -> bool:
    """Whether a column holds country codes."""
    allowed = _allowed(field)
    return bool(allowed) and all(len(code) == 2 and code.isupper() for code in allowed)


def number(value: float) -> str:
    """A number with its digits in groups.

    >>> number(12345.0), number(0.075)
    ('12,345', '0.075')
    """
    return f"{value:,.12g}"


def as_number(value: object) -> float | None:
    """The number that a cell or a text is; None where it is none.

    >>> as_number("1,200"), as_number("about 5")
    (1200.0, None)
    """
    try:
        found = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def item_words(item: object, field: Field, language: str = "") -> str:
    """One item of a cell as markup, in words where the column has fixed values."""
    if is_country(field):
        return safe(country_name(str(item)))
    if field.get("kind") == "date" and _DATE.fullmatch(str(item)):
        return f'<time datetime="{safe(item)}">{safe(day(item))}</time>'
    if str(item) in _allowed(field) and not str(item).isupper():
        return safe(str(item).replace("_", " "))
    return worded(item, language)


def amount_words(value: float, field: Field, row: Cells, series_unit: str = "") -> str:
    """A number with its unit as markup; the currency of an amount stands in another column of its row."""
    unit = str(field.get("unit", ""))
    if unit == "year":
        return safe(int(value))
    if found := _AMOUNT.fullmatch(unit):
        return safe(f"{number(value)} billion {row.get(found[1]) or ''}".strip())
    return safe(f"{number(value)} {series_unit if unit.startswith('as in') else unit}".strip())


def currency_columns(fields: list[Field]) -> set[str]:
    """The columns that stand beside an amount and are told with it."""
    units = (_AMOUNT.fullmatch(str(f.get("unit", ""))) for f in fields)
    return {found[1] for found in units if found}
