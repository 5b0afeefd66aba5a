"""Labels of every common figure neither collide nor are cut, from one row to forty and from one month to nine years."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import charts
from helpers.charts import Moment

from .drawn import cut_texts, overlapping_texts

pytestmark = pytest.mark.slow
SPANS = {"one month": ("2023-01-01", "2023-01-31"), "nine years": ("2017-08-01", "2026-10-31")}
WHO = ["US", "JP", "CN", "NL", "KR", "TW"]
NAMES = {"US": "United States", "JP": "Japan", "CN": "China", "NL": "Netherlands", "KR": "South Korea", "TW": "Taiwan"}


def _rows(count: int, span: str) -> pd.DataFrame:
    """Invented measures spread over a span of time, with long titles."""
    first, last = (pd.Timestamp(d) for d in SPANS[span])
    days = [first + (last - first) * (n / max(count, 2)) for n in range(count)]
    text = [d.strftime("%Y-%m-%d") for d in days]
    later = [(d + pd.Timedelta(days=(n % 7) * 11)).strftime("%Y-%m-%d") for n, d in enumerate(days)]
    titles = [f"Invented measure {n} on the export of goods that nobody makes and nobody wants" for n in range(count)]
    who = [WHO[n % len(WHO)] for n in range(count)]
    return pd.DataFrame(
        {"title": titles, "who": who, "said": text, "done": later, "days": [n * 11 for n in range(count)]}
    )


def _events(rows: pd.DataFrame) -> Figure | None:
    return charts.event_rows(
        rows, [Moment("said", "announced", False), Moment("done", "in force")], "title", "who", NAMES
    )


def _pairs(rows: pd.DataFrame) -> Figure | None:
    return charts.dumbbells(rows, "said", "done", "title", ("United States", "Japan"), ("US", "JP"))


def _wide(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    places = rows["said"].str[:7] if by == "month" else rows["title"]
    return pd.crosstab(places, rows["who"]).astype(float)


def _bars(rows: pd.DataFrame) -> Figure | None:
    return charts.bars(_wide(rows, "title"), "measures (number)", NAMES)


def _columns(rows: pd.DataFrame) -> Figure | None:
    return charts.columns(_wide(rows, "month"), "measures (number)", NAMES, "month")


def _lines(rows: pd.DataFrame) -> Figure | None:
    return charts.lines(_wide(rows, "month"), "measures (number)", NAMES, "month")


def _grid(rows: pd.DataFrame) -> Figure | None:
    return charts.grid(_wide(rows, "title").rename(columns=NAMES), "measures (number)")


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("count", [1, 7, 40])
@pytest.mark.parametrize("draw", [_events, _pairs, _bars, _columns, _lines, _grid])
def test_labels_neither_collide_nor_are_cut(
    draw: Callable[[pd.DataFrame], Figure | None], count: int, span: str
) -> None:
    figure = draw(_rows(count, span))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []
