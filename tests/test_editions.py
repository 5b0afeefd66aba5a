"""Editions: what the file says, and every way it can be wrong."""

from pathlib import Path

import pytest

from helpers.reports.editions import EditionError, find_edition, load_editions
from helpers.reports.render import plan


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "editions.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_edition_names_notebooks_and_parameters(tmp_path: Path) -> None:
    path = _file(tmp_path, "invented:\n  title: Made up\n  notebooks: [briefing]\n  parameters: {period: '2023'}\n")
    edition = find_edition("invented", path)
    assert (edition.title, edition.notebooks, edition.parameters) == ("Made up", ("briefing",), {"period": "2023"})


def test_an_unknown_edition_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="Did you mean 'invented'"):
        find_edition("inventd", _file(tmp_path, "invented: {}\n"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a\n", "holds list"),
        ("a: [", "cannot be read"),
        ("a: text\n", "is str; expected title, notebooks, parameters"),
        ("a: {notebook: [x]}\n", "Did you mean 'notebooks'"),
        ("a: {notebooks: briefing}\n", "notebooks is a list"),
        ("../a: {}\n", "names a folder; write it like 'a'"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(EditionError, match=says):
        load_editions(_file(tmp_path, text))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="cannot be read"):
        load_editions(tmp_path / "editions.yml")


@pytest.mark.parametrize("name", sorted(load_editions()))
def test_every_edition_of_the_workbook_can_be_planned(tmp_path: Path, name: str) -> None:
    edition = find_edition(name)
    jobs = plan(edition.notebooks, edition.parameters, tmp_path, name)
    assert jobs
    assert all(job.folder.parts[-3] == name for job in jobs)
    assert not any("last" in job.folder.name for job in jobs)
