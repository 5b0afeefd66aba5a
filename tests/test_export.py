"""The page of an executed notebook: nothing hidden is lost, nothing hostile is alive, no network is asked."""

from __future__ import annotations

import re

import nbformat
import pytest

from helpers.reports.export import Masthead, page

HEAD = Masthead(
    "A <title>",
    "default",
    {"period": "2023", "countries": ["JP"], "as_of": None},
    "2023 (…)",
    "2023-05-04",
    {"verified": 3},
)


def _code(source: str, *outputs: nbformat.NotebookNode, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1)
    cell.metadata["tags"] = list(tags)
    return cell


def _result(data: dict[str, str]) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("execute_result", data=data, execution_count=1)


def _page(*cells: nbformat.NotebookNode) -> str:
    title = nbformat.v4.new_markdown_cell("# A question\n\n## First part\n\nText.\n\n## Second part")
    return page(nbformat.v4.new_notebook(cells=[title, *cells]), HEAD)


def test_the_page_asks_no_network_and_runs_no_script() -> None:
    html = _page(_code("x = 1"))
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert not re.search(r'(src|href)="(https?:)?//', html)
    assert '<html lang="en">' in html
    assert "<title>A &lt;title&gt; — 2023</title>" in html


def test_the_contents_lead_to_the_headings() -> None:
    html = _page()
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', html) == [
        ("First-part", "First part"),
        ("Second-part", "Second part"),
    ]
    assert 'id="First-part"' in html


def test_the_masthead_stands_under_the_title_once() -> None:
    html = _page()
    assert html.count('class="masthead"') == 1
    assert html.index("<h1") < html.index('class="masthead"') < html.index('id="First-part"')
    assert "4 May 2023" in html
    assert "<dd>Japan</dd>" in html
    assert "as of" not in html


def test_code_is_folded_and_tags_decide_what_prints() -> None:
    html = _page(
        _code("shown_step = 1"),
        _code("secret_import = 1", tags=("hide",)),
        _code("period = 'x_parameter'", tags=("parameters",)),
        _code("plumbing = 1", _result({"text/plain": "the result"}), tags=("hide-input",)),
    )
    assert '<details class="code"><summary>Code</summary><pre><code>shown_step = 1' in html
    for gone in ("secret_import", "x_parameter", "plumbing"):
        assert gone not in html
    assert "the result" in html


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({"text/html": "<table><tr><td>cell</td></tr></table>", "text/plain": "plain"}, "<td>cell</td>"),
        ({"text/plain": "a < b"}, "a &lt; b"),
        ({"image/png": "QUJD", "text/plain": "x"}, 'alt="Figure without a description'),
        ({"text/markdown": "**bold**", "text/plain": "x"}, "<strong>bold</strong>"),
    ],
)
def test_every_kind_of_result_reaches_the_page(data: dict[str, str], part: str) -> None:
    assert part in _page(_code("x", _result(data)))


def test_cells_for_the_screen_are_marked_and_one_printed_line_says_where_they_are() -> None:
    html = _page(_code("x", _result({"text/plain": "the detail"}), tags=("hide-input", "screen-only")))
    assert re.search(r'<div class="screen-only">\s*<pre>the detail</pre>\s*</div>', html)
    assert '<body class="brief">' in html
    assert html.count('<p class="print-only">Left out in print and to be found on screen') == 1


def test_a_page_without_such_cells_prints_as_it_is() -> None:
    html = _page(_code("x", _result({"text/plain": "the detail"}), tags=("hide-input", "injected-opening")))
    assert "<body>" in html
    assert 'class="screen-only"' not in html
    assert 'class="print-only"' not in html


def test_what_an_article_opens_with_is_left_out_where_a_page_is_made_for_print() -> None:
    opening = _code("x", _result({"text/plain": "its claims"}), tags=("hide-input", "injected-opening"))
    detail = _code("x", _result({"text/plain": "the detail"}), tags=("hide-input", "screen-only"))
    assert re.search(r'<div class="screen-only">\s*<pre>its claims</pre>', _page(opening, detail))


def test_a_link_to_a_notebook_leads_to_its_report_or_is_words_alone() -> None:
    table = '<p><a href="space_cyber.ipynb">Space</a> <a href="dialogues.ipynb">Talks &lt;b&gt;</a></p>'
    cell = _code("x", _result({"text/html": table, "text/plain": "x"}))
    prose = nbformat.v4.new_markdown_cell("See [space](space_cyber.ipynb) and [talks](dialogues.ipynb).")
    notebook = nbformat.v4.new_notebook(cells=[prose, cell])
    html = page(notebook, HEAD, {"space_cyber": "../../space_cyber/default/index.html"})
    assert html.count('<a href="../../space_cyber/default/index.html">') == 2
    assert "<p>See <a" in html
    assert "and talks.</p>" in html
    assert "Talks &lt;b&gt;</p>" in html
    assert ".ipynb" not in html


def test_javascript_results_do_not_reach_the_page() -> None:
    html = _page(_code("x", _result({"application/javascript": "alert(1)"})))
    assert "alert(1)" not in html


def test_streams_are_escaped() -> None:
    html = _page(_code("x", nbformat.v4.new_output("stream", name="stdout", text="<img src=x onerror=alert(1)>")))
    assert "<img src=x" not in html
