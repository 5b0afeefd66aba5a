"""Staff and money announced: what is stated for a period, the way to a target, plans, and one budget a year."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import targets
from helpers.period import parse_period


@pytest.fixture
def series() -> pd.DataFrame:
    return pd.DataFrame({"title": ["Beta", "Alpha"], "unit": ["persons", "JPY bn"]}, index=["SE-B", "SE-A"])


def observed(*rows: tuple[str, str, str, float, str | None]) -> pd.DataFrame:
    columns = ["id", "series_id", "period", "value", "vintage"]
    return pd.DataFrame(rows, columns=columns).set_index("id").rename_axis("observation_id")


def test_stated_values_overlap_the_period_and_bring_their_targets(series: pd.DataFrame) -> None:
    rows = observed(
        ("OB-PLAN", "SE-B", "FY2001", 9.0, "plan (2000)"),
        ("OB-COUNT", "SE-B", "2001", 5.0, None),
        ("OB-GOAL", "SE-B", "FY2009", 40.0, "target (programme)"),
        ("OB-FAR", "SE-B", "2008", 30.0, None),
        ("OB-A-GOAL", "SE-A", "2009", 2.0, "target"),
        ("OB-STRANGE", "SE-Z", "2001", 1.0, None),
    )
    shown = targets.stated_values(rows, series, parse_period("2001-06"))
    assert list(shown.index) == ["OB-COUNT", "OB-PLAN", "OB-GOAL"]  # ends of 2001, March 2002, March 2010
    assert shown["kind"].to_list() == ["recorded", "plan", "target"]
    assert shown["vintage"].to_list() == ["", "plan (2000)", "target (programme)"]
    assert set(shown["unit"]) == {"persons"}
    wide = targets.stated_values(rows, series, parse_period("2001/2009"))
    assert list(wide["title"].unique()) == ["Alpha", "Beta"]
    assert set(wide.index) == {"OB-A-GOAL", "OB-COUNT", "OB-PLAN", "OB-FAR", "OB-GOAL"}


def test_stated_values_of_nothing_keep_their_columns(series: pd.DataFrame) -> None:
    rows = observed(("OB-COUNT", "SE-B", "2001", 5.0, None))
    for empty in (
        targets.stated_values(rows, series, parse_period("1990")),
        targets.stated_values(rows.head(0), series, parse_period("2001")),
        targets.stated_values(rows, series.head(0), parse_period("2001")),
    ):
        assert empty.empty
        assert {"title", "unit", "kind", "vintage"} <= set(empty.columns)
        assert empty.index.name == "observation_id"


def stated(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    columns = ["id", "period", "kind", "value", "vintage"]
    return pd.DataFrame(rows, columns=columns).set_index("id").rename_axis("observation_id")


def test_progress_sets_the_newest_count_beside_the_target() -> None:
    rows = stated(
        ("OB-NEW", "2003-07", "recorded", 300.0, ""),
        ("OB-OLD", "FY2002", "recorded", 90.0, ""),
        ("OB-PLAN", "FY2004", "plan", 350.0, "plan"),
        ("OB-GOAL", "FY2007", "target", 400.0, "target"),
    )
    found = targets.progress(rows)
    assert (found["count"], found["counted"], found["target"], found["due"]) == (300.0, "2003-07", 400.0, "FY2007")
    assert found["share"] == 0.75
    assert found["row_ids"] == ("OB-NEW", "OB-GOAL")
    for part in (rows.drop("OB-GOAL"), rows.drop(["OB-NEW", "OB-OLD"]), rows.head(0)):
        assert targets.progress(part)["share"] is None
        assert targets.progress(part)["row_ids"] == ()


def test_plans_stand_in_order_of_their_vintage() -> None:
    rows = stated(
        ("OB-B", "FY2003", "plan", 2.0, "plan (2003)"),
        ("OB-A", "FY2003", "plan", 1.0, "plan (2001)"),
        ("OB-C", "FY2004", "plan", 3.0, "plan (2003)"),
        ("OB-D", "FY2003", "recorded", 4.0, ""),
    )
    assert list(targets.plans_for(rows, "FY2003").index) == ["OB-A", "OB-B"]


def test_a_budget_has_one_value_a_year_and_no_request() -> None:
    rows = stated(
        ("OB-LATE", "FY2003", "plan", 9.0, "draft"),
        ("OB-DRAFT", "FY2002", "plan", 6.0, "draft"),
        ("OB-ADOPTED", "FY2002", "recorded", 7.0, ""),
        ("OB-ASKED", "FY2001", "request", 5.0, "request"),
        ("OB-PRESS", "FY2001", "press report", 5.5, "press report (2000)"),
    )
    budget = targets.yearly_budget(rows)
    assert budget["value"].to_dict() == {"OB-ADOPTED": 7.0, "OB-LATE": 9.0}
    assert targets.ends_of(budget) == {
        "from_year": "FY2002",
        "from_vintage": "initial budget",
        "to_year": "FY2003",
        "to_vintage": "draft",
    }
    assert set(targets.ends_of(budget.head(0)).values()) == {None}


def test_values_of_a_domain_are_those_of_its_series() -> None:
    rows = pd.DataFrame({"series_id": ["SE-SPACE-BUDGET-JP", "SE-CYBER-STAFF", "SE-DEFENCE-CYBER-JP", "SE-HHI"]})
    assert list(targets.of_domain(rows, "space").index) == [0]
    assert list(targets.of_domain(rows, "cyber").index) == [1, 2]
    assert list(targets.of_domain(rows).index) == [1, 2, 0]  # in order of the series
    with pytest.raises(ValueError, match=r"domain='cybr' is not held here. Did you mean 'cyber'\?"):
        targets.of_domain(rows, "cybr")
