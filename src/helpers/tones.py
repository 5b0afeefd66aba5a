"""Tones: codes on a scale, how they are worded, and the cases in which two governments took like measures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .evidence import Evidence
from .once import once_per_evidence
from .text import did_you_mean

SCHEMES = {
    "5": {-2: "−2 accusing", -1: "−1 critical", 0: "0 neutral", 1: "+1 conciliatory", 2: "+2 cooperative"},
    "3": {-1: "−1 critical", 0: "0 neutral", 1: "+1 friendly"},
    "2": {-1: "−1 critical", 0: "0 not critical"},
}
FEWEST = 5  # fewer values on one side say nothing about a difference
TOO_FEW = "too few to judge"


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


def signed(value: float) -> str:
    """A tone with its sign, as a reader writes it; empty where it is missing.

    >>> signed(-2.0), signed(0.0), signed(1.5)
    ('−2', '0', '+1.5')
    """
    if np.isnan(value):
        return ""
    return f"{value:+.3g}".replace("-", "−") if value else "0"


def spread(tones: pd.Series) -> str:
    """How often each tone was coded, harshest first.

    >>> spread(pd.Series([-1.0, -2.0, -1.0, None]))
    '1 × −2, 2 × −1'
    """
    counts = tones.dropna().value_counts().sort_index()
    return ", ".join(f"{n} × {signed(value)}" for value, n in zip(counts.index.astype(float), counts, strict=True))


def tallies(sets: Mapping[str, pd.Series]) -> dict[str, object]:
    """For each set of yes or no, how many are yes, of how many, and both in words, for a sentence.

    Under the set's name, the name and "_of", and the name and "_share" ("2 of 3", or "none held").

    >>> tallies({"named": pd.Series([True, False, True])})
    {'named': 2, 'named_of': 3, 'named_share': '2 of 3'}
    """
    found: dict[str, object] = {}
    for name, hits in sets.items():
        yes, total = int(hits.astype(bool).sum()), len(hits)
        found |= {name: yes, f"{name}_of": total, f"{name}_share": f"{yes} of {total}" if total else "none held"}
    return found


@once_per_evidence
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


def in_words(counts: pd.DataFrame) -> str:
    """A table of counts row by row, noughts left out, for readers who do not see it.

    >>> in_words(pd.DataFrame({"a": [1, 0], "b": [2, 3]}, index=["first", "second"]))
    'first: a 1, b 2; second: b 3'
    """
    rows = counts.to_dict("index")
    lines = (f"{name}: {', '.join(f'{k} {n}' for k, n in row.items() if n)}" for name, row in rows.items())
    return "; ".join(lines)
