"""Whether references.json holds the sources as they stand now, formatted by the pandoc that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..citeproc import Item
from ..pandoc import PandocError, pandoc_version
from ..references import COMMAND, HELD, References, out_of_date
from ..schema import Problem
from ..sources import SourceError, load_sources
from ..text import counted


def reference_problems(folder: Path) -> list[Problem]:
    """One warning where references.json is not what the bibliography in `folder` would give now; else none.

    Faults of the bibliography itself are told by `check_data`.
    """
    try:
        sources = load_sources(folder / "sources.json")
    except SourceError:
        return []
    why = _reason(References(folder / HELD), sources.items_of(sources.unnoted()))
    return [Problem(HELD, 0, "", why, "warning")] if why else []


def source_ids(folder: Path) -> set[str] | None:
    """The ids of the bibliography in `folder`; None where it cannot be read."""
    try:
        return set(load_sources(folder / "sources.json").unnoted())
    except SourceError:
        return None


def _reason(held: References, items: Sequence[Item]) -> str:
    renew = f"run: {COMMAND}"
    if not held.header:
        return f"holds no references, or cannot be read; {renew}"
    if not held.is_of_this_make:
        return f"was made with another style or wording; {renew}"
    if changed := out_of_date(held, items):
        return f"is out of date for {counted(len(changed), 'source')}, {changed[0]!r} first; {renew}"
    try:
        version = pandoc_version()
    except PandocError as error:
        return f"cannot be compared with the pandoc that made it: {error}"
    made_by = held.header.get("pandoc")
    return f"was made by pandoc {made_by}, and {version} is installed; {renew}" if made_by != version else ""
