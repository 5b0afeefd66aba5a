"""A report's page beside the stock export of the same executed notebook: `python -m tests.benchmarks.pages REPORT`.

REPORT is the folder of a rendered report. Both pages are opened in Chromium with the network cut off.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ..browsing import CHROMIUM, OPTIONS, axe_faults
from .ways import environ

STOCK = "Image without description|No description has been provided for this image"


def _stock(notebook: Path, place: Path) -> tuple[Path, float]:
    """The page that nbconvert makes of an executed notebook, and the seconds that it takes."""
    began = time.monotonic()
    command = ["jupyter", "nbconvert", "--to", "html", "--output-dir", str(place), str(notebook)]
    subprocess.run(command, env=environ(), check=True, capture_output=True)
    return place / f"{notebook.stem}.html", time.monotonic() - began


def _ours(notebook: Path) -> float:
    """The seconds that our page takes, in a process of its own too."""
    code = (
        "import sys, nbformat; from helpers.pages.export import Masthead, page; "
        "page(nbformat.read(sys.argv[1], 4), Masthead('', '', {}, '', {}))"
    )
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code, str(notebook)], env=environ(), check=True)
    return time.monotonic() - began


def _measured(browser: Browser, path: Path) -> list[str]:
    """Bytes, of style, of script, requests, faults found by axe, headings, pictures without words of their own."""
    html = path.read_text(encoding="utf-8")
    context = browser.new_context(offline=True)
    page, requests = context.new_page(), []
    page.on("request", lambda r: requests.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    page.goto(path.as_uri(), wait_until="load")
    silent = page.locator("img:not([alt]), img[alt='']").count() + len(re.findall(STOCK, html))
    title, headings = page.title(), page.locator("h1, h2, h3, h4").count()
    faults = axe_faults(page)
    context.close()
    return [
        f"{len(html.encode()):,}",
        f"{sum(map(len, re.findall(r'<style[^>]*>(.*?)</style>', html, re.DOTALL))):,}",
        f"{sum(map(len, re.findall(r'<script[^>]*>(.*?)</script>', html, re.DOTALL))):,}",
        str(len(requests)),
        f"{len(faults)} ({', '.join(f.partition(':')[0] for f in faults)})" if faults else "0",
        str(headings),
        str(silent),
        title,
    ]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("report", type=Path)
    report = asked.parse_args().report.resolve()
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parents[2] / "src"))
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        stock, seconds = _stock(report / "notebook.ipynb", Path(place))
        browser = playwright.chromium.launch(executable_path=shutil.which(str(CHROMIUM)), args=OPTIONS)
        columns = [
            [*_measured(browser, stock), f"{seconds:.1f}"],
            [*_measured(browser, report / "index.html"), f"{_ours(report / 'notebook.ipynb'):.1f}"],
        ]
        browser.close()
    names = ["bytes", "of style", "of script", "requests", "axe: rules broken", "headings", "pictures without words"]
    lines = ["| | jupyter nbconvert --to html | workbook render |", "| --- | --- | --- |"]
    lines += [f"| {' | '.join(line)} |" for line in zip([*names, "title", "seconds"], *columns, strict=True)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
