"""The render engine beside other ways to render the same notebooks: `python3 run.py workbook bench`.

Every part is measured side by side in one run, its rounds interleaved; medians with the least and the most. Nothing of
this is a test: no figure is compared with a limit here. `--full` takes hours: growth and memory to 1,000 reports.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from .measuring import Line, adopt_orphans
from .parts import PARTS, Asked

REFERENCE = "shell loop"
HEADER = "| way | wall s | CPU s | ratio wall / CPU | command |\n| --- | --- | --- | --- | --- |\n"


def _ratio(line: Line, group: list[Line]) -> str:
    """How many times less a line costs than the shell loop, or than the first line where there is none."""
    first = next((other for other in group if other.way == REFERENCE), group[0])
    if line is first or not line.costs or not first.costs:
        return "1 / 1" if line is first else "–"
    return " / ".join(f"{first.median(w) / max(line.median(w), 1e-9):.2f}" for w in ("wall", "cpu"))


def table(lines: Iterable[Line]) -> str:
    """The lines as Markdown, a table for each part."""
    parts = []
    for part, found in groupby(lines, key=lambda line: line.part):
        group = list(found)
        rows = "".join(_row(line, group) for line in group)
        parts.append(f"### {part[:1].upper()}{part[1:]}\n\n{HEADER}{rows}")
    return "\n".join(parts)


def _row(line: Line, group: list[Line]) -> str:
    count = f" ({line.reports} reports)" if len({other.reports for other in group}) > 1 else ""
    note = f"; {line.note}" if line.note else ""
    peak = f"; peak {line.median('peak_mb'):.0f} MB" if any(c.peak_mb for c in line.costs) else ""
    wall = "–" if line.way.startswith("limit") else line.spread("wall")
    ratio = _ratio(line, group)
    return f"| {line.way}{count}{peak}{note} | {wall} | {line.spread('cpu')} | {ratio} | `{line.command.strip()}` |\n"


def _plot(lines: list[Line], path: Path) -> None:
    """How cost grows: with the number of reports, and with the rows of the evidence base."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    reports, rows = figure.subplots(1, 2)
    for way, marks in (("--jobs 1", "o-"), ("--jobs 2", "s--")):
        shown = [
            (line.reports, line.median("wall")) for line in lines if line.part == "growth, reports" and line.way == way
        ]
        reports.plot(*zip(*shown, strict=True), marks, label=way) if shown else None
    for once_more, marks in ((False, "o-"), (True, "s--")):
        kept = [x for x in lines if x.part == "growth, rows" and ("once more" in x.way) == once_more]
        shown = [(int(line.way.split("×")[0]), line.median("wall")) for line in kept]
        rows.plot(*zip(*shown, strict=True), marks, label="unchanged" if once_more else "rendered") if shown else None
    for axes, what in ((reports, "reports"), (rows, "times the rows, one report")):
        axes.set(xscale="log", yscale="log", xlabel=what, ylabel="wall seconds (median)")
        axes.grid(alpha=0.3)
        axes.legend() if axes.lines else None
    figure.savefig(path, dpi=120)


def _machine() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def main() -> int:
    """Measure what is asked for; the table goes to standard output, and with `--out` to a folder with figures and plot."""
    parser = argparse.ArgumentParser(prog="workbook bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", action="append", choices=PARTS, help="may be repeated; default: all")
    parser.add_argument("--out", type=Path, help="folder for table.md, results.json and growth.png")
    parser.add_argument("--full", action="store_true", help="memory and growth up to 1,000 reports")
    parser.add_argument("--others", help="a Python that has ploomber-engine and the workbook")
    given = parser.parse_args()
    adopt_orphans()
    began, lines = time.monotonic(), list[Line]()
    asked = Asked(given.rounds, given.full, given.others, lambda words: print(words, file=sys.stderr, flush=True))  # noqa: T201
    for part in given.part or PARTS:
        lines += PARTS[part](asked)
        if given.out:
            _write(given.out, lines)
    told = f"Rounds: {given.rounds}. {_machine()}. Measured in {(time.monotonic() - began) / 60:.0f} minutes.\n\n"
    sys.stdout.write(told + table(lines))
    return 0


def _write(out: Path, lines: list[Line]) -> None:
    """Write what was measured so far."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "table.md").write_text(table(lines), encoding="utf-8")
    (out / "results.json").write_text(json.dumps([asdict(line) for line in lines], indent=1), encoding="utf-8")
    if any(line.part.startswith("growth") for line in lines):
        _plot(lines, out / "growth.png")


if __name__ == "__main__":
    sys.exit(main())
