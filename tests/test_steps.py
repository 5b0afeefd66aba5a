"""The figure of a sum in steps: heights, names, and that no name lies on another."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import charts

from .drawn import cut_texts, overlapping_texts

SUMS = [("total", "all"), ("part", "some")]


def added(*sizes: int, days: int = 10) -> pd.DataFrame:
    first = date(2001, 1, 2)
    frame = pd.DataFrame({"day": [(first + timedelta(days * n)).isoformat() for n in range(len(sizes))], "size": sizes})
    frame["total"] = frame["size"].cumsum()
    frame["part"] = pd.array([None, *[1] * (len(sizes) - 1)][: len(sizes)], dtype="Int64")
    return frame


def drawn(frame: pd.DataFrame, until: date = date(2001, 12, 31)) -> Figure:
    figure = charts.steps(frame, "day", "size", SUMS, date(2001, 1, 1), until, "added (number)")
    assert figure is not None
    return figure


def test_the_line_starts_at_nothing_and_rises_by_each_addition() -> None:
    lines = [line for line in drawn(added(4, 10, 2)).axes[0].lines if line.get_drawstyle() == "steps-post"]
    assert list(lines[0].get_ydata()) == [0, 4, 14, 16, 16]
    assert list(lines[1].get_ydata()) == [0, 1, 1, 1], "missing until the first count"
    assert lines[0].get_linestyle() != lines[1].get_linestyle()


def test_steps_are_named_by_size_and_day_the_tallest_before_the_rest() -> None:
    names = [t.get_text() for t in drawn(added(4, 10, 2, days=90)).axes[0].texts]
    assert names[0] == "10, 2001-04-02"
    tall = added(*[1] * 20, 99, *[1] * 20, days=1)
    crowded = [t.get_text() for t in drawn(tall, until=date(2001, 2, 15)).axes[0].texts]
    assert crowded[0].startswith("99, ")
    assert len(crowded) < 20, "names without room are dropped"


@pytest.mark.slow
@pytest.mark.parametrize(("count", "days"), [(1, 1), (4, 7), (40, 1), (70, 45)])
def test_names_do_not_lie_on_each_other(count: int, days: int) -> None:
    figure = drawn(
        added(*[n % 9 + 1 for n in range(count)], days=days), until=date(2001, 1, 31) + timedelta(count * days)
    )
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_no_addition_gives_no_figure() -> None:
    assert charts.steps(added(), "day", "size", SUMS, date(2001, 1, 1), date(2001, 2, 1), "x") is None
