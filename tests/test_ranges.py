"""Ranges, one to a line: what is drawn and written, and that words do not touch."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.charts.ranges import range_rows


def ranges(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": [f"Market of the long name, by country of the maker, {n}" for n in range(count)],
            "text": [f"0.{n:02d} to 0.99: Alpha {n}%, Beta with a long name {n}%, Gamma {n}%" for n in range(count)],
            "low": [n / 100 for n in range(count)],
            "high": [min(1.0, 0.5 + n / 50) for n in range(count)],
            "group": ["market" if n % 2 else "tool" for n in range(count)],
        }
    )


def test_every_range_is_a_line_between_its_marks_in_the_order_given() -> None:
    figure = range_rows(ranges(3), "label", "text", "group", "index")
    assert figure is not None
    axes = figure.axes[0]
    spans = [tuple(line.get_xdata()) for line in axes.lines[::2]]
    assert spans == [(0.0, 0.5), (0.01, 0.52), (0.02, 0.54)]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first stands on top
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["tool", "market"]
    assert len({line.get_marker() for line in axes.lines[1::2]}) == 2


def test_one_group_needs_no_keys_and_no_rows_no_figure() -> None:
    figure = range_rows(ranges(1), "label", "text", "group", "index")
    assert figure is not None
    assert figure.legends == []
    assert range_rows(ranges(0), "label", "text", "group", "index") is None


@pytest.mark.parametrize("count", [1, 24, 40])
def test_words_stay_in_the_figure_and_do_not_touch(count: int) -> None:
    figure = range_rows(ranges(count), "label", "text", "group", "index")
    assert figure is not None
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    axes = figure.axes[0]
    words = [t.get_window_extent(renderer) for t in axes.texts]
    labels = [t.get_window_extent(renderer) for t in axes.get_yticklabels()]
    for boxes in (words, labels):
        assert len(boxes) == count
        assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert all(box.x1 <= figure.bbox.x1 for box in words)
    assert all(box.x0 >= 0 for box in labels)
