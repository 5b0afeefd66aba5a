"""The commitments of a period told: field and weight in words, what came of them, and the shares reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from . import events, signings
from .evidence import Evidence
from .once import once_per_evidence
from .period import Period
from .text import did_you_mean

THEME = "space_cyber"
FIELDS = {"space": "Space", "cyber": "Cyber", "defence_technology": "Defence technology"}
ALONE = {"both": "", "JP": ", Japan alone", "US": ", United States alone"}
LIGHT = ("statement", "memorandum")
COUNTED = ("joint", "all", "named")
ANSWERS = ("any", "acts")
# The other choices that the shares below are tried under: what the parameter may be, as a reader would call it.
TRIED_COUNTED = {
    "commitments_counted": {"those of one country too": "all", "only texts that name a body of each": "named"}
}
TRIED = TRIED_COUNTED | {
    "window_days": {"365": 365, "730": 730, "1095": 1095},
    "kind_of_follow_up": {"acts alone": "acts"},
}


@once_per_evidence
def record_end(evidence: Evidence, as_of: str | None = None) -> date | None:
    """The day up to which the record of this theme reaches (`events.newest_day`); None where it holds no day."""
    theme = evidence.select(themes=[THEME])
    return events.newest_day(theme.events, theme.meetings, as_of=as_of)


@once_per_evidence
def follow_ups(
    evidence: Evidence,
    period: Period,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    answers: str = "any",
) -> pd.DataFrame:
    """Links from the commitments of a period to whatever carries them out (`events.links`), sought in the whole record.

    With answers="acts" only follow-ups that commit nobody are kept: a launch or a body set up, not a further text.

    Raises
    ------
    ValueError
        If the domain, the instrument or `answers` is not known.
    """
    _check(answers, ANSWERS, "answers")
    committed = events.commitments(evidence.select(period=period).events, domain, weight=instrument)
    found = events.links(committed, evidence.events, record_end(evidence, as_of))
    return found if answers == "any" else found[~found["is_commitment"]].reset_index(drop=True)


@once_per_evidence
def told(
    evidence: Evidence,
    period: Period,
    window_days: int = 730,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    answers: str = "any",
) -> pd.DataFrame:
    """The commitments of a period with what came of them, in order of time.

    Parameters
    ----------
    evidence
        Evidence of all times: follow-ups are sought after the period too.
    window_days
        Days a commitment is given.
    instrument
        Legal weight of the commitments kept (`events.WEIGHTS`), or "all".
    answers
        Which follow-ups count: "any", or "acts" alone.

    Returns
    -------
    Columns of `events.outcomes`, and `field`, `weight` (both in words, marked where one government is alone), `alone`
    (whether one is), `link` (title of the first follow-up, or empty text).

    Raises
    ------
    ValueError
        If the domain, the instrument, `answers` or the window cannot be used.
    """
    found = follow_ups(evidence, period, domain, instrument, as_of, answers)
    committed = events.commitments(evidence.select(period=period).events, domain, weight=instrument)
    frame = events.outcomes(committed, found, record_end(evidence, as_of), window_days)
    alone = frame["made_by"].map(ALONE)
    return frame.assign(
        field=frame["domain"].map(FIELDS) + alone,
        weight=frame["coded_weight"].str.replace("_", " ") + alone,
        alone=frame["made_by"].ne("both"),
        link=frame["follow"].fillna(""),
    )


def _check(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise ValueError(f"{name}={value!r} is not known. {did_you_mean(value, allowed)}")


def with_bodies(frame: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The bodies behind some texts (`signings.bodies`), whoever and whenever the selection of the evidence is about.

    Which office a person held on a day is no later knowledge, so actors and offices are read whole.
    """
    whole = evidence.under(as_of=None, countries=None)
    return signings.bodies(frame, whole.actors, whole.offices)


def _counted(frame: pd.DataFrame, commitments_counted: str, evidence: Evidence) -> pd.DataFrame:
    """All commitments, those that name both countries ("joint"), or of these those that name a body of each."""
    _check(commitments_counted, COUNTED, "commitments_counted")
    joint = frame if commitments_counted == "all" else frame[~frame["alone"]]
    return signings.two_sided(joint, with_bodies(joint, evidence)) if commitments_counted == "named" else joint


def light_share(
    evidence: Evidence,
    period: Period,
    domain: str = "all",
    instrument: str = "all",
    commitments_counted: str = "joint",
) -> float | None:
    """Share (0..1) of statements and memoranda among the commitments of a period; None where there is none.

    `commitments_counted` is "joint" (the row names both countries), "all" (one of them alone as well) or "named" (a
    body of each is known).
    """
    found = _counted(told(evidence, period, domain=domain, instrument=instrument), commitments_counted, evidence)
    return float(found["coded_weight"].isin(LIGHT).mean()) if len(found) else None


def kept(frame: pd.DataFrame) -> tuple[int, int]:
    """How many commitments of a frame of `told` were followed up within the window: at least, and at most.

    The two differ by the follow-ups that are dated too coarsely to say.
    """
    low = int(frame["outcome"].eq(events.FOLLOWED).sum())
    return low, low + int(frame["outcome"].eq(events.UNDECIDED).sum())


def ended(frame: pd.DataFrame) -> pd.DataFrame:
    """Commitments of a frame of `told` whose window had run out when the record ended."""
    return frame[frame["is_elapsed"]]


def tally(frame: pd.DataFrame) -> dict[str, Any]:
    """What a finding says of the commitments whose window has run out: `ended`, `kept`, `share`, `most`, `row_ids`.

    `kept` is "12", or "12 to 13" where a follow-up is dated too coarsely; `share` the same in percent; `most` is the
    upper bound, a number. `ended` and `share` are None where no window has run out.
    """
    done = ended(frame)
    low, high = kept(done)
    answered = done.loc[done["outcome"].isin([events.FOLLOWED, events.UNDECIDED]), "follow_id"]
    number = str(low) if low == high else f"{low} to {high}"
    share = _percents(low / len(done), high / len(done)) if len(done) else None
    found = {"ended": len(done) or None, "kept": number, "share": share, "most": high}
    return found | {"row_ids": [*done.index, *answered]}


def _percents(low: float, high: float) -> str:
    return f"{low:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}"


def followed_share(
    evidence: Evidence,
    period: Period,
    window_days: int = 730,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    commitments_counted: str = "joint",
    kind_of_follow_up: str = "any",
) -> tuple[float, float] | None:
    """Share (0..1) followed up within the window among commitments whose window has run out: at least, and at most.

    None where no window has run out. A floor in another sense too: a follow-up that nobody recorded counts as none.
    """
    frame = told(evidence, period, window_days, domain, instrument, as_of, kind_of_follow_up)
    done = ended(_counted(frame, commitments_counted, evidence))
    low, high = kept(done)
    return (low / len(done), high / len(done)) if len(done) else None


def cyber_gap(
    evidence: Evidence,
    period: Period,
    window_days: int = 730,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    commitments_counted: str = "joint",
    kind_of_follow_up: str = "any",
) -> tuple[float, float] | None:
    """Percentage points by which the share followed up (`followed_share`) is lower in cyber than in the other fields.

    At least and at most, where follow-ups are dated too coarsely; None where one side has no window that has run out.
    """
    frame = told(evidence, period, window_days, domain, instrument, as_of, kind_of_follow_up)
    done = ended(_counted(frame, commitments_counted, evidence))
    cyber, other = done[done["domain"] == "cyber"], done[done["domain"] != "cyber"]
    if cyber.empty or other.empty:
        return None
    (least, most), (low, high) = kept(cyber), kept(other)
    return 100 * (low / len(other) - most / len(cyber)), 100 * (high / len(other) - least / len(cyber))


def sides(frame: pd.DataFrame) -> dict[str, Any]:
    """What a finding says of cyber beside the other fields, over the commitments of `told` whose window has run out.

    `cyber` and `others` (whole numbers), `cyber_kept` and `others_kept` (text, see `tally`), `row_ids`.
    """
    done = ended(frame)
    cyber, other = tally(done[done["domain"] == "cyber"]), tally(done[done["domain"] != "cyber"])
    counts = {"cyber": cyber["ended"] or 0, "others": other["ended"] or 0}
    kept_in = {"cyber_kept": cyber["kept"], "others_kept": other["kept"]}
    return counts | kept_in | {"row_ids": [*cyber["row_ids"], *other["row_ids"]]}


def points(gap: tuple[float, float] | None) -> str | None:
    """Percentage points of a gap as text, a range where it is one; None for none.

    >>> points((29.0, 29.2)), points((25.0, 33.4))
    ('29', '25 to 33')
    """
    if gap is None:
        return None
    low, high = (f"{g:.0f}" for g in gap)
    return low if low == high else f"{low} to {high}"
