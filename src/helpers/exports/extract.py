"""What leaves the workbook: the rows of a selection, with what they hang on, their citations and their sources."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..evidence import Evidence
from ..text import suggestion
from .limits import limits, links_out
from .links import Frames, about, asked_for, connected, is_about_rows, named_sources
from .selection import Selection, selected

Cell = str | int | float | None
Item = dict[str, Any]
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # XML, hence xlsx, has no such
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")


class ExportError(RuntimeError):
    """An export that cannot be made; the message says what it lacks or what failed."""


@dataclass(frozen=True)
class Extract:
    """What leaves the workbook.

    `descriptor` is datapackage.json cut to the tables here; `tables` holds their rows, cells in the order of the
    columns; `sources` are the CSL-JSON items that the rows name; `checked` is the newest day on which a row of the
    evidence base was checked; `notes` say what a reader must know of the selection.
    """

    selection: Selection
    descriptor: dict[str, Any]
    tables: dict[str, list[list[Cell]]]
    sources: list[Item]
    checked: str
    notes: list[str]

    @property
    def rows(self) -> dict[str, int]:
        """Number of rows by table."""
        return {name: len(rows) for name, rows in self.tables.items()}


def tidy(value: Any) -> Any:
    r"""A text, or the texts in lists and objects, as every format can hold them.

    Line ends become LF; lone surrogates, and control characters other than tab and line feed, become U+FFFD.

    >>> tidy("a\r\nb\x00")
    'a\nb�'
    """
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {tidy(key): tidy(item) for key, item in value.items()}
    return [tidy(item) for item in value] if isinstance(value, (list, tuple)) else value


def extracted(evidence: Evidence, selection: Selection, folder: Path) -> Extract:
    """The rows of `evidence` that a selection takes, with what travels along; `folder` holds their bibliography.

    Raises
    ------
    ExportError
        If the licence, or a source that a row names, is missing: no row leaves without.
    """
    resources = evidence.schema["resources"]
    chosen = selected(evidence, selection).tables
    whole = _hanging_together(chosen, selection, resources)
    frames = asked_for(whole, resources, selection.tables or whole)
    frames["citations"] = about(whole["citations"], frames)
    frames = {r["name"]: frames[r["name"]] for r in resources if r["name"] in frames}
    wanted = {s for name, frame in frames.items() for s in named_sources(frame, evidence.resource(name))}
    return Extract(
        selection,
        tidy(_cut(evidence.schema, frames)),
        {name: _rows(frame, evidence.resource(name)["schema"]["fields"]) for name, frame in frames.items()},
        load_items(folder, wanted),
        _newest_check(evidence),
        limits(evidence, selection, {name: chosen[name] for name in frames}, whole, frames),
    )


def _hanging_together(chosen: Frames, selection: Selection, resources: Iterable[Mapping[str, Any]]) -> Frames:
    """Every table of the selection; corrections of rows taken out since leave only where nothing narrows it."""
    frames = connected(chosen, resources)
    for resource in resources:
        if is_about_rows(resource) and set(selection.conditions) - {"table"}:
            frames[resource["name"]] = about(frames[resource["name"]], frames)
    return frames


def _newest_check(evidence: Evidence) -> str:
    days = [d for frame in evidence.tables.values() if "checked" in frame for d in frame["checked"].dropna()]
    return max(days, default="")


def _rows(frame: pd.DataFrame, fields: Iterable[Mapping[str, Any]]) -> list[list[Cell]]:
    plain = frame.reset_index()
    columns = [[_cell(v, f.get("delimiter", ",")) for v in plain[f["name"]]] for f in fields]
    return [list(row) for row in zip(*columns, strict=True)]


def _cell(value: Any, delimiter: str) -> Cell:
    """A cell as text or number; None where it is empty."""
    if isinstance(value, tuple):
        value = delimiter.join(value) or None
    if isinstance(value, str):
        return str(tidy(value))
    if value is None or pd.isna(value) or math.isinf(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _cut(schema: Mapping[str, Any], frames: Frames) -> dict[str, Any]:
    """The descriptor with only the tables that leave, and of their links those that every row keeps."""
    if not schema.get("licenses"):
        raise ExportError("datapackage.json names no licence (licenses), and no table leaves without one; restore it.")
    kept = [dict(r) for r in schema["resources"] if r["name"] in frames]
    for resource in kept:
        table, open_ends = dict(resource["schema"]), links_out(resource, frames)
        keys = [k for k in table.pop("foreignKeys", []) if k["fields"][0] not in open_ends]
        keys = [k for k in keys if (k["reference"]["resource"] or resource["name"]) in frames]
        resource["schema"] = {**table, "foreignKeys": keys} if keys else table
    return {**schema, "resources": kept}


def load_items(folder: Path, wanted: Iterable[str]) -> list[Item]:
    """The CSL-JSON items of some sources and of those that they repeat, in the order of the bibliography.

    Raises
    ------
    ExportError
        If one is not there, or its id is none that every bibliography program takes.
    """
    every = {item["id"]: item for item in json.loads((folder / "sources.json").read_text(encoding="utf-8"))}
    taken, waiting = set(), list(wanted)
    while waiting:
        if (name := waiting.pop()) in taken:
            continue
        if name not in every or not _ID.fullmatch(name):
            what = "is no id that a bibliography can carry" if name in every else "is not in sources.json"
            raise ExportError(f"the source {name!r} {what}, and no row leaves without it. {suggestion(name, every)}")
        taken.add(name)
        waiting += every[name]["custom"].get("derives_from", [])
    return [tidy(item) for name, item in every.items() if name in taken]
