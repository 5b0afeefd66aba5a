"""A small workbook of its own in a temporary folder: invented notebooks, rendered by the command line as a user would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
MARK = "WORKBOOK_DESK"  # in the environment of every process that a desk starts, so that none is left unseen
PARAMETERS = "strict: bool = False  # stop when a finding fails"


@dataclass(frozen=True)
class Run:
    """A command that ended: exit status, standard output and standard error."""

    status: int
    output: str
    errors: str

    @property
    def result(self) -> dict[str, Any]:
        """The result object that `--json` ends with."""
        told: dict[str, Any] = {}
        with suppress(ValueError, IndexError):
            told = dict(json.loads(self.output.strip().splitlines()[-1]))
        assert "reports" in told, (
            f"status {self.status}; {self.output[-2000:]!r}; standard error: {self.errors[-2000:]}"
        )
        return told

    def outcome(self, name: str) -> dict[str, Any]:
        """What became of a notebook."""
        return next(o for o in self.result["reports"] if o["notebook"] == name)


class Desk:
    """A workbook's folder with notebooks/, data/ and the lock; reports and cache lie in it too."""

    def __init__(self, root: Path, data: Path = ROOT / "data") -> None:
        self.root = root
        self.notebooks, self.out, self.cache = root / "notebooks", root / "reports", root / ".cache"
        self.notebooks.mkdir(parents=True)
        (root / "data").symlink_to(data, target_is_directory=True)
        shutil.copy(ROOT / "requirements.lock", root)
        (self.notebooks / "editions.yml").write_text("default:\n  title: Made up\n", encoding="utf-8")

    def write(self, name: str, *cells: str, goes_on: bool = False, kernelspec: bool = True) -> Path:
        """Write a notebook: a title, its parameters, the given code; where it `goes_on`, errors do not stop it."""
        code = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate([PARAMETERS, *cells])]
        code[0].metadata["tags"] = ["parameters"]
        for cell in code[1:] if goes_on else []:
            cell.metadata["tags"] = ["raises-exception"]
        title = nbformat.v4.new_markdown_cell(f"# Is {name} made up?", id="title")
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        metadata = {"kernelspec": kernel} if kernelspec else {}
        nbformat.write(
            nbformat.v4.new_notebook(cells=[title, *code], metadata=metadata), self.notebooks / f"{name}.ipynb"
        )
        return self.notebooks / f"{name}.ipynb"

    def command(self, *options: str) -> list[str]:
        """The command that renders here with these options; folders are given as seen from here."""
        where = [] if "--out" in options else ["--out", self.out.name]
        kept = [] if {"--cache", "--no-cache"} & set(options) else ["--cache", self.cache.name]
        return [sys.executable, "-m", "helpers.cli", "render", *options, *where, *kept]

    def environ(self, **more: str) -> dict[str, str]:
        """The environment of every command here."""
        return environ() | {"WORKBOOK_ROOT": str(self.root), MARK: str(self.root)} | more

    def start(self, *options: str, **environ: str) -> subprocess.Popen[str]:
        """Start rendering, in a session of its own."""
        return subprocess.Popen(
            self.command(*options),
            cwd=self.root,
            env=self.environ(**environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )

    def render(self, *options: str, timeout: float = 300, **environ: str) -> Run:
        """Render with `--json` and wait for the end."""
        started = self.start("--json", *options, **environ)
        try:
            output, errors = started.communicate(timeout=timeout)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
        return Run(started.returncode, output, errors)

    def folder(self, name: str) -> Path:
        """Where the report of a notebook with its own defaults lies."""
        return self.out / "default" / name / "default"

    def executed(self, name: str) -> nbformat.NotebookNode:
        """The notebook as the last run left it, stopped or whole; without cells where it left none."""
        stopped = self.folder(name).with_name("default.failed")
        path = (stopped if stopped.is_dir() else self.folder(name)) / "notebook.ipynb"
        return nbformat.read(path, as_version=4) if path.is_file() else nbformat.v4.new_notebook()

    def left_over(self) -> list[str]:
        """Folders of reports that an interrupted run left beside the good ones."""
        return sorted(str(p.relative_to(self.out)) for kind in (".new-*", ".old-*") for p in self.out.rglob(kind))

    def processes(self, patience: float = 5.0) -> list[str]:
        """What still runs of all that was ever started here, after some time to end: one line each."""
        until = time.monotonic() + patience
        while (found := list(marked(str(self.root)))) and time.monotonic() < until:
            time.sleep(0.05)
        return [f"{pid}: {words}" for pid, words in found]

    def end_processes(self) -> None:
        """End what still runs of all that was ever started here."""
        for pid, _ in marked(str(self.root)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def environ() -> dict[str, str]:
    """This process's environment as a user's would be: without pytest's own, by which a kernel behaves otherwise."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "WORKBOOK_ROOT"))}


def once(base: Path, name: str, made: Callable[[], Any]) -> Any:
    """What `made` gives, made by the first process of a test session that asks; where it fails, it fails for all."""
    base.mkdir(parents=True, exist_ok=True)
    kept = base / f"{name}.json"
    with FileLock(base / f"{name}.lock"):
        if not kept.exists():
            try:
                content = {"made": made()}
            except Exception:
                content = {"failure": traceback.format_exc()}
            kept.write_text(json.dumps(content), encoding="utf-8")
    content = json.loads(kept.read_text(encoding="utf-8"))
    assert "made" in content, content["failure"]
    return content["made"]


def marked(mark: str) -> Iterator[tuple[int, str]]:
    """Processes (not those that ended and only wait to be noticed) that carry a mark: number and command."""
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with suppress(OSError):
            if wanted not in (entry / "environ").read_bytes().split(b"\0"):
                continue
            state = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
            if state not in ("Z", "X"):
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                yield int(entry.name), words[:200]


def children(pid: int) -> list[int]:
    """Every process below one, nearest first."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        number = waiting.pop(0)
        with suppress(OSError):
            for task in Path(f"/proc/{number}/task").iterdir():
                below = [int(c) for c in (task / "children").read_text().split()]
                found += below
                waiting += below
    return found


def without_addresses(value: Any, rules: Sequence[tuple[Any, str]]) -> Any:
    """A nest of lists, mappings and texts with every text rewritten by (pattern, words) rules."""
    if isinstance(value, str):
        for pattern, words in rules:
            value = pattern.sub(words, value)
        return value
    if isinstance(value, dict):
        return {k: without_addresses(v, rules) for k, v in value.items()}
    return [without_addresses(v, rules) for v in value] if isinstance(value, list) else value
