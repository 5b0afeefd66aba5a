"""The page that links all reports of an output folder."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..forms.asking import FILES
from ..pages.document import document
from ..placing import NEW, OLD
from ..sources import written_date
from ..text import counted, safe
from .layout import FAILED

WORDS = {"pdf": "PDF", "docx": "Word", "md": "Markdown"}


def held_reports(out: Path) -> list[dict[str, Any]]:
    """Manifests of the reports in `out`, good and failed, each with its folder's address relative to `out`."""
    found = []
    for path in sorted(out.glob("*/*/*/manifest.json")):
        if path.parent.name.startswith((NEW, OLD)):
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError):
            content = {"status": "failed", "error": "manifest.json cannot be read; render the report again"}
        if isinstance(content, dict):
            found.append({**content, "folder": path.parent.relative_to(out).as_posix()})
    return found


def _line(report: dict[str, Any]) -> str:
    folder, name = str(report["folder"]), str(report.get("notebook", report["folder"]))
    title = safe(report.get("title", name))
    day = safe(written_date(str(report.get("started", ""))[:10]))
    if report.get("status") != "good":
        good = folder.removesuffix(FAILED)
        what = f"failed on {day}: {safe(report.get('error', ''))}"
        return f'<tr class="bad"><th scope="row">{title}</th><td>{safe(good)}</td><td colspan="3">{what}</td></tr>'
    findings = report.get("findings", [])
    broken = sum(f.get("status") == "does_not_hold" for f in findings)
    told = counted(len(findings), "finding") + (f", {broken} not holding" if broken else "")
    link = f'<a href="{quote(folder)}/index.html">{title}</a>{_forms(report, folder)}'
    rows = sum(int(v) for v in report.get("verification", {}).values())
    return (
        f'<tr><th scope="row">{link}</th><td>{safe(report.get("period"))}</td><td>{safe(told)}</td>'
        f"<td>{safe(counted(rows, 'row'))}</td><td>{day}</td></tr>"
    )


def _forms(report: dict[str, Any], folder: str) -> str:
    """Links to the other forms of a report."""
    held = report.get("files", {})
    links = [f'<a href="{quote(folder)}/{name}">{WORDS[form]}</a>' for form, name in FILES.items() if name in held]
    return f" ({', '.join(links)})" if links else ""


def _edition(name: str, reports: list[dict[str, Any]]) -> str:
    head = "".join(f'<th scope="col">{t}</th>' for t in ("Report", "Period", "Findings", "Rows used", "Rendered"))
    body = "".join(_line(r) for r in sorted(reports, key=lambda r: (r.get("notebook") != "briefing", r["folder"])))
    return (
        f"<h2>Edition: {safe(name)}</h2>"
        f'<div class="box" tabindex="0" role="group" aria-label="Reports of edition {safe(name)}">'
        f"<table><caption>{counted(len(reports), 'report')}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def index_page(reports: list[dict[str, Any]]) -> str:
    """The index as a page: editions, and in each its reports with period, findings and day."""
    editions: dict[str, list[dict[str, Any]]] = {}
    for report in reports:
        editions.setdefault(str(report["folder"]).split("/")[0], []).append(report)
    body = "".join(_edition(name, editions[name]) for name in sorted(editions, key=lambda n: (n != "default", n)))
    told = (
        "<h1>US–Japan technology policy: reports</h1>"
        "<p>Each report answers one question from the evidence base. "
        "Every number in it leads to the rows and sources it rests on.</p>"
    )
    return document("US–Japan technology policy: reports", told + (body or "<p>No report has been rendered yet.</p>"))


def write_index(out: Path) -> Path:
    """Write index.html of an output folder, replaced in one step."""
    target = out / "index.html"
    beside = out / f".index-{os.getpid()}-{secrets.token_hex(4)}.html"
    beside.write_text(index_page(held_reports(out)), encoding="utf-8")
    beside.replace(target)
    return target
