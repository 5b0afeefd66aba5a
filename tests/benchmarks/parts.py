"""What is measured, part by part: each part is a list of lines for the table."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import ways
from .enlarged import change_row, copied_workbook
from .measuring import CommandError, Cost, Line, cost_of
from .ways import ALL, FIVE, MONTHS, QUARTERS, ROOT, YEARS, Matrix

HUNDRED = Matrix(FIVE, YEARS + QUARTERS)
LOOP = "papermill NOTEBOOK N.ipynb; jupyter nbconvert --to html N.ipynb"


@dataclass(frozen=True)
class Asked:
    """What the command line asks of a benchmark: rounds, whether in full, and the Python that has other tools."""

    rounds: int = 5
    full: bool = False
    others: str | None = None
    tell: Callable[[str], None] = print


@dataclass(frozen=True)
class Way:
    """A way to render: what it is called, how its command reads, how it is made, and on which reports."""

    name: str
    reads: str
    command: Callable[[Sequence[tuple[str, dict[str, str]]], Path], list[str]]


@contextmanager
def _place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="workbook-bench-", ignore_cleanup_errors=True) as place:
        yield Path(place)


def _measured(line: Line, command: list[str], place: Path, asked: Asked, scale: float = 1, **more: str) -> Cost:
    """Measure a command once more for a line; the cost of this round."""
    cost = cost_of(command, place, ways.environ(**more), watch_memory=line.part.startswith("memory"))
    line.costs.append(cost * scale if scale != 1 else cost)
    asked.tell(f"{line.part} | {line.way}: {line.costs[-1].wall:.2f} s, CPU {line.costs[-1].cpu:.2f} s")
    return line.costs[-1]


def other_ways(asked: Asked) -> list[Way]:
    """The ways that are not ours, those that are installed."""
    python = asked.others or sys.executable
    found = [
        Way("shell loop", LOOP, ways.shell_loop),
        Way(
            "Python API, one process",
            "execute_notebook(…); HTMLExporter()",
            lambda m, p: ways.one_process("papermill", m, p),
        ),
        Way("nbconvert --execute", "jupyter nbconvert --execute --to html N.ipynb", ways.nbconvert_execute),
    ]
    if subprocess.run([python, "-c", "import ploomber_engine"], capture_output=True).returncode == 0:
        reads = "ploomber_engine.execute_notebook(…); HTMLExporter()"
        found.append(
            Way("ploomber-engine, one process", reads, lambda m, p: ways.one_process("ploomber", m, p, python))
        )
    if shutil.which("quarto"):
        found.append(Way("Quarto", "quarto render N.ipynb --execute --to html", ways.quarto))
    if shutil.which("myst"):
        found.append(Way("MyST", "myst build --execute --html", ways.myst))
    return found


def side_by_side(part: str, matrix: Matrix, asked: Asked, every: int = 1, cold: bool = True) -> list[Line]:
    """The ways one beside the other, rounds interleaved; the ways that are not ours on every n-th report, scaled."""
    sample = matrix.reports[::every]
    scale, note = len(matrix.reports) / len(sample), f"measured on {len(sample)}, scaled" if every > 1 else ""
    others = other_ways(asked)
    lines = [Line(part, w.name, w.reads, len(matrix.reports), note=note) for w in others]
    ours = {"workbook render": [], "workbook render --cold": ["--cold"]} if cold else {"workbook render": []}
    lines += [Line(part, name, f"{name} {_short(matrix)}", len(matrix.reports)) for name in ours]
    limits = [
        Line(part, f"limit, {n} round in the process", "the cells alone, CPU", len(matrix.reports), note=note)
        for n in ("first", "second")
    ]
    broken: set[str] = set()
    for _ in range(asked.rounds):
        for way, line in zip(others, lines, strict=False):
            with _place() as place:
                _try(line, way.command(sample, place), place, asked, scale, broken)
        for line, options in zip(lines[len(others) :], ours.values(), strict=True):
            with _place() as place:
                _try(line, ways.workbook(matrix, place, *options), place, asked, 1, broken)
        _limit(limits, sample, scale, asked)
    return [*lines, *limits]


def _short(matrix: Matrix) -> str:
    names = (
        "" if matrix.notebooks == ALL else " ".join(matrix.notebooks[:2]) + (" …" if len(matrix.notebooks) > 2 else "")
    )
    return f"{names} --period {','.join(matrix.periods[:2])},…" if matrix.periods else names


def _try(line: Line, command: list[str], place: Path, asked: Asked, scale: float, broken: set[str]) -> None:
    """Measure one way; one that fails is said to fail and not tried again."""
    if line.way in broken:
        return
    try:
        _measured(line, command, place, asked, scale)
    except CommandError as error:
        broken.add(line.way)
        told = [words for words in str(error).splitlines()[1:] if re.search("fail|error", words, re.IGNORECASE)]
        line.note = f"failed: {(told or [str(error)])[-1][:160]}"
        asked.tell(f"{line.way} {error}")


def _limit(lines: list[Line], sample: Sequence[tuple[str, dict[str, str]]], scale: float, asked: Asked) -> None:
    with _place() as place:
        command = ways.one_process("limit", sample, place)
        run = subprocess.run(command, cwd=place, env=ways.environ(), capture_output=True, text=True)
    if run.returncode:
        raise CommandError(f"the cells alone failed: {run.stderr[-2000:]}")
    for line, seconds in zip(lines, json.loads(run.stdout.splitlines()[-1]), strict=True):
        line.costs.append(Cost(seconds * scale, seconds * scale))
        asked.tell(f"{line.part} | {line.way}: CPU {seconds * scale:.2f} s")


def seven(asked: Asked) -> list[Line]:
    """Every notebook in its default edition."""
    return side_by_side("seven notebooks", Matrix(ALL), asked)


def one(asked: Asked) -> list[Line]:
    """One notebook alone."""
    return side_by_side("one notebook", Matrix(("export_controls",)), asked)


def matrix(asked: Asked) -> list[Line]:
    """A hundred reports, five notebooks by twenty periods."""
    return side_by_side("matrix of 100", HUNDRED, asked, every=10, cold=False)


def unchanged(asked: Asked) -> list[Line]:
    """A hundred reports rendered, then asked for again."""
    lines = [
        Line("100 unchanged", "workbook render, nothing cached", f"workbook render {_short(HUNDRED)}", 100),
        Line("100 unchanged", "the same once more", "the same", 100),
        Line("100 unchanged", "reports/ deleted: taken from the cache", "the same", 100),
    ]
    with _place() as place:
        command = ways.workbook(HUNDRED, place)
        _measured(lines[0], command, place, asked)
        for _ in range(asked.rounds):
            _measured(lines[1], command, place, asked)
        for _ in range(asked.rounds):
            shutil.rmtree(place / "reports")
            _measured(lines[2], command, place, asked)
    return lines


def first_page(asked: Asked) -> list[Line]:
    """One page from a cold start, and from a second run."""
    told = "workbook render export_controls"
    lines = [Line("first page", "nothing cached", told, 1), Line("first page", "second run", told, 1)]
    for _ in range(asked.rounds):
        with _place() as place:
            for line in lines:
                _measured(line, ways.workbook(Matrix(("export_controls",)), place), place, asked)
    return lines


def row(asked: Asked) -> list[Line]:
    """One row changed in a copy of the workbook: what is done again."""
    told = "workbook render"
    lines = [
        Line("one changed row", w, told, len(ALL)) for w in ("nothing cached", "a row changed that one notebook reads")
    ]
    with _place() as place:
        root = copied_workbook(place / "root")
        command = ways.workbook(Matrix(ALL), place)
        _measured(lines[0], command, place, asked, WORKBOOK_ROOT=str(root))
        table, row_id = row_of_one_notebook(root, place / "reports", command)
        redone = []
        for _ in range(asked.rounds):
            before = _started(place / "reports")
            change_row(root, table, row_id, "notes")
            _measured(lines[1], command, place, asked, WORKBOOK_ROOT=str(root))
            redone.append(", ".join(n for n, when in _started(place / "reports").items() if before[n] != when))
        lines[1].note = f"{table} {row_id}; rendered again: {' | '.join(dict.fromkeys(redone)) or 'none'}"
    return lines


def _manifests(reports: Path) -> dict[str, dict[str, object]]:
    found = sorted(reports.glob("*/*/*/manifest.json"), key=lambda p: p.stat().st_mtime)
    return {p.parent.parent.name: json.loads(p.read_text(encoding="utf-8")) for p in found}


def _started(reports: Path) -> dict[str, str]:
    """When the report of each notebook that stands was begun."""
    return {name: str(manifest["started"]) for name, manifest in _manifests(reports).items()}


def row_of_one_notebook(root: Path, reports: Path, command: list[str]) -> tuple[str, str]:
    """A row that one notebook alone reads: of those that one alone rests on, the first whose change touches no other.

    The first of all where every change touches several.
    """
    candidates = [key for key in _rows_of_one(reports) if "notes" in _header(root, key[0])]
    for table, row_id in candidates:
        path = root / "data" / f"{table}.csv"
        kept = path.read_bytes()
        change_row(root, table, row_id, "notes")
        environ = ways.environ(WORKBOOK_ROOT=str(root))
        run = subprocess.run([*command, "--dry-run", "--json"], capture_output=True, text=True, env=environ, check=True)
        path.write_bytes(kept)
        if run.stdout.count('"stale"') == 1:
            return table, row_id
    return candidates[0]


def _header(root: Path, table: str) -> list[str]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return file.readline().strip().split(",")


def _rows_of_one(reports: Path) -> list[tuple[str, str]]:
    """For each table and notebook the first row that this notebook alone rests on: table and id."""
    readers: dict[tuple[str, str], list[str]] = {}
    for name, manifest in _manifests(reports).items():
        tables = manifest["tables"]
        assert isinstance(tables, dict)
        for key in ((table, row_id) for table, ids in tables.items() for row_id in ids):
            readers.setdefault(key, []).append(name)
    first = {(key[0], names[0]): key for key, names in sorted(readers.items(), reverse=True) if len(names) == 1}
    return sorted(first.values())


def memory(asked: Asked) -> list[Line]:
    """Peak memory of all processes together, two jobs, for ten reports and many more."""
    few, many = (MONTHS[150:152], MONTHS) if asked.full else (HUNDRED.periods[5:7], HUNDRED.periods)
    sizes = [Matrix(FIVE, periods) for periods in (few, many)]
    lines = [
        Line("memory, --jobs 2", f"{len(m.reports)} reports", f"workbook render --jobs 2 {_short(m)}", len(m.reports))
        for m in sizes
    ]
    for line, asked_for in zip(lines, sizes, strict=True):
        with _place() as place:
            _measured(line, ways.workbook(asked_for, place, "--jobs", "2"), place, asked)
    return lines


def growth(asked: Asked) -> list[Line]:
    """More reports, by one job and two."""
    sizes = [
        Matrix(FIVE[:1], YEARS[:1]),
        Matrix(FIVE, YEARS[5:7]),
        HUNDRED,
        *([Matrix(FIVE, MONTHS)] if asked.full else []),
    ]
    lines = []
    for jobs in (1, 2):
        for size in sizes:
            line = Line(
                "growth, reports", f"--jobs {jobs}", f"workbook render --jobs {jobs} {_short(size)}", len(size.reports)
            )
            for _ in range(asked.rounds if len(size.reports) <= 10 else 1):
                with _place() as place:
                    _measured(line, ways.workbook(size, place, "--jobs", str(jobs)), place, asked)
            lines.append(line)
    return lines


def evidence(asked: Asked) -> list[Line]:
    """One report on many times the rows."""
    lines, chosen = [], Matrix(("export_controls",), ("2023",))
    for factor in (1, 10, 100):
        line = Line("growth, rows", f"{factor}× the rows", f"workbook render {_short(chosen)}", 1)
        again = Line("growth, rows", f"{factor}× the rows, once more", f"workbook render {_short(chosen)}", 1)
        with _place() as place:
            root = copied_workbook(place / "root", factor)
            for n in range(asked.rounds):
                (place / str(n)).mkdir()
                for told in (line, again):
                    _measured(told, ways.workbook(chosen, place / str(n)), place, asked, WORKBOOK_ROOT=str(root))
        lines += [line, again]
    return lines


PARTS: dict[str, Callable[[Asked], list[Line]]] = {
    "one": one, "seven": seven, "matrix": matrix, "unchanged": unchanged, "first-page": first_page, "row": row,
    "memory": memory, "growth": growth, "evidence": evidence,
}  # fmt: skip
__all__ = ["PARTS", "ROOT", "Asked"]
