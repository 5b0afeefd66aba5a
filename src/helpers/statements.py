"""Statements on measures: who names whom, in what tone, how soon, and whether two sets of tones differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from .evidence import Evidence
from .period import days_between, first_days, last_days
from .text import counted, did_you_mean

SCHEMES = {
    "5": {-2: "−2 accusing", -1: "−1 critical", 0: "0 neutral", 1: "+1 conciliatory", 2: "+2 cooperative"},
    "3": {-1: "−1 critical", 0: "0 neutral", 1: "+1 friendly"},
    "2": {-1: "−1 critical", 0: "0 not critical"},
}
FEWEST = 5  # fewer values on one side say nothing about a difference
MOST_EXACT = 200_000
DRAWS = 100_000
NOBODY = "no other country"


def recoded(codes: pd.Series, scheme: str) -> pd.Series:
    """Tone codes from −2 to +2 on the scale of a scheme, as float; missing stays missing.

    "5" keeps them; "3" keeps the sign; "2" sets critical and accusing (−1) against all the rest (0).

    Raises
    ------
    ValueError
        If there is no such scheme.

    >>> recoded(pd.Series([-2, -1, 0, 2]), "3").tolist()
    [-1.0, -1.0, 0.0, 1.0]
    >>> recoded(pd.Series([-2, -1, 0, 2]), "2").tolist()
    [-1.0, -1.0, 0.0, 0.0]
    """
    if scheme not in SCHEMES:
        raise ValueError(f"{scheme!r} is no tone scheme. {did_you_mean(scheme, SCHEMES)}")
    low, high = min(SCHEMES[scheme]), max(SCHEMES[scheme])
    return codes.astype("float64").clip(low, high)


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


@dataclass(frozen=True)
class Comparison:
    """Two sets of tones beside each other: sizes, means, medians, their difference and how rare chance makes it."""

    n_a: int
    n_b: int
    mean_a: float
    mean_b: float
    median_a: float
    median_b: float
    p_value: float
    is_exact: bool

    @property
    def difference(self) -> float:
        """Mean of the first set less mean of the second."""
        return self.mean_a - self.mean_b

    @property
    def is_judgeable(self) -> bool:
        """Whether both sides have enough values to say anything."""
        return min(self.n_a, self.n_b) >= FEWEST

    @property
    def reading(self) -> str:
        """What the comparison allows: too few to judge, or how its probability reads at the usual five per cent."""
        if not self.is_judgeable:
            return "too few to judge"
        return "chance is a poor account" if self.p_value < 0.05 else "chance can account for it"


def _as_extreme(pooled: np.ndarray, size: int, observed: float, seed: int) -> tuple[float, bool]:
    """Share of divisions of the pooled values whose means lie at least as far apart, and whether all were tried."""
    rest, total = len(pooled) - size, pooled.sum()
    is_exact = comb(len(pooled), size) <= MOST_EXACT
    if is_exact:
        sums = np.array([pooled[list(chosen)].sum() for chosen in combinations(range(len(pooled)), size)])
    else:
        generator = np.random.default_rng(seed)
        sums = np.array([generator.permutation(pooled)[:size].sum() for _ in range(DRAWS)])
    gaps = np.abs(sums / size - (total - sums) / rest)
    hits = int((gaps >= abs(observed) - 1e-9).sum())
    return (hits / len(sums), True) if is_exact else ((hits + 1) / (len(sums) + 1), False)


def permutation_difference(a: pd.Series, b: pd.Series, seed: int = 20181210) -> Comparison:
    """Two sets of tones compared, with a two-sided permutation test of the difference of their means.

    The question of the test: if it made no difference which set a value stands in, how often would a random division
    of all values into sets of these sizes give means at least this far apart? All divisions are tried where there are
    at most 200,000 of them, else 100,000 are drawn with a fixed seed (Phipson and Smyth 2010: one is added to hits and
    draws). Missing values are left out; with an empty side means and `p_value` are NaN.

    >>> result = permutation_difference(pd.Series([-2, -2]), pd.Series([0, 0]))
    >>> result.difference, round(result.p_value, 4)  # 2 of the 6 divisions, (-2, -2) and (0, 0), are as far apart
    (-2.0, 0.3333)
    """
    first, second = (s.dropna().to_numpy(dtype=float) for s in (a, b))
    if not (len(first) and len(second)):
        means = [float(s.mean()) if len(s) else float("nan") for s in (first, second)]
        medians = [float(np.median(s)) if len(s) else float("nan") for s in (first, second)]
        return Comparison(len(first), len(second), *means, *medians, float("nan"), True)
    observed = float(first.mean() - second.mean())
    p_value, is_exact = _as_extreme(np.concatenate([first, second]), len(first), observed, seed)
    return Comparison(
        len(first),
        len(second),
        float(first.mean()),
        float(second.mean()),
        float(np.median(first)),
        float(np.median(second)),
        p_value,
        is_exact,
    )
