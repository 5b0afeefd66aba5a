"""What a report of an article's edition opens with: what the article asks, and what the record answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .editions import Edition
from .notebooks import SHORT_ANSWER

TAG = "injected-opening"


@dataclass(frozen=True)
class Opening:
    """A founding article by its source id, and what it asks."""

    article: str
    asks: str

    def laid_in(self, notebook: Any, name: str) -> Any:
        """A notebook (a NotebookNode) of some name with the opening before its short answer."""
        from nbformat.v4 import new_code_cell, new_markdown_cell  # here, so that planning does not wait for it

        place = next(
            (n for n, c in enumerate(notebook.cells) if c.source.startswith(f"## {SHORT_ANSWER}")), len(notebook.cells)
        )
        title = "## What the article asks, and what the record answers"
        code = f"from helpers.articles import show_article\n\nshow_article(findings, {self.article!r}, {name!r})"
        cells = [
            new_markdown_cell(f"{title}\n\n{self.asks}", id="opening-asks", metadata={"tags": [TAG]}),
            new_code_cell(code, id="opening-answers", metadata={"tags": [TAG, "hide-input"]}),
        ]
        notebook.cells[place:place] = cells
        return notebook


def opening_of(edition: Edition) -> Opening | None:
    """What the reports of an edition open with; None where it puts no article to the test."""
    return Opening(edition.article, edition.asks) if edition.article else None
