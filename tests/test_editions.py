"""Editions: what the file says, and every way it can be wrong."""

from pathlib import Path

import nbformat
import pytest

from helpers.evidence import Evidence
from helpers.reports.editions import Edition, EditionError, find_edition, load_editions
from helpers.reports.notebooks import find_notebook
from helpers.reports.openings import opening_of
from helpers.reports.planning import plan


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
        ("a: {article: invented-2001}\n", "go together"),
        ("a: {article: invented-2001, asks: 'Why 36%?'}\n", "the number '36%' typed into it"),
        ("a: {notebook_parameters: [x]}\n", "name: value pairs by notebook"),
        ("a: {notebooks: [briefing], notebook_parameters: {brieffing: {}}}\n", "Did you mean 'briefing'"),
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
    jobs = plan(edition.notebooks, edition.parameters, tmp_path, name, own=edition.notebook_parameters)
    assert jobs
    assert all(job.folder.parts[-3] == name for job in jobs)
    assert not any("last" in job.folder.name for job in jobs)


def test_a_notebook_can_differ_within_an_edition(tmp_path: Path) -> None:
    own = {"source_audit": {"as_of": None}}
    jobs = plan(["briefing", "source_audit"], {"period": "2023", "as_of": "2023-12-31"}, tmp_path, own=own)
    assert [job.parameters["as_of"] for job in jobs] == ["2023-12-31", None]


def test_every_founding_article_has_an_edition_with_every_theme_that_it_makes_much_of(evidence: Evidence) -> None:
    editions = {e.article: e for e in load_editions().values() if e.article}
    claims = evidence.claims.explode("themes").dropna(subset="themes")
    assert set(editions) == set(claims["source_id"])
    for (article, theme), number in claims.groupby(["source_id", "themes"]).size().items():
        assert number < 5 or theme in editions[article].notebooks, f"{number} claims of {article} on {theme}"


def test_an_article_edition_opens_with_what_it_asks_before_the_short_answer(tmp_path: Path) -> None:
    opening = opening_of(Edition("invented", "Made up", (), {}, article="invented-2001", asks="Whether it is made up."))
    assert opening is not None
    cells = opening.laid_in(nbformat.read(find_notebook("briefing").path, as_version=4), "briefing").cells
    place = next(n for n, c in enumerate(cells) if c.source == "## The short answer")
    assert cells[place - 2].source.endswith("Whether it is made up.")
    assert "show_article(findings, 'invented-2001', 'briefing')" in cells[place - 1].source
    assert opening_of(Edition("invented", "Made up", (), {})) is None
