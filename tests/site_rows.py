"""A small site made up for tests: a row of each kind, reports that rest on them, and what a reader follows on pages."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from helpers.evidence import Evidence
from helpers.opening import open_evidence
from helpers.site.folder import Content
from helpers.site.publish import Site
from helpers.site.published import Reports, load_reports

SURE = {"verification": "verified", "checked": "2001-01-01"}
ROWS: dict[str, list[dict[str, str]]] = {
    "actors": [
        {"actor_id": "JP-MOE", "name": "Ministry of Examples", "name_original": "見本省", "aliases": "MOEX;Mihonshō", "kind": "agency", "country": "JP", **SURE},
        {"actor_id": "JP-DOE-JANE", "name": "Jane Doe", "kind": "person", "country": "JP", **SURE},
    ],
    "offices": [{"office_id": "JP-DOE-JANE-MINISTER", "actor_id": "JP-DOE-JANE", "office": "Minister of Examples",
                 "body_actor_id": "JP-MOE", "country": "JP", "date_start": "2001-01-02", **SURE}],
    "mechanisms": [{"mechanism_id": "MECH-INV", "name": "Invented Dialogue", "acronym": "INV", "countries": "JP;US",
                    "level": "leaders", "lead_actor_ids": "JP-MOE", "themes": "dialogues", **SURE}],
    "meetings": [{"meeting_id": "INV-2001-05-01", "mechanism_id": "MECH-INV", "kind": "session", "held": "held",
                  "date_start": "2001-05-01", "title": "First session of the invented dialogue", "level": "leaders",
                  "countries": "JP;US", "actor_ids": "JP-MOE", "topics": "made-up topic", "themes": "dialogues", **SURE}],
    "events": [{"event_id": "EV-JP-2001-INVENTED", "kind": "agreement", "date_start": "2001-06", "title": "Agreement that never was",
                "countries": "JP", "themes": "dialogues", **SURE}],
    "statements": [{"statement_id": "ST-JP-2001-07-01-DOE", "date": "2001-07-01", "speaker": "Jane Doe", "speaker_actor_id": "JP-DOE-JANE",
                    "speaker_country": "JP", "speaker_kind": "government", "measure_id": "US-2001-ALPHA", "relation_to_measure": "on",
                    "paraphrase": "Says nothing at all", "themes": "dialogues", **SURE}],
    "tone_codes": [{"tone_code_id": "ST-JP-2001-07-01-DOE-CODER-A", "statement_id": "ST-JP-2001-07-01-DOE", "coder": "coder-a",
                    "tone_toward": "US", "coded_tone": "0"}],
    "places": [{"place_id": "PL-JP-NOWHERE", "name": "Nowhere", "name_original": "無何有", "country": "JP", "latitude": "1.5", "longitude": "2.5", **SURE}],
    "investments": [
        {"investment_id": f"IN-INVENTED-2001-0{n}-01", "project_id": "invented-plant", "project": "Invented plant", "company": "Invented KK",
         "company_actor_ids": "JP-MOE", "place_ids": "PL-JP-NOWHERE", "countries": "JP", "step": step, "date": f"2001-0{n}-01",
         "investment_amount_bn": "1.5", "investment_currency": "JPY", "coded_investment_basis": "new", "themes": "semiconductor_industry", **SURE}
        for n, step in ((1, "announcement"), (2, "groundbreaking"))
    ],
    "series": [{"series_id": "SE-INVENTED", "title": "Invented capacity", "definition": "Of nothing", "unit": "wafers a month",
                "frequency": "annual", "themes": "semiconductor_industry", **SURE}],
    "observations": [
        {"observation_id": f"OB-INVENTED-200{n}", "series_id": "SE-INVENTED", "period": f"200{n}", "value": f"{n}200", **SURE} for n in (1, 2)
    ],
    "claims": [{"claim_id": "INVENTED-001", "source_id": "invented-2003", "locator": "Nowhere", "kind": "assessment", "claim": "Says that alpha came first."}],
    "verdicts": [{"verdict_id": "INVENTED-001-V", "claim_id": "INVENTED-001", "verdict": "borne_out", "finding": "Alpha did come first.",
                  "row_ids": "US-2001-ALPHA", **SURE}],
    "searches": [{"search_id": "SEARCH-2001-01-01-X-1", "date": "2001-01-01", "kind": "looked_for", "sought": "When beta ended",
                  "place": "nowhere", "outcome": "nothing", "row_id": "JP-2001-BETA", "field": "date_end"}],
    "corrections": [
        {"correction_id": "COR-2001-01-02-001", "date": "2001-01-02", "table": "measures", "row_id": "US-2001-ALPHA", "field": "entity_count",
         "old": "3", "new": "4", "reason": "It had been misread.", "source_id": "invented-2001"},
        {"correction_id": "COR-2001-01-03-001", "date": "2001-01-03", "table": "measures", "row_id": "US-2001-GONE", "field": "",
         "old": "US-2001-GONE", "new": "", "reason": "It never was."},
    ],
}  # fmt: skip


def write_rows(folder: Path, rows: Mapping[str, list[dict[str, str]]] = ROWS) -> Path:
    """Add rows to the tables of a data folder, each with a citation of its own where the data law asks for one."""
    uncited = ("claims", "searches", "corrections", "tone_codes", "verdicts")
    for table, added in rows.items():
        _append(folder / f"{table}.csv", added)
        keys = [next(iter(row.values())) for row in added if table not in uncited]
        cited = [
            {"citation_id": f"{k}-C1", "table": table, "row_id": k, "source_id": "invented-2001", "stance": "supports"}
            for k in keys
        ]
        _append(folder / "citations.csv", cited)
    return folder


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = csv.DictReader(file).fieldnames or []
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writerows(rows)


FINDINGS = [
    {"number": 1, "text": "Alpha was followed after 5 days.", "status": "holds", "rows": ["US-2001-ALPHA", "OB-INVENTED-2001"], "sources": ["invented-2001"]},
    {"number": 2, "text": "Nobody answered.", "status": "does_not_hold", "rows": ["JP-2001-BETA"], "sources": []},
]  # fmt: skip


def write_report(out: Path, folder: str = "default/briefing/default", **facts: Any) -> Path:
    """A report as the runner lays it down, as far as a site reads it."""
    place = out / folder
    (place / "rows").mkdir(parents=True)
    edition, notebook, _ = folder.split("/")
    told = {"manifest": 1, "status": "good", "notebook": notebook, "edition": edition, "title": "What never happened?",
            "period": "2001 (2001-01-01 to 2001-12-31)", "started": "2001-12-31T10:00:00+00:00", "findings": FINDINGS,
            "verification": {"verified": 3}} | facts  # fmt: skip
    (place / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    anchors = "".join(f'<p id="finding-{f["number"]}">Invented.</p>' for f in FINDINGS)
    (place / "index.html").write_text(
        f'<!doctype html><html lang="en"><head><title>Invented</title></head><body><main><h1>Invented</h1>{anchors}'
        '<p><a href="../../../index.html">All reports</a></p></main></body></html>',
        encoding="utf-8",
    )
    (place / "rows" / "measures.csv").write_text("measure_id\nUS-2001-ALPHA\n", encoding="utf-8")
    (place / ".journal").write_text("left over", encoding="utf-8")
    return place


def small_site(folder: Path, out: Path, base: str = "") -> dict[str, Content]:
    """The files of a site made of invented rows and one invented report."""
    write_report(out)
    return Site(open_evidence(folder), load_reports(out), {"default": "As it stands"}, base).files()


def site_of(evidence: Evidence, base: str = "") -> dict[str, Content]:
    """The files of a site without reports."""
    return Site(evidence, Reports([]), {}, base).files()


def text_of(files: Mapping[str, Content], name: str) -> str:
    """One file of a site as text."""
    content = files[name]
    return content.read_text(encoding="utf-8") if isinstance(content, Path) else content.decode()


@dataclass
class Read:
    """What stands on a page: ids, links, headings, elements with their attributes, and what is wrong with its tags."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    VOID = ("meta", "link", "input", "br", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.read, self.open = Read(), []  # type: tuple[Read, list[str]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.read.elements.append((tag, held))
        if len(held) < len(attrs):
            self.read.faults.append(f"<{tag}> has an attribute twice")
        self.read.ids += [held["id"]] if "id" in held else []
        self.read.links += [held[name] for name in ("href", "src") if name in held]
        self.read.headings += [int(tag[1])] if tag in ("h1", "h2", "h3", "h4") else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.read.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


def read_page(markup: str) -> Read:
    """A page read as far as the tests look at it."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.read.faults += [f"<{tag}> stays open" for tag in reader.open]
    return reader.read


def read_pages(files: Mapping[str, Content]) -> dict[str, Read]:
    """Every page of a site, its reports too."""
    return {name: read_page(text_of(files, name)) for name in files if name.endswith(".html")}


def lost_links(files: Mapping[str, Content], pages: Mapping[str, Read]) -> Iterator[str]:
    """Every link of a page of the site that lands on no file of it, or on no anchor of that file."""
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = _landing(name, unquote(parts.path))
            if target not in files or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                yield f"{name}: {link}"


def _landing(page: str, way: str) -> str:
    if not way:
        return page
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *PurePosixPath(way).parts):
        if part == "..":
            parts = parts[:-1] if parts else ["outside"]
        else:
            parts.append(part)
    return "/".join(parts)
