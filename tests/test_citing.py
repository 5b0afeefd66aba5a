"""How to cite a report: the same words for the same rows, read back whole by programs, and no text that breaks out."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rispy

from helpers.pages.citing import Citable, bibliography, bibtex, cite_this, note, ris

from .pandoc import items_read

REPORT = Citable(
    title="How soon does Examplia follow?",
    edition="weekly",
    period="2001",
    parameters={"period": "2001", "as_of": "2002-06-30", "countries": ["JP", "US"], "strict": True, "only_new": False},
    checked="2001-01-05",
    state="abcdef0123456789" * 4,
)
HOSTILE = 'A {b}} \\c @misc{d, e="f"} 5 % & $x$ #_^~ <script>alert(1)</script>\nTY  - BOOK\r\n日米\u202e'
SHOWN = 'A {b}} \\c @misc{d, e="f"} 5 % & $x$ #_^~ <script>alert(1)</script> TY - BOOK 日米'


def test_the_note_and_the_entry_are_in_chicago_style() -> None:
    assert note(REPORT) == (
        "“How soon does Examplia follow?,” US–Japan Technology Policy Workbook, edition weekly, period 2001, "
        "countries Japan and United States, only new no, as known on June 30, 2002 "
        "(rows last checked January 5, 2001, state of rows abcdef012345)."
    )
    assert bibliography(REPORT) == (
        "US–Japan Technology Policy Workbook. “How soon does Examplia follow?” Edition weekly. Period 2001, "
        "countries Japan and United States, only new no, as known on June 30, 2002. "
        "Rows last checked January 5, 2001, state of rows abcdef012345."
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = Citable("Alpha", "default", "", {"as_of": None, "topics": [], "word": ""})
    assert note(bare) == "“Alpha,” US–Japan Technology Policy Workbook, edition default."
    assert bibliography(bare) == "US–Japan Technology Policy Workbook. “Alpha.” Edition default."
    assert "year" not in bibtex(bare)
    assert "PY" not in ris(bare)


@pytest.mark.parametrize("title", [REPORT.title, HOSTILE, "日米の半導体", "x"])
def test_bibtex_is_read_back_whole(title: str) -> None:
    (found,) = items_read(bibtex(replace(REPORT, title=title)), "bibtex")
    plain = found["title"].replace('<span class="nocase">', "").removesuffix("</span>")
    assert "".join(filter(str.isalnum, plain)) == "".join(filter(str.isalnum, SHOWN if title == HOSTILE else title))
    assert found["issued"]["date-parts"] == [[2001]]
    assert "state of rows abcdef012345. CC BY 4.0." in found["note"]


def test_bibtex_spells_out_what_tex_would_run() -> None:
    told = bibtex(replace(REPORT, title=HOSTILE))
    assert told.count("{") == told.count("}")
    assert r"5 \% \& \$x\$ \#\_\textasciicircum{}\textasciitilde{}" in told
    assert r"\textbraceleft{}b\textbraceright{}\textbraceright{} \textbackslash{}c" in told


@pytest.mark.parametrize("title", [REPORT.title, HOSTILE])
def test_ris_is_read_back_whole(title: str) -> None:
    (found,) = rispy.loads(ris(replace(REPORT, title=title)))
    assert found["title"] == (SHOWN if title == HOSTILE else title)
    assert (found["type_of_reference"], found["year"], found["date"]) == ("RPRT", "2001", "2001/01/05")
    assert found["publisher"] == "US–Japan Technology Policy Workbook"
    assert any("abcdef012345" in line for line in found["notes"])


def test_another_state_of_the_rows_is_another_entry() -> None:
    other = replace(REPORT, state="0" * 64)
    assert other.key != REPORT.key
    assert all(form(other) != form(REPORT) for form in (note, bibliography, bibtex, ris))
    assert cite_this(REPORT) == cite_this(replace(REPORT))


def test_the_block_states_the_licence_and_no_text_becomes_markup() -> None:
    block = cite_this(
        replace(REPORT, title=HOSTILE, edition="<b>", period="<i>", parameters={"word": "</pre><script>"})
    )
    assert 'rel="license noopener noreferrer">CC BY 4.0</a>. Code: MIT.' in block
    for alive in ("<script", "<i>", "<b>,", "\u202e"):
        assert alive not in block
    assert block.count("<pre") == block.count("</pre>") == 2
    assert block.startswith('<details class="cite-this"><summary>Cite this report</summary>')
