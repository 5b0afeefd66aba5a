"""Following: the headline numbers on how much of one government's controls another took up, when, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .evidence import Evidence
from .lags import OUTCOMES, REASONS, alignment_lags, answer_lags, counterparts, lags_by_basis, median_days, touching
from .measures import BASES, BASIS_NAMES, FEWEST, date_column, selected
from .parameters import ParameterError
from .period import DayRange, Period, first_days
from .sources import written_date
from .text import counted, country_name, did_you_mean, listed

NOT_TIMING = REASONS[:-1]
ARTICLED = {"US": "the United States", "NL": "the Netherlands", "JP": "Japan", "CN": "China"}
EITHER, LEADER_FIRST = "either way", "leader first"
EVERY, ONCE = "every pair", "each answer once, from the nearest act"


def parties(leader: str, follower: str, basis: str) -> dict[str, str]:
    """Who a sentence speaks of: lead, ally and third as prose names them, the basis in words.

    `follower` and `other` are the codes of the ally and of the third government.
    """
    date_column(basis)
    other = next(c for c in ("NL", "JP", "US") if c not in (leader, follower))
    names = {key: ARTICLED.get(code, country_name(code)) for key, code in (("lead", leader), ("ally", follower))}
    return {**names, "third": ARTICLED[other], "other": other, "follower": follower, "basis": BASIS_NAMES[basis]}


def pairs_in(
    evidence: Evidence,
    leader: str,
    follower: str,
    basis: str,
    period: Period | None = None,
    item_class: str | None = None,
    reasons_for_pairing: Sequence[str] = REASONS,
    pairs_entered: str = EITHER,
) -> pd.DataFrame:
    """Lags of which at least one measure falls in the period and is about the class; see `lags.alignment_lags`.

    `reasons_for_pairing` are the values of `coded_basis` let in; `pairs_entered` is "either way" or, for pairs that the
    record enters with the leader as the earlier one, "leader first".
    """
    lags = alignment_lags(evidence, leader, follower, basis, either=pairs_entered == EITHER)
    lags = lags[lags["coded_basis"].isin(list(reasons_for_pairing))]
    return touching(lags, selected(evidence, period, item_class))


def measures_met(
    evidence: Evidence,
    leader: str,
    follower: str,
    basis: str,
    period: Period | None = None,
    item_class: str | None = None,
    reasons_for_pairing: Sequence[str] = REASONS,
) -> pd.DataFrame:
    """Binding measures of the leader in the period and of the class, with what the follower did.

    Columns as in `lags.counterparts`; `reasons_for_pairing` as in `pairs_in`.
    """
    every = counterparts(evidence, leader, follower, basis, reasons_for_pairing)
    return every[every.index.isin(selected(evidence, period, item_class).index)]


def share_followed(
    evidence: Evidence,
    leader: str,
    follower: str,
    basis: str,
    period: Period | None = None,
    item_class: str | None = None,
    reasons_for_pairing: Sequence[str] = REASONS,
) -> float | None:
    """Share (0..1) of the leader's binding measures with a later counterpart of the follower; None without one."""
    met = measures_met(evidence, leader, follower, basis, period, item_class, reasons_for_pairing)
    return float(met["counterpart"].eq("followed").mean()) if len(met) else None


def met_facts(own: pd.DataFrame, back: pd.DataFrame) -> dict[str, Any]:
    """Counts of `measures_met` for a sentence, of the leader's measures and, the other way round, of the follower's.

    Keys: n (None without one), followed, first, undecided, none and share (followed of n, 0..1) of the leader's; m and
    free (of these, with no earlier one of the leader) of the follower's; fewer (whether there are `FEWEST` of the
    leader's and less than half is followed).
    """
    met = own["counterpart"].value_counts().reindex(list(OUTCOMES), fill_value=0)
    share = float(met["followed"]) / len(own) if len(own) else None
    free = int(back["counterpart"].ne("first").sum())
    counts: dict[str, Any] = {str(k): int(v) for k, v in met.items()}
    counts |= {"n": len(own) or None, "m": len(back), "free": free}
    return counts | {"share": share, "fewer": len(own) >= FEWEST and 2 * counts["followed"] < len(own)}


def unmet(own: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Those of `measures_met` without a counterpart, in order of time with their `kind` in words, and their numbers.

    Numbers: u (how many, None where none), alone (that continue no earlier one), listings (entity listings), apart
    (whether there are `FEWEST` and more than half stand alone).
    """
    absent = own[own["counterpart"].eq("none")]
    absent = absent.loc[first_days(absent["date_announced"]).sort_values(kind="stable", na_position="last").index]
    alone, lists = int(absent["continues"].isna().sum()), int(absent["instrument"].eq("entity_listing").sum())
    facts = {"u": len(absent) or None, "alone": alone, "listings": lists, "apart": 2 * alone > len(absent) >= FEWEST}
    return absent.assign(kind=absent["instrument"].str.replace("_", " ")), facts


def share_later(
    evidence: Evidence,
    leader: str,
    follower: str,
    basis: str,
    period: Period | None = None,
    item_class: str | None = None,
    reasons_for_pairing: Sequence[str] = REASONS,
    pairs_entered: str = EITHER,
) -> float | None:
    """Share (0..1) of the dated pairs in which the follower certainly acts after the leader; None without such a pair.

    Parameters as in `pairs_in`.
    """
    lags = pairs_in(evidence, leader, follower, basis, period, item_class, reasons_for_pairing, pairs_entered)
    low = lags["days_low"].dropna()
    return float((low > 0).mean()) if len(low) else None


def days_after(
    evidence: Evidence, leader: str, follower: str, leader_id: str, follower_id: str, basis: str
) -> DayRange | None:
    """Days from a measure of the leader to its counterpart; None where the pair, or one of the dates, is not held."""
    lags = alignment_lags(evidence, leader, follower, basis, either=True).dropna(subset="days_low")
    lags = lags[lags["leader_id"].eq(leader_id) & lags["follower_id"].eq(follower_id)]
    return DayRange(int(lags["days_low"].iloc[0]), int(lags["days_high"].iloc[0])) if len(lags) else None


def leading_pair(
    evidence: Evidence, pairs: pd.DataFrame, leader: str, follower: str, lead_measure: str | None
) -> pd.DataFrame:
    """The pair given most weight, as a frame of one row (or none): that of `lead_measure`, else the first one stated.

    Parameters
    ----------
    evidence
        Any selection; the id is looked up in the whole record.
    pairs
        `leader_id` and `coded_basis`, in order, as in `lags.lags_by_basis`.
    lead_measure
        Id of a measure of the leader; None for the first pair that a source states.

    Raises
    ------
    ParameterError
        If the record holds no counterpart of the follower to a measure of that id; the right ids are named.
    """
    if lead_measure is None:
        return pairs[pairs["coded_basis"].eq("stated")].head(1)
    whole = evidence.under(period=None, countries=None, as_of=None, min_verification=None, themes=None)
    known = list(dict.fromkeys(alignment_lags(whole, leader, follower, either=True)["leader_id"]))
    if lead_measure not in known:
        what = f"no measure of {leader} that the record pairs with one of {follower}"
        raise ParameterError(f"lead_measure: {lead_measure!r} is {what}. {did_you_mean(lead_measure, known)}")
    return pairs[pairs["leader_id"].eq(lead_measure)].head(1)


def wide_pairs(evidence: Evidence, leader: str, follower: str, measures: pd.DataFrame) -> pd.DataFrame:
    """`lags.lags_by_basis` of the pairs that touch these measures, with `reason` (why paired, in words)."""
    wide = touching(lags_by_basis(evidence, leader, follower, either=True), measures)
    return wide.assign(reason=wide["coded_basis"].str.replace("_", " "))


def answers_in(
    evidence: Evidence, period: Period | None = None, item_class: str | None = None, pairs_counted: str = EVERY
) -> pd.DataFrame:
    """China's recorded answers of which one measure falls in the period and is about the class, by announcement.

    Columns as in `lags.answer_lags`. `pairs_counted` is "every pair" or "each answer once, from the nearest act": an
    act that answers several measures then counts with the shortest time alone.
    """
    found = touching(answer_lags(evidence), selected(evidence, period, item_class))
    if pairs_counted == EVERY:
        return found
    nearest = found["days_low"].astype("Float64").abs().sort_values(kind="stable", na_position="last").index
    return found.loc[nearest].drop_duplicates("follower_id")


def answer_delay(
    evidence: Evidence, period: Period | None = None, item_class: str | None = None, pairs_counted: str = EVERY
) -> tuple[float, float] | None:
    """Median days from a measure to China's answer, lowest and highest; None where no dated pair is in the period."""
    return median_days(answers_in(evidence, period, item_class, pairs_counted))


def same_entities_order(pairs: pd.DataFrame) -> dict[str, Any]:
    """The order of the acts that are paired because they hit the same entities, for a sentence.

    Parameters
    ----------
    pairs
        As in `lags.lags_by_basis`; those with `coded_basis` same_entities are read.

    Returns
    -------
    dict
        by_word and by_force: the acts with their days in order of announcement and of entry into force, as one phrase
        (None below two dated acts); between: whether an act of the follower is announced between two of the leader.
    """
    same = pairs[pairs["coded_basis"].eq("same_entities")]
    word, force = (_acts_by_day(same, basis) for basis in ("announced", "effective"))
    sides = word["side"].tolist()
    inner = [i for i, side in enumerate(sides) if side == "follower"]
    between = any("leader" in sides[:i] and "leader" in sides[i + 1 :] for i in inner)
    return {"by_word": _phrase(word), "by_force": _phrase(force), "between": between}


def _acts_by_day(pairs: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Every act of some pairs once, with its `date` of the basis and its `side`, in order of time."""
    sides = [
        pairs[[f"{side}_id", f"{side}_{basis}"]].set_axis(["id", "date"], axis=1).assign(side=side)
        for side in ("leader", "follower")
    ]
    acts = pd.concat(sides).dropna(subset="date").drop_duplicates("id").reset_index(drop=True)
    return acts.loc[first_days(acts["date"]).sort_values(kind="stable").index]


def _phrase(acts: pd.DataFrame) -> str | None:
    said = [f"{i} ({written_date(d)})" for i, d in zip(acts["id"], acts["date"], strict=True)]
    return listed(said, "and then") if len(said) > 1 else None


def lead_facts(evidence: Evidence, pair: pd.DataFrame, who: dict[str, str]) -> dict[str, Any]:
    """The values of one pair for a sentence, from `lags.lags_by_basis`; None where it has none.

    Besides its own columns, dates written out; `items`: how many items the follower's act has, in words; `after`:
    whether it was announced later; `instead`: what is true where it was not, or there is no pair (`who` as in
    `parties`).
    """
    row = pair.iloc[0] if len(pair) else pd.Series(index=pair.columns, dtype="object")
    facts = {str(k): v if isinstance(v, tuple) or pd.notna(v) else None for k, v in row.items()}
    days = [f"{side}_{basis}" for side in ("leader", "follower") for basis in BASES]
    facts |= {k: written_date(str(facts[k])) for k in days if facts[k] is not None}
    count = evidence.measures["item_count"].get(facts["follower_id"])
    items = "its items not counted" if pd.isna(count) else counted(int(count), "item")
    instead = f"No source in this selection pairs a measure of {who['lead']} with one of {who['ally']}."
    if len(pair):
        spans = [f"by {BASIS_NAMES[b]} {facts[b]}" for b in BASES if facts[b] is not None]
        told = listed(spans) or "not known"
        instead = f"{facts['follower_id']} of {who['ally']} is the counterpart to {facts['leader_id']} of {who['lead']}"
        instead += f"; the days between them are {told}."
    return facts | {"items": items, "after": (facts["announced_low"] or 0) > 0, "instead": instead}


def side_by_side(evidence: Evidence, wide: pd.DataFrame, beside: pd.DataFrame, who: dict[str, str]) -> pd.DataFrame:
    """The pairs of two followers (`wide_pairs`) in order of the leader's announcement.

    Besides their columns `by` (code of the follower, as in `parties`) and `items` (number of items of its act).
    """
    both = pd.concat([wide.assign(by=who["follower"]), beside.assign(by=who["other"])])
    both = both.loc[first_days(both["leader_announced"]).sort_values(kind="stable", na_position="last").index]
    return both.assign(items=evidence.measures["item_count"].reindex(both["follower_id"]).to_numpy())


def aimed_at(
    measures: pd.DataFrame, answers: pd.DataFrame, by: str, target: str
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Measures of a government that name a target, and for a sentence how many there are.

    Numbers: named (None where none), entities (that they list), unpaired (whether none is among the `answers`).
    """
    both = zip(measures["jurisdictions"], measures["targets_named"], strict=True)
    aimed = [by in who and isinstance(targets, tuple) and target in targets for who, targets in both]
    own = measures[pd.Series(aimed, index=measures.index, dtype=bool)]
    unpaired = not own.index.isin(answers["follower_id"]).any()
    return own, {"named": len(own) or None, "entities": int(own["entity_count"].sum()), "unpaired": unpaired}


def sooner_and_later(case: dict[str, Any], pairs: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """A third government's pair with the same leading measure, and how it compares with the pair given most weight.

    Returns
    -------
    tuple
        The pair as a frame of one row or none, the first one stated before the rest; and, for a sentence, its columns
        announced and effective, those of the case as a and e, and crossed (whether it was announced sooner and in
        force later); None where there is none.
    """
    own = pairs[pairs["leader_id"].eq(case["leader_id"])] if case["leader_id"] else pairs.head(0)
    own = own.loc[own["coded_basis"].ne("stated").sort_values(kind="stable").index].head(1)
    row = own.iloc[0] if len(own) else pd.Series(index=own.columns, dtype="object")
    facts = {k: row[k] if pd.notna(row[k]) else None for k in ("announced", "effective")}
    held: list[Any] = [row["announced_high"], case["announced_low"], row["effective_low"], case["effective_high"]]
    crossed = not pd.isna(held).any() and bool(held[0] < held[1] and held[2] > held[3])
    return own, facts | {"a": case["announced"], "e": case["effective"], "crossed": crossed}
