"""What a report of an article's edition opens with: what the article asks, and what the record answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from .editions import Edition
from .notebooks import SHORT_ANSWER, NotebookFile

OPENED = "opened.ipynb"
TAG = "injected-opening"


@dataclass(frozen=True)
class Opening:
    """A founding article by its source id, and what it asks."""

    article: str
    asks: str

    def laid_before(self, notebook: NotebookFile, folder: Path) -> Path:
        """A copy of a notebook in `folder` with the opening before its short answer."""
        opened = nbformat.read(notebook.path, as_version=4)
        place = next(
            (n for n, c in enumerate(opened.cells) if c.source.startswith(f"## {SHORT_ANSWER}")), len(opened.cells)
        )
        title = "## What the article asks, and what the record answers"
        code = (
            f"from helpers.articles import show_article\n\nshow_article(findings, {self.article!r}, {notebook.name!r})"
        )
        cells = [
            new_markdown_cell(f"{title}\n\n{self.asks}", id="opening-asks", metadata={"tags": [TAG]}),
            new_code_cell(code, id="opening-answers", metadata={"tags": [TAG, "hide-input"]}),
        ]
        opened.cells[place:place] = cells
        nbformat.write(opened, folder / OPENED)
        return folder / OPENED


def opening_of(edition: Edition) -> Opening | None:
    """What the reports of an edition open with; None where it puts no article to the test."""
    return Opening(edition.article, edition.asks) if edition.article else None
