"""The figure of rungs: marks, rails and words."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from matplotlib.dates import date2num

from helpers import charts

from .drawn import cut_texts, overlapping_texts

STEPS = ("reported", "announced", "published", "in force")
NAMES = {"US": "United States", "JP": "Japan"}


def rungs(*lines: tuple[str, str, str | None, bool, str]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["country", "rung", "date", "earlier", "said"])


FRAME = rungs(
    ("US", "reported", "2001-03-01", False, "1 March 2001, TALK"),
    ("US", "announced", "2001-01-01", True, "1 January 2001, RULE (before it)"),
    ("JP", "reported", "2001-03-01", False, "1 March 2001, TALK"),
    ("JP", "announced", "2001-04-01", False, "1 April 2001, RULE"),
    ("JP", "in force", None, False, "no act after it on record"),
)


def test_every_rung_has_its_line_its_mark_and_its_words() -> None:
    figure = charts.rung_lines(FRAME, NAMES)
    assert figure is not None
    axes = figure.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == [
        "United States: reported", "United States: announced", "Japan: reported", "Japan: announced", "Japan: in force",
    ]  # fmt: skip
    assert [t.get_text() for t in axes.texts] == FRAME["said"].tolist()
    places = [t.xy[0] for t in axes.texts]  # type: ignore[attr-defined]
    assert places[3] == date2num(date(2001, 4, 1))
    assert places[4] == date2num(date(2001, 1, 1)), "an absence stands at the left"


def test_earlier_steps_are_hollow_and_off_the_rail() -> None:
    figure = charts.rung_lines(FRAME, NAMES)
    assert figure is not None
    marks = [m for m in figure.axes[0].lines if m.get_marker() in ("o", "s") and not np.isnan(m.get_xdata()[0])]
    assert [m.get_markerfacecolor() == "white" for m in marks] == [False, True, False, False]
    rails = [line for line in figure.axes[0].lines if line.get_drawstyle() == "steps-pre"]
    assert [len(r.get_xdata()) for r in rails] == [1, 2]


def test_words_do_not_lie_on_each_other_however_short_the_time() -> None:
    days = ["2001-03-01", "2001-03-02", "2001-03-03", "2001-03-04"]
    short = [("JP", s, d, False, f"{d}, JP-2001-A-LONG-NAME") for s, d in zip(STEPS, days, strict=True)]
    long = [
        ("US", s, f"{2001 + n}-03-01", n < 2, "1 March 2001, US-2001-RULE (before it; no act after it on record)")
        for n, s in enumerate(STEPS)
    ]
    for frame in (rungs(*short), rungs(*short, *long), rungs(short[0])):
        figure = charts.rung_lines(frame, NAMES)
        assert overlapping_texts(figure) == []
        assert cut_texts(figure) == []


def test_without_a_date_there_is_no_figure() -> None:
    assert charts.rung_lines(FRAME.iloc[:0], NAMES) is None
    assert charts.rung_lines(FRAME.iloc[[4]], NAMES) is None
