"""Standard output and standard error, written to as long as somebody reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO


class Stream:
    """Standard output or standard error as long as somebody reads it; a run does not end because nobody does."""

    def __init__(self, name: str) -> None:
        self._name, self._is_open = name, True

    @property
    def file(self) -> TextIO | None:
        """The stream itself."""
        file: TextIO | None = getattr(sys, self._name)
        return file

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees it as it is written."""
        return self._is_open and self.file is not None and self.file.isatty()

    def line(self, text: str) -> None:
        """Write a line at once."""
        self.attempt(lambda file: file.write(f"{text}\n"))

    def attempt(self, write: Callable[[TextIO], object]) -> None:
        """Write to the stream; where that fails it is closed, so that nothing is left to be written at the end."""
        if not self._is_open or self.file is None:
            return
        try:
            write(self.file)
            self.file.flush()
        except (OSError, ValueError):  # a reader that has gone, a full disk; a stream closed by the caller
            self._close(self.file)

    def _close(self, file: TextIO) -> None:
        self._is_open = False
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, file.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            return
