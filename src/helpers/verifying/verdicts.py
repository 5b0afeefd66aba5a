"""What became of each finding of a bundle: reproduced, changed, or not checkable and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .manifests import Recorded
from .rows import Cells

REPRODUCED, CHANGED, NOT_CHECKABLE = "reproduced", "changed", "not checkable"
AGAIN, BUNDLED = "run again", "the bundle's rows"
MISSING = "nothing"
LONGEST = 60  # letters of a value that is told among others


@dataclass(frozen=True)
class CellChange:
    """A cell of the evidence base that a finding rests on, in the bundle and now; None where the row is not there.

    `column` is empty where a whole row came or went.
    """

    table: str
    row: str
    column: str
    old: str | None
    new: str | None

    @property
    def says(self) -> str:
        """The change in words."""
        if not self.column:
            return f"{self.table}: {self.row} " + ("is there now" if self.old is None else "is not there any more")
        return f"{self.table}: {self.row}, {self.column}: {self.old or MISSING} → {self.new or MISSING}"


@dataclass(frozen=True)
class Verdict:
    """What became of a finding.

    Parameters
    ----------
    outcome
        "reproduced", "changed" or "not checkable".
    by
        By what it was checked: a run of the notebook ("run again"), or its definition and "the bundle's rows"; "" where
        by nothing.
    why
        Why it is not checkable, or in what it changed; "" where it is reproduced.
    old, new
        What the bundle says and what comes out now, where it changed.
    cells
        The cells that changed since, of its own rows first.
    files
        The changed files of the bundle that it was computed from.
    """

    number: int
    text: str
    outcome: str
    by: str = ""
    why: str = ""
    old: str = ""
    new: str = ""
    cells: tuple[CellChange, ...] = field(default_factory=tuple)
    files: tuple[str, ...] = ()


def difference(old: Recorded, new: Recorded) -> tuple[str, str, str] | None:
    """In what two records of a finding differ, and both sides; None where they say the same.

    The main number comes first, then the values, what stands in the sentence, and what it rests on.
    """
    if old.chosen != new.chosen:
        return "its number", old.chosen or MISSING, new.chosen or MISSING
    if moved := [name for name in {**old.values, **new.values} if old.values.get(name) != new.values.get(name)]:
        return "its values", _values(moved, old.values), _values(moved, new.values)
    if old.status != new.status:
        return "whether it holds", old.status, new.status
    if old.text != new.text:
        return "its sentence", old.text, new.text
    if _choices(old) != _choices(new):
        moved = [c for c in {**_choices(old), **_choices(new)} if _choices(old).get(c) != _choices(new).get(c)]
        return "its number under other choices", _values(moved, _choices(old)), _values(moved, _choices(new))
    for name, one, other in (("rows", old.rows, new.rows), ("sources", old.sources, new.sources)):
        if set(one) != set(other):
            return f"the {name} it rests on", _ids(one, other), _ids(other, one)
    return None


def _values(names: Sequence[str], values: Mapping[str, Any]) -> str:
    told = [(name, MISSING if values.get(name) is None else str(values[name])) for name in names]
    return ", ".join(f"{name} {text if len(text) <= LONGEST else f'{text[:LONGEST]}…'}" for name, text in told)


def _choices(finding: Recorded) -> dict[str, str]:
    """Its number by choice and option, as far as the record is of its form."""
    others = (finding.robustness or {}).get("others")
    told = [o for o in others if isinstance(o, dict)] if isinstance(others, list) else []
    return {f"{o.get('choice')} {o.get('option')}": str(o.get("value")) for o in told}


def _ids(one: Sequence[str], other: Sequence[str]) -> str:
    """How many ids, and which of them the other lacks."""
    alone = [i for i in one if i not in set(other)]
    shown = ", ".join(alone[:3]) + (", …" if len(alone) > 3 else "")
    return f"{len(one)}" + (f" ({shown})" if alone else "")


def cell_changes(table: str, old: Mapping[str, Cells], new: Mapping[str, Cells]) -> list[CellChange]:
    """Every cell that differs between two states of some rows of a table, and every row that came or went."""
    found = []
    for row in {**old, **new}:
        if row not in old or row not in new:
            ends = (None, "") if row not in old else ("", None)
            found.append(CellChange(table, row, "", *ends))
            continue
        columns = {**old[row], **new[row]}
        changed = [c for c in columns if old[row].get(c, "") != new[row].get(c, "")]
        found += [CellChange(table, row, c, old[row].get(c, ""), new[row].get(c, "")) for c in changed]
    return found
