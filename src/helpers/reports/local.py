"""The executor of this machine: runs forked from a warm process."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..processes import end_below, take_in_orphans
from .executors import Event, RefusedError, Running, WorkerLostError
from .parcels import put

if TYPE_CHECKING:
    from .jobs import Work

CAN_FORK = sys.platform == "linux"  # macOS forks too, but its own libraries do not survive it
MOST_LOSSES = 3  # times that the warm process may be lost in one run


class WarmExecutor:
    """Runs forked from one warm process (see `warm`), with `environment` beside what this process has."""

    slots = 0

    def __init__(self, alone: bool = False, environment: Mapping[str, str] | None = None) -> None:
        self._running: dict[int, Running] = {}
        self._losses, self._alone, self._environment = 0, alone, environment or {}
        if alone:
            take_in_orphans()
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        environment = os.environ | self._environment
        single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        backend = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        call = "import sys, json; from helpers.reports.warm import serve; serve(*json.load(sys.stdin))"
        self._process = subprocess.Popen(
            [sys.executable, "-c", call],
            stdin=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env=environment | single | backend,
            start_new_session=True,  # an interruption from the keyboard is for the one above alone
        )
        assert self._process.stdin is not None
        with self._process.stdin as told:
            told.write(json.dumps([theirs.fileno(), environment, os.getpid()]).encode())
        theirs.close()
        self._connection = Connection(ours.detach())

    def submit(self, number: int, work: Work, folder: Path) -> None:
        """Begin some work; its report is laid down in `folder`."""
        put(work, folder)
        self._running[number] = Running(work, folder)
        self._send("run", number)

    def _send(self, order: str, number: int) -> None:
        with suppress(OSError):  # a lost process is found, and what it did begun again, when its events are read
            self._connection.send((order, number, str(self._running[number].folder)))

    def events(self, seconds: float) -> list[Event]:
        """What became known, after at most so many seconds.

        Raises
        ------
        RefusedError
            If the evidence base breaks its rules.
        WorkerLostError
            If the warm process ends again and again.
        """
        found: list[Event] = []
        try:
            while self._connection.poll(0 if found else seconds):
                found += self._event(*self._connection.recv())
        except (EOFError, OSError):
            self._begin_again()
        self._end_overrun()
        return found

    def _event(self, kind: str, number: int, content: Any) -> Iterable[Event]:
        if kind == "refused":
            raise RefusedError(content)
        running = self._running.get(number)
        if running is None:
            return
        if kind == "cell":
            yield from running.at_cell(number, *content)
        elif kind in ("done", "ended"):
            del self._running[number]
            yield Event(number, result=running.left() if kind == "done" else running.gone(content))

    def _end_overrun(self) -> None:
        for number, running in self._running.items():
            if not running.error and (error := running.overrun()):
                running.error = error
                self._send("end", number)

    def _begin_again(self) -> None:
        """Start another warm process for what the lost one was doing."""
        self._losses += 1
        self.close()
        if self._losses > MOST_LOSSES:
            raise WorkerLostError("the process that renders keeps ending (out of memory, or killed); run it again")
        self._start()
        for number, running in self._running.items():
            shutil.rmtree(running.folder, ignore_errors=True)
            running.folder.mkdir(parents=True, exist_ok=True)
            self.submit(number, running.work, running.folder)

    def close(self) -> None:
        """End everything at once; no process is left."""
        self._connection.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()
        if self._alone:
            end_below(os.getpid())
