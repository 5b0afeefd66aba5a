"""Reports rendered: what is fresh left alone, the rest run side by side, each result laid down whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ..placing import exchange, root_folder
from .cache import Cache, Freshness, cache_folder
from .entries import Variant
from .executors import Event, Executor
from .forming import Forming
from .index import write_index
from .inputs import Present
from .interruption import Interruption
from .jobs import Job, Outcome, Result, Work
from .layout import FAILED, ensure_writable, is_whole, recover, start_staging
from .planning import period_of

TICK = 0.2  # seconds between looks at what runs


@dataclass(frozen=True)
class Options:
    """How jobs are rendered.

    Parameters
    ----------
    workers
        How many at once; the number of cores if None.
    force, resume
        Whether to render what is fresh too; whether to take every good report as it stands, fresh or not.
    cold
        Whether each notebook runs in a kernel started for it, in place of a process forked from a warm one.
    cluster
        Address of a dask scheduler whose workers do the work; empty: this machine does.
    cache
        Folder of the cache; its usual place if None. `caching` is whether to use one at all.
    alone
        Whether this process does nothing else, so that what is left below it may be ended.
    """

    workers: int | None = None
    force: bool = False
    resume: bool = False
    cold: bool = False
    cluster: str = ""
    cache: Path | None = None
    caching: bool = True
    alone: bool = False


class Listener(Protocol):
    """Who is told how a run goes."""

    def started(self, job: Job) -> None:
        """A report is being made."""

    def cell(self, job: Job, number: int, total: int) -> None:
        """A cell of it runs."""

    def finished(self, outcome: Outcome) -> None:
        """It is known what became of a report."""

    def refresh(self) -> None:
        """Some time has passed."""


class Silent:
    """A listener that says nothing."""

    def started(self, job: Job) -> None:
        """Say nothing."""

    def cell(self, job: Job, number: int, total: int) -> None:
        """Say nothing."""

    def finished(self, outcome: Outcome) -> None:
        """Say nothing."""

    def refresh(self) -> None:
        """Say nothing."""


def git_state() -> dict[str, Any]:
    """Commit of the workbook and whether files differ from it; empty outside a clone."""
    try:
        command = ["git", "-C", str(root_folder())]
        commit = subprocess.run([*command, "rev-parse", "HEAD"], capture_output=True, text=True, timeout=20)
        changes = subprocess.run([*command, "status", "--porcelain"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": commit.stdout.strip(), "changed": bool(changes.stdout.strip())} if commit.returncode == 0 else {}


@dataclass(frozen=True)
class _Made:
    """A report that lies beside its place: what was made or taken from the cache, and as what the cache keeps it."""

    job: Job
    found: Freshness
    staging: Path
    result: Result
    status: str
    kept: Variant | None = None


class _Run:
    """One run of jobs: who does them, what is known of each, what is told."""

    def __init__(
        self, out: Path, options: Options, listener: Listener, cache: Cache | None, warn: Callable[[str], None]
    ) -> None:
        self.out, self.options, self.listener, self.cache, self.warn = out, options, listener, cache, warn
        self.executor: Executor | None = None
        self.outcomes: dict[Path, Outcome] = {}
        self.waiting: deque[tuple[Job, Freshness]] = deque()
        self.running: dict[int, tuple[Job, Freshness, Path]] = {}
        self.begun = 0
        self.git: dict[str, Any] | None = None
        self.most = options.workers or os.cpu_count() or 1
        self.forming: Forming[_Made] = Forming(self.most)
        self.staged: list[Path] = []

    def sort_out(self, jobs: Sequence[Job]) -> None:
        """Tell apart what stands as it should, what the cache holds, and what is to be made, which begins at once."""
        for job in jobs:
            if self.options.resume and is_whole(job.folder, job.parameters, job.forms):
                self._finish(job, Freshness("fresh"), Result(0.0), "fresh")
                continue
            found = self.cache.look_up(job, self.options.force) if self.cache else Freshness("stale", ("no cache",))
            if found.state == "fresh":
                self._finish(job, found, Result(0.0, found.findings), "fresh")
            elif found.state != "restorable" or not self._restore(job, found):
                self.waiting.append((job, found))
                self.executor = self.executor or _executor(self.options, self.warn)

    def _restore(self, job: Job, found: Freshness) -> bool:
        """Take a report from the cache, and make what forms it lacks; whether the cache holds it whole."""
        staging = start_staging(job.folder)
        if self.cache is None or not self.cache.restore(job, found, staging):
            shutil.rmtree(staging, ignore_errors=True)
            return False
        made = _Made(job, found, staging, Result(0.0, found.findings), "restored", found.variant)
        self._go_on(made, found.forms)
        return True

    def work_off(self, interruption: Interruption) -> None:
        """Render what waits, until nothing is left or an end was asked for."""
        while self.running or len(self.forming) or (self.waiting and not interruption.asked):
            most = (self.executor.slots if self.executor else 0) or self.most
            while self.waiting and len(self.running) < most and not interruption.asked:
                self._begin(*self.waiting.popleft())
            for event in self.executor.events(TICK) if self.executor and self.running else ():
                self._take(event)
            for made, seconds, error in self.forming.done(0.0 if self.running else TICK):
                result = made.result.after(seconds, error)
                self._lay_down(replace(made, result=result), has_page=True)
            self.listener.refresh()

    def _begin(self, job: Job, found: Freshness) -> None:
        if self.git is None:
            self.git = git_state()
        facts = {
            "notebook": job.notebook.name,
            "edition": job.edition,
            "parameters": job.parameters,
            "period": str(period_of(job.parameters)) if "period" in job.parameters else "all",
            "article": job.opening.article if job.opening else None,
            "git": self.git,
        }
        text = job.notebook.path.read_text(encoding="utf-8")
        work = Work(
            job.notebook.name, text, job.parameters, job.edition, facts, job.limits, job.opening, dict(job.beside)
        )
        self.begun += 1
        self.running[self.begun] = job, found, start_staging(job.folder)
        self.listener.started(job)
        assert self.executor is not None
        self.executor.submit(self.begun, work, self.running[self.begun][2])

    def _take(self, event: Event) -> None:
        job, found, staging = self.running[event.number]
        if event.result is None:
            self.listener.cell(job, event.cell, event.total)
            return
        del self.running[event.number]
        made = _Made(job, found, staging, event.result, "rendered")
        if self.cache and not event.result.error:
            made = replace(made, kept=self.cache.store(job, event.result.reads, staging, event.result.findings))
        self._go_on(made, job.forms)

    def _go_on(self, made: _Made, forms: Sequence[str]) -> None:
        """Begin to make the forms of a good report, where any are wanted; else lay down what there is."""
        if made.result.error or not forms:
            return self._lay_down(made)
        self.forming.submit(made, made.staging, forms)
        self.staged.append(made.staging)

    def _lay_down(self, made: _Made, has_page: bool = False) -> None:
        """Put a result in its place: a report, or beside the last good one a stopped run; no page without its forms."""
        job, error = made.job, made.result.error
        try:
            if not error:
                if self.cache and made.kept and job.forms:
                    self.cache.store_forms(job, made.kept, made.staging)
                self._publish(job, made.staging)
            elif not has_page and (made.staging / "manifest.json").is_file():
                exchange(made.staging, job.folder.with_name(job.folder.name + FAILED))
        except OSError as fault:
            error = f"its folder {job.folder} cannot be written ({fault.strerror or fault})"
        finally:
            shutil.rmtree(made.staging, ignore_errors=True)
        self._finish(job, made.found, replace(made.result, error=error), "failed" if error else made.status)

    def _publish(self, job: Job, staging: Path) -> None:
        exchange(staging, job.folder)
        shutil.rmtree(job.folder.with_name(job.folder.name + FAILED), ignore_errors=True)

    def _finish(self, job: Job, found: Freshness, result: Result, status: str) -> None:
        told = (result.seconds, result.error, result.findings, status, found.changed, result.cell, job.forms)
        outcome = Outcome(job.notebook.name, str(job.folder), *told)
        self.outcomes[job.folder] = outcome
        self.listener.finished(outcome)

    def close(self) -> None:
        """End what still runs, and take away what it left half-written."""
        self.forming.close()
        for staging in self.staged:
            shutil.rmtree(staging, ignore_errors=True)
        if self.executor is not None:
            self.executor.close()
        for _, _, staging in self.running.values():
            shutil.rmtree(staging, ignore_errors=True)


def _executor(options: Options, warn: Callable[[str], None]) -> Executor:
    if options.cluster:
        from .cluster import ClusterExecutor

        return ClusterExecutor(options.cluster, warn)
    from .local import CAN_FORK

    if options.cold or not CAN_FORK:
        from .cold import ColdExecutor

        return ColdExecutor()
    from .local import WarmExecutor

    return WarmExecutor(options.alone)


def render(
    jobs: Sequence[Job],
    out: Path,
    options: Options | None = None,
    listener: Listener | None = None,
    warn: Callable[[str], None] = lambda line: None,
) -> list[Outcome]:
    """Render every job that is not fresh, some side by side, and write the index; one that fails costs only itself.

    An interruption lets what runs finish and leaves the rest; the outcomes then are of what was done.

    Raises
    ------
    OutputError
        If `out` cannot be written.
    RefusedError
        If the evidence base breaks its rules.
    WorkerLostError
        If the processes that do the work cannot be kept alive.
    KeyboardInterrupt
        If interrupted twice; what was done stands.
    """
    chosen, told, interruption = options or Options(), listener or Silent(), Interruption()
    ensure_writable(out)
    recover(out)
    cache = Cache(cache_folder(chosen.cache), Present(), warn) if chosen.caching else None
    run = _Run(out, chosen, told, cache, warn)
    try:
        with interruption.watched(warn):
            run.sort_out(jobs)
            run.work_off(interruption)
    finally:
        run.close()
        if any(o.status != "fresh" for o in run.outcomes.values()) or not (out / "index.html").is_file():
            write_index(out)
    if interruption.asked:
        raise StoppedError([run.outcomes[job.folder] for job in jobs if job.folder in run.outcomes])
    return [run.outcomes[job.folder] for job in jobs]


class StoppedError(Exception):
    """The run was interrupted; `outcomes` are of what was done before."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__("interrupted")
        self.outcomes = outcomes
