"""The front page with the newest briefing, and the page of all reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..text import counted, safe
from .addresses import KINDS
from .frame import Line, Page, bullets, section, table
from .links import Linker
from .lists import HOME
from .published import FAILS, HOLDS, Report, Reports, Use
from .record import Record
from .wording import day, worded

MOST_FINDINGS = 8


def _briefing(linker: Linker, report: Report | None) -> str:
    if report is None:
        return "<p>No briefing has been published yet.</p>"
    held = [f for f in report.findings if f.status == HOLDS]
    told = bullets(linker.use(Use(report, finding)) for finding in held[:MOST_FINDINGS])
    made = safe(day(report.started[:10]))
    return (
        f"<h3>{linker.way(report.address, worded(report.title))}</h3>\n"
        f"<p>Period: {safe(report.period)}. Made on {made}. "
        f"{counted(len(report.findings), 'finding')}, among them:</p>\n{told}"
    )


def _themes(linker: Linker, reports: Iterable[Report]) -> str:
    first: dict[str, Report] = {}
    for report in reports:
        first.setdefault(report.theme, report)
    return bullets(f"{linker.way(r.address, worded(r.title))} ({safe(theme)})" for theme, r in first.items())


def front_page(record: Record, reports: Reports) -> Page:
    """What the site is, the newest briefing, the reports by theme, and ways into the record."""
    linker = Linker(record, "")
    kinds = [linker.way(f"{n}/index.html", f"{len(record.tables[n]):,} {k.many.lower()}") for n, k in KINDS.items()]
    kinds.append(linker.way("sources/index.html", f"{len(record.sources):,} sources"))
    where = linker.way("contradictions.html", counted(len(record.contradictions), "contradiction"))
    changed = linker.way("changes.html", counted(len(record.tables["corrections"]), "correction"))
    main = (
        "<h1>US–Japan technology policy</h1>\n"
        "<p>How Washington and Tokyo, with Beijing, The Hague, Seoul and Taipei around them, coordinate export "
        "controls, space, cyber and the chip industry. Reports answer questions from a record in which every row names "
        "its sources; each number in them leads to the rows and sources it rests on, and each row and source here to "
        "the findings that rest on it.</p>\n"
        + section("Newest briefing", _briefing(linker, reports.briefing))
        + section("Reports by theme", _themes(linker, reports.good) or "<p>No report has been published yet.</p>")
        + section(
            "The record",
            f"{bullets(kinds, 'kinds')}<p>Sources disagree and rows are put right: {where} and {changed} are kept in "
            "the open.</p>\n",
        )
    )
    return Page("index.html", "Home", main)


def _line(linker: Linker, report: Report, other: str) -> Line:
    broken = sum(f.status == FAILS for f in report.findings)
    told = counted(len(report.findings), "finding") + (f", {broken} not holding" if broken else "")
    made = safe(day(report.started[:10]))
    cells = [linker.way(report.address, worded(report.title)), safe(getattr(report, other))]
    return Line([*cells, safe(report.period), told, counted(report.rows, "row"), made])


def _grouped(linker: Linker, reports: Iterable[Report], by: str, names: Mapping[str, str]) -> str:
    other = {"edition": "theme", "theme": "edition"}[by]
    heads = ("Report", other.capitalize(), "Period", "Findings", "Rows used", "Made on")
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(str(getattr(report, by)), []).append(report)
    return "".join(
        f"<h3>{safe(names.get(name, name))}</h3>\n"
        + table(f"Reports, {by} {names.get(name, name)}", heads, (_line(linker, r, other) for r in held))
        for name, held in groups.items()
    )


def _failed(reports: Reports) -> str:
    """What failed, and whether an earlier good report stands; no word of the error, which may name the machine."""
    good = {r.folder for r in reports.good}

    def item(report: Report) -> str:
        stands = "the last good report stands" if report.folder in good else "no earlier report stands"
        when = f" on {day(report.started[:10])}" if report.started else ""
        return f"{worded(report.title)} (<code>{safe(report.folder)}</code>): failed{safe(when)}; {stands}."

    return bullets(map(item, reports.failed))


def reports_page(record: Record, reports: Reports, editions: Mapping[str, str]) -> Page:
    """All reports by edition and by theme, and those that failed; `editions` are titles of editions by name."""
    linker = Linker(record, "../")
    main = (
        "<h1>Reports</h1>\n<p>Each report answers one question from the record and keeps its address. Beside its page "
        "lie the rows it shows, its notebook and its manifest.</p>\n"
        + section("By edition", _grouped(linker, reports.good, "edition", editions), "editions")
        + section("By theme", _grouped(linker, sorted(reports.good, key=lambda r: r.theme), "theme", {}), "themes")
        + section("Failed", _failed(reports), "failed")
    )
    main += "" if reports.good else "<p>No report has been published yet.</p>\n"
    return Page("reports/index.html", "Reports", main, "", (HOME,))
