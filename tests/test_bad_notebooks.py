"""Bad input: each ends in a clear outcome, costs only itself, and leaves the last good report and no process."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from .desk import Desk, Run, once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="what still runs is seen in /proc"),
]
GOOD = ["import os, sys, threading, time", "print('the good one')"]
# What the cells do, and what is said of it: the number of the cell, or 0 for a run that is good nevertheless.
BAD: dict[str, tuple[list[str], int, str]] = {
    "raises": (["print('kept')", "raise ValueError('made up')"], 5, "ValueError: made up"),
    "hangs": (["while True:\n    time.sleep(1)"], 4, "took longer than 10 seconds"),
    "hangs_deaf": (
        ["import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)"],
        4,
        "took longer than 10 seconds",
    ),
    "dies": (["print('kept')", "os._exit(3)"], 5, "ended in it"),
    "killed": (["import signal\nos.kill(os.getpid(), signal.SIGKILL)"], 4, "ended in it"),
    "four_gigabytes": (["import numpy\nheld = numpy.ones(4 * 1024**3 // 8)\nheld.sum()"], 4, "MemoryError"),
    "hoards": (["held = []\nwhile True:\n    held.append(b'x' * 50_000_000)"], 4, "MemoryError"),
    "forks": (
        ["if not os.fork():\n    time.sleep(600)\n    os._exit(0)", "print('went on')"],
        0,
        "",
    ),
    "forks_itself": (["child = os.fork()", "print('both go on') if child else time.sleep(600)"], 0, ""),
    "starts_others": (["import subprocess\nsubprocess.Popen(['sleep', '600'], start_new_session=True);"], 0, ""),
    "leaves_threads": (["threading.Thread(target=time.sleep, args=(600,)).start()", "print('went on')"], 0, ""),
    "loud": (["for _ in range(100):\n    print('x' * 1024**2)", "print('went on')"], 4, "printed more than"),
    "loud_below": (["for _ in range(100):\n    os.write(1, b'y' * 1024**2)", "print('went on')"], 4, "printed more than"),
    "nul": (["print('NUL \\x00 bytes \\x00'); '\\x00'", "print('\\x01\\x1b]0;title\\x07 \\ufffe')"], 0, ""),
    "surrogate": (["print('half a pair: \\ud83d')", "'\\udcff'"], 0, ""),
    "closes": (["os.close(0); os.close(1); os.close(2)", "print('went on')"], 0, ""),
    "no_kernelspec": ([], 0, ""),
}  # fmt: skip
LIMITS = ["--timeout", "10", "--run-timeout", "60", "--memory-limit", "768"]


class Session:
    """Good reports of every notebook, then one run of their bad successors; made once for all processes of the session."""

    def __init__(self, base: Path) -> None:
        self.base = base

    def told(self) -> dict[str, dict[str, object]]:
        """By notebook (and "" for the run): its outcome, and what was seen in the folders and among processes."""
        return dict(once(self.base, "told", self._run))

    def _run(self) -> dict[str, dict[str, object]]:
        desk = Desk(self.base / "desk")
        for name in [*BAD, "good"]:
            desk.write(name, *GOOD)
        first = desk.render()
        assert first.status == 0, first.errors
        for name, (cells, _, _) in BAD.items():
            desk.write(name, GOOD[0], *cells, kernelspec=name != "no_kernelspec")
        desk.write("good", *GOOD, "print('still good')")
        try:
            run = desk.render(*LIMITS, timeout=120)
            return {"": _seen(desk, run)} | {name: _of(desk, run, name) for name in [*BAD, "good"]}
        finally:
            desk.end_processes()


def _seen(desk: Desk, run: Run) -> dict[str, object]:
    return {
        "status": run.status,
        "errors": run.errors,
        "size": len(run.output),
        "left": desk.left_over(),
        "processes": desk.processes(),
        "index": (desk.out / "index.html").is_file(),
    }


def _of(desk: Desk, run: Run, name: str) -> dict[str, object]:
    outcome = run.outcome(name)
    page, stopped = desk.folder(name) / "index.html", desk.folder(name).with_name("default.failed") / "notebook.ipynb"
    text = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    return {
        "error": outcome["error"],
        "cell": outcome["cell"],
        "status": outcome["status"],
        "page": "the last good" if "the good one" in text else "another" if text else "none",
        "stopped": stopped.read_text(encoding="utf-8") if stopped.is_file() else "",
    }


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    base = tmp_path_factory.getbasetemp()
    return Session((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bad-notebooks")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    made.write("good", *GOOD)
    return made


@pytest.mark.parametrize("name", BAD)
def test_each_bad_notebook_ends_in_a_clear_outcome(session: Session, name: str) -> None:
    told, (_, cell, words) = session.told()[name], BAD[name]
    assert words in str(told["error"])
    assert "Traceback" not in str(told["error"])
    assert (told["cell"], told["status"]) == (cell, "failed" if cell else "rendered"), told["error"]
    assert told["page"] == ("the last good" if cell else "another")
    if cell:
        assert str(told["error"]).startswith(f"cell {cell} (")
        nbformat.validate(nbformat.reads(str(told["stopped"]), as_version=4))


def test_the_cells_before_the_fault_are_kept(session: Session) -> None:
    for name in ("raises", "dies"):
        stopped = nbformat.reads(str(session.told()[name]["stopped"]), as_version=4)
        assert "kept\n" in [o.get("text") for c in stopped.cells for o in c.get("outputs", [])]


def test_the_good_go_on_and_nothing_is_left(session: Session) -> None:
    told, run = session.told()["good"], session.told()[""]
    assert (told["error"], told["status"], run["status"]) == ("", "rendered", 3)
    assert (run["left"], run["processes"], run["index"]) == ([], [], True)


def test_what_notebooks_print_stays_out_of_the_command(session: Session) -> None:
    run = session.told()[""]
    assert int(str(run["size"])) < 1_000_000
    assert len(str(run["errors"])) < 100_000
    assert "yyyy" not in str(run["errors"])
    assert "Traceback" not in str(run["errors"])


def _refused(desk: Desk, *options: str) -> str:
    """What is said where a request is refused and nothing done."""
    run = desk.render(*options)
    assert run.status == 2, run.errors
    assert "Traceback" not in run.errors
    assert not desk.out.exists() or not list(desk.out.rglob("index.html"))
    assert desk.processes() == []
    return run.errors


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{not JSON", "is no valid notebook|cannot be read|no JSON"),
        ("", "is no valid notebook|cannot be read|no JSON|empty"),
        ("[]", "notebook|JSON"),
        (json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}), "nbformat|format 3|version"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {}}), "cells"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"source": 5}]}), "cell"),
        ("[" * 100_000, "notebook|JSON"),
        (None, "folder|cannot be read|directory"),
    ],
    ids=["no JSON", "empty", "a list", "nbformat 3", "cells no list", "source a number", "deep", "a folder"],
)  # fmt: skip
def test_a_file_that_is_no_notebook_is_refused_in_one_line(desk: Desk, content: str | None, says: str) -> None:
    path = desk.notebooks / "wrong.ipynb"
    path.mkdir() if content is None else path.write_text(content, encoding="utf-8")
    told = _refused(desk, "wrong")
    assert re.search(says, told)
    assert "wrong" in told
    assert len(told.strip().splitlines()) <= 3
    assert len(told) < 1_000


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--matrix", "huge.yml"], "10,000|10000"),
        (["--matrix", "empty.yml"], "no |empty"),
        (["--matrix", "nested.yml"], "limit"),
        (["-p", "limit=1,2", "--exclude", "limit=1", "--exclude", "limit=2"], "exclude|every|none"),
        (["--out", ""], "--out"),
        (["-p", "limit=many"], "limit"),
    ],
    ids=["huge", "empty", "a list of lists", "all excluded", "no folder", "a wrong type"],
)
def test_a_request_that_makes_no_sense_is_refused(desk: Desk, options: list[str], says: str) -> None:
    cells = nbformat.read(desk.write("good", *GOOD), as_version=4)
    cells.cells[1].source = "limit: int = 3  # how many"
    nbformat.write(cells, desk.notebooks / "good.ipynb")
    matrices = {"huge": list(range(10_000)), "empty": [], "nested": [[[1, 2], [3]]]}
    for name, values in matrices.items():
        content = json.dumps({"notebooks": ["good"], "parameters": {"limit": values}})
        (desk.root / f"{name}.yml").write_text(content, encoding="utf-8")
    assert re.search(says, _refused(desk, *options))


def test_two_renders_of_one_report_at_once_both_end_well(desk: Desk) -> None:
    desk.write("good", *GOOD, "time.sleep(1)")
    both = [desk.start("--json", "--force") for _ in range(2)]
    ends = [(*b.communicate(timeout=120), b.returncode) for b in both]
    assert [status for _, _, status in ends] == [0, 0], [errors for _, errors, _ in ends]
    assert "the good one" in (desk.folder("good") / "index.html").read_text(encoding="utf-8")
    assert (desk.left_over(), desk.processes()) == ([], [])
    assert desk.render().outcome("good")["status"] == "fresh"


def test_a_notebook_that_deletes_its_own_folder_keeps_its_report(desk: Desk) -> None:
    desk.write("good", *GOOD, "import shutil\nshutil.rmtree(os.getcwd())", "print('went on')")
    run = desk.render()
    assert (run.status, "Traceback" in run.errors) == (0, False), run.errors
    assert "went on" in (desk.folder("good") / "index.html").read_text(encoding="utf-8")
    assert (desk.left_over(), desk.processes()) == ([], [])


def test_a_notebook_that_deletes_the_folders_of_reports_ends_in_a_clear_outcome(desk: Desk) -> None:
    desk.write("good", *GOOD, "import shutil\nshutil.rmtree(os.environ['WORKBOOK_ROOT'] + '/reports/default/good')")
    try:
        run = desk.render("--run-timeout", "20", timeout=60)
    finally:
        desk.end_processes()
    assert run.status in (0, 1), run.errors
    assert "Traceback" not in run.errors
    assert (run.outcome("good")["error"] == "") == (desk.folder("good") / "index.html").is_file()
    assert (desk.left_over(), desk.processes()) == ([], [])


@pytest.mark.parametrize("kind", ["a file", "of another version", "of rubbish", "on a full disk", "without rights"])
def test_a_cache_that_cannot_be_used_costs_a_line_and_no_report(desk: Desk, kind: str) -> None:
    if kind == "a file":
        desk.cache.write_text("no folder", encoding="utf-8")
    if kind == "of another version":
        (desk.cache / "v0").mkdir(parents=True)
        (desk.cache / "v1").write_text("a file of a version to come", encoding="utf-8")
    if kind == "of rubbish":
        desk.render()
        for entry in (desk.cache / "v1" / "entries").iterdir():
            entry.write_text("[" * 50_000, encoding="utf-8")
        shutil.rmtree(desk.out)
    elsewhere = {"on a full disk": "/dev/full/cache", "without rights": "/proc/cache"}
    run = desk.render(*(["--cache", elsewhere[kind]] if kind in elsewhere else []))
    assert run.status == 0, run.errors
    assert "Traceback" not in run.errors
    assert ("Cache" in run.errors) == (kind != "of rubbish")
    assert "the good one" in (desk.folder("good") / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", [0.0, 4_000_000_000.0], ids=["1970", "2096"])
def test_a_clock_that_jumped_decides_nothing(desk: Desk, day: float) -> None:
    desk.render()
    for path in [*desk.cache.rglob("*"), *desk.out.rglob("*"), *desk.notebooks.iterdir()]:
        os.utime(path, (day, day))
    assert desk.render().outcome("good")["status"] == "fresh"
    desk.write("good", *GOOD, "print('changed')")
    os.utime(desk.notebooks / "good.ipynb", (day, day))
    assert desk.render().outcome("good")["status"] == "rendered"
    assert "changed" in (desk.folder("good") / "index.html").read_text(encoding="utf-8")
