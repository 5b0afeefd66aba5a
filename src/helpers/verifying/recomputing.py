"""Findings computed again from the rows of their bundle alone, where a definition says by what."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

from ..definitions import DefinitionError, read_definition
from ..evidence import Evidence
from ..robustness import worded
from .contents import Contents
from .defined import number
from .manifests import Manifest, Recorded
from .rows import RowsError, bundled_evidence
from .verdicts import BUNDLED, CHANGED, MISSING, NOT_CHECKABLE, REPRODUCED, Verdict

SECONDS = 60  # that one number may take: what a manifest asks for may be endless
UNTOUCHED = "no file of rows is otherwise: the manifest is, or the code that computes it"
ONLY_NOTEBOOK = "only its notebook computes it; verify with the workbook at hand (--root)"
DAY = "SOURCE_DATE_EPOCH"


def verdicts_from_rows(contents: Contents, manifest: Manifest, damaged: Sequence[str]) -> list[Verdict]:
    """What becomes of each finding computed from the bundle's rows; `damaged` are the files changed since."""
    files = tuple(name for name in damaged if name.startswith("rows/"))
    evidence: Evidence | None = None
    fault = ""
    try:
        evidence = bundled_evidence(contents)
    except RowsError as error:
        fault = str(error)
    with on_day(manifest.started):
        return [_verdict(finding, evidence, fault, files) for finding in manifest.findings]


def _verdict(finding: Recorded, evidence: Evidence | None, fault: str, files: tuple[str, ...]) -> Verdict:
    if finding.definition is None:
        fault = ONLY_NOTEBOOK
    if evidence is None or finding.definition is None:
        return Verdict(finding.number, finding.text, NOT_CHECKABLE, why=fault)
    try:
        now = _recomputed(finding, evidence)
    except DefinitionError as error:
        return Verdict(finding.number, finding.text, NOT_CHECKABLE, why=str(error))
    if now == finding.chosen:
        return Verdict(finding.number, finding.text, REPRODUCED, BUNDLED)
    old = finding.chosen or MISSING
    why = "its number" if files else f"its number, though {UNTOUCHED}"
    return Verdict(finding.number, finding.text, CHANGED, BUNDLED, why, old, now, files=files)


def _recomputed(finding: Recorded, evidence: Evidence) -> str:
    """The number of a finding by its definition, in words.

    Raises
    ------
    DefinitionError
        If it has no definition by which anything can be computed from these rows.
    """
    definition = read_definition(finding.definition)
    try:
        with limited(SECONDS):
            return worded(number(definition, evidence), definition.form)
    except DefinitionError:
        raise
    except TimeoutError:
        raise DefinitionError(f"its definition took longer than {SECONDS} seconds") from None
    except Exception as error:  # of any kind: arguments and rows may be anything
        what = f"{type(error).__name__}: {str(error)[:200]}"
        raise DefinitionError(f"its definition cannot be computed from the bundle's rows ({what})") from None


@contextmanager
def on_day(day: datetime) -> Iterator[None]:
    """While this lasts, "today" is the day of a run, which some numbers count from."""
    before = os.environ.get(DAY)
    os.environ[DAY] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[DAY]
        else:
            os.environ[DAY] = before


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """While this lasts, work that takes longer is stopped with a TimeoutError, where the system can."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
