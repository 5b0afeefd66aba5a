"""The figure of planned and actual starts: what is drawn, not its pixels."""

from __future__ import annotations

from datetime import date

import pandas as pd
from matplotlib.dates import date2num

from helpers.charts.starts import start_rows

FRAME = pd.DataFrame(
    {
        "name": ["Miller: Mill", "Baker: Oven"],
        "country": ["JP", "US"],
        "first_plan": ["2001-06-15", "2002"],
        "last_plan": ["2001-06-15", "2003"],
        "actual_start": ["2001-07-01", None],
        "remark": ["unchanged", None],
    },
    index=["mill", "oven"],
)
UNTIL = date(2002, 6, 30)


def drawn(frame: pd.DataFrame = FRAME):  # type: ignore[no-untyped-def]
    figure = start_rows(frame, "name", "country", "remark", UNTIL, {"JP": "Japan", "US": "United States"})
    assert figure is not None
    return figure.axes[0]


def test_every_project_has_a_line_and_a_name_in_the_order_given() -> None:
    axes = drawn()
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Miller: Mill", "Baker: Oven"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]


def test_first_plan_is_hollow_last_plan_filled_and_the_start_a_star() -> None:
    marks = [line for line in drawn().lines if line.get_marker() not in ("None", None, "")]
    faces = [m.get_markerfacecolor() == "white" for m in marks if m.get_marker() != "*"]
    assert faces == [True, True, False, False]
    stars = [m for m in marks if m.get_marker() == "*"]
    assert len(stars) == 1
    assert stars[0].get_xdata()[0] == date2num(date(2001, 7, 1))


def test_coarse_date_is_a_band_over_all_its_days() -> None:
    bands = [tuple(line.get_xdata()) for line in drawn().lines if line.get_linewidth() == 4]
    years = [(date2num(date(y, 1, 1)), date2num(date(y, 12, 31))) for y in (2002, 2003)]
    assert bands == years


def test_last_day_remarks_and_legend_are_there() -> None:
    axes = drawn()
    dashed = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"]
    assert dashed == [date2num(UNTIL)]
    assert "unchanged" in [t.get_text() for t in axes.texts]
    legend = [t.get_text() for t in axes.get_legend().get_texts()]
    assert legend[:2] == ["Japan", "United States"]
    assert "actual start" in legend


def test_no_project_gives_no_figure() -> None:
    assert start_rows(FRAME.iloc[:0], "name", "country", "remark", UNTIL) is None
