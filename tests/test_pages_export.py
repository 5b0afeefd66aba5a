"""The page of an executed notebook: nothing hidden is lost, nothing hostile is alive, no network is asked."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest

from helpers.pages.export import Masthead, page
from helpers.pages.exporter import described

HEAD = Masthead(
    "A <title>",
    "default",
    {"period": "2023", "countries": ["JP"], "as_of": None},
    "2023 (…)",
    {"verified": 3},
    "2023-05-04",
)
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="  # one white point
DATA = f"data:image/png;base64,{PNG}"

EXPORTED = """
import nbformat, sys
from helpers.pages.export import Masthead, page
cells = [
    nbformat.v4.new_markdown_cell("# A question\\n\\n## A part\\n\\n```python\\nx = 1\\n```", id="a"),
    nbformat.v4.new_code_cell("step = 1", id="b", outputs=[
        nbformat.v4.new_output("execute_result", data={"text/plain": "the result"}, execution_count=1),
        nbformat.v4.new_output("display_data", data={"image/png": sys.argv[1], "text/plain": "x"}),
        nbformat.v4.new_output("stream", name="stdout", text="said"),
    ]),
]
mix = {"verified": 3, "article": 1}
head = Masthead("A question", "default", {"period": "2023", "countries": ["JP"]}, "2023", mix, "2023-05-04")
print(page(nbformat.v4.new_notebook(cells=cells), head))
"""


def _code(source: str, *outputs: nbformat.NotebookNode, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1)
    cell.metadata["tags"] = list(tags)
    return cell


def _result(data: dict[str, str]) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("execute_result", data=data, execution_count=1)


def _page(*cells: nbformat.NotebookNode) -> str:
    title = nbformat.v4.new_markdown_cell("# A question\n\n## First part\n\nText.\n\n## Second part")
    return page(nbformat.v4.new_notebook(cells=[title, *cells]), HEAD)


def test_the_page_asks_no_network_and_runs_no_script_but_its_own() -> None:
    html = _page(_code("x = 1"))
    assert "default-src 'none'" in html
    [script] = re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{mark}';" in html
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', html) == ["https://creativecommons.org/licenses/by/4.0/"]
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
    assert "<dt>rows last checked</dt><dd>4 May 2023</dd>" in html
    assert "<dd>Japan</dd>" in html
    assert "<dt>knowledge date</dt><dd>none: all that is held</dd>" in html


def test_a_page_without_rows_says_no_day_on_which_they_were_checked() -> None:
    html = page(nbformat.v4.new_notebook(cells=[]), replace(HEAD, checked=""))
    assert "last checked" not in html


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        (f'<img src="{DATA}">', f'<img src="{DATA}" alt="Picture without a description">'),
        (f"<IMG SRC='{DATA}' />", f'<img src="{DATA}" alt="Picture without a description">'),
        (f'<img alt="said" src="{DATA}">', f'<img alt="said" src="{DATA}">'),
        (f'<img title="no alt= here" src="{DATA}" onerror="x()">', ' alt="Picture without a description">'),
        ('<img src="a.png" alt="A map">', "[picture left out, for it is not part of the page: A map]"),
        ('<img src="https://example.org/a.png">', "[picture left out, for it is not part of the page]"),
    ],
)
def test_a_picture_in_markup_is_described_or_left_out(picture: str, shown: str) -> None:
    for html in (
        _page(_code("x", _result({"text/html": picture}))),
        _page(nbformat.v4.new_markdown_cell(f"A {picture}")),
    ):
        assert shown in html
        assert "onerror=" not in html


@pytest.mark.parametrize("hostile", ["<img " * 50_000, "<img" + " a" * 50_000, "<img a=" * 50_000, '<img a="' * 50_000])
def test_markup_that_never_ends_is_left_as_it_is(hostile: str) -> None:
    assert described(hostile) == hostile


def test_a_picture_attached_to_a_cell_stands_on_the_page() -> None:
    cell = nbformat.v4.new_markdown_cell("![a map](attachment:map.png)", attachments={"map.png": {"image/png": PNG}})
    assert f'<img src="data:image/png;base64,{PNG}" alt="a map"' in _page(cell)


def test_one_page_leaves_nothing_to_the_next() -> None:
    first = _page(_code("x", _result({"text/plain": "one"})))
    _page(_code("y", _result({"text/plain": "two"}), tags=("screen-only",)), nbformat.v4.new_markdown_cell("## Third"))
    assert _page(_code("x", _result({"text/plain": "one"}))) == first


def test_the_same_notebook_is_the_same_page_in_every_process() -> None:
    pages = [
        subprocess.run(
            [sys.executable, "-c", EXPORTED, PNG],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert "the result" in pages[0]
    assert pages[0] == pages[1]


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
        ({"image/png": PNG, "text/plain": "x"}, 'alt="Figure without a description'),
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
    assert '<body class="">' in html
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
