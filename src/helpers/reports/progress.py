"""What a run says while it runs: bars on a terminal, else a log; for programs one JSON object a line."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .jobs import Job, Outcome
from .streams import Stream

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

WORDS = {"rendered": "done", "failed": "FAILED"}  # as the log has it; other states by their own name
MOST_LINES = 12  # running reports that a terminal shows one by one


@dataclass
class _Running:
    """A report that is being made: the cell that runs, of how many."""

    number: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """How much of it is done, 0..1."""
        return min(1.0, max(0, self.number - 1) / self.total) if self.total else 0.0


class Progress:
    """The progress of some jobs, told as it goes; the one who runs them calls it, and `refresh` a few times a second.

    Parameters
    ----------
    as_json
        Whether every event is also told to a program, one JSON object a line on standard output.
    explained
        Whether the log says of each report what had changed since it was made before.
    """

    def __init__(self, jobs: Sequence[Job], as_json: bool = False, explained: bool = False) -> None:
        several = len({job.edition for job in jobs}) > 1
        self._labels = {str(job.folder): f"{job.edition}/{job.name}" if several else job.name for job in jobs}
        self._running: dict[str, _Running] = {}
        self._done = self._made = 0
        self._as_json, self._explained = as_json, explained
        self._began: float | None = None
        self.output, self.errors = Stream("stdout"), Stream("stderr")
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if self.errors.is_terminal:
            self._live = self._started_live()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            live, self._live = self._live, None
            self.errors.attempt(lambda file: live.stop())

    def started(self, job: Job) -> None:
        """Tell that a report is being made."""
        self._began = self._began if self._began is not None else time.monotonic()
        self._running[str(job.folder)] = _Running()
        self._event("started", self._named(str(job.folder)) | {"notebook": job.notebook.name, "edition": job.edition})

    def cell(self, job: Job, number: int, total: int) -> None:
        """Tell that a cell of a report runs: its number, counted from 1, and how many there are."""
        self._running[str(job.folder)] = _Running(number, total)
        self._event("cell", self._named(str(job.folder)) | {"cell": number, "cells": total})

    def finished(self, outcome: Outcome) -> None:
        """Tell what became of a report."""
        self._running.pop(outcome.folder, None)
        self._done += 1
        self._made += outcome.status in WORDS
        word = WORDS.get(outcome.status, outcome.status)
        took = f"  {outcome.seconds:.1f} s" if outcome.status in WORDS else ""
        why = f"  ({', '.join(outcome.changed)})" if self._explained and outcome.changed else ""
        place = f"  {self._done:,} of {len(self._labels):,}" if len(self._labels) > 1 else ""
        self.note(f"{word:>8}  {self._label(outcome.folder)}{took}{place}{why}")
        counts = {"done": self._done, "total": len(self._labels)}
        self._event(word.lower(), {"report": self._label(outcome.folder), **asdict(outcome), **counts})

    def refresh(self) -> None:
        """Draw the bars anew, where there are any."""
        if self._live is not None:
            live, drawn = self._live, self._drawn()
            self.errors.attempt(lambda file: live.update(drawn, refresh=True))

    def seconds_left(self) -> float | None:
        """How long the rest takes at the pace of the reports made so far; None before the first is well under way.

        Reports that were found as they should be take no time, and do not count for the pace.
        """
        if self._began is None:
            return None
        running = sum(r.share for r in self._running.values())
        made, took = self._made + running, time.monotonic() - self._began
        left = len(self._labels) - self._done - running
        return took / made * left if made >= 0.2 else None

    def _label(self, folder: str) -> str:
        return self._labels.get(folder, folder)

    def _named(self, folder: str) -> dict[str, Any]:
        return {"report": self._label(folder), "folder": folder}

    def _event(self, name: str, content: dict[str, Any]) -> None:
        if self._as_json:
            self.output.line(json.dumps({"event": name, **content}, ensure_ascii=False))

    def note(self, text: str) -> None:
        """Tell a person something of the run as a whole."""
        if self._live is None:
            self.errors.line(text)
        else:
            console = self._live.console
            self.errors.attempt(lambda file: console.print(text, highlight=False, markup=False, soft_wrap=True))

    def _started_live(self) -> Live | None:
        from rich.console import Console
        from rich.live import Live

        class Terminal(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # rather than the end of the program

        console = Terminal(stderr=True)
        live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)
        self.errors.attempt(lambda file: live.start())
        return live

    def _drawn(self) -> Table:
        """A line for each running report and a bar for all."""
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        for folder, report in list(self._running.items())[:MOST_LINES]:
            cell = f"cell {report.number} of {report.total}" if report.total else "starts"
            table.add_row(self._label(folder), cell)
        if len(self._running) > MOST_LINES:
            table.add_row(f"… and {len(self._running) - MOST_LINES} more", "")
        total = len(self._labels)
        done = self._done + sum(r.share for r in self._running.values())
        table.add_row(ProgressBar(total=total, completed=done, width=40), f"{self._done:,} of {total:,}{self._left()}")
        return table

    def _left(self) -> str:
        seconds = self.seconds_left()
        if seconds is None or self._done == len(self._labels):
            return ""
        minutes = round(seconds / 60)
        told = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min" if minutes >= 2 else None
        return f", about {told or f'{max(1, round(seconds))} s'} left"
