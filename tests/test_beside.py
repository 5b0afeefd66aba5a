"""Deeds beside words: where the marks stand, what is written, and that words keep apart."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers.charts.beside import WITHOUT, deeds_beside_words
from helpers.charts.style import COLOURS

from .drawn import cut_texts, overlapping_texts

WORDS = {"overlap": ("Both restrict", 20), "naming": ("Names it", 10), "tones": ("Tone", 10)}
KEYS = ("names it", "does not")
ROWS = pd.DataFrame(
    [
        ("First", 30, 30, True, "chips (stated)", "yes", "−1"),
        ("Second", -10, 20, False, "", "no", ""),
        ("Third", None, None, False, None, "not read", ""),
    ],
    columns=["title", "low", "high", "is_filled", "overlap", "naming", "tones"],
)


def drawn(rows: pd.DataFrame) -> Any:
    figure = deeds_beside_words(rows, WORDS, "JP", KEYS, "days")
    assert figure is not None
    return figure


def test_a_lag_is_a_mark_and_one_within_bounds_a_band_with_its_mark_in_the_middle() -> None:
    left = drawn(ROWS).axes[0]
    assert [t.get_text() for t in left.get_yticklabels()] == ["First", "Second", "Third"]
    marks = [line for line in left.lines if line.get_marker() == "s"]
    assert [(m.get_xdata()[0], m.get_markerfacecolor()) for m in marks] == [(30, COLOURS["JP"]), (5, "white")]
    bands = [list(line.get_xdata()) for line in left.lines if line.get_linewidth() == 5]
    assert bands == [[30, 30], [-10, 20]]


def test_what_has_no_counterpart_says_so_and_the_words_stand_in_columns() -> None:
    figure = drawn(ROWS)
    assert [t.get_text() for t in figure.axes[0].texts] == [WITHOUT]
    written = [t.get_text() for t in figure.axes[1].texts]
    assert written[0:4] == ["Both restrict", "chips (stated)", "", ""]
    assert written[4:8] == ["Names it", "yes", "no", "not read"]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == list(KEYS)


def test_no_row_draws_nothing_and_no_lag_an_axis_with_nought_alone() -> None:
    assert deeds_beside_words(ROWS.iloc[:0], WORDS, "JP", KEYS, "days") is None
    assert drawn(ROWS.iloc[2:]).axes[0].get_xticks().tolist() == [0]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3, 40])
def test_words_keep_apart(count: int) -> None:
    row = ROWS.iloc[0].to_dict() | {
        "title": "Amendment of an ordinance with a long title that has to be cut somewhere near its end",
        "overlap": "chipmaking equipment, advanced chips, quantum (same items)",
        "tones": "+0.5, −1, −2, 0, +1, 0",
        "naming": "not read",
    }
    figure = drawn(pd.DataFrame([row] * (count - 1) + [ROWS.iloc[2].to_dict()]))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
