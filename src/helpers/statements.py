"""Statements on measures: who names whom, in what tone, how soon, and beside which deeds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .evidence import Evidence
from .period import days_between, first_days, is_known
from .text import country_name
from .tones import recoded

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


def toned_statements(evidence: Evidence, scheme: str = "5", include_industry: bool = False) -> pd.DataFrame:
    """Government statements with their tone, whom it is addressed to, and whose measure they are about.

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


def wording(texts: pd.DataFrame) -> pd.DataFrame:
    """How many acts of each country and kind name China: a row a country and kind, a column an answer; counts.

    `texts` is as `single_acts` gives it.
    """
    kinds = texts["is_list"].map({True: ": lists of entities", False: ": rules and other acts"})
    labels = texts["by"].map(country_name) + kinds.astype("object")
    counts = pd.crosstab(labels.to_numpy(dtype=object), texts["text"].to_numpy(dtype=object))
    return counts.reindex(columns=ANSWERS, fill_value=0).rename_axis(index=None, columns=None)


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
