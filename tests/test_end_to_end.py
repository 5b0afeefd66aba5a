"""The two commands of the README, as typed, in their own process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .pages import Reports
from .test_notebooks import NAMES

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "run.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=500)


def test_the_reports_command_renders_every_notebook_and_an_index(reports: Reports) -> None:
    run = reports.command()
    assert run["status"] == 0, run["errors"]
    assert "Traceback" not in run["errors"]
    pages = sorted(p.parent.parent.name for p in reports.out.glob("default/*/default/index.html"))
    assert pages == NAMES
    assert (reports.out / "index.html").is_file()
    assert [p for p in (reports.out / "default").rglob("*") if p.name.startswith(".")] == []


def test_the_test_command_runs_tests_and_passes_their_status_on() -> None:
    run = _run("test", "tests/test_text.py", "-q")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" in run.stdout
    assert _run("test", "tests/no_such_test.py").returncode != 0
