"""Names, phrases, and text made safe for a page or a file name."""

import sys
import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.text import (
    country_code_near,
    country_name,
    did_you_mean,
    listed,
    nearest,
    safe,
    safe_link,
    slug,
    typed_statistics,
)


@pytest.mark.parametrize(("typed", "meant"), [("countires", "countries"), ("PERIOD", "period"), ("zzz", None)])
def test_the_nearest_name_is_found_or_none_is(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["period", "countries", "strict"]) == meant


def test_a_wrong_name_is_answered_with_the_nearest_and_all_allowed() -> None:
    assert did_you_mean("perod", ["strict", "period"]) == "Did you mean 'period'? Allowed: period, strict."


@pytest.mark.parametrize(("typed", "code"), [("JPN", "JP"), ("Japan", "JP"), ("Neterlands", "NL"), ("jp", "JP")])
def test_a_country_is_recognised_from_what_people_type(typed: str, code: str) -> None:
    assert country_code_near(typed, ["US", "JP", "CN", "NL"]) == code


def test_taiwan_has_its_plain_name() -> None:
    assert country_name("TW") == "Taiwan"


def test_lists_read_as_prose() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc", "or")] == ["", "a", "a and b", "a, b or c"]


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "a/b\\c", "CON:*?", "", "..", "日本"])
def test_a_slug_is_one_harmless_file_name(hostile: str) -> None:
    name = slug(hostile)
    assert name
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")


@given(st.text(max_size=40))
def test_a_slug_never_leaves_its_alphabet(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


@given(st.text(max_size=40))
def test_safe_text_holds_no_markup(text: str) -> None:
    assert not set(safe(text)) & set("<>\"'\x00")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a b", 'https://a"onload="x', None])
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url, "label") == "label"


def test_a_web_address_becomes_a_link() -> None:
    assert safe_link("https://example.org/?a=1&b=2", "x").startswith('<a href="https://example.org/?a=1&amp;b=2"')


@pytest.mark.parametrize(
    ("prose", "typed"),
    [
        ("On 7 October 2022 the 2+2 met in FY2023.", []),
        ("It took 175 days", ["175"]),
        ("up 12.5% on the year", ["12.5%"]),
        ("1,722.5 billion yen", ["1,722.5"]),
        ("TSMC's A16, 5G and the G7", []),
        ("between 2017 and 2024", []),
    ],
)
def test_typed_statistics_are_told_from_dates_and_names(prose: str, typed: list[str]) -> None:
    assert typed_statistics(prose) == typed


def _kept_one_by_one(value: object) -> str:
    """What `safe` is to give, worked out character by character."""
    if value is None or str(value) in ("nan", "NaT", "<NA>"):
        return ""
    return escape("".join(c for c in str(value) if c in "\n\t" or unicodedata.category(c)[0] != "C"), quote=True)


def test_every_character_is_kept_or_dropped_by_its_category() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert safe(every) == _kept_one_by_one(every)
    for start in range(0x3100):
        assert safe(chr(start)) == _kept_one_by_one(chr(start))


@given(st.one_of(st.text(), st.none(), st.floats(), st.integers(), st.sampled_from(["<NA>", "NaT", "nan", "None", ""])))
def test_safe_text_is_what_is_kept_character_by_character(value: object) -> None:
    assert safe(value) == _kept_one_by_one(value)
