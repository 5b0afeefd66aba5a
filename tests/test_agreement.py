"""Agreement of coders, on codes whose alpha is published or can be worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from helpers.agreement import Agreement, agreement, alpha_of, codes_by_coder
from helpers.evidence import Evidence


def _codes(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_alpha_by_hand() -> None:
    # Units (0, 0), (0, 1), (1, 1) on two values: Do = 2/6, De = 2 * 3 * 3 / (6 * 5) = 18/30; alpha = 1 - (1/3)/(3/5) = 4/9.
    assert alpha_of(_codes(a=[0.0, 0.0, 1.0], b=[0.0, 1.0, 1.0])) == pytest.approx(4 / 9)


def test_alpha_of_a_published_case() -> None:
    # Krippendorff (2011), four observers and twelve units, codes 1 to 5, ordinal alpha 0.815; shifted here to -2..2.
    nan = math.nan
    observers = {
        "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan], "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        "c": [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan], "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    }  # fmt: skip
    assert alpha_of(pd.DataFrame(observers) - 3) == pytest.approx(0.815, abs=0.0005)


@pytest.mark.parametrize("codes", [_codes(a=[1.0, 1.0], b=[1.0, 1.0]), _codes(a=[1.0], b=[0.0]), _codes(a=[1.0, 0.0])])
def test_alpha_is_missing_where_it_is_not_defined(codes: pd.DataFrame) -> None:
    assert math.isnan(alpha_of(codes))


def test_no_codes_give_no_agreement(invented: Evidence) -> None:
    found = agreement(invented)
    assert not found.is_known
    assert (found.reading, found.units) == ("not measurable", 0)


@pytest.mark.parametrize(
    ("alpha", "reading"),
    [(0.8, "reliable"), (0.7, "good enough for tentative conclusions"), (0.5, "too low to rest conclusions on")],
)
def test_alpha_is_read_by_the_usual_rule(alpha: float, reading: str) -> None:
    assert Agreement(alpha, 0, 1, 9, 2, 0.5).reading == reading


@pytest.mark.slow
def test_every_statement_was_coded_by_two_coders_and_the_interval_holds_alpha(evidence: Evidence) -> None:
    codes = codes_by_coder(evidence)
    assert list(codes.columns) == ["coder-a", "coder-b"]
    assert set(codes.dropna().index) == set(evidence.statements.index)
    found = agreement(evidence)
    assert found.low < found.alpha < found.high
    assert found.units == len(evidence.statements)


@pytest.mark.slow
def test_the_interval_is_the_same_at_every_run(evidence: Evidence) -> None:
    assert agreement(evidence) == agreement(evidence)
