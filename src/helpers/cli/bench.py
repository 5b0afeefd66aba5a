"""`workbook bench`: the benchmarks of the repository, which are no part of the installed package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import typer

from .output import refusal

REPOSITORY = Path(__file__).resolve().parents[3]


def bench(context: typer.Context) -> None:
    """Measure rendering beside other ways to render the same notebooks; options go to the benchmark.

    Example: workbook bench --rounds 5 --part seven --out exports/bench
    """
    if not (REPOSITORY / "tests" / "benchmarks" / "render.py").is_file():
        raise refusal(f"there are no benchmarks in {REPOSITORY}; run this in a clone of the repository.")
    command = [sys.executable, "-m", "tests.benchmarks.render", *context.args]
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    raise typer.Exit(subprocess.call(command, env=environ))
