"""What a run reads is noted, and told again from the evidence base as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from helpers import reads
from helpers.evidence import Evidence
from helpers.lazytables import Tables
from helpers.period import today
from helpers.sources import Source, Sources

SCHEMA = {
    "resources": [
        {"name": "acts", "selection": {"dates": ["date"], "countries": "country", "label": "name"}},
        {"name": "towns", "selection": {"label": "name"}},
        {"name": "citations", "selection": {"source": "source_id"}},
    ]
}


def base(**changed: Any) -> Evidence:
    """Two acts, a town, and citations of all three; a keyword replaces a table."""
    acts = pd.DataFrame(
        {"date": ["2001-01-05", "2002-02-06"], "country": ["AA", "BB"], "name": ["first", "second"]}, index=["A1", "A2"]
    )
    towns = pd.DataFrame({"name": ["Town"]}, index=["T1"])
    cited = pd.DataFrame(
        {"row_id": ["A1", "A2", "T1"], "source_id": ["s1", "s2", "s2"], "stance": ["supports"] * 3},
        index=["C1", "C2", "C3"],
    )
    tables = {"acts": acts, "towns": towns, "citations": cited} | changed
    entries = {i: Source(i, f"title of {i}", "", "", "2001", "", "en", "primary", "", False) for i in ("s1", "s2")}
    return Evidence(Tables.held(tables, reads.WHOLE), SCHEMA, Sources(entries))


def noted() -> dict[str, str]:
    """Every read by its kind, steps and name or ids, with its digest."""
    return {str({k: v for k, v in r.items() if k != "digest"}): r["digest"] for r in reads.recorded(base())}


@pytest.fixture(autouse=True)
def _recording() -> Iterator[None]:
    reads.start()
    yield
    reads.stop()


def changed(of: Evidence) -> list[str]:
    """Kinds of the reads so far whose answer is another one in `of`."""
    return [r["kind"] for r in reads.recorded(base()) if reads.replay(r, of) != r["digest"]]


def with_act(row_id: str, **cells: str) -> pd.DataFrame:
    """The acts with a cell changed, or a row added."""
    acts = base()._tables.raw("acts").copy()
    for name, value in cells.items():
        acts.loc[row_id, name] = value
    return acts


def test_a_selection_reads_only_what_passes_it() -> None:
    assert list(base().select(period="2001").acts.index) == ["A1"]
    assert changed(base()) == []
    assert changed(base(acts=with_act("A2", name="other"))) == []
    assert changed(base(acts=with_act("A3", date="2003-01-01", country="AA", name="third"))) == []
    assert changed(base(acts=with_act("A1", name="other"))) == ["table"]
    assert changed(base(acts=with_act("A3", date="2001-09-09", country="AA", name="third"))) == ["table"]


def test_a_table_that_is_not_asked_for_is_not_read() -> None:
    assert len(base().select(countries=["AA"]).acts) == 1
    assert [r["name"] for r in reads.recorded(base())] == ["acts"]


def test_steps_are_told_one_by_one() -> None:
    assert len(base().select(period="2001").select(countries=["BB"]).acts) == 0
    assert changed(base(acts=with_act("A2", date="2001-03-03"))) == ["table"]


def test_a_relative_or_named_period_is_told_by_its_days() -> None:
    _ = base().select(period="FY2001").acts
    (read,) = reads.recorded(base())
    assert read["steps"] == ['{"period": "2001-04-01/2002-03-31"}']


def test_citations_of_rows_are_read_row_by_row() -> None:
    assert list(base().citations_of(["A1"]).index) == ["C1"]
    other = base()._tables.raw("citations").copy()
    other.loc["C9"] = ["A2", "s1", "supports"]
    assert changed(base(citations=other)) == []
    other.loc["C8"] = ["A1", "s2", "contradicts"]
    assert changed(base(citations=other)) == ["citations"]


def test_a_row_is_read_alone() -> None:
    assert base().label("A2") == "second"
    assert changed(base(acts=with_act("A1", name="other"))) == []
    assert changed(base(acts=with_act("A2", name="other"))) == ["rows"]


def test_that_a_row_is_held_or_is_not_counts_as_read() -> None:
    assert base().holding(["A1", "A7"]) == {"A1"}
    assert changed(base(acts=with_act("A7", date="2001-01-01"))) == ["rows"]


def test_a_restated_selection_reads_what_it_was_made_from() -> None:
    evidence = base().select(period="2001").restated("A1", "name", "stated")
    assert list(evidence.acts["name"]) == ["stated"]
    assert changed(base(acts=with_act("A2", name="other"))) == []
    assert set(changed(base(acts=with_act("A1", name="other")))) == {"table", "rows"}


def test_sources_are_read_one_by_one_or_all() -> None:
    assert base().sources["s1"].issued == "2001"
    assert [r["ids"] for r in reads.recorded(base())] == [["s1"]]
    assert len(list(base().sources.items())) == 2
    assert [r["ids"] for r in reads.recorded(base())] == [None]


def test_asking_for_the_day_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today().year == 1970
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(86_400))
    before = reads.digest("1970-01-01")
    assert [(r["kind"], r["digest"] == before) for r in reads.recorded(base())] == [("day", False)]


def test_nothing_is_noted_unless_a_run_is_recorded() -> None:
    reads.stop()
    assert len(base().acts) == 2
    assert reads.recorded(base()) == []


def test_what_a_reader_does_to_a_table_stays_with_the_reader() -> None:
    evidence = base()
    taken = evidence.acts
    taken["name"] = "mine"
    taken.index = ["X", "Y"]
    assert list(evidence.acts["name"]) == ["first", "second"]
    assert list(evidence.acts.index) == ["A1", "A2"]
