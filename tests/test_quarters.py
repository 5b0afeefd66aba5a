"""Counts by quarter: panels, cells and hatches, and that words keep apart from one quarter to nine years."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from helpers.charts.quarters import quarter_grids

from .drawn import cut_texts, overlapping_texts

QUARTERS = [f"{year}-Q{quarter}" for year in range(2001, 2011) for quarter in range(1, 5)]


def tables(count: int, start: int = 0) -> dict[str, pd.DataFrame]:
    """Two tables of so many quarters, every cell with a number."""
    columns = QUARTERS[start : start + count]
    two = pd.DataFrame(12, index=["Leaders", "Ministers, plurilateral"], columns=columns)
    return {"China and Japan": two, "Cooling events": pd.DataFrame(3, index=["Events"], columns=columns)}


def drawn(counts: dict[str, pd.DataFrame]) -> Any:
    figure = quarter_grids(counts, {"China and Japan": "CN"}, hatched="plurilateral")
    assert figure is not None
    return figure


def test_a_cell_bears_its_number_and_nought_is_blank() -> None:
    counts = tables(3)
    counts["China and Japan"].loc["Leaders"] = [1, 0, 4]
    panels = drawn(counts).axes
    assert [axes.get_title(loc="left") for axes in panels] == ["China and Japan", "Cooling events"]
    assert [t.get_text() for t in panels[0].texts] == ["1", "4", "12", "12", "12"]
    cells = [p for p in panels[0].patches if isinstance(p, Rectangle)]
    assert [(p.get_x(), p.get_y(), bool(p.get_hatch())) for p in cells][:3] == [
        (0, 0, False),
        (2, 0, False),
        (0, 1, True),
    ]
    assert sum(cells[1].get_facecolor()[:3]) < sum(cells[0].get_facecolor()[:3])  # more is darker


def test_few_quarters_are_named_and_many_by_their_years() -> None:
    assert [t.get_text() for t in drawn(tables(2)).axes[-1].get_xticklabels()] == ["2001-Q1", "2001-Q2"]
    assert next(t.get_text() for t in drawn(tables(11)).axes[-1].get_xticklabels()) == "2001\nQ1"
    many = drawn(tables(20, start=2)).axes[-1]
    assert [t.get_text() for t in many.get_xticklabels()] == ["2002", "2003", "2004", "2005", "2006"]
    assert many.get_xticks().tolist() == [4, 8, 12, 16, 20]  # in the middle of each; the last has two quarters


def test_no_table_draws_nothing() -> None:
    assert quarter_grids({}, {}) is None


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 8, 9, 12, 13, 38, 40])
@pytest.mark.parametrize("start", [0, 2])
def test_words_keep_apart(count: int, start: int) -> None:
    figure = drawn(tables(min(count, len(QUARTERS) - start), start))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
