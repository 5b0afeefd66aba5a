"""The feed of reports and corrections (Atom, RFC 4287), and the map of the site for those who go through it whole."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from ..text import safe, shown
from .addresses import link_path
from .frame import NAME
from .published import Reports
from .record import Record
from .wording import column_words

NAMESPACE = uuid.UUID("6d1f7b0e-52a3-5c0c-9d53-8f6d2d1c7a44")  # of this site alone: it makes ids that never change
MOST = 300  # entries: what is older can be read on the page of changes
MOST_IN_MAP = 50_000  # addresses, by the protocol of sitemaps
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Entry(NamedTuple):
    """One entry: a name that stays, from which its id is made, title, moment (RFC 3339), address and summary."""

    name: str
    title: str
    updated: str
    path: str
    summary: str


def _id(name: str) -> str:
    """An id that is the same wherever the site stands and whenever it is made.

    >>> _id("feed") == _id("feed") != _id("report/x")
    True
    """
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _moment(started: str) -> str:
    """A moment as the feed writes it; the day that computers count from where none is known."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        moment = datetime(1970, 1, 1, tzinfo=UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def entries(record: Record, reports: Reports) -> list[Entry]:
    """The newest reports and corrections."""
    found = [
        Entry(f"report/{r.folder}", f"Report: {r.title} ({r.period})", _moment(r.started), r.address,
              "; ".join(f.text for f in r.findings[:3]) or r.theme)
        for r in reports.good
    ]  # fmt: skip
    for one in record.tables["corrections"].values():
        place = record.place.get(str(one["row_id"]))
        what = record.labels.of(place, str(one["row_id"])) if place else str(one["row_id"])
        field = f", {column_words(str(one['field'])).lower()}" if one["field"] else ": taken out"
        became = f"“{one['old']}” became “{one['new']}”. " if one["new"] else ""
        day = f"{one['date']}T00:00:00+00:00" if _DAY.fullmatch(str(one["date"])) else ""
        summary = f"{became}{one['reason']}"
        found.append(
            Entry(
                f"correction/{one['id']}",
                f"Correction: {what}{field}",
                _moment(day),
                f"changes.html#{one['id']}",
                summary,
            )
        )
    return sorted(found, key=lambda e: (_instant(e), e.name), reverse=True)[:MOST]


def _instant(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.updated)


def feed(found: list[Entry], base: str) -> str:
    """The feed. Without the address of the site its links are relative, and it does not say where it stands itself."""
    newest = max(found, key=_instant).updated if found else _moment("")
    own = f'<link rel="self" type="application/atom+xml" href="{safe(base)}feed.xml"/>\n' if base else ""
    body = "\n".join(_entry(e, base) for e in found)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>{_id('feed')}</id>\n<title>{safe(NAME)}: reports and corrections</title>\n<updated>{newest}</updated>\n"
        f"<author><name>The authors of the US–Japan technology policy workbook</name></author>\n{own}"
        f'<link rel="alternate" type="text/html" href="{safe(base)}index.html"/>\n{body}\n</feed>\n'
    )


def _entry(entry: Entry, base: str) -> str:
    title, summary = (safe(" ".join(shown(text).split())) for text in (entry.title, entry.summary))
    return (
        f"<entry><id>{_id(entry.name)}</id><title>{title}</title><updated>{entry.updated}</updated>"
        f'<link rel="alternate" type="text/html" href="{safe(base + link_path(entry.path))}"/>'
        f'<summary type="text">{summary}</summary></entry>'
    )


def site_map(paths: Iterable[str], base: str) -> str:
    """The addresses of all pages, as the protocol of sitemaps has it: absolute, at most 50,000 of them."""
    listed = sorted(paths)[:MOST_IN_MAP]
    body = "\n".join(f"<url><loc>{safe(base + link_path(path))}</loc></url>" for path in listed)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{body}\n</urlset>\n"
    )
