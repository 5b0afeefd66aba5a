"""Who commits with whom: the bodies that joint texts of two governments name, and how often each pair does so."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pandas as pd

from .period import Period, first_days, is_known, parse_date

LONGEST = 40
PRESENT = "(present)"
COLUMNS = ["left", "right", "texts", "first", "last", "row_ids"]


def signatories(texts: pd.DataFrame) -> pd.Series:
    """Ids of the actors of each text, without those who are only noted as present; the index is kept.

    Parameters
    ----------
    texts
        Rows of `events`, indexed by row id: `actor_names` and `actor_ids` (tuples). A name that ends in "(present)"
        stands for its id where the two lists are of one length.
    """
    found = []
    for names, ids in zip(texts["actor_names"], texts["actor_ids"], strict=True):
        paired = len(names) == len(ids)
        found.append(tuple(i for n, i in enumerate(ids) if not (paired and names[n].endswith(PRESENT))))
    return pd.Series(found, index=texts.index, dtype="object")


def body_of(actor_id: str, day: str, actors: pd.DataFrame, offices: pd.DataFrame) -> str | None:
    """The body that an actor stood for on a day: itself, or that of a person's office; None where none is known.

    Parameters
    ----------
    actor_id
        Row id of an actor.
    day
        A date, which may be partial.
    actors
        Rows of `actors`, indexed by row id: `kind`.
    offices
        Rows of `offices`: `actor_id`, `body_actor_id`, `date_start`, `date_end` (partial dates). An office without a
        first or last day is open there; of several, the one that began last counts.
    """
    return _Bodies(actors, offices).on(actor_id, day)


class _Bodies:
    """Which body each actor stood for on a day, with the tables read once; see `body_of`."""

    def __init__(self, actors: pd.DataFrame, offices: pd.DataFrame) -> None:
        self._kinds = dict(zip(actors.index, actors["kind"].tolist(), strict=True))
        self._held: dict[str, list[tuple[str, Period | None, Period | None]]] = {}
        columns = ("actor_id", "body_actor_id", "date_start", "date_end")
        for actor_id, body, start, end in zip(*(offices[c].tolist() for c in columns), strict=True):
            if isinstance(body, str):
                span = [parse_date(d) if is_known(d) else None for d in (start, end)]
                self._held.setdefault(actor_id, []).append((body, span[0], span[1]))

    def on(self, actor_id: str, day: str) -> str | None:
        """The body of an actor on a day; None where none is known."""
        if self._kinds.get(actor_id) != "person":
            return actor_id if actor_id in self._kinds else None
        held, best, since = parse_date(day), None, date.min
        for body, start, end in self._held.get(actor_id, []):
            begun, lasts = not start or start.first <= held.last, not end or end.last >= held.first
            if begun and lasts and (start.first if start else date.min) >= since:
                best, since = body, start.first if start else date.min
        return best


def bodies(texts: pd.DataFrame, actors: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """The bodies behind each text: columns `row_id`, `date_start`, `body`, `country`; each body once a text."""
    known = _Bodies(actors, offices)
    lines = [
        (row_id, day, known.on(actor_id, day))
        for row_id, day, ids in zip(texts.index, texts["date_start"], signatories(texts), strict=True)
        for actor_id in ids
    ]
    frame = pd.DataFrame(lines, columns=["row_id", "date_start", "body"], dtype="object").dropna().drop_duplicates()
    return frame.assign(country=frame["body"].map(actors["country"])).reset_index(drop=True)


def pairs(named: pd.DataFrame, sides: tuple[str, str] = ("US", "JP")) -> pd.DataFrame:
    """Every body of one country beside every body of another that the same texts name, the most frequent first.

    Parameters
    ----------
    named
        Bodies of the texts (`bodies`).
    sides
        Codes of the two countries, left and right.

    Returns
    -------
    One row a pair: `left`, `right` (ids of bodies), `texts` (whole number), `first`, `last` (dates of the earliest and
    the latest text), `row_ids` (tuple of the texts). A text of several bodies on a side makes several pairs.
    """
    lines = []
    ordered = named.loc[first_days(named["date_start"]).sort_values(kind="stable").index]
    for row_id, group in ordered.groupby("row_id", sort=False):
        left, right = (group.loc[group["country"].eq(c), "body"] for c in sides)
        lines += [(a, b, group["date_start"].iloc[0], row_id) for a, b in product(left, right)]
    frame = pd.DataFrame(lines, columns=["left", "right", "day", "row_id"], dtype="object")
    grouped = frame.groupby(["left", "right"], sort=True)
    counted = grouped.agg(
        texts=("row_id", "size"), first=("day", "first"), last=("day", "last"), row_ids=("row_id", tuple)
    )
    counted = counted.reset_index().sort_values(
        ["texts", "left", "right"], ascending=[False, True, True], kind="stable"
    )
    return counted[COLUMNS].reset_index(drop=True)


def two_sided(texts: pd.DataFrame, named: pd.DataFrame, sides: tuple[str, str] = ("US", "JP")) -> pd.DataFrame:
    """Texts for which a body of each of two countries is known (`bodies`), so that they make a pair."""
    left, right = (named.loc[named["country"].eq(code), "row_id"] for code in sides)
    return texts[texts.index.isin(left) & texts.index.isin(right)]


def short_name(name: str, aliases: tuple[str, ...] = ()) -> str:
    """What a body is called in a figure: its name where short enough, else an alias that is, else the name cut.

    >>> short_name("Ministry of Internal Affairs and Communications", ("MIC",))
    'MIC'
    """
    return next((n for n in (name, *aliases) if len(n) <= LONGEST), name[: LONGEST - 1] + "…")


def labelled(found: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The pairs with `left_name` and `right_name` for a figure (`short_name`) and `together` ("A and B")."""
    known = actors.loc[sorted({*found["left"], *found["right"]})]
    names = {i: short_name(n, a) for i, n, a in zip(known.index, known["name"], known["aliases"], strict=True)}
    both = found.assign(left_name=found["left"].map(names), right_name=found["right"].map(names)).astype(
        {"left_name": "object", "right_name": "object"}
    )
    return both.assign(together=both["left_name"] + " and " + both["right_name"])


def leading(found: pd.DataFrame) -> dict[str, Any]:
    """The pairs of `labelled` that stand together most often, for a finding; None where there is no pair.

    `pair` (all of them in words), `n` (texts each), `row_ids`, and `is_alone` (whether one pair leads other ones).
    """
    lead = found[found["texts"] == found["texts"].max()]
    ids = list(dict.fromkeys(i for row in lead["row_ids"] for i in row))
    first = int(found["texts"].max()) if len(found) else None
    return {
        "pair": "; ".join(lead["together"]) or None,
        "n": first,
        "row_ids": ids,
        "is_alone": len(lead) == 1 < len(found),
    }
