"""Findings: sentences whose numbers are computed, tested, and traced to rows and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from string import Formatter
from typing import Any

from .display import show_html
from .evidence import Evidence
from .records import RowsLike, row_ids
from .text import counted, safe

_STATISTIC = re.compile(r"(?<![\w.+/–-])\d[\d,.]*(?:\s?%|\b)(?![\w+/–-])")
_YEAR = re.compile(r"(19|20)\d\d")
HOLDS, FAILS, SILENT = "holds", "does_not_hold", "silent"


class FindingError(ValueError):
    """A finding that is badly made, or that does not hold in a strict run."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def typed_statistics(prose: str) -> list[str]:
    """Numbers typed into prose, which should be computed; years, dates and names with digits (2+2, FY2023) may stand.

    >>> typed_statistics("Japan followed after 175 days, in 2023; the 2+2 met; 36% of it.")
    ['175', '36%']
    """
    dates = re.sub(
        r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b",
        "",
        prose,
    )
    return [m[0].rstrip(".,") for m in _STATISTIC.finditer(dates) if not _YEAR.fullmatch(m[0].rstrip(".,"))]


@dataclass
class Finding:
    """One sentence of a report with what it rests on.

    `status` is "holds", "does_not_hold" (the computed values contradict the sentence, which is then replaced) or
    "silent" (the selection has no rows to compute it from).
    """

    number: int
    text: str
    status: str
    values: dict[str, Any]
    rows: list[str]
    sources: list[str]
    disputed: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The finding as the manifest keeps it."""
        values = {k: None if _is_missing(v) else _plain(v) for k, v in self.values.items()}
        return {"kind": "finding", **asdict(self), "values": values}

    def html(self) -> str:
        """The sentence for a page, with a link to what it rests on."""
        mark = '<span class="mark">Otherwise in this selection.</span> ' if self.status == FAILS else ""
        rests = f"{counted(len(self.rows), 'row')}, {counted(len(self.sources), 'source')}"
        rests += ", contested" if self.disputed else ""
        return (
            f'<p class="finding {self.status}" id="finding-{self.number}">{mark}{safe(self.text)} '
            f'<a class="rests" href="#rests-{self.number}" aria-label="What finding {self.number} rests on: {rests}">'
            f"[{self.number}: {rests}]</a></p>"
        )

    def _ipython_display_(self) -> None:
        """Nothing: `Findings.add` has shown it already."""


def _plain(value: object) -> object:
    """A value as JSON holds it: numbers, truths and text as they are, anything else as it reads."""
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _is_missing(value: object) -> bool:
    return value is None or str(value) in ("nan", "NaT", "<NA>", "None")


def _names(template: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(template) if name}


class Findings:
    """Every finding of a notebook, in order.

    Parameters
    ----------
    evidence
        The evidence base that the rows belong to (whole, or narrower).
    strict
        Stop with a `FindingError` at the first finding that does not hold.
    """

    def __init__(self, evidence: Evidence, strict: bool = False) -> None:
        self.evidence = evidence
        self.strict = strict
        self.items: list[Finding] = []

    def add(
        self,
        text: str,
        *,
        holds: bool,
        rows: RowsLike,
        sources: Iterable[str] = (),
        otherwise: str = "",
        **values: Any,
    ) -> Finding:
        """Show a sentence with its computed values, record it, and say so where it does not hold.

        Parameters
        ----------
        text
            The sentence, with {names} in place of every number, e.g. "Japan followed {lag} days later."
        holds
            Whether the values bear the sentence out.
        rows
            The rows it rests on: a frame indexed by row id, or ids. None in the selection: the finding is silent.
        sources
            Source ids beyond those cited for the rows.
        otherwise
            What is true where it does not hold or there are no rows, with the same {names}; a plain notice if empty.
        values
            What the {names} stand for; a missing value makes the finding silent.

        Raises
        ------
        FindingError
            If a number is typed instead of computed, a name has no value, or (strict) the finding does not hold.
        KeyError
            If a row or source does not exist.
        """
        self._check_template(text, values)
        ids = row_ids(rows)
        for row_id in ids:
            self.evidence.table_of(row_id)
        self.evidence.note_use(ids)
        cited = [s.id for s in self.evidence.sources_of(ids)]
        cited += [self.evidence.sources[s].id for s in sources if s not in cited]
        missing = [n for n in sorted(_names(text)) if _is_missing(values[n])]
        status = SILENT if missing or not (ids or cited) else HOLDS if holds else FAILS
        sentence = self._sentence(status, text, otherwise, values)
        disputes = sorted(set(self.evidence.disputes(ids)["row_id"]))
        finding = Finding(len(self.items) + 1, sentence, status, values, ids, cited, disputes)
        if self.strict and status == FAILS:
            raise FindingError(f"strict run: finding {finding.number} does not hold: {sentence!r} (values {values}).")
        self.items.append(finding)
        show_html(finding.html(), sentence, finding.record())
        return finding

    def _check_template(self, text: str, values: dict[str, Any]) -> None:
        plain = "".join(part for part, *_ in Formatter().parse(text))
        if typed := typed_statistics(plain):
            raise FindingError(
                f"the finding {text!r} has the number {typed[0]!r} typed into it; "
                "pass it as a value and write {name}."
            )
        if absent := _names(text) - set(values):
            raise FindingError(f"the finding {text!r} names {sorted(absent)}, which has no value; pass it by name.")

    def _sentence(self, status: str, text: str, otherwise: str, values: dict[str, Any]) -> str:
        if status == HOLDS:
            return text.format(**values)
        if otherwise and not any(_is_missing(values.get(n)) for n in _names(otherwise)):
            return otherwise.format(**values)
        if status == SILENT:
            return "The selection holds too little to compute this finding, so nothing is said here."
        told = ", ".join(f"{name} = {value}" for name, value in values.items())
        return f"the computed values ({told}) do not bear the usual sentence out."
