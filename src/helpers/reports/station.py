"""What a worker of a cluster does for a run: it lays down the workbook's data once and renders through one executor.

A worker's tasks run in threads, from which nothing may be forked: one thread holds the executor and the tasks wait for
it. Everything lies in the worker's own folder, which dask removes when the worker ends.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import platform
import shutil
import tempfile
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from distributed import Status, Worker, get_worker

from .archives import files_below, packed, unpack
from .executors import Event, Executor, RefusedError, WorkerLostError

if TYPE_CHECKING:
    from .jobs import Result, Work

TOPIC = "workbook"  # under which workers tell how far they are
PACKAGES = ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "matplotlib", "distributed")
TICK = 0.05  # seconds between looks at what was asked meanwhile

Fingerprint = dict[str, str]


@lru_cache(maxsize=1)
def fingerprint() -> Fingerprint:
    """What must be the same on every machine: Python, the code of helpers as first looked at, and the main packages."""
    folder, digest = Path(__file__).resolve().parents[1], hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    packages = {name: version(name) for name in PACKAGES}
    return {"Python": platform.python_version(), "helpers": digest.hexdigest()[:12], **packages}


def differences(there: Fingerprint, here: Fingerprint) -> str:
    """What differs between a worker and the machine that leads the run, in words; empty if nothing does."""
    names = [name for name in here if there.get(name) != here[name]]
    return "; ".join(f"{name} is {there.get(name, 'missing')} there and {here[name]} here" for name in names)


def render_there(root: bytes, work: bytes, topic: list[Any]) -> tuple[Result, bytes]:
    """The task of a worker: the result of some work, and its report as an archive.

    Parameters
    ----------
    root
        The workbook's data, lock and what lies beside its notebooks, as an archive.
    work
        The work, pickled.
    topic
        What the words about this task begin with: the run, and the number of the work in it.

    Raises
    ------
    RefusedError
        If the evidence base breaks its rules.
    WorkerLostError
        If the processes that render cannot be kept alive here.
    """
    worker = get_worker()
    place = Path(worker.local_directory)
    folder = Path(tempfile.mkdtemp(prefix="workbook-report-", dir=place))
    try:
        task = _Task(pickle.loads(work), folder, worker, worker.get_current_task(), topic)
        while not _station(root, place).take(task):
            pass  # it was closed just now; the next one takes it
        return task.result.result(), packed(folder, files_below(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, eq=False)
class _Task:
    """Some work that a thread of the worker waits for."""

    work: Work
    folder: Path
    worker: Worker
    key: Any
    topic: list[Any]
    result: Future[Result] = field(default_factory=Future)

    def tell(self, cell: int, total: int) -> None:
        """Tell the one who leads the run which cell runs, and of how many."""
        self.worker.log_event(TOPIC, [*self.topic, cell, total])

    def is_wanted(self) -> bool:
        """Whether it is to be done still: not where its run was given up or the worker closes."""
        held = self.worker.state.tasks.get(self.key)
        is_open = self.worker.status not in (Status.closing, Status.closed, Status.failed)
        return is_open and held is not None and held.state != "cancelled"


_stations: list[Station] = []
_choosing = threading.Lock()


def _station(root: bytes, place: Path) -> Station:
    """The station for this state of the data; others are closed as soon as they have nothing to do."""
    digest = hashlib.sha256(root).hexdigest()
    with _choosing:
        fit = next((s for s in _stations if s.digest == digest and s.is_whole), None)
        _stations[:] = [s for s in _stations if s is fit or not s.close_if_idle()]
        if fit is None:
            _stations.append(fit := Station(root, digest, place))
        return fit


class Station:
    """One executor over one state of the data, and the thread that holds it.

    The thread lasts as long as the executor: on Linux its processes end with the thread that started them.
    """

    def __init__(self, root: bytes, digest: str, place: Path) -> None:
        self.digest, self._folder = digest, Path(tempfile.mkdtemp(prefix=f"workbook-root-{digest[:12]}-", dir=place))
        unpack(root, self._folder)
        self._files = files_below(self._folder)
        self._lock, self._is_open = threading.Lock(), True
        self._fault: Exception | None = None
        self._held: list[_Task] = []
        self._asked: SimpleQueue[_Task | None] = SimpleQueue()
        self._running: dict[int, _Task] = {}
        self._numbers = count(1)
        threading.Thread(target=self._serve, name="workbook", daemon=True).start()

    @property
    def is_whole(self) -> bool:
        """Whether it serves, and its data are all there still: machines clear their temporary folders."""
        return self._is_open and all(path.is_file() for path in self._files)

    def take(self, task: _Task) -> bool:
        """Take on a task; False where the station is closed. What ended it, if anything did, is raised."""
        with self._lock:
            if self._fault:
                raise self._fault
            if self._is_open:
                self._held.append(task)
                self._asked.put(task)
            return self._is_open

    def close_if_idle(self) -> bool:
        """Close the station if it has nothing to do; whether it is closed."""
        with self._lock:
            if self._is_open and not self._held:
                self._is_open = False
                self._asked.put(None)
            return not self._is_open

    def _is_given_up(self) -> bool:
        """Whether nothing that it does is wanted any more; then it is closed."""
        with self._lock:
            if self._held and not any(task.is_wanted() for task in self._held):
                self._is_open = False
            return not self._is_open

    def _serve(self) -> None:
        error: Exception = WorkerLostError("the run was given up")
        try:
            executor = _executor(self._folder)
            try:
                while self._begin(executor) and not self._is_given_up():
                    for event in executor.events(TICK):
                        self._pass_on(event)
            finally:
                executor.close()
        except Exception as fault:  # whatever it is, the tasks must not wait for ever
            self._fault = error = fault
        with self._lock:
            self._is_open = False
        for task in self._held:
            task.result.set_exception(error)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self, executor: Executor) -> bool:
        """Begin what was asked; where nothing runs, wait for something. False where the station is closed."""
        with suppress(Empty):
            while task := self._asked.get(block=not self._running):
                number = next(self._numbers)
                self._running[number] = task
                executor.submit(number, task.work, task.folder)
            return False
        return True

    def _pass_on(self, event: Event) -> None:
        if event.result is None:
            self._running[event.number].tell(event.cell, event.total)
            return
        task = self._running.pop(event.number)
        with self._lock:
            self._held.remove(task)
        task.result.set_result(event.result)


def _executor(root: Path) -> Executor:
    """What renders on this machine, with the workbook's folder at `root`."""
    from .local import CAN_FORK, WarmExecutor

    environment = {"WORKBOOK_ROOT": str(root)}
    if CAN_FORK:
        return WarmExecutor(environment=environment)
    from .cold import ColdExecutor

    if multiprocessing.current_process().daemon:
        raise RefusedError(f"workers on {platform.system()} render only when started with --no-nanny; start them so.")
    return ColdExecutor(environment)
