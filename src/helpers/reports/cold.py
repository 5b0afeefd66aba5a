"""The executor where forking is not to be had: processes that each run one notebook after another in cold kernels."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..processes import end_below, end_with_parent
from .executors import Event, RefusedError, Running
from .parcels import put

if TYPE_CHECKING:
    from .jobs import Work

_CONTEXT = multiprocessing.get_context("spawn")


def _serve(connection: Connection, parent: int, environment: Mapping[str, str]) -> None:
    """In a worker: do what comes until the connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption from the keyboard is for the one above
    end_with_parent(parent)
    os.environ.update(environment)
    from .runner import do_work, finish_work  # here, so that the one above does without it

    while True:
        try:
            folder = Path(connection.recv())
        except (EOFError, OSError):
            return
        if not do_work(folder, lambda number, total: connection.send((number, total))):
            finish_work(folder)
        connection.send(None)


class _Worker:
    """A process and what it does at present: the number of a run, and the run."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        given = theirs, os.getpid(), environment
        self.process: SpawnProcess = _CONTEXT.Process(target=_serve, args=given, daemon=True)
        self.process.start()
        theirs.close()
        self.number = 0
        self.running: Running | None = None

    def end(self) -> None:
        """End the process, with the kernel below it."""
        if self.process.pid is not None:
            end_below(self.process.pid)
        self.process.kill()
        self.process.join()
        self.connection.close()


class ColdExecutor:
    """Cold kernels in a pool of processes, with `environment` beside what this process has."""

    slots = 0

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        from ..opening import open_evidence
        from ..schema import DataError

        self._environment = environment or {}
        root = self._environment.get("WORKBOOK_ROOT")
        try:
            open_evidence(Path(root) / "data" if root else None)
        except (DataError, OSError) as error:
            raise RefusedError(str(error)) from None
        self._workers: list[_Worker] = []

    def submit(self, number: int, work: Work, folder: Path) -> None:
        """Begin some work; its report is laid down in `folder`."""
        put(replace(work, cold=True), folder)
        idle = next((w for w in self._workers if w.running is None), None)
        if idle is None:
            self._workers.append(idle := _Worker(self._environment))
        idle.number, idle.running = number, Running(work, folder)
        with suppress(OSError):  # a worker that is gone is found when its events are read
            idle.connection.send(str(folder))

    def events(self, seconds: float) -> list[Event]:
        """What became known, after at most so many seconds."""
        busy = [w for w in self._workers if w.running is not None]
        ready = set(wait([x for w in busy for x in (w.connection, w.process.sentinel)], seconds))
        found = [
            event for w in busy if w.connection in ready or w.process.sentinel in ready for event in self._heard(w)
        ]
        return found + [event for w in busy if w.running and w.running.overrun() for event in self._ended(w)]

    def _heard(self, worker: _Worker) -> Iterator[Event]:
        running = worker.running
        assert running is not None
        try:
            message: Any = worker.connection.recv() if worker.connection.poll() else EOFError
        except (EOFError, OSError):
            message = EOFError
        if message is EOFError:
            yield from self._ended(worker)
        elif message is None:
            worker.running = None
            yield Event(worker.number, result=running.left())
        else:
            yield from running.at_cell(worker.number, *message)

    def _ended(self, worker: _Worker) -> Iterator[Event]:
        """The end of a worker that is gone, or that is to go because what it does overran."""
        running = worker.running
        assert running is not None
        running.error = running.overrun()
        worker.end()
        self._workers.remove(worker)
        yield Event(worker.number, result=running.gone(worker.process.exitcode))

    def close(self) -> None:
        """End everything at once; no process is left."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
