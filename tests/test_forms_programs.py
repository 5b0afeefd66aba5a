"""Programs of others: what they say, how long they may take, what they find, and that nothing of them is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.forms.asking import FormError
from helpers.forms.programs import run

from .desk import marked


def _shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def test_what_it_reads_and_writes() -> None:
    assert run(["/bin/cat"], 30, given="日本".encode()) == "日本".encode()


def test_a_failure_tells_the_status_and_the_end_of_what_was_said() -> None:
    with pytest.raises(FormError, match=r"sh ended with status 3: it broke$"):
        run(_shell("echo it broke >&2; exit 3"), 30)


def test_it_finds_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANTED", "secret")
    told = run(_shell("env"), 30, home=tmp_path, more={"GIVEN": "x"}).decode()
    assert "secret" not in told
    assert f"HOME={tmp_path}" in told
    assert "GIVEN=x" in told


def test_what_takes_too_long_is_ended_with_all_below_it(tmp_path: Path) -> None:
    began = time.monotonic()
    mark = {"WORKBOOK_DESK": str(tmp_path)}
    with pytest.raises(FormError, match="took more than 1 s"):
        run(_shell("sleep 300 & sleep 300"), 1, more=mark)
    assert time.monotonic() - began < 20
    assert list(marked(str(tmp_path))) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program with the one that started it")
def test_it_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    mark = {"WORKBOOK_DESK": str(tmp_path)}
    code = f"from helpers.forms.programs import run; run(['/bin/sleep', '300'], 300, more={mark!r})"
    started = subprocess.Popen([sys.executable, "-c", code], env=os.environ | mark)
    until = time.monotonic() + 30
    while not any("/bin/sleep" in words for _, words in marked(str(tmp_path))) and time.monotonic() < until:
        time.sleep(0.05)
    started.send_signal(signal.SIGKILL)
    started.wait()
    until = time.monotonic() + 10
    while (left := list(marked(str(tmp_path)))) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []
