"""Corrections: what changed between two states of the tables, and which of it corrections.csv does not record."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .schema import Problem

# Not accepted values but evidence on them, remarks, or the record of corrections itself.
EXEMPT_TABLES = {"citations", "searches", "corrections"}
EXEMPT_COLUMNS = {"notes", "checked", "unconfirmed_fields", "aliases"}

Cells = dict[str, str]
State = Mapping[str, Mapping[str, Cells]]


@dataclass(frozen=True, order=True)
class Change:
    """One accepted value that changed; `field` and `new` are empty where the row was taken out."""

    table: str
    row_id: str
    field: str
    old: str
    new: str

    def __str__(self) -> str:
        """As a person would say it."""
        if not self.field:
            return f"{self.table}, {self.row_id}: taken out"
        return f"{self.table}, {self.row_id}, {self.field}: {self.old!r} became {self.new!r}"


def changes(before: State, after: State) -> Iterator[Change]:
    """Every accepted value of `before` that `after` does not hold any more.

    A state maps tables to rows by key. A cell that was empty is filled without being a correction; a new row or column
    corrects nothing.
    """
    for table in sorted(set(before) - EXEMPT_TABLES):
        held = after.get(table, {})
        for row_id, cells in before[table].items():
            if row_id not in held:
                yield Change(table, row_id, "", row_id, "")
                continue
            for column, old in cells.items():
                new = held[row_id].get(column, "")
                if old and old != new and column not in EXEMPT_COLUMNS:
                    yield Change(table, row_id, column, old, new)


def recorded(state: State) -> set[Change]:
    """The changes that the table `corrections` of a state records."""
    columns = ("table", "row_id", "field", "old", "new")
    return {Change(*(row[c] for c in columns)) for row in state.get("corrections", {}).values()}


def _rows(text: str) -> dict[str, Cells]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    key = (reader.fieldnames or [""])[0]
    return {row[key]: {c: v or "" for c, v in row.items() if c} for row in reader}


def load_state(folder: Path) -> dict[str, dict[str, Cells]]:
    """The tables of a data folder as they stand, as text."""
    return {path.stem: _rows(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.csv"))}


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def load_state_at(root: Path, commit: str) -> dict[str, dict[str, Cells]]:
    """The tables of data/ as a commit of the repository at `root` holds them; empty where it holds none."""
    names = _git(root, "ls-tree", "--name-only", commit, "data/").splitlines()
    tables = [name for name in names if name.endswith(".csv")]
    return {Path(name).stem: _rows(_git(root, "show", f"{commit}:{name}")) for name in tables}


def load_history(root: Path) -> list[str]:
    """The commits of the repository at `root` that touched data/, oldest first.

    Raises
    ------
    RuntimeError
        If the clone is shallow, or `root` is no repository: then the history cannot be read.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            raise RuntimeError(f"{root} is a shallow clone; fetch the whole history: git fetch --unshallow")
        return _git(root, "log", "--reverse", "--format=%H", "--", "data").split()
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"the history of {root} cannot be read ({error})") from None


def load_unrecorded(root: Path) -> list[Change]:
    """Changes to accepted values in the data since the newest commit that corrections.csv does not record.

    Raises
    ------
    RuntimeError
        If the history cannot be read.
    """
    commits = load_history(root)
    now = load_state(root / "data")
    return sorted(set(changes(load_state_at(root, commits[-1]), now)) - recorded(now)) if commits else []


def unrecorded_problems(root: Path) -> list[Problem]:
    """A warning for each accepted value changed since the newest commit and not recorded; none without a history."""
    try:
        found = load_unrecorded(root)
    except RuntimeError:
        return []
    told = "{} since the last commit; add the change to corrections.csv with its reason"
    return [Problem(f"{c.table}.csv", 0, c.field, told.format(c), "warning") for c in found]
