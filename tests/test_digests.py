"""Digests of files: one state for a run, and no belief in files that change under the reader's hands."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.reports.digests import LONG_STEP, SECOND, Digests, bytes_digest, file_bytes, files_mark


def test_a_digest_is_that_of_the_first_look(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("one", encoding="utf-8")
    digests = Digests()
    first = digests.of(file)
    file.write_text("another", encoding="utf-8")
    assert first == hashlib.sha256(b"one").hexdigest() == digests.of(file)
    assert Digests().of(file) == hashlib.sha256(b"another").hexdigest()


def test_a_touched_or_removed_file_no_longer_holds(tmp_path: Path) -> None:
    kept, touched, gone = (tmp_path / name for name in "abc")
    for file in (kept, touched, gone):
        file.write_text("one", encoding="utf-8")
    digests = Digests()
    for file in (kept, touched, gone):
        digests.of(file)
    assert digests.still_hold([kept, touched, gone])
    touched.write_text("two", encoding="utf-8")
    os.utime(touched, (1, 1))  # whatever the clock says
    gone.unlink()
    assert [digests.still_hold([file]) for file in (kept, touched, gone)] == [True, False, False]


def test_a_file_that_appears_or_was_not_looked_at_does_not_hold(tmp_path: Path) -> None:
    missing, unseen = tmp_path / "missing", tmp_path / "unseen"
    unseen.write_text("one", encoding="utf-8")
    digests = Digests()
    assert digests.of(missing) == ""
    assert digests.still_hold([missing])
    missing.write_text("one", encoding="utf-8")
    assert not digests.still_hold([missing])
    assert not digests.still_hold([unseen])


def test_a_file_that_changes_while_it_is_read_is_not_believed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("one", encoding="utf-8")
    looks = []

    def slow(content: bytes) -> str:
        looks.append(content)
        file.write_text("x" * len(looks) * 10, encoding="utf-8")
        return bytes_digest(content)

    digests = Digests(slow)
    assert digests.of(file) == ""
    assert not digests.still_hold([file])
    assert len(looks) > 1


def test_a_file_that_changed_once_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("one", encoding="utf-8")
    looks = []

    def once(content: bytes) -> str:
        looks.append(content)
        if len(looks) == 1:
            file.write_text("two words", encoding="utf-8")
        return bytes_digest(content)

    digests = Digests(once)
    assert digests.of(file) == bytes_digest(b"two words")
    assert digests.still_hold([file])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "missing"):
        with pytest.raises(OSError, match=path.name):
            file_bytes(path)
        assert Digests().of(path) == ""


ONE, TWO = "one.csv", "rows/two.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two files."""
    for name in (ONE, TWO):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("some", encoding="utf-8")
    return tmp_path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """What sets the clock to so many nanoseconds from now."""
    real = time.time_ns

    def put(ahead: int) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: real() + ahead)

    return put


def _replaced(path: Path) -> None:
    """Another file of the same content and times in its place."""
    times = path.stat()
    path.rename(path.with_name("aside"))
    path.write_text("some", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _restored(path: Path) -> None:
    """Other content of the same size, with the times that the file had: as from a backup."""
    times = path.stat()
    path.write_text("same", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize(
    "change", [lambda p: p.write_text("same"), lambda p: p.write_text("longer"), Path.unlink, _replaced, _restored]
)
def test_a_mark_tells_every_change_of_a_file(
    folder: Path, clock: Callable[[int], None], change: Callable[[Path], Any]
) -> None:
    clock(SECOND)
    before = files_mark(folder, [ONE, TWO])
    assert before == files_mark(folder, [ONE, TWO])
    change(folder / TWO)
    assert files_mark(folder, [ONE, TWO]) != before
    assert files_mark(folder, [ONE])


def test_files_touched_just_now_or_in_the_future_have_no_mark(folder: Path, clock: Callable[[int], None]) -> None:
    for ahead in (-60 * SECOND, 0):
        (folder / ONE).touch()
        clock(ahead)
        assert files_mark(folder, [ONE, TWO]) == ""
    clock(SECOND)
    assert files_mark(folder, [ONE, TWO])
    os.utime(folder / ONE, (4_000_000_000, 4_000_000_000))
    assert files_mark(folder, [ONE, TWO]) == ""
    assert files_mark(folder, [TWO, "missing"]) == ""


def test_times_of_whole_seconds_are_believed_later(folder: Path, clock: Callable[[int], None]) -> None:
    second = time.time_ns() // SECOND + 1
    os.utime(folder / ONE, (second, second))
    for ahead, is_settled in ((2 * SECOND, False), (2 * SECOND + LONG_STEP, True)):
        clock(ahead)
        assert bool(files_mark(folder, [ONE])) is is_settled


def test_where_the_time_of_a_change_can_be_set_there_are_no_marks(
    folder: Path, clock: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(SECOND)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        assert files_mark(folder, [ONE]) == ""
    assert files_mark(folder, [ONE])
