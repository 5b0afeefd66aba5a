"""Pandoc, the one that is installed with the workbook: what formats citations and converts between forms of text."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

LONGEST = 600  # seconds; the whole bibliography takes about twelve


class PandocError(RuntimeError):
    """Pandoc is not there, or ended with an error; the message says which."""


def program() -> Path:
    """Where pandoc lies: in the package pypandoc_binary, never another one of the system.

    Raises
    ------
    PandocError
        If the package is not installed, or without the program.
    """
    try:
        import pypandoc  # here, so that what needs no pandoc works without it
    except ImportError:
        raise PandocError("pandoc is not installed; run: python3 run.py workbook --help, which installs it") from None
    place = Path(pypandoc.__file__).parent / "files" / "pandoc"
    found = next((p for p in (place, place.with_suffix(".exe")) if p.is_file()), None)
    if found is None:
        raise PandocError("the package pypandoc has no pandoc in it; install pypandoc_binary in its place")
    return found


def run_pandoc(arguments: Sequence[str | Path], text: str = "") -> str:
    """What pandoc writes to standard output, given some text; it reads no file but those named in its arguments.

    Raises
    ------
    PandocError
        If pandoc is not there, or fails; with what it said.
    """
    command = [str(program()), "--sandbox", *map(str, arguments)]
    try:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=LONGEST, check=True)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip()[:500]
        raise PandocError(f"pandoc failed: {said}") from None
    return done.stdout


def pandoc_version() -> str:
    """The version of pandoc, e.g. "3.9".

    Raises
    ------
    PandocError
        If pandoc is not there, or fails.
    """
    return run_pandoc(["--version"]).split()[1]
