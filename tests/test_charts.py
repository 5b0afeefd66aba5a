"""Figures by what is drawn: labels, order, marks; and what must not be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import charts
from helpers.charts import ChartError, Moment
from helpers.charts.style import COLOURS, HATCHES, MARKERS
from helpers.display import RECORD
from helpers.evidence import Evidence

Shown = Callable[[], list[dict[str, Any]]]
WORDS = {"title": "A title", "caption": "How to read it.", "alt": "What it says to those who do not see it."}


def _events() -> pd.DataFrame:
    return pd.DataFrame(
        {"title": ["Late", "Early", "Undated"], "who": ["JP", "US", "US"], "said": ["2023-05", "2022-01-02", None],
         "done": ["2023-07-01", None, None]},
        index=["A-1", "A-2", "A-3"],
    )  # fmt: skip


def _labels(figure: Figure | None) -> list[str]:
    assert figure is not None
    return [t.get_text() for t in figure.axes[0].get_yticklabels()]


def test_events_stand_in_order_of_time_and_undated_ones_are_left_out() -> None:
    figure = charts.event_rows(_events(), [Moment("said", "said", False), Moment("done", "done")], "title", "who")
    assert _labels(figure) == ["Early", "Late"]


def test_a_date_known_to_the_month_is_drawn_as_a_band() -> None:
    figure = charts.event_rows(_events().loc[["A-1"]], [Moment("said", "said")], "title", "who")
    assert figure is not None
    widths = [line.get_linewidth() for line in figure.axes[0].lines]
    assert 5 in widths


def test_only_the_latest_events_fit() -> None:
    figure = charts.event_rows(_events(), [Moment("said", "said")], "title", "who", most=1)
    assert _labels(figure) == ["Late"]


def test_dumbbells_write_the_days_beside_each_pair() -> None:
    pairs = pd.DataFrame(
        {"a": ["2022-10-07", None], "b": ["2023-03-31", "2023-01-01"], "pair": ["x", "y"], "days": ["175", ""]}
    )
    figure = charts.dumbbells(pairs, "a", "b", "pair", ("led", "followed"), ("US", "JP"))
    assert _labels(figure) == ["x"]
    assert figure is not None
    assert "175 days" in [t.get_text() for t in figure.axes[0].texts]


def test_a_day_that_stands_alone_has_a_window_of_two_months() -> None:
    figure = charts.event_rows(_events().loc[["A-2"]], [Moment("said", "said")], "title", "who")
    assert figure is not None
    left, right = figure.axes[0].get_xlim()
    assert right - left == 60


def test_bars_and_columns_carry_units_totals_and_legends() -> None:
    wide = pd.DataFrame({"US": [1.0, 2.0], "JP": [0.0, 3.0]}, index=["one", "two"])
    bars = charts.bars(wide, "measures (number)")
    assert bars is not None
    assert bars.axes[0].get_xlabel() == "measures (number)"
    assert [t.get_text() for t in bars.axes[0].texts] == ["1", "5"]
    assert [t.get_text() for t in bars.legends[0].texts] == ["US", "JP"]
    columns = charts.columns(wide, "measures (number)")
    assert columns is not None
    assert columns.axes[0].get_ylabel() == "measures (number)"


def test_lines_start_at_zero_and_keep_gaps() -> None:
    figure = charts.lines(pd.DataFrame({"a": [5.0, None, 7.0]}, index=["2021", "2022", "2023"]), "JPY bn")
    assert figure is not None
    assert figure.axes[0].get_ylim()[0] == 0
    assert pd.isna(figure.axes[0].lines[0].get_ydata()[1])


def test_a_grid_writes_its_counts_and_leaves_none_blank() -> None:
    figure = charts.grid(pd.DataFrame({"x": [0, 2], "y": [3, 0]}, index=["a", "b"]), "meetings (number)")
    assert figure is not None
    assert sorted(t.get_text() for t in figure.axes[0].texts) == ["2", "3"]


@pytest.mark.parametrize(
    "drawn",
    [
        charts.event_rows(_events().iloc[:0], [Moment("said", "said")], "title", "who"),
        charts.bars(pd.DataFrame({"US": [0.0]}, index=["none"]), "x"),
        charts.columns(pd.DataFrame(), "x"),
        charts.lines(pd.DataFrame({"a": [None]}, dtype=float), "x"),
        charts.grid(pd.DataFrame({"a": [0]}), "x"),
    ],
)
def test_nothing_to_draw_is_no_figure(drawn: Figure | None) -> None:
    assert drawn is None


def test_a_figure_is_shown_with_all_a_reader_needs(invented: Evidence, shown: Shown) -> None:
    figure, axes = charts.canvas()
    axes.plot([1, 2])
    charts.show(figure, invented, ["US-2001-ALPHA"], **WORDS, data=pd.DataFrame({"n": [1]}))
    bundle = shown()[0]
    html = bundle["text/html"]
    for part in ("A title", "How to read it.", 'aria-label="What it says', "Source: Nobody", "<svg xmlns="):
        assert part in html
    assert bundle[RECORD]["csv"] == "n\n1\n"


def test_without_a_figure_a_sentence_stands_in_its_place(invented: Evidence, shown: Shown) -> None:
    charts.show(None, invented, [], **WORDS, empty="No measure took effect.")
    assert "No measure took effect." in shown()[0]["text/html"]
    assert "<svg" not in shown()[0]["text/html"]


def test_a_figure_without_alternative_text_is_refused(invented: Evidence) -> None:
    figure, _ = charts.canvas()
    with pytest.raises(ChartError, match="alternative text"):
        charts.show(figure, invented, ["US-2001-ALPHA"], **{**WORDS, "alt": "chart"})


def test_japanese_has_its_glyphs_and_what_has_none_is_refused(invented: Evidence, shown: Shown) -> None:
    figure, axes = charts.canvas()
    axes.set_title("経済産業省 半導体 輸出管理")
    charts.show(figure, invented, ["US-2001-ALPHA"], **WORDS)
    assert len(shown()) == 1
    axes.set_title("\U00013000")
    with pytest.raises(ChartError, match="no glyph"):
        charts.show(figure, invented, ["US-2001-ALPHA"], **WORDS)


def test_every_jurisdiction_has_a_colour_marker_and_hatch_of_its_own() -> None:
    for look in (COLOURS, MARKERS, HATCHES):
        assert len(set(look.values())) == len(look)
        assert set(look) == set(COLOURS)
