"""Citations in the text of a notebook: numbered, linked both ways, refused where they lead nowhere."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from helpers.pages.exporter import exporter
from helpers.pages.notes import CitationError, Notes, citation_faults
from helpers.reports.notebooks import check_notebook
from helpers.sources import Sources, source_from_csl

from .test_citeproc import ITEM

KNOWN = ["invented-1", "invented-2"]


@pytest.fixture(scope="module")
def sources() -> Sources:
    items = [ITEM, ITEM | {"id": "invented-2", "title": "<b>Another</b> rule", "URL": "javascript:alert(1)"}]
    return Sources({str(i["id"]): source_from_csl(i) for i in items}, items)


def call(number: int, times: int) -> str:
    return (
        f'<sup class="cited"><a id="cited-{number}-{times}" href="#citation-{number}" role="doc-noteref" '
        f'aria-label="Note {number}">{number}</a></sup>'
    )


def test_citations_are_numbered_as_they_are_met_and_the_same_one_alike(sources: Sources) -> None:
    notes = Notes(sources)
    assert notes.marked("A [@invented-2], B [@invented-1, p. 3].", "cell 1") == f"A{call(1, 1)}, B{call(2, 1)}."
    assert notes.marked("C [@invented-2][^1] D [@invented-1]", "cell 2") == "C [@invented-2][^1] D" + call(3, 1)
    assert notes.marked("E [@invented-2]", "cell 3") == f"E{call(1, 2)}"
    assert notes.cited == KNOWN


def test_a_citation_that_begins_a_line_stays_there(sources: Sources) -> None:
    marked = Notes(sources).marked("[@invented-1] a\n[@invented-1]  [@invented-1]", "cell 1")
    assert marked == f"{call(1, 1)} a\n{call(1, 2)}  {call(1, 3)}"


def test_the_notes_give_the_sources_in_full_and_lead_back(sources: Sources) -> None:
    notes = Notes(sources)
    notes.marked("[@invented-1, p. <12>] [@invented-1, p. <12>] [@invented-1; @invented-2]", "cell 1")
    first, second = notes.markup().split("<li ")[1:]
    assert first.startswith('id="citation-1">Jane Doe, “Made-up rule for 2 nm tools to start in May,” <em>eX.example')
    assert "2001, p. &lt;12&gt;, <a href=" in first
    assert 'href="#cited-1-2" role="doc-backlink" aria-label="Back to the text of note 1, place 2 of 2"' in first
    assert "https://example.org/a</a>; Jane Doe, “&lt;b&gt;Another&lt;/b&gt; rule,” " in second
    assert "javascript:alert(1). <a href=" in second


def test_a_page_that_cites_nothing_has_no_notes(sources: Sources) -> None:
    notes = Notes(sources)
    assert notes.marked("Nothing [here](@x), me@example.org, \\[@invented-9] or [ @x ].", "cell 1").startswith(
        "Nothing [here]"
    )
    assert notes.markup() == ""


@pytest.mark.parametrize(
    "code",
    ["`[@x]`", "``a ` [@x]``", "```\n[@x]\n```", "~~~py\n[@x]\n~~~~", "```\nnever closed [@x]", "a\n\n   ```\n[@x]\n   ```\nb"],
)  # fmt: skip
def test_code_stays_as_it_is(sources: Sources, code: str) -> None:
    assert Notes(sources).marked(code, "cell 1") == code
    assert Notes(sources).marked(code + "\n\n[@invented-1]", "cell 1").startswith(code)


def test_a_stray_backtick_hides_no_citation_of_another_paragraph() -> None:
    assert citation_faults("a ` b\n\n[@nowhere-1] ` c", KNOWN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[@invented-11]", "cell 7 cites 'invented-11', which is not in data/sources.json. Did you mean 'invented-1'?"),
        ("[@invented-1; @zzz]", "cell 7 cites 'zzz', which is not in data/sources.json. Write [@source-id]"),
        ("[@]", "cell 7 the citation [@] cannot be read. Write [@source-id]"),
        ("[@invented-1 p. 3]", "cell 7 the citation [@invented-1 p. 3] cannot be read."),
        ("[@invented-1; see @invented-2]", "cannot be read"),
    ],
)
def test_a_citation_that_leads_nowhere_stops_the_page(sources: Sources, text: str, says: str) -> None:
    with pytest.raises(CitationError) as refused:
        Notes(sources).marked(text, "cell 7")
    assert says in str(refused.value)


def test_all_faults_of_a_text_are_told_at_once(sources: Sources) -> None:
    with pytest.raises(ValueError, match="invented-11") as refused:
        Notes(sources).marked("[@invented-11] [@invented-22]", "cell 7")
    assert len(str(refused.value).splitlines()) == 2


def test_a_called_note_is_markup_on_the_page(sources: Sources) -> None:
    text = Notes(sources).marked("*So* it is.[@invented-1]\n\n| a |\n| --- |\n| b [@invented-1] |", "cell 1")
    html, _ = exporter().from_notebook_node(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))
    assert f"it is.{call(1, 1)}" in html
    assert f"<td>b{call(1, 2)}</td>" in html


def test_the_check_names_the_cell_that_cites_an_unknown_source(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_code_cell('period: str = "2023"  # which years', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("As told [@invented-1, p. 12] and [@invented-3]."),
    ]
    path = tmp_path / "invented.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    told = [str(p) for p in check_notebook(path, KNOWN) if "code cells" not in p.message]
    assert len(told) == 1
    assert "invented.ipynb:2" in told[0]
    assert "cites 'invented-3', which is not in data/sources.json. Did you mean 'invented-" in told[0]
    assert not [p for p in check_notebook(path) if "cites" in p.message]
