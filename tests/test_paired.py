"""The figure of pairs: what stands where, in which order, and that its words keep apart."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.charts.paired import paired_dots
from helpers.charts.style import COLOURS
from helpers.tones import SCHEMES

from .drawn import cut_texts, overlapping_texts

SIDES = {"US": "one", "JP": "other"}
ROWS = pd.DataFrame(
    [("First", -2.0, -1.0, "n = 1 and 2"), ("Silent", None, -1.0, ""), ("Second", -1.0, -1.0, "n = 3 and 4")],
    columns=["label", "one", "other", "remark"],
)


def test_a_line_has_two_marks_in_the_colours_of_their_governments_and_a_bar() -> None:
    figure = paired_dots(ROWS, "label", SIDES, "remark", SCHEMES["5"], {"US": "American"})
    assert figure is not None
    axes = figure.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["First", "Second"]
    marks = {(line.get_color(), line.get_xdata()[0]) for line in axes.lines if len(line.get_xdata()) == 1}
    assert marks == {(COLOURS["US"], -2.0), (COLOURS["JP"], -1.0), (COLOURS["US"], -1.0)}
    assert [t.get_text() for t in axes.texts] == ["n = 1 and 2", "n = 3 and 4"]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["American", "JP"]
    assert next(t.get_text() for t in axes.get_xticklabels()) == "−2\naccusing"


def test_equal_values_stand_one_above_the_other() -> None:
    figure = paired_dots(ROWS.iloc[2:], "label", SIDES, "remark", SCHEMES["5"])
    assert figure is not None
    heights = sorted(line.get_ydata()[0] for line in figure.axes[0].lines if len(line.get_xdata()) == 1)
    assert heights[1] - heights[0] > 0.2


def test_without_a_pair_nothing_is_drawn() -> None:
    assert paired_dots(ROWS.iloc[1:2], "label", SIDES, "remark", SCHEMES["5"]) is None
    assert paired_dots(ROWS.iloc[:0], "label", SIDES, "remark", SCHEMES["5"]) is None


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["2", "3", "5"])
@pytest.mark.parametrize("count", [1, 2, 40])
def test_words_keep_apart(count: int, scheme: str) -> None:
    long = "American: a title that goes on and on for a good while until it is cut, and then some; and another title"
    rows = pd.DataFrame(
        {"label": f"{long}\nJapanese: {long}", "one": -1.0, "other": -0.5, "remark": "n = 10 and 12"},
        index=range(count),
    )
    figure = paired_dots(rows, "label", SIDES, "remark", SCHEMES[scheme], {"US": "on American ones"})
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
