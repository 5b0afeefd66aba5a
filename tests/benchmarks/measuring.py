"""What a command costs: wall seconds, CPU seconds of all its processes, and the memory that they hold together."""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..desk import children

PR_SET_CHILD_SUBREAPER = 36


class CommandError(RuntimeError):
    """A measured command that failed: what it cost says nothing."""


@dataclass(frozen=True)
class Cost:
    """Wall and CPU seconds of one run, the processes below it included; peak memory in MB where it was watched."""

    wall: float
    cpu: float
    peak_mb: float = 0.0

    def __mul__(self, factor: float) -> Cost:
        """The cost of so many times as much."""
        return Cost(self.wall * factor, self.cpu * factor, self.peak_mb)


@dataclass
class Line:
    """One line of a table: a way of doing something, the command that does it, and its cost in each round."""

    part: str
    way: str
    command: str
    reports: int
    costs: list[Cost] = field(default_factory=list)
    note: str = ""

    def median(self, what: str) -> float:
        """Median over the rounds of "wall", "cpu" or "peak_mb"; nothing where there is no round."""
        return statistics.median(getattr(c, what) for c in self.costs) if self.costs else float("nan")

    def spread(self, what: str) -> str:
        """Median and, in brackets, the least and the most over the rounds."""
        values = sorted(getattr(c, what) for c in self.costs)
        if not values:
            return "–"
        around = f" ({values[0]:.2f}–{values[-1]:.2f})" if len(values) > 1 else ""
        return f"{self.median(what):.2f}{around}"


def adopt_orphans() -> None:
    """Become the parent of processes whose own has ended, so that what they cost is counted (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans(patience: float = 5.0) -> None:
    until = time.monotonic() + patience
    with suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.01)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cost_of(command: Sequence[str], cwd: Path, environ: Mapping[str, str], watch_memory: bool = False) -> Cost:
    """What a command costs from its start to its end.

    Raises
    ------
    CommandError
        If it ends with another status than 0; its last lines are given.
    """
    before, began = _cpu(), time.perf_counter()
    started = subprocess.Popen(
        command, cwd=cwd, env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    with PeakMemory(started.pid, watch_memory) as memory:
        output, _ = started.communicate()
    wall = time.perf_counter() - began
    _wait_for_orphans()
    if started.returncode:
        last = output.decode("utf-8", "replace")[-2000:]
        raise CommandError(f"{' '.join(command)[:300]} ended with {started.returncode}:\n{last}")
    return Cost(wall, _cpu() - before, memory.peak_kb / 1024)


class PeakMemory:
    """The most memory that a process and all below it held together, sampled while it is open.

    Memory is the proportional set size: a page that several processes share counts once among them.
    """

    def __init__(self, pid: int, is_on: bool = True, seconds: float = 0.05) -> None:
        self.pid, self.seconds, self.peak_kb = pid, seconds, 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True) if is_on else None

    def __enter__(self) -> PeakMemory:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self.seconds):
            self.peak_kb = max(self.peak_kb, sum(map(_held_kb, [self.pid, *children(self.pid)])))


def _held_kb(pid: int) -> int:
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
