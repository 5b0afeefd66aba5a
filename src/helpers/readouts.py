"""What the record of a meeting says it named: topics named, looked for in a text read whole and absent, or unknown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .evidence import Evidence
from .mechanism_tree import EVERYTHING, Choice, held_in
from .period import Period

TECHNOLOGIES = (
    "semiconductors",
    "ai",
    "quantum",
    "biotechnology",
    "emerging technologies",
    "5g and 6g",
    "open ran",
    "subsea cables",
    "data and digital",
    "cyber",
    "space",
    "defence technology",
    "missile defence",
    "batteries",
    "climate technology",
)
SAFEGUARDS = ("export controls", "technology protection", "research security", "standards", "research cooperation")
BREADTHS = {
    "chips, AI and quantum": TECHNOLOGIES[:3],
    "technologies": TECHNOLOGIES,
    "with controls and research": TECHNOLOGIES + SAFEGUARDS,
}
VARIED = {"topics": BREADTHS}
NAMED, ABSENT, UNKNOWN = "named", "read whole, not named", "not recorded"
STATES = (NAMED, ABSENT, UNKNOWN)
SPELLINGS = {"ai": "AI", "5g and 6g": "5G and 6G", "open ran": "Open RAN"}


def topic_name(topic: str) -> str:
    """A topic as a reader spells it.

    >>> topic_name("open ran"), topic_name("cyber")
    ('Open RAN', 'cyber')
    """
    return SPELLINGS.get(topic, topic)


def _has(column: pd.Series, topics: Sequence[str]) -> pd.Series:
    wanted = set(topics)
    return pd.Series([bool(wanted & set(row)) for row in column], index=column.index, dtype=bool)


def states(meetings: pd.DataFrame, topics: Sequence[str]) -> pd.Series:
    """Whether each meeting names one of some topics: one of `STATES`; the index is kept.

    "Read whole, not named" needs a text read from end to end in which at least one of the topics was looked for, and
    none of them named; a blank is no evidence and is "not recorded".

    Parameters
    ----------
    meetings
        Rows of `meetings`: `topics`, `topics_absent` (tuples).
    """
    said, sought = _has(meetings["topics"], topics), _has(meetings["topics_absent"], topics)
    found = pd.Series(UNKNOWN, index=meetings.index, dtype="object")
    return found.mask(sought, ABSENT).mask(said, NAMED)


def state_counts(meetings: pd.DataFrame, topics: Sequence[str]) -> dict[str, int]:
    """How many meetings are in each state, for a sentence: `named`, `absent`, `unknown` and `n`."""
    counts = states(meetings, topics).value_counts()
    found = {"named": NAMED, "absent": ABSENT, "unknown": UNKNOWN}
    return {name: int(counts.get(state, 0)) for name, state in found.items()} | {"n": len(meetings)}


def named_share(
    evidence: Evidence,
    period: Period,
    choice: Choice = EVERYTHING,
    topics: Sequence[str] = TECHNOLOGIES,
    level: str | None = None,
) -> float | None:
    """The share (0..1) of the meetings held in a period whose row names one of the topics: a floor; None without any.

    With a level, of the meetings at it only.
    """
    met = held_in(evidence, period, choice)
    met = met if level is None else met[met["level"] == level]
    return float((states(met, topics) == NAMED).mean()) if len(met) else None


def topic_grid(
    meetings: pd.DataFrame, groups: Sequence[object], topics: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """In how many meetings of each group each topic is named, and in how many read whole it is not.

    Parameters
    ----------
    meetings
        Rows of `meetings`: `topics`, `topics_absent` (tuples).
    groups
        The group of each meeting, in the order of the rows; lines come in the order in which groups first appear.

    Returns
    -------
    Two frames of one shape, a line a group, a column a topic, whole numbers.
    """
    index = pd.Index(list(groups), dtype=object)
    order = list(dict.fromkeys(index))
    tables = []
    for column in ("topics", "topics_absent"):
        cells = {t: [int(t in row) for row in meetings[column]] for t in topics}
        wide = pd.DataFrame(cells, index=index, columns=list(topics), dtype="int64")
        tables.append(wide.groupby(level=0, sort=False).sum().reindex(order).astype("int64"))
    return tables[0], tables[1]


def grid_by_dialogue(
    meetings: pd.DataFrame, dialogues: pd.Series, topics: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames of `topic_grid` by dialogue: those with most meetings first, those of which nothing is known left out.

    `dialogues` says what the dialogue of each meeting is called; its index is that of the meetings.
    """
    named, absent = topic_grid(meetings, list(dialogues), topics)
    known = (named + absent).sum(axis=1) > 0
    sizes = dialogues.value_counts().reindex(named.index).sort_values(ascending=False, kind="stable")
    order = [name for name in sizes.index if known[name]]
    return named.loc[order], absent.loc[order]


def commonest(meetings: pd.DataFrame, topics: Sequence[str], most: int) -> list[str]:
    """Of some topics the `most` that are named or looked for in vain most often, in the order given."""
    named, absent = topic_grid(meetings, ["all"] * len(meetings), topics)
    counts = (named + absent).sum()
    kept = set(counts[counts > 0].sort_values(ascending=False, kind="stable").head(most).index)
    return [t for t in topics if t in kept]


def extremes(meetings: pd.DataFrame, topics: Sequence[str]) -> dict[str, object]:
    """The topic named most often and the one most often looked for in vain, with their numbers of meetings, as phrases.

    `top` (None where no topic is named) and `missed`, each like "cyber (in 3)".
    """
    found: dict[str, object] = {}
    for key, wide in zip(("top", "missed"), topic_grid(meetings, ["all"] * len(meetings), topics), strict=True):
        counts = wide.sum()
        most = int(counts.max()) if len(counts) else 0
        found[key] = f"{topic_name(str(counts.idxmax()))} (in {most})" if most else None
    return found | {"missed": found["missed"] or "none"}


def accounts(meetings: pd.DataFrame, topics: Sequence[str]) -> pd.DataFrame:
    """For a table: what each meeting is recorded to have named and what was looked for in vain.

    Returns
    -------
    The rows with `state` (of the topics), `named`, `absent` (texts, empty where nothing) and `remark` (its notes).
    """
    joined = {
        "named": [", ".join(map(topic_name, row)) for row in meetings["topics"]],
        "absent": [", ".join(map(topic_name, row)) for row in meetings["topics_absent"]],
    }
    return meetings.assign(state=states(meetings, topics), remark=meetings["notes"].fillna(""), **joined)
