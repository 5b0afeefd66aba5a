"""The figure of lifetimes: what is drawn, not its pixels."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import charts

from .drawn import cut_texts, overlapping_texts

UNTIL = date(2003, 12, 31)
NAMES = {"US": "United States", "JP": "Japan"}


def life(label: str, code: str = "US", goes_on: bool = True, **days: str) -> dict[str, Any]:
    blank = dict.fromkeys(("known", "effective", "end", "suspended_from", "suspended_until"))
    return {"label": label, "jurisdiction": code, "goes_on": goes_on} | blank | days


def drawn(*lives: dict[str, Any], until: date = UNTIL) -> Figure:
    figure = charts.lifelines(pd.DataFrame(lives), until, NAMES)
    assert figure is not None
    return figure


def marks(figure: Figure, kind: str) -> list[tuple[float, float, bool]]:
    """Day, line and whether hollow, of every mark of a kind."""
    found = [m for m in figure.axes[0].lines if m.get_marker() == kind]
    return [(m.get_xdata()[0], m.get_ydata()[0], m.get_markerfacecolor() == "white") for m in found]


def boxes(figure: Figure) -> list[tuple[float, float, bool]]:
    """First and last day, and whether hatched, of every bar."""
    found = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)]
    return [(p.get_x(), p.get_x() + p.get_width(), bool(p.get_hatch())) for p in found]


def day(text: str) -> float:
    return float(date2num(date.fromisoformat(text)))


def test_a_life_runs_from_a_hollow_mark_to_a_filled_one_and_on() -> None:
    figure = drawn(life("Rule", known="2001-01-01", effective="2001-06-01"))
    assert marks(figure, "o") == [(day("2001-01-01"), 0, True), (day("2001-06-01"), 0, False)]
    assert boxes(figure) == [(day("2001-06-01"), day("2003-12-31"), False)]
    assert [m[0] for m in marks(figure, ">")] == [day("2003-12-31")]
    assert marks(figure, "|") == []


def test_an_end_is_an_upright_and_stops_the_bar() -> None:
    figure = drawn(life("Rule", known="2001-01-01", effective="2001-06-01", end="2002-01-01", goes_on=False))
    assert [m[0] for m in marks(figure, "|")] == [day("2002-01-01")]
    assert boxes(figure)[0][1] == day("2002-01-01")
    assert marks(figure, ">") == []


def test_a_suspension_is_hatched_and_ends_with_the_last_day() -> None:
    figure = drawn(life("Rule", effective="2001-06-01", suspended_from="2003-01-01", suspended_until="2005-01-01"))
    assert [b for b in boxes(figure) if b[2]] == [(day("2003-01-01"), day("2003-12-31"), True)]


def test_what_is_over_on_an_unknown_day_has_neither_arrow_nor_upright() -> None:
    figure = drawn(life("Report", known="2001-01-01", goes_on=False))
    assert marks(figure, ">") == marks(figure, "|") == boxes(figure) == []
    assert len(marks(figure, "o")) == 1


def test_an_effect_after_the_last_day_has_no_bar_yet() -> None:
    figure = drawn(life("Rule", known="2003-06-01", effective="2004-06-01"))
    assert boxes(figure) == []
    assert marks(figure, ">") == []
    assert figure.axes[0].get_xlim()[1] > day("2004-06-01")


def test_lines_keep_their_order_and_governments_are_parted() -> None:
    figure = drawn(life("B", known="2002"), life("A", known="2001-05"), life("C", "JP", known="2001-01-01"))
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["B", "A", "C"]
    assert 1.5 in [line.get_ydata()[0] for line in figure.axes[0].lines]
    legend = [t.get_text() for t in figure.legends[0].get_texts()]
    assert legend[:2] == ["United States", "Japan"]
    assert legend[-1] == "suspended"


@pytest.mark.slow
@pytest.mark.parametrize(("count", "years"), [(1, 0), (1, 9), (40, 0), (40, 9)])
def test_labels_do_not_lie_on_each_other(count: int, years: int) -> None:
    lives = [
        life(f"US-20{n:02}-RULE: a rule of a middling length that does not fit the line", known=f"{2001 + years * n // 40}-01-{n % 28 + 1:02}")
        for n in range(count)
    ]  # fmt: skip
    figure = drawn(*lives, until=date(2001 + years, 1, 31))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_no_life_gives_no_figure() -> None:
    assert charts.lifelines(pd.DataFrame([life("x")]).iloc[:0], UNTIL) is None
