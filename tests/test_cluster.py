"""Reports rendered by a scheduler and workers of dask, each a process with a folder of its own."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.reports.executors import WorkerLostError

from .desk import MARK, ROOT, Desk, environ, marked

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="what still runs is seen in /proc"),
]
TIMES = {"started", "seconds"}  # what two manifests of one report may differ in
FIND = """from helpers import Findings, open_evidence
evidence = open_evidence()
Findings(evidence).add("The record holds {n} measures.", holds=True, rows=evidence.measures, n=len(evidence.measures));"""
WAITS = """import os, pathlib, time
mark = pathlib.Path({mark!r})
if not mark.exists():
    (found := mark.with_suffix(".new")).write_text(os.environ["WORKBOOK_ROOT"])
    found.rename(mark)
    time.sleep(60)"""


def until(is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something; fail where it does not come."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


class Cluster:
    """A scheduler and its workers, on this machine, each with a folder that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, {}
        (file := folder / "scheduler.json").parent.mkdir(parents=True)
        self._start("scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file))
        until(lambda: file.exists() and file.read_text().rstrip().endswith("}"), "the scheduler")
        self.address: str = json.loads(file.read_text())["address"]

    def _start(self, name: str, *options: str, command: str = "scheduler", **more: str) -> Path:
        (folder := self.folder / name).mkdir()
        with (folder / "log").open("w") as log:
            call = [sys.executable, "-m", f"distributed.cli.dask_{command}", "--host", "127.0.0.1", *options]
            clean = environ() | {MARK: str(folder)} | more
            self.processes[name] = subprocess.Popen(
                call, cwd=folder, env=clean, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return folder

    def add_worker(self, name: str, **more: str) -> Path:
        """Start a worker; its folder."""
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(self.folder / name))
        return self._start(name, self.address, *options, command="worker", **more)

    def kill(self, name: str) -> None:
        """Kill a process; what it started ends too, by itself."""
        self.processes[name].kill()
        self.processes[name].wait()
        until(lambda: not list(marked(str(self.folder / name))), f"the end of what {name} had started", 10)

    def log(self, name: str) -> str:
        return (self.folder / name / "log").read_text(errors="replace")

    def close(self) -> None:
        for name, process in self.processes.items():
            process.kill()
            process.wait()
            for pid, _ in marked(str(self.folder / name)):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def unanswered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, subprocess.Popen[str]]]:
    """A run that waits for a scheduler where there is none, meanwhile."""
    desk = Desk(tmp_path_factory.mktemp("unanswered") / "desk")
    desk.write("one", "1")
    started = desk.start("--cluster", "tcp://127.0.0.1:9", "--json")
    yield desk, started
    started.kill()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, unanswered: object) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster") / "machines")
    made.add_worker("first")
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk")
    yield made
    made.end_processes()


def contents(folder: Path) -> dict[str, object]:
    """What every file of some reports holds, times apart."""
    found: dict[str, object] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.name == "manifest.json":
            found[name] = {k: v for k, v in json.loads(path.read_text(encoding="utf-8")).items() if k not in TIMES}
        elif path.parent != folder:  # the index of all reports tells when they were made
            found[name] = path.read_bytes()
    return found


def test_a_worker_killed_in_the_middle_costs_no_report(cluster: Cluster, desk: Desk) -> None:
    mark = desk.root / "mark"
    desk.write("a_waits", WAITS.format(mark=str(mark)))
    for name in ("b", "c"):
        desk.write(name, FIND, f"print({name!r})")
    desk.write("wrong", "print('so far')", "1 / 0")
    workers = [cluster.folder / "first", cluster.add_worker("second")]
    running = desk.start("--cluster", cluster.address, "--no-cache", "--json")
    until(lambda: mark.exists() or running.poll() is not None, "the cell that waits")
    assert mark.exists(), running.communicate()
    cluster.kill(next(w.name for w in workers if mark.read_text().startswith(str(w))))
    output, errors = running.communicate(timeout=60)
    assert running.returncode == 3, errors
    lines = [json.loads(line) for line in output.splitlines() if line.startswith('{"event"')]
    ended = [line["report"] for line in lines if line["event"] in ("done", "failed")]
    assert sorted(ended) == ["a_waits", "b", "c", "wrong"]
    assert any(line["event"] == "cell" and line["report"] == "b" for line in lines)
    desk.out.rename(far := desk.root / "far")
    assert desk.render("--no-cache").status == 3
    assert contents(desk.out) == contents(far)
    assert len(contents(far)) > 20
    assert "so far" in str(desk.executed("wrong").cells)


def test_a_worker_with_other_code_gets_no_work(cluster: Cluster, desk: Desk, tmp_path: Path) -> None:
    mark = desk.root / "mark"
    desk.write("a_waits", WAITS.format(mark=str(mark)).replace("time.sleep(60)", "open(mark.with_name('go')).read()"))
    for name in ("b", "c", "d"):
        desk.write(name, "1")
    os.mkfifo(desk.root / "go")
    running = desk.start("--cluster", cluster.address, "--no-cache")
    until(lambda: mark.exists() or running.poll() is not None, "the cell that waits")
    shutil.copytree(ROOT / "src" / "helpers", tmp_path / "other" / "helpers")
    with (tmp_path / "other" / "helpers" / "text.py").open("a") as text:
        text.write("# other\n")
    cluster.add_worker("other", PYTHONPATH=os.pathsep.join([str(tmp_path / "other"), *sys.path[1:]]))
    assert running.stderr is not None
    told = next(line for line in running.stderr if "gets no work" in line)
    assert "helpers is" in told
    (desk.root / "go").write_text("on")
    assert running.wait(60) == 0
    assert {p.parent.parent.name for p in desk.out.rglob("manifest.json")} == {"a_waits", "b", "c", "d"}
    refused = desk.render("--cluster", cluster.address, "--no-cache", "--force")
    assert refused.status == 2
    assert refused.errors.count("gets no work: helpers is") == 1
    cluster.kill("other")


def test_a_scheduler_that_is_killed_ends_the_run_with_what_was_done(desk: Desk, tmp_path: Path) -> None:
    mark = desk.root / "mark"
    desk.write("done", "1")
    desk.write("a_waits", WAITS.format(mark=str(mark)))
    cluster = Cluster(tmp_path / "machines")
    try:
        workers = [cluster.add_worker(name) for name in ("first", "second")]
        running = desk.start("--cluster", cluster.address, "done", "a_waits")
        until(lambda: mark.exists() or running.poll() is not None, "the cell that waits")
        until((desk.folder("done") / "manifest.json").exists, "the report that was done")
        cluster.kill("scheduler")
        began = time.monotonic()
        _, errors = running.communicate(timeout=60)
        assert running.returncode == 1
        assert "the scheduler at" in errors
        assert "Traceback" not in errors
        assert not desk.folder("a_waits").exists()
        assert desk.left_over() == []
        assert time.monotonic() - began < 60
        assert json.loads((desk.folder("done") / "manifest.json").read_text())["status"] == "good"
        until(lambda: not any(list(marked(str(worker))) for worker in workers), "the end of the workers")
    finally:
        cluster.close()


def test_an_address_where_no_scheduler_answers_is_refused(unanswered: tuple[Desk, subprocess.Popen[str]]) -> None:
    desk, running = unanswered
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 2
    assert errors.count("\n") <= 2
    assert "no dask scheduler answers at tcp://127.0.0.1:9" in errors
    assert not list(desk.out.rglob("manifest.json"))


def test_what_ends_its_workers_fails_alone() -> None:
    cluster = pytest.importorskip("helpers.reports.cluster")
    executor = cluster.ClusterExecutor.__new__(cluster.ClusterExecutor)
    executor._run, executor._suspected = "run", asyncio.Lock()
    begun: list[int] = []
    beside: set[int] = set()

    async def tried(key: str, work: bytes, topic: list[Any]) -> str | None:
        """As on one worker that is lost, with all that it is at, whenever it is at number 1."""
        number = topic[1]
        begun.append(number)
        beside.add(number)
        await asyncio.sleep(0.01)
        is_lost = 1 in beside
        await asyncio.sleep(0.01)
        beside.discard(number)
        return None if is_lost else f"report {number}"

    async def all_at_once() -> list[Any]:
        executor._tried = tried
        return await asyncio.gather(*(executor._made(n, b"") for n in range(4)), return_exceptions=True)

    found = asyncio.run(all_at_once())
    assert [found[n] for n in (0, 2, 3)] == ["report 0", "report 2", "report 3"]
    assert isinstance(found[1], WorkerLostError)
    assert begun.count(1) == cluster.TRIES
    assert [begun.count(n) for n in (0, 2, 3)] == [2, 2, 2]
