"""Statements on measures: who names whom, in what tone, how soon, and beside which deeds."""

from __future__ import annotations

import pandas as pd

from .evidence import Evidence
from .period import days_between, first_days, is_known, last_days
from .tones import recoded, signed

NOBODY = "no other country"
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


def on_measures_of(statements: pd.DataFrame, speaker: str, country: str) -> pd.DataFrame:
    """What one country's speakers said on measures of another (or their own) alone; joint measures are left out."""
    by_one = pd.Series([m == (country,) for m in statements["measure_by"]], index=statements.index, dtype=bool)
    return statements[statements["is_answer"] & by_one & statements["speaker_country"].eq(speaker)].copy()


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
    others = [
        tuple(c for c in names if c != speaker) or (NOBODY,)
        for names, speaker in zip(statements["coded_names_countries"], statements["speaker_country"], strict=True)
    ]
    named = statements.assign(named=others).explode("named")
    grid = pd.crosstab(named["speaker_country"], named["named"])
    columns = sorted(c for c in grid.columns if c != NOBODY) + [c for c in grid.columns if c == NOBODY]
    said = statements["speaker_country"].value_counts()
    return grid[columns].assign(statements=said).rename_axis(columns=None)


def naming_by_measure(statements: pd.DataFrame, country: str) -> pd.DataFrame:
    """How often each country's speakers name `country`, by whose measure they speak on; statements before it left out.

    Returns
    -------
    DataFrame
        `speaker_country`, `measure_by`, `statements`, `named` (counts), `mean_tone` (towards anybody) and `row_ids`.
    """
    answers = statements[statements["is_answer"]]
    answers = answers.assign(named=names_country(answers, country), row_id=answers.index)
    grouped = answers.groupby(["speaker_country", "measure_by"], sort=True)
    return grouped.agg(
        statements=("row_id", "size"), named=("named", "sum"), mean_tone=("tone", "mean"), row_ids=("row_id", tuple)
    ).reset_index()


def like_measures(evidence: Evidence, one: str = "US", other: str = "JP") -> pd.Series:
    """Case that each measure belongs to: measures of two countries that mirror one another, directly or in a chain.

    Index measure_id, value the first id of the case in the alphabet; joint measures and those without a counterpart
    belong to none.
    """
    measures, pairs = evidence.measures, evidence.measure_pairs
    side = {str(i): who[0] for i, who in measures["jurisdictions"].items() if who in ((one,), (other,))}
    mirrors = pairs[pairs["relation"] == "mirrors"]
    cases: dict[str, str] = {}
    for leader, follower in zip(mirrors["leader_id"], mirrors["follower_id"], strict=True):
        if {side.get(leader), side.get(follower)} == {one, other}:
            joined = {cases.setdefault(leader, leader), cases.setdefault(follower, follower)}
            cases |= {m: min(joined) for m, case in cases.items() if case in joined}
    return pd.Series(cases, dtype="object").rename_axis("measure_id")


def like_cases(tones: pd.DataFrame, cases: pd.Series, one: str = "US", other: str = "JP") -> pd.DataFrame:
    """Tones of statements on like measures of two countries, a case to a row; cases with one side silent left out.

    Parameters
    ----------
    tones
        Statements with `measure_id`, `measure_by`, `tone`; those without a tone or a case count for nothing.

    Returns
    -------
    DataFrame
        Index the case; for each of the two countries `measures_US` (tuple of ids), `tones_US` (tuple), `mean_US`, …;
        `difference` (first mean less second) and `row_ids`.
    """
    known = tones[tones["tone"].notna()]
    known = known.assign(case=known["measure_id"].map(cases), by=known["measure_by"].str[0], row_id=known.index)
    sides = []
    for country in (one, other):
        group = known[known["by"] == country].groupby("case")
        side = group.agg(
            measures=("measure_id", _once), tones=("tone", tuple), mean=("tone", "mean"), rows=("row_id", tuple)
        )
        sides.append(side.add_suffix(f"_{country}"))
    both = sides[0].join(sides[1], how="inner")
    both["difference"] = both[f"mean_{one}"] - both[f"mean_{other}"]
    return both.assign(row_ids=both[f"rows_{one}"] + both[f"rows_{other}"])


def _once(values: pd.Series) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def first_reactions(measures: pd.DataFrame, statements: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """The first statement on each measure within a window after it became known, with the days it took.

    Parameters
    ----------
    measures
        Each dates from its announcement; from publication, or effect, where that is not held.
    statements
        `measure_id`, `date`, `is_answer`, from the speakers in question; those made before the measure count for nothing.
    window_days
        Statements that may be later than this are no reaction.

    Returns
    -------
    DataFrame
        Index measure_id, in order of time, only measures with a reaction: `title`, `by` (first jurisdiction), `known`
        (date), `statement_id`, `speaker`, `said` (date), `days` (text, a range for partial dates), `days_low`, `days_high`,
        `step` ("announced", "published" or "effective": the latest step by then), `since_step` (days since it, at least).

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


def words_and_deeds(measures: pd.DataFrame, lags: pd.DataFrame, spoken: pd.DataFrame, country: str) -> pd.DataFrame:
    """Each measure with its lag to a counterpart, what it controls, and what its own government said of it.

    Parameters
    ----------
    measures
        Measures of one government. An earlier step that a later measure carries out (`step_ids`) has no row of its own.
    lags
        As `helpers.measures.lags_by_basis` gives them, with the counterpart abroad as `leader_id`.
    spoken
        That government's statements on its own measures, with `tone`; those on a step count for the later measure.
    country
        Whose naming is counted.

    Returns
    -------
    DataFrame
        Index measure_id, the columns of `measures` and `counterpart` (title), `announced` and `effective` (days as text),
        `coded_basis`, `statements` and `named` (counts), `tones` (text, in order of time) and `row_ids`.
    """
    steps = {s: f for f, found in zip(lags["follower_id"], lags["step_ids"], strict=True) for s in found}
    lag = lags.drop_duplicates("follower_id").set_index("follower_id")
    said = spoken.assign(policy=spoken["measure_id"].replace(steps), named=names_country(spoken, country))
    said = said.loc[first_days(said["date"]).sort_values(kind="stable").index]
    by_policy = said.groupby("policy")
    kept = measures[~measures.index.isin(list(steps))].copy()
    for column, source in (("counterpart", "leader_title"), ("announced", "announced"), ("effective", "effective")):
        kept[column] = lag[source].reindex(kept.index)
    kept["coded_basis"] = lag["coded_basis"].reindex(kept.index)
    kept["statements"] = by_policy.size().reindex(kept.index).fillna(0).astype(int)
    kept["named"] = by_policy["named"].sum().reindex(kept.index).fillna(0).astype(int)
    tones = by_policy["tone"].agg(lambda t: ", ".join(signed(v) for v in t.dropna()))
    kept["tones"] = tones.reindex(kept.index).fillna("")
    return kept


def contacts_around(contacts: pd.DataFrame, occasions: pd.Series, days: int, until: str) -> pd.DataFrame:
    """How many contacts lie within some days before and after each occasion.

    Parameters
    ----------
    contacts
        Meetings with `date_start`; one dated too coarsely to lie wholly inside a window counts in neither.
    occasions
        Dates (partial ones allowed) by row id. The day itself counts in neither window.
    until
        Last day that the record covers: `is_complete` says whether the window after ends by then.

    Returns
    -------
    DataFrame
        Index as `occasions`: `date`, `before`, `after` (counts), `is_complete`, `contact_ids` (tuple).
    """
    first, last = first_days(contacts["date_start"]), last_days(contacts["date_start"])
    starts, ends, span = first_days(occasions), last_days(occasions), pd.Timedelta(days=days)
    found = pd.DataFrame({"date": occasions})
    before = [(last < s) & (first >= s - span) for s in starts]
    after = [(first > e) & (last <= e + span) for e in ends]
    found["before"] = pd.Series([int(b.sum()) for b in before], index=found.index, dtype="int64")
    found["after"] = pd.Series([int(a.sum()) for a in after], index=found.index, dtype="int64")
    found["is_complete"] = (ends + span) <= pd.Timestamp(until)
    ids = [tuple(contacts.index[b | a]) for b, a in zip(before, after, strict=True)]
    return found.assign(contact_ids=pd.Series(ids, index=found.index, dtype="object"))
