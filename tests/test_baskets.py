"""The figure of single values by basket: bars over their days, marks across, names that keep apart."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import charts

from .drawn import cut_texts, overlapping_texts

VALUES = pd.DataFrame(
    {
        "basket": ["Exports, year", "Exports, year", "Share, quarter"],
        "period": ["2001", "2002", "2002-Q1"],
        "value": [10.0, 5.0, 50.0],
        "words": ["10 JPY bn", "5 JPY bn", "50%"],
    }
)
MARKS = pd.DataFrame({"date": ["2001-06-01", "2002-03"], "jurisdiction": ["US", "JP"]}, index=["US-RULE", "JP-RULE"])


def drawn(values: pd.DataFrame = VALUES, marks: pd.DataFrame = MARKS) -> Figure:
    figure = charts.basket_bars(values, marks, "JP", {"US": "United States", "JP": "Japan"})
    assert figure is not None
    return figure


def test_a_bar_covers_the_days_of_its_period_and_compares_within_its_row() -> None:
    bars = [p for p in drawn().axes[0].patches if isinstance(p, Rectangle)]
    assert bars[0].get_x() == date2num(date(2001, 1, 1))
    assert bars[0].get_width() == 365
    assert bars[2].get_width() == 90
    assert bars[1].get_height() == pytest.approx(bars[0].get_height() / 2)
    assert bars[2].get_height() == pytest.approx(bars[0].get_height()), "alone in its row"


def test_rows_are_baskets_and_every_value_is_written() -> None:
    axes = drawn().axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Exports, year", "Share, quarter"]
    assert [t.get_text() for t in axes.texts] == ["10 JPY bn", "5 JPY bn", "50%", "US-RULE", "JP-RULE"]


def test_marks_cross_all_rows_and_are_told_in_the_legend() -> None:
    figure = drawn()
    crossing = [line for line in figure.axes[0].lines if len(line.get_ydata()) == 2 and line.get_linestyle() == "--"]
    assert {line.get_xdata()[0] for line in crossing} == {date2num(date(2001, 6, 1)), date2num(date(2002, 3, 1))}
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["control of United States", "control of Japan"]
    assert drawn(marks=MARKS.iloc[:0]).legends == []


@pytest.mark.slow
@pytest.mark.parametrize(("marks", "days"), [(1, 1), (12, 1), (12, 250)])
@pytest.mark.parametrize("rows", [1, 14])
def test_names_and_values_do_not_lie_on_each_other(marks: int, days: int, rows: int) -> None:
    values = pd.DataFrame(
        {
            "basket": [f"Imports by China, a basket not stated, number {n}" for n in range(rows)],
            "period": [f"{2001 + n % 8}" for n in range(rows)],
            "value": 1.0,
            "words": "1,234 JPY bn",
        }
    )
    dates = [(date(2001, 3, 1) + timedelta(days * n)).isoformat() for n in range(marks)]
    names = [f"US-2001-RULE{n:02}" for n in range(marks)]
    figure = drawn(values, pd.DataFrame({"date": dates, "jurisdiction": "US"}, index=names))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_without_a_value_there_is_no_figure() -> None:
    assert charts.basket_bars(VALUES.iloc[:0], MARKS, "JP") is None
