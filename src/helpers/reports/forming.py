"""Other forms of reports that are being rendered, made side by side in threads: others' programs do the work."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Generic, TypeVar

from ..forms.asking import FILES, FormError
from ..forms.programs import end_all

T = TypeVar("T")
TICK = 0.1  # seconds between two tries to end what runs


def add_forms(folder: Path, forms: Sequence[str]) -> None:
    """Make forms of the report in a folder beside its page, and name them in its manifest.

    Raises
    ------
    FormError, OSError, ValueError
        If one cannot be made, or the report is none.
    """
    from ..forms.making import make_forms  # here, so that a run that asks for no form does not load what makes them
    from .bundle import write_manifest

    make_forms(folder, forms)
    place = folder / "manifest.json"
    content = json.loads(place.read_text(encoding="utf-8"))
    place.unlink()
    write_manifest(folder, {k: v for k, v in content.items() if k != "files"})


def forms_in(folder: Path) -> tuple[str, ...]:
    """The forms that stand beside the page of a report."""
    return tuple(form for form, name in FILES.items() if (folder / name).is_file())


class Forming(Generic[T]):
    """Forms in the making, each with what its maker is to be told of when it is done; at most `most` at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pool: ThreadPoolExecutor | None = None
        self._running: dict[Future[float], T] = {}

    def __len__(self) -> int:
        return len(self._running)

    def submit(self, token: T, folder: Path, forms: Sequence[str]) -> None:
        """Begin to make forms of the report in a folder."""
        self._pool = self._pool or ThreadPoolExecutor(self._most, "workbook-forms")
        self._running[self._pool.submit(_timed, folder, forms)] = token

    def done(self, seconds: float) -> Iterator[tuple[T, float, str]]:
        """What is done, after at most so many seconds: what was given with it, the seconds, its error if any."""
        ended = wait(self._running, seconds, FIRST_COMPLETED).done if self._running else set()
        for future in ended:
            token, fault = self._running.pop(future), future.exception()
            yield token, 0.0 if fault else future.result(), _told(fault) if fault else ""

    def close(self) -> None:
        """End what runs; nothing more is begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            while any(future.running() for future in self._running):
                end_all()
                time.sleep(TICK)
        self._running.clear()


def _timed(folder: Path, forms: Sequence[str]) -> float:
    began = time.monotonic()
    add_forms(folder, forms)
    return time.monotonic() - began


def _told(fault: BaseException) -> str:
    told = str(fault) if isinstance(fault, FormError) else f"{type(fault).__name__}: {fault}"
    return f"making its other forms: {told}"
