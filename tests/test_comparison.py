"""Comparison of tones: the permutation test against cases counted by hand, and what overturns it."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from helpers import comparison, tones


def series(*values: float | None) -> pd.Series:
    return pd.Series(list(values), dtype="float64")


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


def test_the_exact_probability_is_the_share_counted_by_hand() -> None:
    # Ten ways to choose two of -2, -2, -1, -1, -1. The means of the sets observed differ by 1.
    # Sums of the two chosen: -4 once (gap 1), -3 six times (gap 1/6), -2 three times (gap 2/3). So 1 in 10.
    result = comparison.permutation_difference(series(-2, -2), series(-1, -1, -1))
    assert (result.p_value, result.is_exact, result.difference) == (pytest.approx(0.1), True, -1.0)


def test_both_directions_count_as_far_apart() -> None:
    # Of the three ways to choose one of -1, 0, 1, the values -1 and 1 lie 1.5 from the mean of the others; 0 lies 0.
    assert comparison.permutation_difference(series(1), series(-1, 0)).p_value == pytest.approx(2 / 3)


def test_sets_without_difference_have_probability_one() -> None:
    assert comparison.permutation_difference(series(-1, -1), series(-1, -1, -1)).p_value == 1


def test_a_drawn_probability_is_near_the_exact_one_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = series(-2, -2, -2, -1, -2), series(-1, -1, -1, -2, -1, -1)
    exact = comparison.permutation_difference(a, b)
    monkeypatch.setattr(comparison, "MOST_SUMS", 3)
    monkeypatch.setattr(comparison, "DRAWS", 4000)
    drawn = comparison.permutation_difference(a, b)
    assert (exact.is_exact, drawn.is_exact) == (True, False)
    assert drawn.p_value == pytest.approx(exact.p_value, abs=0.02)
    assert drawn == comparison.permutation_difference(a, b)
    assert drawn.p_value != comparison.permutation_difference(a, b, seed=1).p_value


def test_missing_values_count_nowhere() -> None:
    result = comparison.permutation_difference(series(-2, None), series(-1, -1, None))
    assert (result.n_a, result.n_b, result.mean_a, result.median_b) == (1, 2, -2.0, -1.0)
    assert (result.spread_a, result.spread_b) == ("1 × −2", "2 × −1")


def test_an_empty_side_gives_no_probability_and_no_judgement() -> None:
    result = comparison.permutation_difference(series(), series(-1))
    assert isnan(result.p_value)
    assert isnan(result.mean_a)
    assert result.reading == "too few to judge"
    assert {result.words["p"], result.words["mean_a"], result.words["gap"]} == {""}


@pytest.mark.parametrize(("size", "reading"), [(4, "too few to judge"), (5, "wider than chance would often make it")])
def test_fewer_than_five_on_a_side_are_never_judged(size: int, reading: str) -> None:
    assert comparison.permutation_difference(series(*[-2] * size), series(*[0] * 9)).reading == reading


def test_a_gap_that_chance_makes_often_is_read_as_such() -> None:
    result = comparison.permutation_difference(series(-2, -1, -1, -1, -1), series(-1, -1, -1, -1, -1))
    assert result.p_value == 1  # the one -2 stands on one of the sides in every division
    assert result.reading == "no wider than chance may make it"


def test_recodings_are_counted_until_chance_is_enough() -> None:
    # Five -2 against five -1: 2 of 252 divisions. With one -1 read as -2, six of the ten are -2: five of them fall into
    # the first set in 6 ways, one of them in 6 more with the same gap, so 12 of 252, 4.8%. With two it is over 5%.
    harsher, milder = series(*[-2] * 5), series(*[-1] * 5)
    assert comparison.permutation_difference(harsher, series(-2, -1, -1, -1, -1)).p_value == pytest.approx(12 / 252)
    assert comparison.recodings_to_overturn(harsher, milder) == 2


def test_no_recoding_is_needed_or_none_helps() -> None:
    assert comparison.recodings_to_overturn(series(-1, -1), series(-1, -1)) == 0
    assert comparison.recodings_to_overturn(series(), series(-1)) is None


def test_a_comparison_with_an_empty_side_has_no_row() -> None:
    both = comparison.permutation_difference(series(-2, -1, -1), series(-1))
    table = comparison.comparison_table({"both": both, "one": comparison.permutation_difference(series(), series(0))})
    assert table["what"].tolist() == ["both"]
    assert table.loc[0].tolist()[1:6] == [
        "1 × −2, 2 × −1 (n = 3)",
        "1 × −1 (n = 1)",
        "−1.33 and −1",
        "−1 and −1",
        "−0.333",
    ]
    assert "p_value" in comparison.comparison_table({})


def test_the_five_comparisons_take_the_rows_they_name() -> None:
    american, japanese = SPOKEN[SPOKEN["measure_by"] == ("US",)], SPOKEN[SPOKEN["measure_by"] == ("JP",)]
    found = comparison.comparisons(american, japanese, tones.like_cases(SPOKEN, CASES))
    sizes = {name: (c.n_a, c.mean_a, c.n_b) for name, c in found.items()}
    assert sizes == {
        "Every statement": (3, pytest.approx(-5 / 3), 1),
        "Statements on like measures": (2, -1.5, 1),
        "One mean a measure": (2, -1.75, 1),
        "One mean a case of like measures": (1, -1.5, 1),
        "Every statement, by sign alone": (3, -1.0, 1),
    }


def test_a_gap_among_critical_codes_alone_is_one_of_degree() -> None:
    harsh, mild = pd.Series([-2.0] * 8), pd.Series([-1.0] * 8)
    found = comparison.matter_of_degree(comparison.permutation_difference(harsh, mild), harsh, mild, "5")
    assert found["is_one"]
    assert (found["critical_share"], found["moved"]) == (
        "16 of 16",
        4,
    )  # 2 * C(8,5) / C(16,5) = 0.026, 2 * C(8,4) / C(16,4) = 0.077


def test_a_gap_between_critical_and_neutral_codes_is_more_than_degree() -> None:
    harsh, mild = pd.Series([-2.0] * 8), pd.Series([0.0] * 8)
    assert not comparison.matter_of_degree(comparison.permutation_difference(harsh, mild), harsh, mild, "5")["is_one"]
    nothing = pd.Series([], dtype="float64")
    assert not comparison.matter_of_degree(comparison.permutation_difference(harsh, nothing), harsh, nothing, "5")[
        "is_one"
    ]


def test_a_chance_under_a_thousandth_is_not_written_as_none() -> None:
    far = comparison.permutation_difference(series(*[-2] * 10), series(*[2] * 10))  # 2 of 184,756
    assert comparison.comparison_table({"far": far}).loc[0, "p_value"] == "under 0.001"
    near = comparison.permutation_difference(series(-2, -2), series(-1, -1, -1))
    assert comparison.comparison_table({"near": near}).loc[0, "p_value"] == "0.100"


def test_cases_are_tallied_and_labelled_for_a_figure_of_pairs() -> None:
    cases = tones.like_cases(SPOKEN, CASES)
    facts = comparison.case_facts(cases)
    assert (facts["harsher_share"], facts["milder"], facts["is_harsher"]) == ("1 of 1", 0, True)
    assert not comparison.case_facts(cases.iloc[:0])["is_harsher"]
    titles = pd.Series({"US-2001-TEST": "One", "JP-2001-TEST": "Other"})
    line = comparison.case_pairs(cases, titles, {"US": "American", "JP": "Japanese"}).iloc[0]
    assert (line["label"], line["remark"]) == ("American: One\nJapanese: Other", "n = 2 and 1")
    assert comparison.case_pairs(cases.iloc[:0], titles, {"US": "American", "JP": "Japanese"}).empty
