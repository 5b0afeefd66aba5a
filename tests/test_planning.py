"""Requests turned into jobs: checked parameters, folders, what lies beside; each notebook read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.parameters import NotebookError, ParameterError
from helpers.reports.jobs import Limits
from helpers.reports.planning import Planner, Shelf, period_of, plan

from .miniature import FIND, PARAMETERS, write_notebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two invented notebooks, one with a parameter of its own."""
    place = tmp_path / "notebooks"
    place.mkdir()
    write_notebook(place / "first.ipynb", FIND)
    write_notebook(place / "second.ipynb", FIND, parameters=f"{PARAMETERS}limit: int = 3  # how many\n")
    return place


def test_a_job_has_every_parameter_its_limits_and_a_folder_that_says_what_differs(folder: Path, tmp_path: Path) -> None:
    limits = Limits(1, 2, 3)
    (job,) = plan(["second"], {"limit": "5", "period": "2023"}, tmp_path / "out", "made-up", limits, folder)
    assert job.parameters == {
        "period": "2023", "countries": ["US", "JP"], "min_verification": "verified", "strict": False, "limit": 5,
    }  # fmt: skip
    assert job.folder == tmp_path / "out" / "made-up" / "second" / "period-2023_limit-5"
    assert (job.limits, job.edition) == (limits, "made-up")
    assert not (tmp_path / "out").exists()


def test_a_relative_period_is_named_by_its_days_counted_from_as_of(folder: Path, tmp_path: Path) -> None:
    write_notebook(folder / "third.ipynb", FIND, parameters=f"as_of: str | None = None  # day\n{PARAMETERS}")
    (job,) = plan(["third"], {"period": "last-month", "as_of": "2024-03-31"}, tmp_path, notebooks=folder)
    assert job.folder.name == "as-of-2024-03-31_period-2024-02"
    assert period_of(job.parameters).first.isoformat() == "2024-02-01"


def test_the_faults_of_every_notebook_are_told_together(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        plan(["first", "second", "thrid"], {"limit": "x"}, tmp_path, notebooks=folder)
    told = str(caught.value).splitlines()
    assert len(told) == 3
    assert "first has no parameter 'limit'" in told[0]
    assert "limit='x' is of the wrong type" in told[1]
    assert "no notebook 'thrid'" in told[2]


def test_a_notebook_is_read_once_and_a_wrong_one_is_wrong_at_every_question(folder: Path, tmp_path: Path) -> None:
    shelf = Shelf(folder)
    planner = Planner(tmp_path, shelf=shelf)
    planner.jobs(["first"], {"period": "2022"})
    (folder / "first.ipynb").write_text("changed meanwhile", encoding="utf-8")
    (job,) = planner.jobs(["first"], {"period": "2023"})
    assert job.parameters["period"] == "2023"
    for _ in range(2):
        with pytest.raises(NotebookError, match="no notebook 'thrid'"):
            shelf.find("thrid")
