"""The pandoc that came with the workbook: found, run without reach to other files, and its failures told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers import pandoc
from helpers.pandoc import PandocError, pandoc_version, program, run_pandoc


def test_pandoc_is_the_one_of_the_package() -> None:
    assert program().parent.parent.name == "pypandoc"
    assert pandoc_version()[0].isdigit()


def test_text_goes_in_and_comes_out() -> None:
    assert run_pandoc(["--from=markdown", "--to=html"], "*半導体*") == "<p><em>半導体</em></p>\n"


def test_no_file_is_read_that_is_not_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("hidden", encoding="utf-8")
    said = run_pandoc(["--from=latex", "--to=plain"], f"before \\input{{{secret}}} after")
    assert said.split() == ["before", "after"]


def test_what_pandoc_said_is_told() -> None:
    with pytest.raises(PandocError, match="pandoc failed: Unknown input format no"):
        run_pandoc(["--from=no-such-form"])


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    with pytest.raises(PandocError, match="pandoc is not installed; run: python3"):
        run_pandoc([])


def test_a_package_without_the_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pypandoc

    monkeypatch.setattr(pypandoc, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(PandocError, match="has no pandoc in it; install pypandoc_binary"):
        pandoc.program()
