"""Intervals: one line a series, longest silence first, what each mark means, and labels that do not collide."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.calendars import HOLE, NEXT, UNNUMBERED
from helpers.charts.intervals import LOOKS, SILENCE, interval_rows

from .drawn import cut_texts, overlapping_texts

ROWS = pd.DataFrame(
    [("Alpha", 100, 100, NEXT), ("Alpha", 400, 430, HOLE), ("Beta", 50, 50, UNNUMBERED)],
    columns=["line", "days_low", "days_high", "kind"],
)
SILENT = pd.Series({"Beta": 700, "Gamma": 10, "Alpha": 20})


def axes_of(rows: pd.DataFrame = ROWS, silent: pd.Series = SILENT):  # type: ignore[no-untyped-def]
    figure = interval_rows(rows, silent)
    assert figure is not None
    return figure.axes[0]


def test_the_longest_silence_comes_first() -> None:
    assert [t.get_text() for t in axes_of().get_yticklabels()] == ["Beta", "Alpha", "Gamma"]


def test_marks_stand_at_their_days_and_tell_their_kind() -> None:
    found = {
        (line.get_ydata()[0], line.get_xdata()[0], line.get_marker(), line.get_markerfacecolor() == "white")
        for line in axes_of().lines
        if line.get_marker() not in ("None", None, "")
    }
    assert found == {
        (1, 100.0, "o", False),
        (1, 415.0, "o", True),
        (0, 50.0, "d", False),
        (0, 700, ">", False),
        (2, 10, ">", False),
        (1, 20, ">", False),
    }


def test_a_partial_date_is_a_bar_over_its_days() -> None:
    assert [tuple(line.get_xdata()) for line in axes_of().lines if line.get_linewidth() == 4] == [(400, 430)]


def test_a_series_of_the_past_alone_has_no_arrow() -> None:
    axes = axes_of(silent=pd.Series({"Beta": 700}))
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Beta", "Alpha"]
    assert sum(line.get_marker() == ">" for line in axes.lines) == 1


def test_the_legend_names_the_kinds_drawn() -> None:
    figure = interval_rows(ROWS.iloc[:1], SILENT.iloc[:0])
    assert figure is not None
    assert [t.get_text() for t in figure.legends[0].get_texts()] == [NEXT]
    assert set(LOOKS) == {NEXT, HOLE, UNNUMBERED, SILENCE}


def test_nothing_gives_no_figure() -> None:
    assert interval_rows(ROWS.iloc[:0], SILENT.iloc[:0]) is None


@pytest.mark.slow
@pytest.mark.parametrize("days", [3, 3000])
@pytest.mark.parametrize("count", [1, 40])
def test_texts_do_not_collide(count: int, days: int) -> None:
    names = [f"Dialogue {n} on the exchange of views about everything and nothing" for n in range(count)]
    rows = pd.DataFrame([(n, days, days, k) for n in names for k in (NEXT, HOLE, UNNUMBERED)], columns=ROWS.columns)
    figure = interval_rows(rows, pd.Series(dict.fromkeys(names, days)))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
