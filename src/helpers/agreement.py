"""Agreement of coders: Krippendorff's alpha of the tone codes, with an interval from resampled statements."""

from __future__ import annotations

from dataclasses import dataclass

import krippendorff
import numpy as np
import pandas as pd

from .evidence import Evidence
from .tones import SCHEMES, recoded

DRAWS = 1000
SEED = 20221007
SHARE = 0.95


@dataclass(frozen=True)
class Agreement:
    """Agreement of `coders` coders over `units` statements that at least two of them coded.

    `alpha` is 1 where they always agree and 0 where they agree as often as chance would have it; `low` and `high` bound
    the middle 95 % of resamples of the statements. `same_share` (0..1) is how often all gave the same code. Missing
    (NaN) where fewer than two statements were coded twice, or every code is the same.
    """

    alpha: float
    low: float
    high: float
    units: int
    coders: int
    same_share: float

    @property
    def is_known(self) -> bool:
        """Whether there is an alpha at all."""
        return not np.isnan(self.alpha)

    @property
    def words(self) -> dict[str, object]:
        """The numbers as a sentence needs them, under the names of the fields; None where there is no alpha."""
        known = {name: f"{getattr(self, name):.2f}" if self.is_known else None for name in ("alpha", "low", "high")}
        same = f"{self.same_share:.0%} of them" if self.is_known else None
        counts = {"units": self.units, "coders": self.coders, "share": f"{SHARE:.0%}"}
        return {**counts, "reading": self.reading, "same": same, **known}

    @property
    def reading(self) -> str:
        """How Krippendorff's own rule of thumb takes it (Content Analysis, 4th ed., 2018): 0.800 and 0.667."""
        if not self.is_known:
            return "not measurable"
        if self.alpha >= 0.8:
            return "reliable"
        return "good enough for tentative conclusions" if self.alpha >= 0.667 else "too low to rest conclusions on"


def codes_by_coder(evidence: Evidence, scheme: str = "5") -> pd.DataFrame:
    """Tone codes on a scheme's scale: statements down, coders across; missing where a coder did not code."""
    codes = evidence.tone_codes
    toned = codes.assign(tone=recoded(codes["coded_tone"], scheme))
    return toned.pivot_table(index="statement_id", columns="coder", values="tone", aggfunc="first", sort=True)


def alpha_of(codes: pd.DataFrame, scheme: str = "5") -> float:
    """Krippendorff's alpha, ordinal, of codes with units down and coders across; NaN where it is not defined.

    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

    >>> alpha_of(pd.DataFrame({"a": [-2.0, 0.0, 2.0], "b": [-2.0, 0.0, 2.0]}))
    1.0
    """
    doubled = codes[codes.notna().sum(axis=1) >= 2].to_numpy(dtype=float)
    given = doubled[~np.isnan(doubled)]
    if len(doubled) < 2 or len(np.unique(given)) < 2:
        return float("nan")
    scale = np.array(sorted(SCHEMES[scheme]), dtype=float)
    return float(krippendorff.alpha(reliability_data=doubled.T, level_of_measurement="ordinal", value_domain=scale))


def _resampled(doubled: np.ndarray, picks: np.ndarray, scheme: str) -> np.ndarray:
    """`alpha_of` for each choice of units; their codes are counted by value once, not anew for each choice."""
    scale = np.array(sorted(SCHEMES[scheme]), dtype=float)
    counts = (doubled[..., np.newaxis] == scale).sum(axis=1)
    return np.array([_alpha_of_counts(counts[pick], scale) for pick in picks])


def _alpha_of_counts(counts: np.ndarray, scale: np.ndarray) -> float:
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal", value_domain=scale))


def agreement(evidence: Evidence, scheme: str = "5") -> Agreement:
    """How far the coders of the tone of the statements agree, on the scale of a scheme."""
    codes = codes_by_coder(evidence, scheme)
    doubled = codes[codes.notna().sum(axis=1) >= 2]
    alpha = alpha_of(doubled, scheme)
    if np.isnan(alpha):
        return Agreement(alpha, alpha, alpha, len(doubled), codes.shape[1], float("nan"))
    generator = np.random.default_rng(SEED)
    picks = generator.integers(0, len(doubled), size=(DRAWS, len(doubled)))
    drawn = _resampled(doubled.to_numpy(dtype=float), picks, scheme)
    low, high = np.nanquantile(drawn, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    same = doubled.nunique(axis=1).eq(1).mean()
    return Agreement(alpha, float(low), float(high), len(doubled), codes.shape[1], float(same))
