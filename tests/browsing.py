"""The system's Chromium for tests: opened once for a file of tests, with the network cut off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None)
NEEDS_BROWSER = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system; install it to test the pages"),
]
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; where Playwright's own driver lacks a library, the tests are skipped, except in CI."""
    try:
        playwright = sync_playwright().start()
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Playwright's driver does not start here ({error}); on Debian: apt-get install libatomic1")
    opened = playwright.chromium.launch(executable_path=shutil.which(str(CHROMIUM)), args=OPTIONS)
    yield opened
    opened.close()
    playwright.stop()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk", "telephone"])
def offline(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window without network: a desk's in daylight, a telephone's in the dark."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    yield context
    context.close()


class Watch:
    """A page with what went wrong on it: console errors, page errors, and requests to anything but local files."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda m: self.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.faults.append(str(e)))
        page.on("request", lambda r: self.faults.append(r.url) if not r.url.startswith(("file:", "data:")) else None)


def axe_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice: rule, number of places, the first of them."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [f"{v['id']}: {len(v['nodes'])}, {v['nodes'][0]['html'][:200]}" for v in found]
