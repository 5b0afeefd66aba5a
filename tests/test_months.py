"""The months: stacked columns, grey years, and the judged months named above them."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.charts.months import months

from .drawn import cut_texts, overlapping_texts, texts


def counts(first: str, number: int, high: int = 9) -> pd.DataFrame:
    index = pd.period_range(first, periods=number, freq="M").astype(str)
    values = {"commitments": [n * 7 % high for n in range(number)], "meetings": [n * 5 % 4 for n in range(number)]}
    return pd.DataFrame(values, index=index)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2, 12, 14, 40, 114])
@pytest.mark.parametrize("at", [0, 0.5, 1])
def test_no_text_lies_upon_another_or_is_cut(number: int, at: float) -> None:
    wide = counts("2017-01", number) + 1
    judged = sorted({wide.index[int(at * (number - 1))], wide.index[0]})
    figure = months(wide, "Rows a month", {2018}, judged)
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_columns_are_stacked_and_the_judged_month_is_named() -> None:
    wide = pd.DataFrame({"commitments": [1, 4], "meetings": [2, 3]}, index=["2023-01", "2023-02"])
    figure = months(wide, "Rows a month", {2023}, ["2023-02"])
    assert figure is not None
    bars = [(bar.get_y(), bar.get_height()) for bar in figure.axes[0].patches]
    assert bars == [(0, 1), (0, 4), (1, 2), (4, 3)]
    assert "2023-02: 7" in [t for t, _ in texts(figure)]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["commitments", "meetings"]


def test_years_that_are_not_compared_lie_on_grey() -> None:
    wide = counts("2022-11", 4) + 1
    figure = months(wide, "Rows a month", {2023}, ["2022-11"])
    assert figure is not None
    assert len(figure.axes[0].patches) == 2 * 4 + 2  # two series, and the two months of 2022
    assert figure.legends[0].get_texts()[-1].get_text() == "year too thinly recorded to compare"


def test_many_equal_months_name_two_and_say_that_there_are_more() -> None:
    wide = counts("2020-01", 24) * 0 + 1
    figure = months(wide, "Rows a month", {2020, 2021}, list(wide.index))
    said = [t for t, _ in texts(figure) if ":" in t]
    assert said == ["2020-01: 2", "2020-02: 2 and others"]
    assert overlapping_texts(figure) == []


@pytest.mark.parametrize("judged", [["2020-02", "2020-04"], ["2021-09", "2021-11"], ["2020-02", "2021-11"]])
def test_no_line_runs_through_a_name(judged: list[str]) -> None:
    figure = months(counts("2020-01", 24) + 1, "Rows a month", {2020, 2021}, judged)
    assert figure is not None
    boxes = {t: box for t, box in texts(figure) if ":" in t}
    axes = figure.axes[0]
    for line in (line for line in axes.lines if line.get_gid() == "judged"):
        (x, low), (_, high) = axes.transData.transform(list(zip(line.get_xdata(), line.get_ydata(), strict=True)))
        assert [t for t, box in boxes.items() if box.x0 < x < box.x1 and low < box.y1 and high > box.y0] == []


def test_nothing_counted_draws_nothing() -> None:
    assert months(counts("2020-01", 3) * 0, "Rows", set(), []) is None
    assert months(counts("2020-01", 0), "Rows", set(), []) is None
