"""Hostile text in every text column of every table and in the bibliography: on no page of any report or site alive."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from helpers.opening import data_digest

from .benchmarks.enlarged import copied_workbook
from .browsing import NEEDS_BROWSER, Watch

pytestmark = NEEDS_BROWSER
TURNED = "\u202e"
HOSTILE = (
    f" <script>alert(1)</script><img src=x onerror=alert(2)>\"'</style></title>]]>&{TURNED}[a](javascript:alert(3))"
)
READ_AS_THEY_ARE = {"locator", "official_citation"}  # by patterns of the analyses


def _is_text(field: dict[str, Any], foreign: set[str]) -> bool:
    rules = field.get("constraints", {})
    is_free = field["type"] == "string" and not rules.keys() & {"enum", "pattern", "unique"}
    named = re.search(r"(_id|_ids|^field|^stated|^table|_table|^held|^old|^new)$|^(field|table|period)", field["name"])
    return is_free and not named and field["name"] not in foreign | READ_AS_THEY_ARE


def _hostile(folder: Path) -> int:
    """Put the hostile text behind every filled text cell; how many cells."""
    count = 0
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        foreign = {f for key in resource["schema"].get("foreignKeys", []) for f in key["fields"]}
        texts = {f["name"] for f in resource["schema"]["fields"] if _is_text(f, foreign)}
        path = folder / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name in texts & row.keys():
                if row[name]:
                    row[name] += HOSTILE
                    count += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    items = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    for item in items:
        item["title"] += HOSTILE
    (folder / "sources.json").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    (folder / "references.json").unlink()
    (folder / ".checked").write_text(data_digest(folder) + "\n", encoding="utf-8")
    return count


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of every notebook, and some of the site, made from a hostile record."""
    place = tmp_path_factory.mktemp("hostile")
    root = copied_workbook(place / "root")
    assert _hostile(root / "data") > 3000
    environ = {**os.environ, "WORKBOOK_ROOT": str(root), "WORKBOOK_CACHE": str(place / "cache")}
    for command in (
        ["render", "--out", str(place / "reports")],
        ["publish", "--reports", str(place / "reports"), "--out", str(place / "site")],
    ):
        run = subprocess.run(
            [sys.executable, "-m", "helpers.cli", *command], env=environ, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr[-3000:]
    site = place / "site"
    chosen = [next((site / kind).glob("[A-Z]*.html")) for kind in ("measures", "meetings", "actors", "investments")]
    wholes = [site / name for name in ("index.html", "contradictions.html", "changes.html", "search.html")]
    return [
        *sorted((place / "reports").rglob("index.html")),
        *chosen,
        *wholes,
        *list((site / "sources").glob("*.html"))[:3],
    ]


def test_hostile_text_is_text_on_every_page(pages: list[Path], browser: Browser) -> None:
    assert len(pages) >= 7 + 1 + 4 + 4
    context = browser.new_context(offline=True)
    for path in pages:
        watch = Watch(context.new_page())
        watch.page.on("dialog", lambda d, p=path: pytest.fail(f"{p}: {d.message}"))  # type: ignore[misc]
        watch.page.goto(path.as_uri())
        alive = watch.page.evaluate(
            "document.querySelectorAll(\"main script, img[src='x'], [onerror], a[href^='javascript' i], main style\").length"
        )
        assert alive == 0, path
        assert TURNED not in watch.page.locator("body").inner_text(), path
        assert watch.faults == [], path
        watch.page.close()
    context.close()
    assert any("alert(1)" in p.read_text(encoding="utf-8") for p in pages)
