"""Progress: a log, bars on a terminal, events for programs; and streams that nobody reads any more."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from helpers.cli.summary import MOST_FAILURES, exit_status, tell_result, tell_summary
from helpers.reports import progress as module
from helpers.reports.jobs import Job, Outcome
from helpers.reports.notebooks import NotebookFile
from helpers.reports.progress import MOST_LINES, Progress
from helpers.reports.streams import Stream


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that goes on when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that progress looks at."""
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def _job(name: str, edition: str = "default", slug: str = "default") -> Job:
    return Job(NotebookFile(name, Path(f"{name}.ipynb"), ()), {}, edition, Path("out") / edition / name / slug)


def _outcome(job: Job, status: str = "rendered", error: str = "", changed: tuple[str, ...] = ()) -> Outcome:
    return Outcome(job.notebook.name, str(job.folder), 5.23, error, {}, status, changed, 4 if error else 0)


FIRST, SECOND = _job("first"), _job("second", slug="period-2022")


def test_without_a_terminal_a_line_is_written_when_a_report_ends(capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [FIRST, SECOND, _job("third"), _job("fourth")]
    with Progress(jobs) as progress:
        for job in jobs:
            progress.started(job)
            progress.cell(job, 1, 2)
            progress.refresh()
        progress.finished(_outcome(FIRST))
        progress.finished(_outcome(SECOND, "failed", "cell 4"))
        progress.finished(_outcome(jobs[2], "fresh"))
        progress.finished(_outcome(jobs[3], "restored"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "    done  first  5.2 s  1 of 4",
        "  FAILED  second period-2022  5.2 s  2 of 4",
        "   fresh  third  3 of 4",
        "restored  fourth  4 of 4",
    ]


def test_the_edition_is_told_where_there_are_several_and_what_changed_where_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    jobs = [FIRST, _job("first", "monthly")]
    with Progress(jobs, explained=True) as progress:
        progress.finished(_outcome(jobs[1], changed=("notebook", "data: measures")))
        progress.finished(_outcome(jobs[0], "fresh"))
    assert capsys.readouterr().err.splitlines() == [
        "    done  monthly/first  5.2 s  1 of 2  (notebook, data: measures)",
        "   fresh  default/first  2 of 2",
    ]


def test_a_program_is_told_each_event_as_an_object_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress([FIRST], as_json=True) as progress:
        progress.started(FIRST)
        progress.cell(FIRST, 12, 25)
        progress.finished(_outcome(FIRST, "failed", "cell 4: no"))
    started, cell, failed = map(json.loads, capsys.readouterr().out.splitlines())
    assert started == {
        "event": "started", "report": "first", "folder": str(FIRST.folder), "notebook": "first", "edition": "default",
    }  # fmt: skip
    assert (cell["event"], cell["cell"], cell["cells"]) == ("cell", 12, 25)
    assert (failed["event"], failed["error"], failed["done"], failed["total"]) == ("failed", "cell 4: no", 1, 1)


def test_a_terminal_shows_each_running_report_and_a_bar_without_threads(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    before = threading.active_count()
    with Progress([FIRST, SECOND]) as progress:
        progress.started(FIRST)
        progress.refresh()
        assert "starts" in terminal.getvalue()
        progress.cell(FIRST, 12, 25)
        clock.now += 60
        progress.refresh()
        assert "cell 12 of 25" in terminal.getvalue()
        assert "0 of 2, about 4 min left" in terminal.getvalue()
        progress.finished(_outcome(FIRST))
        assert "    done  first  5.2 s  1 of 2" in terminal.getvalue()
        assert threading.active_count() == before


def test_of_many_running_reports_a_terminal_shows_some(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    jobs = [_job(f"number-{n}") for n in range(MOST_LINES + 3)]
    with Progress(jobs) as progress:
        for job in jobs:
            progress.started(job)
        progress.refresh()
    assert "number-11" in terminal.getvalue()
    assert "number-12" not in terminal.getvalue()
    assert "… and 3 more" in terminal.getvalue()


def test_the_time_left_follows_the_pace_of_what_was_made_not_of_what_was_fresh(clock: Clock) -> None:
    jobs = [_job(f"number-{n}") for n in range(10)]
    progress = Progress(jobs)
    for job in jobs[:5]:
        progress.finished(_outcome(job, "fresh"))
    assert progress.seconds_left() is None
    progress.started(jobs[5])
    assert progress.seconds_left() is None
    clock.now += 8
    progress.finished(_outcome(jobs[5]))
    assert progress.seconds_left() == pytest.approx(32)
    progress.started(jobs[6])
    progress.cell(jobs[6], 6, 10)
    clock.now += 4
    assert progress.seconds_left() == pytest.approx(12 / 1.5 * 3.5)


class Gone(io.StringIO):
    """A stream whose reader has gone."""

    tried = 0

    def write(self, text: str) -> int:
        self.tried += 1
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_stream_that_nobody_reads_is_tried_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    stream = Gone()
    monkeypatch.setattr(sys, name, stream)
    with Progress([FIRST, SECOND], as_json=True) as progress:
        for job in (FIRST, SECOND):
            progress.started(job)
            progress.finished(_outcome(job))
    assert stream.tried == 1


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_stream_that_was_closed_from_the_start_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr(sys, name, None)
    with Progress([FIRST], as_json=True) as progress:
        progress.finished(_outcome(FIRST))
    told = capsys.readouterr()
    assert bool(told.out) == (name == "stderr")
    assert bool(told.err) == (name == "stdout")


def test_a_terminal_that_goes_away_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hung(Terminal):
        is_open = True

        def write(self, text: str) -> int:
            if not self.is_open:
                raise BrokenPipeError(32, "Broken pipe")
            return super().write(text)

    terminal = Hung()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with Progress([FIRST, SECOND]) as progress:
        progress.started(FIRST)
        terminal.is_open = False
        progress.refresh()
        progress.finished(_outcome(FIRST))
        progress.refresh()


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
def test_a_process_whose_reader_has_gone_ends_as_it_would_have() -> None:
    code = (
        "import sys, time\nfrom helpers.reports.streams import Stream\n"
        "stream = Stream('stdout')\nfor n in range(2000): stream.line('x' * 100)\nsys.exit(7)"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    assert (run.wait(60), run.stderr.read()) == (7, "")
    run.stderr.close()


def test_the_exit_status_tells_all_good_from_some_and_none() -> None:
    good, bad = _outcome(FIRST), _outcome(SECOND, "failed", "cell 4")
    assert [exit_status(o) for o in ([good], [good, bad], [bad])] == [0, 3, 1]


def test_a_summary_counts_and_says_what_failed_where_and_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stopped = tmp_path / "stops" / "default"
    (tmp_path / "stops" / "default.failed").mkdir(parents=True)
    stopped.mkdir()
    (stopped / "index.html").write_text("", encoding="utf-8")
    error = "cell 5 ('x'): ParameterError: first fault\nsecond\nlast fault"
    failed = Outcome("stops", str(stopped), 1.0, error, {}, "failed", (), 5)
    tell_summary([_outcome(FIRST), _outcome(SECOND, "fresh"), failed], Stream("stderr"))
    assert capsys.readouterr().err.splitlines() == [
        "stops failed in cell 5 ('x'): ParameterError: first fault … last fault",
        f"  (its last good report stands; the stopped notebook is in {stopped}.failed)",
        "       1  rendered",
        "       1  fresh",
        "       1  failed",
        "Mend the notebook, then give the same command with --resume: only what failed is redone.",
    ]
    tell_summary([failed], Stream("stderr"))
    assert error in capsys.readouterr().err


def test_a_summary_of_one_good_report_is_empty_and_one_of_many_failures_is_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_summary([_outcome(FIRST)], Stream("stderr"))
    assert capsys.readouterr().err == ""
    failed = [_outcome(_job(f"number-{n}"), "failed", "cell 4") for n in range(MOST_FAILURES + 2)]
    tell_summary(failed, Stream("stderr"))
    told = capsys.readouterr().err
    assert told.count(" failed in ") == MOST_FAILURES
    assert "… and 2 more; the index lists them all." in told


def test_the_result_is_the_pages_that_stand_or_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [_outcome(FIRST), _outcome(SECOND, "failed", "cell 4")]
    tell_result(outcomes, Path("out"), False, Stream("stdout"))
    assert capsys.readouterr().out.splitlines() == [str(FIRST.folder / "index.html"), str(Path("out/index.html"))]
    tell_result(outcomes, Path("out"), True, Stream("stdout"))
    result = json.loads(capsys.readouterr().out)
    assert [r["status"] for r in result["reports"]] == ["rendered", "failed"]
    assert result["counts"] == {"rendered": 1, "fresh": 0, "restored": 0, "failed": 1}
    assert result["index"] == str(Path("out/index.html"))
