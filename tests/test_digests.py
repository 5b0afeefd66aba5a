"""Digests of files: one state for a run, and no belief in files that change under the reader's hands."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from helpers.reports.digests import Digests, bytes_digest, file_bytes


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
