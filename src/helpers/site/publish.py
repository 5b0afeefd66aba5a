"""A whole site put together: every page, the search, the feed, the reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..evidence import Evidence
from .addresses import KINDS, AddressError
from .feed import entries, feed, site_map
from .folder import Content
from .frame import INDEX, SCRIPT, STYLE, Page, script, style
from .front import front_page, reports_page
from .lists import list_page, record_page, sources_page
from .published import Reports
from .record import Record
from .rowpages import removed_page, row_page
from .search import groups, index_script, search_page
from .sourcepages import source_page
from .wholes import about_page, changes_page, contradictions_page, dictionary_page, missing_page, searches_page


@dataclass(frozen=True)
class Site:
    """What a site is made of: the evidence, the reports, titles of editions by name, and where it will stand.

    `base` is the address of its root with a final slash, "" where that is not known.
    """

    evidence: Evidence
    reports: Reports
    editions: Mapping[str, str]
    base: str = ""

    def files(self) -> dict[str, Content]:
        """Every file by its place: what pages need first, then pages of rows, then those that lead to them.

        Raises
        ------
        AddressError
            If two files would be one on a file system that does not tell capitals from small letters.
        """
        record = Record(self.evidence)
        found: dict[str, Content] = {STYLE: style().encode(), SCRIPT: script().encode()}
        found |= {f"reports/{r.folder}/{name}": path for r in self.reports.good for name, path in r.files.items()}
        search = list(groups(record, self.reports))
        found[INDEX] = index_script(search).encode()
        for page in (*self._pages(record), search_page(search), front_page(record, self.reports)):
            found[page.path] = page.html(self.base).encode()
        found["feed.xml"] = feed(entries(record, self.reports), self.base).encode()
        if self.base:
            found["sitemap.xml"] = site_map((p for p in found if p.endswith(".html")), self.base).encode()
        found["404.html"] = missing_page(self.base).encode()
        _ensure_apart(found)
        return found

    def _pages(self, record: Record) -> Iterator[Page]:
        for name in KINDS:
            for row_id in record.tables[name]:
                yield row_page(record, self.reports, name, row_id)
        for name, row_id in record.removed:
            yield removed_page(record, name, row_id)
        for source_id in record.sources:
            yield source_page(record, self.reports, source_id)
        yield from (list_page(record, name) for name in KINDS)
        yield from (sources_page(record), contradictions_page(record), changes_page(record), searches_page(record))
        yield from (dictionary_page(record), about_page(record, self.base), record_page(record))
        yield reports_page(record, self.reports, self.editions)


def _ensure_apart(files: Mapping[str, Content]) -> None:
    folded: dict[str, str] = {}
    for name in files:
        if (other := folded.setdefault(name.casefold(), name)) != name:
            raise AddressError(f"{other!r} and {name!r} would be one file where capitals do not count; rename one.")
