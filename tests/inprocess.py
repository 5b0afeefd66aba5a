"""A notebook run in this process: its cells in order, what they display caught; no kernel, no page."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import nbformat
import pytest

from helpers.display import RECORD
from helpers.parameters import resolve
from helpers.reports.editions import Edition
from helpers.reports.notebooks import find_notebook
from helpers.reports.openings import opening_of

PINNED_DAY = "1795435200"  # noon of 23 November 2026 in UTC: what "today" is for golden findings


def run_notebook(
    name: str,
    given: Mapping[str, Any],
    patch: pytest.MonkeyPatch,
    edition: Edition | None = None,
    drawn: bool = True,
) -> list[dict[str, Any]]:
    """What the cells of a notebook display under some parameters: display bundles in order.

    Figures are made, and unless `drawn` is false also drawn, coarsely: a picture takes longer than all the rest.
    """
    show = import_module("helpers.charts.show")
    patch.setattr(show, *(("PIXELS_PER_INCH", 30) if drawn else ("_picture", lambda figure, alt: "")))
    notebook, bundles = find_notebook(name), []
    opening = opening_of(edition) if edition else None
    read = nbformat.read(notebook.path, as_version=4)
    opened = read if opening is None else opening.laid_in(read, name)
    values = resolve(notebook.parameters, given, name)
    patch.setattr("helpers.display.display", lambda bundle, raw: bundles.append(bundle))
    space: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(opened.cells):
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name}, cell {number + 1}", "exec"), space)
            if "parameters" in cell.metadata.get("tags", []):
                space.update(values)
    return bundles


def findings_of(bundles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records of the findings among display bundles."""
    return [b[RECORD] for b in bundles if b.get(RECORD, {}).get("kind") == "finding"]


def edition_parameters(edition: Edition, name: str) -> dict[str, Any]:
    """The parameters that an edition gives a notebook."""
    return {**edition.parameters, **edition.notebook_parameters.get(name, {})}
