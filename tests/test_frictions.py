"""Frictions: cooling events, contacts around them, silences between contacts, and where the record ends."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import frictions
from helpers.evidence import Evidence
from helpers.sources import Sources

PAIR, OTHERS = ("CN", "JP"), ("JP", "US")


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


def test_years_are_counted_by_level_beside_cooling_events_without_gaps() -> None:
    years = frictions.contact_years(MET, QUARRELS)
    assert years.columns.tolist() == ["2001", "2002", "2003"]
    assert {k: v.tolist() for k, v in years.T.items()} == {
        "Leaders": [1, 0, 1],
        "Ministers": [1, 0, 0],
        "Cooling events": [1, 0, 1],
    }


def test_years_with_events_alone_or_meetings_alone_or_nothing() -> None:
    assert frictions.contact_years(meetings(), QUARRELS).index.tolist() == ["Cooling events"]
    assert frictions.contact_years(MET, events()).index.tolist() == ["Leaders", "Ministers"]
    assert frictions.contact_years(meetings(), events()).empty


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
    assert found["covered"].tolist() == ["no", "yes", "yes", "yes"]
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
