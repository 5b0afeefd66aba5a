"""The matrix of topics: three marks, numbers where there are several, order, and labels that do not collide."""

from __future__ import annotations

from math import radians, sin

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.charts.topics import BLANK, NAMED, SOUGHT, topic_matrix
from helpers.readouts import STATES, TECHNOLOGIES

from .drawn import cut_texts, overlapping_texts

SAID = pd.DataFrame([[3, 1, 0], [0, 0, 0]], index=["one", "other"], columns=["ai", "space", "cyber"])
LACKING = pd.DataFrame([[1, 0, 0], [0, 2, 0]], index=SAID.index, columns=SAID.columns)


def marks(axes) -> dict[str, set[tuple[float, float]]]:  # type: ignore[no-untyped-def]
    found: dict[str, set[tuple[float, float]]] = {look["marker"]: set() for look in (NAMED, SOUGHT, BLANK)}
    for line in axes.lines:
        found[line.get_marker()].add((line.get_xdata()[0], line.get_ydata()[0]))
    return found


def test_each_cell_is_named_sought_in_vain_or_blank() -> None:
    figure = topic_matrix(SAID, LACKING, STATES)
    assert figure is not None
    axes = figure.axes[0]
    found = marks(axes)
    assert found[NAMED["marker"]] == {(0, 0), (1, 0)}
    assert found[SOUGHT["marker"]] == {(0.38, 0), (1, 1)}  # beside the square where both are known
    assert found[BLANK["marker"]] == {(2, 0), (0, 1), (2, 1)}
    assert [t.get_text() for t in axes.texts] == ["3", "2"]
    assert [t.get_text() for t in axes.get_xticklabels()] == ["ai", "space", "cyber"]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["one", "other"]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == list(STATES)


def test_nothing_known_draws_nothing() -> None:
    assert topic_matrix(SAID * 0, LACKING * 0, STATES) is None
    assert topic_matrix(SAID.iloc[:0], LACKING.iloc[:0], STATES) is None


@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 16])
@pytest.mark.parametrize("lines", [1, 40])
def test_texts_do_not_collide(lines: int, columns: int) -> None:
    heads = [*TECHNOLOGIES, "research cooperation"][:columns]
    index = [f"Dialogue {n} on the exchange of views about everything and nothing" for n in range(lines)]
    wide = pd.DataFrame(12, index=index, columns=heads)
    figure = topic_matrix(wide, wide, STATES)
    assert figure is not None
    assert cut_texts(figure) == []
    assert [pair for pair in overlapping_texts(figure) if not set(pair) <= set(heads)] == []
    # the slanted heads have boxes that overlap; the letters do not where the lines of text are far enough apart
    axes = figure.axes[0]
    FigureCanvasAgg(figure).draw()
    apart = axes.transData.transform((1, 0))[0] - axes.transData.transform((0, 0))[0]
    slant = sin(radians(axes.get_xticklabels()[0].get_rotation()))
    assert apart * slant > axes.get_xticklabels()[0].get_fontsize() * figure.dpi / 72
