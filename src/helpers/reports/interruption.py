"""Interruptions from the keyboard, counted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Ctrl-C counted: the first asks for an end after what runs, the second ends the run at once."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def watched(self, warn: Callable[[str], None]) -> Iterator[None]:
        """While this lasts, an interruption is counted; told apart from the keyboard only in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def take_note(number: int, frame: FrameType | None) -> None:
            if self.asked:
                raise KeyboardInterrupt
            self.asked = True
            warn("Interrupted: no further report is begun; those that run are finished. Again to stop at once.")

        before = signal.signal(signal.SIGINT, take_note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
