"""Which forms are asked for, and what is said where one cannot be made."""

from __future__ import annotations

from pathlib import Path

import pypandoc
import pytest

from helpers.forms import chromium
from helpers.forms.asking import FormError, asked_forms, ensure_makeable


def test_the_page_is_always_written_and_each_form_asked_for_once() -> None:
    assert asked_forms("html") == ()
    assert asked_forms("md,html, PDF ,md") == ("pdf", "md")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pfd", "Did you mean 'pdf'"),
        ("word", "Did you mean 'docx'"),
        ("", "''"),
        ("html,,pdf", "''"),
        ("odt", "Allowed"),
    ],
)
def test_an_unknown_form_is_answered_with_the_nearest(text: str, told: str) -> None:
    with pytest.raises(FormError, match="is no form of a report") as caught:
        asked_forms(text)
    assert told in str(caught.value)


def test_without_chromium_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    ensure_makeable(["docx", "md"])
    with pytest.raises(FormError, match="apt-get install chromium"):
        ensure_makeable(["pdf"])


def test_a_chromium_that_is_named_wrongly_is_not_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.VARIABLE, "no-such-browser")
    with pytest.raises(FormError, match="WORKBOOK_CHROMIUM is 'no-such-browser'"):
        chromium.program()


def test_without_pandoc_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pypandoc, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(FormError, match="Word and Markdown are written by pandoc"):
        ensure_makeable(["md"])
