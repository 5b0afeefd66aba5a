"""Indicators: the values of a series that stand, and how concentrated shares of a whole are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from .evidence import Evidence
from .period import first_days

PRINTS = {"revised": 0, "": 1, "first print": 2}
ROUNDING = 0.005


def series_observations(evidence: Evidence, series_ids: Sequence[str], vintage: str | None = None) -> pd.DataFrame:
    """The observations that stand for some series, one for each period, by observation id and in order of time.

    Parameters
    ----------
    series_ids
        Series wanted; one that the selection does not hold gives no row.
    vintage
        Which print: none takes the latest (revised, else unmarked, else first print) and leaves out forecasts, plans
        and targets; a text takes the observations marked with exactly it, e.g. "forecast June 2024".

    Raises
    ------
    ValueError
        If a period has several values left, so that none can be said to stand; each is named.
    """
    every = evidence.observations
    marks = every["vintage"].fillna("").astype(str)
    wanted = every["series_id"].isin(list(series_ids)) & (
        marks.isin(list(PRINTS)) if vintage is None else marks == vintage
    )
    found = every[wanted].assign(_rank=marks[wanted].map(PRINTS).fillna(0), _day=first_days(every["period"])[wanted])
    found = found.sort_values(["series_id", "_day", "_rank"], kind="stable")
    best = found.groupby(["series_id", "period"])["_rank"].transform("min")
    found = found[found["_rank"] == best]
    if len(rivals := found.index[found.duplicated(["series_id", "period"], keep=False)]):
        raise ValueError(f"{', '.join(rivals)} are values of one series and period; ask for one vintage.")
    return found.drop(columns=["_rank", "_day"])


def _checked(shares: Iterable[float]) -> list[float]:
    known = [float(s) for s in shares]
    if not known:
        raise ValueError("no shares given; an index of concentration needs at least one.")
    if wrong := [s for s in known if not 0 <= s <= 1]:
        raise ValueError(f"{wrong[0]!r} is no share; write shares from 0 to 1 (35 percent is 0.35).")
    return known


def herfindahl(shares: Iterable[float]) -> float:
    """Herfindahl–Hirschman index of shares of one whole: the sum of their squares, from 1/n (even) to 1 (one holder).

    Definition: A. O. Hirschman, "The Paternity of an Index", American Economic Review 54(5), 1964, p. 761. The US
    Merger Guidelines (Department of Justice and Federal Trade Commission, 2023) state the same times 10,000.

    Parameters
    ----------
    shares
        Shares from 0 to 1 that sum to 1 (half a percentage point of rounding is allowed).

    Raises
    ------
    ValueError
        If there is none, one is missing or outside 0 to 1, or they do not sum to 1.

    >>> herfindahl([0.5, 0.25, 0.25])
    0.375
    """
    known = _checked(shares)
    if abs(sum(known) - 1) > ROUNDING:
        raise ValueError(f"the shares sum to {sum(known):.3f}, not 1; for a part of a whole use herfindahl_bounds.")
    return sum(s * s for s in known)


def herfindahl_bounds(shares: Iterable[float]) -> tuple[float, float]:
    """Lowest and highest index (see `herfindahl`) where only some shares of the whole are known.

    Lowest if the rest is spread over countless small holders, highest if one holder has all of it.

    Raises
    ------
    ValueError
        If there is none, one is missing or outside 0 to 1, or they sum to more than 1.

    >>> herfindahl_bounds([0.5, 0.25])
    (0.3125, 0.375)
    """
    known = _checked(shares)
    rest = 1 - sum(known)
    if rest < -ROUNDING:
        raise ValueError(f"the shares sum to {sum(known):.3f}, more than 1; they are no parts of one whole.")
    low = sum(s * s for s in known)
    return low, low + max(rest, 0.0) ** 2
