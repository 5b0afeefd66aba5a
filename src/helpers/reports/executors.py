"""What an executor is: it does work, several at a time, and tells of it when asked."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Protocol

from .jobs import Result, Work
from .parcels import take

NO_FOLDER = "the folder it was written in is gone (did a cell remove it?), so nothing of what ran is kept"


class RefusedError(ValueError):
    """What was asked cannot be begun, e.g. because the evidence base breaks its rules; nothing was run."""


class WorkerLostError(RuntimeError):
    """The processes that do the work cannot be kept alive."""


@dataclass(frozen=True)
class Event:
    """What became known of some work: it is in cell `cell` of `total`, or has its result."""

    number: int
    cell: int = 0
    total: int = 0
    result: Result | None = None


class Executor(Protocol):
    """What does work: on this machine (`local`, `cold`) or on others (`cluster`).

    `slots` is how much it can do at once; 0: as much as it is given.
    """

    slots: int

    def submit(self, number: int, work: Work, folder: Path) -> None:
        """Begin some work; its report is laid down in `folder`, which exists and is empty."""

    def events(self, seconds: float) -> list[Event]:
        """What became known, after at most so many seconds.

        Raises
        ------
        RefusedError
            If the evidence base breaks its rules.
        WorkerLostError
            If what does the work ends again and again.
        """

    def close(self) -> None:
        """End everything at once; no process is left."""


@dataclass
class Running:
    """Some work that is being done: since when, since when in its present cell, and why it was ended, if it was."""

    work: Work
    folder: Path
    began: float = math.inf
    cell_began: float = math.inf
    error: str = ""

    def at_cell(self, number: int, cell: int, total: int) -> Iterator[Event]:
        """Take note of the cell that runs, 0 where none does any more, and tell of it; time counts from the first."""
        now = time.monotonic()
        self.began = min(self.began, now)
        self.cell_began = now if cell else math.inf
        if cell:
            yield Event(number, cell, total)

    def left(self) -> Result:
        """The result that was left in the folder of the work."""
        try:
            return take(self.folder, Result)
        except (OSError, ValueError, EOFError, UnpicklingError):
            return Result(0.0, error=NO_FOLDER)

    def overrun(self) -> str:
        """Why the work is to be ended, if it is."""
        limits, now = self.work.limits, time.monotonic()
        if now - self.cell_began > limits.cell_seconds:
            return f"took longer than {limits.cell_seconds:g} seconds; raise --timeout or lighten it"
        if now - self.began > limits.run_seconds:
            return f"ran past the {limits.run_seconds:g} seconds of a whole report; raise --run-timeout or lighten it"
        return ""

    def gone(self, status: int | None) -> Result:
        """The result of the work where its process is gone with an exit status."""
        from .execute import DIED  # here, so that a run in which nothing fails does without papermill
        from .runner import keep_journal

        how = "" if not status else f"; exit status {status}" if status > 0 else f"; {signal.Signals(-status).name}"
        took = max(0.0, time.monotonic() - self.began)
        try:
            return keep_journal(self.work, self.folder, self.error or DIED + how, took)
        except (OSError, ValueError):
            return Result(took, error=f"{self.error or DIED + how}; {NO_FOLDER}")
