"""Where sources differ, on invented rows that can be checked by eye."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.disagreement import contradictions, origins
from helpers.evidence import Evidence
from helpers.sources import Source


def _source(name: str, issued: str = "", derives_from: tuple[str, ...] = ()) -> Source:
    return Source(name, name, "", "", issued, "", "", "primary", "", False, derives_from)


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({"a": ()}, {"a"}),
        ({"a": ("b",), "b": ("c",), "c": ()}, {"c"}),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, {"d"}),
        ({"a": ("b",), "b": ("a",)}, {"a"}),
    ],
)
def test_a_source_goes_back_to_its_origin(links: dict[str, tuple[str, ...]], found: set[str]) -> None:
    assert origins("a", {name: _source(name, derives_from=to) for name, to in links.items()}) == found


def test_a_row_lists_what_is_held_what_is_stated_and_who_says_so(invented: Evidence) -> None:
    found = invented.contradictions()
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["table"], row["row_id"], row["field"], row["kind"]) == (
        "measures",
        "US-2001-ALPHA",
        "entity_count",
        "contradicted",
    )
    assert (int(row["held"]), row["held_by"], row["stated"], row["stated_by"]) == (
        4,
        ("invented-2001",),
        "5",
        ("invented-2003",),
    )
    assert row["reason"] == "The rule itself says four."


def test_a_narrower_selection_lists_only_its_own(invented: Evidence) -> None:
    assert invented.select(period="2002").contradictions().empty


def test_each_origin_counts_once(invented: Evidence) -> None:
    assert invented.independent_sources("US-2001-ALPHA") == ["invented-2001"]


def _tables(observations: pd.DataFrame, investments: pd.DataFrame, cited: dict[str, str]) -> dict[str, pd.DataFrame]:
    citations = pd.DataFrame(
        [
            {
                "table": "",
                "row_id": r,
                "field": None,
                "source_id": s,
                "stance": "supports",
                "stated": None,
                "reason": None,
            }
            for r, s in cited.items()
        ]
    )
    series = pd.DataFrame({"frequency": ["annual", "irregular"]}, index=["SE-X", "SE-ACTS"])
    return {"series": series, "observations": observations, "investments": investments, "citations": citations}


STEPS = [
    "project_id",
    "date",
    "investment_amount_bn",
    "coded_investment_basis",
    "subsidy_amount_bn",
    "coded_subsidy_basis",
]
NO_STEPS = pd.DataFrame(columns=STEPS)
NO_VALUES = pd.DataFrame(columns=["series_id", "period", "value"])


def test_a_later_print_is_set_against_the_first() -> None:
    values = pd.DataFrame(
        {"series_id": "SE-X", "period": "2024", "value": [630.5, 627.6]}, index=["OB-X-2024-REVISED", "OB-X-2024-FIRST"]
    )
    sources = {"feb": _source("feb", "2025-02"), "jun": _source("jun", "2025-06")}
    found = contradictions(_tables(values, NO_STEPS, {"OB-X-2024-FIRST": "feb", "OB-X-2024-REVISED": "jun"}), sources)
    assert found[["row_id", "kind", "held", "stated"]].values.tolist() == [
        ["OB-X-2024-REVISED", "revised", 630.5, 627.6]
    ]


def test_two_prints_that_agree_are_no_disagreement() -> None:
    values = pd.DataFrame({"series_id": "SE-X", "period": "2024", "value": [1.0, 1.0]}, index=["OB-X-A", "OB-X-B"])
    assert contradictions(_tables(values, NO_STEPS, {"OB-X-A": "feb"}), {"feb": _source("feb")}).empty


def test_two_acts_of_one_day_are_no_revision() -> None:
    values = pd.DataFrame({"series_id": "SE-ACTS", "period": "2024", "value": [1.0, 8.0]}, index=["OB-X-A", "OB-X-B"])
    assert contradictions(_tables(values, NO_STEPS, {"OB-X-A": "feb"}), {"feb": _source("feb")}).empty


def test_a_final_award_is_set_against_the_preliminary_one() -> None:
    steps = pd.DataFrame(
        {"project_id": "P-X", "date": ["2024-03-20", "2024-11-26", "2025-01-01"], "investment_amount_bn": None,
         "coded_investment_basis": None, "subsidy_amount_bn": [8.5, 7.865, 7.865], "coded_subsidy_basis": ["new", "revision", "total"]},
        index=["IN-X-1", "IN-X-2", "IN-X-3"],
    )  # fmt: skip
    found = contradictions(_tables(NO_VALUES, steps, {"IN-X-1": "feb"}), {"feb": _source("feb")})
    assert found[["row_id", "field", "held", "stated"]].values.tolist() == [["IN-X-2", "subsidy_amount_bn", 7.865, 8.5]]
