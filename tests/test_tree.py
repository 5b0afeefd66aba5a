"""The tree with its calendar: labels indented in order, marks at their dates, and nothing lying upon anything else."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from matplotlib.dates import date2num

from helpers.calendars import LOOK_NAMES
from helpers.charts.tree import LOOKS, tree_calendar

from .drawn import cut_texts, overlapping_texts, texts

SPAN = (date(2001, 1, 1), date(2002, 12, 31))
LINES = pd.DataFrame(
    {
        "label": ["Root of all", "Child", "Grandchild", "Second root"],
        "depth": [0, 1, 2, 0],
        "sessions": [3, 0, 1, 12],
        "founded": ["1988-06-20", "2001-04", None, None],
    },
    index=["R", "C", "G", "S"],
)
MARKS = pd.DataFrame(
    [
        ("R", "2001-02-03", "leaders"),
        ("C", "2001-04", "founded"),
        ("G", "2002-06-01", "announced"),
        ("R", "1999-01-01", "ministerial"),  # before the span
        ("GONE", "2001-05-05", "signing"),  # on no line here
    ],
    columns=["line", "date", "look"],
)


def drawn(lines: pd.DataFrame = LINES, marks: pd.DataFrame = MARKS, until: date | None = date(2002, 7, 1)):  # type: ignore[no-untyped-def]
    figure = tree_calendar(lines, marks, SPAN, until, LOOK_NAMES)
    assert figure is not None
    return figure


def test_labels_stand_in_order_each_child_further_in() -> None:
    left = drawn().axes[0]
    labels = {t.get_text(): t.get_position() for t in left.texts}
    places = [labels[name] for name in LINES["label"]]
    assert [y for _, y in places] == [0, 1, 2, 3]
    assert places[0][0] == places[3][0] < places[1][0] < places[2][0]
    assert [t.get_text() for t in left.texts if t.get_position()[0] == 0.885] == ["3", "0", "1", "12", "held"]
    assert [t.get_text() for t in left.texts if t.get_position()[0] == 0.99] == ["1988", "2001", "–", "–", "since"]


def test_a_stem_leads_from_each_child_to_the_line_of_its_parent() -> None:
    stems = [list(line.get_ydata()) for line in drawn().axes[0].lines]
    assert stems == [[0.4, 1, 1], [1.4, 2, 2]]


def test_marks_stand_on_their_line_at_their_date_and_others_are_left_out() -> None:
    axes = drawn().axes[1]
    marks = {line.get_marker(): line for line in axes.lines if line.get_marker() not in ("None", None, "")}
    assert set(marks) == {LOOKS[k]["marker"] for k in ("leaders", "founded", "announced")}
    star = marks[LOOKS["leaders"]["marker"]]
    assert (star.get_xdata()[0], star.get_ydata()[0]) == (date2num(date(2001, 2, 3)), 0)
    bands = [tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 5]
    assert bands == [(date2num(date(2001, 4, 1)), date2num(date(2001, 4, 30)))]
    dashed = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"]
    assert dashed == [date2num(date(2002, 7, 1))]


def test_the_legend_names_what_is_drawn_alone() -> None:
    assert [t.get_text() for t in drawn().legends[0].get_texts()] == [
        "Leaders",
        "Announced, not shown to be held",
        "Founded",
    ]


def test_each_look_is_told_apart_without_colour() -> None:
    shapes = [(look["marker"], look.get("markerfacecolor")) for look in LOOKS.values()]
    assert len(set(shapes)) == len(LOOKS) == len(LOOK_NAMES)


def test_no_mark_in_the_span_draws_nothing() -> None:
    assert tree_calendar(LINES, MARKS.iloc[3:], SPAN, None, LOOK_NAMES) is None
    assert tree_calendar(LINES.iloc[:0], MARKS, SPAN, None, LOOK_NAMES) is None


@pytest.mark.slow
@pytest.mark.parametrize("last", [date(2001, 1, 31), date(2009, 12, 31)])
@pytest.mark.parametrize("count", [1, 40])
def test_texts_do_not_collide(count: int, last: date) -> None:
    rows = [
        (f"Committee {n} on the exchange of views about everything and nothing", n % 3, n, "2001") for n in range(count)
    ]
    lines = pd.DataFrame(rows, columns=["label", "depth", "sessions", "founded"], index=[f"L{n}" for n in range(count)])
    lines.loc["L0", "depth"] = 0
    marks = pd.DataFrame([("L0", "2001-01-05", look) for look in LOOKS], columns=["line", "date", "look"])
    figure = tree_calendar(lines, marks, (date(2001, 1, 1), last), None, LOOK_NAMES)
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
    edge = figure.axes[1].get_window_extent().x0
    assert all(box.x1 <= edge for text, box in texts(figure) if text.startswith("Committee"))
