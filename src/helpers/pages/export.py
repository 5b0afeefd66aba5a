"""An executed notebook as one self-contained page, through nbconvert and a template of our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from ..sources import written_date
from ..text import country_name, safe
from .citing import Citable, cite_this
from .document import document
from .exporter import exporter
from .notes import Notes

HOME = "../../../index.html"  # of the folder of all reports, seen from a page
SCREEN_ONLY = "screen-only"  # cells left out in print
LEFT_OUT = (
    "Left out in print and to be found on screen (index.html in the folder of this report): how to read this, terms, "
    "coverage, figures, the lighter lines, what would change the conclusion, and every row with its sources."
)
FOOTER = "Text and data: CC BY 4.0. Code: MIT. Rows, findings and hashes of this report are in manifest.json beside it."
_NOTEBOOK = re.compile(r'<a href="([a-z][a-z0-9_]*)\.ipynb">(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r'<h([23])(?: id="([^"]+)")?>(.*?)</h\1>', re.DOTALL)


@dataclass(frozen=True)
class Masthead:
    """What stands at the top of a page.

    `mix` is the number of rows used by verification, `checked` the newest day on which one of them was last checked,
    `state` the SHA-256 of their cells.
    The day of the run does not stand there: the same rows give the same page on every day.
    """

    title: str
    edition: str
    parameters: dict[str, Any]
    period: str
    mix: dict[str, int]
    checked: str = ""
    state: str = ""


def _parameter(name: str, value: Any) -> str:
    if name == "as_of":
        name, value = "knowledge date", value or "none: all that is held"
    if value is None:
        return ""
    if name == "countries":
        value = ", ".join(country_name(c) for c in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"<dt>{safe(name.replace('_', ' '))}</dt><dd>{safe(value)}</dd>"


def _masthead(head: Masthead) -> str:
    """Period, parameters, verification mix, edition and day of the last check as a definition list."""
    mix = ", ".join(f"{number} {mark}" for mark, number in head.mix.items() if number) or "no rows used"
    shown = "".join(_parameter(n, v) for n, v in head.parameters.items() if n != "period")
    checked = f"<dt>rows last checked</dt><dd>{safe(written_date(head.checked))}</dd>" if head.checked else ""
    return (
        f'<div class="masthead"><dl><dt>period</dt><dd>{safe(head.period)}</dd>{shown}'
        f"<dt>rows used</dt><dd>{safe(mix)}</dd>{checked}<dt>edition</dt><dd>{safe(head.edition)}</dd></dl></div>"
        + cite_this(Citable(head.title, head.edition, head.period, head.parameters, head.checked, head.state))
    )


def _contents(html: str) -> str:
    """A list of links to the headings of second rank."""
    found = [(m[2], re.sub(r'<a class="anchor-link".*?</a>', "", m[3])) for m in _HEADING.finditer(html) if m[1] == "2"]
    links = [f'<li><a href="#{i}">{re.sub("<[^>]+>", "", text).strip()}</a></li>' for i, text in found if i]
    return f"<ol>{''.join(links)}</ol>"


def _with_masthead(html: str, masthead: str) -> str:
    """The page with its masthead behind the first heading, or first of all where there is none."""
    return html.replace("</h1>", "</h1>" + masthead, 1) if "</h1>" in html else masthead + html


def _with_reports(html: str, reports: Mapping[str, str]) -> str:
    """The page with every link to a notebook leading to that notebook's report; its words alone where there is none."""

    def leading(match: re.Match[str]) -> str:
        return f'<a href="{safe(reports[match[1]])}">{match[2]}</a>' if match[1] in reports else match[2]

    return _NOTEBOOK.sub(leading, html)


def _with_notes(notebook: nbformat.NotebookNode, notes: Notes) -> nbformat.NotebookNode:
    """The notebook with a number in place of each citation of its text; the one given is not changed."""
    cells = [
        {**c, "source": notes.marked(c.source, f"cell {n}")} if c.cell_type == "markdown" and "[@" in c.source else c
        for n, c in enumerate(notebook.cells, 1)
    ]
    found: nbformat.NotebookNode = nbformat.from_dict({**notebook, "cells": cells})
    return found


def page(
    notebook: nbformat.NotebookNode,
    head: Masthead,
    reports: Mapping[str, str] | None = None,
    notes: Notes | None = None,
) -> str:
    """The page of an executed notebook: no request to any network, code folded behind one switch.

    Parameters
    ----------
    reports
        By notebook, where the reports lie that links to notebooks lead to, as seen from this page.
    notes
        Takes the citations of the text, which become its notes; without it they stand as they are typed.

    Raises
    ------
    CitationError
        If the text cites a source that is not in the bibliography.
    PageError
        If a cell shows what no page can hold.
    """
    notebook = _with_notes(notebook, notes) if notes else notebook
    is_brief = any(SCREEN_ONLY in c.metadata.get("tags", []) for c in notebook.cells)
    cells, _ = exporter().from_notebook_node(notebook, resources={"report": {"is_brief": is_brief}})
    html = _with_reports(_with_masthead(cells, _masthead(head)), reports or {})
    html += notes.markup() if notes else ""
    left_out = f'<p class="print-only">{LEFT_OUT}</p>' if is_brief else ""
    return document(
        f"{head.title} — {head.parameters.get('period', '')}",
        html + left_out,
        home=HOME,
        contents=_contents(html),
        footer=f"<p>{FOOTER}</p>",
        kind="brief" if is_brief else "",
        code=True,
    )
