"""Tones: codes on a scale, and whether two sets of them differ by more than chance would make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from .text import did_you_mean

SCHEMES = {
    "5": {-2: "−2 accusing", -1: "−1 critical", 0: "0 neutral", 1: "+1 conciliatory", 2: "+2 cooperative"},
    "3": {-1: "−1 critical", 0: "0 neutral", 1: "+1 friendly"},
    "2": {-1: "−1 critical", 0: "0 not critical"},
}
FEWEST = 5  # fewer values on one side say nothing about a difference
MOST_EXACT = 200_000
DRAWS = 100_000
LEVEL = 0.05


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
    """A tone with its sign, as a reader writes it.

    >>> signed(-2.0), signed(0.0), signed(1.5)
    ('−2', '0', '+1.5')
    """
    return f"{value:+.3g}".replace("-", "−") if value else "0"


@dataclass(frozen=True)
class Comparison:
    """Two sets of tones beside each other: sizes, means, medians, and how often chance sets the means as far apart."""

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
        return "larger than chance would often make it" if self.p_value < LEVEL else "no larger than chance may make it"


def _as_extreme(first: np.ndarray, second: np.ndarray, seed: int) -> tuple[float, bool]:
    """Share of divisions whose means lie at least as far apart as those of the two sets; whether all were tried."""
    pooled, size = np.concatenate([first, second]), len(first)
    is_exact = comb(len(pooled), size) <= MOST_EXACT
    if is_exact:
        sums = np.array([pooled[list(chosen)].sum() for chosen in combinations(range(len(pooled)), size)])
    else:
        generator = np.random.default_rng(seed)
        sums = np.array([generator.permutation(pooled)[:size].sum() for _ in range(DRAWS)])
    gaps = np.abs(sums / size - (pooled.sum() - sums) / len(second))
    hits = int((gaps >= abs(first.mean() - second.mean()) - 1e-9).sum())
    return (hits / len(sums), True) if is_exact else ((hits + 1) / (len(sums) + 1), False)


def _middle(values: np.ndarray) -> tuple[float, float]:
    return (float(values.mean()), float(np.median(values))) if len(values) else (float("nan"), float("nan"))


def permutation_difference(a: pd.Series, b: pd.Series, seed: int = 20181210) -> Comparison:
    """Two sets of tones compared, with a two-sided permutation test of the difference of their means.

    If it made no difference which set a value stands in, how often would a random division of all values into sets of
    these sizes give means at least this far apart? All divisions are tried where there are at most 200,000, else
    100,000 are drawn with a fixed seed (and one is added to hits and draws, Phipson and Smyth 2010). Missing values
    are left out; where a side is empty its mean and median, and the probability, are NaN.

    >>> result = permutation_difference(pd.Series([-2, -2]), pd.Series([0, 0]))
    >>> result.difference, round(result.p_value, 4)  # 2 of the 6 divisions, (-2, -2) and (0, 0), are as far apart
    (-2.0, 0.3333)
    """
    first, second = (s.dropna().to_numpy(dtype=float) for s in (a, b))
    p_value, is_exact = _as_extreme(first, second, seed) if len(first) and len(second) else (float("nan"), True)
    (mean_a, median_a), (mean_b, median_b) = _middle(first), _middle(second)
    return Comparison(len(first), len(second), mean_a, mean_b, median_a, median_b, p_value, is_exact)


def recodings_to_overturn(harsher: pd.Series, milder: pd.Series, floor: int = -2) -> int | None:
    """How many codes of the milder set, each read one step harsher, lift the probability to five per cent or more.

    0 where it is there already, None where no recoding down to `floor` gets there or a side is empty. The codes
    nearest the floor are moved first.
    """
    codes = milder.dropna().sort_values(kind="stable").reset_index(drop=True)
    movable = codes.index[codes > floor]
    for moved in range(len(movable) + 1):
        changed = codes.where(~codes.index.isin(movable[:moved]), codes - 1)
        if permutation_difference(harsher, changed).p_value >= LEVEL:
            return moved
    return None


def comparison_table(sets: Mapping[str, Comparison]) -> pd.DataFrame:
    """Comparisons one to a row, in the order given: `what`, sizes, means, medians, `difference`, `p_value`, `reading`.

    A comparison with an empty side is left out.
    """
    columns = ["what", "n_a", "n_b", "mean_a", "mean_b", "median_a", "median_b", "difference", "p_value", "reading"]
    kept = {name: c for name, c in sets.items() if c.n_a and c.n_b}
    return pd.DataFrame([[n, *(getattr(c, k) for k in columns[1:])] for n, c in kept.items()], columns=columns)


def tone_counts(sets: Mapping[str, pd.Series], scheme: str) -> pd.DataFrame:
    """How often each tone was coded in some sets of tones: a row a set (its size in the label), a column a tone."""
    rows = {f"{name} (n = {tones.count()})": tones.dropna().round().value_counts() for name, tones in sets.items()}
    counts = pd.DataFrame({label: found.reindex(list(SCHEMES[scheme]), fill_value=0) for label, found in rows.items()})
    return counts.rename(index=SCHEMES[scheme]).T.astype(int)
