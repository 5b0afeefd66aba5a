"""Offices and who held them: handovers, days without a holder on record, and histories too thin to tell."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .period import DayRange, Period, days_between, first_days, last_days
from .text import counted, country_name

HANDED_OVER = "handed over"
UNFILLED = "no holder on record between"
COARSE = "dates too coarse to say"
COMPLETE, HOLES, THIN = "every change dated", "a change without dates", "too thin to tell"
_OF_CHANGE = ["post", "country", "earlier_id", "later_id", "earlier", "later", "date_end", "date_start", "remark"]


def in_lead(offices: pd.DataFrame, bodies: Iterable[str], countries: Iterable[str] = ("US", "JP")) -> pd.DataFrame:
    """Offices of two countries' bodies, each with the `post` it belongs to; an acting holder belongs to the post.

    Parameters
    ----------
    offices
        Rows of `offices`, indexed by row id: `office`, `body_actor_id`, `country`.
    bodies
        Ids of the bodies that matter here, such as those that lead the dialogues.
    """
    kept = offices[offices["body_actor_id"].isin(list(bodies)) & offices["country"].isin(list(countries))]
    posts = kept["office"].str.removeprefix("Acting ") + ", " + kept["country"].map(country_name)
    return kept.assign(post=posts.astype("object"))


def with_holders(held: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Tenures with the name of the `holder`, of posts whose history is not too thin to tell."""
    told = histories(held)
    kept = held[held["post"].isin(told.index[told["state"] != THIN])]
    return kept.assign(holder=kept["actor_id"].map(names).astype("object"))


def _known_in_order(held: pd.DataFrame) -> pd.DataFrame:
    """Tenures with at least one date, in order of their beginning, or of their end where only that is known."""
    start = first_days(held["date_start"])
    placed = held.assign(placed=start.fillna(first_days(held["date_end"])), begun=start.notna())
    return placed.dropna(subset="placed").sort_values(["placed", "begun"], kind="stable")


def successions(held: pd.DataFrame) -> pd.DataFrame:
    """From each holder of a post to the next on record, where the end of the one and the start of the other are known.

    Parameters
    ----------
    held
        Tenures from `with_holders`: `post`, `holder`, `date_start`, `date_end` (partial dates), `notes`.

    Returns
    -------
    One row a change: `post`, `country`, `earlier_id`, `later_id` (office ids), `earlier`, `later` (names), `date_end`,
    `date_start`, `days` (text: whole days between the last day of the one and the first of the other), `days_low`,
    `days_high`, `kind`, `remark` (notes of both rows). A next holder on record need not be the next one in fact.
    """
    rows = []
    for post, own in _known_in_order(held).groupby("post", sort=False):
        pairs = zip(own.iloc[:-1].iterrows(), own.iloc[1:].iterrows(), strict=True)
        for (old_id, old), (new_id, new) in pairs:
            ids = (post, old["country"], old_id, new_id)
            remark = " ".join(n for n in (old["notes"], new["notes"]) if isinstance(n, str))
            rows.append((*ids, old["holder"], new["holder"], old["date_end"], new["date_start"], remark))
    frame = pd.DataFrame(rows, columns=_OF_CHANGE, dtype="object").dropna(subset=["date_end", "date_start"])
    return _measured(frame.reset_index(drop=True))


def _measured(changes: pd.DataFrame) -> pd.DataFrame:
    spans = [days_between(a, b) for a, b in zip(changes["date_end"], changes["date_start"], strict=True)]
    low, high = [max(0, s.low - 1) for s in spans], [max(0, s.high - 1) for s in spans]
    days = [str(DayRange(a, b)) for a, b in zip(low, high, strict=True)]
    kinds = [HANDED_OVER if b == 0 else UNFILLED if a > 0 else COARSE for a, b in zip(low, high, strict=True)]
    measured = {"days": days, "kind": kinds}
    return changes.assign(**{k: pd.Series(v, dtype="object") for k, v in measured.items()}).assign(
        days_low=pd.Series(low, dtype="int64"), days_high=pd.Series(high, dtype="int64")
    )


def touching(changes: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Of `successions` those that may lie in a period: begun by its end and over after its start; longest first."""
    begun = first_days(changes["date_end"]) <= pd.Timestamp(period.last)
    over = last_days(changes["date_start"]) >= pd.Timestamp(period.first)
    return changes[begun & over].sort_values(["days_high", "post"], ascending=[False, True], kind="stable")


def histories(held: pd.DataFrame) -> pd.DataFrame:
    """How far the rows tell the history of each post, the fullest first.

    Returns
    -------
    Index post: `country`, `holders`, `dated` (with both dates, or a first day and still held), `state`: every change
    between two or more holders dated; a change without dates; or too thin, with one holder or no dates to compare.
    """
    still = held["still_held"].eq("yes") | held["date_end"].isna() & _is_last(held)
    whole = held["date_start"].notna() & (held["date_end"].notna() | still)
    frame = held.assign(whole=whole, either=held["date_start"].notna() | held["date_end"].notna())
    groups = frame.groupby("post", sort=True)
    told = pd.DataFrame(
        {"country": groups["country"].first(), "holders": groups.size(), "dated": groups["whole"].sum()}
    )
    thin = (told["holders"] < 2) | (groups["either"].sum() < 2)
    full = told["dated"] >= told["holders"] - 1
    state = pd.Series(HOLES, index=told.index, dtype="object").mask(full, COMPLETE).mask(thin, THIN)
    told = told.assign(state=state).rename_axis("post")
    return told.sort_values(["dated", "holders"], ascending=False, kind="stable")


def _is_last(held: pd.DataFrame) -> pd.Series:
    """Whether a tenure is the latest of its post by its first day."""
    starts = first_days(held["date_start"])
    return starts.eq(starts.groupby(held["post"]).transform("max"))


def numbers(told: pd.DataFrame, changes: pd.DataFrame) -> dict[str, object]:
    """The posts and their changes for a sentence; None where there is none.

    `posts` (in words), `thin` (too thin to tell), `timed` (changes with both days), `gone` (of them not shown to be
    immediate), `longest` (days) and `post` of the longest; `changes` in the order of `touching`.
    """
    longest = changes.iloc[0] if len(changes) else pd.Series({"days": None, "post": None})
    return {
        "posts": counted(len(told), "post") if len(told) else None,
        "thin": int((told["state"] == THIN).sum()),
        "timed": len(changes),
        "gone": int((changes["kind"] != HANDED_OVER).sum()),
        "longest": longest["days"],
        "post": longest["post"],
    }
