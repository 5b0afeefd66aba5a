"""Every theme notebook: house style, every edition, and what a reader must never meet."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.parameters import NotebookError
from helpers.reports.notebooks import check_notebook, find_notebook, notebook_names

from .miniature import FIND, write_notebook
from .pages import PERIODS, Reports

NAMES = [
    "briefing",
    "china_hedging",
    "dialogues",
    "export_controls",
    "semiconductor_industry",
    "source_audit",
    "space_cyber",
]
COMMON = ["period", "as_of", "countries", "min_verification", "strict"]
EDITIONS = [(name, period) for name in NAMES for period in PERIODS]


def test_the_theme_notebooks_are_there_the_briefing_first() -> None:
    assert notebook_names()[0] == "briefing"
    assert set(NAMES) <= set(notebook_names())


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_keeps_the_house_style(name: str) -> None:
    assert [str(p) for p in check_notebook(find_notebook(name).path)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_declares_the_common_parameters_first_and_alike(name: str) -> None:
    declared, others = find_notebook(name).parameters, find_notebook("export_controls").parameters
    assert [p.name for p in declared][:5] == COMMON
    for mine, theirs in zip(declared[:5], others[:5], strict=True):
        assert (mine.type, mine.help) == (theirs.type, theirs.help)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["def f():\n    pass"], "has a FunctionDef"),
        (["%run other.ipynb"], "is no plain Python"),
        (["\n".join(["x = 1"] * 16)], "has 16 lines"),
        ([FIND], "has 3 code cells; expected 12 to 25"),
    ],
)
def test_a_breach_of_the_house_style_is_told(tmp_path: Path, cells: list[str], says: str) -> None:
    told = "\n".join(str(p) for p in check_notebook(write_notebook(tmp_path / "loose.ipynb", *cells)))
    assert says in told


def test_a_typed_statistic_is_told(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "typed.ipynb", FIND)
    path.write_text(path.read_text(encoding="utf-8").replace("Yes.", "Yes, in 175 days."), encoding="utf-8")
    assert "the number '175' is typed in Markdown" in "\n".join(str(p) for p in check_notebook(path))


@pytest.mark.parametrize(("robust", "faults"), [("", 1), (", robust=firm", 0)])
def test_a_headline_that_does_not_say_how_firm_it_is_is_told(tmp_path: Path, robust: str, faults: int) -> None:
    path = write_notebook(tmp_path / "loose.ipynb", FIND)
    notebook = nbformat.read(path, as_version=4)
    cell = f'findings.add("Most do.", holds=True, rows=["A"]{robust})'
    notebook.cells += [new_markdown_cell("## The short answer"), new_code_cell(cell), new_markdown_cell("## Terms")]
    notebook.cells += [new_code_cell('findings.add("All do.", holds=True, rows=["A"])')]
    nbformat.write(notebook, path)
    assert "\n".join(str(p) for p in check_notebook(path)).count("without robust=") == faults


def test_a_notebook_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "torn.ipynb").write_text('{"cells": [', encoding="utf-8")
    with pytest.raises(NotebookError, match="cannot be read as a notebook"):
        find_notebook("torn", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "period"), EDITIONS)
def test_a_notebook_renders_in_every_edition(reports: Reports, name: str, period: str) -> None:
    outcome = reports.outcome(name, period)
    assert outcome.error == ""
    page = (Path(outcome.folder) / "index.html").read_text(encoding="utf-8")
    text = re.sub(
        r'<style.*?</style>|<script>.*?</script>|<details class="code">.*?</details>|<[^>]+>',
        " ",
        page,
        flags=re.DOTALL,
    )
    assert not re.search(r"\b(nan|NaN|NaT|None|&lt;NA&gt;)\b", text)
    assert "Traceback" not in text
    anchors = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [i for i, n in anchors.items() if n > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_answers_with_figures_tables_and_findings_that_hold(reports: Reports, name: str) -> None:
    manifest = json.loads((Path(reports.outcome(name, "").folder) / "manifest.json").read_text(encoding="utf-8"))
    kinds = Counter(s["kind"] for s in manifest["shown"])
    assert kinds["figure"] >= 3
    assert kinds["table"] >= 2
    assert sum(f["status"] == "holds" for f in manifest["findings"]) >= 4
    assert [f["text"] for f in manifest["findings"] if f["status"] == "does_not_hold"] == []
    assert all(f["sources"] for f in manifest["findings"] if f["rows"])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_period_says_so_and_draws_nothing_of_it(reports: Reports, name: str) -> None:
    folder = Path(reports.outcome(name, "1990").folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    kinds = Counter(s["kind"] for s in manifest["shown"])
    assert kinds["silence"] >= 3
    assert any(f["status"] == "silent" for f in manifest["findings"])
