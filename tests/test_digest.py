"""The counts, sums and comparisons of a briefing, on rows counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.agenda import happenings, in_period
from helpers.digest import (
    BASES,
    NO_DAY,
    by_theme,
    coverage,
    happening_count,
    highest,
    kinds_in_words,
    leader,
    money_decided,
    money_in_words,
    named,
    new_money,
    preceding,
    silent_days,
    stretch,
    theme_counts,
    with_reports,
)
from helpers.evidence import THEMES, Evidence
from helpers.period import parse_period

from .agenda_rows import event, made, measure, meeting, statement, step

MAY = parse_period("2001-05")


@pytest.mark.parametrize(
    ("period", "days", "label"),
    [
        ("2001-05", "2001-04-01 2001-04-30", "2001-04"),
        ("2001-01", "2000-12-01 2000-12-31", "2000-12"),
        ("2001-Q1", "2000-10-01 2000-12-31", "2000-10/2000-12"),
        ("2001", "2000-01-01 2000-12-31", "2000"),
        ("2001-01/2001-10", "2000-03-01 2000-12-31", "2000-03/2000-12"),
        ("FY2001", "2000-04-01 2001-03-31", "2000-04/2001-03"),
        ("2001-05-10/2001-05-16", "2001-05-03 2001-05-09", "2001-05-03/2001-05-09"),
        ("2001-03-01", "2001-02-28 2001-02-28", "2001-02-28/2001-02-28"),
    ],
)
def test_the_period_before_is_as_long_and_ends_the_day_before(period: str, days: str, label: str) -> None:
    before = preceding(parse_period(period))
    assert f"{before.first} {before.last}" == days
    assert before.label == label


@pytest.mark.parametrize(
    ("period", "size"),
    [
        ("2001-05", "Seven days from"), ("2001-05/2001-06", "Seven days from"), ("2001-Q1", "Month"),
        ("2001/2002", "Month"), ("2001/2003", "Quarter"), ("2001/2010", "Quarter"), ("2001/2011", "Year"),
    ],
)  # fmt: skip
def test_the_stretch_follows_the_length_of_the_period(period: str, size: str) -> None:
    assert stretch(parse_period(period)) == size


def entries_of(*dates: str) -> pd.DataFrame:
    """Entries on export controls at these dates, and one on space at the first."""
    themes = ["export_controls"] * len(dates) + ["space_cyber"]
    days = [*dates, dates[0]]
    return pd.DataFrame({"date": days, "theme": themes}, index=[f"A-{n}" for n in range(len(days))])


def test_entries_are_counted_by_stretch_and_theme_and_the_columns_add_up() -> None:
    counts = theme_counts(entries_of("2001-05-07", "2001-05-08", "2001-05"), MAY, ["export_controls", "space_cyber"])
    assert list(counts.index) == ["1 May", "8 May", "15 May", "22 May", "29 May", NO_DAY]
    assert counts["export_controls"].tolist() == [1, 1, 0, 0, 0, 1]
    assert counts["space_cyber"].tolist() == [1, 0, 0, 0, 0, 0]


def test_months_quarters_and_years_are_named_and_empty_ones_kept() -> None:
    themes = ["export_controls", "space_cyber"]
    months = theme_counts(entries_of("2001-02-03", "2001-03"), parse_period("2001-Q1"), themes)
    assert list(months.index) == ["2001-01", "2001-02", "2001-03"]
    assert months.sum(axis=1).tolist() == [0, 2, 1]
    quarters = theme_counts(entries_of("2001-02", "2003-12-31"), parse_period("2001/2003"), themes)
    assert quarters.loc["2001-Q1"].tolist() == [1, 1]
    assert quarters.loc["2003-Q4"].tolist() == [1, 0]
    years = theme_counts(entries_of("2001", "2011-02"), parse_period("2001/2011"), themes)
    assert years.loc[["2001", "2011"]].sum(axis=1).tolist() == [2, 1]


def test_a_period_without_entries_has_counts_of_nought() -> None:
    empty = in_period(happenings(made()), MAY)
    counts = theme_counts(empty, MAY, ["export_controls"])
    assert counts["export_controls"].tolist() == [0] * 5
    assert by_theme(empty, ["export_controls"])["bearing"].tolist() == [0]
    assert kinds_in_words(empty) == ""
    assert named(empty, 0) == {"n": 0, "title": None, "day": None, "what": None}


def test_a_theme_counts_what_stands_under_it_and_what_bears_on_it() -> None:
    evidence = made(
        meetings=[meeting("UTO-2001-05-03", date_start="2001-05-03")],
        events=[event("EV-2001-TEST", date_start="2001-05-04")],
    )
    found = by_theme(in_period(happenings(evidence), MAY), ["space_cyber", "dialogues"])
    assert found["counted"].to_dict() == {"space_cyber": 1, "dialogues": 1}
    assert found["bearing"].to_dict() == {"space_cyber": 2, "dialogues": 2}


def test_kinds_and_single_entries_are_told_in_words() -> None:
    evidence = made(
        meetings=[meeting("UTO-2001-05-03", date_start="2001-05-03")],
        statements=[statement("ST-2001-A", date="2001-05"), statement("ST-2001-B", date="2001-05-06")],
    )
    entries = in_period(happenings(evidence), MAY)
    assert kinds_in_words(entries) == "2 statements on measures and 1 meeting"
    told = named(entries, -1)
    assert (told["n"], told["day"], told["title"]) == (3, "6 May 2001", "Nemo: Objects")
    assert named(entries, 0)["day"] == "May 2001"
    assert str(highest(entries)["held"]).startswith(
        "3 meetings of ministers or leaders are recorded as held; the latest"
    )
    assert highest(entries.tail(1))["held"] == "One meeting of ministers or leaders is recorded as held"


def test_a_leader_leads_alone_or_not() -> None:
    assert leader(pd.Series({"US": 2, "CN": 2})) == ("US", 2, False)
    assert leader(pd.Series({"US": 0, "CN": 0})) == ("", 0, False)
    assert leader(pd.Series({"US": 2, "CN": 3})) == ("CN", 3, True)


PAID = {"subsidy_currency": "JPY", "investment_currency": "USD", "date": "2001-05-02"}


def test_only_new_and_revised_amounts_are_listed_and_only_new_ones_added() -> None:
    steps = [
        step("IN-A", subsidy_amount_bn="100", coded_subsidy_basis="new", **PAID),
        step("IN-B", subsidy_amount_bn="50.5", coded_subsidy_basis="new", investment_amount_bn="2",
             coded_investment_basis="revision", **PAID),
        step("IN-C", subsidy_amount_bn="900", coded_subsidy_basis="included", **PAID),
        step("IN-D", subsidy_amount_bn="800", coded_subsidy_basis="total", **PAID),
        step("IN-E", coded_subsidy_basis="new", **PAID),
        step("IN-F", subsidy_amount_bn="0.4", coded_subsidy_basis="new", subsidy_currency="USD", date="2001-05-02"),
    ]  # fmt: skip
    decided = money_decided(made(investments=steps).investments)
    assert list(zip(decided.index, decided["kind"], decided["amount"], strict=True)) == [
        ("IN-A", "public money", "¥100 billion"),
        ("IN-B", "public money", "¥50.5 billion"),
        ("IN-F", "public money", "US$400 million"),
        ("IN-B", "investment", "US$2 billion"),
    ]
    assert new_money(decided, "public money") == "¥150.5 billion and US$400 million"
    assert money_in_words(decided, made(investments=steps).investments) == {
        "n": 4, "public": "¥150.5 billion and US$400 million", "investment": "none stated", "inside": 1,
    }  # fmt: skip


def test_no_amount_is_no_money() -> None:
    decided = money_decided(made(investments=[step("IN-A", date="2001-05-02")]).investments)
    assert decided.empty
    assert new_money(decided, "public money") == ""


def test_an_amount_inside_an_earlier_total_is_told_and_not_added() -> None:
    again = step("IN-A", investment_amount_bn="9", coded_investment_basis="included", **PAID)
    steps = made(investments=[again]).investments
    found = money_in_words(money_decided(steps), steps)
    assert found == {"n": 0, "public": "none stated", "investment": "none outside earlier totals", "inside": 1}


def test_coverage_counts_rows_entries_and_what_cannot_be_placed() -> None:
    evidence = made(
        measures=[
            measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-05-09"),
            measure("US-2001-B", date_announced="2001"),
            measure("US-2001-C", date_announced="1999"),
        ]
    )
    held = coverage(evidence, happenings(evidence), MAY).loc["measures"]
    assert (held["held"], held["rows"], held["entries"], held["coarse"]) == (3, 1, 2, 1)


def test_what_cannot_be_placed_is_what_the_evidence_base_leaves_undecided() -> None:
    evidence = made(
        meetings=[meeting("UTO-1", date_start="2001"), meeting("UTO-2", date_start="2001-05")],
        investments=[step("IN-A", date="2001-05"), step("IN-B", date="2001-05-03")],
    )
    week = parse_period("2001-05-01/2001-05-07")
    counts = coverage(evidence, happenings(evidence), week)["coarse"]
    for table in ("meetings", "investments"):
        assert counts[table] == len(evidence.undecided(week, table))


def counted_rows() -> Evidence:
    """In May: a measure announced and in force on two days, one dated to the year, a statement, and a late event."""
    return made(
        measures=[
            measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-05-09", unconfirmed_fields="date_effective"),
            measure("US-2001-B", date_announced="2001"),
        ],
        statements=[statement("ST-2001-A", date="2001-05-28")],
        events=[event("EV-2001-A", date_start="2001-05-20")],
    )  # fmt: skip


def test_happenings_are_counted_under_each_choice() -> None:
    evidence = counted_rows()
    assert happening_count(evidence, MAY, THEMES) == 4
    assert [happening_count(evidence, MAY, THEMES, basis=b) for b in BASES] == [4, 3, 2, 3]
    assert happening_count(evidence, MAY, THEMES, statements=False) == 3
    assert happening_count(evidence, MAY, THEMES, coarse_dates=True) == 5
    assert happening_count(evidence, MAY, ["space_cyber"]) == 1
    assert happening_count(made(), MAY, THEMES) == 0


def test_the_days_without_a_happening_run_to_the_end_of_the_period() -> None:
    evidence = counted_rows()
    assert str(silent_days(evidence, MAY, THEMES)) == "3"
    assert str(silent_days(evidence, MAY, THEMES, statements=False)) == "11"
    assert silent_days(made(), MAY, THEMES) is None
    coarse = made(events=[event("EV-1", date_start="2001-04"), event("EV-2", date_start="2001-03-31")])
    assert str(silent_days(coarse, parse_period("2001-03/2001-05"), THEMES)) == "31 to 60"


def test_a_line_leads_to_the_report_on_its_first_wanted_theme_else_to_the_source_audit() -> None:
    frame = pd.DataFrame({"themes": [("china_hedging", "dialogues"), ("space_cyber",), ()]}, index=["A", "B", "C"])
    found = with_reports(frame, ["export_controls", "dialogues"])
    assert found["theme"].tolist() == ["dialogues", "source_audit", "source_audit"]
    assert found["report"].tolist() == ["Dialogues", "Source audit", "Source audit"]
    assert with_reports(frame.iloc[:0], THEMES)["report"].tolist() == []
