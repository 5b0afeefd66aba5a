"""One report made from start to end in a folder of its own, wherever that is: executed, exported, laid down."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

from .. import reads
from ..evidence import Evidence
from ..opening import open_evidence
from ..placing import root_folder
from . import bundle
from .execute import CellFailure, execute, failure_in, without_run_noise
from .jobs import Result, Work
from .notebooks import notebook_title
from .parcels import put, take

JOURNAL = ".journal"
GARBAGE = 50_000  # new objects between two looks for garbage: a tenth of the time of a run went into them
Tell = Callable[[int, int], None]  # number of the cell that runs (0: none does any more), number of cells


@contextmanager
def _run_folder(work: Work) -> Iterator[Path]:
    """A folder to run in that looks like the workbook's: the notebook in notebooks/, beside what else lies there.

    Everything but the notebook is a link, so that a notebook which clears its folder takes nothing from the workbook.
    """
    folder, root = Path(tempfile.mkdtemp(prefix="workbook-run-")), root_folder()
    try:
        (folder / "notebooks").mkdir()
        for found in (*(root / "notebooks").glob("*"), root / "data"):
            with suppress(OSError):  # where links are not to be had the notebook stands alone
                (folder / found.relative_to(root)).symlink_to(found, found.is_dir())
        place = folder / "notebooks" / f"{work.name}.ipynb"
        place.unlink(missing_ok=True)
        place.write_text(_opened(work), encoding="utf-8")
        yield place
    finally:
        os.chdir(tempfile.gettempdir())
        shutil.rmtree(folder, ignore_errors=True)


def _opened(work: Work) -> str:
    """The notebook's text with its opening laid in."""
    if work.opening is None:
        return work.notebook
    return str(nbformat.writes(work.opening.laid_in(nbformat.reads(work.notebook, as_version=4), work.name)))


@dataclass(frozen=True)
class Executed:
    """Work whose notebook ran to its end: the notebook with its outputs, what it read, and the facts of the run."""

    work: Work
    notebook: Any
    recorder: reads.Recorder
    facts: dict[str, Any]


def produce(work: Work, folder: Path, tell: Tell = lambda number, total: None) -> Result:
    """Make the report of some work in `folder`: page, notebook, rows and manifest; of one that failed, what ran."""
    ran = run_cells(work, folder, tell)
    return ran if isinstance(ran, Result) else finish(ran, folder)


def run_cells(work: Work, folder: Path, tell: Tell) -> Executed | Result:
    """Run the notebook of some work; where it stops, what ran is kept, and that is the result."""
    began, started = time.monotonic(), datetime.now(UTC)
    facts = {"status": "good", **work.facts, "started": started.isoformat(timespec="seconds")}
    facts |= {"title": notebook_title(nbformat.reads(work.notebook, as_version=4), work.name)}
    facts |= {"hashes": bundle.hashes(work.notebook)}
    with (folder / JOURNAL).open("w", encoding="utf-8") as journal, _run_folder(work) as place:
        total = sum(c["cell_type"] == "code" for c in json.loads(place.read_text(encoding="utf-8"))["cells"])
        begun: list[int] = []

        def on_cell(index: int, cell: Any, ran: bool) -> None:
            journal.write(json.dumps([index, cell if ran else None]) + "\n")
            journal.flush()
            if not ran and "injected-parameters" not in cell.metadata.get("tags", []):
                begun.append(index)
                tell(len(begun), total)

        recorder = reads.start()
        notebook, failure = execute(place, work.parameters, work.cold, work.limits.cell_seconds, on_cell)
        reads.stop()
        tell(0, total)
    facts["seconds"] = round(time.monotonic() - began, 2)
    (folder / JOURNAL).unlink()
    if failure:
        return keep_failure(folder, notebook, failure, facts)
    return Executed(work, without_run_noise(notebook), recorder, facts)


def finish(ran: Executed, folder: Path) -> Result:
    """Write notebook, rows, page and, last, the manifest."""
    from ..pages.export import Masthead, page  # here, so that a first run need not wait for nbconvert
    from ..pages.notes import Notes

    work, notebook, facts, evidence = ran.work, ran.notebook, ran.facts, open_evidence()
    nbformat.write(notebook, folder / "notebook.ipynb")
    bundle.write_rows(folder / "rows", notebook, evidence, ran.recorder.reads())
    content = bundle.manifest(notebook, facts)
    checked, notes = _last_checked(evidence, content["tables"]), Notes(evidence.sources)
    about = {"mix": content["verification"], "checked": checked, "state": content["rows_state"]}
    head = Masthead(facts["title"], work.edition, work.parameters, facts["period"], **about)
    (folder / "index.html").write_text(page(notebook, head, work.beside, notes), encoding="utf-8")
    ran.recorder.note_ids("sources", reads.WHOLE, notes.cited)
    content["sources"] = sorted({*content["sources"], *notes.cited})
    bundle.write_manifest(folder, content)
    found = {s: sum(f["status"] == s for f in content["findings"]) for s in ("holds", "does_not_hold", "silent")}
    return Result(facts["seconds"], found, ran.recorder.with_digests(evidence))


def _last_checked(evidence: Evidence, used: Mapping[str, Sequence[str]]) -> str:
    """The newest day on which one of the rows used was last checked; "" where none says."""
    frames = (getattr(evidence, table).loc[list(ids)] for table, ids in used.items())
    return max((str(day) for frame in frames if "checked" in frame for day in frame["checked"].dropna()), default="")


def keep_failure(
    folder: Path, notebook: nbformat.NotebookNode, failure: CellFailure, facts: Mapping[str, Any]
) -> Result:
    """Write the stopped notebook and what stopped it."""
    nbformat.write(without_run_noise(notebook), folder / "notebook.ipynb")
    bundle.write_manifest(folder, {"manifest": 1, **facts, "status": "failed", "error": str(failure)})
    return Result(float(facts.get("seconds", 0.0)), error=str(failure), cell=failure.cell)


def keep_journal(work: Work, folder: Path, error: str, seconds: float) -> Result:
    """The failure of work whose process is gone: the notebook as its journal tells, stopped in the last cell begun."""
    notebook = nbformat.reads(_opened(work), as_version=4)
    cells = notebook.cells
    at = next((n for n, c in enumerate(cells) if "parameters" in c.metadata.get("tags", [])), -1)
    last = 0
    for index, cell in _journal(folder / JOURNAL):
        last = index
        if cell is not None:
            held = index if at < 0 or index <= at or not work.parameters else index - 1
            if held == at and index != at:
                continue  # the injected parameters, which the source does not have
            cells[held] = nbformat.from_dict(cell)
    for left in folder.glob(".*"):  # journal and parcels
        left.unlink(missing_ok=True)
    last = last if at < 0 or last <= at or not work.parameters else last - 1
    failure = failure_in(notebook, min(last, len(cells) - 1), error)
    return keep_failure(folder, notebook, failure, {**work.facts, "seconds": round(seconds, 2)})


def _journal(path: Path) -> Iterator[tuple[int, Any]]:
    """What a run noted, as far as it came; a line cut short is the last."""
    with suppress(OSError, ValueError), path.open(encoding="utf-8") as file:
        for line in file:
            index, cell = json.loads(line)
            yield int(index), cell


def _limit_memory(megabytes: int) -> None:
    """Hold this process and those below it to so much data each: what goes over it is an error in its cell."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = megabytes << 20
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def do_work(folder: Path, tell: Tell) -> bool:
    """Do the work laid down in a folder; whether its result is left there.

    Else the notebook ran to its end and is left as it ran, for `finish_work`: best in another process, which nothing
    that a cell did can have reached. A fault of any kind is a result too, for it must not cost other reports theirs.
    """
    work = take(folder, Work)
    gc.set_threshold(GARBAGE)
    _limit_memory(work.limits.memory_mb)
    try:
        left: Result | Executed = run_cells(work, folder, tell)
    except Exception as error:
        left = _fault(error)
    put(left, folder)
    return isinstance(left, Result)


def finish_work(folder: Path) -> None:
    """Finish the work whose notebook ran in another process, and leave its result."""
    try:
        result = finish(take(folder, Executed), folder)
    except Exception as error:
        result = _fault(error)
    put(result, folder)


def _fault(error: Exception) -> Result:
    return Result(0.0, error=f"{type(error).__name__}: {error}")
