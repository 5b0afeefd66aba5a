"""The marks: what is recorded, what was looked for and is not there, and what is blank."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.charts.marks import ABSENT, PRESENT, marks

from .drawn import cut_texts, overlapping_texts, texts

COLUMNS = {"space": "Space", "5g": "5G and 6G", "defence": "Defence technology", "missile": "Missile defence"}
COLUMNS |= {"cyber": "Cyber", "cables": "Subsea cables", "ran": "Open RAN"}


def rows(number: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": [
                f"20{n % 90:02d}-01-01  Invented meeting of ministers about a great many things" for n in range(number)
            ],
            "year": [str(2001 + n // 3) for n in range(number)],
            "inside": [("space", "cyber") if n % 2 else ("elsewhere",) for n in range(number)],
            "absent": [("5g",) if n % 4 == 0 else () for n in range(number)],
            "others": [n % 3 for n in range(number)],
        }
    )


def drawn(frame: pd.DataFrame):
    said = ("inside", "recorded"), ("absent", "looked for in a text read whole, not there")
    return marks(frame, COLUMNS, *said, "blank: not recorded", "line", "year", ("others", "Other topics"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 6, 40, 60])
def test_no_text_lies_upon_another_or_is_cut(number: int) -> None:
    figure = drawn(rows(number))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_a_mark_stands_where_row_and_column_meet() -> None:
    figure = drawn(rows(5))
    assert figure is not None
    lines = {line.get_marker(): line for line in figure.axes[0].lines if line.get_linestyle() == "None"}
    found = lines[PRESENT[1]], lines[ABSENT[1]]
    points = [sorted(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in found]
    assert points[0] == [(0.5, 1.5), (0.5, 3.5), (4.5, 1.5), (4.5, 3.5)]
    assert points[1] == [(1.5, 0.5), (1.5, 4.5)]
    numbers = {t.get_position()[1]: t.get_text() for t in figure.axes[0].texts}
    assert numbers == {1.5: "1", 2.5: "2", 4.5: "1"}  # none for a row without other topics
    assert [t.get_text() for t in figure.legends[0].get_texts()][-1] == "blank: not recorded"


def test_a_rule_stands_between_years() -> None:
    figure = drawn(rows(7))
    assert figure is not None
    heavy = [line.get_ydata()[0] for line in figure.axes[0].lines if line.get_linewidth() == 0.9]
    assert heavy == [3, 6]


def test_a_long_figure_names_its_columns_below_as_well() -> None:
    assert [t for t, _ in texts(drawn(rows(10)))].count("Cyber") == 1
    assert [t for t, _ in texts(drawn(rows(30)))].count("Cyber") == 2


def test_no_row_draws_nothing() -> None:
    assert drawn(rows(0)) is None
