"""Small notebooks made up for tests of the engine, in the shape of the theme notebooks."""

from __future__ import annotations

from pathlib import Path

import nbformat

PARAMETERS = """\
period: str = "2022/2023"  # dates to report on
countries: list[str] = ["US", "JP"]  # countries
min_verification: str = "verified"  # floor
strict: bool = False  # stop when a finding fails
"""
OPEN = """\
from helpers import Findings, open_evidence, read_scope, show_ledger, tables

scope = read_scope(period, countries, min_verification)
everything = open_evidence().select(countries=countries, min_verification=min_verification)
evidence = everything.select(period=scope.period)
findings = Findings(everything, strict=strict)
"""
FIND = 'findings.add("The record holds {n} measures.", holds=len(evidence.measures) > 0, rows=evidence.measures, n=len(evidence.measures));'
SHOW = 'tables.show(evidence.measures, evidence, title="Measures held", columns={"title": "Measure", "date_effective": "In force"})'


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A notebook with a title, the usual first cells, and the given code cells."""
    code = [nbformat.v4.new_code_cell(source, id=f"made-up-{n}") for n, source in enumerate([parameters, OPEN, *cells])]
    code[0].metadata["tags"], code[1].metadata["tags"] = ["parameters"], ["hide"]
    title = nbformat.v4.new_markdown_cell(
        f"# Is {path.stem} made up?\n\nYes.\n\n## Its only section", id="made-up-title"
    )
    notebook = nbformat.v4.new_notebook(cells=[title, *code])
    nbformat.write(notebook, path)
    return path
