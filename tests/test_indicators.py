"""Series by period and print, shares, and concentration, on made-up values worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import indicators as trade
from helpers.evidence import Evidence

NAN = float("nan")


def base(*rows: tuple[str, str, float, str | None]) -> Evidence:
    """Evidence of made-up observations: series, period, value and vintage."""
    frame = pd.DataFrame(list(rows), columns=["series_id", "period", "value", "vintage"])
    frame.index = pd.Index([f"OB-TEST-{n}" for n in range(1, len(rows) + 1)])
    series = pd.DataFrame({"title": {"SE-A": "Alpha sales", "SE-B": "Beta sales"}})
    return Evidence({"observations": frame, "series": series}, {}, {})  # type: ignore[arg-type]


def test_latest_print_stands_and_forecasts_do_not() -> None:
    held = base(
        ("SE-A", "2024", 627.6, "first print"),
        ("SE-A", "2024", 630.5, "revised"),
        ("SE-A", "2025", 12.5, "forecast June 2024"),
        ("SE-A", "2023", 526.8, None),
        ("SE-A", "2023", 520.0, "first print"),
    )
    assert trade.series_observations(held, ["SE-A"])["value"].tolist() == [526.8, 630.5]
    marked = base(("SE-B", "2024", 1, None), ("SE-B", "2024", 2, "revised"))
    assert trade.series_observations(marked, ["SE-B"])["value"].tolist() == [2]
    assert trade.series_observations(held, ["SE-A"]).index.tolist() == ["OB-TEST-4", "OB-TEST-2"]


def test_observations_come_by_series_and_in_order_of_time() -> None:
    held = base(("SE-A", "2024-Q4", 4, None), ("SE-B", "2024-Q1", 1, None), ("SE-A", "FY2023", 3, None))
    assert trade.series_observations(held, ["SE-B", "SE-A", "SE-NONE"])["value"].tolist() == [3, 4, 1]
    assert trade.series_observations(base(), ["SE-A"]).empty


def test_print_that_is_asked_for_is_given() -> None:
    held = base(("SE-A", "2024", 10, "first print"), ("SE-A", "2024", 11, "revised"), ("SE-A", "2025", 9, "target"))
    assert trade.series_observations(held, ["SE-A"], "first print")["value"].tolist() == [10]
    assert trade.series_observations(held, ["SE-A"], "target")["period"].tolist() == ["2025"]


def test_two_values_of_one_print_are_refused_by_name() -> None:
    held = base(("SE-A", "2024", 1, None), ("SE-A", "2024", 2, None))
    with pytest.raises(ValueError, match=r"OB-TEST-1, OB-TEST-2 are values of one series and period"):
        trade.series_observations(held, ["SE-A"])


@pytest.mark.parametrize(
    ("shares", "index"), [([1.0], 1.0), ([0.25] * 4, 0.25), ([0.5, 0.3, 0.2], 0.38), ([0.5, 0.0, 0.5], 0.5)]
)
def test_herfindahl_by_hand(shares: list[float], index: float) -> None:
    assert trade.herfindahl(shares) == pytest.approx(index)


@pytest.mark.parametrize(
    ("shares", "why"),
    [
        ([], "no shares given"),
        ([50, 50], r"50\.0 is no share; write shares from 0 to 1"),
        ([1.5, -0.5], r"1\.5 is no share"),
        ([0.5, NAN], "nan is no share"),
        ([0.5, 0.25], r"sum to 0\.750, not 1; .*herfindahl_bounds"),
    ],
)
def test_herfindahl_refuses_what_is_no_whole(shares: list[float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        trade.herfindahl(shares)


def test_bounds_hold_the_index_of_any_split_of_the_rest() -> None:
    low, high = trade.herfindahl_bounds([0.32, 0.15, 0.17])
    assert (round(low, 4), round(high, 4)) == (0.1538, 0.2834)  # the rest is 0.36, squared 0.1296
    assert low < trade.herfindahl([0.32, 0.15, 0.17, 0.18, 0.18]) < high
    assert trade.herfindahl_bounds([0.5, 0.5]) == (0.5, 0.5)
    with pytest.raises(ValueError, match=r"sum to 1\.200, more than 1"):
        trade.herfindahl_bounds([0.6, 0.6])
