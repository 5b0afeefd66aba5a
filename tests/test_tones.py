"""Tones: scales, like measures, wording of counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import tones

from . import spoken_rows as made


def series(*values: float | None) -> pd.Series:
    return pd.Series(list(values), dtype="float64")


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [("5", [-2, -1, 0, 1, 2]), ("3", [-1, -1, 0, 1, 1]), ("2", [-1, -1, 0, 0, 0])],
)
def test_a_scheme_folds_the_five_codes(scheme: str, expected: list[int]) -> None:
    assert tones.recoded(series(-2, -1, 0, 1, 2), scheme).tolist() == expected


def test_a_missing_code_stays_missing() -> None:
    assert tones.recoded(pd.Series([None, -2], dtype="Int64"), "3").isna().tolist() == [True, False]


def test_an_unknown_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'4' is no tone scheme.*Allowed: 2, 3, 5"):
        tones.recoded(series(0), "4")


def test_every_scheme_names_exactly_the_codes_it_can_give() -> None:
    for scheme, scale in tones.SCHEMES.items():
        assert set(tones.recoded(series(-2, -1, 0, 1, 2), scheme)) == set(scale)


def test_a_case_joins_measures_linked_through_a_third() -> None:
    acts = made.measures(
        {
            "US-2001-TEST": {},
            "JP-2001-TEST": {"jurisdictions": ("JP",)},
            "US-2002-TEST": {},
            "JP-2002-TEST": {"jurisdictions": ("JP",)},
            "XX-2002-TEST": {"jurisdictions": ("US", "JP")},
            "NL-2001-TEST": {"jurisdictions": ("NL",)},
        }
    )
    paired = made.pairs(
        ("JP-2001-TEST", "mirrors", "US-2001-TEST"),
        ("US-2002-TEST", "mirrors", "JP-2001-TEST"),
        ("JP-2002-TEST", "answers", "US-2002-TEST"),
        ("XX-2002-TEST", "mirrors", "US-2002-TEST"),
        ("NL-2001-TEST", "mirrors", "US-2001-TEST"),
    )
    cases = tones.like_measures(made.evidence_of(acts=acts, paired=paired))
    assert cases.to_dict() == dict.fromkeys(["US-2001-TEST", "JP-2001-TEST", "US-2002-TEST"], "JP-2001-TEST")


def test_two_cases_that_meet_become_one() -> None:
    ids = ["US-2001-A", "JP-2001-A", "US-2001-B", "JP-2001-B"]
    acts = made.measures({i: {"jurisdictions": (i[:2],)} for i in ids})
    joining = [("JP-2001-A", "mirrors", "US-2001-A"), ("JP-2001-B", "mirrors", "US-2001-B")]
    assert tones.like_measures(made.evidence_of(acts=acts, paired=made.pairs(*joining))).nunique() == 2
    joining.append(("JP-2001-B", "mirrors", "US-2001-A"))
    assert tones.like_measures(made.evidence_of(acts=acts, paired=made.pairs(*joining))).nunique() == 1


SPOKEN = pd.DataFrame(
    [
        ("US-2001-TEST", ("US",), -2.0),
        ("US-2001-TEST", ("US",), -1.0),
        ("JP-2001-TEST", ("JP",), -1.0),
        ("US-2002-TEST", ("US",), -2.0),
        ("JP-2002-TEST", ("JP",), None),
    ],
    columns=["measure_id", "measure_by", "tone"],
    index=["ST-1", "ST-2", "ST-3", "ST-4", "ST-5"],
)
CASES = pd.Series({"US-2001-TEST": "1", "JP-2001-TEST": "1", "US-2002-TEST": "2", "JP-2002-TEST": "2"})


def test_like_cases_need_words_with_a_tone_on_both_sides() -> None:
    table = tones.like_cases(SPOKEN, CASES)
    assert table.index.tolist() == ["1"]
    line = table.loc["1"]
    assert (line["tones_US"], line["tones_JP"], line["difference"]) == ((-2.0, -1.0), (-1.0,), -0.5)
    assert line["row_ids"] == ("ST-1", "ST-2", "ST-3")
    assert tones.like_cases(SPOKEN.iloc[:0], CASES).empty


@pytest.mark.parametrize(
    ("hits", "expected"),
    [([True, False, True], (2, 3, "2 of 3")), ([], (0, 0, "none held"))],
)
def test_a_tally_is_a_count_and_its_words(hits: list[bool], expected: tuple[Any, ...]) -> None:
    assert tuple(tones.tallies({"k": pd.Series(hits, dtype=bool)}).values()) == expected


def test_signs_and_counts_are_worded_without_missing_values() -> None:
    assert [tones.signed(v) for v in (-1.3333, 0.0, float("nan"))] == ["−1.33", "0", ""]
    assert tones.spread(series(None)) == ""
    assert tones.in_words(pd.DataFrame()) == ""
