"""Where each thing has its page on the site: addresses that stay, whatever else is added or put right."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..text import slug


class Kind(NamedTuple):
    """A table whose rows have a page each: what one row and several are called, and what a list shows beside names."""

    one: str
    many: str
    shown: tuple[str, ...]


KINDS = {
    "measures": Kind("Measure", "Measures", ("jurisdictions", "date_announced", "date_effective", "status")),
    "meetings": Kind("Meeting", "Meetings", ("date_start", "countries", "level", "place")),
    "mechanisms": Kind("Mechanism", "Mechanisms", ("acronym", "countries", "level", "status")),
    "actors": Kind("Actor", "Actors", ("name_original", "kind", "country")),
    "investments": Kind("Investment", "Investments", ("date", "company", "countries", "site")),
    "events": Kind("Event", "Events", ("date_start", "kind", "countries")),
    "statements": Kind("Statement", "Statements", ("date", "speaker_country", "office")),
    "claims": Kind("Claim", "Claims", ("source_id", "locator", "kind")),
    "series": Kind("Indicator", "Indicators", ("unit", "country", "frequency")),
    "places": Kind("Place", "Places", ("name_original", "country")),
}
PARTS = {  # tables whose rows stand on the page of the row they belong to: the columns that name it
    "offices": ("actor_id",),
    "measure_pairs": ("follower_id", "leader_id"),
    "tone_codes": ("statement_id",),
    "observations": ("series_id",),
    "verdicts": ("claim_id",),
}
WHOLE = {"searches": "searches.html", "corrections": "changes.html"}  # tables that stand on one page
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index)(\.|$)", re.IGNORECASE)


class AddressError(ValueError):
    """An address that a site cannot stand at; the message says what is expected."""


def file_name(name: str) -> str:
    """The name of the page of a row or source, the same on every file system and never that of another id.

    Ids of rows are written in capitals throughout; of the ids of sources those that are not in small letters get a
    mark of their own, because some file systems do not tell capitals from small letters.

    >>> file_name("US-2022-OCT7"), file_name("fr-2023-1"), file_name("index")
    ('US-2022-OCT7.html', 'fr-2023-1.html', 'index_.html')
    """
    if len(name) <= 120 and _PLAIN.fullmatch(name) and name in (name.upper(), name.lower()):
        return f"{name}_.html" if _RESERVED.match(name) else f"{name}.html"
    mark = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{slug(name)[:100]}_{mark}.html"


def row_address(table: str, row_id: str) -> str:
    """Address of the page of a row of one of `KINDS`, from the root of the site."""
    return f"{table}/{file_name(row_id)}"


def source_address(source_id: str) -> str:
    """Address of the page of a source, from the root of the site."""
    return f"sources/{file_name(source_id)}"


def upward(path: str) -> str:
    """The way from a page to the root of the site.

    >>> upward("measures/X.html"), upward("index.html")
    ('../', '')
    """
    return "../" * path.count("/")


def link_path(path: str) -> str:
    """A path as it stands in a link."""
    return quote(path, safe="/#")


def base_address(given: str) -> str:
    """The address that a site will stand at, with its final slash.

    Raises
    ------
    AddressError
        If it is no http or https address, or has a query, a fragment or a name and password in it.

    >>> base_address("https://example.org/policy")
    'https://example.org/policy/'
    """
    try:
        parts = urlsplit(given)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good, parts = False, urlsplit("")
    if (
        not is_good
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
        or re.search(r"[\s<>\"'\\^`{|}]|[^ -~]", given)
    ):
        raise AddressError(
            f"--base-url {given!r} is no address for a site; write it like https://example.org/policy/ "
            "(http or https, no query, other letters as percent codes)."
        )
    return given if given.endswith("/") else given + "/"
