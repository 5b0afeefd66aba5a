"""The ladder: every event named on its rung, no name upon another, from one row to many and from a month to years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.charts.ladder import MARKS, ladder
from helpers.charts.style import MARKERS

from .drawn import cut_texts, overlapping_texts, texts

RUNGS = {"low": "Statement", "middle": "Memorandum", "high": "Law"}
NAMES = {"space": "Space", "cyber": "Cyber"}


def rows(number: int, first: str, last: str) -> pd.DataFrame:
    """Made-up events, most of them crowded into the last third of the time, as commitments are."""
    days = pd.date_range(first, last, periods=9 * number + 1)[-3 * number :: 3]
    return pd.DataFrame(
        {
            "date_start": [f"{d:%Y-%m-%d}" for d in days],
            "rung": [list(RUNGS)[n % 7 % 3] for n in range(number)],
            "title": [f"Invented joint statement number {n} on matters of some weight" for n in range(number)],
            "field": [list(NAMES)[n % 2] for n in range(number)],
            "alone": [n % 5 == 0 for n in range(number)],
        }
    )


def drawn(frame: pd.DataFrame):
    return ladder(frame, RUNGS, "rung", "title", "field", NAMES, ("alone", "one country"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2, 12, 40, 66])
@pytest.mark.parametrize(("first", "last"), [("2023-01-01", "2023-01-31"), ("2017-01-01", "2026-06-30")])
def test_no_name_lies_upon_another_or_is_cut(number: int, first: str, last: str) -> None:
    figure = drawn(rows(number, first, last))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
    assert sum(t.startswith("Invented") for t, _ in texts(figure)) == number


def test_a_long_name_in_the_middle_of_a_month_does_not_reach_the_names_of_the_rungs() -> None:
    frame = rows(3, "2023-01-01", "2023-01-31").assign(date_start=["2023-01-06", "2023-01-13", "2023-01-17"])
    figure = drawn(frame.assign(title="Invented framework agreement for cooperation in digging and in use"))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_heavier_instruments_stand_higher() -> None:
    frame = rows(3, "2017-01-01", "2026-06-30").assign(title=["Invented one", "Invented two", "Invented three"])
    figure = drawn(frame)
    assert figure is not None
    axes = figure.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == list(RUNGS.values())
    heights = {t.get_text(): t.get_position()[1] for t in axes.texts}
    ordered = [heights[title] for title in frame.set_index("rung").loc[list(RUNGS), "title"]]
    assert ordered == sorted(ordered)
    assert len(set(ordered)) == 3


def test_one_country_is_hollow_and_the_legend_says_so() -> None:
    figure = drawn(rows(6, "2020-01-01", "2023-01-31"))
    assert figure is not None
    faces = [line.get_markerfacecolor() for line in figure.axes[0].lines if line.get_marker() in MARKS]
    assert sum(face == "white" for face in faces) == 2  # the rows 0 and 5
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["Space", "Cyber", "one country"]
    assert not set(MARKS) & set(MARKERS.values())


def test_a_month_is_a_band_in_the_middle_of_which_the_mark_stands() -> None:
    frame = rows(1, "2022-01-01", "2022-02-01").assign(date_start="2022-04")
    figure = drawn(frame)
    assert figure is not None
    band, mark = figure.axes[0].lines
    assert np.ptp(band.get_xdata()) == 29
    assert mark.get_xdata()[0] == np.mean(band.get_xdata())


def test_nothing_dated_draws_nothing() -> None:
    assert drawn(rows(2, "2022-01-01", "2022-02-01").head(0)) is None
    assert drawn(rows(2, "2022-01-01", "2022-02-01").assign(date_start=None)) is None


def test_a_rung_or_group_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError, match="'odd' is no rung or group of this ladder; it has low, middle, high, space"):
        drawn(rows(2, "2022-01-01", "2022-02-01").assign(rung="odd"))
