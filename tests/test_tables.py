"""Tables as a reader meets them: headings with units, links to rows, folded length, harmless cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from helpers import tables
from helpers.display import RECORD
from helpers.evidence import Evidence

Shown = Callable[[], list[dict[str, Any]]]


def test_a_table_has_caption_scopes_links_and_its_rows_as_csv(invented: Evidence, shown: Shown) -> None:
    columns = {"title": "Measure", "jurisdictions": "By", "entity_count": "Entities (number)"}
    tables.show(invented.measures, invented, title="Measures made up", columns=columns)
    html = shown()[0]["text/html"]
    assert "<caption><span><strong>Measures made up</strong>" in html
    assert '<th scope="col" class="number">Entities (number)</th>' in html
    assert '<th scope="row"><a href="#measures:US-2001-ALPHA">Alpha rule</a></th>' in html
    assert re.search(r'<tr id="t[0-9a-f]{6}:US-2001-ALPHA">', html)
    assert "China; Netherlands" in html
    assert "&lt;b&gt;Gamma&lt;/b&gt;" in html
    assert not re.search(r"\b(nan|none|nat)\b", html.lower())
    assert "&lt;NA&gt;" not in html
    record = shown()[0][RECORD]
    assert record["rows"] == list(invented.measures.index)
    assert record["csv"].startswith("measure_id,title,jurisdictions,entity_count\n")
    assert invented.used == record["rows"]


def test_a_long_table_is_folded_but_whole(invented: Evidence, shown: Shown) -> None:
    frame = pd.DataFrame({"n": range(40), "word": ["x"] * 40})
    tables.show(frame, invented, title="Long", columns={"word": "Word", "n": "Number"}, rows=["US-2001-ALPHA"])
    html = shown()[0]["text/html"]
    assert len(re.findall(r'<th scope="row">', html)) == 40
    assert "<summary>25 more rows</summary>" in html


def test_an_empty_table_is_a_sentence(invented: Evidence, shown: Shown) -> None:
    tables.show(invented.measures.iloc[:0], invented, title="None", columns={"title": "Measure"}, empty="No measure.")
    assert shown()[0]["text/html"] == '<p class="silence" role="note"><strong>None.</strong> No measure.</p>'


def test_a_cell_leads_to_another_notebook_only_by_a_plain_name(invented: Evidence, shown: Shown) -> None:
    notebooks = ["space_cyber", "../../etc", "javascript:x", None, 'a" onclick="b']
    frame = pd.DataFrame({"word": ["x"] * 5, "report": ["Space", "<b>", "C", "D", "E"], "theme": notebooks})
    columns = {"word": "Word", "report": "Report"}
    tables.show(frame, invented, title="Links", columns=columns, rows=["US-2001-ALPHA"], links={"report": "theme"})
    html = shown()[0]["text/html"]
    assert re.findall(r'<a href="([^#"]*)"[^>]*>(.*?)</a>', html) == [("space_cyber.ipynb", "Space")]
    assert '<td class="short">&lt;b&gt;</td>' in html
    assert "onclick" not in html
    assert shown()[0][RECORD]["csv"] == "word,report\nx,Space\nx,<b>\nx,C\nx,D\nx,E\n"


def test_a_table_opens_as_many_lines_as_it_is_told(invented: Evidence, shown: Shown) -> None:
    frame = pd.DataFrame({"word": ["x"] * 5})
    tables.show(frame, invented, title="Few", columns={"word": "Word"}, rows=["US-2001-ALPHA"], first=3)
    assert "<summary>2 more rows</summary>" in shown()[0]["text/html"]


def test_days_short_words_and_sentences_are_told_apart(invented: Evidence, shown: Shown) -> None:
    frame = pd.DataFrame(
        {"n": [1], "a": ["2001-05-02"], "b": ["takes effect"], "c": ["word " * 10], "d": ["word " * 20]}
    )
    columns = {c: c for c in frame}
    tables.show(frame, invented, title="Looks", columns=columns, rows=["US-2001-ALPHA"])
    assert re.findall(r"<td( class=\"\w+\")?>", shown()[0]["text/html"]) == [
        ' class="day"', ' class="short"', "", ' class="prose"',
    ]  # fmt: skip


def test_a_column_that_leads_nowhere_is_refused(invented: Evidence) -> None:
    with pytest.raises(KeyError, match="has no column 'theme'; it has"):
        tables.show(invented.measures, invented, title="Wrong", columns={"title": "Measure"}, links={"title": "theme"})


def test_a_column_that_is_not_there_is_refused(invented: Evidence) -> None:
    with pytest.raises(KeyError, match="has no column 'titel'; it has"):
        tables.show(invented.measures, invented, title="Wrong", columns={"titel": "Measure"})
