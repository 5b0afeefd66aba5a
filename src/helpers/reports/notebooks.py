"""The theme notebooks as files: which there are, what they are called, and whether they keep the house style."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..pages.notes import citation_faults
from ..parameters import NotebookError, Parameter, parse_parameters
from ..placing import root_folder
from ..schema import Problem
from ..text import did_you_mean, typed_statistics
from .source import load_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

MOST_LINES, MOST_CELLS, FEWEST_CELLS = 15, 25, 12
SHORT_ANSWER = "The short answer"
_FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class NotebookFile:
    """A notebook that can be rendered: its name, file and declared parameters."""

    name: str
    path: Path
    parameters: tuple[Parameter, ...]

    @property
    def defaults(self) -> dict[str, Any]:
        """Every parameter at its default."""
        return {p.name: p.default for p in self.parameters}


def notebook_names(folder: Path | None = None) -> list[str]:
    """Names of the notebooks in `notebooks/`, the briefing first."""
    place = folder or root_folder() / "notebooks"
    names = sorted(p.stem for p in place.glob("*.ipynb") if not p.name.startswith("."))
    return sorted(names, key=lambda n: (n != "briefing", n))


def find_notebook(name: str, folder: Path | None = None) -> NotebookFile:
    """A notebook by its name (with or without .ipynb).

    Raises
    ------
    NotebookError
        If there is none of that name, or it declares no parameters.
    """
    place = folder or root_folder() / "notebooks"
    stem = Path(name).name.removesuffix(".ipynb")
    if stem not in notebook_names(place):
        raise NotebookError(f"no notebook {name!r} in {place.name}/. {did_you_mean(stem, notebook_names(place))}")
    path = place / f"{stem}.ipynb"
    if Path(name).name != name and Path(name).resolve() != path.resolve():
        raise NotebookError(f"{name!r} is not in {place.name}/, and only notebooks there are rendered; copy it there.")
    return NotebookFile(stem, path, tuple(load_parameters(path)))


def load_parameters(path: Path) -> list[Parameter]:
    """The parameters that the notebook at `path` declares.

    Raises
    ------
    NotebookError
        If the file is no notebook, or has no single code cell tagged `parameters`.
    """
    tagged = [c for c in load_cells(path) if "parameters" in c["metadata"].get("tags", []) and c["cell_type"] == "code"]
    if len(tagged) != 1:
        raise NotebookError(
            f"{path.name} has {len(tagged)} code cells tagged 'parameters'; expected one. "
            "In JupyterLab: select the cell, open the property inspector (gear, right), add the tag 'parameters'."
        )
    return parse_parameters(tagged[0]["source"], path.name)


def notebook_title(notebook: NotebookNode, fallback: str) -> str:
    """The first top heading of a notebook, without markup."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.search(r"^# +(.+)$", cell.source, re.MULTILINE)):
            return re.sub(r"[*_`]", "", match[1]).strip()
    return fallback


def _code_faults(source: str) -> list[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"is no plain Python ({error.msg}); magics and shell lines are not used"]
    faults = [f"has a {type(n).__name__}; move it to helpers" for n in ast.walk(tree) if isinstance(n, _FORBIDDEN)]
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        faults.append(f"has {len(lines)} lines; the most is {MOST_LINES}. Move the work to helpers")
    return faults


def check_notebook(path: Path, sources: Collection[str] | None = None) -> list[Problem]:
    """Every breach of the house style in a notebook; the line is the number of the cell.

    Citations in its text are compared with `sources`, the ids of the bibliography, where they are given.
    """
    import nbformat  # here, so that a command that starts no notebook does not wait for it

    try:
        load_parameters(path)
        notebook = nbformat.read(path, as_version=4)
    except NotebookError as error:
        return [Problem(path.name, 0, "", str(error))]
    except (nbformat.ValidationError, ValueError, OSError) as error:
        return [Problem(path.name, 0, "", f"is no valid notebook ({error}); restore it or save it again")]
    found, code = [], [c for c in notebook.cells if c.cell_type == "code"]
    if not FEWEST_CELLS <= len(code) <= MOST_CELLS:
        what = f"has {len(code)} code cells; expected {FEWEST_CELLS} to {MOST_CELLS}"
        found.append(Problem(path.name, 0, "", what))
    found += _loose_headlines(path, notebook)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown" and (typed := typed_statistics(_prose(cell.source))):
            what = f"the number {typed[0]!r} is typed in Markdown; say it with findings.add, or take it out"
            found.append(Problem(path.name, number, "cell", what))
        if cell.cell_type == "markdown" and sources is not None:
            found += [Problem(path.name, number, "cell", fault) for fault in citation_faults(cell.source, sources)]
        if cell.cell_type == "code":
            found += [Problem(path.name, number, "cell", fault) for fault in _code_faults(cell.source)]
            if cell.outputs or cell.execution_count:
                found.append(Problem(path.name, number, "cell", "carries outputs; run nbstripout on the notebook"))
    return found


def _loose_headlines(path: Path, notebook: NotebookNode) -> list[Problem]:
    """Findings of the short answer that do not say what their number is under other choices."""
    found, inside = [], False
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown" and (heading := re.search(r"^## +(.+)$", cell.source, re.MULTILINE)):
            inside = heading[1].strip() == SHORT_ANSWER
        if cell.cell_type == "code" and inside:
            what = "has a finding of the short answer without robust=; give it robustness(...) of its defining function"
            found += [Problem(path.name, number, "cell", what)] * _findings_without_robustness(cell.source)
    return found


def _findings_without_robustness(source: str) -> int:
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)]
    except SyntaxError:
        return 0
    added = [c for c in calls if ast.unparse(c.func) == "findings.add"]
    return sum("robust" not in {k.arg for k in c.keywords} for c in added)


def _prose(markdown: str) -> str:
    """Markdown without code, citations, links' addresses and list numbers."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|\[@[^\]]*\]", " ", markdown)
    return re.sub(r"^\s*\d+\.\s", "", text, flags=re.MULTILINE)
