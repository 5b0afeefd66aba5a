"""The evidence base: typed frames, narrower selections, and the way from a row to its sources."""

from pathlib import Path

import pandas as pd
import pytest

from helpers.evidence import Evidence
from helpers.narrowing import accepted_marks
from helpers.opening import data_digest, open_evidence


def test_frames_are_typed_and_indexed_by_key(invented: Evidence) -> None:
    measures = invented.measures
    assert measures.index.name == "measure_id"
    assert measures.loc["CN-2002-GAMMA", "jurisdictions"] == ("CN", "NL")
    assert measures["entity_count"].dtype == "Int64"
    assert measures.loc["US-2001-ALPHA", "entity_count"] == 4
    assert pd.isna(measures.loc["JP-2001-BETA", "entity_count"])
    assert measures.loc["JP-2001-BETA", "date_announced"] == "2001-07"
    assert pd.isna(measures.loc["JP-2001-BETA", "official_citation"])


def test_a_frame_handed_out_may_be_changed_without_harm(invented: Evidence) -> None:
    handed_out = invented.measures
    handed_out.loc["US-2001-ALPHA", "title"] = "changed"
    assert invented.measures.loc["US-2001-ALPHA", "title"] == "Alpha rule"


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ({"period": "2001"}, ["JP-2001-BETA", "US-2001-ALPHA"]),
        ({"period": "2001-02"}, ["US-2001-ALPHA"]),
        ({"period": "2001-07"}, ["JP-2001-BETA"]),
        ({"period": "2002-05"}, []),
        ({"countries": ["NL"]}, ["CN-2002-GAMMA"]),
        ({"countries": ["JP", "US"]}, ["JP-2001-BETA", "US-2001-ALPHA"]),
        ({"min_verification": "verified"}, ["JP-2001-BETA", "US-2001-ALPHA"]),
        ({"min_verification": "unverified"}, ["CN-2002-GAMMA", "JP-2001-BETA", "US-2001-ALPHA"]),
        ({"themes": ["space_cyber"]}, []),
        ({"as_of": "2001-02-03"}, []),
        ({"as_of": "2001-02-04"}, ["US-2001-ALPHA"]),
        ({"as_of": "2003-05-30"}, ["US-2001-ALPHA"]),
        ({"as_of": "2003-05-31"}, ["JP-2001-BETA", "US-2001-ALPHA"]),
    ],
)
def test_a_selection_keeps_the_rows_that_pass(
    invented: Evidence, condition: dict[str, object], kept: list[str]
) -> None:
    assert sorted(invented.select(**condition).measures.index) == kept  # type: ignore[arg-type]


def test_rows_dated_too_coarsely_are_undecided(invented: Evidence) -> None:
    assert list(invented.undecided("2002-05", "measures").index) == ["CN-2002-GAMMA"]
    assert list(invented.undecided("2001-07-10", "measures").index) == ["JP-2001-BETA"]


def test_a_row_leads_to_its_sources_and_to_those_that_disagree(invented: Evidence) -> None:
    assert [s.id for s in invented.sources_of(["US-2001-ALPHA"])] == ["invented-2001"]
    dispute = invented.disputes(["US-2001-ALPHA"]).iloc[0]
    assert (dispute["field"], dispute["stated"], dispute["source_id"]) == ("entity_count", "5", "invented-2003")


def test_a_wrong_name_is_answered_with_the_nearest(invented: Evidence) -> None:
    with pytest.raises(AttributeError, match="Did you mean 'measures'"):
        _ = invented.measurs
    with pytest.raises(KeyError, match="Did you mean 'US-2001-ALPHA'"):
        invented.table_of("US-2001-ALFA")
    with pytest.raises(ValueError, match="no verification mark"):
        accepted_marks("certain")


def test_the_mix_counts_rows_by_verification(invented: Evidence) -> None:
    mix = invented.verification_mix(["US-2001-ALPHA", "CN-2002-GAMMA"])
    assert mix == {"verified": 1, "article": 0, "unverified": 1}


def test_use_is_remembered_across_selections(invented: Evidence) -> None:
    invented.select(period="2001").note_use(["US-2001-ALPHA"])
    assert invented.used == ["US-2001-ALPHA"]


def test_the_digest_follows_the_content(invented_folder: Path) -> None:
    before = data_digest(invented_folder)
    (invented_folder / "measures.csv").write_bytes((invented_folder / "measures.csv").read_bytes() + b" ")
    assert data_digest(invented_folder) != before


def test_a_read_only_copy_opens(invented_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_text", refuse)
    assert len(open_evidence(invented_folder).measures) == 3


def test_what_was_said_later_is_not_known_at_as_of(invented: Evidence) -> None:
    assert len(invented.disputes(["US-2001-ALPHA"])) == 1
    assert invented.select(as_of="2001-12-31").disputes(["US-2001-ALPHA"]).empty


def test_a_condition_can_be_changed_for_the_whole_record(invented: Evidence) -> None:
    narrow = invented.select(countries=["US", "CN"]).select(min_verification="verified")
    assert (list(narrow.measures.index), narrow.floor) == (["US-2001-ALPHA"], "verified")
    wider = narrow.under(min_verification="unverified")
    assert list(wider.measures.index) == ["US-2001-ALPHA", "CN-2002-GAMMA"]
    assert narrow.whole is invented
    assert (wider.floor, invented.floor) == ("unverified", "unverified")


def test_a_restated_cell_changes_nothing_else(invented: Evidence) -> None:
    other = invented.restated("US-2001-ALPHA", "entity_count", 5)
    assert other.measures.loc["US-2001-ALPHA", "entity_count"] == 5
    assert invented.measures.loc["US-2001-ALPHA", "entity_count"] == 4
    assert other.measures.drop(columns="entity_count").equals(invented.measures.drop(columns="entity_count"))


def test_rows_of_the_whole_record_can_be_let_in_with_their_citations(invented: Evidence) -> None:
    narrow = invented.select(countries=["US"], as_of="2002-12-31")
    assert "JP-2001-BETA" not in narrow.measures.index
    wider = narrow.including(["JP-2001-BETA"])
    assert list(wider.measures.index) == ["US-2001-ALPHA", "JP-2001-BETA"]
    assert [s.id for s in wider.sources_of(["JP-2001-BETA"])] == ["invented-2003"]
    assert narrow.including(["US-2001-ALPHA"]) is narrow
    with pytest.raises(KeyError, match=r"no row 'JP-2001-BETTA' in the evidence base\. Did you mean 'JP-2001-BETA'"):
        narrow.including(["JP-2001-BETTA"])
