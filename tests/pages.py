"""The reports that several tests look at, rendered once for all processes of a test session."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock

from helpers.reports.jobs import Outcome
from helpers.reports.planning import plan
from helpers.reports.render import render
from helpers.text import slug

PERIODS = ["", "2023-01", "1990"]
ROOT = Path(__file__).resolve().parents[1]


class Reports:
    """Every theme notebook in every period that the tests look at; rendered at the first question by any process.

    Those of the default period are rendered by the command of the README.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "reports"

    def outcome(self, name: str, period: str) -> Outcome:
        """What became of a notebook in a period ("" is its default one)."""
        found = self.command()["reports"] if not period else self._kept(slug(period), lambda: self._rendered(period))
        return next(Outcome(**o) for o in found if o["notebook"] == name)

    def page(self, name: str, period: str = "") -> Path:
        """The page of a report."""
        return Path(self.outcome(name, period).folder) / "index.html"

    def command(self) -> dict[str, Any]:
        """What `python3 run.py reports` did: `status`, `errors` (its standard error) and `reports` (outcomes)."""
        return dict(self._kept("command", self._run))

    def _kept(self, name: str, made: Callable[[], Any]) -> Any:
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / f"{name}.json"
        with FileLock(self.folder / "rendering.lock"):
            if not kept.exists():
                kept.write_text(json.dumps(made()), encoding="utf-8")
        return json.loads(kept.read_text(encoding="utf-8"))

    def _rendered(self, period: str) -> list[dict[str, Any]]:
        return [asdict(o) for o in render(plan([], {"period": period}, self.out), self.out)]

    def _run(self) -> dict[str, Any]:
        command = [sys.executable, "run.py", "reports", "--json", "--out", str(self.out)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=900)
        told = json.loads(run.stdout.splitlines()[-1]) if run.stdout.strip() else {"reports": []}
        return {"status": run.returncode, "errors": run.stderr, "reports": told["reports"]}
