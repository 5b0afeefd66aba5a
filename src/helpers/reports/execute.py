"""One notebook executed by papermill, with its failure told by cell and error."""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class CellFailure:
    """Why a notebook stopped: the cell's number among all cells, its first line, and the error."""

    cell: int
    source: str
    error: str

    def __str__(self) -> str:
        """For a reader: where and what."""
        place = f"cell {self.cell} ({self.source!r})" if self.cell else "the kernel"
        return f"{place}: {self.error}"


def _failure(error: PapermillExecutionError, notebook: nbformat.NotebookNode) -> CellFailure:
    """The failure by the number the cell has in the notebook itself, without those that a run injects."""
    before = [c.metadata.get("tags", []) for c in notebook.cells[: int(error.cell_index)]]
    injected = sum(("parameters" in tags) + ("injected-opening" in tags) for tags in before)
    source = str(error.source).strip().splitlines() or [""]
    first = next((line for line in source if line.strip() and not line.lstrip().startswith("#")), source[0])
    told = _ANSI.sub("", str(error.evalue)).strip()
    return CellFailure(int(error.cell_index) + 1 - injected, first[:80], f"{error.ename}: {told}")


@contextmanager
def _kernel_messages_to(log: Path) -> Iterator[None]:
    """What the kernel says on standard error goes to `log`, not between the lines meant for people."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def execute(source: Path, target: Path, parameters: Mapping[str, Any], timeout: int) -> CellFailure | None:
    """Run the notebook at `source` with `parameters` in a kernel of its own and write it, executed, to `target`.

    Parameters
    ----------
    timeout
        The longest one cell may take, in seconds.

    Returns
    -------
    CellFailure or None
        Why it stopped, None where every cell ran; `target`, and a log of the kernel beside it, are written either way.
    """
    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    with warnings.catch_warnings(), _kernel_messages_to(target.with_suffix(".log")):
        warnings.simplefilter("ignore")
        try:
            papermill.execute_notebook(
                str(source),
                str(target),
                parameters=dict(parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=timeout,
                cwd=str(source.parent),
                config=quiet,
            )
        except PapermillExecutionError as error:
            return _failure(error, nbformat.read(source, as_version=4))
        except CellTimeoutError:
            return CellFailure(0, "", f"a cell took longer than {timeout} seconds; raise --timeout or lighten it")
        except DeadKernelError:
            return CellFailure(0, "", "the Python process of the notebook died (out of memory, or killed)")
    return None


def records(notebook: nbformat.NotebookNode, kind: str) -> list[dict[str, Any]]:
    """The records of one kind (finding, figure, table, silence, evidence) that the cells of a run left."""
    mime = "application/vnd.workbook.record+json"
    found = [o.data[mime] for c in notebook.cells for o in c.get("outputs", []) if mime in o.get("data", {})]
    return [dict(r) for r in found if r.get("kind") == kind]


def without_run_noise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without times and paths of the run, so that the same run gives the same file."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
    return notebook
