"""Findings computed again by a run of their notebook, with the report's parameters, on the evidence base as it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from ..evidence import Evidence
from ..opening import open_evidence
from ..parameters import NotebookError, ParameterError
from ..placing import root_folder
from ..reports.bundle import hashes
from ..reports.editions import EditionError, load_editions
from ..reports.executors import RefusedError, WorkerLostError
from ..reports.jobs import Job, Limits
from ..reports.notebooks import notebook_names
from ..reports.openings import Opening, opening_of
from ..reports.planning import plan
from ..reports.render import Options, StoppedError, render
from ..schema import DataError
from ..text import did_you_mean, slug
from .contents import Contents, NotABundleError, opened
from .manifests import Manifest, Recorded, read_manifest
from .recomputing import on_day
from .rows import CITATIONS, Table, bundled_tables, held_table
from .verdicts import AGAIN, CHANGED, NOT_CHECKABLE, REPRODUCED, CellChange, Verdict, cell_changes, difference

DEFAULT = "default"
CODE = ("notebook", "helpers", "template", "data", "lock")


class NotRunError(ValueError):
    """The notebook of a bundle cannot be run again; the message says why."""


@dataclass(frozen=True)
class Again:
    """How a notebook is run again: within which limits, and whom to tell what a run warns of."""

    limits: Limits = field(default_factory=Limits)
    warn: Callable[[str], None] = lambda line: None


def is_at_hand() -> bool:
    """Whether the workbook's notebooks and evidence base are there, so that a notebook can be run again."""
    root = root_folder()
    return (root / "notebooks").is_dir() and (root / "data" / "datapackage.json").is_file()


def differing_code(manifest: Manifest) -> list[str]:
    """Which of what the report was made from is otherwise now: notebook, helpers, template, data, lock."""
    is_there = manifest.notebook in notebook_names()
    path = root_folder() / "notebooks" / f"{manifest.notebook}.ipynb"
    now = hashes(path.read_text(encoding="utf-8") if is_there else "")
    return [part for part in CODE if manifest.hashes.get(part) != now[part]]


def findings_again(manifest: Manifest, again: Again) -> tuple[Recorded, ...]:
    """The findings that the notebook of a report leaves now, run with the report's parameters as if on its day.

    Raises
    ------
    NotRunError
        If it cannot be run: the notebook or a parameter has gone, the evidence base is broken, or a cell fails.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-verify-") as folder, on_day(manifest.started):
        try:
            job = _job(manifest, Path(folder), again.limits)
            options = Options(workers=1, caching=False, alone=True)
            outcome = render([job], Path(folder), options, warn=again.warn)[0]
            if not outcome.is_good:
                raise NotRunError(f"its notebook fails now: {_first(outcome.error)}")
            with opened(job.folder) as made:
                return read_manifest(made).findings
        except (ParameterError, NotebookError, EditionError) as error:
            raise NotRunError(f"its notebook cannot be run: {_first(error)}") from None
        except (DataError, RefusedError) as error:
            raise NotRunError(f"the evidence base here breaks its rules: {_first(error)}") from None
        except (WorkerLostError, StoppedError, NotABundleError, OSError) as error:
            raise NotRunError(f"its notebook could not be run to its end: {_first(error)}") from None


def _first(error: object) -> str:
    return str(error).strip().partition("\n")[0][:300] or type(error).__name__


def _job(manifest: Manifest, out: Path, limits: Limits) -> Job:
    if manifest.notebook not in (names := notebook_names()):
        raise NotebookError(
            f"no notebook {manifest.notebook[:80]!r} here. {did_you_mean(manifest.notebook[:80], names)}"
        )
    edition = manifest.edition if manifest.edition == slug(manifest.edition) else DEFAULT
    return plan([manifest.notebook], manifest.parameters, out, edition, limits, opening=_opening(manifest.article))[0]


def _opening(article: str | None) -> Opening | None:
    """What the report opens with, where it puts an article to the test."""
    if article is None:
        return None
    found = next((e for e in load_editions().values() if e.article == article), None)
    if found is None:
        raise EditionError(f"no edition puts the article {article!r} to the test any more.")
    return opening_of(found)


def verdicts_again(manifest: Manifest, now: Sequence[Recorded], contents: Contents) -> list[Verdict]:
    """What becomes of each finding beside those that a run leaves now; a change is put down to cells of its rows."""
    evidence = open_evidence()
    tables = bundled_tables(contents, evidence.tables)
    partners = paired(manifest.findings, now)
    moved = _Moved(tables, evidence)
    return [_verdict(old, partners.get(old.number), moved) for old in manifest.findings]


def _verdict(old: Recorded, new: Recorded | None, moved: _Moved) -> Verdict:
    if new is None:
        return Verdict(old.number, old.text, NOT_CHECKABLE, why="its notebook has no such finding any more")
    differing = difference(old, new)
    if differing is None:
        return Verdict(old.number, old.text, REPRODUCED, AGAIN)
    cells = moved.of([*old.rows, *new.rows])
    return Verdict(old.number, old.text, CHANGED, AGAIN, *differing, cells=tuple(cells))


def paired(old: Sequence[Recorded], new: Sequence[Recorded]) -> dict[int, Recorded]:
    """By number of an old finding the new one that is computed alike: by one function, with values of the same names.

    Findings that were put in or taken out between others move the numbers of those behind them, and no more.
    """
    found: dict[int, Recorded] = {}
    match = SequenceMatcher(None, [_kind(f) for f in old], [_kind(f) for f in new], autojunk=False)
    for one, other, size in match.get_matching_blocks():
        found |= {old[one + n].number: new[other + n] for n in range(size)}
    return found


def _kind(finding: Recorded) -> tuple[str, ...]:
    defined = finding.definition.get("function") if isinstance(finding.definition, dict) else None
    return (str(defined), *finding.values)


class _Moved:
    """What has changed between the rows of a bundle and those held now, told for the rows of each finding."""

    def __init__(self, tables: dict[str, Table], evidence: Evidence) -> None:
        self._tables, self._evidence = tables, evidence
        self._changes: dict[str, list[CellChange]] = {}
        for name, table in tables.items():
            self._compare(name, table)

    def _compare(self, name: str, table: Table) -> None:
        now = held_table(self._evidence, name, table.rows)
        for change in cell_changes(name, table.rows, now):
            cited = table.rows.get(change.row, {}) if name == CITATIONS else {}
            self._changes.setdefault(cited.get("row_id", change.row), []).append(change)

    def of(self, rows: Iterable[str]) -> list[CellChange]:
        """The changes of some rows and of their citations; where there are none, of every row that the run read."""
        own = dict.fromkeys(rows)
        found = [c for row in own for c in self._changes.get(row, [])] + self._come(own)
        return found or [c for changes in self._changes.values() for c in changes]

    def _come(self, rows: Iterable[str]) -> list[CellChange]:
        """Those of some rows that the bundle does not have."""
        held = {row for table in self._tables.values() for row in table.rows}
        beyond = [row for row in rows if row not in held and self._evidence.holding([row])]
        return [CellChange(self._evidence.table_of(row), row, "", None, "") for row in beyond]


def with_code(verdicts: Sequence[Verdict], code: Sequence[str]) -> list[Verdict]:
    """The same, each change for which no row accounts put down to the code that differs, where any does."""
    parts = [part for part in code if part not in ("data", "template")]
    told = f"; no row it rests on changed, but {', '.join(parts)} did" if parts else ""
    return [
        replace(v, why=v.why + told) if v.outcome == CHANGED and v.by == AGAIN and not v.cells else v for v in verdicts
    ]
