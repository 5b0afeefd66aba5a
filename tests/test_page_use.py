"""A report's page in use: folds, saving, sorting, narrowing, addresses of rows; by keyboard, without script, by ear."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .browsing import NEEDS_BROWSER, Watch, axe_faults
from .pages import Reports

pytestmark = NEEDS_BROWSER
TABLE = ".table:has(> .box table tbody tr:nth-child(4))"
ONE_OF_EACH = """
for (const fold of document.querySelectorAll("main details")) fold.open = true;
for (const more of document.querySelectorAll(
    "tbody tr:nth-child(n+5), li:nth-child(n+7), .follow a:nth-of-type(n+5), svg :is(text, path, use, g):nth-child(n+9)"
)) more.remove();
"""  # what a page has hundreds of takes axe minutes and tells it nothing


@pytest.fixture(
    params=[(1280, "light", True), (390, "dark", True), (390, "light", False)], ids=["desk", "telephone", "no script"]
)
def watch(request: pytest.FixtureRequest, browser: Browser, reports: Reports) -> Iterator[Watch]:
    """The report on export controls, opened without network."""
    width, scheme, script = request.param
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, offline=True, java_script_enabled=script)
    found = Watch(context.new_page())
    found.page.goto(reports.page("export_controls").as_uri())
    yield found
    context.close()


def _page(reports: Reports, context: BrowserContext, name: str = "export_controls") -> Page:
    page = context.new_page()
    page.goto(reports.page(name).as_uri())
    return page


def test_everything_on_the_page_can_be_read_with_script_and_without(watch: Watch) -> None:
    page = watch.page
    assert (
        page.locator("figure").count() == page.locator("figure :is(svg[role=img][aria-label], img[alt])").count() >= 3
    )
    for fold in page.locator("main details:not(.code)").all()[:6]:
        summary = fold.locator("> summary")
        summary.focus()
        page.keyboard.press("Enter")
        assert fold.get_attribute("open") is not None
    page.locator("#show-code").focus()
    page.keyboard.press("Space")
    assert page.locator("details.code").first.is_visible()
    assert page.locator("main").bounding_box()["width"] <= page.viewport_size["width"]  # type: ignore[index]
    assert watch.faults == []


@pytest.mark.parametrize("name", ["export_controls", "briefing"])
def test_no_page_breaks_an_axe_rule(reports: Reports, offline: BrowserContext, name: str) -> None:
    page = _page(reports, offline, name)
    page.evaluate(ONE_OF_EACH)
    assert axe_faults(page) == []
    page.goto((reports.out / "index.html").as_uri())
    assert axe_faults(page) == []


def test_a_page_is_sound_markup_with_its_headings_in_order(reports: Reports) -> None:
    parser = html5lib.HTMLParser()
    tree = parser.parse(reports.page("export_controls").read_text(encoding="utf-8"))
    assert parser.errors == []
    ranks = [int(e.tag[-1]) for e in tree.iter() if e.tag.rpartition("}")[2] in ("h1", "h2", "h3", "h4")]
    assert ranks.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(ranks))


def test_every_way_within_a_page_lands(reports: Reports, offline: BrowserContext) -> None:
    page = _page(reports, offline)
    lost = page.evaluate(
        "[...document.querySelectorAll(\"a[href^='#']\")]"
        ".filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)"
    )
    assert lost == []


def test_an_address_of_a_row_opens_and_marks_it(reports: Reports, offline: BrowserContext) -> None:
    page = offline.new_page()
    page.goto(reports.page("source_audit").as_uri())
    row = page.locator(".rows tbody tr").last.get_attribute("id")
    assert row
    page.goto(reports.page("source_audit").as_uri() + f"#{row}")
    page.reload()
    marked = page.locator("tr:target")
    assert marked.is_visible()
    assert marked.get_attribute("id") == row
    assert marked.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_table_is_sorted_by_a_column_both_ways_and_put_back(reports: Reports, offline: BrowserContext) -> None:
    table = _page(reports, offline).locator(TABLE).filter(has=offline.pages[0].locator("th.number")).first
    head = table.locator("th.number").first
    column = head.evaluate("th => th.cellIndex + 1")

    def numbers() -> list[float]:
        cells = table.locator(f"tbody tr > :nth-child({column})").all_inner_texts()
        return [float(c.replace(",", "")) for c in cells if c.strip()]

    before = table.locator("tbody tr").all_inner_texts()
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert numbers() == sorted(numbers())
    head.locator("button").press("Enter")
    assert numbers() == sorted(numbers(), reverse=True)
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert table.locator("tbody tr").all_inner_texts()[: len(before)] == before


def test_a_table_is_narrowed_to_the_rows_with_a_word(reports: Reports, offline: BrowserContext) -> None:
    table = _page(reports, offline).locator(".table:has(.rows)")
    rows = table.locator("tbody tr")
    table.locator("input[type=search]").fill("ordinance JP-")
    shown = [text.lower() for text in table.locator("tbody tr:visible").all_inner_texts()]
    assert 0 < len(shown) < rows.count()
    assert all("ordinance" in text and "jp-" in text for text in shown)
    assert table.locator("[role=status]").inner_text() == f"{len(shown)} of {rows.count()} rows"
    table.locator("input[type=search]").fill("no such words")
    assert table.locator("tbody tr:visible").count() == 0


def test_rows_and_pictures_are_saved_from_the_page(reports: Reports, offline: BrowserContext, tmp_path: Path) -> None:
    figure = _page(reports, offline).locator("figure:has(svg)").first
    saved = {}
    for button in figure.locator(".save").all():
        with figure.page.expect_download() as download:
            button.press("Enter")
        name = download.value.suggested_filename
        download.value.save_as(tmp_path / name)
        saved[name.rpartition(".")[2]] = tmp_path / name
    assert saved.keys() == {"csv", "png", "svg"}
    beside = (reports.page("export_controls").parent / "rows" / saved["csv"].name).read_bytes()
    assert saved["csv"].read_bytes() == beside
    assert saved["png"].read_bytes().startswith(b"\x89PNG")
    root = ElementTree.parse(saved["svg"]).getroot()
    assert root.attrib["aria-label"]
    assert len(base64.b64encode(saved["png"].read_bytes())) > 10_000


def test_text_in_a_figure_can_be_selected(reports: Reports, offline: BrowserContext) -> None:
    text = _page(reports, offline).locator("figure svg text").first
    assert text.evaluate("t => { getSelection().selectAllChildren(t); return getSelection().toString(); }").strip()


def test_the_contents_follow_the_reader(reports: Reports, offline: BrowserContext) -> None:
    page = _page(reports, offline)
    heading = page.locator("main h2").nth(3)
    heading.scroll_into_view_if_needed()
    heading.evaluate("h => h.scrollIntoView({block: 'start'})")
    page.wait_for_function("document.querySelector('.contents [aria-current]')")
    here = page.locator(".contents [aria-current]")
    assert here.count() == 1
    assert here.get_attribute("href") == "#" + str(heading.get_attribute("id"))
