"""Statements on measures: who names whom, in what tone, how soon, and beside which deeds."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from .evidence import Evidence
from .once import once_per_evidence
from .parameters import ParameterError
from .period import days_between, first_days, is_known
from .text import listed
from .tones import FEWEST, recoded, tallies

WEEK = 7  # days
NOBODY = "no other country"
ANSWERS = ["names China", "does not name China", "text not read"]
REACTION_COLUMNS = [
    "measure_id",
    "title",
    "by",
    "known",
    "statement_id",
    "speaker",
    "said",
    "days",
    "days_low",
    "days_high",
    "step",
    "since_step",
]


def known_measures(evidence: Evidence, ids: Sequence[str] | None) -> list[str] | None:
    """Ids of measures, each once, as an analyst wrote them; None for all.

    Raises
    ------
    ParameterError
        If there is none, or one that the record does not hold; every fault is told on one line with the nearest ids.
    """
    if ids is None:
        return None
    if not ids:
        raise ParameterError("measures is empty; name at least one id of data/measures.csv, or None for all.")
    held = {str(i).casefold(): str(i) for i in evidence.measures.index}
    faults = []
    for wanted in dict.fromkeys(i for i in ids if i not in held.values()):
        near = [held[n] for n in get_close_matches(str(wanted).casefold(), list(held), n=3, cutoff=0.55)]
        guess = f"the nearest: {listed(near, 'or')}" if near else "none is near; see data/measures.csv"
        faults.append(f"{wanted!r} is no measure of the record ({guess})")
    if faults:
        raise ParameterError(f"measures: {'; '.join(faults)}.")
    return list(dict.fromkeys(ids))


def kept_to(evidence: Evidence, ids: Sequence[str] | None) -> Evidence:
    """The evidence with no other measures than these, the pairs among them, and the statements on them; None for all.

    Meetings, events and the rest stay as they are: they belong to no measure.
    """
    if ids is None:
        return evidence
    wanted, pairs, statements = set(ids), evidence.measure_pairs, evidence.statements
    said, codes = statements[statements["measure_id"].isin(wanted)], evidence.tone_codes
    return evidence.replaced(
        {
            "measures": evidence.measures[evidence.measures.index.isin(wanted)],
            "measure_pairs": pairs[pairs["leader_id"].isin(wanted) & pairs["follower_id"].isin(wanted)],
            "statements": said,
            "tone_codes": codes[codes["statement_id"].isin(said.index)],
        }
    )


@once_per_evidence
def toned_statements(
    evidence: Evidence, scheme: str = "5", include_industry: bool = False, coder: str | None = None
) -> pd.DataFrame:
    """Government statements with their tone, whom it is addressed to, and whose measure they are about.

    With `coder`, the codes of that one alone ("coder-a"); else the mean over those who coded.

    Returns
    -------
    DataFrame
        `evidence.statements`, industry bodies left out unless asked for, with `tone` (mean over coders on the scheme's
        scale; missing where uncoded), `tone_toward`, `coders` (number), `measure_by` (jurisdictions of the measure as
        a tuple, empty where it has none in the selection) and `is_answer` (made on the measure, not before it).
    """
    statements = evidence.statements
    if not include_industry:
        statements = statements[statements["speaker_kind"] == "government"].copy()
    codes = evidence.tone_codes.sort_values("coder", kind="stable")
    codes = codes if coder is None else codes[codes["coder"] == coder]
    of_statement = codes.assign(tone=recoded(codes["coded_tone"], scheme)).groupby("statement_id")
    for column, values in (
        ("tone", of_statement["tone"].mean()),
        ("tone_toward", of_statement["tone_toward"].first()),
    ):
        statements[column] = values.reindex(statements.index)
    statements["coders"] = of_statement["coder"].nunique().reindex(statements.index).fillna(0).astype("Int64")
    by = evidence.measures["jurisdictions"].to_dict()
    statements["measure_by"] = pd.Series(
        [by.get(m, ()) for m in statements["measure_id"]], index=statements.index, dtype="object"
    )
    statements["is_answer"] = statements["relation_to_measure"].eq("on").astype(bool)
    return statements


def on_measures_of(statements: pd.DataFrame, speaker: str, country: str, toward: str | None = None) -> pd.DataFrame:
    """What one country's speakers said on measures of another (or their own) alone; joint measures are left out.

    With `toward`, only statements whose tone is addressed to that country.
    """
    by_one = [by == (country,) for by in statements["measure_by"]]
    kept = pd.Series(by_one, index=statements.index, dtype=bool) & statements["speaker_country"].eq(speaker).astype(
        bool
    )
    if toward is not None:
        kept &= statements["tone_toward"].eq(toward).astype(bool)
    return statements[kept & statements["is_answer"]].copy()


def coverage(statements: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """What is held for each speaker's country, most statements first.

    Index country code; `country` (the same), `measures` (that it imposed, joint ones included), `statements`, `answers`
    (those on a measure), `coded` (with a tone), `coders` (most on one statement), `first`, `last` (dates).
    """
    held = statements.groupby("speaker_country").agg(
        statements=("date", "size"),
        answers=("is_answer", "sum"),
        coded=("tone", "count"),
        coders=("coders", "max"),
        first=("date", "min"),
        last=("date", "max"),
    )
    imposed = measures["jurisdictions"].explode().value_counts()
    held.insert(0, "measures", imposed.reindex(held.index, fill_value=0).astype(int))
    held.insert(0, "country", held.index)
    return held.sort_values("statements", ascending=False, kind="stable")


def names_country(statements: pd.DataFrame, country: str) -> pd.Series:
    """Which statements name the country."""
    named = [country in names for names in statements["coded_names_countries"]]
    return pd.Series(named, index=statements.index, dtype=bool)


def naming_grid(statements: pd.DataFrame) -> pd.DataFrame:
    """How many statements of each country's speakers name each other country.

    Returns
    -------
    DataFrame
        A row for each speaker's country, a column for each country named (the speaker's own not counted) and one for
        statements that name no other; `statements` is the number the row rests on.
    """
    others: list[tuple[str, ...]] = [
        tuple(c for c in names if c != speaker) or (NOBODY,)
        for names, speaker in zip(statements["coded_names_countries"], statements["speaker_country"], strict=True)
    ]
    named = statements.assign(named=pd.Series(others, index=statements.index, dtype="object")).explode("named")
    grid = pd.crosstab(named["speaker_country"], named["named"])
    columns = sorted(c for c in grid.columns if c != NOBODY) + [c for c in grid.columns if c == NOBODY]
    said = statements["speaker_country"].value_counts()
    return grid[columns].assign(statements=said).rename_axis(columns=None)


def single_acts(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Measures of exactly one of some countries, with `by` (its code), `is_list` (a list of entities) and `text`.

    `text` is "names China", "does not name China" or, where nobody has read it, "text not read".
    """
    by = pd.Series([who[0] if len(who) == 1 else "" for who in measures["jurisdictions"]], index=measures.index)
    found = measures.assign(by=by.astype("object"), is_list=measures["instrument"].eq("entity_listing").astype(bool))
    words = {"yes": ANSWERS[0], "no": ANSWERS[1]}
    found["text"] = found["coded_names_china"].map(words).astype("object").fillna(ANSWERS[2])
    return found[found["by"].isin(list(countries))]


def text_facts(texts: pd.DataFrame) -> dict[str, object]:
    """How many of the texts that were read name China, for a sentence; `texts` as `single_acts` gives it.

    `tallies` under `jp`, `us` (rules and other acts) and `jp_lists`, `us_lists` (lists of entities); `decides`: whether
    the kind of act parts Japan's texts (no rule names China, every list does) while some American rule names it.
    """
    read = texts[texts["text"] != ANSWERS[2]]
    kinds = {"jp": ("JP", False), "us": ("US", False), "jp_lists": ("JP", True), "us_lists": ("US", True)}
    of_kind = {k: read[read["by"].eq(by) & read["is_list"].eq(is_list)] for k, (by, is_list) in kinds.items()}
    named = {k: frame["text"].eq(ANSWERS[0]) for k, frame in of_kind.items()}
    rules, lists = named["jp"], named["jp_lists"]
    decides = len(rules) >= FEWEST and not rules.any() and len(lists) > 0 and lists.all() and named["us"].any()
    return tallies(named) | {"decides": bool(decides)}


def naming_facts(spoken: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, object]]:
    """The statements by whose measure they are about, and how many of each name China, for a sentence.

    `tallies` under `on_china` (Tokyo on Chinese measures), `with_us` (Tokyo on American or joint ones), `own` (Tokyo
    on its own) and `washington` (Washington on its own); `parts`: whether Tokyo names China on Chinese measures and
    never on those of Washington; `fewest`: the number of statements below which nothing is judged.
    """
    joint = pd.Series(["US" in by for by in spoken["measure_by"]], index=spoken.index, dtype=bool)
    sets = {
        "on_china": on_measures_of(spoken, "JP", "CN"),
        "with_us": spoken[spoken["speaker_country"].eq("JP") & spoken["is_answer"] & joint],
        "own": on_measures_of(spoken, "JP", "JP"),
        "washington": on_measures_of(spoken, "US", "US"),
    }
    named = {key: names_country(frame, "CN") for key, frame in sets.items()}
    sizes = min(len(named["on_china"]), len(named["with_us"]))
    parts = sizes >= FEWEST and named["on_china"].any() and not named["with_us"].any()
    return pd.concat(sets.values()), tallies(named) | {"parts": bool(parts), "fewest": FEWEST}


def aimed_at(measures: pd.DataFrame, by: str, country: str) -> pd.DataFrame:
    """Measures of `by` alone whose text names `country` as target."""
    both = zip(measures["jurisdictions"], measures["targets_named"], strict=True)
    aimed = [who == (by,) and country in targets for who, targets in both]
    return measures[pd.Series(aimed, index=measures.index, dtype=bool)]


def first_reactions(measures: pd.DataFrame, statements: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """The first statement on each measure within a window after it became known, with the days it took.

    Parameters
    ----------
    measures
        Each dates from its announcement; from publication, or effect, where that is not held.
    statements
        `measure_id`, `date`, `is_answer`, of the speakers in question; those made before the measure count for nothing.
    window_days
        Statements that may be later than this are no reaction.

    Returns
    -------
    DataFrame
        Index measure_id, in order of time, only measures with a reaction: `title`, `by` (first jurisdiction), `known`
        (date), `statement_id`, `speaker`, `said` (date), `days` (text, a range for partial dates), `days_low`,
        `days_high`, `step` ("announced", "published" or "effective": the latest step by then) and `since_step` (days
        since it, at least).

    Raises
    ------
    ValueError
        If the window is negative.
    """
    if window_days < 0:
        raise ValueError(f"reaction_window_days={window_days!r} is negative; expected 0 or more days.")
    on = statements[statements["is_answer"] & statements["measure_id"].isin(measures.index)]
    on = on.loc[first_days(on["date"]).sort_values(kind="stable").index]
    found = [_reaction(measures.loc[s["measure_id"]], str(i), s) for i, s in on.iterrows()]
    frame = pd.DataFrame([f for f in found if f], columns=REACTION_COLUMNS).set_index("measure_id")
    inside = frame[(frame["days_high"] <= window_days) & (frame["days_low"] >= 0)]
    return inside[~inside.index.duplicated()].sort_values("known", kind="stable")


def speed_facts(texts: pd.DataFrame, spoken: pd.DataFrame, days: int) -> tuple[list[str], dict[str, object]]:
    """How soon Beijing spoke on American and on Japanese measures: the rows it rests on, and numbers for a sentence.

    `tallies` under `US` and `JP` (`first_reactions` within a week of a step), `all_US` and `all_JP` (measures in
    `texts`, with or without a reaction), `window` (the days) and `is_alike`: both shares are above four fifths, and
    neither rests on too few.
    """
    reactions = first_reactions(texts, spoken[spoken["speaker_country"] == "CN"], days)
    quick = {by: reactions.loc[reactions["by"] == by, "since_step"] <= WEEK for by in ("US", "JP")}
    alike = all(len(hits) >= FEWEST and hits.mean() > 0.8 for hits in quick.values())
    facts = {f"all_{by}": int(texts["by"].eq(by).sum()) for by in quick} | {"window": days, "is_alike": alike}
    return [*reactions.index, *reactions["statement_id"]], tallies(quick) | facts


def _reaction(measure: pd.Series, statement_id: str, statement: pd.Series) -> list[object] | None:
    """One line of `first_reactions`; None for a measure without a date."""
    said = str(statement["date"])
    steps = {
        k: str(measure[f"date_{k}"]) for k in ("announced", "published", "effective") if is_known(measure[f"date_{k}"])
    }
    if not steps:
        return None
    known = next(iter(steps.values()))
    span = days_between(known, said)
    past = {k: days_between(d, said).low for k, d in steps.items() if days_between(d, said).low >= 0}
    step = min(past, key=lambda k: past[k]) if past else None
    place = [
        measure.name,
        measure["title"],
        measure["jurisdictions"][0],
        known,
        statement_id,
        statement["speaker"],
        said,
    ]
    return [*place, str(span), span.low, span.high, step, past[step] if step else None]
