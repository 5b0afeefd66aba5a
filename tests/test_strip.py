"""The strip: which marks are drawn, on which line, in which colour, and that close ones do not hide each other."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.charts.strip import strip
from helpers.charts.style import COLOURS
from helpers.tones import SCHEMES

from .drawn import cut_texts, overlapping_texts

ROWS = pd.DataFrame(
    [
        ("2001-01-01", -1.0, "JP"),
        ("2001-01-05", -1.0, "JP"),
        ("2001-01-05", 2.0, "US"),
        ("2003", -1.0, "US"),
        ("2001-02-01", None, "US"),
        ("2001-02-01", 0.0, None),
    ],
    columns=["date", "tone", "who"],
    index=[f"ST-{i}" for i in range(6)],
)


def test_one_mark_a_known_row_on_the_line_of_its_code() -> None:
    figure = strip(ROWS, "date", "tone", "who", SCHEMES["5"], {"JP": "Japan", "US": "United States"})
    assert figure is not None
    lines = {line.get_color(): line for line in figure.axes[0].lines}
    assert sorted(lines[COLOURS["US"]].get_ydata()) == [-1.0, 2.0]
    low, high = sorted(lines[COLOURS["JP"]].get_ydata())
    assert low == -1.0
    assert -1.0 < high < -0.7  # lifted beside the one four days before, still nearest to its own line
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["Japan", "United States"]
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == list(SCHEMES["5"].values())


def test_a_year_stands_in_its_middle() -> None:
    figure = strip(ROWS.loc[["ST-3"]], "date", "tone", "who", SCHEMES["5"])
    assert figure is not None
    assert pd.Timestamp(figure.axes[0].lines[0].get_xdata()[0]) == pd.Timestamp("2003-07-02")


def test_a_day_alone_stands_in_a_window_of_weeks() -> None:
    figure = strip(ROWS.loc[["ST-0"]], "date", "tone", "who", SCHEMES["5"])
    assert figure is not None
    low, high = figure.axes[0].get_xlim()
    assert high - low == 50


def test_nothing_known_draws_nothing() -> None:
    assert strip(ROWS.iloc[:0], "date", "tone", "who", SCHEMES["5"]) is None
    assert strip(ROWS.loc[["ST-4", "ST-5"]], "date", "tone", "who", SCHEMES["5"]) is None


def test_panels_share_the_clock_and_hold_their_own_rows() -> None:
    rows = ROWS.assign(side=["one", "one", "two", "two", "one", "two"])
    figure = strip(rows, "date", "tone", "who", SCHEMES["5"], {}, "side")
    assert figure is not None
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["one", "two"]
    marks = [sorted(y for line in axes.lines for y in line.get_ydata()) for axes in figure.axes]
    assert [len(m) for m in marks] == [2, 2]
    assert marks[1] == [-1.0, 2.0]
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()


@pytest.mark.slow
@pytest.mark.parametrize("until", ["2001-01-20", "2009-12-31"])
@pytest.mark.parametrize("count", [1, 40])
def test_words_keep_apart(count: int, until: str) -> None:
    days = pd.date_range("2001-01-01", until, periods=count).strftime("%Y-%m-%d")
    rows = pd.DataFrame({"date": days, "tone": -1.0, "who": "JP", "side": ["one", "two"] * (count // 2) or ["one"]})
    figure = strip(rows, "date", "tone", "who", SCHEMES["5"], {"JP": "Japan"}, "side")
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
