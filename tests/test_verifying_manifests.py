"""Manifests as anyone may have written them: read, or refused in a line that says what is wrong and where."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.verifying.contents import NotABundleError, opened
from helpers.verifying.manifests import Manifest, read_manifest

from .bundles import manifest_of, rewrite

FINDING = {"number": 1, "text": "", "status": "holds", "values": {}, "rows": [], "sources": []}


def read_of(folder: Path) -> Manifest:
    with opened(folder) as contents:
        return read_manifest(contents)


def refusal(folder: Path) -> str:
    with pytest.raises(NotABundleError) as told:
        read_of(folder)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_manifest_is_read(bundle: Path) -> None:
    found = read_of(bundle)
    assert (found.notebook, found.edition, found.article) == ("trade", "default", None)
    assert [f.number for f in found.findings] == [1, 2]
    assert found.findings[0].chosen == "167 days"
    assert found.findings[0].definition["function"] == "helpers.following.days_after"
    assert found.findings[1].chosen is found.findings[1].definition is None
    assert found.files.keys() >= {"index.html", "notebook.ipynb", "rows/measures.csv"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no JSON in UTF-8"),
        ("{", "is no JSON in UTF-8"),
        ("[" * 100_000, "is no JSON in UTF-8"),
        ("[]", "is no manifest of a report; expected an object with manifest: 1"),
        ("{}", "is no manifest of a report"),
        ("null", "is no manifest of a report"),
        ('{"manifest": 2}', "is of version 2; this workbook reads version 1"),
        ('{"manifest": true}', "is of version True"),
        ('{"manifest": 1, "status": "failed"}', "is of a run with status 'failed'; only a good report can be verified"),
        ('{"manifest": 1, "status": "good"}', "has no 'findings'"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert why in refusal(tmp_path)


def test_a_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes('{"manifest": "é"}'.encode("latin-1"))
    assert "is no JSON in UTF-8" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("notebook", 4, "notebook is 4"),
        ("notebook", ..., "has no 'notebook'"),
        ("parameters", [], "parameters is []"),
        ("article", 4, "article is 4"),
        ("started", "yesterday", "started is 'yesterday'; expected a time like"),
        ("started", "0001-01-01T00:00:00+14:00", "started is '0001-01-01"),
        ("hashes", {"data": 4}, "hashes is {'data': 4}"),
        ("files", {"../index.html": "0" * 64}, "files is {'../index.html'"),
        ("files", {"index.html": "x"}, "files is {'index.html': 'x'}"),
        ("files", None, "files is None"),
        ("findings", {}, "findings is {}"),
        ("findings", [4], "finding 1 is 4; expected an object"),
        ("findings", [{**FINDING, "number": True}], "finding 1: number is True"),
        ("findings", [{**FINDING, "number": 0}], "finding 1: number is 0"),
        ("findings", [FINDING, FINDING], "two findings have one number ([1, 1])"),
        ("findings", [{**FINDING, "status": []}], "finding 1: status is []"),
        ("findings", [{**FINDING, "values": {"n": []}}], "finding 1: values is {'n': []}"),
        ("findings", [{**FINDING, "rows": "US"}], "finding 1: rows is 'US'"),
        ("findings", [{**FINDING, "rows": [["US"]]}], "finding 1: rows is [['US']]"),
        ("findings", [{**FINDING, "robustness": 4}], "finding 1: robustness is 4"),
        ("findings", [{"number": 1}], "finding 1 has no 'text'"),
        ("findings", [{**FINDING, "number": n} for n in range(1, 2_000)], "holds 1,999 findings"),
    ],
)
def test_a_part_of_another_type_is_refused(bundle: Path, part: str, value: Any, why: str) -> None:
    rewrite(bundle, **{part: value})
    assert why in refusal(bundle)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PARTS = ("manifest", "status", "notebook", "edition", "parameters", "started", "hashes", "files", "findings", "article")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.sampled_from(PARTS), value=ANYTHING, inside=st.booleans())
def test_anything_in_any_part_is_read_or_refused(
    kept_bundle: Path, tmp_path: Path, part: str, value: Any, inside: bool
) -> None:
    content = manifest_of(kept_bundle)
    if inside:
        content["findings"][0] |= {"values": value, "rows": value, "robustness": value}
    else:
        content[part] = value
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    with suppress(NotABundleError):
        assert isinstance(read_of(tmp_path), Manifest)
