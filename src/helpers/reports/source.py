"""The source of a notebook: its file read as JSON, and refused in one line where a run could not read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..parameters import NotebookError

FORMAT = 4
KINDS = ("code", "markdown", "raw")


def load_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook: each with `cell_type`, `metadata` and `source`, the last as one text.

    Raises
    ------
    NotebookError
        If the file cannot be read, is no JSON, is of another format than nbformat 4, or is not of its shape.
    """
    content = _content(path)
    if (fault := _format_fault(content)) or (fault := _shape_fault(content)):
        raise NotebookError(f"{path.name} {fault}")
    return [{**cell, "source": "".join(cell["source"])} for cell in content["cells"]]


def _content(path: Path) -> Any:
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is no file" if path.exists() else "does not exist"
        raise NotebookError(f"{path.name} {what}; expected a notebook. Move it away, or restore the notebook.")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        what = f"{path.name} cannot be read as a notebook ({error}). Restore it, or save it again."
        raise NotebookError(what) from None


def _format_fault(content: Any) -> str:
    """Why the content of a file is no notebook of format 4; empty where it is one."""
    if not isinstance(content, dict) or not ("cells" in content or "nbformat" in content):
        return "cannot be read as a notebook (it holds other JSON). Restore it, or save it again."
    version = content.get("nbformat", "no number")
    if version != FORMAT:
        return f"is of notebook format {version!r}; expected {FORMAT}. Open it in JupyterLab and save it."
    return ""


def _shape_fault(content: dict[str, Any]) -> str:
    """What in a notebook is not of the shape that its format gives it; empty where all is."""
    cells = content.get("cells")
    if not isinstance(cells, list):
        return f"has cells that are {type(cells).__name__}; expected a list. Restore it, or save it again."
    if not cells:
        return "has no cells; write one tagged 'parameters', and what the report shows."
    if not isinstance(content.get("metadata"), dict):
        return "has no metadata. Open it in JupyterLab and save it."
    faults = ((number, _cell_fault(cell)) for number, cell in enumerate(cells, 1))
    return next((f"has in cell {n} {fault}. Restore it, or save it again." for n, fault in faults if fault), "")


def _cell_fault(cell: Any) -> str:
    if not isinstance(cell, dict):
        return f"{type(cell).__name__} where a cell is expected"
    if cell.get("cell_type") not in KINDS:
        return f"the type {cell.get('cell_type')!r}; expected one of {', '.join(KINDS)}"
    source, metadata = cell.get("source"), cell.get("metadata")
    if not (isinstance(source, str) or (isinstance(source, list) and all(isinstance(s, str) for s in source))):
        return f"a source that is {type(source).__name__}; expected text"
    if not isinstance(metadata, dict) or not isinstance(metadata.get("tags", []), list):
        return "metadata of another shape; expected names with values, and a list of tags"
    if not isinstance(cell.get("outputs", []), list):
        return f"outputs that are {type(cell['outputs']).__name__}; expected a list"
    return ""
