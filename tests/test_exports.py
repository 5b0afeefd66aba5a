"""Exports: what can be asked for, what travels along, and what is said of a selection."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from helpers import exports
from helpers.evidence import Evidence
from helpers.exports import FORMATS, Destination, Selection, destination, extracted, read_request
from helpers.exports.extract import tidy
from helpers.exports.links import asked_for, connected, named_sources
from helpers.exports.writing import FORMS
from helpers.opening import data_folder
from helpers.parameters import ParameterError
from helpers.period import parse_period

from .exported import Export, csv_rows, json_of, package_faults

# --- what is asked for ---


def test_every_format_that_can_be_asked_for_can_be_written() -> None:
    assert tuple(FORMS) == FORMATS


def test_a_request_takes_lists_with_commas_and_repeated(invented: Evidence) -> None:
    given = {
        "format": ["csv,ris", "csv"],
        "theme": ["space_cyber"],
        "countries": ["JP,NL"],
        "period": "2023",
        "table": None,
    }
    selection, formats = read_request(invented, given)
    assert formats == ("csv", "ris")
    assert selection == Selection(("space_cyber",), parse_period("2023"), ("JP", "NL"))
    assert str(selection) == "theme space_cyber; period 2023 (2023-01-01 to 2023-12-31); countries Japan or Netherlands"


def test_every_fault_of_a_request_is_told_with_the_nearest_right_value(invented: Evidence) -> None:
    given: dict[str, Any] = {
        "format": ["xls"], "theme": ["semiconductors"], "period": "2023-13", "countries": ["JPN"],
        "as_of": "2023", "min_verification": "verifed", "table": ["mesures"],
    }  # fmt: skip
    with pytest.raises(ParameterError) as caught:
        read_request(invented, given)
    for told in (
        "format: 'xls' is not allowed. Did you mean 'xlsx'?",
        "theme: 'semiconductors' is not allowed. Did you mean 'semiconductor_industry'?",
        "there is no month 13",
        "Did you mean 'JP' (Japan)?",
        "no single day",
        "Did you mean 'verified'?",
        "table: 'mesures' is not allowed. Did you mean 'measures'?",
    ):
        assert told in str(caught.value)


def test_a_period_that_counts_back_is_told_by_its_days(invented: Evidence) -> None:
    selection, _ = read_request(invented, {"period": "last-month", "as_of": "2023-03-05"})
    assert selection.conditions == {"period": "2023-02", "as-of": "2023-03-05"}


def test_a_long_selection_has_a_name_of_its_own_that_a_folder_can_bear() -> None:
    names = {Selection(tables=(f"table{n}" * 30,)).slug for n in (1, 2)}
    assert len(names) == 2
    assert max(map(len, names)) <= 100


@pytest.mark.parametrize(
    ("out", "formats", "file", "chosen"),
    [
        (None, (), "exports/everything_csv", ("csv",)),
        (None, ("ris", "xlsx"), "exports/everything_ris-xlsx", ("ris", "xlsx")),
        ("chips.xlsx", (), "chips.xlsx", ("xlsx",)),
        ("chips.db", ("sqlite",), "chips.db", ("sqlite",)),
        ("v1.2", ("bibtex", "ris"), "v1.2", ("bibtex", "ris")),
    ],
)
def test_the_ending_decides_whether_an_export_is_a_file(
    tmp_path: Path, out: str | None, formats: tuple[str, ...], file: str, chosen: tuple[str, ...]
) -> None:
    place = destination(tmp_path / out if out else None, formats, Selection(), tmp_path)
    assert place == Destination(tmp_path / file, chosen, bool(out) and out != "v1.2")


@pytest.mark.parametrize(
    ("out", "formats", "told"),
    [
        ("chips.xls", (), "Did you mean '.xlsx'?"),
        ("chips.csv", (), "csv goes to a folder"),
        ("chips.xlsx", ("csv",), "can hold xlsx only, not csv"),
        ("chips.bib", ("bibtex", "ris"), "can hold bibtex only, not bibtex and ris; name a folder"),
    ],
)
def test_an_ending_of_another_format_is_refused(tmp_path: Path, out: str, formats: tuple[str, ...], told: str) -> None:
    with pytest.raises(exports.OutputError) as caught:
        destination(tmp_path / out, formats, Selection(), tmp_path)
    assert told in str(caught.value)


# --- what travels along ---


def test_a_citation_leaves_only_with_its_row_and_its_source_with_it(export: Export) -> None:
    folder = export(selection=Selection(period=parse_period("2001-02")))
    assert [r["measure_id"] for r in csv_rows(folder / "measures.csv")] == ["US-2001-ALPHA"]
    assert [r["citation_id"] for r in csv_rows(folder / "citations.csv")] == ["US-2001-ALPHA-C1", "US-2001-ALPHA-C2"]
    assert [s["id"] for s in json_of(folder / "sources.json")] == ["invented-2001", "invented-2003"]


def test_a_pair_leaves_with_both_its_measures_or_not_at_all(
    export: Export, invented: Evidence, sound_folder: Path
) -> None:
    assert len(csv_rows(export(selection=Selection(period=parse_period("2001"))) / "measure_pairs.csv")) == 1
    selection = Selection(period=parse_period("2001-02/2001-03"))
    extract = extracted(invented, selection, sound_folder)
    assert extract.rows["measure_pairs"] == 0
    told = "Left out of measure_pairs: 1 row of which only one of leader_id and follower_id is in the selection."
    assert told in extract.notes


def test_a_table_brings_the_rows_it_hangs_on_and_no_others(export: Export) -> None:
    folder = export(selection=Selection(tables=("measure_pairs",)))
    assert sorted(p.name for p in folder.glob("*.csv")) == ["citations.csv", "measure_pairs.csv", "measures.csv"]
    assert [r["measure_id"] for r in csv_rows(folder / "measures.csv")] == ["US-2001-ALPHA", "JP-2001-BETA"]
    assert len(csv_rows(folder / "citations.csv")) == 4


def _resource(name: str, *links: tuple[str, str, bool]) -> dict[str, Any]:
    fields = [{"name": c, "constraints": {"required": required}} for c, _, required in links]
    keys = [{"fields": [c], "reference": {"resource": t, "fields": ["id"]}} for c, t, _ in links]
    return {"name": name, "schema": {"fields": fields, "foreignKeys": keys}}


CHAIN = [
    _resource("grandparents"),
    _resource("parents", ("of", "grandparents", True)),
    _resource("children", ("of", "parents", True), ("near", "parents", False)),
]


def _chain() -> dict[str, pd.DataFrame]:
    return {
        "grandparents": pd.DataFrame(index=["G"]),
        "parents": pd.DataFrame({"of": ["G", "gone"]}, index=["P", "Q"]),
        "children": pd.DataFrame({"of": ["P", "Q"], "near": ["elsewhere", None]}, index=["C", "D"]),
    }


def test_a_row_hangs_on_its_parents_all_the_way_up() -> None:
    kept = connected(_chain(), CHAIN)
    assert {name: list(frame.index) for name, frame in kept.items()} == {
        "grandparents": ["G"],
        "parents": ["P"],
        "children": ["C"],
    }
    assert list(asked_for(kept, CHAIN, ["children"])) == ["grandparents", "parents", "children"]
    assert list(asked_for(kept, CHAIN, ["parents"])) == ["grandparents", "parents"]


def test_sources_named_in_columns_of_their_own_are_found() -> None:
    resource = {
        "schema": {
            "fields": [
                {"name": "source_id", "references": "sources"},
                {"name": "source_ids", "itemReferences": "sources"},
                {"name": "asserted_by", "references": "sources", "exceptions": ["coded"]},
                {"name": "notes"},
            ]
        }
    }
    frame = pd.DataFrame(
        {"source_id": ["a", None], "source_ids": [("b", "c"), ()], "asserted_by": ["coded", "d"], "notes": ["e", "f"]}
    )
    assert list(named_sources(frame, resource)) == ["a", "b", "c", "d"]


def test_a_source_brings_the_one_it_repeats(invented: Evidence, invented_folder: Path) -> None:
    items = json_of(invented_folder / "sources.json")
    items[0]["custom"]["derives_from"] = ["invented-undated"]
    (invented_folder / "sources.json").write_text(json.dumps(items), encoding="utf-8")
    extract = extracted(invented, Selection(period=parse_period("2001-02")), invented_folder)
    assert [s["id"] for s in extract.sources] == ["invented-2001", "invented-2003", "invented-undated"]


def test_without_its_source_or_its_licence_nothing_leaves(invented: Evidence, invented_folder: Path) -> None:
    items = [i for i in json_of(invented_folder / "sources.json") if i["id"] != "invented-2001"]
    (invented_folder / "sources.json").write_text(json.dumps(items), encoding="utf-8")
    with pytest.raises(exports.ExportError, match=r"'invented-2001' is not in sources\.json, and no row leaves"):
        extracted(invented, Selection(), invented_folder)
    bare = Evidence(invented.tables, {**invented.schema, "licenses": []}, invented.sources)
    with pytest.raises(exports.ExportError, match="names no licence"):
        extracted(bare, Selection(), invented_folder)


def test_as_of_lets_no_later_source_out(evidence: Evidence) -> None:
    extract = extracted(evidence, Selection(as_of="2023-06-30"), data_folder())
    citations = next(r["schema"]["fields"] for r in extract.descriptor["resources"] if r["name"] == "citations")
    column = [f["name"] for f in citations].index("source_id")
    cited = {str(row[column]) for row in extract.tables["citations"]}
    assert cited
    assert max(evidence.sources[s].issued for s in cited) <= "2023-06-30"


def test_as_of_tells_why_what_was_recorded_later_is_absent(evidence: Evidence) -> None:
    notes = extracted(evidence, Selection(as_of="2023-06-30"), data_folder()).notes
    assert "searches and corrections: nothing was recorded by that day, so --as-of leaves them out." in notes
    assert not any("claims" in note for note in notes if "leaves them out" in note)


def test_corrections_leave_with_the_rows_they_put_right(evidence: Evidence) -> None:
    every = evidence.corrections
    themed = extracted(evidence, Selection(themes=("space_cyber",)), data_folder())
    left = {str(row[0]) for row in themed.tables["corrections"]}
    assert left
    assert left < set(every.index)
    rows = {str(row[0]) for rows in themed.tables.values() for row in rows}
    assert {every.loc[i, "row_id"] for i in left} <= rows
    whole = extracted(evidence, Selection(tables=("corrections",)), data_folder())
    assert len(whole.tables["corrections"]) == len(every)


# --- what is said of it ---


def test_a_selection_without_rows_is_an_answer(export: Export, invented: Evidence, sound_folder: Path) -> None:
    selection = Selection(period=parse_period("1950"), tables=("measures",))
    assert (
        extracted(invented, selection, sound_folder).notes[0] == "No row falls in this selection; the tables are empty."
    )
    folder = export(*FORMATS, selection=selection)
    assert (csv_rows(folder / "measures.csv"), csv_rows(folder / "citations.csv")) == ([], [])
    assert json_of(folder / "sources.json") == []
    assert package_faults(folder) == []
    assert load_workbook(folder / "tables.xlsx")["measures"].max_row == 1


def test_a_condition_that_nothing_meets_is_told_although_other_tables_have_rows(evidence: Evidence) -> None:
    extract = extracted(evidence, Selection(period=parse_period("1901")), data_folder())
    assert extract.rows["actors"] > 0
    assert extract.notes[0].startswith("No row of ")
    assert "meetings, events, measures" in extract.notes[0]


def test_what_a_condition_does_not_reach_is_told(evidence: Evidence) -> None:
    notes = extracted(evidence, Selection(themes=("space_cyber",)), data_folder()).notes
    assert "--theme does not narrow actors and places, whose rows name no theme." in notes


def test_dates_too_coarse_to_decide_are_told(invented: Evidence, sound_folder: Path) -> None:
    notes = extracted(invented, Selection(period=parse_period("2002-05")), sound_folder).notes
    assert "Left out, as dated too coarsely to say whether they lie in the period: measures 1." in notes


def test_a_link_that_leads_out_is_told_and_not_promised(evidence: Evidence) -> None:
    extract = extracted(evidence, Selection(tables=("events",)), data_folder())
    assert any("events.mechanism_id" in note for note in extract.notes)
    events = next(r for r in extract.descriptor["resources"] if r["name"] == "events")
    assert "foreignKeys" not in events["schema"]


# --- the floor ---


def test_no_notebook_and_no_other_command_loads_what_exports_need() -> None:
    heavy = ["helpers.exports", "openpyxl", "pypandoc", "rispy"]
    script = f"import sys, helpers, helpers.cli; print(sorted(set({heavy!r}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_an_extract_is_tidy_whatever_stands_in_the_bibliography(invented: Evidence, invented_folder: Path) -> None:
    items = json_of(invented_folder / "sources.json")
    items[0]["title"] = "a\ud800b\x00c\rd"
    (invented_folder / "sources.json").write_text(json.dumps(items), encoding="utf-8")
    extract = extracted(invented, Selection(), invented_folder)
    assert extract.sources[0]["title"] == "a\ufffdb\ufffdc\nd"
    assert tidy(extract.sources) == extract.sources
