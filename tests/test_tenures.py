"""Tenures: bars with both days, dotted ones with one, hatching where nobody is on record, names that fit."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

from helpers.charts.tenures import tenure_rows

from .drawn import cut_texts, overlapping_texts

SPAN = (date(2001, 1, 1), date(2004, 12, 31))
ROWS = pd.DataFrame(
    [
        ("Chair, Japan", "JP", "Ann Ames", "2000-05-01", "2002-06-30"),
        ("Chair, Japan", "JP", "Bob Boll", "2002-07-01", None),
        ("Clerk, US", "US", "Cid Cole", None, "2003-03-31"),
        ("Clerk, US", "US", "Dan Dorn", "2004-01-01", "2004-12-31"),
        ("Clerk, US", "US", "Eve Eden", None, None),
        ("Page, US", "US", "Flo Fehr", "1990", "1995"),
    ],
    columns=["post", "country", "holder", "date_start", "date_end"],
)
GAPS = pd.DataFrame([("Clerk, US", "2003-03-31", "2004-01-01")], columns=["post", "date_end", "date_start"])
NAMES = {"JP": "Japan", "US": "United States"}


def bars(figure) -> list[Rectangle]:  # type: ignore[no-untyped-def]
    assert figure is not None
    return [p for p in figure.axes[0].patches if isinstance(p, Rectangle)]


def test_tenures_are_cut_to_the_span_and_those_without_both_days_are_dotted() -> None:
    figure = tenure_rows(ROWS, GAPS, SPAN, NAMES)
    found = bars(figure)
    whole = [
        (b.get_x(), b.get_x() + b.get_width())
        for b in found
        if b.get_linestyle() in ("-", "solid") and not b.get_hatch()
    ]
    day = {d: date2num(d) for d in (*SPAN, date(2002, 6, 30), date(2004, 1, 1))}
    assert whole == [(day[SPAN[0]], day[date(2002, 6, 30)]), (day[date(2004, 1, 1)], day[SPAN[1]])]
    dotted = [b for b in found if b.get_linestyle() in (":", "dotted")]
    assert [b.get_x() for b in dotted if b.get_x() == date2num(date(2002, 7, 1))]
    assert [b for b in dotted if b.get_x() + b.get_width() == pytest.approx(date2num(date(2003, 3, 31)))]
    assert len(dotted) == 2
    hatched = [(b.get_x(), b.get_x() + b.get_width()) for b in found if b.get_hatch()]
    assert hatched == [(date2num(date(2003, 3, 31)), day[date(2004, 1, 1)])]
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["Chair, Japan", "Clerk, US"]
    assert {t.get_text() for t in figure.axes[0].texts} == {"Ames", "Boll", "Cole", "Dorn", "?"}


def test_a_dotted_bar_ends_where_the_next_tenure_begins() -> None:
    rows = ROWS.iloc[[1]].assign(date_start="2002-07-01")
    rows = pd.concat([rows, ROWS.iloc[[1]].assign(holder="Gil Gold", date_start="2002-07-20", date_end="2004-01-01")])
    first = bars(tenure_rows(rows, GAPS.iloc[:0], SPAN, NAMES))[0]
    assert first.get_x() + first.get_width() == date2num(date(2002, 7, 20))


def test_the_legend_tells_of_hatching_only_where_there_is_some() -> None:
    with_gap, without = (tenure_rows(ROWS, gaps, SPAN, NAMES) for gaps in (GAPS, GAPS.iloc[:0]))
    assert with_gap is not None
    assert without is not None
    assert [t.get_text() for t in with_gap.legends[0].get_texts()][-1] == "no holder on record"
    assert [t.get_text() for t in without.legends[0].get_texts()][-1] == "other end not on record"


def test_no_dated_tenure_in_the_span_draws_nothing() -> None:
    assert tenure_rows(ROWS.iloc[4:], GAPS, SPAN, NAMES) is None
    assert tenure_rows(ROWS.iloc[:0], GAPS, SPAN, NAMES) is None


@pytest.mark.slow
@pytest.mark.parametrize("days", [30, 3300])
@pytest.mark.parametrize("count", [1, 40])
def test_texts_do_not_collide(count: int, days: int) -> None:
    first, last = date(2001, 1, 1), date(2001, 1, 1) + timedelta(days=days)
    middle = first + timedelta(days=days // 2)
    rows = [
        (f"Minister {n} for the exchange of views about everything, Japan", "JP", who, start, end)
        for n in range(count)
        for who, start, end in (
            ("Ann Montgomery", first.isoformat(), middle.isoformat()),
            ("Bob Wittgenstein", (middle + timedelta(days=2)).isoformat(), None),
        )
    ]
    frame = pd.DataFrame(rows, columns=ROWS.columns)
    gaps = frame[frame["date_end"].notna()][["post", "date_end"]].assign(
        date_start=(middle + timedelta(days=2)).isoformat()
    )
    figure = tenure_rows(frame, gaps, (first, last), NAMES)
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
