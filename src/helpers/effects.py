"""What took effect in a period: measures in force, suspended or ended, and plants that began production."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .agenda import happenings, in_period, too_coarse, unmarked
from .evidence import Evidence
from .period import Period, days_between

IN_FORCE = "took effect"
EFFECTS = (IN_FORCE, "suspended", "suspension set to end", "ended", "production start")


def effects(history: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Of all `happenings` those steps of a period by which something took effect or ceased to, in order of time.

    Steps of one row on one day are one entry, as in `agenda.in_period`. A signing is no effect, nor is an understanding
    that was only reported.
    """
    return in_period(history[unmarked(history).isin(EFFECTS).to_numpy()], period)


def effect_count(
    evidence: Evidence,
    period: Period,
    themes: Sequence[str],
    unconfirmed_dates: bool = True,
    coarse_dates: bool = False,
) -> int:
    """How many measures took effect in a period.

    Parameters
    ----------
    evidence
        The rows to look through, of all periods.
    unconfirmed_dates, coarse_dates
        Whether dates count that nobody has read in the cited page, and dates too coarse to say that they lie in it.
    """
    history = happenings(evidence, themes)
    started = history[(unmarked(history) == IN_FORCE).to_numpy()]
    if not unconfirmed_dates:
        started = started[(started["what"] == IN_FORCE).to_numpy()]
    return len(in_period(started, period)) + (len(too_coarse(started, period)) if coarse_dates else 0)


def notice(measures: pd.DataFrame) -> pd.DataFrame:
    """The notice that measures gave: days from the day each was made known to the day it took effect.

    Parameters
    ----------
    measures
        Rows of the table `measures`.

    Returns
    -------
    DataFrame
        Indexed by `row_id`, without those that lack a date: `made_known` (announced, else published), `date_effective`,
        `low` and `high` (days, apart where a date is partial; below nought where effect came first).
    """
    known = measures["date_announced"].where(measures["date_announced"].notna(), measures["date_published"])
    dated = measures.assign(made_known=known)[(known.notna() & measures["date_effective"].notna()).to_numpy()]
    spans = [days_between(a, b) for a, b in zip(dated["made_known"], dated["date_effective"], strict=True)]
    days = {"low": [s.low for s in spans], "high": [s.high for s in spans]}
    return dated[["made_known", "date_effective"]].assign(**days).astype({"low": "int64", "high": "int64"})


def notice_in_words(days: pd.DataFrame) -> dict[str, object]:
    """What a sentence says of `notice`: `n` measures, in force on the `same` day or before, and the `longest` notice.

    `longest` is None where no measure has both dates, or none gave notice.
    """
    later = days[days["low"] > 0]
    most = later.sort_values("high").tail(1)
    longest = [f"{a} to {b} days" if a != b else f"{a} days" for a, b in zip(most["low"], most["high"], strict=True)]
    same = int((days["high"] <= 0).sum())
    return {"n": len(days), "same": same or "none", "longest": longest[0] if longest else None}
