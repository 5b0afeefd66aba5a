"""The forms of a report made from its page, in the folder where both lie."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from .asking import FIGURES, FILES
from .cleaning import Document, document
from .markdown import markdown
from .pdf import pdf
from .word import word


def make_forms(folder: Path, forms: Iterable[str]) -> None:
    """Make forms of the report in a folder from its page, beside it; those of an earlier time give way.

    Raises
    ------
    FormError
        If a program that makes one is not there or fails; what was made before stays beside the page.
    OSError
        If the folder cannot be read or written.
    """
    html = (folder / "index.html").read_text(encoding="utf-8")
    wanted = list(forms)
    read = document(html) if {"docx", "md"} & set(wanted) else None
    if "pdf" in wanted:
        (folder / FILES["pdf"]).write_bytes(pdf(html))
    if "docx" in wanted and read:
        (folder / FILES["docx"]).write_bytes(word(deepcopy(read), _subject(read)))
    if "md" in wanted and read:
        _write_markdown(folder, read)


def _write_markdown(folder: Path, read: Document) -> None:
    text, pictures = markdown(read)
    shutil.rmtree(folder / FIGURES, ignore_errors=True)
    for path, content in pictures.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / FILES["md"]).write_text(text, encoding="utf-8")


def _subject(read: Document) -> str:
    """What a report is about beside its title: the period and the edition."""
    told = [f"{name} {read.facts[name]}" for name in ("period", "edition") if name in read.facts]
    return "; ".join(told).capitalize()
