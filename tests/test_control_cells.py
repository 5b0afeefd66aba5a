"""The figure of controls in force: words in cells, shades, blanks."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import charts

from .drawn import cut_texts, overlapping_texts

ORDER = ["barred", "denial presumed", "licence needed"]
NAMES = {"US": "United States", "JP": "Japan"}
POLICIES = pd.DataFrame({"US": ["barred", ""], "JP": ["licence needed", "not stated"]}, index=["chips", "tools"])
WORDS = pd.DataFrame({"US": ["2 acts, China named; mixed", ""], "JP": ["1 act", "1 act"]}, index=["chips", "tools"])


def drawn(policies: pd.DataFrame = POLICIES, words: pd.DataFrame = WORDS) -> Figure:
    figure = charts.control_cells(policies, words, ORDER, NAMES)
    assert figure is not None
    return figure


def test_each_cell_has_its_policy_and_words_and_a_blank_has_none() -> None:
    texts = [" ".join(t.get_text().split()) for t in drawn().axes[0].texts]
    assert texts == ["barred", "2 acts, China named; mixed", "licence needed", "1 act", "not stated", "1 act"]
    assert len([p for p in drawn().axes[0].patches if isinstance(p, Rectangle)]) == 3


def test_stricter_is_darker_and_an_unstated_policy_white() -> None:
    faces = [sum(p.get_facecolor()[:3]) for p in drawn().axes[0].patches]
    assert faces[0] < faces[1] < faces[2] == 3


def test_rows_and_columns_are_named_in_order() -> None:
    axes = drawn().axes[0]
    assert [t.get_text() for t in axes.get_xticklabels()] == ["United States", "Japan"]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["chips", "tools"]
    assert axes.get_ylim() == (2, 0)


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (19, 6)])
def test_words_keep_to_their_cells(rows: int, columns: int) -> None:
    codes = ["US", "JP", "CN", "NL", "KR", "TW"][:columns]
    classes = [f"class of items {n}" for n in range(rows)]
    policies = pd.DataFrame("denial presumed", index=classes, columns=codes)
    figure = drawn(policies, pd.DataFrame("24 acts, China not named; mixed; eased", index=classes, columns=codes))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_no_cell_gives_no_figure() -> None:
    assert charts.control_cells(POLICIES.iloc[:0], WORDS.iloc[:0], ORDER, NAMES) is None
