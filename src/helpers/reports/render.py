"""Reports rendered: requests checked, notebooks run side by side, each result laid down whole."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

from ..opening import open_evidence
from ..parameters import NotebookError, ParameterError, resolve
from ..period import Period, parse_date, parse_period
from ..placing import exchange
from . import bundle
from .execute import execute, without_run_noise
from .export import Masthead, page
from .index import write_index
from .layout import FAILED, ensure_writable, parameters_slug, recover, report_folder, start_staging, ways
from .notebooks import NotebookFile, find_notebook, notebook_names, notebook_title
from .openings import OPENED, Opening

COMMON = ("period", "as_of", "countries", "min_verification", "strict")  # mean the same in every notebook


@dataclass(frozen=True)
class Job:
    """One report to make: notebook, checked parameters, edition, and the folder it goes to.

    `beside` says by notebook where the reports lie that links to notebooks lead to.
    """

    notebook: NotebookFile
    parameters: dict[str, Any]
    edition: str
    folder: Path
    timeout: int = 600
    opening: Opening | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: `error` is empty where the report was made; else the last good one, if any, stands."""

    notebook: str
    folder: str
    seconds: float
    error: str = ""
    findings: dict[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the report was made."""
        return not self.error


def plan(
    names: Sequence[str],
    given: Mapping[str, Any],
    out: Path,
    edition: str = "default",
    timeout: int = 600,
    notebooks: Path | None = None,
    own: Mapping[str, Mapping[str, Any]] | None = None,
    opening: Opening | None = None,
) -> list[Job]:
    """The jobs of a request, every parameter checked; nothing is run or written.

    Parameters
    ----------
    own
        By notebook, the parameters that differ from `given` in that one alone.
    opening
        What every report opens with, where the edition puts an article to the test.

    Raises
    ------
    NotebookError, ParameterError
        If a notebook or parameter is wrong; the faults of all notebooks are listed.
    """
    jobs: list[Job] = []
    faults: list[str] = []
    for name in names or notebook_names(notebooks):
        try:
            notebook = find_notebook(name, notebooks)
            values = resolve(notebook.parameters, {**given, **(own or {}).get(name, {})}, notebook.name)
        except (NotebookError, ParameterError) as error:
            faults += str(error).splitlines()
            continue
        jobs.append(Job(notebook, values, edition, _place(out, edition, notebook, values), timeout, opening))
    if faults:
        raise ParameterError("\n".join(dict.fromkeys(faults)))
    reports = _made(given, out, edition, notebooks) | {job.notebook.name: job.folder for job in jobs}
    return [replace(job, beside=ways(job.folder, reports)) for job in {job.folder: job for job in jobs}.values()]


def _place(out: Path, edition: str, notebook: NotebookFile, values: Mapping[str, Any]) -> Path:
    """Where the report of a notebook with these parameters lies."""
    return report_folder(out, edition, notebook.name, parameters_slug(_named(values), _named(notebook.defaults)))


def _made(given: Mapping[str, Any], out: Path, edition: str, notebooks: Path | None) -> dict[str, Path]:
    """The reports of an edition that were made before with the same common parameters, by notebook."""
    common, found = {k: v for k, v in given.items() if k in COMMON}, {}
    for name in notebook_names(notebooks):
        with suppress(NotebookError, ParameterError):  # a notebook that cannot be rendered has no report
            notebook = find_notebook(name, notebooks)
            found[name] = _place(out, edition, notebook, resolve(notebook.parameters, common, name))
    return {name: place for name, place in found.items() if (place / "index.html").is_file()}


def _finish(job: Job, staging: Path, facts: dict[str, Any]) -> dict[str, int]:
    """Write page, rows and manifest beside the executed notebook; findings by status."""
    notebook = without_run_noise(nbformat.read(staging / "notebook.ipynb", as_version=4))
    nbformat.write(notebook, staging / "notebook.ipynb")
    evidence = open_evidence()
    bundle.write_rows(staging / "rows", notebook, evidence)
    content = bundle.manifest(notebook, facts)
    head = Masthead(
        facts["title"],
        job.edition,
        job.parameters,
        facts["period"],
        facts["started"][:10],
        content["verification"],
    )
    (staging / "index.html").write_text(page(notebook, head, job.beside), encoding="utf-8")
    bundle.write_manifest(staging, content)
    return {s: sum(f["status"] == s for f in content["findings"]) for s in ("holds", "does_not_hold", "silent")}


def _keep_failure(job: Job, staging: Path, facts: dict[str, Any], error: str) -> None:
    """Keep the stopped notebook and its error beside the last good report."""
    final = job.folder.with_name(job.folder.name + FAILED)
    bundle.write_manifest(staging, {"manifest": 1, **facts, "status": "failed", "error": error})
    exchange(staging, final)


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with a relative period named by its days, so that no month takes the place of another."""
    return {**values, "period": _period(values).label} if "period" in values else dict(values)


def _period(values: Mapping[str, Any]) -> Period:
    """The period that the parameters stand for; a relative one counts back from `as_of`."""
    as_of = values.get("as_of")
    return parse_period(values["period"], parse_date(as_of).last if as_of else None)


def render_one(job: Job) -> Outcome:
    """Run one job from start to end; the report appears whole or not at all."""
    began, started = time.monotonic(), datetime.now(UTC)
    staging = start_staging(job.folder)
    source = nbformat.read(job.notebook.path, as_version=4)
    facts: dict[str, Any] = {
        "status": "good",
        "notebook": job.notebook.name,
        "title": notebook_title(source, job.notebook.name),
        "edition": job.edition,
        "parameters": job.parameters,
        "period": str(_period(job.parameters)) if "period" in job.parameters else "all",
        "article": job.opening.article if job.opening else None,
        "git": bundle.git_state(),
        "hashes": bundle.hashes(job.notebook.path),
        "started": started.isoformat(timespec="seconds"),
    }
    try:
        start = job.notebook.path if job.opening is None else job.opening.laid_before(job.notebook, staging)
        failure = execute(start, staging / "notebook.ipynb", job.parameters, job.timeout)
        facts["seconds"] = round(time.monotonic() - began, 2)
        if failure:
            _keep_failure(job, staging, facts, str(failure))
            return _outcome(job, began, error=str(failure))
        for left in ("notebook.log", OPENED):
            (staging / left).unlink(missing_ok=True)
        found = _finish(job, staging, facts)
        exchange(staging, job.folder)
        shutil.rmtree(job.folder.with_name(job.folder.name + FAILED), ignore_errors=True)
        return _outcome(job, began, findings=found)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _outcome(job: Job, began: float, error: str = "", findings: dict[str, int] | None = None) -> Outcome:
    seconds = round(time.monotonic() - began, 2)
    return Outcome(job.notebook.name, str(job.folder), seconds, error, findings or {})


def _result(job: Job, future: Future[Outcome]) -> Outcome:
    """The outcome of a job whose process may itself have died."""
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(job.notebook.name, str(job.folder), 0.0, "the process that rendered it died; run it again")
    except Exception as error:  # one report's fault must not cost the others theirs
        return Outcome(job.notebook.name, str(job.folder), 0.0, f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """In a worker: leave interruptions to the parent, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _stop_workers(pool: ProcessPoolExecutor) -> None:
    """End the workers at once; what was published stands."""
    workers = multiprocessing.active_children()
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join(5)


def render(
    jobs: Sequence[Job],
    out: Path,
    workers: int | None = None,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Render every job, some side by side, and write the index; one that fails costs only itself.

    Raises
    ------
    OutputError
        If `out` cannot be written.
    DataError
        If the evidence base breaks its rules.
    """
    ensure_writable(out)
    recover(out)
    open_evidence()
    count = min(len(jobs), workers or os.cpu_count() or 1)
    outcomes: dict[str, Outcome] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent) as pool:
        running = {pool.submit(render_one, job): job for job in jobs}
        try:
            for future in as_completed(running):
                outcome = _result(running[future], future)
                outcomes[str(running[future].folder)] = outcome
                progress(outcome)
        except BaseException:
            _stop_workers(pool)
            recover(out)
            write_index(out)
            raise
    write_index(out)
    return [outcomes[str(job.folder)] for job in jobs]
