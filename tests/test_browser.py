"""The pages in a real browser with the network cut off, at a desk's width and at a telephone's."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .browsing import CHROMIUM, NEEDS_BROWSER, Watch
from .pages import Reports
from .test_notebooks import NAMES

pytestmark = NEEDS_BROWSER


def _missing_images(page: Page) -> int:
    return int(page.evaluate("[...document.images].filter(i => !i.complete || !i.naturalWidth).length"))


@pytest.mark.parametrize("name", NAMES)
def test_a_report_opens_offline_without_a_fault(reports: Reports, offline: BrowserContext, name: str) -> None:
    watch = Watch(offline.new_page())
    watch.page.goto(reports.page(name).as_uri())
    assert watch.page.locator("h1").count() == 1
    assert watch.page.locator("figure svg, figure img").count() >= 3
    assert _missing_images(watch.page) == 0
    assert watch.page.locator("img:not([alt])").count() == 0
    assert watch.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert watch.faults == []


def test_the_index_leads_to_every_report_and_back(reports: Reports, offline: BrowserContext) -> None:
    reports.page("briefing")
    watch = Watch(offline.new_page())
    watch.page.goto((reports.out / "index.html").as_uri())
    links = watch.page.locator("main a")
    assert links.count() >= len(NAMES)
    for number in range(links.count()):
        links.nth(number).click()
        assert watch.page.locator("h1").count() == 1
        assert "manifest" not in watch.page.url
        watch.page.get_by_role("link", name="All reports").click()
        assert watch.page.url.endswith("/index.html")
        assert "reports" in watch.page.title()
    assert watch.faults == []


def test_a_number_leads_to_its_rows_and_sources(reports: Reports, offline: BrowserContext) -> None:
    page = offline.new_page()
    page.goto(reports.page("export_controls").as_uri())
    grounds = page.locator(".finding.holds details.follow").first
    grounds.locator("summary").first.press("Enter")
    assert grounds.get_by_text("Definition").is_visible()
    assert grounds.get_by_text("Under other choices").is_visible()
    assert grounds.locator("a[href^='http']").first.is_visible()
    grounds.locator("li a[href^='#']").first.press("Enter")
    row = page.locator("tr:target")
    assert row.is_visible()
    row.locator("a[href^='#source-']").first.click()
    assert page.locator("li:target").is_visible()


def test_code_is_hidden_until_the_switch_is_set_from_the_keyboard(reports: Reports, offline: BrowserContext) -> None:
    page = offline.new_page()
    page.goto(reports.page("export_controls").as_uri())
    code = page.locator("details.code").first
    assert not code.is_visible()
    page.locator("#show-code").focus()
    page.keyboard.press("Space")
    assert code.is_visible()


@pytest.mark.parametrize("period", ["", "2023-01"])
def test_the_briefing_prints_on_two_pages(reports: Reports, browser: Browser, period: str) -> None:
    page = browser.new_page()
    page.goto(reports.page("briefing", period).as_uri())
    assert page.locator("main .screen-only").first.is_visible()
    assert not page.locator(".print-only").is_visible()
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) in (1, 2)
    page.emulate_media(media="print")
    assert page.locator(".screen-only:visible").count() == 0
    assert page.locator(".print-only").is_visible()
    headings = page.locator("h2:visible").all_inner_texts()
    assert [h.rstrip("¶") for h in headings] == [
        "The short answer", "What happened", "What took effect", "What takes effect, lapses or falls due next",
        "What changed our mind", "What is contested",
    ]  # fmt: skip
    assert page.locator(".finding:visible").count() >= 8
    page.close()


def test_every_line_of_the_briefing_leads_to_a_theme_report_that_is_there(reports: Reports, browser: Browser) -> None:
    page = browser.new_page()
    for period in ("", "2023-01"):
        place = reports.page("briefing", period)
        page.goto(place.as_uri())
        ways = page.locator("table a:not([href^='#'])").evaluate_all("links => links.map(a => a.getAttribute('href'))")
        assert len(ways) >= 20
        assert [w for w in set(ways) if not (place.parent / w).is_file()] == []
    page.locator("table a[href*='space_cyber']").first.click()
    assert "space_cyber" in page.url
    assert page.locator("h1").count() == 1
    page.close()


def test_the_suite_that_must_see_pages_sees_them() -> None:
    assert CHROMIUM or not os.environ.get("CI")
