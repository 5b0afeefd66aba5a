"""Pandoc, the one that comes with the environment: markup in, another form out, and no way to anything else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pypandoc

from .asking import FormError
from .programs import run

SECONDS = 300


def program() -> str:
    """The path of pandoc; never another one of the system.

    Raises
    ------
    FormError
        If it is not there.
    """
    path = Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
    if path.is_file():
        return str(path)
    raise FormError(
        "Word and Markdown are written by pandoc, which the package pypandoc-binary brings along and which is not "
        "there. Install it (pip install pypandoc-binary), or leave docx and md out of --format."
    )


def converted(markup: str, options: Sequence[str]) -> bytes:
    """Markup in another form; the same markup gives the same bytes.

    Raises
    ------
    FormError
        If pandoc is not there, fails or takes too long.
    """
    command = [program(), "--sandbox", "--from=html", *options, "--output=-", "-"]
    return run(command, SECONDS, given=markup.encode(), more={"SOURCE_DATE_EPOCH": "315532800"})
