"""Hedging or quieter words: deeds beside words, measure by measure, and the marks by which we judge."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from .evidence import Evidence
from .lags import alignment_lags
from .once import once_per_evidence
from .period import DayRange, first_days
from .statements import ANSWERS, names_country
from .text import counted, listed
from .tones import FEWEST, TOO_FEW, signed, tallies

CLOCKS = ("announced", "effective")
HALF_YEAR = 183  # days
READINGS = {"for_it": "hedging", "against_it": "alignment"}
PLURAL = {"item": "items", "entity": "entities"}


def later(low: int, high: int) -> str:
    """Days from one date to another in words; negative is earlier.

    >>> later(60, 60), later(-1, -1), later(0, 0), later(150, 180), later(-3, 4)
    ('60 days later', '1 day earlier', 'the same day', '150 to 180 days later', '3 days earlier to 4 days later')
    """
    if low == high == 0:
        return "the same day"
    if low < 0 < high:
        return f"{later(low, low)} to {later(high, high)}"
    span, side = (DayRange(-high, -low), "earlier") if low < 0 else (DayRange(low, high), "later")
    return f"{span} day{'' if span.low == span.high == 1 else 's'} {side}"


@once_per_evidence
def counterpart_lags(evidence: Evidence, country: str, other: str) -> pd.DataFrame:
    """For each measure of `country` that `other` has a counterpart to, how much later (or earlier) it came.

    Where there are several counterparts, an earlier one of `other` stands before a later one, and the first in time
    before the rest.

    Returns
    -------
    DataFrame
        Index the id of the measure of `country`; `counterpart_id`, `counterpart` (title), `coded_basis` (in words),
        `step_ids` (its own earlier steps), `shared` (tuple: classes of items that both restrict) with `is_comparable`
        (whether the classes of both are known), and by announcement and by effect `announced`, `effective` (text) with
        `announced_low`, `announced_high`, … (days, negative where `country` was first; missing where a date is not
        held); `pair_id`.
    """
    after, before = (_on_both_clocks(evidence, *pair).reset_index() for pair in ((other, country), (country, other)))
    after = after.rename(columns={"leader_id": "counterpart_id", "leader_title": "counterpart", "follower_id": "id"})
    before = before.rename(
        columns={"follower_id": "counterpart_id", "follower_title": "counterpart", "leader_id": "id"}
    )
    before["step_ids"] = pd.Series([()] * len(before), index=before.index, dtype="object")
    for clock in CLOCKS:
        before[[f"{clock}_low", f"{clock}_high"]] = -before[[f"{clock}_high", f"{clock}_low"]]
    both = pd.concat([after, before]).drop_duplicates("id").set_index("id").rename_axis("measure_id")
    both["coded_basis"] = both["coded_basis"].str.replace("_", " ")
    for clock in CLOCKS:
        bounds = zip(both[f"{clock}_low"], both[f"{clock}_high"], strict=True)
        words = [later(int(a), int(b)) if pd.notna(a) else None for a, b in bounds]
        both[clock] = pd.Series(words, index=both.index, dtype="object")
    both = both.join(_overlaps(both, evidence.measures["coded_item_classes"].to_dict()))
    days = [f"{clock}{end}" for clock in CLOCKS for end in ("", "_low", "_high")]
    named = ["counterpart_id", "counterpart", "coded_basis", "step_ids", "shared", "is_comparable"]
    return both[[*named, *days, "pair_id"]]


def _on_both_clocks(evidence: Evidence, leader: str, follower: str) -> pd.DataFrame:
    """`alignment_lags` by announcement, with the bounds of the days by announcement and by effect."""
    lags = {clock: alignment_lags(evidence, leader, follower, clock) for clock in CLOCKS}
    bounds = [lag[["days_low", "days_high"]].set_axis([f"{c}_low", f"{c}_high"], axis=1) for c, lag in lags.items()]
    named = ["leader_id", "follower_id", "leader_title", "follower_title", "coded_basis", "step_ids"]
    return lags["announced"][named].join(pd.concat(bounds, axis=1))


def _overlaps(both: pd.DataFrame, classes: Mapping[Hashable, tuple[str, ...]]) -> pd.DataFrame:
    """Classes of items that a measure, or a step of it, restricts and its counterpart restricts too; in their order."""
    found = []
    for measure, other, steps in zip(both.index, both["counterpart_id"], both["step_ids"], strict=True):
        own = [c for i in (measure, *steps) for c in classes.get(i, ())]
        theirs = classes.get(other, ())
        found.append((tuple(dict.fromkeys(c for c in own if c in theirs)), bool(own) and bool(theirs)))
    return pd.DataFrame(found, columns=["shared", "is_comparable"], index=both.index).astype({"is_comparable": bool})


def words_and_deeds(measures: pd.DataFrame, lags: pd.DataFrame, spoken: pd.DataFrame, country: str) -> pd.DataFrame:
    """Each measure with its counterpart abroad, the lag to it, and what its own government said of it.

    Parameters
    ----------
    measures
        Measures of one government. An earlier step that a later one carries out (`step_ids`) has no row of its own.
    lags
        As `counterpart_lags` gives them.
    spoken
        That government's statements on its own measures, with `tone`; those on a step count for the later measure.
    country
        Whose naming is counted.

    Returns
    -------
    DataFrame
        Index measure_id; the columns of `measures`, then those of `lags`, `statements` and `named` (counts) and `tones`
        (text, in order of time); for a reader also `pairing` (counterpart and why), `controls` ("23 items"), `overlap`
        (the classes that both restrict, and why the two are paired) and `said`.
    """
    steps = {s: f for f, found in lags["step_ids"].items() for s in found}
    kept = measures[~measures.index.isin(list(steps))].join(lags)
    said = spoken.assign(policy=spoken["measure_id"].replace(steps), named=names_country(spoken, country))
    said = said.loc[first_days(said["date"]).sort_values(kind="stable").index]
    by_policy = said.groupby("policy")
    kept["statements"] = by_policy.size().reindex(kept.index).fillna(0).astype(int)
    kept["named"] = by_policy["named"].sum().reindex(kept.index).fillna(0).astype(int)
    tones = {policy: ", ".join(signed(v) for v in t.dropna()) for policy, t in by_policy["tone"]}
    kept["tones"] = [tones.get(i, "") for i in kept.index]
    return _for_reader(kept)


def _for_reader(deeds: pd.DataFrame) -> pd.DataFrame:
    """`words_and_deeds` with several columns put into words, so that its table fits a page."""
    found = deeds.copy()
    found["pairing"] = found["counterpart"] + " (" + found["coded_basis"] + ")"
    counts = {"item": found["item_count"], "entity": found["entity_count"]}
    items, entities = ([counted(int(n), w, PLURAL[w]) if pd.notna(n) else "" for n in c] for w, c in counts.items())
    found["controls"] = [a or b for a, b in zip(items, entities, strict=True)]
    shared = zip(found["is_comparable"].eq(True), found["shared"], found["coded_basis"], strict=True)
    found["overlap"] = [overlap_words(*each) for each in shared]
    words = zip(found["statements"], found["named"], found["tones"], strict=True)
    found["said"] = [f"{tones} ({named} of {n} with the name)" if n else "" for n, named, tones in words]
    return found


def overlap_words(is_comparable: bool, shared: object, basis: object) -> str:
    """What two measures restrict alike, with the reason for which the record pairs them; empty without a pair.

    >>> overlap_words(True, ("advanced_chips", "quantum"), "same items"), overlap_words(True, (), "timing")
    ('advanced chips, quantum (same items)', 'no class (timing)')
    >>> overlap_words(False, (), "stated"), overlap_words(False, None, None)
    ('not coded (stated)', '')
    """
    if not isinstance(basis, str):
        return ""
    classes = ", ".join(str(c).replace("_", " ") for c in shared) if isinstance(shared, tuple) else ""
    return f"{classes or ('no class' if is_comparable else 'not coded')} ({basis})"


def fitting(hits: pd.Series, half_or_more: str, less: str, threshold: float = 0.5) -> str:
    """Which of two readings a share of yes fits: the first at `threshold` or more; neither where there are too few.

    >>> yes_and_no = pd.Series([True, True, False, False, False])
    >>> fitting(yes_and_no, "alignment", "hedging"), fitting(yes_and_no[:4], "alignment", "hedging")
    ('hedging', 'too few to judge')
    """
    if len(hits) < FEWEST:
        return TOO_FEW
    return half_or_more if int(hits.sum()) >= threshold * len(hits) - 1e-9 else less


def mark_table(marks: Mapping[str, tuple[str, pd.Series, str, str]], threshold: float = 0.5) -> pd.DataFrame:
    """Marks beside one another: for each, what is looked at, how many rows show it, and which reading it fits.

    Parameters
    ----------
    marks
        Key -> what is looked at; yes or no by row id; the reading of one half or more; the reading of less.
    threshold
        The share (0..1) at which a mark tips over.

    Returns
    -------
    DataFrame
        Index the key; `what`, `hits`, `of` (counts), `fits`, `row_ids`.
    """
    lines = [
        [key, what, int(hits.sum()), len(hits), fitting(hits, high, low, threshold), tuple(hits.index)]
        for key, (what, hits, high, low) in marks.items()
    ]
    return pd.DataFrame(lines, columns=["key", "what", "hits", "of", "fits", "row_ids"]).set_index("key")


def mark_facts(marks: pd.DataFrame) -> dict[str, object]:
    """The numbers of `mark_table` for a sentence.

    Under each key, key and "_of", and key and "_share" as in `tallies`; the number of marks under each reading's first
    word ("hedging", "alignment", "quieter", "plain"), under `few` for those not judged, under `marks` for all; and the
    keys of those that fit hedging and alignment, as phrases, under `for_it` and `against_it` ("none").
    """
    yes_no = {str(k): pd.Series([True] * a + [False] * (n - a)) for k, a, n in marks[["hits", "of"]].itertuples()}
    readings = marks["fits"].str.split().str[0]
    found = tallies(yes_no) | {r: int(readings.eq(r).sum()) for r in ("hedging", "alignment", "quieter", "plain")}
    named = {k: listed(marks.index[readings.eq(r)]) or "none" for k, r in READINGS.items()}
    return found | named | {"few": int(marks["fits"].eq(TOO_FEW).sum()), "marks": len(marks)}


def hedging_marks(
    american: pd.DataFrame,
    deeds: pd.DataFrame,
    on_china: pd.DataFrame,
    on_own: pd.DataFrame,
    after: pd.DataFrame,
    texts: pd.DataFrame,
    speed_term: int = HALF_YEAR,
    threshold: float = 0.5,
) -> pd.DataFrame:
    """The marks of hedging and of alignment with quieter words, as `mark_table` gives them.

    Parameters
    ----------
    american
        American measures with `counterpart` ("none" where Japan has none), see `lags.counterparts`.
    deeds
        Japanese measures, see `words_and_deeds`.
    on_china, on_own
        Tokyo's statements on Chinese measures and on its own.
    after
        Days of Japanese measures with the number of contacts `after` them, see `frictions.contacts_around`.
    texts
        Official texts, see `statements.single_acts`; of these the Japanese ones that were read and are no lists of
        entities. A draft is a text of its own here.
    speed_term, threshold
        Days within which a counterpart is soon; share at which a mark tips over.
    """
    comparable = deeds[deeds["is_comparable"].eq(True)]
    lag, is_rule = deeds["announced_high"].dropna(), texts["by"].eq("JP") & ~texts["is_list"]
    rules = texts[is_rule & texts["text"].ne(ANSWERS[2])]
    aligned, hedged = ("alignment", "hedging"), ("hedging", "alignment")
    words = ("quieter words", "plain words")
    return mark_table(
        {
            "extent": ("American measures with a Japanese counterpart", american["counterpart"].ne("none"), *aligned),
            "overlap": ("Counterparts that restrict a like class of items", comparable["shared"].map(bool), *aligned),
            "speed": ("Counterparts announced within half a year, or first", lag.le(speed_term), *aligned),
            "pressure": ("Critical statements of Tokyo on Chinese measures", on_china["tone"].dropna().lt(0), *aligned),
            "contact": ("Days of Japanese measures with a meeting in the window after", after["after"].gt(0), *hedged),
            "texts": ("Japanese rules and other acts that do not name China", rules["text"].eq(ANSWERS[1]), *words),
            "speakers": ("Tokyo's statements on own measures without China", ~names_country(on_own, "CN"), *words),
        },
        threshold,
    )
