"""Additions to the US Entity List: rule by rule and added up, in entities and not in notices, with each citation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from .evidence import Evidence
from .sources import written_date

EVERY, CHINA = "SE-ENTITY-LIST-ADDITIONS-ALL", "SE-ENTITY-LIST-ADDITIONS-CN"
HEADINGS = {
    "published": "Published",
    "entities": "Entities (number)",
    "china": "Entries under China (number)",
    "citation": "Citation or source",
    "measure_id": "Held as a measure",
}
_CITED = re.compile(r"\b\d{2,3} FR \d+|\b(?:FR document|rule) \d{4}-\d+")
_AS_DOCUMENT = re.compile(r"^(?:FR Doc|rule) ")
_DOCUMENT = re.compile(r"\d{4}-\d{5}")


def additions(evidence: Evidence) -> pd.DataFrame:
    """The rules that add to the Entity List, one a line, in order of publication.

    Returns
    -------
    DataFrame
        Index observation id (of the count for all destinations); `published` (day), `entities` (number, all
        destinations), `total` (of this rule and those before it in the selection), `china` (entries under destination
        China, missing where the rule gives no count), `china_total` (missing without any count so far), `measure_id`
        and `title` of the measure held for the rule (missing where none), `citation` (of the rule, as the record has
        it; else the source), `row_ids` (all that the line rests on).
    """
    every, china = (evidence.observations.query("series_id == @series") for series in (EVERY, CHINA))
    every = every.sort_values("period", kind="stable")
    own = [_of_rule(china, rule, every) for _, rule in every.iterrows()]
    american, days = _american(evidence), every.groupby("period")["value"].sum()
    held = [_measure(american, rule, days[rule["period"]]) for _, rule in every.iterrows()]
    counts = [china.at[i, "value"] if i else None for i in own]
    found = pd.DataFrame(index=every.index)
    found["published"], found["entities"] = every["period"], every["value"].astype(int)
    found["total"] = found["entities"].cumsum()
    found["china"] = pd.Series(counts, index=every.index, dtype="Float64").astype("Int64")
    found["china_total"] = found["china"].fillna(0).cumsum().where(found["china"].notna().cummax())
    found["measure_id"] = pd.Series(held, index=every.index, dtype="object")
    found["title"] = found["measure_id"].map(evidence.measures["title"])
    cited = [_citation(evidence, str(i), rule, m) for (i, rule), m in zip(every.iterrows(), held, strict=True)]
    found["citation"] = pd.Series(cited, index=every.index, dtype="object")
    ids = [tuple(i for i in line if i) for line in zip(every.index, own, held, strict=True)]
    return found.assign(row_ids=pd.Series(ids, index=every.index, dtype="object"))


def _of_rule(china: pd.DataFrame, rule: pd.Series, rules: pd.DataFrame) -> str | None:
    """The count for China of the same rule: of its day and, where rules share a day, that names the same rule."""
    same = china[china["period"].eq(rule["period"])]
    if len(same) and rules["period"].eq(rule["period"]).sum() > 1:
        name = _name(rule)
        wanted = number[0] if (number := _DOCUMENT.search(name)) else name
        texts = same["vintage"].fillna("") + " " + same["notes"].fillna("")
        same = same[[wanted in text for text in texts]]
    return str(same.index[0]) if len(same) else None


def _name(rule: pd.Series) -> str:
    return rule["vintage"] if isinstance(rule["vintage"], str) else ""


def _american(evidence: Evidence) -> dict[str, list[tuple[str, Any]]]:
    """By day of publication the measures of the United States, in their order: id, and number of entities."""
    found: dict[str, list[tuple[str, Any]]] = {}
    columns = ["jurisdictions", "date_published", "entity_count"]
    for row_id, who, day, count in evidence.measures[columns].itertuples(name=None):
        if "US" in who and pd.notna(count):
            found.setdefault(day, []).append((str(row_id), count))
    return found


def _measure(american: Mapping[str, list[tuple[str, Any]]], rule: pd.Series, day: float) -> str | None:
    """The listing that the record holds for a rule: published that day, with its count or that of the day."""
    fits = (row_id for row_id, count in american.get(rule["period"], ()) if count in (rule["value"], day))
    return next(fits, None)


def _citation(evidence: Evidence, row_id: str, rule: pd.Series, measure_id: str | None) -> str:
    """How the rule is cited: by the measure held for it, in the remarks of its count, or by the first source.

    A measure that stands for two rules of a day is cited by both, so its citations come last, joined by "or".
    """
    notes = rule["notes"] if isinstance(rule["notes"], str) else ""
    noted = [_AS_DOCUMENT.sub("FR document ", c) for c in _CITED.findall(f"{notes} {_name(rule)}")]
    held = evidence.measures.loc[measure_id, ["official_citation", "entity_count"]] if measure_id else None
    official: list[str] = []
    if held is not None and isinstance(held["official_citation"], str):
        official = [_AS_DOCUMENT.sub("FR document ", c) for c in held["official_citation"].split("; ")]
        if held["entity_count"] != rule["value"]:
            official = [] if noted else [" or ".join(official)]
    cited = [*official, *noted] or [s.title for s in evidence.sources_of([row_id])[:1]]
    return "; ".join(dict.fromkeys(cited))


def addition_facts(found: pd.DataFrame) -> dict[str, object]:
    """Numbers of `additions` for a sentence; None where there is no rule.

    Keys: n (rules), total (entities), most (entities of the largest rule), day and cited (of that rule), and held (the
    largest rule that the record holds as a measure, in words).
    """
    if found.empty:
        return dict.fromkeys(("n", "total", "most", "day", "cited", "held"))
    order = found.sort_values(["entities", "published"], ascending=False, kind="stable")
    top, own = order.iloc[0], order[order["measure_id"].notna()]
    held = "No rule among them is held as a measure of its own"
    if len(own):
        rule = own.iloc[0]
        held = f"The largest that is held as a measure of its own too is {rule['measure_id']} of "
        held += f"{written_date(rule['published'])}, with {rule['entities']} ({rule['citation']})"
    facts = {"n": len(found), "total": int(found["entities"].sum()), "most": int(top["entities"])}
    return {**facts, "day": written_date(top["published"]), "cited": top["citation"], "held": held}


def largest_first(found: pd.DataFrame) -> pd.DataFrame:
    """`additions` with those first that the record holds as measures, the largest before the rest."""
    return found.assign(own=found["measure_id"].isna()).sort_values(["own", "entities"], ascending=[True, False])
