"""The feed by the rules of RFC 4287, and the map of the site."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.site.feed import Entry, entries, feed, site_map
from helpers.site.published import Reports, load_reports
from helpers.site.record import Record

from .site_rows import small_site, text_of, write_report, write_rows

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/policy/"


@pytest.fixture(scope="module")
def rows_folder(sound_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a row of each kind."""
    return write_rows(Path(shutil.copytree(sound_folder, tmp_path_factory.mktemp("rows") / "data")))


@pytest.fixture(scope="module")
def record(rows_folder: Path) -> Record:
    return Record(open_evidence(rows_folder))


def _faults(text: str) -> list[str]:
    """What RFC 4287 asks of a feed and its entries, and this one lacks."""
    root = ElementTree.fromstring(text.encode())
    parts = [root, *root.findall(f"{ATOM}entry")]
    faults = [
        f"{p.tag} lacks one {n}" for p in parts for n in ("id", "title", "updated") if len(p.findall(ATOM + n)) != 1
    ]
    ids = [p.findtext(f"{ATOM}id", "") for p in parts]
    faults += [] if len(ids) == len(set(ids)) else ["an id stands twice"]
    faults += [f"{i} is no IRI" for i in ids if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", i)]
    for part in parts:
        moment = datetime.fromisoformat(part.findtext(f"{ATOM}updated", ""))
        faults += [] if moment.tzinfo else ["a moment without its zone"]
        links = part.findall(f"{ATOM}link[@rel='alternate']")
        faults += [] if len(links) == 1 else ["no one alternate link"]
    faults += [] if root.findall(f"{ATOM}author/{ATOM}name") else ["no author"]
    return faults


def test_reports_and_corrections_stand_in_it_newest_first(record: Record, tmp_path: Path) -> None:
    write_report(tmp_path)
    text = feed(entries(record, load_reports(tmp_path)), BASE)
    assert _faults(text) == []
    root = ElementTree.fromstring(text.encode())
    titles = [e.findtext(f"{ATOM}title") for e in root.findall(f"{ATOM}entry")]
    assert titles == [
        "Report: What never happened? (2001 (2001-01-01 to 2001-12-31))",
        "Correction: US-2001-GONE: taken out",
        "Correction: Alpha rule, entity count",
    ]
    assert root.findtext(f"{ATOM}updated") == "2001-12-31T10:00:00+00:00"
    assert root.find(f"{ATOM}link[@rel='self']").attrib["href"] == f"{BASE}feed.xml"  # type: ignore[union-attr]
    ways = [link.attrib["href"] for link in root.iter(f"{ATOM}link")]
    assert all(way.startswith(BASE) for way in ways)


def test_ids_are_the_same_wherever_the_site_stands(record: Record) -> None:
    found = entries(record, Reports([]))

    def ids(base: str) -> list[str]:
        return re.findall("<id>(.*?)</id>", feed(found, base))

    assert ids("") == ids(BASE)
    assert len(ids("")) == 3


def test_without_an_address_links_are_relative_and_the_feed_names_none_of_its_own(record: Record) -> None:
    text = feed(entries(record, Reports([])), "")
    assert _faults(text) == []
    assert 'rel="self"' not in text
    assert 'href="changes.html#COR-2001-01-02-001"' in text


def test_an_empty_feed_is_a_feed(invented: Evidence) -> None:
    assert _faults(feed(entries(Record(invented), Reports([])), BASE)) == []


def test_a_moment_that_is_none_and_one_without_zone_are_borne(record: Record, tmp_path: Path) -> None:
    write_report(tmp_path, "default/a/default", started="yesterday")
    write_report(tmp_path, "default/b/default", started="2001-05-05T01:02:03")
    assert _faults(feed(entries(record, load_reports(tmp_path)), BASE)) == []


def test_what_is_hostile_comes_out_as_text() -> None:
    text = "]]><script>alert(1)</script>&amp;\x00\x1f\ufffe\u202e\ud800'\"\n<!--"
    made = feed([Entry("x", text, "2001-01-01T00:00:00+00:00", "a&b <c>.html", text)], BASE)
    assert _faults(made) == []
    entry = ElementTree.fromstring(made.encode()).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "]]><script>alert(1)</script>&amp;'\" <!--"
    assert "\u202e" not in made


def test_the_map_names_every_page_and_stands_only_where_the_address_is_known(rows_folder: Path, tmp_path: Path) -> None:
    files = small_site(rows_folder, tmp_path, BASE)
    root = ElementTree.fromstring(text_of(files, "sitemap.xml").encode())
    named = {loc.text for loc in root.iter(f"{MAP}loc")}
    assert f"{BASE}measures/US-2001-ALPHA.html" in named
    assert named == {BASE + n for n in files if n.endswith(".html") and n != "404.html"}
    assert f'<link rel="canonical" href="{BASE}measures/US-2001-ALPHA.html">' in text_of(
        files, "measures/US-2001-ALPHA.html"
    )
    assert ElementTree.fromstring(site_map(["a&<b>.html"], BASE))[0][0].text == f"{BASE}a%26%3Cb%3E.html"
