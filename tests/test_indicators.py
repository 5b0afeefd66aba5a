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
    assert trade.series_values(held, ["SE-A"])["SE-A"].to_dict() == {"2023": 526.8, "2024": 630.5}
    marked = base(("SE-B", "2024", 1, None), ("SE-B", "2024", 2, "revised"))
    assert trade.series_values(marked, ["SE-B"])["SE-B"].tolist() == [2]
    assert trade.series_observations(held, ["SE-A"]).index.tolist() == ["OB-TEST-4", "OB-TEST-2"]


def test_print_that_is_asked_for_is_given() -> None:
    held = base(("SE-A", "2024", 10, "first print"), ("SE-A", "2024", 11, "revised"), ("SE-A", "2025", 9, "target"))
    assert trade.series_values(held, ["SE-A"], "first print")["SE-A"].tolist() == [10]
    assert trade.series_values(held, ["SE-A"], "target")["SE-A"].to_dict() == {"2025": 9}


def test_series_come_in_the_order_asked_and_periods_in_order_of_time() -> None:
    held = base(("SE-A", "2024-Q4", 4, None), ("SE-B", "2024-Q1", 1, None), ("SE-A", "FY2023", 3, None))
    wide = trade.series_values(held, ["SE-B", "SE-A", "SE-NONE"])
    assert wide.columns.tolist() == ["SE-B", "SE-A", "SE-NONE"]
    assert wide.index.tolist() == ["FY2023", "2024-Q1", "2024-Q4"]
    assert wide["SE-NONE"].isna().all()
    assert pd.isna(wide.loc["2024-Q4", "SE-B"])


def test_no_observation_gives_empty_columns() -> None:
    wide = trade.series_values(base(), ["SE-A"])
    assert wide.empty
    assert wide.columns.tolist() == ["SE-A"]


def test_two_values_of_one_print_are_refused_by_name() -> None:
    held = base(("SE-A", "2024", 1, None), ("SE-A", "2024", 2, None))
    with pytest.raises(ValueError, match=r"OB-TEST-1, OB-TEST-2 are values of one series and period"):
        trade.series_values(held, ["SE-A"])


def test_change_over_takes_the_first_and_last_known_value() -> None:
    wide = pd.DataFrame({"JP": [NAN, 32, 25], "NL": [15, 30, NAN], "US": [NAN, 17, NAN]}, index=["Q1", "Q2", "Q3"])
    japan = trade.change_over(wide["JP"])
    assert japan == {"first": 32, "last": 25, "since": "Q2", "until": "Q3", "growth": pytest.approx(-7 / 32)}
    assert set(trade.change_over(wide["US"]).values()) == {None}
    moved = trade.changes(wide)
    assert moved["worded"].tolist() == ["from 32 to 25", "from 15 to 30", None]
    assert trade.change_over(pd.Series([0.0, 4.0], index=["2001", "2002"]))["growth"] is None


def test_forecast_errors_set_the_print_beside_the_forecast() -> None:
    held = base(
        ("SE-A", "2024", -8.0, "first print"),
        ("SE-A", "2024", 0.5, "forecast"),
        ("SE-B", "2024", 18.0, "first print"),
        ("SE-A", "2025", 5.0, "forecast"),
    )
    found = trade.forecast_errors(held, ["SE-A", "SE-B"], "forecast")
    assert found.index.tolist() == ["OB-TEST-3", "OB-TEST-1"]
    assert found.loc["OB-TEST-1", ["title", "period", "value", "forecast", "error"]].tolist() == [
        "Alpha sales", "2024", -8, 0.5, -8.5,
    ]  # fmt: skip
    assert found["row_ids"].tolist() == [("OB-TEST-3",), ("OB-TEST-1", "OB-TEST-2")]
    assert found["error"].isna().tolist() == [True, False]
    assert trade.forecast_errors(base(), ["SE-A"], "forecast").empty


def test_shares_of_incomplete_or_empty_rows_are_left_out() -> None:
    wide = pd.DataFrame({"JP": [3.0, 1.0, 0.0], "NL": [1.0, NAN, 0.0]}, index=["2001", "2002", "2003"])
    assert trade.row_shares(wide).to_dict("index") == {"2001": {"JP": 0.75, "NL": 0.25}}


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


def test_concentration_bounds_by_period_and_whether_they_overlap() -> None:
    held = pd.DataFrame({"JP": [32, 25, NAN], "NL": [15, 30, NAN], "US": [17.0, 9, NAN]}, index=["Q1", "Q2", "Q3"])
    bounds = trade.concentration_bounds(held)
    assert bounds.index.tolist() == ["Q1", "Q2"]
    assert bounds["worded"].tolist() == ["0.15 to 0.28", "0.16 to 0.29"]
    assert trade.bounds_overlap(held)
    apart = pd.DataFrame({"JP": [50.0, 90.0], "NL": [50.0, 10.0]}, index=["Q1", "Q2"])
    assert not trade.bounds_overlap(apart)
    assert trade.concentration_bounds(held.iloc[:0]).empty


def test_evenness_is_of_the_last_whole_period_and_needs_two_holders() -> None:
    wide = pd.DataFrame({"JP": [1.0, 3.0, 9.0], "NL": [1.0, 1.0, NAN]}, index=["2001", "2002", "2003"])
    assert trade.evenness(wide) == {"year": "2002", "index": pytest.approx(0.625), "even": 0.5}
    assert trade.evenness(wide[["JP"]])["year"] is None
    assert trade.evenness(wide.iloc[:0])["index"] is None


def test_first_values_are_none_for_an_empty_frame() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    assert trade.first_values(frame) == {"a": 1, "b": "x"}
    assert trade.first_values(frame.iloc[:0]) == {"a": None, "b": None}
