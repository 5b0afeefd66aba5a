"""Comparison of two sets of tones: how far apart their means lie, and how often chance sets them as far apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .tones import FEWEST, SCHEMES, TOO_FEW, signed, spread, tallies

MOST_SUMS = 200_000
DRAWS = 100_000
LEVEL = 0.05


@dataclass(frozen=True)
class Comparison:
    """Two sets of tones beside each other: sizes, means, medians, and how often chance sets the means as far apart."""

    n_a: int
    n_b: int
    mean_a: float
    mean_b: float
    median_a: float
    median_b: float
    spread_a: str
    spread_b: str
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
            return TOO_FEW
        return "wider than chance would often make it" if self.p_value < LEVEL else "no wider than chance may make it"

    @property
    def words(self) -> dict[str, object]:
        """The numbers as a sentence needs them: `n_a`, `n_b`, `mean_a`, `mean_b`, `gap`, `p` (per cent), `reading`."""
        means = {"mean_a": signed(self.mean_a), "mean_b": signed(self.mean_b), "gap": signed(self.difference)}
        chance = "" if np.isnan(self.p_value) else f"{self.p_value:.1%}"
        return {"n_a": self.n_a, "n_b": self.n_b, **means, "p": chance, "reading": self.reading}


def _division_sums(values: np.ndarray, size: int) -> dict[float, int] | None:
    """How many sets of `size` of the values have each sum; None where there are too many different sums to count.

    The sets are not listed but counted value by value: every set of k values with sum s gives one of k + 1 with
    s + value. Few codes give few sums, so this counts billions of sets in a moment.
    """
    sets: list[dict[float, int]] = [{0.0: 1}, *({} for _ in range(size))]
    for value in values:
        for smaller, larger in zip(sets[-2::-1], sets[:0:-1], strict=True):
            for total, number in smaller.items():
                new = round(total + float(value), 9)
                larger[new] = larger.get(new, 0) + number
        if sum(map(len, sets)) > MOST_SUMS:
            return None
    return sets[size]


def _as_extreme(first: np.ndarray, second: np.ndarray, seed: int) -> tuple[float, bool]:
    """Share of divisions whose means lie at least as far apart as those of the two sets; whether all were counted."""
    pooled, size = np.concatenate([first, second]), len(first)
    counted = _division_sums(pooled, size)
    if counted is None:
        generator = np.random.default_rng(seed)
        sums = np.array([generator.permutation(pooled)[:size].sum() for _ in range(DRAWS)])
        numbers = np.ones(DRAWS)
    else:
        sums, numbers = np.array(list(counted)), np.array(list(counted.values()), dtype=float)
    gaps = np.abs(sums / size - (pooled.sum() - sums) / len(second))
    hits = numbers[gaps >= abs(first.mean() - second.mean()) - 1e-9].sum()
    share = hits / numbers.sum() if counted is not None else (hits + 1) / (DRAWS + 1)
    return float(share), counted is not None


def _middle(values: np.ndarray) -> tuple[float, float]:
    return (float(values.mean()), float(np.median(values))) if len(values) else (float("nan"), float("nan"))


def permutation_difference(a: pd.Series, b: pd.Series, seed: int = 20181210) -> Comparison:
    """Two sets of tones compared, with a two-sided permutation test of the difference of their means.

    If it made no difference which set a value stands in, how often would a random division of all values into sets of
    these sizes give means at least this far apart? All divisions are counted, unless their sums are too many to tell
    apart: then 100,000 are drawn with a fixed seed (and one is added to hits and draws, Phipson and Smyth 2010).
    Missing values are left out; where a side is empty its mean and median, and the probability, are NaN.

    >>> result = permutation_difference(pd.Series([-2, -2]), pd.Series([0, 0]))
    >>> result.difference, round(result.p_value, 4)  # 2 of the 6 divisions, (-2, -2) and (0, 0), are as far apart
    (-2.0, 0.3333)
    """
    first, second = (s.dropna().to_numpy(dtype=float) for s in (a, b))
    p_value, is_exact = _as_extreme(first, second, seed) if len(first) and len(second) else (float("nan"), True)
    (mean_a, median_a), (mean_b, median_b) = _middle(first), _middle(second)
    medians, spreads = (median_a, median_b), (spread(a), spread(b))
    return Comparison(len(first), len(second), mean_a, mean_b, *medians, *spreads, p_value, is_exact)


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


def matter_of_degree(gap: Comparison, harsher: pd.Series, milder: pd.Series, scheme: str) -> dict[str, object]:
    """Whether two sets of tones differ in degree alone, with the numbers for a sentence.

    `is_one`: the gap is wider than chance makes it, nine in ten codes of either set are critical, and reading some of
    the milder ones a step harsher closes it; `moved`: how many. Beside them the words of the gap and the tallies of
    critical codes.
    """
    moved = recodings_to_overturn(harsher, milder, min(SCHEMES[scheme]))
    signs = {name: codes.dropna() < 0 for name, codes in {"harsher": harsher, "milder": milder}.items()}
    mostly = all(len(sign) and sign.mean() >= 0.9 for sign in signs.values())
    is_one = gap.is_judgeable and gap.p_value < LEVEL and mostly and bool(moved)
    return {"is_one": is_one, "moved": moved, **gap.words, **tallies({"critical": pd.concat(list(signs.values()))})}


def comparison_table(sets: Mapping[str, Comparison]) -> pd.DataFrame:
    """Comparisons one to a row, in the order given; those with an empty side left out.

    Columns `what`; `tones_a`, `tones_b` (text: how often each was coded, and how many in all), `means`, `medians`
    (text, first set and second), `gap` (text, difference of the means), `p_value` (text, to three places), `reading`.
    """
    lines = [
        [
            name,
            f"{c.spread_a} (n = {c.n_a})",
            f"{c.spread_b} (n = {c.n_b})",
            f"{signed(c.mean_a)} and {signed(c.mean_b)}",
            f"{signed(c.median_a)} and {signed(c.median_b)}",
            signed(c.difference),
            "under 0.001" if c.p_value < 0.001 else f"{c.p_value:.3f}",
            c.reading,
        ]
        for name, c in sets.items()
        if c.n_a and c.n_b
    ]
    columns = ["what", "tones_a", "tones_b", "means", "medians", "gap", "p_value", "reading"]
    return pd.DataFrame(lines, columns=columns)


def comparisons(a: pd.DataFrame, b: pd.DataFrame, cases: pd.DataFrame) -> dict[str, Comparison]:
    """Two sets of statements compared in five ways.

    Every statement; only those on like measures (`row_ids` of `cases`); one mean a measure, and one a case of like
    measures, because statements on one affair are no independent votes; every statement by its sign alone.
    """
    like = set(cases["row_ids"].explode())
    like_a, like_b = (frame[frame.index.isin(like)]["tone"] for frame in (a, b))
    mean_a, mean_b = (frame.groupby("measure_id")["tone"].mean() for frame in (a, b))
    case_a, case_b = (cases[column] for column in cases.columns if column.startswith("mean_"))
    return {
        "Every statement": permutation_difference(a["tone"], b["tone"]),
        "Statements on like measures": permutation_difference(like_a, like_b),
        "One mean a measure": permutation_difference(mean_a, mean_b),
        "One mean a case of like measures": permutation_difference(case_a, case_b),
        "Every statement, by sign alone": permutation_difference(a["tone"].clip(-1, 1), b["tone"].clip(-1, 1)),
    }


def case_facts(cases: pd.DataFrame) -> dict[str, object]:
    """In how many `like_cases` the first side is harsher or milder, as `tallies`; `is_harsher`: in most of them."""
    sides = {"harsher": cases["difference"] < 0, "milder": cases["difference"] > 0}
    return tallies(sides) | {"is_harsher": 2 * int(sides["harsher"].sum()) > len(cases)}


def case_pairs(cases: pd.DataFrame, titles: pd.Series, names: Mapping[str, str]) -> pd.DataFrame:
    """`like_cases` as a figure of pairs needs them: beside the means, `label` and `remark` (numbers of statements).

    `titles` of measures by id; `names` are the two countries (code -> what a reader calls it).
    """
    shown = cases.copy()
    lines = {c: [f"{names[c]}: {'; '.join(titles.reindex(list(i)))}" for i in cases[f"measures_{c}"]] for c in names}
    shown["label"] = ["\n".join(pair) for pair in zip(*lines.values(), strict=True)]
    counts = zip(*(cases[f"tones_{c}"].map(len) for c in names), strict=True)
    shown["remark"] = [f"n = {a} and {b}" for a, b in counts]
    return shown
