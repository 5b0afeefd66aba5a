"""The parts that pages of rows and of sources share: citations, contradictions, corrections, searches, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..coverage import OUTCOMES
from ..text import counted, safe
from .frame import Line, bullets, section, table
from .links import Linker
from .published import Report, Use
from .wording import Cells, column_words, item_words, worded

MOST_OPEN = 12  # findings of one report that are shown unfolded
KINDS_OF_DISPUTE = {"contradicted": "another source states otherwise", "revised": "a later print or award replaced it"}
HELD = ("Row", "Column", "Held", "Stated instead", "Kind", "Why the value is held")
CORRECTED = ("Day", "Row", "Column", "Before", "After", "Why", "Source")


def _field(linker: Linker, name: str, column: object) -> str:
    return linker.column(name, str(column), column_words(str(column))) if column else "the row as a whole"


def citations(linker: Linker, cited: Sequence[Cells], with_row: bool) -> str:
    """Citations as a table: of a page whose rows are several, each with its row."""

    def line(one: Cells) -> Line:
        cells = [
            linker.source(one["source_id"]),
            linker.row(one["row_id"]) if with_row else "",
            safe(one["stance"]),
            _field(linker, one["table"], one["field"]),
            worded(one["locator"]),
            linker.stated(one["table"], one["field"], one["stated"], one["row_id"]),
            worded(one["reason"]),
            worded(one["notes"]),
        ]
        return Line(cells, str(one["id"]))

    heads = ("Source", "Row", "Stance", "On", "Where in it", "What it states", "Why the row differs", "Remarks")
    return table(counted(len(cited), "citation"), heads, map(line, cited)) if cited else ""


def _said(linker: Linker, one: Cells, kind: str) -> str:
    """The value held or stated in a contradiction, and below it the sources that say so."""
    value = linker.stated(str(one["table"]), one["field"], one[kind], str(one["row_id"]))
    by = bullets(map(linker.source, one[f"{kind}_by"] or ()))
    return f"<strong>{value}</strong>{by}" if value else by


def disputes(linker: Linker, found: Sequence[Cells], caption: str = "") -> str:
    """Contradictions as a table: what is held, by whom, and what is stated instead."""

    def line(one: Cells) -> Line:
        name, row_id, column = str(one["table"]), str(one["row_id"]), one["field"]
        cells = [
            linker.about(name, row_id),
            _field(linker, name, column),
            _said(linker, one, "held"),
            _said(linker, one, "stated"),
            KINDS_OF_DISPUTE.get(str(one["kind"]), ""),
            worded(one["reason"]),
        ]
        return Line(cells)

    return table(caption or counted(len(found), "contradiction"), HELD, map(line, found)) if found else ""


def corrections(linker: Linker, found: Iterable[Cells], caption: str = "", with_anchor: bool = False) -> str:
    """Corrections as a table, newest first."""

    def line(one: Cells) -> Line:
        name, row_id, column = str(one["table"]), str(one["row_id"]), one["field"]
        cells = [
            item_words(one["date"], {"kind": "date"}),
            linker.about(name, row_id),
            _field(linker, name, column),
            linker.stated(name, column, one["old"], row_id),
            linker.stated(name, column, one["new"], row_id) or "taken out",
            worded(one["reason"]),
            linker.source(one["source_id"]) if one["source_id"] else "",
        ]
        return Line(cells, str(one["id"]) if with_anchor else "")

    held = sorted(found, key=lambda c: (c["date"], c["id"]), reverse=True)
    return table(caption or counted(len(held), "correction"), CORRECTED, map(line, held)) if held else ""


def searches(linker: Linker, found: Sequence[Cells]) -> str:
    """What was looked for, as a list."""

    def item(one: Cells) -> str:
        link = linker.way(f"searches.html#{one['id']}", worded(one["sought"]))
        return f"{link}: {OUTCOMES.get(str(one['outcome']), '')}"

    return bullets(map(item, found))


def _of_report(linker: Linker, report: Report, uses: Sequence[Use]) -> str:
    name = linker.way(report.address, worded(report.title))
    told = f"{name} ({safe(report.period)}; edition {safe(report.edition)})"
    found = bullets(linker.use(use) for use in uses)
    if len(uses) <= MOST_OPEN:
        return f"{told}{found}"
    return f"{told}<details><summary>{counted(len(uses), 'finding')}</summary>{found}</details>"


def findings(linker: Linker, uses: Iterable[Use]) -> str:
    """Findings of reports, report by report, as a list; each finding once."""
    found: dict[str, dict[int, Use]] = {}
    for use in uses:
        found.setdefault(use.report.folder, {})[use.finding.number] = use
    by_report = [[here[number] for number in sorted(here)] for here in found.values()]
    return bullets((_of_report(linker, here[0].report, here) for here in by_report), "uses")


def resting(linker: Linker, uses: Iterable[Use], what: str) -> str:
    """The section that says what in the published reports rests on something."""
    found = findings(linker, uses)
    return section(f"Findings that rest on {what}", found or "<p>No finding of a published report.</p>", "findings")
