"""Frictions: cooling events, contacts around them, silences between contacts, and where the record ends."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import frictions
from helpers.evidence import Evidence
from helpers.period import parse_period
from helpers.sources import Sources

from . import spoken_rows as made

PAIR, OTHERS, THREE = ("CN", "JP"), ("JP", "US"), ("CN", "JP", "US")


def meetings(*rows: tuple[str, str, tuple[str, ...], str]) -> pd.DataFrame:
    """Meetings held: id, date, countries, level."""
    frame = pd.DataFrame(list(rows), columns=["id", "date_start", "countries", "level"], dtype="object")
    return frame.assign(held="held").set_index("id")


def events(*rows: tuple[str, str, tuple[str, ...], str | None]) -> pd.DataFrame:
    """Events: id, date, countries, direction."""
    return pd.DataFrame(
        list(rows), columns=["id", "date_start", "countries", "coded_direction"], dtype="object"
    ).set_index("id")


MET = meetings(
    ("CN-JP-2001-A", "2001-03-01", PAIR, "leaders"),
    ("CN-JP-2001-B", "2001-06", PAIR, "ministerial"),
    ("CN-JP-2003-A", "2003-01-01", PAIR, "leaders"),
)
QUARRELS = events(
    ("EV-2003-TEST", "2003-05", PAIR, "cooling"),
    ("EV-2001-TEST", "2001-04-01", ("CN", "JP", "US"), "cooling"),
    ("EV-2002-TEST", "2002-01-01", PAIR, "warming"),
    ("EV-2002-OTHER", "2002-01-01", OTHERS, "cooling"),
    ("EV-2002-BLANK", "2002-01-01", PAIR, None),
)


def test_frictions_are_the_cooling_events_of_both_in_order_of_time() -> None:
    assert frictions.frictions(QUARRELS).index.tolist() == ["EV-2001-TEST", "EV-2003-TEST"]
    assert frictions.frictions(events()).empty


JOINED = meetings(
    ("US-JP-2001-A", "2001-02-01", OTHERS, "working_level"), ("XX-2001-A", "2001-06-01", THREE, "leaders")
)


def test_quarters_are_counted_by_level_with_plurilateral_meetings_apart() -> None:
    quarters = frictions.contact_quarters(pd.concat([MET, JOINED]), QUARRELS)
    assert list(quarters) == ["China and Japan", "United States and Japan", "Cooling events"]
    china, america, cooled = quarters.values()
    assert [*china.columns[[0, -1]], china.shape[1]] == ["2001-Q1", "2003-Q2", 10]  # the last for a cooling event
    assert china.index.tolist() == ["Leaders", "Ministers", "Leaders, plurilateral"]
    assert china.loc[:, ["2001-Q1", "2001-Q2", "2003-Q1"]].to_numpy().tolist() == [[1, 0, 1], [0, 1, 0], [0, 1, 0]]
    assert america.index.tolist() == ["Working level", "Leaders, plurilateral"]
    assert cooled.loc["Events", ["2001-Q2", "2003-Q2"]].tolist() == [1, 1]


def test_one_quarter_is_one_column_and_nothing_is_no_table() -> None:
    assert frictions.contact_quarters(MET.iloc[:1], events())["China and Japan"].columns.tolist() == ["2001-Q1"]
    assert list(frictions.contact_quarters(meetings(), QUARRELS)) == ["Cooling events"]
    assert frictions.contact_quarters(meetings(), events()) == {}
    assert frictions.stacked({}).empty


def test_a_date_too_coarse_for_a_quarter_is_left_out() -> None:
    vague = meetings(("CN-JP-2001-Z", "2001", PAIR, "leaders"))
    assert frictions.contact_quarters(vague, events(("EV-2001-Z", "2001", PAIR, "cooling"))) == {}


def test_quarters_are_summed_for_a_sentence_and_for_those_who_do_not_see_them() -> None:
    quarters = frictions.contact_quarters(pd.concat([MET, JOINED]), QUARRELS)
    facts = frictions.quarter_facts(quarters)
    assert facts == {"CN": 4, "CN_with": 1, "US": 2, "US_with": 1, "cooled": 2, "met": 1}  # 2001-Q2; not 2003-Q2
    assert set(frictions.quarter_facts({}).values()) == {0}
    assert frictions.quarters_in_words(quarters).startswith("China and Japan: 4, most in 2001-Q2 (2); United")
    assert frictions.stacked(quarters).index[-1] == "Cooling events: Events"


def test_contact_goes_on_where_most_days_of_measures_are_followed_by_a_meeting() -> None:
    rows = {f"CN-JP-2001-{m:02}": {"date_start": f"2001-{m:02}-15"} for m in range(1, 10)}
    record = made.record(meetings=made.meetings(rows), events=made.events({"EV-1": {"date_start": "2001-02-01"}}))
    period = parse_period("2001")
    days = pd.Series({f"JP-{m}": f"2001-{m:02}-01" for m in range(2, 7)}, dtype="object")
    facts = frictions.contact_facts(record, record.select(period=period), days, 30, period)
    assert (facts["control_share"], facts["goes_on"], facts["window"]) == ("5 of 5", True, 30)
    assert (facts["CN"], facts["cooled"], facts["met"], facts["last"]) == (9, 1, 1, "2001-09-15")
    few = frictions.contact_facts(record, record.select(period=period), days.iloc[:4], 30, period)
    assert not few["goes_on"]
    assert frictions.contact_rows(record) == [*rows, "EV-1"]


def around(date: str, days: int, until: str = "2004-01-01") -> pd.Series:
    return frictions.contacts_around(MET, pd.Series({"XX-TEST": date}, dtype="object"), days, until).loc["XX-TEST"]


@pytest.mark.parametrize(
    ("date", "days", "before", "after"),
    [
        ("2001-03-01", 30, 0, 0),  # the day itself counts in neither
        ("2001-02-28", 1, 0, 1),
        ("2001-03-02", 1, 1, 0),
        ("2001-05-01", 61, 1, 1),  # 30 June is 60 days on, so all of June is inside; 1 March is 61 days back
        ("2001-05-01", 59, 0, 0),  # 30 June lies outside, so June may
        ("2001-03", 91, 0, 1),  # counted from 31 March: 30 June is 91 days on; 1 March is not before the month
    ],
)
def test_contacts_are_counted_within_the_days(date: str, days: int, before: int, after: int) -> None:
    found = around(date, days)
    assert (found["before"], found["after"]) == (before, after)
    assert len(found["contact_ids"]) == before + after


def test_an_occasion_is_covered_between_the_first_contact_and_the_end_of_the_record() -> None:
    assert around("2001-05-01", 31, until="2001-06-01")["is_covered"]
    assert not around("2001-05-01", 32, until="2001-06-01")["is_covered"]
    assert not around("2001-02-28", 10)["is_covered"]


def test_without_contacts_or_occasions_nothing_is_covered_or_counted() -> None:
    none = frictions.contacts_around(meetings(), pd.Series({"XX-TEST": "2001-05-01"}, dtype="object"), 9, "2002-01-01")
    assert none[["before", "after", "is_covered"]].to_numpy().tolist() == [[0, 0, False]]
    assert frictions.contacts_around(MET, pd.Series([], dtype="object"), 9, "2002-01-01").empty


def test_a_window_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="a window of 0 days holds no day; expected 1 or more"):
        around("2001-05-01", 0)


def test_windows_part_measures_from_events_and_count_the_covered_ones() -> None:
    controls = pd.Series({"JP-2001-TEST": "2001-05-01", "JP-2000-TEST": "2000-01-01"}, dtype="object")
    found, counts = frictions.windows(MET, controls, frictions.frictions(QUARRELS), 70, "2003-12-31")
    assert found["kind"].tolist() == ["measure", "cooling event", "measure", "cooling event"]
    assert found["is_covered"].tolist() == [False, True, True, True]
    assert (counts["control_share"], counts["cooling_share"]) == ("1 of 1", "0 of 2")  # 1 April to June: 90 days


def test_measures_of_one_date_count_once_in_the_tally_and_each_in_the_table() -> None:
    controls = pd.Series(["2001-05-01", "2001-05-01", "2001-05-02"], ["JP-A", "JP-B", "JP-C"], dtype="object")
    found, counts = frictions.windows(MET, controls, events(), 70, "2003-12-31")
    assert found["after"].tolist() == [1, 1, 1]
    assert counts["control_share"] == "2 of 2"


def test_windows_of_nothing_are_empty() -> None:
    found, counts = frictions.windows(MET, pd.Series([], dtype="object"), events(), 9, "2003-12-31")
    assert found.empty
    assert counts["control_share"] == counts["cooling_share"] == "none held"


def test_silences_run_from_contact_to_contact_and_to_the_end() -> None:
    found = frictions.silences(MET, "2003-01-31")
    assert found["days"].tolist() == ["92 to 121", "550 to 579", "30"]  # 1 March to June; June to 1 January 2003
    assert found["next_id"].tolist()[:2] == ["CN-JP-2001-B", "CN-JP-2003-A"]
    assert pd.isna(found["next_id"].iloc[-1])


def test_the_open_silence_is_set_beside_those_that_ended() -> None:
    facts = frictions.silence_facts(frictions.silences(MET, "2003-05-01"))  # 120 days; 92 to 121 may be shorter
    assert facts == {
        "last": "2003-01-01",
        "end": "2003-05-01",
        "days": "120 days",
        "closed": 2,
        "longer": 1,
        "longest_from": "2001-06",
    }
    assert frictions.silence_facts(frictions.silences(MET, "2005-01-01"))["longest_from"] is None
    assert set(frictions.silence_facts(frictions.silences(meetings(), "2005-01-01")).values()) == {None}


def test_the_record_ends_with_its_last_exact_day_in_the_period() -> None:
    said = pd.DataFrame({"date": ["2001-07-04", "2001-08"]}, index=["ST-1", "ST-2"], dtype="object")
    announced = meetings(("CN-JP-2001-C", "2001-09-09", PAIR, "leaders")).assign(held="announced")
    tables = {"statements": said, "meetings": pd.concat([MET, announced]), "events": QUARRELS}
    evidence = Evidence(tables, {}, Sources({}))
    assert frictions.record_end(evidence, "2001-12-31") == "2001-07-04"
    assert frictions.record_end(evidence, "2002-12-31") == "2002-01-01"
    assert frictions.record_end(evidence, "1990-12-31") == "1990-12-31"
