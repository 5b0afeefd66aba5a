"""What two governments are recorded to have spoken of, meeting by meeting, their leaders first."""

from __future__ import annotations

from datetime import date

import pandas as pd

from .meetings import LEVEL_NAMES, between, naming, topics_of
from .period import last_days
from .readouts import topic_name
from .text import listed

PAIR = ("JP", "US")


def in_words(topics: tuple[str, ...]) -> str:
    """Topics as they stand in a row, parted by commas (some names hold an "and"); empty text for none.

    >>> in_words(("5g and 6g", "open ran", "space"))
    '5G and 6G, Open RAN, space'
    """
    return ", ".join(map(topic_name, topics))


def _picked(column: pd.Series, wanted: tuple[str, ...], inside: bool) -> pd.Series:
    chosen = [tuple(t for t in row if (t in wanted) == inside) for row in column]
    return pd.Series(chosen, index=column.index, dtype="object")


def alone(meetings: pd.DataFrame, domain: str = "all", pair: tuple[str, str] = PAIR) -> pd.DataFrame:
    """Held meetings of two governments and nobody else, in order of time, with their topics of a field and beyond it.

    Parameters
    ----------
    meetings
        Rows of `meetings`, indexed by row id: `held`, `countries`, `topics`, `topics_absent` (tuples), `level`,
        `date_start`, `title`, `outputs`.

    Returns
    -------
    The rows with `inside`, `beyond` and `absent` (tuples: topics of the field recorded, other topics recorded, topics
    of the field searched for in a text read whole and not found), `said`, `besides` and `not_said` (the same in
    words), `level_name`, `line` (date and title) and `came_of_it` (outputs, or empty text).

    Raises
    ------
    ValueError
        If the domain is not known.
    """
    found = between(meetings, pair)
    found = found[found["countries"].map(len).eq(2)]
    topics = topics_of(domain)
    frame = found.assign(
        inside=_picked(found["topics"], topics, True),
        beyond=_picked(found["topics"], topics, False),
        absent=found["topics_absent"],
        level_name=found["level"].map(LEVEL_NAMES),
        line=found["date_start"] + "  " + found["title"],
        came_of_it=found["outputs"].fillna(""),
    )
    words = {"said": "inside", "besides": "beyond", "not_said": "absent"}
    return frame.assign(**{new: frame[old].map(in_words).astype("object") for new, old in words.items()})


def on_field(talks: pd.DataFrame, domain: str = "all") -> pd.DataFrame:
    """Of the meetings of `alone`, those of leaders, and those that record or expressly lack a topic of the field."""
    topics = topics_of(domain)
    marked = [*naming(talks, topics).index, *naming(talks, topics, "topics_absent").index]
    return talks[talks.index.isin(marked) | talks["level"].eq("leaders")]


def leaders(talks: pd.DataFrame) -> pd.DataFrame:
    """Of the meetings of `alone`, those at the level of leaders, with `remark` (notes of the row, or empty text)."""
    found = talks[talks["level"] == "leaders"]
    return found.assign(remark=found["notes"].fillna(""))


def topics_at(meetings: pd.DataFrame, before: str, after: str, until: date) -> tuple[list[str], dict[str, str | None]]:
    """What two meetings are recorded to have named, for a finding: the ids held, and their topics in words.

    `before` and `after` are row ids; the text is None where the row is not held, names nothing or may be later than the
    day `until`.
    """
    past = meetings[last_days(meetings["date_start"]) <= pd.Timestamp(until)]
    said = {i: listed(map(topic_name, row)) for i, row in past["topics"].items() if i in (before, after)}
    return list(said), {"before": said.get(before) or None, "after": said.get(after) or None}


def columns(domain: str = "all") -> dict[str, str]:
    """The topics of a field, each with the name of its column in a figure.

    >>> columns("defence_technology")
    {'defence technology': 'Defence technology', 'missile defence': 'Missile defence'}
    """
    return {topic: topic_name(topic)[0].upper() + topic_name(topic)[1:] for topic in topics_of(domain)}
