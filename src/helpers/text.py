"""Names and terms: nearest spellings, country names, plain-language lists, safe markup."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from html import escape
from typing import Any

VERIFICATION = ("verified", "article", "unverified")
_STATISTIC = re.compile(r"(?<![\w.+/–-])\d[\d,.]*(?:\s?%|\b)(?![\w+/–-])")
_YEAR = re.compile(r"(19|20)\d\d")


def nearest(name: object, allowed: Iterable[str]) -> str | None:
    """The allowed name most like `name`, or None where nothing is near.

    >>> nearest("countires", ["period", "countries"])
    'countries'
    """
    names = list(allowed)
    folded = {n.casefold(): n for n in names}
    wanted = str(name).casefold()
    close = get_close_matches(wanted, list(folded), n=1, cutoff=0.55)
    if close:
        return folded[close[0]]
    prefixed = [n for n in names if n.casefold().startswith(wanted[:3]) and len(wanted) >= 3]
    return prefixed[0] if prefixed else None


def suggestion(name: object, allowed: Iterable[str]) -> str:
    """A question that names the nearest allowed name; empty where none is near.

    >>> suggestion("perod", ["period", "strict"])
    "Did you mean 'period'?"
    """
    guess = nearest(name, allowed)
    return f"Did you mean {guess!r}?" if guess else ""


def did_you_mean(name: object, allowed: Iterable[str]) -> str:
    """A sentence to end an error with: the nearest name, and all allowed ones."""
    names = sorted(allowed)
    listed = f"Allowed: {', '.join(names)}." if names else "Nothing is allowed here."
    return f"{suggestion(name, names)} {listed}".strip()


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    from babel import Locale  # here, so that a command that names no country does not wait for it

    return dict(Locale("en").territories)


def country_name(code: str) -> str:
    """English short name of an ISO 3166-1 alpha-2 code (CLDR); the code itself where CLDR has none.

    >>> country_name("JP")
    'Japan'
    """
    return _territories().get(code, code)


def country_code_near(text: str, allowed: Sequence[str]) -> str | None:
    """The allowed code that somebody who typed `text` (a name, an alpha-3 code) most likely meant.

    >>> country_code_near("JPN", ["US", "JP"])
    'JP'
    """
    wanted = text.strip().casefold()
    alpha3 = {
        "usa": "US",
        "jpn": "JP",
        "chn": "CN",
        "nld": "NL",
        "kor": "KR",
        "twn": "TW",
        "gbr": "GB",
        "deu": "DE",
    }
    if alpha3.get(wanted) in allowed:
        return alpha3[wanted]
    names = {country_name(code).casefold(): code for code in allowed}
    close = get_close_matches(wanted, list(names), n=1, cutoff=0.6)
    return names[close[0]] if close else nearest(text, allowed)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "measure"), counted(0, "country", "countries")
    ('1 measure', 'no countries')
    """
    word = noun if number == 1 else plural or noun + "s"
    return f"{number:,} {word}" if number else f"no {word}"


def listed(items: Iterable[Any], last: str = "and") -> str:
    """Items as a phrase.

    >>> listed(["Japan", "China", "the Netherlands"])
    'Japan, China and the Netherlands'
    """
    words = [str(i) for i in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def slug(text: str) -> str:
    """A file name made from text: lower-case letters, digits, dots and single hyphens; never empty.

    >>> slug("2017/2024-07"), slug("../../etc")
    ('2017--2024-07', 'etc')
    """
    plain = unicodedata.normalize("NFKD", text.replace("/", "--")).encode("ascii", "ignore").decode().lower()
    safe = re.sub(r"[^a-z0-9.-]+", "-", plain)
    return re.sub(r"^[-.]+|[-.]+$", "", re.sub(r"\.{2,}", ".", re.sub(r"-{3,}", "--", safe))) or "x"


def bounded(name: str) -> str:
    """A file name of at most 100 letters: a longer one is cut and ends in its own fingerprint."""
    return name if len(name) <= 100 else f"{name[:83]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


class _Shown(dict[int, int | None]):
    """For `str.translate`: which characters a page shows, found out when first met. Control characters are dropped."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if unicodedata.category(chr(code))[0] != "C" else None
        return self[code]


_MISSING = ("nan", "NaT", "<NA>")
_SHOWN = _Shown({ord(c): ord(c) for c in "\n\t"})


def shown(value: object) -> str:
    r"""Text as a page may show it: control characters (those that turn the way of writing too) dropped, not escaped.

    >>> shown("a\u202eb\x00"), shown(float("nan"))
    ('ab', '')
    """
    text = "" if value is None else str(value)
    if text in _MISSING:
        return ""
    return text if text.isprintable() else text.translate(_SHOWN)


def safe(value: object) -> str:
    """Text for a page: markup escaped, control characters dropped, empty for missing values."""
    return escape(shown(value), quote=True)


def safe_link(url: str | None, label: str) -> str:
    """A link for a page when the address is http or https, else the label alone."""
    if url and re.match(r"https?://[^\s<>\"']+$", url):
        return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer">{safe(label)}</a>'
    return safe(label)


def typed_statistics(prose: str) -> list[str]:
    """Numbers typed into prose, which should be computed; years, dates and names with digits (2+2, FY2023) may stand.

    >>> typed_statistics("Japan followed after 175 days, in 2023; the 2+2 met; 36% of it.")
    ['175', '36%']
    """
    dates = re.sub(
        r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b",
        "",
        prose,
    )
    return [m[0].rstrip(".,") for m in _STATISTIC.finditer(dates) if not _YEAR.fullmatch(m[0].rstrip(".,"))]
