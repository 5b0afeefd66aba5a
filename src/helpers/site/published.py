"""The reports that a site shows, and by row and by source the findings in them that rest on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..digest import THEME_NAMES
from ..reports.index import held_reports
from ..reports.layout import FAILED

HOLDS, FAILS = "holds", "does_not_hold"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Finding:
    """A finding of a report as its manifest tells it; `status` is "holds", "does_not_hold" or "silent"."""

    number: int
    text: str
    status: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A report of an output folder; `folder` is <edition>/<notebook>/<parameters>, `started` when its run began.

    Of one that failed nothing is shown but that it did: what stopped it may name places of the machine.
    """

    folder: str
    title: str
    period: str
    started: str
    is_good: bool
    findings: tuple[Finding, ...] = ()
    rows: int = 0
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """The edition it belongs to."""
        return self.folder.split("/")[0]

    @property
    def notebook(self) -> str:
        """The notebook it was made from, which is named like its theme."""
        return self.folder.split("/")[1]

    @property
    def theme(self) -> str:
        """What it is about, in words."""
        own = {"briefing": "Briefings", "source_audit": "The founding articles under audit"}
        return own.get(self.notebook) or THEME_NAMES.get(self.notebook) or self.notebook.replace("_", " ").capitalize()

    @property
    def last_day(self) -> str:
        """The last day of its period, which is told after its name; "" where it is not."""
        return max(_DAY.findall(self.period), default="")

    @property
    def address(self) -> str:
        """Address of its page, from the root of the site."""
        return f"reports/{self.folder}/index.html"


@dataclass(frozen=True)
class Use:
    """A finding of a report that rests on something."""

    report: Report
    finding: Finding

    @property
    def address(self) -> str:
        """Where the finding stands, from the root of the site."""
        return f"{self.report.address}#finding-{self.finding.number}"


class Reports:
    """The reports to be published, good and failed, briefings first and the default edition before others."""

    def __init__(self, found: list[Report]) -> None:
        self.good = sorted((r for r in found if r.is_good), key=_order)
        self.failed = sorted((r for r in found if not r.is_good), key=_order)

    @property
    def briefing(self) -> Report | None:
        """The newest briefing: the one whose period ends last, of several the one last made."""
        held = (r for r in self.good if r.notebook == "briefing")
        return max(held, key=lambda r: (r.last_day, r.started), default=None)

    @cached_property
    def of_row(self) -> dict[str, list[Use]]:
        """By row id, the findings that rest on it."""
        return self._uses("rows")

    @cached_property
    def of_source(self) -> dict[str, list[Use]]:
        """By source id, the findings that rest on it."""
        return self._uses("sources")

    def _uses(self, kind: str) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for report in self.good:
            for finding in report.findings:
                for one in dict.fromkeys(getattr(finding, kind)):
                    found.setdefault(one, []).append(Use(report, finding))
        return found


def _order(report: Report) -> tuple[bool, str, bool, str]:
    return report.edition != "default", report.edition, report.notebook != "briefing", report.folder


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _findings(manifest: Mapping[str, Any]) -> Iterator[Finding]:
    listed = manifest.get("findings")
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and isinstance(one.get("number"), int):
            rows, sources = _texts(one.get("rows")), _texts(one.get("sources"))
            yield Finding(one["number"], str(one.get("text", "")), str(one.get("status", "")), rows, sources)


def _report(out: Path, manifest: Mapping[str, Any]) -> Report:
    folder, is_good = str(manifest["folder"]), manifest.get("status") == "good"
    place = out / folder
    is_good = is_good and not folder.endswith(FAILED) and (place / "index.html").is_file()
    title = str(manifest.get("title") or manifest.get("notebook") or folder.split("/")[1])
    told = (folder.removesuffix(FAILED), title, str(manifest.get("period", "")), str(manifest.get("started", "")))
    if not is_good:
        return Report(*told, is_good=False)
    marks = manifest.get("verification")
    rows = sum(v for v in marks.values() if isinstance(v, int)) if isinstance(marks, dict) else 0
    return Report(*told, is_good=True, findings=tuple(_findings(manifest)), rows=rows, files=_files(place))


def _files(place: Path) -> dict[str, Path]:
    """The files of a report by their place in it; hidden ones and links belong to nobody else."""
    return {
        path.relative_to(place).as_posix(): path
        for path in sorted(place.rglob("[!.]*"))
        if path.is_file() and not path.is_symlink()
    }


def load_reports(out: Path) -> Reports:
    """The reports under an output folder; none where it is not there."""
    return Reports([_report(out, manifest) for manifest in held_reports(out)])
