"""What a run reads of the evidence base, noted while it reads, so that it can be told later whether that has changed.

A read is a dict of plain JSON values: `kind`; `steps`, the conditions of each `select` on the way to the selection that
was asked; `name` (of a table or file) or `ids` (of rows or sources; None: all); and `digest`, what the answer was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Read = dict[str, Any]
Steps = tuple[str, ...]  # the conditions of each step as JSON
WHOLE: Steps = ()


class Recorder:
    """The reads of one run: tables, rows, citations, sources, contradictions, files, and whether it asked the day."""

    def __init__(self) -> None:
        self.named: set[tuple[str, Steps, str]] = set()
        self.listed: dict[tuple[str, Steps], set[str] | None] = {}

    def note(self, kind: str, steps: Steps, name: str) -> None:
        """Note that something with a name was read: a whole table of a selection, a file, the day."""
        self.named.add((kind, steps, name))

    def note_ids(self, kind: str, steps: Steps, ids: Iterable[str] | None) -> None:
        """Note that some rows or sources were read by their ids; None: all of them."""
        held = self.listed.setdefault((kind, steps), set())
        if ids is None or held is None:
            self.listed[kind, steps] = None
        else:
            held.update(ids)

    def reads(self) -> list[Read]:
        """Every read once, in a fixed order, without digests."""
        named = [{"kind": kind, "steps": list(steps), "name": name} for kind, steps, name in sorted(self.named)]
        listed = [
            {"kind": kind, "steps": list(steps), "ids": None if ids is None else sorted(ids)}
            for (kind, steps), ids in sorted(self.listed.items(), key=lambda item: item[0])
        ]
        return [*named, *listed]

    def with_digests(self, evidence: Replayed) -> list[Read]:
        """Every read with the digest of its answer."""
        return [{**read, "digest": replay(read, evidence)} for read in self.reads()]


_recorder: Recorder | None = None


def start() -> Recorder:
    """Note from now on what is read, and forget what was noted before; where it is noted."""
    global _recorder
    _recorder = Recorder()
    return _recorder


def stop() -> None:
    """Note no longer what is read."""
    global _recorder
    _recorder = None


def note(kind: str, name: str, steps: Steps | None = WHOLE) -> None:
    """Note that a table, a file or the day was read, where a run is being recorded.

    `steps` is None where the reader is no selection of the whole record; what it was made from was noted then.
    """
    if _recorder is not None and steps is not None:
        _recorder.note(kind, steps, name)


def note_ids(kind: str, ids: Iterable[str] | None, steps: Steps | None = WHOLE) -> None:
    """Note that rows, their citations, or sources were read by id, where a run is being recorded."""
    if _recorder is not None and steps is not None:
        _recorder.note_ids(kind, steps, ids)


class Replayed(Protocol):
    """What answers a read again: the whole evidence base as it is now."""

    def answer(self, read: Mapping[str, Any]) -> Any:
        """The answer to a read, as plain values."""


def digest(answer: Any) -> str:
    """SHA-256 of an answer of plain values."""
    return hashlib.sha256(json.dumps(answer, ensure_ascii=False, default=str).encode()).hexdigest()


def replay(read: Mapping[str, Any], evidence: Replayed) -> str:
    """The digest of what the same read gives now."""
    return digest(evidence.answer(read))


def recorded(evidence: Replayed) -> list[Read]:
    """What was read since `start`, each read with the digest of its answer; empty where nothing was recorded."""
    return [] if _recorder is None else _recorder.with_digests(evidence)
