"""Digests of files: taken once a run, and believed only as long as the file is the one that was read."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Signature = tuple[int, int, int, int]
TRIES = 3
SECOND = 1_000_000_000  # nanoseconds
STEP, LONG_STEP = SECOND // 50, 3 * SECOND  # longer than file systems count time in, those too that know no fractions


def file_bytes(path: str | Path) -> bytes:
    """The content of a regular file; nothing else (a pipe, a device) is opened.

    Raises
    ------
    OSError
        If there is no regular file of that name, or it cannot be read.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - called thousands of times in a look-up
        raise OSError(f"{path} is no regular file")
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.readall()


def bytes_digest(content: bytes) -> str:
    """SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def value_digest(value: Any) -> str:
    """SHA-256 of a plain value (text, numbers, lists, mappings), whatever the order of its keys.

    >>> value_digest({"a": 1, "b": [2]}) == value_digest({"b": [2], "a": 1})
    True
    """
    return bytes_digest(json.dumps(value, sort_keys=True, default=str).encode())


def files_mark(folder: Path, names: Iterable[str]) -> str:
    """What tells one state of some files from another without reading them: times, sizes and inodes, as one digest.

    Empty where that does not tell: one is missing, was touched so lately that it may be touched again and bear the same
    times, or the system keeps no time of the last change that nobody can set.
    """
    now, found = time.time_ns(), [_signature(f"{folder}/{name}") for name in names]
    if os.name != "posix" or not all(one is not None and _is_settled(one, now) for one in found):
        return ""
    return bytes_digest(repr(found).encode())


def _is_settled(signature: Signature, now: int) -> bool:
    """Whether a file was touched so long ago that whatever touches it now leaves another time."""
    touched = max(signature[:2])
    return now - touched > (STEP if touched % SECOND else LONG_STEP)


def _signature(path: str | Path) -> Signature | None:
    """What tells one state of a file from another; None where there is no such file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


class Digests:
    """What files held when they were first looked at; one for each run, so that all its reports see one state.

    Parameters
    ----------
    digest
        What makes the digest of a file of its bytes.
    """

    def __init__(self, digest: Callable[[bytes], str] = bytes_digest) -> None:
        self._digest = digest
        self._seen: dict[Path, tuple[str, Signature | None]] = {}

    def of(self, path: Path) -> str:
        """Digest of a file as it was at the first look.

        Empty, which is the digest of no file, where it is missing, cannot be read, or changes while it is read.
        """
        if path not in self._seen:
            self._seen[path] = self._look(path)
        return self._seen[path][0]

    def _look(self, path: Path) -> tuple[str, Signature | None]:
        for _ in range(TRIES):
            before = _signature(path)
            try:
                digest = self._digest(file_bytes(path))
            except (OSError, ValueError):
                break
            if before and _signature(path) == before:
                return digest, before
        return "", None

    def still_hold(self, paths: Iterable[Path]) -> bool:
        """Whether none of some files has been touched, made or removed since it was first looked at."""
        return all(path in self._seen and self._seen[path][1] == _signature(path) for path in paths)
