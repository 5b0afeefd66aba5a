"""The files of a bundle beside its manifest: what is missing, changed or added is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.verifying.contents import opened
from helpers.verifying.integrity import file_faults
from helpers.verifying.manifests import read_manifest

from .bundles import change, manifest_of, packed, rewrite, sign


def faults(bundle: Path) -> list[tuple[str, str]]:
    with opened(bundle) as contents:
        return [(f.name, f.kind) for f in file_faults(contents, read_manifest(contents))]


def test_a_report_as_it_was_made_has_no_fault(bundle: Path, tmp_path: Path) -> None:
    assert faults(bundle) == []
    assert faults(packed(bundle, tmp_path / "sent.zip", "report/")) == []


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (lambda b: (b / "index.html").unlink(), ("index.html", "missing")),
        (lambda b: (b / "rows" / "read").rename(b / "kept"), ("rows/read/sources.json", "missing")),
        (lambda b: (b / "index.html").write_text("x"), ("index.html", "changed")),
        (lambda b: change(b / "rows" / "measures.csv", "Alpha rule", "Alpha rules"), ("rows/measures.csv", "changed")),
        (lambda b: (b / "extra.js").write_text("x"), ("extra.js", "not of the report")),
        (lambda b: (b / "rows" / "more.csv").symlink_to("measures.csv"), ("rows/more.csv", "not of the report")),
    ],
)
def test_every_file_that_is_otherwise_is_named(
    bundle: Path, done: Callable[[Path], object], fault: tuple[str, str]
) -> None:
    done(bundle)
    assert fault in faults(bundle)


def test_a_link_in_place_of_a_file_counts_as_changed(bundle: Path, tmp_path: Path) -> None:
    (bundle / "index.html").rename(tmp_path / "index.html")
    (bundle / "index.html").symlink_to(tmp_path / "index.html")
    assert faults(bundle) == [("index.html", "changed")]


def test_hidden_files_are_passed_over(bundle: Path) -> None:
    (bundle / ".DS_Store").write_text("x", encoding="utf-8")
    assert faults(bundle) == []


def test_a_finding_changed_in_the_manifest_alone_is_told(bundle: Path) -> None:
    findings = manifest_of(bundle)["findings"]
    findings[1]["text"] = findings[1]["text"].replace("4", "5")
    rewrite(bundle, findings=findings)
    assert faults(bundle) == [("manifest.json", "changed")]
    rewrite(bundle, findings=findings[:1])
    assert faults(bundle) == [("manifest.json", "changed")]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"cells": [4]}', '{"cells": [{"outputs": [{"data": 4}]}]}', "[" * 99_999]
)
def test_a_notebook_that_is_none_is_told(bundle: Path, content: str) -> None:
    (bundle / "notebook.ipynb").write_text(content, encoding="utf-8")
    sign(bundle)
    assert faults(bundle) == [("notebook.ipynb", "changed")]


def test_a_notebook_without_findings_belongs_to_a_manifest_without_any(bundle: Path) -> None:
    (bundle / "notebook.ipynb").write_text(json.dumps({"cells": [{"outputs": []}]}), encoding="utf-8")
    rewrite(bundle, findings=[])
    sign(bundle)
    assert faults(bundle) == []
