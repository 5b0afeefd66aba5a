from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

pytest.importorskip("distributed")

from distributed import Status

from helpers.reports import station
from helpers.reports.archives import files_below, packed
from helpers.reports.executors import Event, RefusedError, WorkerLostError
from helpers.reports.jobs import Result


class Waiting:
    """An executor that has a result once it is let go."""

    made: ClassVar[list[Waiting]] = []
    is_let_go = True

    def __init__(self, root: Path) -> None:
        self.root, self.begun, self.is_closed = root, [], False
        self.made.append(self)

    def submit(self, number: int, work: Any, folder: Path) -> None:
        self.begun.append(number)

    def events(self, seconds: float) -> list[Event]:
        time.sleep(0.01)
        found = [Event(n, 1, 2) for n in self.begun] + [Event(n, result=Result(1.0)) for n in self.begun]
        if Waiting.is_let_go:
            self.begun = []
            return found
        return []

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Waiting]]:
    monkeypatch.setattr(station, "_executor", Waiting)
    monkeypatch.setattr(station, "_stations", [])
    monkeypatch.setattr(Waiting, "made", [])
    monkeypatch.setattr(Waiting, "is_let_go", True)
    yield Waiting.made
    for left in station._stations:
        left.close_if_idle()


def _root(tmp_path: Path, text: str) -> bytes:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "rows.csv").write_text(text)
    return packed(tmp_path, files_below(tmp_path / "data"))


def _task(tmp_path: Path, state: str = "executing") -> Any:
    told: list[Any] = []
    tasks = {"key": SimpleNamespace(state=state)}
    log: Callable[..., None] = lambda topic, words: told.append((topic, words))  # noqa: E731
    worker = SimpleNamespace(state=SimpleNamespace(tasks=tasks), status=Status.running, log_event=log, told=told)
    return station._Task(None, tmp_path, worker, "key", ["run", 7])  # type: ignore[arg-type]


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_one_station_serves_all_tasks_on_the_same_data(tmp_path: Path, made: list[Waiting]) -> None:
    tasks = [_task(tmp_path) for _ in range(3)]
    for task in tasks:
        assert station._station(_root(tmp_path, "a"), tmp_path).take(task)
    assert [task.result.result(20).seconds for task in tasks] == [1.0] * 3
    assert tasks[0].worker.told == [("workbook", ["run", 7, 1, 2])]
    assert len(made) == 1
    assert (made[0].root / "data" / "rows.csv").read_text() == "a"


def test_a_station_for_other_data_is_closed_when_it_is_idle_and_not_before(tmp_path: Path, made: list[Waiting]) -> None:
    Waiting.is_let_go = False
    first = _task(tmp_path)
    old = station._station(_root(tmp_path, "a"), tmp_path)
    assert old.take(first)
    new = station._station(_root(tmp_path, "b"), tmp_path)
    assert new is not old
    assert old.is_whole
    Waiting.is_let_go = True
    assert first.result.result(20).seconds == 1.0
    assert station._station(_root(tmp_path, "b"), tmp_path) is new
    _until(lambda: made[0].is_closed and not made[0].root.exists())
    assert not old.take(_task(tmp_path))
    assert new.take(last := _task(tmp_path))
    assert last.result.result(20).seconds == 1.0


def test_a_station_whose_data_were_cleared_away_is_replaced(tmp_path: Path, made: list[Waiting]) -> None:
    old = station._station(_root(tmp_path, "a"), tmp_path)
    _until(lambda: bool(made))
    (made[0].root / "data" / "rows.csv").unlink()
    new = station._station(_root(tmp_path, "a"), tmp_path)
    assert new is not old
    _until(lambda: made[0].is_closed)


def test_what_nobody_wants_any_more_is_ended(tmp_path: Path, made: list[Waiting]) -> None:
    Waiting.is_let_go = False
    wanted, dropped = _task(tmp_path), _task(tmp_path, "cancelled")
    serving = station._station(_root(tmp_path, "a"), tmp_path)
    assert serving.take(wanted)
    assert serving.take(dropped)
    time.sleep(0.2)
    assert not made[0].is_closed
    wanted.worker.status = Status.closing
    with pytest.raises(WorkerLostError, match="given up"):
        wanted.result.result(20)
    _until(lambda: made[0].is_closed and not made[0].root.exists())


def test_what_keeps_a_station_from_starting_is_told_to_every_task(
    tmp_path: Path, made: list[Waiting], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: Path) -> None:
        raise RefusedError("measures.csv:2 breaks a rule")

    monkeypatch.setattr(station, "_executor", refuse)
    for _ in range(3):
        task = _task(tmp_path)
        with pytest.raises(RefusedError, match=r"measures\.csv:2"):
            station._station(_root(tmp_path, "a"), tmp_path).take(task) and task.result.result(20)


def test_differences_name_both_sides() -> None:
    here = {"Python": "3.11.2", "helpers": "abc", "pandas": "3.0.1"}
    assert station.differences(here, here) == ""
    there = {"Python": "3.12.1", "helpers": "abc"}
    assert (
        station.differences(there, here)
        == "Python is 3.12.1 there and 3.11.2 here; pandas is missing there and 3.0.1 here"
    )


def test_the_fingerprint_is_of_this_code() -> None:
    found = station.fingerprint()
    assert set(found) == {"Python", "helpers", *station.PACKAGES}
    assert len(found["helpers"]) == 12
