"""The reports that several tests look at, rendered once for all processes of a test session."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock

from helpers.reports.render import Outcome, plan, render
from helpers.text import slug

PERIODS = ["", "2023-01", "2017/2024-07", "1990"]


class Reports:
    """Every theme notebook in every edition that the tests look at; rendered at the first question by any process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "reports"

    def outcome(self, name: str, period: str) -> Outcome:
        """What became of a notebook in an edition ("" is its default period)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / f"{slug(period)}.json"
        with FileLock(self.folder / "rendering.lock"):
            if not kept.exists():
                outcomes = render(plan([], {"period": period} if period else {}, self.out), self.out)
                kept.write_text(json.dumps({o.notebook: asdict(o) for o in outcomes}), encoding="utf-8")
        return Outcome(**json.loads(kept.read_text(encoding="utf-8"))[name])

    def page(self, name: str, period: str = "") -> Path:
        """The page of a report."""
        return Path(self.outcome(name, period).folder) / "index.html"
