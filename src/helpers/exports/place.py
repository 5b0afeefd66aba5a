"""Exports on disk: written beside their place and moved there whole, so that nobody meets half an export."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..placing import NEW, beside, exchange, place_of, put_right

RECORD = "export.json"


class OutputError(OSError):
    """The place of an export cannot be used; the message says which, why and what to do."""


def refusal(place: Path, why: str) -> OutputError:
    """The error that says why a place cannot be used."""
    return OutputError(f"cannot write an export to {place} ({why}). Choose another place with --out.")


@contextmanager
def fresh_file(final: Path) -> Iterator[Path]:
    """A path to write a file to; it takes the place of `final` when the block ends well, and is removed otherwise.

    Raises
    ------
    OutputError
        If `final` is a folder, or nothing can be written beside it.
    """
    staging = _started(final, Path.touch, lambda: "it is a folder" if final.is_dir() else "")
    try:
        yield staging
        staging.replace(final)
    finally:
        staging.unlink(missing_ok=True)


@contextmanager
def fresh_folder(final: Path) -> Iterator[Path]:
    """An empty folder to write in; it takes the place of `final` when the block ends well, and is removed otherwise.

    Raises
    ------
    OutputError
        If `final` holds what no export wrote, or nothing can be written beside it.
    """
    staging = _started(final, Path.mkdir, lambda: _reason_to_refuse(final))
    try:
        yield staging
        exchange(staging, final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _started(final: Path, make: Callable[[Path], None], why_kept: Callable[[], str]) -> Path:
    """The place to write in, made; what stopped exports left there is put right before."""
    staging = beside(final, NEW)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        _recover(final)
        if why := why_kept():
            raise refusal(final, why)
        make(staging)
    except OutputError:
        raise
    except OSError as error:
        raise refusal(final, error.strerror or type(error).__name__) from None
    return staging


def _reason_to_refuse(final: Path) -> str:
    """As _why_kept, looked at again where it may only be that another export is moving into place."""
    why = ""
    for pause in (0.02, 0.05, 0.1, 0.2, 0.0):
        try:
            why = _why_kept(final)
        except FileNotFoundError:
            why = "another export is moving into it"
        if not why:
            break
        time.sleep(pause)
    return why


def _why_kept(final: Path) -> str:
    """Why a folder must not be replaced; empty where it may be: it is not there, empty, or an export and no more."""
    if not final.exists():
        return ""
    if not final.is_dir():
        return "it is a file"
    if Path.cwd().is_relative_to(final):
        return "it is the folder you are in, or holds it"
    held, known = {p.name for p in final.iterdir()}, {RECORD}
    with suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
        known |= set(json.loads((final / RECORD).read_text(encoding="utf-8"))["files"])
    foreign = sorted(held - known) if RECORD in held else sorted(held)
    return f"it holds {foreign[0]!r}, which no export wrote" if foreign else ""


def _recover(final: Path) -> None:
    """Put right what exports that were stopped left: an old one back in its place, half-written ones away."""
    for left in sorted(final.parent.iterdir()):
        if place_of(left) == final:
            put_right(left, final)
