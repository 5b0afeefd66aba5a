"""The chronology of a period: every dated row as an entry, placed, merged and ordered."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.agenda import (
    briefed_themes,
    happenings,
    how_many,
    in_period,
    marked,
    open_lines,
    too_coarse,
    weightiest,
    weightiest_by_theme,
    with_names,
)
from helpers.evidence import THEMES, Evidence
from helpers.parameters import ParameterError
from helpers.period import parse_period

from .agenda_rows import event, made, measure, meeting, statement, step


@pytest.fixture
def evidence() -> Evidence:
    """One row of each kind in the spring of 2001, and a measure with three dates."""
    return made(
        measures=[
            measure("US-2001-TEST", date_announced="2001-05-02", date_published="2001-05-02", date_effective="2001-07-01"),
            measure("CN-2001-TEST", jurisdictions="CN", date_effective="2001-05"),
        ],
        meetings=[meeting("UTO-2001-05-03", date_start="2001-05-03")],
        events=[event("EV-2001-TEST", date_start="2001-05-04")],
        investments=[step("IN-2001-TEST", step="subsidy_final", date="2001-05-05")],
        statements=[statement("ST-2001-TEST", date="2001-05-06")],
        mechanisms=[
            {"mechanism_id": "MECH-TEST", "name": "Dialogue", "countries": "JP;US", "founded": "2001", "themes": "dialogues"},
            {"mechanism_id": "MECH-UNDATED", "name": "Undated", "countries": "JP;US", "themes": "dialogues"},
        ],
    )  # fmt: skip


MAY = parse_period("2001-05")


def test_every_dated_row_is_an_entry_in_order_of_time(evidence: Evidence) -> None:
    found = happenings(evidence)
    assert list(found.index) == [
        "MECH-TEST", "CN-2001-TEST", "US-2001-TEST", "US-2001-TEST", "UTO-2001-05-03", "EV-2001-TEST", "IN-2001-TEST",
        "ST-2001-TEST", "US-2001-TEST",
    ]  # fmt: skip
    assert found.loc["US-2001-TEST", "what"].tolist() == ["announced", "published", "took effect"]
    told = dict(zip(found.index, found["what"], strict=True))
    assert told["IN-2001-TEST"] == "subsidy final"
    assert (told["EV-2001-TEST"], told["UTO-2001-05-03"]) == ("agreement", "meeting held")
    assert found.loc["ST-2001-TEST", "title"] == "Nemo: Objects"
    assert found.loc["ST-2001-TEST", "countries"] == ("CN",)


def test_a_meeting_only_announced_is_no_happening() -> None:
    rows = [meeting("UTO-1", date_start="2001-05-03", held="announced"), meeting("UTO-2", date_start="2001-05-04")]
    assert list(happenings(made(meetings=rows)).index) == ["UTO-2"]


def test_an_entry_stands_under_the_first_of_its_themes_that_is_wanted(evidence: Evidence) -> None:
    all_themes = happenings(evidence)
    assert all_themes.loc["UTO-2001-05-03", "theme"] == "dialogues"
    some = happenings(evidence, ["space_cyber"])
    assert some["theme"].to_dict() == {"UTO-2001-05-03": "space_cyber", "EV-2001-TEST": "space_cyber"}


def test_steps_of_one_day_are_one_entry_and_other_days_stay_apart(evidence: Evidence) -> None:
    found = in_period(happenings(evidence), parse_period("2001-05/2001-07"))
    steps = found.loc[["US-2001-TEST"]]
    assert steps["what"].tolist() == ["announced, published", "took effect"]
    assert steps["date"].tolist() == ["2001-05-02", "2001-07-01"]


def test_a_month_is_in_its_month_and_undecided_in_a_week_of_it(evidence: Evidence) -> None:
    entries = happenings(evidence)
    week = parse_period("2001-05-01/2001-05-07")
    assert "CN-2001-TEST" in in_period(entries, MAY).index
    assert "CN-2001-TEST" not in in_period(entries, week).index
    assert sorted(too_coarse(entries, week).index) == ["CN-2001-TEST", "MECH-TEST"]


def test_a_row_with_one_date_inside_is_not_undecided_for_another() -> None:
    rows = [measure("US-2001-TEST", date_announced="2001-05-02", date_effective="2001")]
    assert too_coarse(happenings(made(measures=rows)), MAY).empty
    assert list(too_coarse(happenings(made(measures=rows)), parse_period("2001-06")).index) == ["US-2001-TEST"]


def test_a_date_nobody_read_is_marked_and_an_understanding_is_only_reported() -> None:
    rows = [
        measure("US-2001-TEST", date_announced="2001-05-02", date_effective="2001-05-09", unconfirmed_fields="date_effective"),
        measure("JP-2001-TEST", date_effective="2001-05-04", instrument="understanding", unconfirmed_fields="date_effective"),
    ]  # fmt: skip
    found = happenings(made(measures=rows))
    assert found["what"].tolist() == ["announced", "reported", "took effect (unconfirmed)"]
    assert marked(made(measures=rows).measures, "date_announced", "announced").tolist() == ["announced", "announced"]


def test_suspensions_and_ends_are_steps_too() -> None:
    rows = [measure("US-2001-TEST", suspended_from="2001-05-02", suspended_until="2001-05-20", date_end="2001-05-30")]
    found = in_period(happenings(made(measures=rows)), MAY)
    assert found["what"].tolist() == ["suspended", "suspension set to end", "ended"]


def test_weight_ranks_leaders_before_ministers_and_statements_last() -> None:
    evidence = made(
        meetings=[
            meeting("UTO-2001-05-03", date_start="2001-05-03"),
            meeting("UTO-2001-05-04", date_start="2001-05-04", level="leaders"),
            meeting("UTO-2001-05-05", date_start="2001-05-05", level="working_level"),
        ],
        measures=[measure("US-2001-TEST", date_announced="2001-05-06", instrument="statute")],
        statements=[statement("ST-2001-TEST", date="2001-05-07")],
    )
    assert happenings(evidence)["weight"].tolist() == [4, 5, 1, 5, 1]


def test_a_measure_that_others_answer_weighs_more() -> None:
    rows = [measure(f"US-2001-{n}", date_announced="2001-05-02") for n in "ABCDEF"]
    pair = {"relation": "answers", "coded_basis": "timing", "asserted_by": "coded", "verification": "verified"}
    pairs = [{"pair_id": f"P-{n}", "leader_id": "US-2001-A", "follower_id": f"US-2001-{n}", **pair} for n in "CDEF"]
    pairs.append({"pair_id": "P-B", "leader_id": "US-2001-B", "follower_id": "US-2001-C", **pair})
    weight = happenings(made(measures=rows, measure_pairs=pairs))["weight"]
    assert weight.to_dict() == {
        "US-2001-A": 6, "US-2001-B": 5, "US-2001-C": 4, "US-2001-D": 4, "US-2001-E": 4, "US-2001-F": 4,
    }  # fmt: skip


def test_the_weightiest_come_first_in_order_of_time_then_the_rest() -> None:
    dates = ["2001-05-01", "2001-05-02", "2001-05-03", "2001-05-04"]
    entries = pd.DataFrame(
        {"date": dates, "weight": [1, 5, 3, 4], "countries": [("JP",)] * 4}, index=["A-1", "A-2", "A-3", "A-4"]
    )
    assert list(weightiest(entries, 2, 3).index) == ["A-2", "A-4", "A-3"]
    assert list(weightiest(entries, 2, 10).index) == ["A-2", "A-4", "A-1", "A-3"]


def test_of_equal_weight_the_later_is_kept_and_a_second_date_of_a_row_weighs_less() -> None:
    entries = pd.DataFrame(
        {"date": ["2001-05-01", "2001-05-02", "2001-05-03"], "weight": [4, 4, 4], "countries": [("JP",)] * 3},
        index=["A-1", "A-2", "A-2"],
    )
    assert weightiest(entries, 1, 1)["date"].tolist() == ["2001-05-02"]
    assert weightiest(entries, 2, 2)["date"].tolist() == ["2001-05-01", "2001-05-02"]


def test_every_theme_has_its_first_lines_before_weight_alone_decides() -> None:
    weights = [6, 6, 6, 6, 1, 2, 1, 3]
    entries = pd.DataFrame(
        {
            "date": [f"2001-05-{n:02d}" for n in range(1, 9)],
            "weight": weights,
            "theme": ["export_controls"] * 4 + ["dialogues"] * 3 + ["space_cyber"],
            "countries": [("JP",)] * 8,
        },
        index=[f"A-{n}" for n in range(1, 9)],
    )
    assert list(weightiest_by_theme(entries, 6, 6).index) == ["A-2", "A-3", "A-4", "A-8", "A-6", "A-7"]
    assert list(weightiest_by_theme(entries, 5, 8).index) == ["A-3", "A-4", "A-8", "A-6", "A-7", "A-1", "A-2", "A-5"]
    assert weightiest_by_theme(entries, 20, 20)["theme"].tolist() == [
        "export_controls", "export_controls", "export_controls", "export_controls",
        "space_cyber", "dialogues", "dialogues", "dialogues",
    ]  # fmt: skip


def test_what_a_table_leaves_out_is_told() -> None:
    lines = pd.DataFrame(index=range(13))
    assert how_many(lines, 12, 40) == "The weightiest 12 of 40; on screen, the next one is folded below."
    assert how_many(lines.head(12), 12, 40, "first") == "The first 12 of 40."
    assert how_many(lines, 13, 13) == ""


def test_a_table_takes_the_lines_that_others_leave_empty() -> None:
    assert open_lines(16, (10, 12), (6, 6)) == 16
    assert open_lines(16, (10, 4), (6, 0)) == 28


def test_countries_are_told_in_words_and_long_lists_cut() -> None:
    lists = [("JP",), ("CN", "JP", "KR"), ("AU", "BN", "ID", "JP", "US")]
    told = with_names(pd.DataFrame({"countries": lists}, index=["A-1", "A-2", "A-3"]))["who"].tolist()
    assert told == ["Japan", "China, Japan and South Korea", "5 countries with Japan and United States"]


def test_an_evidence_base_without_rows_has_no_happenings() -> None:
    found = happenings(made())
    assert found.empty
    assert in_period(found, MAY).empty
    assert too_coarse(found, MAY).empty
    assert list(weightiest(in_period(found, MAY), 15, 45)["who"]) == []
    assert list(weightiest_by_theme(in_period(found, MAY), 15, 45)["who"]) == []


def test_arguments_are_left_as_they_were(evidence: Evidence) -> None:
    entries = happenings(evidence)
    before = entries.copy()
    in_period(entries, MAY)
    weightiest(entries, 2, 3)
    pd.testing.assert_frame_equal(entries, before)


def test_themes_are_put_in_the_order_of_the_workbook_each_once() -> None:
    assert briefed_themes(["dialogues", "export_controls", "dialogues"]) == ["export_controls", "dialogues"]
    assert briefed_themes(list(reversed(THEMES))) == list(THEMES)


def test_every_unknown_theme_is_named_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"'exports' is no theme(?s:.*)'space' is no theme") as refusal:
        briefed_themes(["exports", "dialogues", "space"])
    assert "Did you mean 'export_controls'?" in str(refusal.value)
    assert "Did you mean 'space_cyber'?" in str(refusal.value)
    assert "'dialogues' is" not in str(refusal.value)


def test_no_theme_at_all_is_refused() -> None:
    with pytest.raises(ParameterError, match="themes is empty; name at least one of export_controls, space_cyber"):
        briefed_themes([])
