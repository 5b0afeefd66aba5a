"""Outputs of every kind on a page: ours as they are, those of others harmless and fit to be read, or refused by cell."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from PIL import Image

from helpers.display import RECORD
from helpers.pages.export import Masthead, page
from helpers.pages.outputs import MOST_PIXELS, NO_WIDGET, WIDGET, PageError, placeless

HEAD = Masthead("A title", "default", {"period": "2001"}, "2001", {})


def _page(*outputs: nbformat.NotebookNode) -> str:
    cell = nbformat.v4.new_code_cell("x", outputs=list(outputs))
    return page(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A title"), cell]), HEAD)


def _shown(**data: object) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", data={k.replace("__", "/"): v for k, v in data.items()})


def _picture(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">a</a>',
        "<svg><script>alert(1)</script></svg>",
        "</style><style>body{display:none}</style>",
        '<iframe src="https://example.org"></iframe>',
        '<form action="https://example.org"><input></form>',
        '<div class="finding holds" id="finding-1" style="position:fixed">a</div>',
        '<a href="data:text/html,<script>alert(1)</script>">a</a>',
        '<base href="https://example.org"><meta http-equiv="refresh" content="0">',
        '<img src="data:text/html,x">',
    ],
)
@pytest.mark.parametrize("kind", ["text__html", "text__markdown"])
def test_markup_of_others_is_made_harmless(kind: str, hostile: str) -> None:
    plain, html = _page(_shown(**{kind: "before after"})), _page(_shown(**{kind: f"before {hostile} after"}))
    body = html.partition('<main id="report">')[2].partition("</main>")[0]
    for gone in (
        "<script",
        "onerror=",
        'href="javascript',
        'href="data:',
        "<style",
        "<iframe",
        "<form",
        "<input",
        "<base",
    ):
        assert gone not in body
    for gone in ("<meta", "http-equiv", 'class="finding', 'id="finding', "position:fixed", 'src="data:text', 'src="x"'):
        assert gone not in body
    assert "before" in body
    assert html.count("<style") == plain.count("<style")


def test_a_frame_gets_caption_scopes_and_a_box_to_scroll_in() -> None:
    frame = pd.DataFrame({"n": [1, 2]}, index=["<b>a</b>", "b"])
    html = _page(_shown(text__html=frame.to_html()))
    assert '<div class="box" tabindex="0" role="group" aria-label="Table of cell 2"><table' in html
    assert "<caption>Table of cell 2</caption>" in html
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">') == 2
    assert "<b>a</b>" not in html


def test_a_frame_of_many_rows_as_pandas_shows_it_stands_short_and_one_written_whole_is_refused() -> None:
    frame = pd.DataFrame({"n": range(50_000)})
    assert "<td>30000</td>" not in frame._repr_html_()
    assert "50000 rows" in _page(_shown(text__html=frame._repr_html_()))
    with pytest.raises(PageError, match=r"cell 2 shows [\d,]+ letters of text/html; expected at most 2,000,000"):
        _page(_shown(text__html=frame.to_html()))


def test_a_picture_too_large_or_broken_is_refused_by_cell() -> None:
    assert '<img src="data:image/png;base64,' in _page(_shown(image__png=_picture(100, 100)))
    with pytest.raises(PageError, match="cell 2 shows a picture of 8,000 × 5,000 pixels; expected at most 20,000,000"):
        _page(_shown(image__png=_picture(8000, 5000)))
    with pytest.raises(PageError, match="cell 2 shows a picture that cannot be read"):
        _page(_shown(image__png="QUJD"))
    assert MOST_PIXELS == 20_000_000


def test_a_picture_without_a_description_says_so() -> None:
    assert 'alt="Figure without a description' in _page(_shown(image__png=_picture(1, 1)))


def test_a_widget_is_a_sentence() -> None:
    html = _page(
        nbformat.v4.new_output("display_data", data={WIDGET: {"model_id": "x"}, "text/plain": "Slider(value=1)"})
    )
    assert NO_WIDGET in html
    assert "Slider(" not in html


def test_colours_of_a_log_stay_and_its_controls_go() -> None:
    html = _page(nbformat.v4.new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m <b>\x1b]0;title\x07"))
    assert '<span class="ansi-red-fg">red</span>' in html
    assert "&lt;b&gt;" in html
    assert "\x1b[31m" not in html


def test_an_error_is_shown_without_the_places_of_this_machine() -> None:
    home = str(Path.home())
    error = nbformat.v4.new_output("error", ename="E", evalue="x", traceback=[f"File {home}/x.py", "E: x"])
    html = _page(error)
    assert 'class="error"' in html
    assert f"File {home}" not in html
    assert "E: x" in html
    assert placeless("nothing to hide") == "nothing to hide"


def test_formulas_and_names_of_any_script_are_text() -> None:
    words = "🛰 שלום 経済産業省 e=mc"
    html = _page(_shown(text__latex=r"$\frac{1}{2} < x$"), _shown(text__plain=words), _shown(text__markdown=words))
    assert r"$\frac{1}{2} &lt; x$" in html
    assert html.count(words) == 2


def test_our_own_markup_stands_as_it_is_with_its_rows() -> None:
    record = {"kind": "table", "title": "A <b>", "rows": [], "csv": "n\n1\n"}
    ours = '<div class="table"><table><caption>A</caption></table></div>'
    html = _page(nbformat.v4.new_output("display_data", data={"text/html": ours, RECORD: record}))
    assert ours.removesuffix("</div>") + '<div class="tools"><a class="save" download="table-01-a-b.csv"' in html
