"""Japan's equipment trade with China: baskets apart, controls beside them, shares after the rule."""

from __future__ import annotations

import pandas as pd

from helpers import equipment
from helpers.evidence import Evidence
from helpers.period import parse_period

from .measure_rows import JP, US, made, measures

TOOLS = {"coded_item_classes": (equipment.CLASS,)}
HELD = measures(
    JP_2023_23ITEMS=JP | TOOLS | {"date_announced": "2023-03-31", "date_effective": "2023-07-23"},
    US_2022_RULE=US | TOOLS | {"date_effective": "2022-10-07"},
    US_2022_OTHER=US | {"date_effective": "2022-11-07"},
)


def values(*lines: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["series_id", "period", "value"])
    return frame.set_axis([f"OB-{n}" for n in range(len(lines))]).rename_axis("observation_id")


RECORD = made(
    HELD,
    observations=values(
        (equipment.SHARE, "2025", 42.0),
        (equipment.SHARE, "2024", 48.4),
        (equipment.SHARE_QUARTERLY, "2024-Q1", 50.0),
        ("SE-JP-EXPORTS-HS848620-TO-CN", "2021", 6694000000.0),
        ("SE-OTHER", "2024", 1.0),
    ),
)


def test_values_stand_by_basket_in_their_units() -> None:
    held = equipment.held_values(RECORD)
    assert held["words"].tolist() == ["48.4%", "42%", "50%", "6.694 USD bn"]
    assert held["basket"].nunique() == 3
    assert "SE-OTHER" not in set(held["series_id"])
    assert equipment.held_values(made(HELD, observations=values())).empty


def test_controls_on_tools_are_dated_by_the_basis_inside_the_period() -> None:
    found = equipment.tool_controls(RECORD, parse_period("2022/2023"), ["US", "JP"], "effective")
    assert found["date"].to_dict() == {"US-2022-RULE": "2022-10-07", "JP-2023-23ITEMS": "2023-07-23"}
    assert equipment.tool_controls(RECORD, parse_period("2022"), ["JP"], "effective").empty


def test_shares_after_the_rule_are_told_with_how_they_are_counted() -> None:
    facts = equipment.share_facts(RECORD, equipment.held_values(RECORD))
    assert (facts["effect"], facts["least"], facts["before"]) == ("23 July 2023", 42.0, 0)
    assert facts["told"] == (
        "50% in 2024-Q1 (chips and panels, by quarter), 48.4% in 2024 (class 70131, by year) "
        "and 42% in 2025 (class 70131, by year)"
    )
    assert facts["row_ids"] == ["OB-2", "OB-1", "OB-0", "JP-2023-23ITEMS"]


def test_a_period_that_holds_the_day_of_the_rule_is_neither_before_nor_after() -> None:
    record = made(HELD, observations=values((equipment.SHARE, "2022", 30.0), (equipment.SHARE, "2023", 40.0)))
    facts = equipment.share_facts(record, equipment.held_values(record))
    assert (facts["least"], facts["told"], facts["before"], facts["row_ids"]) == (None, None, 1, [])


def test_without_the_rule_or_a_share_nothing_is_told() -> None:
    assert equipment.share_facts(made(measures()), equipment.held_values(RECORD))["told"] is None
    assert equipment.share_facts(RECORD, equipment.held_values(RECORD).iloc[:0])["effect"] is None


def test_every_basket_is_a_series_of_the_record(evidence: Evidence) -> None:
    assert set(equipment.BASKETS) <= set(evidence.series.index)
    units = {"USD": 1e-9, "USD bn": 1.0, "JPY bn": 1.0, "percent": 1.0}
    for series, (_, unit, factor) in equipment.BASKETS.items():
        stated = evidence.series.at[series, "unit"]
        assert units[stated] == factor
        assert unit == {"percent": "%", "USD": "USD bn"}.get(stated, stated)
