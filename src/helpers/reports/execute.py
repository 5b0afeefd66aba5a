"""One notebook executed by papermill, with its failure told by cell and error."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import Engine, NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers
from traitlets.config import Config

from .kernel import InProcessEngine, OutputLimitError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL_FILE = re.compile(
    r"(?<![^\s\"'])[^\s\"']{0,200}ipykernel_\d+[/\\]\d+\.py"
)  # where a process keeps its cells: not twice the same
OnCell = Callable[[int, Any, bool], None]  # index of a cell, the cell, whether it has run


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


def failure_in(notebook: nbformat.NotebookNode, index: int, error: str) -> CellFailure:
    """A failure by the number the cell has in the notebook itself, without those that a run injects."""
    before = [c.metadata.get("tags", []) for c in notebook.cells[:index]]
    injected = sum(("injected-parameters" in tags) + ("injected-opening" in tags) for tags in before)
    source = str(notebook.cells[index].source).strip().splitlines() or [""]
    first = next((line for line in source if line.strip() and not line.lstrip().startswith("#")), source[0])
    return CellFailure(index + 1 - injected, first[:80], error)


class _Kept(Engine):  # type: ignore[misc]
    """An engine that keeps the notebook while it runs, so that what ran is there whatever stops it."""

    notebook: Any
    index = 0

    def __init__(self, on_cell: OnCell) -> None:
        self.on_cell = on_cell

    def execute_notebook(self, nb: nbformat.NotebookNode, kernel_name: str, **kwargs: Any) -> Any:
        """Run it."""
        self.notebook = nb
        return InProcessEngine.execute_notebook(nb, kernel_name, on_cell=self.note, **kwargs)

    def note(self, index: int, cell: Any) -> None:
        """Take note of the cell that runs, or, where it is given, that ran."""
        self.index = index
        self.on_cell(index, self.notebook.cells[index] if cell is None else cell, cell is not None)


class _KeptCold(_Kept):
    def execute_notebook(self, nb: nbformat.NotebookNode, kernel_name: str, **kwargs: Any) -> Any:
        """Run it in a kernel of its own."""
        self.notebook = nb

        def started(cell: Any, cell_index: int) -> None:
            self.note(cell_index, None)

        def done(cell: Any, cell_index: int, **_: Any) -> None:
            self.note(cell_index, cell)

        return NBClientEngine.execute_notebook(
            nb, kernel_name, on_cell_execute=started, on_cell_executed=done, **kwargs
        )


@contextmanager
def _kernel_messages_dropped() -> Iterator[None]:
    """What a kernel of its own says on standard error goes nowhere, not between the lines meant for people."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def execute(
    source: Path,
    parameters: Mapping[str, Any],
    cold: bool,
    seconds: int,
    on_cell: OnCell = lambda index, cell, ran: None,
) -> tuple[nbformat.NotebookNode, CellFailure | None]:
    """Run the notebook at `source` with `parameters`, in its folder.

    Parameters
    ----------
    cold
        Whether in a kernel of its own; else in this process, which can run one notebook in its life.
    seconds
        The longest that one cell may take in a kernel of its own; in this process the one above watches the time.
    on_cell
        Told of each code cell before it runs and after.

    Returns
    -------
    tuple
        The notebook with the outputs of what ran, and why it stopped: None where every cell ran.
    """
    kept = (_KeptCold if cold else _Kept)(on_cell)
    papermill_engines.register("workbook", kept)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    try:
        with _kernel_messages_dropped():
            return _through_papermill(source, parameters, seconds if cold else None), None
    except PapermillExecutionError as error:
        told, stopped = _ANSI.sub("", str(error.evalue)).strip(), remove_error_markers(kept.notebook)
        return stopped, failure_in(stopped, int(error.cell_index), f"{error.ename}: {told}")
    except CellTimeoutError:
        return kept.notebook, failure_in(kept.notebook, kept.index, too_long(seconds))
    except OutputLimitError as error:
        return kept.notebook, failure_in(kept.notebook, kept.index, str(error))
    except (DeadKernelError, RuntimeError) as error:
        if not isinstance(error, DeadKernelError) and "Kernel" not in str(error):
            raise
        return kept.notebook, failure_in(kept.notebook, kept.index, DIED)


DIED = "the Python process of the notebook ended in it (exit, out of memory, or killed)"


def too_long(seconds: float) -> str:
    """What is said of a cell that overran."""
    return f"took longer than {seconds:g} seconds; raise --timeout or lighten it"


def _through_papermill(source: Path, parameters: Mapping[str, Any], seconds: int | None) -> Any:
    return papermill.execute_notebook(
        str(source),
        None,
        parameters=dict(parameters),
        engine_name="workbook",
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        execution_timeout=seconds,
        cwd=str(source.parent),
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )


def records(notebook: nbformat.NotebookNode, kind: str) -> list[dict[str, Any]]:
    """The records of one kind (finding, figure, table, silence, evidence) that the cells of a run left."""
    mime = "application/vnd.workbook.record+json"
    found = [o.data[mime] for c in notebook.cells for o in c.get("outputs", []) if mime in o.get("data", {})]
    return [dict(r) for r in found if r.get("kind") == kind]


def without_run_noise(notebook: nbformat.NotebookNode) -> Any:
    """The notebook without times and paths of the run, so that the same run gives the same file."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and "ipykernel_" in output.text:
                output.text = _CELL_FILE.sub("cell.py", output.text)
    return notebook
