"""Commitments of governments and what came of them: legal weight and recorded follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from .period import days_between, first_days, last_days, parse_date
from .text import did_you_mean

DOMAINS = ("space", "cyber", "defence_technology")
WEIGHTS = ("statement", "memorandum", "agreement", "treaty_reading", "law")
FOLLOWED = "followed within the window"
LATER = "followed later"
UNDECIDED = "date too coarse to say"
UNRECORDED = "no follow-up recorded"
OPEN = "window still open"
_SPANS = ["origin_id", "days_low", "days_high", "is_past"]
OUTCOMES = (FOLLOWED, LATER, UNDECIDED, UNRECORDED, OPEN)


def in_domain(events: pd.DataFrame, domain: str = "all") -> pd.DataFrame:
    """Events of one domain of technology policy, or (with "all") of space, cyber and defence technology together.

    Raises
    ------
    ValueError
        If the domain is none of these.
    """
    if domain != "all" and domain not in DOMAINS:
        raise ValueError(f"domain={domain!r} is not held here. {did_you_mean(domain, ('all', *DOMAINS))}")
    return events[events["domain"].isin(DOMAINS if domain == "all" else (domain,))]


def acted_in_by(events: pd.DataFrame, pair: tuple[str, str] = ("US", "JP")) -> pd.Series:
    """Who of a pair of countries each event names: "both", the code of the one, or missing; the index is kept."""
    found = []
    for countries in events["countries"]:
        named = [c for c in pair if c in countries]
        found.append("both" if len(named) == 2 else named[0] if named else None)
    return pd.Series(found, index=events.index, dtype="object")


def commitments(
    events: pd.DataFrame, domain: str = "all", pair: tuple[str, str] = ("US", "JP"), weight: str = "all"
) -> pd.DataFrame:
    """Events that commit one or both of a pair of governments, in order of time.

    Parameters
    ----------
    events
        Rows of `events`, indexed by row id: `coded_weight` (empty where the row commits nobody), `domain`,
        `countries` (tuples), `date_start` (partial dates).
    weight
        Only commitments of this step of the ladder; of every one with "all".

    Returns
    -------
    The same columns and `made_by` ("both", or the code of the one country of the pair that the row names).

    Raises
    ------
    ValueError
        If the domain or a weight is not known.
    """
    if weight not in ("all", *WEIGHTS):
        raise ValueError(f"weight={weight!r} is on no step of the ladder. {did_you_mean(weight, ('all', *WEIGHTS))}")
    chosen = in_domain(events, domain)
    chosen = chosen[chosen["coded_weight"].notna()]
    chosen = chosen.assign(made_by=acted_in_by(chosen, pair))
    if strange := sorted(set(chosen["coded_weight"]) - set(WEIGHTS)):
        raise ValueError(
            f"coded_weight={strange[0]!r} is on no step of the ladder. {did_you_mean(strange[0], WEIGHTS)}"
        )
    chosen = chosen[chosen["made_by"].notna() & (chosen["coded_weight"].eq(weight) | (weight == "all"))]
    return chosen.loc[first_days(chosen["date_start"]).sort_values(kind="stable").index]


def newest_day(*frames: pd.DataFrame, as_of: str | None = None) -> date | None:
    """The day up to which the record reaches: the newest day that a row is dated to, or `as_of` where that is earlier.

    Parameters
    ----------
    frames
        Tables with `date_start`. Dates known only to the month or year do not count, as they may be plans; nor do
        meetings that are only announced.
    as_of
        The knowledge date, where there is one.
    """
    starts = [f.loc[f["held"] == "held", "date_start"] if "held" in f else f["date_start"] for f in frames]
    spans = [parse_date(str(d)) for d in pd.concat(starts).dropna()] if starts else []
    days = [span.first for span in spans if span.is_one_day]
    limit = [parse_date(as_of).last] if as_of else []
    return min([max(days), *limit]) if days else None


def links(origins: pd.DataFrame, events: pd.DataFrame, horizon: date | None) -> pd.DataFrame:
    """From each commitment to every event that is coded as carrying it out.

    Parameters
    ----------
    origins
        What was committed to: events or meetings indexed by row id, with `title` and `date_start`.
    events
        Where follow-ups are sought: `coded_follows` (tuples of row ids), `title`, `kind`, `coded_weight`, `date_start`.
    horizon
        The day up to which the record reaches (`newest_day`).

    Returns
    -------
    One row a link, in order of the commitment's date, then of the days between: `origin_id`, `follow_id`, `origin`,
    `follow`, `follow_kind`, `date_origin`, `date_follow`, `days` (text), `days_low`, `days_high`, `is_past` (whether
    the follow-up surely lies by the horizon: a launch planned for a year that runs past it does not), `is_commitment`
    (whether the follow-up itself commits somebody), `row_ids`.
    """
    # pandas takes a tuple for one value, so the lists are spread before they are joined
    spread = events["coded_follows"].explode().dropna()
    pairs = pd.DataFrame({"origin_id": spread.to_numpy(), "follow_id": spread.index.to_numpy()}, dtype="object")
    pairs = pairs[pairs["origin_id"].isin(origins.index)]
    start = origins[["title", "date_start"]].loc[pairs["origin_id"]]
    end = events[["title", "kind", "coded_weight", "date_start"]].loc[pairs["follow_id"]]
    spans = [days_between(str(a), str(b)) for a, b in zip(start["date_start"], end["date_start"], strict=True)]
    frame = pairs.assign(
        origin=start["title"].to_numpy(),
        follow=end["title"].to_numpy(),
        follow_kind=end["kind"].to_numpy(),
        date_origin=start["date_start"].to_numpy(),
        date_follow=end["date_start"].to_numpy(),
        days=pd.Series([str(s) for s in spans], index=pairs.index, dtype="object"),
        days_low=pd.Series([s.low for s in spans], index=pairs.index, dtype="int64"),
        days_high=pd.Series([s.high for s in spans], index=pairs.index, dtype="int64"),
        is_past=_is_past(end["date_start"], horizon).to_numpy(),
        is_commitment=end["coded_weight"].notna().to_numpy(),
        row_ids=pd.Series(list(zip(pairs["origin_id"], pairs["follow_id"], strict=True)), pairs.index, dtype="object"),
    )
    order = frame.assign(day=first_days(frame["date_origin"])).sort_values(["day", "days_low"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _is_past(dates: pd.Series, horizon: date | None) -> pd.Series:
    if horizon is None:
        return pd.Series(False, index=dates.index, dtype=bool)
    return last_days(dates) <= pd.Timestamp(horizon)


def first_links(found: pd.DataFrame) -> pd.DataFrame:
    """The earliest follow-up of each commitment that lies in the past, indexed by the commitment's id."""
    past = found[found["is_past"]]
    return past.sort_values("days_low", kind="stable").drop_duplicates("origin_id").set_index("origin_id").sort_index()


def outcomes(committed: pd.DataFrame, found: pd.DataFrame, horizon: date | None, follow_up_days: int) -> pd.DataFrame:
    """What came of each commitment within a number of days, as far as the record says.

    Parameters
    ----------
    committed
        Commitments (`commitments`), indexed by row id, with `date_start`.
    found
        Their follow-ups (`links`).
    horizon
        The day up to which the record reaches; without one, no window has elapsed.
    follow_up_days
        Length of the window in days, at least one.

    Returns
    -------
    The rows of `committed` with `is_elapsed` (whether the window had run out by the horizon), `outcome` (one of
    `OUTCOMES`), and `follow_id`, `follow`, `date_follow`, `days` of the earliest follow-up, empty where there is none.
    A follow-up found in a window still open counts as followed; a share over elapsed windows must leave it out.

    Raises
    ------
    ValueError
        If the window is shorter than a day.
    """
    if follow_up_days < 1:
        raise ValueError(f"follow_up_days={follow_up_days!r} is no window; give a number of days from 1 up, e.g. 730.")
    first = first_links(found)[["follow_id", "follow", "date_follow", "days"]]
    ends = last_days(committed["date_start"]) + timedelta(days=follow_up_days)
    elapsed = ends <= pd.Timestamp(horizon) if horizon else pd.Series(False, index=committed.index)
    past: dict[str, list[tuple[int, int]]] = {}
    for origin, *days, is_past in zip(*(found[c].tolist() for c in _SPANS), strict=True):
        if is_past:
            past.setdefault(origin, []).append((days[0], days[1]))
    told = [
        _outcome(past.get(row_id, []), is_elapsed, follow_up_days)
        for row_id, is_elapsed in zip(committed.index, elapsed.tolist(), strict=True)
    ]
    frame = committed.assign(is_elapsed=elapsed.astype(bool), outcome=pd.Series(told, committed.index, dtype="object"))
    return frame.drop(columns=first.columns, errors="ignore").join(first)


def _outcome(past: Sequence[tuple[int, int]], is_elapsed: bool, window: int) -> str:
    """What came of a commitment, from the days (lowest, highest) to each of its past follow-ups."""
    if any(high <= window for _, high in past):
        return FOLLOWED
    if any(low <= window for low, _ in past):
        return UNDECIDED
    if not is_elapsed:
        return OPEN
    return LATER if past else UNRECORDED


def outcome_counts(told: pd.DataFrame, by: str) -> pd.DataFrame:
    """How many commitments of each group came to what: a row a group, a column an outcome, whole numbers."""
    counts = pd.crosstab(told[by], told["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    return counts.astype(int).rename_axis(columns=None)


def rises(found: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Steps on the ladder of legal weight from each commitment to a follow-up that commits too; else missing.

    A memorandum that carries out a statement is 1; a statement after a law is -4. The index is that of `found`.
    """
    rank = events["coded_weight"].map({weight: step for step, weight in enumerate(WEIGHTS)})
    steps: pd.Series = found["follow_id"].map(rank) - found["origin_id"].map(rank)
    return steps.astype("Int64")
