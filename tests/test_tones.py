"""Tones: scales, the permutation test against cases counted by hand, like measures, wording of counts."""

from __future__ import annotations

from math import isnan
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


def test_the_exact_probability_is_the_share_counted_by_hand() -> None:
    # Ten ways to choose two of -2, -2, -1, -1, -1. The means of the sets observed differ by 1.
    # Sums of the two chosen: -4 once (gap 1), -3 six times (gap 1/6), -2 three times (gap 2/3). So 1 in 10.
    result = tones.permutation_difference(series(-2, -2), series(-1, -1, -1))
    assert (result.p_value, result.is_exact, result.difference) == (pytest.approx(0.1), True, -1.0)


def test_both_directions_count_as_far_apart() -> None:
    # Of the three ways to choose one of -1, 0, 1, the values -1 and 1 lie 1.5 from the mean of the others; 0 lies 0.
    assert tones.permutation_difference(series(1), series(-1, 0)).p_value == pytest.approx(2 / 3)


def test_sets_without_difference_have_probability_one() -> None:
    assert tones.permutation_difference(series(-1, -1), series(-1, -1, -1)).p_value == 1


def test_a_drawn_probability_is_near_the_exact_one_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = series(-2, -2, -2, -1, -2), series(-1, -1, -1, -2, -1, -1)
    exact = tones.permutation_difference(a, b)
    monkeypatch.setattr(tones, "MOST_EXACT", 10)
    monkeypatch.setattr(tones, "DRAWS", 4000)
    drawn = tones.permutation_difference(a, b)
    assert (exact.is_exact, drawn.is_exact) == (True, False)
    assert drawn.p_value == pytest.approx(exact.p_value, abs=0.02)
    assert drawn == tones.permutation_difference(a, b)
    assert drawn.p_value != tones.permutation_difference(a, b, seed=1).p_value


def test_missing_values_count_nowhere() -> None:
    result = tones.permutation_difference(series(-2, None), series(-1, -1, None))
    assert (result.n_a, result.n_b, result.mean_a, result.median_b) == (1, 2, -2.0, -1.0)
    assert (result.spread_a, result.spread_b) == ("1 × −2", "2 × −1")


def test_an_empty_side_gives_no_probability_and_no_judgement() -> None:
    result = tones.permutation_difference(series(), series(-1))
    assert isnan(result.p_value)
    assert isnan(result.mean_a)
    assert result.reading == "too few to judge"
    assert {result.words["p"], result.words["mean_a"], result.words["gap"]} == {""}


@pytest.mark.parametrize(("size", "reading"), [(4, "too few to judge"), (5, "wider than chance would often make it")])
def test_fewer_than_five_on_a_side_are_never_judged(size: int, reading: str) -> None:
    assert tones.permutation_difference(series(*[-2] * size), series(*[0] * 9)).reading == reading


def test_a_gap_that_chance_makes_often_is_read_as_such() -> None:
    result = tones.permutation_difference(series(-2, -1, -1, -1, -1), series(-1, -1, -1, -1, -1))
    assert result.p_value == 1  # the one -2 stands on one of the sides in every division
    assert result.reading == "no wider than chance may make it"


def test_recodings_are_counted_until_chance_is_enough() -> None:
    # Five -2 against five -1: 2 of 252 divisions. With one -1 read as -2, six of the ten are -2: five of them fall into
    # the first set in 6 ways, one of them in 6 more with the same gap, so 12 of 252, 4.8%. With two it is over 5%.
    harsher, milder = series(*[-2] * 5), series(*[-1] * 5)
    assert tones.permutation_difference(harsher, series(-2, -1, -1, -1, -1)).p_value == pytest.approx(12 / 252)
    assert tones.recodings_to_overturn(harsher, milder) == 2


def test_no_recoding_is_needed_or_none_helps() -> None:
    assert tones.recodings_to_overturn(series(-1, -1), series(-1, -1)) == 0
    assert tones.recodings_to_overturn(series(), series(-1)) is None


def test_a_comparison_with_an_empty_side_has_no_row() -> None:
    both = tones.permutation_difference(series(-2, -1, -1), series(-1))
    table = tones.comparison_table({"both": both, "one": tones.permutation_difference(series(), series(0))})
    assert table["what"].tolist() == ["both"]
    assert table.loc[0].tolist()[1:6] == [
        "1 × −2, 2 × −1 (n = 3)",
        "1 × −1 (n = 1)",
        "−1.33 and −1",
        "−1 and −1",
        "−0.333",
    ]
    assert "p_value" in tones.comparison_table({})


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


def test_a_case_is_shown_with_titles_and_signs() -> None:
    titles = pd.Series({"US-2001-TEST": "One", "JP-2001-TEST": "Other"})
    line = tones.case_table(tones.like_cases(SPOKEN, CASES), titles).loc[0]
    assert (line["measures_US"], line["tones_US"], line["tones_JP"]) == (("One",), "−2, −1", "−1")


def test_the_five_comparisons_take_the_rows_they_name() -> None:
    american, japanese = SPOKEN[SPOKEN["measure_by"] == ("US",)], SPOKEN[SPOKEN["measure_by"] == ("JP",)]
    found = tones.comparisons(american, japanese, tones.like_cases(SPOKEN, CASES))
    sizes = {name: (c.n_a, c.mean_a, c.n_b) for name, c in found.items()}
    assert sizes == {
        "Every statement": (3, pytest.approx(-5 / 3), 1),
        "Statements on like measures": (2, -1.5, 1),
        "One mean a measure": (2, -1.75, 1),
        "One mean a case of like measures": (1, -1.5, 1),
        "Every statement, by sign alone": (3, -1.0, 1),
    }


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


def test_a_gap_among_critical_codes_alone_is_one_of_degree() -> None:
    harsh, mild = pd.Series([-2.0] * 8), pd.Series([-1.0] * 8)
    found = tones.matter_of_degree(tones.permutation_difference(harsh, mild), harsh, mild, "5")
    assert found["is_one"]
    assert (found["critical_share"], found["moved"]) == (
        "16 of 16",
        4,
    )  # 2 * C(8,5) / C(16,5) = 0.026, 2 * C(8,4) / C(16,4) = 0.077


def test_a_gap_between_critical_and_neutral_codes_is_more_than_degree() -> None:
    harsh, mild = pd.Series([-2.0] * 8), pd.Series([0.0] * 8)
    assert not tones.matter_of_degree(tones.permutation_difference(harsh, mild), harsh, mild, "5")["is_one"]
    nothing = pd.Series([], dtype="float64")
    assert not tones.matter_of_degree(tones.permutation_difference(harsh, nothing), harsh, nothing, "5")["is_one"]
