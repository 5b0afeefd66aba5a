"""The standing dialogues of two governments: which there are, what belongs to what, and which have fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from . import events, meetings
from .evidence import Evidence
from .meetings import LEVELS
from .once import once_per_evidence
from .parameters import ParameterError
from .period import DayRange, Period, first_days, last_days
from .text import did_you_mean, nearest

THEME = "dialogues"
PAIR = ("US", "JP")
YEAR = 365
SILENCES = {"length_of_silence": {"half a year": 182, "a year": YEAR, "two years": 730, "three years": 1095}}


@dataclass(frozen=True)
class Choice:
    """What a reader narrows a report on dialogues to; empty means everything."""

    mechanisms: tuple[str, ...] = ()
    level: str | None = None


EVERYTHING = Choice()


def read_choice(
    evidence: Evidence,
    mechanism_ids: Sequence[str] | None = None,
    level: str | None = None,
    topics: Sequence[str] | None = None,
) -> Choice:
    """The choice of mechanisms and level, checked together with the topics that are looked for.

    Raises
    ------
    ParameterError
        If an id is no mechanism of both governments, or a level or topic is not held; every fault is listed with the
        nearest right name.
    """
    whole = evidence.under(period=None, countries=None, as_of=None, min_verification=None, themes=None)
    known = _with_both(whole.mechanisms[_on_theme(whole.mechanisms)])
    said = {t for column in ("topics", "topics_absent") for row in whole.meetings[column] for t in row}
    faults = [f"mechanisms: {_no_mechanism(i, known)}" for i in mechanism_ids or () if i not in known.index]
    if level is not None and level not in LEVELS:
        faults.append(f"level: {level!r} is no level of a meeting. {did_you_mean(level, LEVELS)}")
    faults += [
        f"topics: {t!r} is no topic of a meeting held here. {did_you_mean(t, said)}"
        for t in topics or ()
        if t not in said
    ]
    if faults:
        raise ParameterError("\n".join(faults))
    return Choice(tuple(mechanism_ids or ()), level)


def _no_mechanism(wanted: str, known: pd.DataFrame) -> str:
    guess = nearest(wanted, map(str, known.index))
    hint = f"Did you mean {guess!r} ({known['name'][guess]})?" if guess else f"Allowed: {', '.join(known.index)}."
    return f"{wanted!r} is no id of a dialogue of both governments held here. {hint}"


def _on_theme(frame: pd.DataFrame) -> pd.Series:
    return pd.Series([THEME in t for t in frame["themes"]], index=frame.index, dtype=bool)


def _with_both(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[pd.Series([set(PAIR).issubset(c) for c in frame["countries"]], index=frame.index, dtype=bool)]


def standing(evidence: Evidence, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """The mechanisms of this theme that both governments belong to, as far as a choice keeps them.

    With a level, those meant to meet at it or with a meeting at it on record. Columns as in `mechanisms`.
    """
    found = _with_both(evidence.mechanisms[_on_theme(evidence.mechanisms)])
    if choice.mechanisms:
        found = found[found.index.isin(choice.mechanisms)]
    if choice.level is not None:
        at_level = evidence.meetings.loc[evidence.meetings["level"] == choice.level, "mechanism_id"]
        found = found[(found["level"] == choice.level) | found.index.isin(at_level)]
    return found


@once_per_evidence
def meetings_of(evidence: Evidence, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """Meetings of both governments on this theme or of a dialogue on it, held or only announced, in order of time.

    Meetings outside every mechanism are among them unless the choice names mechanisms. Columns as in `meetings`.
    """
    found = _with_both(evidence.meetings)
    found = found[_on_theme(found) | found["mechanism_id"].isin(standing(evidence).index)]
    if choice.mechanisms:
        found = found[found["mechanism_id"].isin(choice.mechanisms)]
    if choice.level is not None:
        found = found[found["level"] == choice.level]
    return found.loc[first_days(found["date_start"]).sort_values(kind="stable").index]


def held_in(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """Of `meetings_of` those held and dated wholly inside a period."""
    found = meetings_of(evidence.select(period=period), choice)
    return found[found["held"] == "held"]


@once_per_evidence
def reach(evidence: Evidence, period: Period) -> date | None:
    """The day up to which the record speaks of a period: its last, or the newest day of this theme where earlier."""
    theme = evidence.select(themes=[THEME])
    newest = events.newest_day(theme.events, theme.meetings)
    return min(newest, period.last) if newest else None


def short_names(mechanisms: pd.DataFrame) -> pd.Series:
    """What mechanisms are called in a figure: the acronym with the name behind it, or the name alone."""
    whole = mechanisms["name"].astype("object")
    return whole.where(mechanisms["acronym"].isna(), mechanisms["acronym"] + ": " + whole)


def tree(mechanisms: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Mechanisms in the order of their tree: each under the one it belongs to, else by the first day on record.

    Parameters
    ----------
    mechanisms
        Rows of `mechanisms`, indexed by row id: `name`, `acronym`, `countries` (tuples), `founded`, `parent_id`.
    sessions
        Their sessions, as from `meetings.sessions`.

    Returns
    -------
    The rows with `depth` (0 for one that belongs to no other here), `label`, `is_bilateral` (two members only) and
    `sessions` (whole number); those of two members come first.
    """
    dates = sessions.groupby("mechanism_id")["date_start"]
    begun = mechanisms["founded"].fillna(dates.first())
    frame = mechanisms.assign(
        label=short_names(mechanisms),
        is_bilateral=pd.Series([len(c) == 2 for c in mechanisms["countries"]], index=mechanisms.index, dtype=bool),
        sessions=dates.size().reindex(mechanisms.index, fill_value=0).astype(int),
        begun=first_days(begun),
    ).sort_values(["is_bilateral", "begun"], ascending=[False, True], kind="stable")
    depths = _depths(frame["parent_id"])
    return frame.drop(columns="begun").assign(depth=pd.Series(depths, dtype="int64")).loc[list(depths)]


def _depths(parents: pd.Series) -> dict[str, int]:
    """How deep each id stands in its tree, in the order of the tree; one whose parents form a ring counts as a root."""
    found: dict[str, int] = {}

    def visit(row_id: str, depth: int) -> None:
        found[row_id] = depth
        for child in parents.index[parents == row_id]:
            if child not in found:
                visit(str(child), depth + 1)

    for root in parents.index[~parents.isin(parents.index)]:
        visit(str(root), 0)
    for left in parents.index.difference(list(found), sort=False):
        if left not in found:
            visit(str(left), 0)
    return found


def silences(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """How long each mechanism had not met when the record of a period ends, the longest silence first.

    Returns
    -------
    One row a mechanism of `standing` that had met by then and is not ended: its columns, `last_session` (partial
    date), `last_id`, `days` (text, a range where the date is partial), `days_low`, `days_high` (whole days).
    """
    end = reach(evidence, period)
    chosen = standing(evidence, choice)
    met = meetings.sessions(meetings_of(evidence, Choice(level=choice.level)), list(chosen.index))
    met = met[first_days(met["date_start"]) <= pd.Timestamp(end or date.min)] if end else met.iloc[:0]
    last = met.assign(last_id=met.index).groupby("mechanism_id")[["date_start", "last_id"]].last()
    frame = chosen.join(last.rename(columns={"date_start": "last_session"}), how="inner")
    frame = frame[frame["status"].ne("ended")]
    low = (pd.Timestamp(end or 0) - last_days(frame["last_session"])).dt.days.clip(lower=0)
    high = (pd.Timestamp(end or 0) - first_days(frame["last_session"])).dt.days
    spans = [str(DayRange(int(a), int(b))) for a, b in zip(low, high, strict=True)]
    frame = frame.assign(days=pd.Series(spans, frame.index, dtype="object"), days_low=low, days_high=high)
    return frame.sort_values("days_high", ascending=False, kind="stable")


def silent_count(
    evidence: Evidence, period: Period, choice: Choice = EVERYTHING, length_of_silence: int = YEAR
) -> tuple[int, int] | None:
    """How many of `silences` had not met for longer than a number of days: those surely silent, and at most so many.

    None where none has met. The two differ where a last session is dated too coarsely to say.
    """
    found = silences(evidence, period, choice)
    if found.empty:
        return None
    return int((found["days_low"] > length_of_silence).sum()), int((found["days_high"] > length_of_silence).sum())


def ranged(bounds: tuple[int, int] | None) -> str | None:
    """Two bounds of a number for a sentence, once where they are equal; None where there are none.

    >>> ranged((3, 3)), ranged((3, 4))
    ('3', '3 to 4')
    """
    return str(DayRange(*bounds)) if bounds else None
