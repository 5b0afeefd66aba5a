"""The site in a real browser, opened from a folder with the network cut off."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.site.folder import write_site
from helpers.site.publish import Site
from helpers.site.published import load_reports

from .browsing import NEEDS_BROWSER, Watch, axe_faults
from .site_rows import small_site, write_report, write_rows

pytestmark = NEEDS_BROWSER
KINDS = ("index.html", "measures/US-2001-ALPHA.html", "actors/JP-MOE.html", "meetings/INV-2001-05-01.html",
         "mechanisms/MECH-INV.html", "investments/IN-INVENTED-2001-01-01.html", "series/SE-INVENTED.html",
         "claims/INVENTED-001.html", "statements/ST-JP-2001-07-01-DOE.html", "events/EV-JP-2001-INVENTED.html",
         "places/PL-JP-NOWHERE.html", "measures/US-2001-GONE.html", "sources/invented-2001.html", "measures/index.html",
         "sources/index.html", "reports/index.html", "record.html", "contradictions.html", "changes.html", "searches.html",
         "dictionary.html", "about.html", "search.html", "search.html?q=MOEX", "404.html")  # fmt: skip


@pytest.fixture(scope="module")
def small(sound_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of invented rows, in a folder whose name has to be quoted in addresses."""
    folder = tmp_path_factory.mktemp("small")
    data = write_rows(Path(shutil.copytree(sound_folder, folder / "data")))
    write_site(folder / "a site #1", small_site(data, folder / "reports"))
    return folder / "a site #1"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real record with one invented report."""
    folder = tmp_path_factory.mktemp("whole")
    write_report(folder / "reports")
    write_site(folder / "site", Site(open_evidence(), load_reports(folder / "reports"), {}).files())
    return folder / "site"


def _opened(page: Page, site: Path, address: str) -> Page:
    path, mark, query = address.partition("?")
    page.goto((site / path).as_uri() + mark + query)
    return page


def test_every_kind_of_page_opens_without_a_fault_and_fits_the_window(small: Path, offline: BrowserContext) -> None:
    watch = Watch(offline.new_page())
    for address in KINDS:
        page = _opened(watch.page, small, address)
        assert page.locator("h1").count() == 1, address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address
        assert page.evaluate("getComputedStyle(document.querySelector('main')).paddingLeft") == "16px", address
    assert watch.faults == []


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("経済産業省", "Ministry of Economy, Trade and Industry"),
        ("METI", "Ministry of Economy, Trade and Industry"),
        ("産業", None),
        ("entity list", None),
        ("EnTiTy LIST", None),
        ("jp-meti", "Ministry of Economy, Trade and Industry"),
    ],
)
def test_the_search_finds_names_in_both_languages(whole: Path, browser: Any, asked: str, first: str | None) -> None:
    context = browser.new_context(offline=True)
    watch = Watch(context.new_page())
    page = _opened(watch.page, whole, "index.html")
    page.get_by_role("searchbox").fill(asked)
    page.keyboard.press("Enter")
    found = page.locator("#found a")
    found.first.wait_for()
    labels = found.all_inner_texts()
    assert asked.split()[0].casefold() in page.locator("#found").inner_text().casefold()
    assert first is None or labels[0] == first
    assert "found" in page.get_by_role("status").inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == labels[0]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "search.html" not in url)
    assert page.locator("h1").count() == 1
    assert watch.faults == []
    context.close()


def test_letters_with_marks_are_found_without_them_and_what_is_not_there_is_said(small: Path, browser: Any) -> None:
    context = browser.new_context(offline=True)
    page = _opened(context.new_page(), small, "search.html")
    for asked, told in (
        ("mihonsho", "1 page found."),
        ("ＭＯＥＸ", "1 page found."),
        ("zzzz", "No page found."),
        (" ", ""),
    ):
        page.get_by_role("searchbox").fill(asked)
        page.wait_for_function("told => document.getElementById('told').textContent.startsWith(told)", arg=told)
        page.wait_for_timeout(150)
        assert page.get_by_role("status").inner_text().startswith(told), asked
    page.get_by_role("searchbox").fill("alpha")
    page.locator("#found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    context.close()


def test_without_script_a_list_of_all_pages_stands_in_place_of_the_search(small: Path, browser: Any) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = _opened(context.new_page(), small, "search.html?q=alpha")
    assert page.get_by_role("link", name="Ministry of Examples").is_visible()
    assert page.locator("noscript a").count() >= 25
    context.close()


def test_the_way_from_a_number_to_its_row_and_back(small: Path, browser: Any) -> None:
    context = browser.new_context(offline=True)
    page = _opened(context.new_page(), small, "index.html")
    page.get_by_role("link", name="Alpha was followed after 5 days.").first.click()
    assert page.locator("#finding-1:target").count() == 1
    page.get_by_role("link", name="All reports").click()
    assert page.locator("h1").inner_text() == "Reports"
    page.get_by_role("link", name="Record", exact=True).click()
    page.get_by_role("link", name="Measures", exact=True).click()
    page.get_by_role("link", name="Alpha rule").first.click()
    assert page.get_by_role("navigation", name="You are here").get_by_text("US-2001-ALPHA").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    context.close()


def test_no_page_kind_breaks_an_axe_rule(small: Path, offline: BrowserContext) -> None:
    page = offline.new_page()
    for address in KINDS:
        assert axe_faults(_opened(page, small, address)) == [], address


def test_hostile_names_stay_text_in_what_the_search_shows(sound_folder: Path, tmp_path: Path, browser: Any) -> None:
    evidence: Evidence = open_evidence(sound_folder)
    measures = evidence.measures.copy()
    measures["title"] = "</script><img src=x onerror=alert(1)> hostile"
    write_site(tmp_path / "site", Site(evidence.replaced({"measures": measures}), load_reports(tmp_path), {}).files())
    context = browser.new_context(offline=True)
    watch = Watch(context.new_page())
    watch.page.on("dialog", lambda dialog: watch.faults.append(dialog.message))
    page = _opened(watch.page, tmp_path / "site", "search.html?q=hostile")
    page.locator("#found a").first.wait_for()
    assert page.locator("#found img").count() == 0
    page.locator("#found a").first.click()
    assert page.locator("h1").inner_text().endswith("hostile")
    assert watch.faults == []
    context.close()
