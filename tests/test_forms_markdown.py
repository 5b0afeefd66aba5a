"""Reports as Markdown: everything that Markdown can say is said in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from helpers.forms.cleaning import document
from helpers.forms.markdown import markdown

from .formed import PAGE

Made = tuple[str, Mapping[str, bytes]]


@pytest.fixture(scope="module")
def made() -> Made:
    return markdown(document(PAGE))


def test_headings_sentences_and_contents(made: Made) -> None:
    text, _ = made
    assert text.startswith("# Who was invented first?\n\n- **period**: 2001-Q1\n")
    assert "\n## Lags\n" in text
    assert "- [Lags](#lags)\n" in text
    assert "\n### Sources\n" in text


def test_findings_are_quoted_and_their_evidence_is_a_footnote(made: Made) -> None:
    text, _ = made
    assert re.search(r"\n> .*Alpha came 175 days before 乙\. \[\\?\[1\\?\]\]\(#rests-1\) ?\[\^1\]\n", text)
    assert "\n> How firm: 175 to 180." in text
    [note] = re.findall(r"^\[\^1\]: (?:.*\n)(?:(?:    .*)?\n)*", text, re.MULTILINE)
    assert "It counts days." in note
    assert "R-1; 2001-02-04" in note


def test_tables_are_tables_whole_and_aligned(made: Made) -> None:
    text, _ = made
    assert "**Lags by row** made up\n\n| Row" in text
    rows = [line for line in text.splitlines() if re.match(r"\| .*R-\d+", line)]
    assert len(rows) == 160 + 20
    assert re.search(r"^\|-+\|-+\|-+:\|$", text, re.MULTILINE)


def test_figures_are_files_with_their_text(made: Made) -> None:
    text, pictures = made
    assert list(pictures) == [
        "figures/figure-01-bars-of-the-first-kind.png",
        "figures/figure-02-a-drawing-and-its-caption.png",
    ]
    assert "![One blue field, twice as wide as high.](figures/figure-01-bars-of-the-first-kind.png)" in text
    assert "**Bars of the first kind**" in text
    with Image.open(BytesIO(pictures["figures/figure-02-a-drawing-and-its-caption.png"])) as drawing:
        assert drawing.size == (180, 60)
        assert drawing.convert("RGB").getpixel((70, 2)) == (213, 94, 0)


def test_no_markup_is_left_but_the_places_that_links_lead_to(made: Made) -> None:
    text, _ = made
    left = set(re.findall(r"<(?!https?:)[^>]*>", text))
    assert {tag for tag in left if not re.fullmatch(r'<span id="[\w-]+">|</span>', tag)} == set()
    wanted = set(re.findall(r"\]\(#([\w-]+)\)", text))
    headings = {
        re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert wanted - set(re.findall(r'<span id="([\w-]+)"', text)) - headings == set()


def test_controls_code_and_hostile_links_are_left_out(made: Made) -> None:
    text, _ = made
    for words in ("Copy the finding", "hidden =", "folded data", "¶", "javascript:", "Show code", "base64"):
        assert words not in text
    assert "[the other report](../../other/default/index.html)" in text
