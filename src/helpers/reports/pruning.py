"""The cache kept small: entries that served long ago and objects that no entry names taken away, beside writers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..placing import NEW
from .cache import Places
from .digests import file_bytes
from .entries import parse_entry

DAY = 86_400.0
YOUNG = 3_600.0  # seconds in which a writer may still be about to name an object


@dataclass(frozen=True)
class Size:
    """How much a cache holds: entries, objects, and the bytes of both."""

    entries: int
    objects: int
    bytes: int


@dataclass(frozen=True)
class Pruned:
    """What was taken away, and what is left."""

    removed: Size
    left: Size


@dataclass(frozen=True)
class _File:
    """A file of the cache: its size in bytes, when it last served, and how long ago (below 0: a clock jumped)."""

    path: Path
    size: int
    served: int
    age: float


def _files(paths: Iterable[Path]) -> Iterator[_File]:
    now = time.time()
    for path in paths:
        with suppress(OSError):  # another run took it away
            state = path.stat()
            yield _File(path, state.st_size, state.st_mtime_ns, now - state.st_mtime)


def _contents(places: Places) -> tuple[list[_File], list[_File]]:
    """Entries, those that served last first, and objects; with these, what a killed writer left half-written."""
    entries = sorted(_files(places.entries.glob("[!.]*.json")), key=lambda f: f.age)
    return entries, [*_files(places.objects.glob("*/*")), *_files(places.entries.glob(f"{NEW}*"))]


def size(places: Places) -> Size:
    """How much a cache holds."""
    entries, objects = _contents(places)
    return Size(len(entries), len(objects), sum(f.size for f in (*entries, *objects)))


def prune(places: Places, older_than_days: float = 30, keep_bytes: int | None = None) -> Pruned:
    """Take away entries that have not served for some days, and objects that none names.

    Objects younger than an hour stay: a writer may be about to name them. It is safe beside running renders: what they
    miss afterwards they render.

    Parameters
    ----------
    keep_bytes
        The most that entries and what they name may take; those that served longest ago go until they do.
    """
    entries, objects = _contents(places)
    sizes = {f.path.name: f.size for f in objects}
    going, wanted = _chosen([e for e in entries if e.age <= older_than_days * DAY], sizes, keep_bytes)
    going += [e for e in entries if e.age > older_than_days * DAY]
    gone = [f for f in going if _is_removed(f)]
    unnamed = [f for f in objects if f.path.name not in wanted and f.age > YOUNG and _is_removed(f)]
    return Pruned(Size(len(gone), len(unnamed), sum(f.size for f in (*gone, *unnamed))), size(places))


def _chosen(entries: Sequence[_File], sizes: dict[str, int], keep_bytes: int | None) -> tuple[list[_File], set[str]]:
    """The entries that are none or do not fit into `keep_bytes`, and the objects that the others name."""
    going, wanted, total = list[_File](), set[str](), 0
    for entry in entries:
        named = _named(entry.path)
        more = entry.size + sum(sizes.get(name, 0) for name in named - wanted)
        if not named or (keep_bytes is not None and total + more > keep_bytes):
            going.append(entry)
        else:
            wanted |= named
            total += more
    return going, wanted


def _named(entry: Path) -> set[str]:
    """The objects that an entry names; none where it is no entry."""
    try:
        return {digest for v in parse_entry(file_bytes(entry)) for digest in (v.reads, *v.files.values())}
    except OSError:
        return set()


def _is_removed(file: _File) -> bool:
    """Take a file away unless it has served since it was looked at; whether it is gone."""
    with suppress(OSError):
        if file.path.stat().st_mtime_ns == file.served:
            file.path.unlink()
            return True
    return False
