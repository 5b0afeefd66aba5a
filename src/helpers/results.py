"""What meetings left behind: a text about themselves, something further, and later events that carry it out."""

from __future__ import annotations

import re

import pandas as pd

from .evidence import Evidence
from .mechanism_tree import EVERYTHING, Choice, held_in
from .meetings import LEVEL_NAMES
from .period import Period
from .readouts import topic_name

FURTHER, TEXT, NOTHING = "something further", "a text of the meeting only", "nothing stated"
LEFT = (FURTHER, TEXT, NOTHING)
STATED, BINDING, CARRIED_OUT = "any further output", "instruments and bodies only", "linked events only"
VARIED = {"kind_of_result": (STATED, BINDING, CARRIED_OUT)}
# An output of which only this is said is an account of the meeting itself.
_TEXT = re.compile(
    r"\b(statements?|readouts?|releases?|communiqué|summary|media note|fact sheet|declaration|preamble|paper|spirit of|"
    r"texts of)\b",
    re.IGNORECASE,
)
# Words of a body founded or an instrument concluded, unless the output is only hoped for.
_BINDING = re.compile(
    r"\b(memorand(um|a)|agreements?|arrangements?|terms of reference|task force|working groups?|standing group|hub|"
    r"network|secretariat|bodies|platform|initiative|forum|partnerships?|principles|letters of intent|"
    r"headquarters|executive order)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(to be|to begin|aimed at|called for|to follow|announced|substantially|progress)\b", re.IGNORECASE
)


def parts(outputs: object) -> list[str]:
    """The single outputs of a meeting, as the cell lists them.

    >>> parts("Joint statement; plan of action"), parts(None)
    (['Joint statement', 'plan of action'], [])
    """
    return [p.strip() for p in outputs.split(";") if p.strip()] if isinstance(outputs, str) else []


def beyond_text(outputs: object) -> list[str]:
    """Of the outputs of a meeting those that are no account of the meeting itself.

    >>> beyond_text("Joint readout; memorandum on cables")
    ['memorandum on cables']
    """
    return [p for p in parts(outputs) if not _TEXT.search(p)]


def is_binding(output: str) -> bool:
    """Whether the words of an output name a body founded or an instrument concluded, not one hoped for.

    >>> is_binding("memorandum on cables"), is_binding("Agreement as soon as possible aimed at")
    (True, False)
    """
    return bool(_BINDING.search(output)) and not _HOPED.search(output)


def left_behind(meetings: pd.DataFrame) -> pd.Series:
    """What each meeting left on record, one of `LEFT`; the index is kept.

    Parameters
    ----------
    meetings
        Rows of `meetings`: `outputs` (text, single outputs separated by semicolons).
    """
    told = [FURTHER if beyond_text(o) else TEXT if parts(o) else NOTHING for o in meetings["outputs"]]
    return pd.Series(told, index=meetings.index, dtype="object")


def left_numbers(meetings: pd.DataFrame) -> dict[str, int]:
    """How many meetings left what, for a sentence: `further`, `account` and `nothing`."""
    counts = left_behind(meetings).value_counts()
    found = {"further": FURTHER, "account": TEXT, "nothing": NOTHING}
    return {name: int(counts.get(kind, 0)) for name, kind in found.items()}


def left_counts(meetings: pd.DataFrame, groups: pd.Series, most: int) -> pd.DataFrame:
    """How many meetings of each group left what: a line a group, a column of `LEFT`, most meetings first.

    Groups beyond `most` are put together in a last line.
    """
    sizes = groups.value_counts().rename_axis(None)
    order = sizes.sort_index(kind="stable").sort_values(ascending=False, kind="stable").index
    kept, rest = list(order[:most]), f"{len(order) - most} others together"
    lines = groups.where(groups.isin(kept), rest)
    counts = pd.crosstab(lines.to_numpy(dtype=object), left_behind(meetings).to_numpy(dtype=object))
    wanted = [*kept, rest] if len(order) > most else kept
    return (
        counts.reindex(index=wanted, columns=list(LEFT), fill_value=0).astype(int).rename_axis(index=None, columns=None)
    )


def follow_ups(evidence: Evidence, meetings: pd.DataFrame) -> pd.DataFrame:
    """Events that are coded as carrying out what a meeting, or the mechanism it belongs to, decided.

    Returns
    -------
    One row a link from a meeting or mechanism to an event, in order of the event's id: `event_id`, `origin_id` (the
    meeting or mechanism that is named), `mechanism_id` (of that origin; missing outside any), `title`, `date_start`.
    """
    spread = evidence.events["coded_follows"].explode().dropna()
    links = pd.DataFrame({"event_id": spread.index, "origin_id": spread.to_numpy()}, dtype="object")
    mechanisms = meetings["mechanism_id"].dropna().unique()
    home = meetings["mechanism_id"].to_dict() | {m: m for m in mechanisms}
    links = links[links["origin_id"].isin(list(home))].assign(mechanism_id=lambda f: f["origin_id"].map(home))
    told = evidence.events[["title", "date_start"]].loc[links["event_id"]]
    return links.assign(title=told["title"].to_numpy(), date_start=told["date_start"].to_numpy()).reset_index(drop=True)


def productive_share(
    evidence: Evidence, period: Period, choice: Choice = EVERYTHING, kind_of_result: str = STATED
) -> float | None:
    """The share (0..1) of the meetings held in a period that left something beyond a text about themselves.

    Parameters
    ----------
    kind_of_result
        What counts: any further output stated, only instruments concluded and bodies founded by the words of the
        output, or only meetings that a later event is coded as carrying out.

    Raises
    ------
    ValueError
        If `kind_of_result` is none of these.
    """
    met = held_in(evidence, period, choice)
    if met.empty:
        return None
    if kind_of_result == CARRIED_OUT:
        return float(met.index.isin(follow_ups(evidence, met)["origin_id"]).mean())
    if kind_of_result not in (STATED, BINDING):
        raise ValueError(
            f"kind_of_result={kind_of_result!r} is not known; use one of {STATED!r}, {BINDING!r}, {CARRIED_OUT!r}."
        )
    kept = [any(kind_of_result == STATED or is_binding(p) for p in beyond_text(o)) for o in met["outputs"]]
    return sum(kept) / len(kept)


def calendar(meetings: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """For a table: meetings with their days, level, topics and outputs, and the events that carry them out.

    Parameters
    ----------
    meetings
        Rows of `meetings`, indexed by row id.
    links
        From `follow_ups`; a link from a dialogue rather than from one meeting is told under no meeting.

    Returns
    -------
    The rows with `day` (text, first to last), `rank` (level in words), `spoken` (topics), `output` and `carried_out`
    (texts, empty where nothing).
    """
    told = (links["title"] + " (" + links["date_start"] + ")").groupby(links["origin_id"]).agg("; ".join)
    ends = meetings["date_end"].where(meetings["date_end"].ne(meetings["date_start"]))
    return meetings.assign(
        day=meetings["date_start"] + (" to " + ends).fillna(""),
        rank=meetings["level"].map(LEVEL_NAMES),
        spoken=[", ".join(map(topic_name, row)) for row in meetings["topics"]],
        output=meetings["outputs"].fillna(""),
        carried_out=told.reindex(meetings.index).fillna("").astype("object"),
    )
