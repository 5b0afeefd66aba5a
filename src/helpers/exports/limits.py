"""What must be said of a selection: what its conditions do not reach, and what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..evidence import Evidence
from ..text import counted, listed
from .links import Frames, foreign_keys, is_about_rows, parents
from .selection import Selection, selected

_LACKING = {
    "period": "have no date of their own",
    "theme": "name no theme",
    "countries": "name no country",
    "min-verification": "carry no mark of verification",
}


def _reaches(condition: str, resource: Mapping[str, Any], cited: set[str]) -> bool:
    """Whether a condition can leave out rows of a table by what stands in them."""
    columns, chosen = {f["name"] for f in resource["schema"]["fields"]}, resource["selection"]
    return {
        "period": bool(chosen.get("dates")),
        "theme": "themes" in columns,
        "countries": bool(chosen.get("countries")),
        "min-verification": "verification" in columns,
        "as-of": resource["name"] in cited or not {"source", "recorded"}.isdisjoint(chosen),
    }.get(condition, False)


def _silence(evidence: Evidence, selection: Selection, frames: Frames) -> str:
    """What is said where no row meets one of the conditions, or none is there at all; empty where there are some."""
    if not any(len(frame) for name, frame in frames.items() if name != "citations"):
        return "No row falls in this selection; the tables are empty."
    cited = set(evidence.citations["table"])
    for condition in selection.conditions:
        reached = [name for name in frames if _reaches(condition, evidence.resource(name), cited)]
        if reached and all(frames[name].empty for name in reached):
            return f"No row of {listed(reached, 'or')} falls in this selection; these tables are empty."
    return ""


def _unreached(evidence: Evidence, selection: Selection, frames: Frames) -> list[str]:
    told = []
    for condition, lacking in _LACKING.items():
        own = [r for r in evidence.schema["resources"] if not parents(r) and not is_about_rows(r)]
        names = [r["name"] for r in own if len(frames.get(r["name"], ())) and not _reaches(condition, r, set())]
        if condition in selection.conditions and names:
            told.append(f"--{condition} does not narrow {listed(names)}, whose rows {lacking}.")
    return told


def _recorded_later(evidence: Evidence, selection: Selection, frames: Frames) -> list[str]:
    tables = evidence.tables
    logs = [n for n in frames if "recorded" in evidence.resource(n)["selection"]]
    later = [n for n in logs if frames[n].empty and len(tables[n])]
    told = f"{listed(later)}: nothing was recorded by that day, so --as-of leaves them out."
    return [told] if selection.as_of and later else []


def _undecided(evidence: Evidence, selection: Selection, frames: Frames) -> list[str]:
    if not selection.period:
        return []
    every = selected(evidence, replace(selection, period=None))
    counts = {name: len(every.undecided(selection.period, name)) for name in frames}
    listing = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    told = f"Left out, as dated too coarsely to say whether they lie in the period: {listing}."
    return [told] if listing else []


def _left_behind(evidence: Evidence, chosen: Frames, whole: Frames) -> list[str]:
    """Tables that hang on two rows at once, such as pairs of measures: how many have one of them in the selection."""
    told = []
    for name, frame in chosen.items():
        links = parents(evidence.resource(name))
        lost = frame[~frame.index.isin(whole[name].index)]
        half = sum(any(row[c] in whole[table].index for c, table in links) for _, row in lost.iterrows())
        if half:
            why = f"of which only one of {listed(column for column, _ in links)} is in the selection"
            told.append(f"Left out of {name}: {counted(half, 'row')} {why}.")
    return told


def links_out(resource: Mapping[str, Any], frames: Frames) -> dict[str, int]:
    """Links of a table that lead out of the frames: column -> number of rows."""
    frame, found = frames[resource["name"]], {}
    for column, table, _ in foreign_keys(resource):
        held = frame[column].isin(frames[table].index) if table in frames else frame[column].isna()
        found[column] = int((frame[column].notna() & ~held).sum())
    return {column: count for column, count in found.items() if count}


def _open_ends(evidence: Evidence, frames: Frames) -> list[str]:
    told = [
        f"{name}.{column} ({counted(count, 'row')})"
        for name in frames
        for column, count in links_out(evidence.resource(name), frames).items()
    ]
    return [f"Some ids name rows that are not in this export: {listed(told)}."] if told else []


def limits(evidence: Evidence, selection: Selection, chosen: Frames, whole: Frames, frames: Frames) -> list[str]:
    """What a reader of an export must know, one sentence each.

    `chosen` are the tables as the conditions select them, `whole` those rows that hang together, `frames` what leaves.
    """
    return [
        *filter(None, [_silence(evidence, selection, frames)]),
        *_unreached(evidence, selection, frames),
        *_undecided(evidence, selection, frames),
        *_recorded_later(evidence, selection, frames),
        *_left_behind(evidence, chosen, whole),
        *_open_ends(evidence, frames),
    ]
