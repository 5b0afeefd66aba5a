"""What is contested: both sides of a value, on rows and citations made up here."""

from __future__ import annotations

from helpers.evidence import THEMES, Evidence
from helpers.period import parse_period
from helpers.rivals import briefed_rows, rival_count, rivals

from .agenda_rows import made, measure, statement

MAY = parse_period("2001-05")


def cited(number: int, row_id: str, **cells: str) -> dict[str, str]:
    """A citation that contradicts a measure."""
    plain = {"table": "measures", "source_id": "invented", "stance": "contradicts"}
    return {"citation_id": f"C-{number}", "row_id": row_id, **plain, **cells}


def doubted() -> Evidence:
    """A rule of May with two contested dates and a contested wording, one due in June, a statement, one denied."""
    rows = [
        measure("US-2001-A", date_announced="2001-05-02", date_effective="2001-05-09", scope="all " * 50),
        measure("US-2001-B", date_announced="2000-05-02", date_effective="2001-06-09"),
        measure("US-2001-C", date_announced="2001-05-04", instrument="statute"),
        measure("US-2001-D", date_announced="1999-05-04"),
    ]
    citations = [
        cited(1, "US-2001-A", field="scope", stated="some"),
        cited(2, "US-2001-A", field="date_announced", stated="2001-05-03"),
        cited(3, "US-2001-A", field="date_effective", stance="supports"),
        cited(4, "US-2001-B", field="date_effective", stated="2001-06-10"),
        cited(5, "US-2001-C"),
        cited(6, "US-2001-D", field="date_announced", stated="1999-05-05"),
    ]
    said = [statement("ST-1", date="2001-05-05")]
    return made(measures=rows, citations=citations, statements=said)


def test_the_rows_of_a_briefing_are_those_of_the_period_weightiest_first_then_those_due() -> None:
    assert briefed_rows(doubted(), MAY, THEMES, 30) == ["US-2001-C", "US-2001-A", "ST-1", "US-2001-B"]
    assert briefed_rows(doubted(), MAY, THEMES, 5) == ["US-2001-C", "US-2001-A", "ST-1"]
    assert briefed_rows(made(), MAY, THEMES, 30) == []


def test_both_sides_stand_with_their_publishers_values_before_wording() -> None:
    found = rivals(doubted(), ["US-2001-C", "US-2001-A", "US-2001-B"])
    assert list(found.index) == ["US-2001-A", "US-2001-B", "US-2001-C", "US-2001-A"]
    first, whole, wording = found.iloc[0], found.iloc[2], found.iloc[3]
    assert (first["held"], first["stated"]) == ("date announced: 2001-05-02", "2001-05-03")
    assert (first["held_by"], first["stated_by"]) == ("An invented book", "An invented book")
    assert (whole["held"], whole["stated"], whole["held_by"]) == ("the row as a whole", "denied", "")
    assert wording["held"].startswith("scope: all all")
    assert wording["held"].endswith(" …")
    assert found["is_value"].tolist() == [True, True, False, False]
    assert first["themes"] == ("export_controls",)


def test_contested_rows_are_counted_with_and_without_wording() -> None:
    assert rival_count(doubted(), MAY, THEMES, 30) == 3
    assert rival_count(doubted(), MAY, THEMES, 30, wording=False) == 2
    assert rival_count(doubted(), MAY, THEMES, 5, wording=False) == 1
    assert rival_count(made(), MAY, THEMES, 30) == 0


def test_where_nothing_is_contested_the_frame_is_empty() -> None:
    found = rivals(doubted(), ["ST-1"])
    assert found.empty
    assert "held_by" in found.columns
