"""The reports that several tests look at, rendered once for a test session."""

from __future__ import annotations

from pathlib import Path

from helpers.reports.render import Outcome, plan, render

PERIODS = ["", "2023-01", "2022-Q1", "2017/2024-07", "1990"]


class Reports:
    """Every theme notebook in every edition that the tests look at; rendered at the first question."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._outcomes: dict[tuple[str, str], Outcome] = {}

    def outcome(self, name: str, period: str) -> Outcome:
        """What became of a notebook in an edition ("" is its default period)."""
        if not any(p == period for _, p in self._outcomes):
            jobs = plan([], {"period": period} if period else {}, self.out)
            for result in render(jobs, self.out):
                self._outcomes[result.notebook, period] = result
        return self._outcomes[name, period]

    def page(self, name: str, period: str = "") -> Path:
        """The page of a report."""
        return Path(self.outcome(name, period).folder) / "index.html"
