"""What figures, tables and findings share: row ids, harmless CSV, the source line."""

import csv
import io

import pandas as pd

from helpers.evidence import Evidence
from helpers.records import csv_text, row_ids, source_line


def test_row_ids_come_once_and_in_order() -> None:
    frame = pd.DataFrame({"x": [1, 2, 3]}, index=["B-1", "A-1", "B-1"])
    assert row_ids(frame) == row_ids(frame["x"]) == row_ids(frame.index) == row_ids(["B-1", "A-1"]) == ["B-1", "A-1"]
    assert row_ids("A-1") == ["A-1"]


def test_csv_joins_lists_and_disarms_formulas() -> None:
    frame = pd.DataFrame(
        {"who": [("US", "JP"), ()], "text": ["=1+1", "plain"], "n": [-1.5, None]}, index=["A-1", "A-2"]
    )
    frame.index.name = "key"
    rows = list(csv.DictReader(io.StringIO(csv_text(frame))))
    assert rows[0] == {"key": "A-1", "who": "US;JP", "text": "'=1+1", "n": "-1.5"}
    assert rows[1]["who"] == ""
    assert rows[1]["n"] == ""


def test_the_source_line_names_publishers_and_counts_sources(invented: Evidence) -> None:
    line = source_line(invented, ["US-2001-ALPHA", "JP-2001-BETA", "CN-2002-GAMMA"])
    assert "3 sources" in line
    assert "Example Press" in line
    assert "<script>" not in line
    assert source_line(invented, []) == "No source is cited for these rows."
