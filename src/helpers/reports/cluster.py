"""The executor of many machines: the workers of a dask scheduler."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import pickle
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import Future
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from ..placing import root_folder
from .archives import ArchiveError, unpack, workbook
from .executors import Event, RefusedError, WorkerLostError
from .jobs import Result

try:
    import dask
    from distributed import CancelledError, Client, KilledWorker

    from . import station
except ModuleNotFoundError as missing:
    raise RefusedError(f"--cluster needs the package {missing.name}: pip install 'distributed', an extra.") from None

if TYPE_CHECKING:
    from .jobs import Work

CONNECTING = 5.0  # seconds for a scheduler to answer at first
SILENCE = 30.0  # seconds without an answer after which a scheduler or a worker counts as lost
PATIENCE = 60.0  # seconds to wait for a worker where there is none
PULSE = 1.0  # seconds between questions to the scheduler
CLOSING = 5.0  # seconds for a farewell
TRIES = 4  # times that work is begun before it counts as what ends its workers
KILLED = f"it was begun {TRIES} times, and each time its worker ended; does it end them?"


@dataclass(frozen=True)
class _Answer:
    number: int
    result: Result
    report: bytes = b""


class ClusterExecutor:
    """The workers of a dask scheduler, each rendering through its machine's own executor (see `station`).

    dask's client runs in a loop of its own thread, with one coroutine for each piece of work, which ends with the
    report and tells a lost worker from a lost scheduler. The data are a task of their own: every worker fetches them
    once, one that joins late too, and dask makes them again where they are lost.

    Parameters
    ----------
    address
        Of the scheduler, e.g. "tcp://192.0.2.7:8786".
    warn
        Told what a person should know, e.g. that workers are waited for.

    Raises
    ------
    RefusedError
        If no scheduler answers there, no worker comes, one has other code, or the evidence base breaks its rules.
    """

    def __init__(self, address: str, warn: Callable[[str], None] = lambda line: None) -> None:
        self._address, self._warn, self._run = address, warn, secrets.token_hex(8)
        self._client: Any = None
        self._working: dict[int, tuple[Work, Path, Future[None]]] = {}
        self._heard: SimpleQueue[_Answer | Event | Exception | str] = SimpleQueue()
        self._lost: Exception | None = None
        self._told: set[str] = set()
        self._fit: dict[str, int] = {}  # threads by address
        self._unfit: dict[str, str] = {}  # why, by address
        self._load: Counter[str] = Counter()  # pieces of work by address
        self._suspected = asyncio.Lock()
        self.slots = 1
        try:
            root = workbook(root_folder())
        except OSError as error:
            raise RefusedError(str(error)) from None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True, name="workbook-cluster")
        self._thread.start()
        try:
            self._do(self._begin(root)).result()
        except BaseException:
            self.close()
            raise

    def _do(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    async def _begin(self, root: bytes) -> None:
        for name in ("distributed", *(n for n in logging.root.manager.loggerDict if n.startswith("distributed."))):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said here
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})  # the data travel in one
        try:
            self._client = await asyncio.wait_for(self._connected(), 2 * CONNECTING)
        except Exception as error:  # what is said of a wrong address depends on who answers there
            told = _told_of(error)
            raise RefusedError(f"no dask scheduler answers at {self._address} ({told}); is it started?") from None
        try:
            await self._look_around()
            await self._wait_for_workers()
        except OSError as error:
            raise RefusedError(f"the scheduler at {self._address} does not answer ({_told_of(error)})") from None
        if self._unfit:
            raise RefusedError("\n".join(sorted(self._unfit.values())))
        key = f"workbook-root-{hashlib.sha256(root).hexdigest()}"
        self._root = self._client.submit(bytes, root, key=key)
        self._client.subscribe_topic(station.TOPIC, self._hear)
        self._watch = asyncio.create_task(self._keep_watch())

    async def _connected(self) -> Client:
        client = Client(self._address, asynchronous=True, timeout=CONNECTING, set_as_default=False)
        try:
            await client
        except BaseException:
            with suppress(Exception):
                await client.close()
            raise
        return client

    async def _wait_for_workers(self) -> None:
        began = time.monotonic()
        while not (self._fit or self._unfit):
            self._warn_once(f"waiting for workers at {self._address}")
            if time.monotonic() - began > PATIENCE:
                raise RefusedError(f"no worker came to {self._address} in {PATIENCE:g} s; start some: dask worker")
            await asyncio.sleep(PULSE / 4)
            await self._look_around()

    async def _look_around(self) -> None:
        """See which workers there are, and which of them are fit; how much those can do, and one more each to go on."""
        known = await asyncio.wait_for(self._client.scheduler.identity(), SILENCE)
        threads = {address: worker["nthreads"] for address, worker in known["workers"].items()}
        await self._examine(threads.keys() - self._fit.keys() - self._unfit.keys())
        self._fit = {a: n for a, n in threads.items() if a in self._fit.keys() - self._unfit.keys()}
        self.slots = sum(self._fit.values()) + len(self._fit) or self.slots

    async def _examine(self, workers: Collection[str]) -> None:
        """Tell apart which workers have the code and the packages that this machine has."""
        if not workers:
            return
        asked = self._client.run(station.fingerprint, workers=list(workers), on_error="return")
        try:
            found = await asyncio.wait_for(asked, SILENCE)
        except TimeoutError:
            found = dict.fromkeys(workers, TimeoutError("no answer"))
        for address, there in found.items():
            if fault := _fault(there):
                self._unfit[address] = f"worker {address} gets no work: {fault}; install there what is here, restart it"
            elif not isinstance(there, OSError):  # that one is gone again
                self._fit[address] = 1

    async def _keep_watch(self) -> None:
        """See that the scheduler answers and has workers, as long as this lasts."""
        seen = time.monotonic()
        with suppress(Exception):  # whatever it is, the scheduler does not answer as it should
            while self._client.status == "running":
                await self._look_around()
                for line in self._unfit.values():
                    self._heard.put(line)
                seen = time.monotonic() if self._fit else seen
                if time.monotonic() - seen > PATIENCE:
                    return self._heard.put(WorkerLostError(f"no worker is left at {self._address}; start some"))
                if not self._fit:
                    self._heard.put(f"waiting for workers at {self._address}")
                await asyncio.sleep(PULSE)
        self._heard.put(self._scheduler_lost())

    def _scheduler_lost(self) -> WorkerLostError:
        return WorkerLostError(f"the scheduler at {self._address} is lost; start it again, then run this again")

    def _hear(self, event: tuple[float, list[Any]]) -> None:
        """Take note of what a worker tells: the cell that it is in."""
        run, *told = event[1]
        if run == self._run:
            self._heard.put(Event(*told))

    def submit(self, number: int, work: Work, folder: Path) -> None:
        """Begin some work; its report is laid down in `folder`."""
        self._working[number] = work, folder, self._do(self._report(number, pickle.dumps(work)))

    async def _report(self, number: int, work: bytes) -> None:
        """Have some work done, and put what came of it where `events` finds it."""
        try:
            self._heard.put(_Answer(number, *await self._made(number, work)))
        except (asyncio.CancelledError, CancelledError):
            self._heard.put(self._scheduler_lost())
        except RefusedError as error:
            self._heard.put(error)
        except Exception as error:  # a fault of one worker must not cost other reports theirs
            lost = KILLED if isinstance(error, KilledWorker) else str(error)
            told = lost if isinstance(error, KilledWorker | WorkerLostError) else f"on its worker: {_told_of(error)}"
            self._heard.put(_Answer(number, Result(0.0, error=told)))

    async def _made(self, number: int, work: bytes) -> tuple[Result, bytes]:
        """What a worker made of some work; where the worker is lost, another one is asked.

        What a worker was at when it was lost may be what ended it: from then on it is tried with no other such beside
        it, so that in the end it fails alone.
        """
        for attempt in range(TRIES):
            async with self._suspected if attempt else nullcontext():
                if made := await self._tried(f"workbook-{self._run}-{number}-{attempt}", work, [self._run, number]):
                    return made
        raise WorkerLostError(KILLED)

    async def _tried(self, key: str, work: bytes, topic: list[Any]) -> tuple[Result, bytes] | None:
        """What the worker that has least to do made of some work; None if it was lost."""
        while not self._fit:
            await asyncio.sleep(PULSE)
        worker = min(self._fit, key=lambda address: self._load[address] / self._fit[address])
        self._load[worker] += 1
        future = self._client.submit(station.render_there, self._root, work, topic, key=key, workers=[worker])
        waiting = asyncio.ensure_future(future.result())
        try:
            while worker in self._fit:
                if (await asyncio.wait({waiting}, timeout=PULSE))[0]:
                    return waiting.result()  # type: ignore[no-any-return]
            return None
        finally:
            self._load[worker] -= 1
            waiting.cancel()
            future.release()

    def events(self, seconds: float) -> list[Event]:
        """What became known, after at most so many seconds.

        Raises
        ------
        RefusedError
            If the evidence base breaks its rules.
        WorkerLostError
            If the scheduler is lost, or has no worker for long.
        """
        found: list[Event] = []
        with suppress(Empty):
            while True:
                found += self._taken(self._heard.get(timeout=0 if found or self._lost else seconds))
        if self._lost and not found:
            raise self._lost
        return found

    def _taken(self, heard: _Answer | Event | Exception | str) -> list[Event]:
        if isinstance(heard, _Answer):
            work, folder, _ = self._working.pop(heard.number)
            return [Event(heard.number, result=_laid_down(heard, work, folder))]
        if isinstance(heard, Event):
            return [heard] if heard.number in self._working else []
        if isinstance(heard, str):
            self._warn_once(heard)
        else:
            self._lost = self._lost or heard
        return []

    def _warn_once(self, line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            self._warn(line)

    def close(self) -> None:
        """Leave the cluster; what is not done there is ended, and the workers stay as they are."""
        for _, _, waiting in self._working.values():
            waiting.cancel()
        with suppress(Exception):
            self._do(self._leave()).result(2 * CLOSING)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING)

    async def _leave(self) -> None:
        if self._client is None:
            return
        self._watch.cancel()
        await asyncio.wait_for(self._client.close(), CLOSING)


def _laid_down(answer: _Answer, work: Work, folder: Path) -> Result:
    """The result of an answer whose report, or what is left of it, is laid down."""
    if not answer.report:
        return _failed(work, folder, answer.result.error)
    try:
        unpack(answer.report, folder)
    except (OSError, ArchiveError) as error:
        return Result(answer.result.seconds, error=f"its report could not be laid down: {error}")
    return answer.result


def _failed(work: Work, folder: Path, error: str) -> Result:
    import nbformat

    from .execute import CellFailure
    from .runner import keep_failure

    return keep_failure(folder, nbformat.reads(work.notebook, as_version=4), CellFailure(0, "", error), work.facts)


def _fault(found: object) -> str:
    """Why a worker cannot be used, by its fingerprint or by what it said in place of one; empty if it can."""
    if isinstance(found, dict):
        return station.differences(found, station.fingerprint())
    return "" if isinstance(found, OSError) and not isinstance(found, TimeoutError) else _told_of(found)


def _told_of(error: object) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}".removesuffix(": ")
