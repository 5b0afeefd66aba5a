"""The grid of states: what stands in each cell, how the states are told apart, and when nothing is drawn."""

from __future__ import annotations

import pandas as pd
from matplotlib.patches import Rectangle

from helpers.charts.states import state_grid

ORDER = ("held", "looked", "not looked")
STATES = pd.DataFrame([["held", "looked"], ["not looked", "held"]], index=["A: x", "B: x"], columns=[2001, 2002])
MARKS = pd.DataFrame([["3", "○"], ["", "1"]], index=STATES.index, columns=STATES.columns)


def test_each_cell_has_its_mark_and_each_state_a_look_of_its_own() -> None:
    figure = state_grid(STATES, MARKS, ORDER, "year")
    assert figure is not None
    axes = figure.axes[0]
    assert [t.get_text() for t in axes.texts] == ["3", "○", "", "1"]
    cells = [p for p in axes.patches if isinstance(p, Rectangle)]
    assert len({(c.get_facecolor(), c.get_hatch()) for c in cells}) == 3
    assert [bool(c.get_hatch()) for c in cells] == [False, False, True, False]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == list(ORDER)
    assert [t.get_text() for t in axes.get_yticklabels()] == ["A: x", "B: x"]
    assert [t.get_text() for t in axes.get_xticklabels()] == ["2001", "2002"]
    assert [line.get_ydata()[0] for line in axes.lines] == [1]  # between the groups A and B


def test_nothing_known_draws_nothing() -> None:
    assert state_grid(STATES.replace({"held": "not looked", "looked": "not looked"}), MARKS, ORDER, "year") is None
    assert state_grid(STATES.iloc[:0], MARKS.iloc[:0], ORDER, "year") is None


def test_many_years_are_labelled_by_steps() -> None:
    wide = pd.DataFrame([["held"] * 40], index=["A: x"], columns=range(1987, 2027))
    figure = state_grid(wide, wide.replace("held", "1"), ORDER, "year")
    assert figure is not None
    assert [t.get_text() for t in figure.axes[0].get_xticklabels()][:3] == ["1987", "1990", "1993"]
