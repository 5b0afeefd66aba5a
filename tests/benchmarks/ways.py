"""The ways to render the same notebooks with the same parameters, each as one command."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
HERE = Path(__file__).parent
ALL = tuple(sorted(p.stem for p in NOTEBOOKS.glob("*.ipynb")))
FIVE = ("briefing", "dialogues", "export_controls", "semiconductor_industry", "space_cyber")
YEARS = tuple(str(year) for year in range(2017, 2027))
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4))[:10]
MONTHS = tuple(f"{year}-{month:02d}" for year in range(2010, 2027) for month in range(1, 13))[:200]


@dataclass(frozen=True)
class Matrix:
    """Notebooks by periods; no period is every notebook as it stands."""

    notebooks: tuple[str, ...]
    periods: tuple[str, ...] = ()

    @property
    def reports(self) -> list[tuple[str, dict[str, str]]]:
        """Every report: notebook and parameters."""
        periods: Sequence[Mapping[str, str]] = [{"period": p} for p in self.periods] or [{}]
        return [(name, dict(given)) for name in self.notebooks for given in periods]

    @property
    def options(self) -> list[str]:
        """How `workbook render` is asked for it."""
        return [*self.notebooks, *(["--period", ",".join(self.periods)] if self.periods else [])]


def environ(**more: str) -> dict[str, str]:
    """The environment of every measured command: the programs of this environment first."""
    here = str(Path(sys.executable).parent)
    own = {"WORKBOOK_ROOT", "WORKBOOK_CACHE", "PYTHONPATH"}
    own |= {"PYTHONDONTWRITEBYTECODE"}  # by which every process of every way would compile the workbook's code anew
    kept = {n: v for n, v in os.environ.items() if n not in own}
    return kept | {"PATH": here + os.pathsep + kept.get("PATH", ""), "PLOOMBER_STATS_ENABLED": "false", **more}


def _given(parameters: Mapping[str, Any], mark: str) -> str:
    return "".join(f" {mark} {shlex.quote(n)} {shlex.quote(str(v))}" for n, v in parameters.items())


def _script(lines: Sequence[str], place: Path) -> list[str]:
    """A script that runs the lines one by one and stops at the first that fails."""
    script = place / "loop.sh"
    script.write_text("\n".join(["set -e", f"cd {shlex.quote(str(place))}", *lines]) + "\n", encoding="utf-8")
    return ["bash", str(script)]


def shell_loop(matrix: Sequence[tuple[str, dict[str, str]]], place: Path) -> list[str]:
    """papermill, then nbconvert, for each report; `-r` takes 2017 as text, where `-p` would make a number of it."""
    lines = []
    for n, (name, given) in enumerate(matrix):
        lines.append(f"papermill --no-progress-bar {NOTEBOOKS / name}.ipynb {n}.ipynb{_given(given, '-r')}")
        lines.append(f"jupyter nbconvert --to html {n}.ipynb")
    return _script(lines, place)


def nbconvert_execute(matrix: Sequence[tuple[str, dict[str, str]]], place: Path) -> list[str]:
    """nbconvert alone; it takes no parameters, so that they are written into a copy beforehand, unmeasured."""
    lines = []
    for n, (name, given) in enumerate(matrix):
        _with_parameters(NOTEBOOKS / f"{name}.ipynb", given, place / f"{n}.ipynb")
        lines.append(f"jupyter nbconvert --execute --to html {n}.ipynb")
    return _script(lines, place)


def _with_parameters(notebook: Path, given: Mapping[str, Any], target: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    at = next(n for n, c in enumerate(content["cells"]) if "parameters" in c["metadata"].get("tags", []))
    source = "".join(f"{name} = {value!r}\n" for name, value in given.items())
    cell = {
        "cell_type": "code",
        "id": "given",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
    }
    content["cells"].insert(at + 1, cell)
    target.write_text(json.dumps(content), encoding="utf-8")


def one_process(
    way: str, matrix: Sequence[tuple[str, dict[str, str]]], place: Path, python: str = sys.executable
) -> list[str]:
    """All reports in one process of another tool's Python API."""
    jobs = [(str(NOTEBOOKS / f"{name}.ipynb"), given, str(place / str(n))) for n, (name, given) in enumerate(matrix)]
    (place / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    return [python, str(HERE / "one_process.py"), way, str(place / "jobs.json")]


def quarto(matrix: Sequence[tuple[str, dict[str, str]]], place: Path) -> list[str]:
    """Quarto for each report, on copies in a folder of their own."""
    lines = []
    for n, (name, given) in enumerate(matrix):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", place / f"{n}.ipynb")
        told = "".join(f" -P {shlex.quote(f'{k}:{v}')}" for k, v in given.items())
        lines.append(f"quarto render {n}.ipynb --execute --to html{told}")
    return _script(lines, place)


def myst(matrix: Sequence[tuple[str, dict[str, str]]], place: Path) -> list[str]:
    """MyST's command for all reports at once, on copies with the parameters written in, unmeasured."""
    (place / "myst.yml").write_text("version: 1\nproject: {}\nsite:\n  template: book-theme\n", encoding="utf-8")
    for n, (name, given) in enumerate(matrix):
        _with_parameters(NOTEBOOKS / f"{name}.ipynb", given, place / f"{n}.ipynb")
    return _script(["myst build --execute --html --ci"], place)


def workbook(matrix: Matrix, place: Path, *options: str) -> list[str]:
    """`workbook render` into a folder and a cache of its own."""
    given = options if "--cache" in options or "--no-cache" in options else (*options, "--cache", str(place / "cache"))
    return ["workbook", "render", *matrix.options, "--out", str(place / "reports"), *given]
