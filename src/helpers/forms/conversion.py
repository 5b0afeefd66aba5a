"""Pandoc, the one that comes with the environment: markup in, another form out, and no way to anything else."""

from __future__ import annotations

from collections.abc import Sequence

from .. import pandoc
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
    try:
        return str(pandoc.program())
    except pandoc.PandocError as error:
        raise FormError(
            f"Word and Markdown are written by pandoc: {error}. Or leave docx and md out of --format."
        ) from None


def converted(markup: str, options: Sequence[str]) -> bytes:
    """Markup in another form; the same markup gives the same bytes.

    Raises
    ------
    FormError
        If pandoc is not there, fails or takes too long.
    """
    command = [program(), "--sandbox", "--from=html", *options, "--output=-", "-"]
    return run(command, SECONDS, given=markup.encode(), more={"SOURCE_DATE_EPOCH": "315532800"})
