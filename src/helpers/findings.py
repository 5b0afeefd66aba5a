"""Findings: sentences whose numbers are computed, tested, and traced to rows and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

import pandas as pd

from .display import show_html
from .evidence import Evidence
from .grounds import grounds, row_link
from .records import RowsLike, row_ids
from .robustness import Robustness
from .text import counted, safe, typed_statistics

HOLDS, FAILS, SILENT = "holds", "does_not_hold", "silent"
MOST_DISPUTES = 3  # more of them are folded


class FindingError(ValueError):
    """A finding that is badly made, or that does not hold in a strict run."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


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
    robust: Robustness | None = None
    clashes: Sequence[str] = ()
    grounds: str = field(default="", repr=False)

    def record(self) -> dict[str, Any]:
        """The finding as the manifest keeps it."""
        values = {k: None if _is_missing(v) else _plain(v) for k, v in self.values.items()}
        names = ("number", "text", "status", "rows", "sources", "disputed")
        kept = {name: getattr(self, name) for name in names} | {"values": values}
        return {"kind": "finding", **kept, "robustness": self.robust.record() if self.robust else None}

    def html(self) -> str:
        """The sentence for a page, what moves its number, what is contested in it, and, folded, what it rests on."""
        firm = self.robust.sentence if self.robust and self.status != SILENT else ""
        firm = f'<p class="firm"><span>How firm:</span> {safe(firm)}</p>' if firm else ""
        parts = f"{self._sentence()}{firm}{self._clashes()}{self._follow()}"
        return f'<div class="finding {self.status}" id="finding-{self.number}">{parts}</div>'

    def _clashes(self) -> str:
        """The contested values among its rows, with both sides; folded where they are many."""
        if not self.clashes or self.status == SILENT:
            return ""
        items = "".join(f"<li>{clash}</li>" for clash in self.clashes)
        says = f"Sources differ on {counted(len(self.clashes), 'value')} here"
        if len(self.clashes) > MOST_DISPUTES:
            return f'<details class="clashes"><summary>{says}</summary><ul>{items}</ul></details>'
        return f'<div class="clashes"><p>{says}:</p><ul>{items}</ul></div>'

    def _sentence(self) -> str:
        mark = '<span class="mark">Otherwise in this selection.</span> ' if self.status == FAILS else ""
        return f"<p>{mark}{safe(self.text)}</p>"

    def _follow(self) -> str:
        """What opens to show what the finding rests on."""
        rests = f"{counted(len(self.rows), 'row')}, {counted(len(self.sources), 'source')}"
        rests += ", contested" if self.disputed else ""
        told = f'<summary>Finding {self.number} <span class="rests">rests on {rests}</span></summary>'
        return f'<details class="follow">{told}{self.grounds}</details>'

    def _ipython_display_(self) -> None:
        """Nothing: `Findings.add` has shown it already."""


def _plain(value: object) -> object:
    """A value as JSON holds it: numbers, truths and text as they are, anything else as it reads."""
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _is_missing(value: object) -> bool:
    return value is None or str(value) in ("nan", "NaT", "<NA>", "None")


def _with_blanks(template: str) -> str:
    """A sentence with a blank in place of every value.

    >>> _with_blanks("Japan followed {lag:,} days later, in {n} of {m}.")
    'Japan followed … days later, in … of ….'
    """
    return "".join(plain + ("…" if name is not None else "") for plain, name, _, _ in Formatter().parse(template))


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

    def admit(self, rows: RowsLike) -> Evidence:
        """Let rows of the whole record in that the selection lacks; the evidence that the findings now belong to."""
        self.evidence = self.evidence.including(row_ids(rows))
        return self.evidence

    def add(
        self,
        text: str,
        *,
        holds: bool,
        rows: RowsLike,
        sources: Iterable[str] = (),
        otherwise: str = "",
        robust: Robustness | None = None,
        fields: Sequence[str] | None = None,
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
        robust
            The sentence's main number under every other choice; shown under the sentence (see `robustness`).
        fields
            The columns that the sentence is computed from, where disputes about other columns of its rows do not touch
            it; every column if not given, none where it is empty.
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
        disputes = self.evidence.disputes(ids)
        if fields is not None:
            disputes = disputes[disputes["field"].isin([*fields]) | (disputes["field"].isna() & bool(fields))]
        rivals, clashes = sorted(set(disputes["row_id"])), [self._clash(d) for _, d in disputes.iterrows()]
        firm = robust.with_contested(disputes, self.evidence) if robust else None
        told = grounds(self.evidence, ids, cited, rivals, firm)
        finding = Finding(len(self.items) + 1, sentence, status, values, ids, cited, rivals, firm, clashes, told)
        if self.strict and status == FAILS:
            raise FindingError(f"strict run: finding {finding.number} does not hold: {sentence!r} (values {values}).")
        self.items.append(finding)
        show_html(finding.html(), sentence, finding.record())
        return finding

    def _clash(self, dispute: pd.Series) -> str:
        """One contested value as markup: the row, what is held, what is stated, and by whom."""
        row_id, column = str(dispute["row_id"]), dispute["field"]
        source = self.evidence.sources[dispute["source_id"]]
        by = f'<a href="#source-{safe(source.id)}">{safe(source.container or source.author or source.title)}</a>'
        row = row_link(self.evidence, row_id)
        if not isinstance(column, str):
            return f"{row}: denied by {by}"
        held = self.evidence.row(row_id)[column]
        words = "nothing" if _is_missing(held) else "; ".join(map(str, held)) if isinstance(held, tuple) else str(held)
        stated = "another value" if _is_missing(dispute["stated"]) else str(dispute["stated"])
        return f"{row}, {safe(column.replace('_', ' '))}: held {safe(words)}; {safe(stated)} in {by}"

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
            return f"This selection holds too little to say: “{_with_blanks(text)}”"
        told = ", ".join(f"{name} = {value}" for name, value in values.items())
        return f"the computed values ({told}) do not bear the usual sentence out."
