"""Corrections: what counts as one, and that the data's history and the table of corrections agree."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from helpers.corrections import Change, changes, load_history, load_state, load_state_at, load_unrecorded, recorded

ROOT = Path(__file__).resolve().parents[1]
BEFORE = {"measures": {"US-X": {"measure_id": "US-X", "title": "Alpha", "date_end": "", "notes": "old"}}}


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ({"title": "Alpha", "date_end": "", "notes": "new"}, []),
        ({"title": "Alpha", "date_end": "2001-01-02", "notes": ""}, []),
        ({"title": "Beta", "date_end": "", "notes": ""}, [Change("measures", "US-X", "title", "Alpha", "Beta")]),
        ({"title": "", "date_end": "", "notes": ""}, [Change("measures", "US-X", "title", "Alpha", "")]),
    ],
)
def test_only_an_accepted_value_that_changes_is_a_correction(after: dict[str, str], found: list[Change]) -> None:
    state = {"measures": {"US-X": {"measure_id": "US-X", **after}, "US-NEW": {"measure_id": "US-NEW", "title": "New"}}}
    assert list(changes(BEFORE, state)) == found


def test_a_row_taken_out_is_a_correction() -> None:
    assert list(changes(BEFORE, {"measures": {}})) == [Change("measures", "US-X", "", "US-X", "")]
    assert str(Change("measures", "US-X", "", "US-X", "")) == "measures, US-X: taken out"


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one invented table, committed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "measures.csv").write_text("measure_id,title\nUS-X,Alpha\n", encoding="utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "First")
    return tmp_path


def test_a_change_since_the_last_commit_is_found_until_it_is_recorded(repository: Path) -> None:
    data = repository / "data"
    assert load_unrecorded(repository) == []
    (data / "measures.csv").write_text("measure_id,title\nUS-X,Beta\n", encoding="utf-8")
    assert load_unrecorded(repository) == [Change("measures", "US-X", "title", "Alpha", "Beta")]
    header = "correction_id,date,table,row_id,field,old,new,reason\n"
    (data / "corrections.csv").write_text(
        header + "C-1,2001,measures,US-X,title,Alpha,Beta,Misread\n", encoding="utf-8"
    )
    assert load_unrecorded(repository) == []


def test_a_folder_without_history_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="cannot be read"):
        load_history(tmp_path)


@pytest.mark.slow
def test_the_history_of_the_data_and_the_table_of_corrections_agree() -> None:
    try:
        commits = load_history(ROOT)
    except RuntimeError as error:
        pytest.skip(f"this copy of the workbook has no whole history: {error}")
    now = load_state(ROOT / "data")
    states = [load_state_at(ROOT, c) for c in commits] + [now]
    made = {change for before, after in pairwise(states) for change in changes(before, after)}
    assert sorted(map(str, made - recorded(now))) == []
    assert sorted(map(str, recorded(now) - made)) == []
