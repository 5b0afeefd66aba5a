"""Concentration of markets whose shares are held in part, on made-up shares worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import concentration as markets
from helpers.concentration import Market
from helpers.evidence import Evidence
from helpers.period import parse_period

PERIOD = parse_period("2001/2005")
HALVES = Market("Bread, by baker", {"Alpha": "SE-A", "Beta": "SE-B"})
SALES = Market("Bread, by town", {"North": "SE-N", "South": "SE-S"}, "SE-W")
TOOLS = Market("Ovens", {"Japan": "SE-J"}, is_tool=True)


def base(*rows: tuple[str, str, float]) -> Evidence:
    """Evidence of made-up observations: series, period and value."""
    frame = pd.DataFrame(list(rows), columns=["series_id", "period", "value"]).assign(vintage=None)
    frame = frame.set_axis(pd.Index([f"OB-TEST-{n}" for n in range(1, len(rows) + 1)], dtype="object"))
    return Evidence({"observations": frame}, {}, {})  # type: ignore[arg-type]


def test_index_of_shares_held_in_part_has_bounds() -> None:
    held = base(("SE-A", "2001", 50), ("SE-B", "2001", 30), ("SE-A", "2003", 60), ("SE-B", "2003", 40))
    found = markets.concentrations(held, PERIOD, [HALVES])
    assert found["period"].tolist() == ["2001", "2003"]
    first, second = found.iloc[0], found.iloc[1]
    assert (first["low"], first["high"]) == (pytest.approx(0.34), pytest.approx(0.38))  # .25 + .09, and .2 squared
    assert first["worded"] == "0.34 to 0.38"
    assert second["low"] == second["high"] == pytest.approx(0.52)  # .36 + .16, nothing left over
    assert second["worded"] == "0.52"
    assert first[["holders", "largest"]].tolist() == ["Alpha 50%, Beta 30%", "Alpha"]
    assert first["held"] == pytest.approx(0.8)
    assert first["row_ids"] == ("OB-TEST-1", "OB-TEST-2")


def test_shares_are_taken_of_the_whole_where_values_are_held() -> None:
    held = base(("SE-N", "2001", 3), ("SE-S", "2001", 1), ("SE-W", "2001", 4), ("SE-N", "2002", 9))
    found = markets.concentrations(held, PERIOD, [SALES])
    assert found["period"].tolist() == ["2001"]  # of 2002 the whole is not held
    assert found["low"].iat[0] == pytest.approx(0.625)  # .75 squared and .25 squared
    assert found["row_ids"].iat[0] == ("OB-TEST-1", "OB-TEST-3", "OB-TEST-2")


def test_periods_that_are_not_over_do_not_count() -> None:
    held = base(("SE-A", "2005-Q4", 50), ("SE-A", "2006-Q1", 60))
    assert markets.concentrations(held, PERIOD, [HALVES])["period"].tolist() == ["2005-Q4"]


def test_latest_is_the_last_period_in_which_most_is_held() -> None:
    held = base(
        ("SE-A", "2001", 50), ("SE-B", "2001", 30), ("SE-B", "2002", 20), ("SE-J", "2001", 10), ("SE-J", "2002", 9)
    )
    found = markets.latest(markets.concentrations(held, PERIOD, [HALVES, TOOLS]))
    assert found[["title", "period"]].to_numpy().tolist() == [["Bread, by baker", "2001"], ["Ovens", "2002"]]


@pytest.mark.parametrize(("last", "rose"), [(70.0, True), (52.0, False)])
def test_index_rose_only_where_the_bounds_do_not_meet(last: float, rose: bool) -> None:
    # 2001: .34 to .38. 2003: 70 and 30 give .58; 52 and 30 give .36 to .39.
    held = base(("SE-A", "2001", 50), ("SE-B", "2001", 30), ("SE-A", "2003", last), ("SE-B", "2003", 30))
    moved = markets.index_moved(markets.concentrations(held, PERIOD, [HALVES]), "Bread, by baker")
    assert moved["rose"] is rose
    assert (moved["since"], moved["until"], moved["then"]) == ("2001", "2003", "0.34 to 0.38")
    assert len(moved["rows"]) == 4


def test_index_of_one_period_has_not_moved() -> None:
    held = base(("SE-A", "2001", 90), ("SE-A", "2002", 10))  # of 2002 too little is held to compare
    moved = markets.index_moved(markets.concentrations(held, PERIOD, [HALVES]), "Bread, by baker")
    assert moved["since"] is None
    assert moved["rose"] is False


def test_majorities_and_the_most_concentrated() -> None:
    dutch = Market("Kilns", {"the Netherlands": "SE-N"}, is_tool=True)
    held = base(("SE-J", "2001", 95), ("SE-N", "2001", 40))
    found = markets.latest(markets.concentrations(held, PERIOD, [TOOLS, dutch]))
    assert markets.majorities(found) == {"n": "2 classes", "japan": 1, "dutch": 0, "top": "ovens"}
    top = markets.most_concentrated(found)
    assert (top["title"], top["sure"]) == ("Ovens", True)  # at least .9025; kilns at most .16 + .36


def test_nothing_held_gives_nothing_to_say() -> None:
    found = markets.concentrations(base(), PERIOD)
    assert found.empty
    assert markets.latest(found).empty
    assert markets.most_concentrated(found)["title"] is None
    assert markets.majorities(found)["n"] is None


def test_every_market_is_held_in_the_evidence_base(evidence: Evidence) -> None:
    series = set(evidence.series.index)
    for market in markets.MARKETS:
        assert {*market.holders.values(), *filter(None, [market.whole])} <= series, market.title
    found = markets.concentrations(evidence, parse_period("2017/2026-10"))
    assert set(found["title"]) == {market.title for market in markets.MARKETS}
    assert (found["held"] <= 1.005).all()
    assert (found["low"] <= found["high"] + 1e-9).all()
