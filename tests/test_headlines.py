"""Headlines of the themes under each floor: that they move where unsure rows count, and are those of the notebooks."""

from __future__ import annotations

import ast
import inspect
from collections import Counter

import nbformat
import pytest

import helpers.headlines
from helpers.evidence import THEMES, Evidence
from helpers.headlines import HEADLINES, Headline, first_answer, headlines, moves_in_words
from helpers.opening import data_folder
from helpers.period import DayRange, parse_period

from .edited import with_rows

YEARS = parse_period("2001/2003")


def _measures(evidence: Evidence, _period: object, _as_of: str | None) -> int | None:
    return len(evidence.measures) or None


def _late(_evidence: Evidence, _period: object, as_of: str | None) -> float | None:
    return float(as_of[-1]) if as_of else None


COUNT = Headline("dialogues", "Measures held", "{:,.0f} measures", _measures)
DAY = Headline("export_controls", "Last figure of the day", "{:.1f}", _late)


def test_a_headline_moves_where_unsure_rows_count(invented: Evidence) -> None:
    found = headlines(invented, YEARS, "2001-01-07", (COUNT, DAY))
    assert found[["verified", "article", "unverified"]].values.tolist() == [
        ["2 measures", "2 measures", "3 measures"],  # the third measure is unverified
        ["7.0", "7.0", "7.0"],
    ]
    assert found["moves"].tolist() == [True, False]
    assert found[["theme", "notebook"]].iloc[0].tolist() == ["Dialogues", "dialogues"]
    assert moves_in_words(found) == {"n": 2, "moved": 1, "which": "Dialogues"}


def test_a_headline_without_a_number_is_left_out(invented: Evidence) -> None:
    found = headlines(invented, YEARS, None, (DAY,))
    assert found.empty
    assert moves_in_words(found) == {"n": None, "moved": 0, "which": "none"}


def test_a_number_under_one_floor_alone_moves(invented: Evidence) -> None:
    measures = invented.measures.assign(verification="unverified")
    other = Evidence(invented.tables | {"measures": measures}, invented.schema, invented.sources)
    found = headlines(other, YEARS, None, (COUNT,))
    assert found.loc[0, ["verified", "unverified", "moves"]].tolist() == ["nothing to compute", "3 measures", True]


def test_the_first_answer_is_that_of_a_pair_that_a_source_states(invented: Evidence) -> None:
    ids = {"leader_id": "US-2001-ALPHA", "follower_id": "JP-2001-BETA", "relation": "mirrors"}
    stated = with_rows(invented, measure_pairs={"P-1": ids | {"coded_basis": "stated", "verification": "verified"}})
    assert first_answer(stated, YEARS) == DayRange(148, 178)  # 3 February to a day of July 2001
    assert first_answer(invented, YEARS) is None  # there timing alone makes the pair
    assert first_answer(stated, parse_period("1990")) is None


def _called(source: str) -> list[str]:
    """Names of the functions that a cell hands to `robustness`."""
    calls = [c for c in ast.walk(ast.parse(source)) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)]
    given = [c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id == "robustness" and c.args]
    return [a.attr if isinstance(a, ast.Attribute) else a.id for a in given if isinstance(a, (ast.Attribute, ast.Name))]


@pytest.mark.parametrize("theme", THEMES)
def test_every_headline_of_a_theme_report_is_tried(theme: str) -> None:
    notebook = nbformat.read(data_folder().parent / "notebooks" / f"{theme}.ipynb", 4)
    heads = [n for n, c in enumerate(notebook.cells) if c.cell_type == "markdown" and c.source.startswith("## ")]
    starts = [n for n in heads if notebook.cells[n].source.startswith("## The short answer")]
    until = next((n for n in heads if n > starts[0] and "## Terms" in notebook.cells[n].source), len(notebook.cells))
    cells = [c.source for c in notebook.cells[starts[0] : until] if c.cell_type == "code"]
    named = [name for source in cells for name in _called(source)]
    assert named
    assert Counter(h.theme for h in HEADLINES)[theme] == len(named)
    assert [name for name in named if name not in inspect.getsource(helpers.headlines)] == []


@pytest.mark.slow
@pytest.mark.parametrize("period", ["2023-01", "1990"])
def test_headlines_can_be_told_in_any_period(period: str, evidence: Evidence) -> None:
    found = headlines(evidence, parse_period(period))
    assert not found.astype("str").apply(lambda column: column.str.contains("nan|None")).to_numpy().any()
    assert found["theme"].nunique() >= (5 if period != "1990" else 0)
