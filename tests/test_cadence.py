"""How full a month is: counts by month, the years compared, ranks and percentiles worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import cadence
from helpers.evidence import Evidence
from helpers.period import parse_period

from .agenda_rows import event, made, meeting


def text(number: int, day: str, **cells: str) -> dict[str, str]:
    return event(f"EV-{number}", date_start=day, coded_weight="statement", domain="cyber", **cells)


def rows() -> Evidence:
    """Four rows of 2001 (three in March), one of 2002, three of 2003; the record ends in May 2003."""
    return made(
        events=[
            text(1, "2001-03-01"),
            text(2, "2001-03"),
            text(3, "2002-08-01"),
            text(4, "2003-01-01"),
            text(5, "2003-01-02", countries="JP"),
            text(6, "2003"),
        ],
        meetings=[
            meeting("XX-1", date_start="2001-03-05", topics="cyber"),
            meeting("XX-2", date_start="2001-11-01", topics="space", countries="JP;KR;US"),
            meeting("XX-3", date_start="2003-05-09", topics="energy"),
            meeting("XX-4", date_start="2003-09-09", topics="cyber", held="announced"),
        ],
    )


def test_counts_by_month_leave_no_month_out() -> None:
    counts = cadence.monthly(rows())
    assert (counts.index[0], counts.index[-1], len(counts)) == ("2001-01", "2003-05", 29)
    assert counts.loc["2001-03"].to_list() == [2, 1]
    assert counts.loc["2001-11"].to_list() == [0, 1]
    assert counts.loc["2003-01"].to_list() == [1, 0]  # one of one country alone, one without a month, left out
    assert int(counts.to_numpy().sum()) == 6
    assert cadence.monthly(rows(), "space").loc["2001-11"].to_list() == [0, 1]
    assert cadence.monthly(rows(), instrument="law")["commitments"].sum() == 0


def test_years_are_compared_that_hold_half_of_the_fullest() -> None:
    assert cadence.rows_by_year(rows()).to_dict() == {2001: 4, 2002: 1, 2003: 4}
    assert cadence.compared_years(rows()) == (2001, 2003)
    assert cadence.compared_years(rows(), 0.25) == (2001, 2002, 2003)
    assert cadence.compared_years(made()) == ()


def test_the_fullest_month_of_a_period_is_ranked() -> None:
    found = cadence.rank(rows(), parse_period("2001/2003"))
    assert found is not None
    assert (found.months, found.count, found.others, found.fewer) == (
        ("2001-03",),
        3,
        16,
        16,
    )  # 12 + 5 months less its own
    assert found.percentile == 100
    assert found.is_unusual
    assert cadence.summary(found, parse_period("2001-03"))["count"] == "3 commitments and meetings"
    assert cadence.summary(found, parse_period("2001/2003"))["which"] == "March 2001, the fullest month of the period,"
    assert cadence.summary(found, parse_period("2001/2003"))["beaten"] == "any of the 16"
    assert cadence.summary(found, parse_period("2001-03"))["which"] == "March 2001"


def test_a_month_of_a_thin_year_is_ranked_with_a_caveat() -> None:
    found = cadence.rank(rows(), parse_period("2002-08"))
    assert found is not None
    # of the 17 months of 2001 and 2003 three hold one row or more: March and November 2001, January 2003
    assert (found.count, found.others, found.fewer, found.is_covered) == (1, 17, 14, False)
    assert found.percentile == pytest.approx(100 * 14 / 17)
    assert not found.is_unusual
    assert not cadence.Rank(("2001-03",), 2, 9, 9, (2001,), True).is_unusual  # the most of all, and yet only two
    words = cadence.summary(found, parse_period("2002-08"))
    assert words["beaten"] == "14 of the 17"
    assert "more thinly" in words["caveat"]


def test_a_period_within_a_month_is_judged_by_that_month() -> None:
    found = cadence.rank(rows(), parse_period("2001-03-02/2001-03-20"))
    assert found is not None
    assert found.months == ("2001-03",)


def test_ties_are_told_and_the_first_is_named() -> None:
    found = cadence.rank(rows(), parse_period("2001-10/2003"))
    assert found is not None
    assert found.months == ("2001-11", "2002-08", "2003-01")
    assert cadence.summary(found, parse_period("2001-10/2003"))["which"] == (
        "November 2001, with 2 other months the fullest of the period,"
    )


def test_rows_of_one_kind_may_be_counted_alone() -> None:
    period = parse_period("2001")
    assert cadence.percentile(rows(), period, rows_counted="commitments") == 100
    assert cadence.percentile(rows(), period, rows_counted="meetings") == pytest.approx(100 * 15 / 16)  # two months tie
    with pytest.raises(ValueError, match=r"rows_counted='meeting' is not known. Did you mean 'meetings'\?"):
        cadence.percentile(rows(), period, rows_counted="meeting")


@pytest.mark.parametrize("period", ["1990", "2001-05", "2030"])
def test_a_period_without_rows_has_no_rank(period: str) -> None:
    assert cadence.rank(rows(), parse_period(period)) is None
    assert cadence.percentile(rows(), parse_period(period)) is None
    assert cadence.percentile(made(), parse_period(period)) is None


def test_without_a_rank_every_word_is_missing() -> None:
    assert set(cadence.summary(None, parse_period("2001")).values()) == {None}
    words = cadence.share_of_year(cadence.monthly(rows()), None)
    assert (words["share"], words["row_months"]) == (None, ())
    assert cadence.shown(cadence.monthly(rows()), parse_period("2001"), None).empty


def test_the_share_of_its_year_counts_the_months_on_record() -> None:
    counts = cadence.monthly(rows())
    words = cadence.share_of_year(counts, cadence.rank(rows(), parse_period("2001")))
    assert (words["which"], words["share"], words["year"], words["months"]) == (
        "March 2001",
        0.75,
        "4 commitments and meetings",
        12,
    )
    assert words["even"] == pytest.approx(1 / 12)
    late = cadence.share_of_year(counts, cadence.rank(rows(), parse_period("2003")))
    assert (late["share"], late["months"], late["row_months"][-1]) == (1.0, 5, "2003-05")


def test_a_figure_begins_with_the_first_year_it_needs() -> None:
    counts = cadence.monthly(rows())
    late = cadence.rank(rows(), parse_period("2003"), least=1.0)
    assert late is not None
    assert cadence.shown(counts, parse_period("2003"), late).index[0] == "2001-01"
    alone = cadence.Rank(("2003-01",), 1, 4, 4, (2003,), True)
    assert cadence.shown(counts, parse_period("2003"), alone).index[0] == "2003-01"
    assert cadence.shown(counts, parse_period("2002/2003"), alone).index[0] == "2002-01"


def test_the_table_of_years_marks_those_compared() -> None:
    table = cadence.by_year(rows(), parse_period("2001/2003"))
    assert table.loc["2001"].to_list() == [2, 2, 2, "yes"]
    assert table.loc["2002"].to_list() == [1, 1, 0, "no"]
    assert cadence.by_year(rows(), parse_period("1990")).empty
    assert isinstance(cadence.by_year(rows(), parse_period("1990")), pd.DataFrame)
