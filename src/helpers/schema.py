"""The one schema, data/datapackage.json, and how a breach of it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class Problem:
    """One breach of the data's rules: where it is and what to do about it."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        """As printed: file:line, column: message."""
        place = self.file + (f":{self.line}" if self.line else "")
        return f"{place}{', ' + self.column if self.column else ''}: {self.message}"


class DataError(ValueError):
    """The evidence base breaks its own rules; the message lists every breach."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "\n  ".join(str(p) for p in problems[:200])
        more = f"\n  … and {len(problems) - 200} more" if len(problems) > 200 else ""
        super().__init__(f"data/ breaks its rules in {len(problems)} places:\n  {lines}{more}")

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def load_schema(folder: Path) -> dict[str, Any]:
    """The data package descriptor of `folder`.

    Raises
    ------
    DataError
        If datapackage.json is missing or is no descriptor with resources.
    """
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(descriptor, dict) or not descriptor["resources"]:
            raise KeyError("resources")
    except (OSError, KeyError, UnicodeDecodeError, json.JSONDecodeError) as error:
        what = f"cannot be read as a data package ({error}); restore it from the repository"
        raise DataError([Problem("datapackage.json", 0, "", what)]) from None
    return dict(descriptor)
