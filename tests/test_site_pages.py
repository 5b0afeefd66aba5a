"""The pages of the site: each row and source with everything said of it, sound markup, every link landing, nothing alive."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.site.addresses import KINDS, AddressError, base_address, file_name
from helpers.site.folder import Content
from helpers.site.publish import Site
from helpers.site.published import Reports, load_reports
from helpers.sources import Source, Sources

from .site_rows import lost_links, read_page, read_pages, site_of, small_site, text_of, write_report, write_rows

HOSTILE = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">x</a>"
    "\u202e\u2066\x00\x0b]]>&<!--'\" onclick=alert(1) \ud800"
)  # fmt: skip
KEYS = re.compile(r"_ids?$|^(table|field|stance|step|kind|asserted_by|same_as|coded_follows|frequency|coded_.*_basis)$")


@pytest.fixture(scope="module")
def rows_folder(sound_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a row of each kind."""
    return write_rows(Path(shutil.copytree(sound_folder, tmp_path_factory.mktemp("rows") / "data")))


@pytest.fixture(scope="module")
def files(rows_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Content]:
    """The files of a site of it."""
    return small_site(rows_folder, tmp_path_factory.mktemp("made") / "reports")


def _pages(files: dict[str, Content]) -> dict[str, str]:
    own = (n for n in files if n.endswith(".html") and not re.match("reports/.*/", n))
    return {name: text_of(files, name) for name in own}


def test_every_row_and_source_has_a_page(files: dict[str, Content], invented: Evidence) -> None:
    expected = {f"{table}/index.html" for table in KINDS} | {f"sources/{s}.html" for s in invented.sources}
    expected |= {f"measures/{i}.html" for i in invented.measures.index} | {
        "actors/JP-MOE.html",
        "claims/INVENTED-001.html",
    }
    assert expected <= set(files)


def test_a_page_of_a_row_tells_fields_sources_contradictions_corrections_claims_and_findings(
    files: dict[str, Content],
) -> None:
    page = text_of(files, "measures/US-2001-ALPHA.html")
    for told in (
        "<dd>United States</dd>",
        '<time datetime="2001-02-03">3 February 2001</time>',
        "in force",
        "4 entities",
        "invented-2003",
        "The rule itself says four.",
        "5 entities",
        "It had been misread.",
        "Says that alpha came first.",
        "<strong>borne out</strong>",
        'href="../reports/default/briefing/default/index.html#finding-1">Alpha was followed after 5 days.</a>',
        'href="../statements/ST-JP-2001-07-01-DOE.html"',
        'id="JP-2001-BETA-TO-US-2001-ALPHA"',
        "Not stated:",
    ):
        assert told in page, told


def test_what_rests_on_a_value_is_told_on_the_page_of_its_indicator(files: dict[str, Content]) -> None:
    page = text_of(files, "series/SE-INVENTED.html")
    assert "Alpha was followed after 5 days." in page
    assert "1,200 wafers a month" in page
    assert 'id="OB-INVENTED-2002"' in page


def test_a_finding_that_does_not_hold_is_marked_so(files: dict[str, Content]) -> None:
    assert "Nobody answered.</a> (does not hold)" in text_of(files, "measures/JP-2001-BETA.html")


def test_names_in_japanese_are_marked_and_parts_stand_with_what_they_belong_to(files: dict[str, Content]) -> None:
    assert '<p class="original"><span lang="ja">見本省</span></p>' in text_of(files, "actors/JP-MOE.html")
    assert 'id="JP-DOE-JANE-MINISTER"' in text_of(files, "actors/JP-DOE-JANE.html")
    assert 'href="../actors/JP-DOE-JANE.html#JP-DOE-JANE-MINISTER"' in text_of(files, "actors/JP-MOE.html")
    first = text_of(files, "investments/IN-INVENTED-2001-01-01.html")
    assert "1.5 billion JPY" in first
    assert 'href="../investments/IN-INVENTED-2001-02-01.html"' in first


def test_the_page_of_a_source_tells_what_rests_on_it(files: dict[str, Content]) -> None:
    page = text_of(files, "sources/invented-2001.html")
    assert '<a href="https://example.org/alpha" rel="noopener noreferrer">' in page
    assert "Alpha was followed after 5 days." in page
    assert "Corrections that it decided" in page
    other = text_of(files, "sources/invented-2003.html")
    assert "Where it differs from what is held" in other
    assert "What it claims" in other


def test_a_row_that_was_taken_out_keeps_its_page(files: dict[str, Content]) -> None:
    page = text_of(files, "measures/US-2001-GONE.html")
    assert "taken out" in page
    assert "It never was." in page
    assert 'href="../measures/US-2001-GONE.html"' in text_of(files, "measures/index.html")


def test_every_link_lands(files: dict[str, Content]) -> None:
    assert list(lost_links(files, read_pages(files))) == []


def test_the_markup_is_sound(files: dict[str, Content]) -> None:
    for name, markup in _pages(files).items():
        page = read_page(markup)
        assert page.faults == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert page.headings[0] == 1, name
        assert page.headings.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name
        tags = [tag for tag, _ in page.elements]
        assert tags.count("main") == 1, name
        assert tags.count("table") == tags.count("caption"), name
        assert all("scope" in attributes for tag, attributes in page.elements if tag == "th"), name


def test_pages_hold_no_style_or_script_of_their_own_and_ask_nobody(files: dict[str, Content]) -> None:
    for name, markup in _pages(files).items():
        assert "Content-Security-Policy" in markup
        if name == "404.html":
            continue
        assert "<style" not in markup
        assert "style=" not in markup
        loaded = [a.get("src") or a.get("href") for tag, a in read_page(markup).elements if tag in ("script", "link")]
        assert all(not re.match(r"[a-z]+:|//", str(address)) for address in loaded), name


def test_the_newest_briefing_stands_in_front_and_failures_are_named_without_their_words(
    invented: Evidence, tmp_path: Path
) -> None:
    write_report(tmp_path, "default/briefing/default", title="Older?")
    late = {"period": "2002 (2002-01-01 to 2002-12-31)", "started": "2001-01-01T00:00:00+00:00"}
    write_report(tmp_path, "default/briefing/period-2002", title="Newer?", **late)
    write_report(
        tmp_path, "default/dialogues/default.failed", status="failed", title="Broken?", error="/places/somebody/x"
    )
    made = Site(invented, load_reports(tmp_path), {"default": "As it stands"}).files()
    front, all_reports = text_of(made, "index.html"), text_of(made, "reports/index.html")
    assert front.index("Newer?") < front.index("Reports by theme")
    assert "Older?" not in front.split("Reports by theme")[0]
    assert "Broken?" in all_reports
    assert "no earlier report stands" in all_reports
    assert "somebody" not in all_reports
    assert not any("failed" in name for name in made)
    assert "reports/default/briefing/default/rows/measures.csv" in made
    assert not any(".journal" in name for name in made)


def test_a_manifest_of_any_shape_is_borne(invented: Evidence, tmp_path: Path) -> None:
    write_report(
        tmp_path,
        "default/a/default",
        findings=[1, {"number": "x"}, {"number": 3, "rows": 7}],
        verification=[],
        started=5,
    )
    write_report(
        tmp_path, "default/b/default", findings={"a": 1}, title=HOSTILE.encode("utf-8", "ignore").decode(), period=["x"]
    )
    made = Site(invented, load_reports(tmp_path), {}).files()
    assert "<script>" not in text_of(made, "reports/index.html")
    assert list(lost_links(made, read_pages(made))) == []


def _with_hostile_cells(evidence: Evidence) -> Evidence:
    tables = {}
    for name, frame in evidence.tables.items():
        changed = frame.copy()
        for column in changed:
            if not KEYS.search(str(column)):
                changed[column] = pd.Series(
                    [_hostile(cell) for cell in changed[column]], index=changed.index, dtype="object"
                )
        tables[name] = changed
    text = HOSTILE.replace("\ud800", "")  # which no bibliography can hold
    held = {i: Source(i, text, text, text, "2001", "javascript:alert(1)", text, text, text, True)
            for i in evidence.sources}  # fmt: skip
    return Evidence(tables, evidence.schema, Sources(held))


def _hostile(cell: object) -> object:
    if isinstance(cell, tuple):
        return (HOSTILE, HOSTILE + "x")
    return cell if isinstance(cell, (int, float)) and not pd.isna(cell) else HOSTILE


def test_nothing_in_any_cell_comes_out_alive(files: dict[str, Content], rows_folder: Path) -> None:
    made = site_of(_with_hostile_cells(open_evidence(rows_folder)))
    assert len(_pages(made)) == len(_pages(files))
    for name, markup in _pages(made).items():
        page = read_page(markup)
        assert page.faults == [], name
        for tag, attributes in page.elements:
            assert tag not in ("img", "iframe", "object", "svg"), name
            assert tag != "script" or attributes["src"].endswith(".js"), name
            assert not [a for a in attributes if a.startswith("on")], name
            assert not attributes.get("href", "").startswith("javascript"), name
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x0b]", markup), name


def test_addresses_are_the_same_whatever_else_is_there() -> None:
    assert file_name("../../etc") not in ("", "../../etc.html")
    assert "/" not in file_name("../../etc")
    assert file_name("CON") == "CON_.html"
    assert file_name("nul.x") == "nul.x_.html"
    assert file_name("Abc").casefold() != file_name("abc").casefold()
    assert file_name("x" * 300) == file_name("x" * 300)
    assert len(file_name("x" * 300)) < 130


@pytest.mark.parametrize("given", ["example.org", "ftp://example.org/", "https://example.org/?a=1", "https://a:b@example.org/",
                                   "https://example.org/<x>", "javascript:alert(1)", "https://", "https://[", "https://例え/"])  # fmt: skip
def test_an_address_no_site_can_stand_at_is_refused(given: str) -> None:
    with pytest.raises(AddressError, match=r"write it like https://example\.org/policy/"):
        base_address(given)


def test_two_files_that_some_systems_hold_for_one_are_refused(invented: Evidence, tmp_path: Path) -> None:
    write_report(tmp_path, "default/briefing/x")
    write_report(tmp_path, "default/briefing/X")
    with pytest.raises(AddressError, match="would be one file where capitals do not count"):
        Site(invented, load_reports(tmp_path), {}).files()


def test_a_site_without_reports_says_so(invented: Evidence) -> None:
    made = Site(invented, Reports([]), {}).files()
    assert "No briefing has been published yet." in text_of(made, "index.html")
    assert "No report has been published yet." in text_of(made, "reports/index.html")


@pytest.mark.slow
def test_of_the_real_record_every_link_lands_and_all_markup_is_sound(evidence: Evidence, tmp_path: Path) -> None:
    measure, source = str(evidence.measures.index[0]), next(iter(evidence.sources))
    rests = {"number": 1, "text": "Invented.", "status": "holds", "rows": [measure], "sources": [source]}
    write_report(tmp_path, findings=[rests])
    made = Site(evidence, load_reports(tmp_path), {}, "https://example.org/").files()
    assert len([n for n in made if n.endswith(".html")]) > 3000
    pages = read_pages(made)
    assert list(lost_links(made, pages)) == []
    for name in _pages(made):
        page = pages[name]
        assert (page.faults, len(page.ids)) == ([], len(set(page.ids))), name
        assert page.headings[0] == 1, name
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name
