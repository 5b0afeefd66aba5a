"""Which forms a report can have, which of them are asked for, and whether this system can make them."""

from __future__ import annotations

from collections.abc import Iterable

from ..text import did_you_mean

PAGE = "html"  # is always written
FILES = {"pdf": "report.pdf", "docx": "report.docx", "md": "report.md"}
FIGURES = "figures"  # folder of the pictures that a report in Markdown shows
SPELT = {"markdown": "md", "word": "docx", "doc": "docx", "htm": "html", "gfm": "md"}


class FormError(ValueError):
    """A form that there is not, or that cannot be made; the message says why and what to do."""


def asked_forms(text: str) -> tuple[str, ...]:
    """The forms beside the page that a comma-separated list asks for, each once, in the order of `FILES`.

    Raises
    ------
    FormError
        If one of them is none; the message gives the nearest.

    >>> asked_forms("html, DOCX,pdf,pdf")
    ('pdf', 'docx')
    """
    names = [word.strip().casefold() for word in text.split(",")]
    known = [PAGE, *FILES]
    for name in names:
        if name not in known:
            told = f"Did you mean {SPELT[name]!r}? Allowed: {', '.join(known)}." if name in SPELT else ""
            raise FormError(f"--format {name!r} is no form of a report. {told or did_you_mean(name, known)}")
    return tuple(form for form in FILES if form in names)


def ensure_makeable(forms: Iterable[str]) -> None:
    """Find the programs that some forms need; nothing is made.

    Raises
    ------
    FormError
        If one is not there; the message says what to install.
    """
    for form in forms:
        if form == "pdf":
            from .chromium import program  # here, so that a run that asks for no form loads neither
        else:
            from .conversion import program
        program()
