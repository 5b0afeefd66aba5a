"""Matrices: every combination and what is left out of it, from the command line and from a file; every refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers.parameters import ParameterError
from helpers.reports import editions
from helpers.reports.exclusions import parse_exclusion
from helpers.reports.jobs import Job
from helpers.reports.matrix import MOST_FAULTS, Matrix, MatrixError, jobs_of
from helpers.reports.matrixfile import load_matrix
from helpers.reports.planning import Planner, Shelf

from .miniature import FIND, PARAMETERS, write_notebook

EDITIONS = "default: {}\nmonthly: {notebooks: [first], parameters: {period: last-month}}\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with two invented notebooks and two editions, on a pinned day."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_notebook(folder / "first.ipynb", FIND)
    write_notebook(folder / "second.ipynb", FIND, parameters=f"{PARAMETERS}company: str | None = None  # company\n")
    (folder / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    monkeypatch.setattr(editions, "root_folder", lambda: tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1674907200")  # 28 January 2023
    return tmp_path


def _jobs(desk: Path, *notebooks: str, **asked: Any) -> list[Job]:
    asked["exclude"] = tuple(parse_exclusion(text) for text in asked.get("exclude", ()))
    return jobs_of(Matrix(notebooks, **asked), Planner(desk / "reports", shelf=Shelf(desk / "notebooks")))


def _folders(jobs: list[Job]) -> list[str]:
    return ["/".join(job.folder.parts[-3:]) for job in jobs]


def _filed(desk: Path, text: str) -> list[Job]:
    (desk / "matrix.yml").write_text(text, encoding="utf-8")
    matrix = load_matrix(desk / "matrix.yml")
    return jobs_of(matrix, Planner(desk / "reports", shelf=Shelf(desk / "notebooks")))


def test_every_combination_of_values_is_a_job_of_every_notebook(desk: Path) -> None:
    jobs = _jobs(desk, parameters={"period": "2022,2023-01", "countries": "JP;JP,NL"})
    assert len(jobs) == 8
    assert len({job.folder for job in jobs}) == 8
    first = [job.parameters for job in jobs if job.notebook.name == "first"]
    assert [(p["period"], p["countries"]) for p in first] == [
        ("2022", ["JP"]), ("2022", ["JP", "NL"]), ("2023-01", ["JP"]), ("2023-01", ["JP", "NL"]),
    ]  # fmt: skip


def test_a_comma_separates_the_items_of_a_list_and_the_values_of_anything_else(desk: Path) -> None:
    (one,) = _jobs(desk, "first", parameters={"countries": "JP,NL"})
    assert one.parameters["countries"] == ["JP", "NL"]
    jobs = _jobs(desk, "second", parameters={"company": "Alpha,Beta\\, Inc.,None"})
    assert [job.parameters["company"] for job in jobs] == ["Alpha", "Beta, Inc.", None]


def test_values_that_stand_for_the_same_make_one_job(desk: Path) -> None:
    assert _folders(_jobs(desk, "first", parameters={"period": "2022-12,last-month,2022-12"})) == [
        "default/first/period-2022-12"
    ]


def test_editions_are_rendered_side_by_side_each_with_its_notebooks(desk: Path) -> None:
    jobs = _jobs(desk, editions=("default", "monthly", "default"))
    assert _folders(jobs) == ["default/first/default", "default/second/default", "monthly/first/period-2022-12"]


def test_reports_of_one_combination_lead_to_each_other(desk: Path) -> None:
    jobs = _jobs(desk, parameters={"period": "2022,2023"})
    assert [job.beside for job in jobs] == [
        {other: f"../../{other}/period-{year}/index.html"} for year in (2022, 2023) for other in ("second", "first")
    ]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (["notebook=first,period=2022"], ["second 2022", "first 2023-01", "second 2023-01"]),
        (["period=2022-01/2022-12"], ["first 2023-01", "second 2023-01"]),
        (["notebook=first", "period=2022"], ["second 2023-01"]),
        (["company=None"], ["first 2022", "first 2023-01"]),
        (["countries=JP,US,period=2022"], ["first 2023-01", "second 2023-01"]),
        (["edition=monthly"], ["first 2022", "second 2022", "first 2023-01", "second 2023-01"]),
    ],
)
def test_what_is_excluded_is_left_out_by_what_its_values_stand_for(
    desk: Path, exclude: list[str], left: list[str]
) -> None:
    several = ("default", "monthly") if exclude == ["edition=monthly"] else ("default",)
    jobs = _jobs(desk, parameters={"period": "2022,2023-01"}, exclude=exclude, editions=several)
    assert [f"{job.notebook.name} {job.parameters['period']}" for job in jobs] == left


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"parameters": {"period": "2022,2023-13"}}, "no month 13"),
        ({"parameters": {"period": "2022,,2023"}}, "has an empty value beside a ','"),
        ({"parameters": {"company": "Alpha"}}, "first has no parameter 'company'"),
        ({"parameters": {"perod": "2022,2023"}}, "Did you mean 'period'"),
        ({"exclude": ["notebook=frist"]}, "no notebook 'frist' here. Did you mean 'first'"),
        ({"exclude": ["perod=2022"]}, "'perod' is no parameter. Did you mean 'period'"),
        ({"exclude": ["edition=monthly"]}, "no edition 'monthly' here. Allowed: default"),
        ({"exclude": ["period=2023-13"]}, "--exclude 'period=2023-13': period: .* no month 13"),
        ({"exclude": ["period=2022/2023"]}, "nothing is left to render: of 2 reports each one is excluded"),
        ({"parameters": {"period": ",".join(map(str, range(1000, 9999))), "strict": "yes,no", "countries": "US;JP;CN"}},
         "107,988 combinations; at most 100,000"),
    ],
)  # fmt: skip
def test_a_wrong_matrix_is_refused_with_the_reason(desk: Path, asked: dict[str, Any], says: str) -> None:
    with pytest.raises((MatrixError, ParameterError), match=says):
        _jobs(desk, **asked)


@pytest.mark.parametrize("text", ["", "period", "=2022", "period=2022,period=2023"])
def test_an_exclusion_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match=r"write e\.g\. --exclude"):
        parse_exclusion(text)


def test_the_faults_of_all_combinations_are_told_once_and_not_without_end(desk: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        _jobs(desk, parameters={"period": ",".join(f"x{n}" for n in range(MOST_FAULTS + 5))})
    assert len(str(caught.value).splitlines()) == MOST_FAULTS + 1
    assert str(caught.value).endswith("… and 5 more")


def test_a_folder_without_notebooks_leaves_nothing_to_render(desk: Path) -> None:
    for path in (desk / "notebooks").glob("*.ipynb"):
        path.unlink()
    with pytest.raises(MatrixError, match="nothing is left to render: there is no notebook"):
        _jobs(desk)


def test_a_file_says_the_same_as_the_command_line_and_years_and_days_are_text(desk: Path) -> None:
    jobs = _filed(
        desk,
        "notebooks: [first, second]\n"
        "editions: [default]\n"
        "parameters:\n"
        "  period: [2022, 2023-01, 2022-10-07]\n"
        "  countries: [[JP], [JP, NL]]\n"
        "exclude:\n"
        "  - {notebook: first, period: [2022, 2023-01]}\n"
        "  - {countries: [[NL, JP]]}\n",
    )
    assert _folders(jobs) == [
        "default/second/period-2022_countries-jp",
        "default/second/period-2023-01_countries-jp",
        "default/first/period-2022-10-07_countries-jp",
        "default/second/period-2022-10-07_countries-jp",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a\n", "holds list; expected notebooks, editions, parameters, exclude"),
        ("", "holds NoneType"),
        ("a: [", "cannot be read as a matrix"),
        ("[" * 10_000, "cannot be read as a matrix"),
        ("notebooks: [first]\nparametrs: {}\n", r"matrix\.yml, line 2: 'parametrs' is unknown. Did you mean 'parameters'"),
        ("notebooks: first\n", "notebooks is str; expected a list"),
        ("notebooks: []\n", "notebooks is empty, which leaves no report"),
        ("notebooks:\n", "notebooks is empty"),
        ("notebooks:\n  - first\n  - 3\n", r"line 3: 3 is int; expected a name"),
        ("parameters: [period]\n", "parameters is list; expected names with values"),
        ("parameters:\n  strict: [yes]\n  period: []\n", "line 3: period has no value"),
        ("parameters:\n  period: {from: 2022}\n", "line 2: period has names with values"),
        ("parameters:\n\n  period: [2021, [2022, 2023]]\n", r"line 3: period, value 2, is \[2022, 2023\], a list where one"),
        ("parameters: {countries: [[[JP]]]}\n", r"countries, value 1, is \[\['JP'\]\], a list where one value belongs"),
        ("parameters: {countries: [JP, NL]}\n", r"Write \[\[a, b\]\] for one report of both"),
        ("parameters:\n  period: 2022\n  period: 2023\n", "line 2: 'period' is written twice"),
        ("parameters: {period: 2022}\nexclude: [{}]\n", r"line 2: \{\} excludes nothing"),
        ("parameters: {period: 2022}\nexclude: [first]\n", "'first' excludes nothing"),
        ("exclude:\n  - {notebook: first}\n  - {notebok: first}\n", "line 3: 'notebok' is no parameter. Did you mean 'notebook'"),
        ("exclude:\n  - {period: 2022/2023}\n", "each one is excluded"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_says_in_which_line(desk: Path, text: str, says: str) -> None:
    with pytest.raises((MatrixError, ParameterError), match=says):
        _filed(desk, text)


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.yml"):
        with pytest.raises(MatrixError, match="cannot be read as a matrix"):
            load_matrix(path)
