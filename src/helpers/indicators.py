"""Indicators: values of the series by period, shares, and how concentrated they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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


def series_values(evidence: Evidence, series_ids: Sequence[str], vintage: str | None = None) -> pd.DataFrame:
    """Values of some series: index the period as text, in order of time; a column a series, in the order asked.

    The unit is that of the series. A period without a value is missing, and so is a whole column where the selection
    holds none. Which print stands, and the error, are as in `series_observations`.
    """
    found = series_observations(evidence, series_ids, vintage)
    wide = found.pivot(index="period", columns="series_id", values="value")
    wide = wide.reindex(columns=list(series_ids)).rename_axis(columns=None)
    return wide.loc[first_days(pd.Series(wide.index, index=wide.index)).sort_values(kind="stable").index]


def change_over(values: pd.Series) -> dict[str, float | str | None]:
    """First and last known value of a column of `series_values`, to be named in a finding; all None below two values.

    Keys: `first`, `last` (in the unit of the series), `since`, `until` (their periods), `growth` (0.1 is ten percent).

    >>> change_over(pd.Series([4.0, None, 5.0], index=["2022", "2023", "2024"]))["growth"]
    0.25
    """
    known = values.dropna()
    if len(known) < 2:
        return dict.fromkeys(("first", "last", "since", "until", "growth"))
    first, last = float(known.iloc[0]), float(known.iloc[-1])
    growth = last / first - 1 if first else None
    return {"first": first, "last": last, "since": known.index[0], "until": known.index[-1], "growth": growth}


def changes(wide: pd.DataFrame) -> pd.DataFrame:
    """`change_over` of every column: index the columns, columns its keys and `worded` ("from 32 to 25", or None)."""
    found = pd.DataFrame.from_dict({c: change_over(wide[c]) for c in wide.columns}, orient="index", dtype="object")
    said = [f"from {a:g} to {b:g}" if pd.notna(a) else None for a, b in zip(found["first"], found["last"], strict=True)]
    return found.assign(worded=pd.Series(said, index=found.index, dtype="object"))


def forecast_errors(evidence: Evidence, series_ids: Sequence[str], vintage: str) -> pd.DataFrame:
    """Latest prints beside what was forecast of them: index observation id, the highest value first.

    Columns: `title` (of the series), `period`, `value`, `forecast` (that print; missing where none), `error` (value
    less forecast), all in the unit of the series, and `row_ids`.
    """
    printed = series_observations(evidence, series_ids)
    before = series_observations(evidence, series_ids, vintage).rename_axis("id").reset_index()
    before = before.set_index(["series_id", "period"])[["value", "id"]].set_axis(["forecast", "id"], axis=1)
    both = printed.join(before, on=["series_id", "period"]).sort_values("value", ascending=False)
    pairs = zip(both.index, both["id"], strict=True)
    ids = pd.Series([(i, j) if isinstance(j, str) else (i,) for i, j in pairs], index=both.index, dtype="object")
    both = both.assign(title=both["series_id"].map(evidence.series["title"]), row_ids=ids)
    both["error"] = both["value"] - both["forecast"]
    return both[["title", "period", "value", "forecast", "error", "row_ids"]]


def row_shares(wide: pd.DataFrame) -> pd.DataFrame:
    """Each value as a share (0..1) of its row's sum; rows with a missing value or without a sum are left out.

    >>> row_shares(pd.DataFrame({"JP": [3.0, 1.0], "NL": [1.0, None]}, index=["2019", "2020"])).to_dict("index")
    {'2019': {'JP': 0.75, 'NL': 0.25}}
    """
    whole = wide.dropna()
    whole = whole[whole.sum(axis=1) > 0]
    return whole.div(whole.sum(axis=1), axis=0)


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


def concentration_bounds(percents: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest index of concentration by period, from percentages of a whole of which only some are held.

    `percents` is a frame of `series_values` in percent, a column a holder; periods without any value are left out.
    Index period, columns `low` and `high` (0..1, see `herfindahl_bounds`) and `worded`.
    """
    held = percents.dropna(how="all") / 100
    bounds = [herfindahl_bounds(row[~pd.isna(row)]) for row in held.to_numpy(dtype=float)]
    frame = pd.DataFrame(bounds, index=held.index, columns=["low", "high"], dtype="float64")
    said = [f"{low:.2f} to {high:.2f}" for low, high in bounds]
    return frame.assign(worded=pd.Series(said, index=held.index, dtype="object"))


def bounds_overlap(percents: pd.DataFrame) -> bool:
    """Whether the first and last `concentration_bounds` share a value, so that no change of the index is certain."""
    bounds = concentration_bounds(percents)
    first, last = bounds.head(1), bounds.tail(1)
    return bool(max(first["low"].sum(), last["low"].sum()) <= min(first["high"].sum(), last["high"].sum()))


def evenness(exports: pd.DataFrame) -> dict[str, Any]:
    """How evenly a whole is spread in the last period with every value, for a finding; all None without two holders.

    Keys: `year` (that period), `index` (`herfindahl` of the columns' shares) and `even` (the index of equal shares).
    """
    shares = row_shares(exports)
    if shares.empty or shares.shape[1] < 2:
        return dict.fromkeys(("year", "index", "even"))
    return {"year": shares.index[-1], "index": herfindahl(shares.iloc[-1]), "even": 1 / shares.shape[1]}


def first_values(frame: pd.DataFrame) -> dict[str, Any]:
    """The first row of a frame as values for a finding, by column; every one None where the frame is empty."""
    return {str(c): frame[c].iloc[0] if len(frame) else None for c in frame.columns}
