"""Kills at moments that are known: nothing half-written, no wrong cache entry, no orphan, and the next run puts it right."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .benchmarks.kills import (
    ended,
    faults_left,
    faults_of_next_run,
    half_written,
    of_no_version,
    write_version,
    wrong_in_cache,
)
from .benchmarks.kills import hit as deal
from .desk import Desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="what still runs is seen in /proc"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("kills") / "desk")
    write_version(made, 0, 2, seconds=0)
    assert made.render().status == 0
    return made


def _started_cell(desk: Desk, version: int, seconds: float) -> subprocess.Popen[str]:
    """A run that has come to the cell of a notebook that waits, while the other one is done or on its way."""
    mark = desk.root / f"cell-of-{version}"
    write_version(desk, version, 2, seconds=0)
    waits = f"import pathlib, time\nprint('version {version} of 1')\nprint('end of version {version} of 1')\npathlib.Path({str(mark)!r}).touch()\ntime.sleep({seconds})"
    desk.write("made_up_1", waits)
    started = desk.start("--jobs", "2")
    until = time.monotonic() + 60
    while not mark.exists() and started.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    assert mark.exists(), started.communicate()
    return started


@pytest.mark.parametrize(
    ("version", "victim", "blows", "seconds", "status"),
    [
        (1, "the command", [signal.SIGKILL], 60, {-signal.SIGKILL}),
        (2, "the command", [signal.SIGTERM], 60, {143}),
        (3, "the command", [signal.SIGINT], 1.5, {130}),
        (4, "the terminal's group", [signal.SIGINT, signal.SIGINT], 60, {130}),
        (5, "a worker", [signal.SIGKILL], 60, {1, 3}),
    ],
    ids=["killed", "told to end", "interrupted once", "interrupted twice", "its worker killed"],
)
def test_a_run_that_is_hit_in_a_cell_leaves_nothing_behind(
    desk: Desk, version: int, victim: str, blows: list[signal.Signals], seconds: float, status: set[int]
) -> None:
    started = _started_cell(desk, version, seconds)
    for blow in blows:
        assert deal(started, victim, blow, _Last())
        time.sleep(0.3)  # two signals at once arrive as one
    assert ended(started, 20)
    assert started.returncode in status
    found = faults_left(desk, tuple(range(version + 1)))
    assert found == {kind: [] for kind in found}
    write_version(desk, version, 2, seconds=0)
    assert faults_of_next_run(desk, version) == []


class _Last(random.Random):
    """Chooses the last: of the processes below a run the one that was started last, which runs the cell."""

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return max(seq)


def test_the_faults_are_seen_where_there_are_some(desk: Desk, tmp_path: Path) -> None:
    page = desk.folder("made_up_0") / "index.html"
    kept = page.read_bytes()
    page.write_bytes(kept[: len(kept) // 2])
    assert half_written(desk) == ["default/made_up_0/default"]
    page.write_bytes(kept)
    assert half_written(desk) == []
    assert of_no_version(desk, (1_000,)) == ["default/made_up_0/default", "default/made_up_1/default"]
    entry = next(desk.cache.glob("v*/entries/*.json"))
    (tmp_path / "v1" / "entries").mkdir(parents=True)
    (tmp_path / "v1" / "entries" / entry.name).write_bytes(entry.read_bytes())
    assert len(wrong_in_cache(tmp_path)) >= 3
    (tmp_path / "v1" / "entries" / entry.name).write_bytes(entry.read_bytes()[:100])
    assert len(wrong_in_cache(tmp_path)) == 1
