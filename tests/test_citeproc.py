"""Items in Chicago style: every kind says what it holds, in its own words, and no text becomes markup."""

from __future__ import annotations

from typing import Any

import pytest

import helpers.citeproc
from helpers.citeproc import LINK, Reference, formatted, plain_text
from helpers.opening import data_folder
from helpers.pandoc import run_pandoc
from helpers.sources import load_sources

ITEM: dict[str, Any] = {
    "id": "invented-1",
    "type": "article-newspaper",
    "title": "Made-up rule for 2 nm tools to start in May",
    "author": [{"family": "Doe", "given": "Jane"}],
    "container-title": "eX.example",
    "issued": {"date-parts": [[2001, 5, 6]]},
    "URL": "https://example.org/a",
    "language": "en",
    "custom": {"kind": "primary"},
}
BODY = [{"literal": "Ministry of Examples, Trade and Industry"}]


def one(**changed: Any) -> Reference:
    """The reference of the invented item with some fields changed; None takes one away."""
    return formatted([{k: v for k, v in (ITEM | changed).items() if v is not None}])["invented-1"]


def test_an_article_is_a_note_and_an_entry_with_its_title_as_printed() -> None:
    assert one() == Reference(
        "Jane Doe, “Made-up rule for 2 nm tools to start in May,” <em>eX.example</em>, May 6, 2001, <a/>.",
        "Doe, Jane. “Made-up rule for 2 nm tools to start in May.” <em>eX.example</em>, May 6, 2001. <a/>.",
    )


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"author": BODY, "container-title": None, "publisher": "Federal Gazette", "type": "regulation"},
         "Ministry of Examples, Trade and Industry, “{}”, Federal Gazette, May 6, 2001, <a/>."),
        ({"author": BODY, "container-title": None, "publisher": "gazette.example", "type": "legislation"},
         "Ministry of Examples, Trade and Industry, {}, gazette.example, May 6, 2001, <a/>."),
        ({"author": BODY, "type": "bill", "issued": {"date-parts": [[2001]]}, "container-title": "Parliament"},
         "Ministry of Examples, Trade and Industry, {}, Parliament, 2001, <a/>."),
        ({"author": BODY, "type": "report"},
         "Ministry of Examples, Trade and Industry, <em>{}</em>, eX.example, May 6, 2001, <a/>."),
        ({"author": BODY, "type": "dataset"},
         "Ministry of Examples, Trade and Industry, “{}”, eX.example, May 6, 2001, <a/>."),
        ({"author": BODY, "type": "speech", "container-title": BODY[0]["literal"]},
         "Ministry of Examples, Trade and Industry, “{}”, May 6, 2001, <a/>."),
        ({"author": [{"literal": "eX.example"}]}, "“{}”, <em>eX.example</em>, May 6, 2001, <a/>."),
        ({"author": None, "issued": {"date-parts": [[2001, 5]]}}, "“{}”, <em>eX.example</em>, May 2001, <a/>."),
        ({"author": None, "type": "webpage", "issued": None}, "“{}”, eX.example, <a/>."),
        ({"container-title": None, "URL": None}, "Jane Doe, “{}”, May 6, 2001."),
        ({"custom": {"form": "mirror"}}, "Jane Doe, “{}”, <em>eX.example</em>, May 6, 2001, <a/> (mirror)."),
    ],
)  # fmt: skip
def test_every_kind_says_who_where_and_when(changed: dict[str, Any], note: str) -> None:
    told = note.replace("{}”,", "{},”").format(ITEM["title"])
    assert one(**changed).note == told


def test_an_entry_without_author_begins_with_where_it_came_out() -> None:
    assert one(author=None).entry.startswith("<em>eX.example</em>. “Made-up rule")


def test_words_of_ours_for_a_text_without_title_are_not_quoted() -> None:
    assert one(title="[Answers of 2 May on tools]").note.startswith("Jane Doe, [Answers of 2 May on tools], <em>")
    assert one(title="[Answers]", type="report", language="ja").note == (
        "Jane Doe, [Answers], eX.example, May 6, 2001, <a/> (in Japanese)."
    )


def test_a_japanese_source_is_given_in_japanese_and_marked_so() -> None:
    author = [{"family": "藤原", "given": "秀行"}]
    found = one(title="架空の半導体戦略", language="ja", author=author, custom={"form": "reprint"})
    title = '“<span lang="ja">架空の半導体戦略</span>'
    assert found.note == f"藤原秀行, {title},” <em>eX.example</em>, May 6, 2001, <a/> (in Japanese; reprint)."
    assert found.entry.startswith(f"藤原秀行. {title}.”")
    assert found.entry.endswith("<a/>. In Japanese; reprint.")


def test_romanisation_and_translation_stand_beside_the_title_where_held() -> None:
    custom = {"romanised": "Kakū no senryaku", "translated": "Made-up strategy"}
    found = one(title="架空の戦略", language="ja", custom=custom)
    assert plain_text(found.note).startswith("Jane Doe, “Kakū no senryaku 架空の戦略 [Made-up strategy],” eX.example")


def test_a_name_that_says_so_keeps_its_family_name_first_without_comma() -> None:
    found = one(author=[{"family": "Fujiwara", "given": "Hideyuki", "static-ordering": True}])
    assert found.note.startswith("Fujiwara Hideyuki, “")
    assert found.entry.startswith("Fujiwara Hideyuki. “")


HOSTILE = '<script>alert(1)</script> & &amp; <i>x</i> </span> [z](javascript:q) @s1 *b* $y$ `c` \\ "q" \u202e'


@pytest.mark.parametrize("field", ["title", "container-title", "publisher", "author"])
@pytest.mark.parametrize("kind", ["article-newspaper", "webpage", "report", "bill"])
def test_no_text_becomes_markup_and_none_is_lost(field: str, kind: str) -> None:
    value: object = [{"literal": HOSTILE}] if field == "author" else HOSTILE
    found = one(**{field: value, "type": kind, "URL": 'javascript:alert(1)//"><b>'})
    for text in (found.note, found.entry):
        bare = text.replace("<em>", "").replace("</em>", "").replace(LINK, "")
        assert "<" not in bare
        assert "\u202e" not in text
    if field != "publisher" or kind != "article-newspaper":
        assert "<script>alert(1)</script> & &amp; <i>x</i> </span>" in plain_text(found.note)


def test_an_item_of_which_pandoc_loses_part_of_the_title_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(arguments: list[str], text: str) -> str:
        return run_pandoc(arguments, text).replace('"Made-up"', '"Made"')

    monkeypatch.setattr(helpers.citeproc, "run_pandoc", losing)
    assert list(formatted([ITEM, ITEM | {"id": "invented-2", "title": "Whole"}])) == ["invented-2"]


def test_no_items_need_no_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(helpers.citeproc, "run_pandoc")
    assert formatted([]) == {}


def test_a_form_does_not_depend_on_the_other_items() -> None:
    sources = load_sources(data_folder() / "sources.json")
    items = sources.items_of(list(sources.unnoted())[::150])
    assert formatted(items) == formatted(items[::2]) | formatted(items[1::2])
