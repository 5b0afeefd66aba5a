"""Lags: which measure a government took as counterpart or answer to another's, and after how many days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .evidence import Evidence
from .measures import BASES, UNENACTED, bounds_in_words, date_column, days_apart
from .once import once_per_evidence
from .parameters import COUNTRIES, ParameterError
from .period import first_days, is_known, parse_date

OUTCOMES = ("followed", "first", "undecided", "none")
ENDS = ["leader_id", "follower_id", "leader_title", "follower_title"]
REASONS = ("stated", "same_items", "same_entities", "timing")
REASON = ["relation", "coded_basis", "step_ids", "leader_jurisdiction"]
SIDES = (("leader", "follower"), ("follower", "leader"))
SPAN = ["leader_date", "follower_date", "days", "days_low", "days_high"]


def _acts_of(measures: pd.DataFrame, country: str) -> set[str]:
    return {str(i) for i, who in measures["jurisdictions"].items() if country in who}


@once_per_evidence
def _pairs(evidence: Evidence, relation: str) -> pd.DataFrame:
    """Pairs of one relation whose two measures are both held by this evidence."""
    pairs, held = evidence.measure_pairs, evidence.measures.index
    return pairs[(pairs["relation"] == relation) & pairs["leader_id"].isin(held) & pairs["follower_id"].isin(held)]


@once_per_evidence
def _steps(evidence: Evidence) -> dict[str, list[str]]:
    """For each measure, the earlier steps (drafts, letters) that it carries out, near ones first."""
    carried = _pairs(evidence, "implements")
    steps: dict[str, list[str]] = {}
    for leader, follower in zip(carried["leader_id"], carried["follower_id"], strict=True):
        steps.setdefault(follower, []).append(leader)
    for found in steps.values():
        for step in found:  # grows while it is read: the steps of a step belong to the policy too
            found += [s for s in steps.get(step, []) if s not in found]
    return steps


@once_per_evidence
def _drafts(evidence: Evidence) -> dict[str, list[str]]:
    """For each measure, the drafts and letters that it carries out; a law that it rests on is none of them."""
    unenacted = set(evidence.measures.index[evidence.measures["instrument"].isin(UNENACTED)])
    return {done: [s for s in steps if s in unenacted] for done, steps in _steps(evidence).items()}


def _counted_once(evidence: Evidence, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs without those whose follower is an earlier step of another follower; that one gets it in `step_ids`."""
    steps, met = _steps(evidence), set(zip(pairs["leader_id"], pairs["follower_id"], strict=True))
    merged = [
        tuple(s for s in steps.get(follower, []) if (leader, s) in met)
        for leader, follower in zip(pairs["leader_id"], pairs["follower_id"], strict=True)
    ]
    kept = pairs.assign(step_ids=pd.Series(merged, index=pairs.index, dtype="object"))
    dropped = {(a, s) for a, found in zip(kept["leader_id"], merged, strict=True) for s in found}
    counted = [pair not in dropped for pair in zip(kept["leader_id"], kept["follower_id"], strict=True)]
    return kept[pd.Series(counted, index=kept.index, dtype=bool)]


def _date_of(dates: Mapping[str, Any], policy: Sequence[str], basis: str) -> str | None:
    """The date of a policy: that of its final act or, where it is the announcement, the earliest of all its steps."""
    ids = policy if basis == "announced" else policy[:1]
    known = [str(dates[i]) for i in ids if is_known(dates[i])]
    return min(known, key=lambda d: parse_date(d).first, default=None)


def _lags(evidence: Evidence, pairs: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Days from leader to follower for pairs that have `step_ids`, in order of the leader's date."""
    measures, found = evidence.measures, pairs.copy()
    for side in ("leader", "follower"):
        found[f"{side}_title"] = measures["title"].reindex(found[f"{side}_id"]).to_numpy()
    policies = [(f, *s) for f, s in zip(found["follower_id"], found["step_ids"], strict=True)]
    drafts, dates = _drafts(evidence), dict(zip(measures.index, measures[date_column(basis)].tolist(), strict=True))
    starts = [_date_of(dates, [i, *drafts.get(i, [])], basis) for i in found["leader_id"]]
    ends = [_date_of(dates, policy, basis) for policy in policies]
    found["leader_date"] = pd.Series(starts, index=found.index, dtype="object")
    found["follower_date"] = pd.Series(ends, index=found.index, dtype="object")
    spans = [days_apart(a, b) for a, b in zip(starts, ends, strict=True)]
    found["days"] = pd.Series([str(s) if s else None for s in spans], index=found.index, dtype="object")
    for edge in ("low", "high"):
        found[f"days_{edge}"] = pd.Series([getattr(s, edge, None) for s in spans], index=found.index, dtype="Int64")
    found["leader_jurisdiction"] = measures["jurisdictions"].str[0].reindex(found["leader_id"]).to_numpy()
    order = first_days(found["leader_date"]).sort_values(kind="stable", na_position="last").index
    return found.loc[order, [*ENDS, *SPAN, *REASON]].rename_axis("pair_id")


def _turned(lags: pd.DataFrame) -> pd.DataFrame:
    """The same pairs seen from the other side: leader and follower change places, and days their sign."""
    names = {f"{a}_{part}": f"{b}_{part}" for a, b in SIDES for part in ("id", "title", "date")}
    turned = lags.rename(columns=names)[list(lags.columns)]
    spans = [days_apart(a, b) for a, b in zip(turned["leader_date"], turned["follower_date"], strict=True)]
    turned["days"] = pd.Series([str(s) if s else None for s in spans], index=lags.index, dtype="object")
    for edge in ("low", "high"):
        turned[f"days_{edge}"] = pd.Series([getattr(s, edge, None) for s in spans], index=lags.index, dtype="Int64")
    return turned


@once_per_evidence
def alignment_lags(
    evidence: Evidence, leader: str, follower: str, basis: str = "effective", either: bool = False
) -> pd.DataFrame:
    """Days from each measure of `leader` to the counterpart that `follower` took.

    A draft or letter that a later counterpart of the same measure carries out is one policy with it: it is named in
    `step_ids`, not counted again, and by announcement the policy dates from the earliest of them.

    Parameters
    ----------
    evidence
        Tables `measures` and `measure_pairs`; a pair counts where both of its measures are held and it `mirrors`.
    leader, follower
        Two jurisdictions, e.g. "US" and "JP".
    basis
        Which date is compared: "announced", "published" or "effective".
    either
        Whether pairs that the record enters with `follower` as the leader count too, turned round.

    Returns
    -------
    DataFrame
        Index pair_id, in order of the leader's date; columns leader_id, follower_id, leader_title, follower_title,
        leader_date, follower_date (ISO text, missing where not stated), days (text, "175" or "150 to 180"; negative
        where the follower came first), days_low and days_high (Int64), relation, coded_basis, step_ids (tuple),
        leader_jurisdiction. Pairs without both dates are kept with missing days.

    Raises
    ------
    ParameterError
        If the basis is unknown, or leader and follower are the same.
    """
    if leader == follower:
        raise ParameterError(f"leader and follower are both {leader!r}; name two jurisdictions, e.g. 'US' and 'JP'.")
    pairs, measures = _pairs(evidence, "mirrors"), evidence.measures
    pairs = pairs[
        pairs["leader_id"].isin(_acts_of(measures, leader)) & pairs["follower_id"].isin(_acts_of(measures, follower))
    ]
    lags = _lags(evidence, _counted_once(evidence, pairs), basis)
    if not either:
        return lags
    back = _turned(alignment_lags(evidence, follower, leader, basis)).assign(leader_jurisdiction=leader)
    joined = pd.concat([lags, back[~back.index.isin(lags.index)]]) if len(back) else lags
    return joined.loc[first_days(joined["leader_date"]).sort_values(kind="stable", na_position="last").index]


@once_per_evidence
def answer_lags(evidence: Evidence, follower: str = "CN", basis: str = "announced") -> pd.DataFrame:
    """Days from a foreign measure to each measure of `follower` that is recorded as an answer to it.

    Columns and Raises as in `alignment_lags`; one act that answers several measures has several lines.
    """
    pairs, own = _pairs(evidence, "answers"), _acts_of(evidence.measures, follower)
    pairs = pairs[pairs["follower_id"].isin(own) & ~pairs["leader_id"].isin(own)]
    return _lags(evidence, pairs.assign(step_ids=pd.Series([()] * len(pairs), index=pairs.index)), basis)


def lags_by_basis(evidence: Evidence, leader: str, follower: str, either: bool = False) -> pd.DataFrame:
    """`alignment_lags` under every date basis, side by side.

    Index pair_id; columns leader_id, follower_id, leader_title, follower_title, coded_basis, step_ids and, by basis,
    its days (`announced`: text), their bounds (`announced_low`, `announced_high`) and dates (`leader_announced`, …).
    """
    wide = alignment_lags(evidence, leader, follower, "announced", either)[[*ENDS, "coded_basis", "step_ids"]]
    for basis in BASES:
        lags = alignment_lags(evidence, leader, follower, basis, either)[SPAN]
        names = [f"leader_{basis}", f"follower_{basis}", basis, f"{basis}_low", f"{basis}_high"]
        wide = wide.join(lags.set_axis(names, axis=1))
    return wide


def lag_summary(lags: pd.DataFrame) -> dict[str, object]:
    """Counts and bounds of lags, for a sentence.

    n (pairs), dated (with both dates), later and earlier (certainly after and before the leader), low and high (days;
    missing where no pair is dated), median (text, see `median_days`), timing and stated (pairs that rest on timing
    alone, on a source's word), and after_US, after_JP … (pairs whose leader is of that jurisdiction).
    """
    low, high = lags["days_low"].dropna(), lags["days_high"].dropna()
    counts = {"n": len(lags), "dated": len(low), "later": int((low > 0).sum()), "earlier": int((high < 0).sum())}
    reasons = {r: int((lags["coded_basis"] == r).sum()) for r in ("timing", "stated")}
    leaders = {f"after_{c}": int((lags["leader_jurisdiction"] == c).sum()) for c in COUNTRIES}
    bounds = {"low": low.min(), "high": high.max(), "median": bounds_in_words(median_days(lags))}
    return {**counts, **reasons, **leaders, **bounds}


def median_days(lags: pd.DataFrame) -> tuple[float, float] | None:
    """Lowest and highest median of the days of lags: two numbers where a date is partial; None without a dated pair.

    >>> median_days(pd.DataFrame({"days_low": [1, 5, 9], "days_high": [1, 35, 9]}))
    (5.0, 9.0)
    """
    low, high = lags["days_low"].dropna(), lags["days_high"].dropna()
    return (float(low.median()), float(high.median())) if len(low) else None


def rows_of(lags: pd.DataFrame) -> list[str]:
    """Ids of the pairs, measures and earlier steps that lags rest on, each once."""
    steps = [s for found in lags["step_ids"] for s in found]
    return list(dict.fromkeys([*lags.index, *lags["leader_id"], *lags["follower_id"], *steps]))


def touching(lags: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Lags of which at least one of the two measures is among `measures`."""
    return lags[lags["leader_id"].isin(measures.index) | lags["follower_id"].isin(measures.index)]


@once_per_evidence
def can_be_followed(evidence: Evidence, country: str) -> pd.DataFrame:
    """Measures of a jurisdiction that restrict somebody: coded so, enacted, and not left unenforced."""
    measures = evidence.measures
    own = measures.index.isin(list(_acts_of(measures, country)))
    loose = measures["instrument"].isin(UNENACTED) | measures["status"].eq("not_enforced")
    return measures[own & ~loose & measures["coded_effect"].eq("restricts")]


@once_per_evidence
def counterparts(
    evidence: Evidence, country: str, other: str, basis: str = "effective", reasons: Sequence[str] = REASONS
) -> pd.DataFrame:
    """The measures of `country` that can be followed, each with what `other` did, by the dates of a basis.

    Index measure_id; the columns of `measures`, and `counterpart`: "followed" (`other` has a later counterpart),
    "first" (only an earlier one), "undecided" (dates missing, equal or too coarse) or "none" (the record pairs it with
    nothing of `other` for one of the reasons); and `continues` ("amends US-…", the own earlier measure it continues,
    else missing).
    """
    lags = alignment_lags(evidence, country, other, basis, either=True)
    lags = lags[lags["coded_basis"].isin(list(reasons))]
    later = set(lags.loc[lags["days_low"].gt(0).fillna(False), "leader_id"])
    earlier = set(lags.loc[lags["days_high"].lt(0).fillna(False), "leader_id"])
    order = {i: "followed" if i in later else "first" if i in earlier else "undecided" for i in lags["leader_id"]}
    found, links = can_be_followed(evidence, country), _own_links(evidence, country)
    met = pd.Series([order.get(str(i), "none") for i in found.index], index=found.index, dtype="object")
    own = pd.Series([links.get(str(i)) for i in found.index], index=found.index, dtype="object")
    return found.assign(counterpart=met, continues=own)


def _own_links(evidence: Evidence, country: str) -> dict[str, str]:
    pairs, own = evidence.measure_pairs, _acts_of(evidence.measures, country)
    kept = pairs[pairs["relation"].isin(["amends", "implements"]) & pairs["leader_id"].isin(own)]
    return {f: f"{r} {a}" for f, r, a in zip(kept["follower_id"], kept["relation"], kept["leader_id"], strict=True)}
