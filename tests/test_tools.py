"""The rows under a figure or table: to be read, to be saved, and never alive."""

from __future__ import annotations

import base64
import re

from helpers.pages import tools
from helpers.pages.tools import MOST_LINES, file_name, with_tools

FIGURE = '<figure class="figure"><p class="source">Source.</p></figure>'


def _record(csv: str, kind: str = "figure") -> dict[str, object]:
    return {"kind": kind, "title": "Measures <b>", "csv": csv}


def test_the_rows_of_a_figure_stand_under_it_as_a_table() -> None:
    html = with_tools(FIGURE, _record('name,lag_days\n"a,b",-3\nc,4.5\n'), 2)
    assert html.endswith("</details></figure>")
    assert "<summary>2 rows of this figure as a table</summary>" in html
    assert '<th scope="col">name</th><th scope="col" class="number">lag days</th>' in html
    assert '<tr><td>a,b</td><td class="number">-3</td></tr>' in html


def test_what_is_saved_is_the_rows_letter_for_letter() -> None:
    csv = "name,n\n経済産業省,1\n'=1+1,2\n"
    html = with_tools(FIGURE, _record(csv), 2)
    [data] = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', html)
    assert base64.b64decode(data).decode() == csv
    assert 'download="figure-02-measures-b.csv"' in html
    assert file_name(_record(csv), 2) == "figure-02-measures-b.csv"


def test_cells_are_text() -> None:
    html = with_tools(FIGURE, _record('n\n"<script>alert(1)</script>"\n'), 1)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_many_rows_are_told_in_part_and_saved_whole() -> None:
    csv = "n\n" + "".join(f"{n}\n" for n in range(MOST_LINES + 5))
    html = with_tools(FIGURE, _record(csv), 1)
    assert html.count("<td") == MOST_LINES
    assert f"The first {MOST_LINES} of {MOST_LINES + 5} stand here" in html


def test_very_many_rows_lie_beside_the_page() -> None:
    html = with_tools(FIGURE, _record("n\n" + "1\n" * tools.MOST_BYTES), 1)
    assert 'href="rows/figure-01-measures-b.csv"' in html
    assert "beside this page" in html
    assert len(html) < 10_000


def test_a_figure_without_rows_has_nothing_under_it() -> None:
    record = {"kind": "figure", "title": "A"}
    assert with_tools(FIGURE, record, 1) == FIGURE
    assert "<details" not in with_tools(FIGURE, _record("n\n"), 1)


def test_a_table_has_its_rows_to_save_alone() -> None:
    html = with_tools('<div class="table"><table></table></div>', _record("n\n1\n", "table"), 1)
    assert "<details" not in html
    assert 'download="table-01-measures-b.csv"' in html
