"""Controls in force on a day: who controls which class of items, on what licence policy, and whether China is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from .evidence import Evidence
from .lags import can_be_followed
from .measures import ITEM_CLASSES, UNENACTED, by_jurisdiction, of_class, texts_on_china
from .period import first_days, last_days

# From the strictest to none, with the words of the figure.
POLICIES = {
    "prohibition": "barred",
    "policy_of_denial": "denied",
    "presumption_of_denial": "denial presumed",
    "case_by_case": "case by case",
    "licence_required": "licence needed",
    "presumption_of_approval": "grant presumed",
    "notification": "notice",
    "no_licence": "no licence",
}
UNSTATED = "not stated"
LOOSER = ("eases", "suspends", "postpones")
COLUMNS = ["item_class", "jurisdiction", "acts", "policy", "mixed", "china", "eased_by", "row_ids"]
CHINA = {"named": ", China named", "not named": ", China not named", "not read": ", texts unread", "": ""}


def binding_on(evidence: Evidence, day: date, item_class: str | None = None) -> pd.DataFrame:
    """Measures that restrict and are certainly in force on a day: in effect by then, neither ended nor suspended.

    A measure without a day of entry into force is left out (see `undated_on`); one suspended in part counts.
    """
    at = pd.Timestamp(day)
    held = pd.concat([can_be_followed(evidence, c) for c in _codes(evidence)])
    held = of_class(held[~held.index.duplicated()], item_class)
    begun, ended = last_days(held["date_effective"]) <= at, last_days(held["date_end"]) <= at
    off = (last_days(held["suspended_from"]) <= at) & ~(first_days(held["suspended_until"]) <= at)
    return held[begun & ~ended & ~(off & held["status"].ne("partly_suspended"))]


def undated_on(evidence: Evidence, day: date) -> pd.DataFrame:
    """Measures that restrict, made known by a day, of which the record holds no day of entry into force."""
    held = pd.concat([can_be_followed(evidence, c) for c in _codes(evidence)])
    known = held["date_announced"].where(held["date_announced"].notna(), held["date_published"])
    held = held[(last_days(known) <= pd.Timestamp(day)) & held["date_effective"].isna()]
    return held[~held.index.duplicated() & held["status"].isin(["in_force", "superseded", "ended"])]


def _codes(evidence: Evidence) -> list[str]:
    return sorted({c for who in evidence.measures["jurisdictions"] for c in who})


def controls_on(evidence: Evidence, day: date, countries: Sequence[str], item_class: str | None = None) -> pd.DataFrame:
    """Who controls what on a day, one line a class of items and jurisdiction.

    Returns
    -------
    DataFrame
        In the order of the classes, then of the countries: `item_class` (in words), `jurisdiction`, `acts` (number in
        force), `policy` (the strictest of theirs, in words; "not stated" where none states one), `mixed` (whether
        another of them states a milder one), `china` ("named" where one of the texts names China, "not named" where all
        were read and none does, else "not read"; for China's own acts empty), `eased_by` (id of a later act that eases
        or suspends in that class, missing where none), `row_ids`. A measure about several classes counts in each, a
        joint one for each government.
    """
    lines = _by_class(binding_on(evidence, day, item_class), countries)
    looser = _by_class(_looser(evidence, day), countries)
    found = []
    for (kind, code), acts in lines.groupby(["coded_item_classes", "jurisdiction"], sort=False):
        same = looser["coded_item_classes"].eq(str(kind)) & looser["jurisdiction"].eq(str(code))
        later = looser[same & (first_days(looser["date_effective"]) > first_days(acts["date_effective"]).min())]
        eased = next(iter(later.index[::-1]), None)
        ids = (*acts.index, *later.index)
        mixed = acts["coded_licence_policy"].nunique() > 1
        found.append([kind, code, len(acts), _strictest(acts), mixed, _china(acts), eased, ids])
    frame = pd.DataFrame(found, columns=COLUMNS)
    order = frame["item_class"].map(ITEM_CLASSES.index) * len(countries) + frame["jurisdiction"].map(
        list(countries).index
    )
    frame = frame.loc[order.sort_values().index].reset_index(drop=True)
    return frame.assign(item_class=frame["item_class"].str.replace("_", " "))


def _by_class(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    lines = by_jurisdiction(measures, countries).explode("coded_item_classes").dropna(subset=["coded_item_classes"])
    return lines[lines["coded_item_classes"].isin(ITEM_CLASSES)]


def _looser(evidence: Evidence, day: date) -> pd.DataFrame:
    """Acts that ease, suspend or put off a control and are in effect on a day, in order of time."""
    held = evidence.measures
    held = held[held["coded_effect"].isin(LOOSER) & ~held["instrument"].isin(UNENACTED)]
    at = pd.Timestamp(day)
    held = held[(last_days(held["date_effective"]) <= at) & ~(last_days(held["date_end"]) <= at)]
    return held.loc[first_days(held["date_effective"]).sort_values(kind="stable").index]


def _strictest(acts: pd.DataFrame) -> str:
    stated = [p for p in POLICIES if acts["coded_licence_policy"].eq(p).any()]
    return POLICIES[stated[0]] if stated else UNSTATED


def _china(acts: pd.DataFrame) -> str:
    read = acts["coded_names_china"]
    if read.eq("yes").any():
        return "named"
    if read.eq("not_applicable").all():
        return ""
    return "not named" if read.eq("no").all() else "not read"


def control_grid(controls: pd.DataFrame, countries: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`controls_on` as two grids of one shape, class by jurisdiction: the policy, and the words below it.

    Words: the number of acts, whether their texts name China, "mixed" where others are milder, "eased" where a
    later act eases. Jurisdictions without a control are left out; a cell without a control is empty.
    """
    acts = [f"{n} act{'' if n == 1 else 's'}" for n in controls["acts"]]
    mixed = ["; mixed" if more else "" for more in controls["mixed"]]
    eased = ["; eased" if isinstance(by, str) else "" for by in controls["eased_by"]]
    parts = zip(acts, controls["china"].map(CHINA), mixed, eased, strict=True)
    words = controls.assign(words=["".join(line) for line in parts])
    classes = list(dict.fromkeys(words["item_class"]))
    codes = [c for c in countries if c in set(words["jurisdiction"])]
    places = list(zip(words["item_class"], words["jurisdiction"], strict=True))
    policy, below = (dict(zip(places, words[column], strict=True)) for column in ("policy", "words"))
    return _grid(policy, classes, codes), _grid(below, classes, codes)


def _grid(cells: Mapping[tuple[str, str], str], classes: Sequence[str], codes: Sequence[str]) -> pd.DataFrame:
    rows = [[cells.get((k, c), "") for c in codes] for k in classes]
    return pd.DataFrame(rows, index=list(classes), columns=list(codes), dtype="object")


def control_facts(controls: pd.DataFrame, leader: str, follower: str) -> dict[str, object]:
    """How the controlled classes of two governments compare, for a sentence.

    Keys: theirs (classes that the leader controls), shared (of these, by both), stricter (of the shared ones, those in
    which the leader's strictest policy is stricter by both texts), compared (shared ones in which both state one).
    """
    own = {c: lines.set_index("item_class")["policy"] for c, lines in controls.groupby("jurisdiction")}
    none = pd.Series(dtype="object")
    theirs, ours = own.get(leader, none), own.get(follower, none)
    shared = [k for k in theirs.index if k in ours.index]
    rank = {word: n for n, word in enumerate(POLICIES.values())}
    both = [k for k in shared if theirs[k] in rank and ours[k] in rank]
    stricter = sum(rank[theirs[k]] < rank[ours[k]] for k in both)
    return {"theirs": len(theirs) or None, "shared": len(shared), "stricter": stricter, "compared": len(both)}


def texts_read(measures: pd.DataFrame, country: str) -> tuple[pd.DataFrame, dict[str, object]]:
    """The texts of a government that were read, and for a sentence how many of them name China.

    Numbers: n (texts read; None where none), named (of these, those that name China), lists_alone (whether there are
    some and all of them are entity listings). Texts of acts as `measures.texts_on_china` has them.
    """
    own = texts_on_china(measures, [country])
    own = own[own["text"].ne("not read")]
    named = own[own["text"].eq("China named")]
    lists_alone = len(named) > 0 and bool(named["instrument"].eq("entity_listing").all())
    return own, {"n": len(own) or None, "named": len(named), "lists_alone": lists_alone}


def rows_of(controls: pd.DataFrame, countries: Sequence[str]) -> list[str]:
    """Ids of the measures that the lines of some jurisdictions rest on, each once."""
    own = controls.loc[controls["jurisdiction"].isin(list(countries)), "row_ids"]
    return list(dict.fromkeys(i for ids in own for i in ids))
