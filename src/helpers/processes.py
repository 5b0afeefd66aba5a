"""Processes that leave nothing behind: children that end with their parent, and orphans taken in and ended."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

_DEATH_SIGNAL, _CHILD_SUBREAPER = 1, 36  # prctl(2): PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def end_with_parent(parent: int) -> None:
    """Have this process killed when its parent ends, however it ends; at once where it has ended already."""
    _prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def take_in_orphans() -> None:
    """Make this process the parent of every process below it whose own parent ends."""
    _prctl(_CHILD_SUBREAPER, 1)


def children(pid: int) -> list[int]:
    """Ids of the processes whose parent is `pid`; none where the system does not tell."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in listed.split()]


def _below(pid: int) -> list[int]:
    found = []
    for child in children(pid):
        found += [child, *_below(child)]
    return found


def end_below(pid: int, spare: frozenset[int] = frozenset()) -> None:
    """Kill every process below `pid`, again until none is left; `spare` and what is below them stay."""
    for _ in range(100):
        above = [child for child in children(pid) if child not in spare]
        doomed = [d for child in above for d in (child, *_below(child))]
        for victim in doomed:
            with suppress(OSError):
                os.kill(victim, signal.SIGKILL)
        _reap(above)
        if not doomed:
            return


def _reap(pids: list[int]) -> None:
    for pid in pids:
        with suppress(OSError):
            os.waitpid(pid, 0 if pid in children(os.getpid()) else os.WNOHANG)
