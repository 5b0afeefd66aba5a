"""Entries of the cache as files: what is not of their form is as good as not there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from helpers.reports.entries import MOST_BYTES, Variant, entry_bytes, is_inside, parse_entry, parse_reads
from helpers.reports.inputs import PARTS, Inputs

ONE, TWO = "1" * 64, "2" * 64
DAY = {"kind": "day", "steps": [], "name": "today", "digest": TWO}


def _variant(digest: str = ONE) -> Variant:
    parts = dict.fromkeys(PARTS, digest)
    inputs = Inputs(parts, {"helpers/lags.py": ONE, "beside/own.py": TWO}, {"alpha.csv": ONE}, (DAY,))
    return Variant(inputs, TWO, {"index.html": ONE, "rows/日本.csv": TWO}, {"holds": 3, "silent": 0}, marks={ONE: TWO})


def test_an_entry_comes_back_as_it_was_written() -> None:
    variants = [_variant(), _variant(TWO)]
    assert list(parse_entry(entry_bytes(variants))) == variants


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../x",
        "/etc/passwd",
        "..",
        ".",
        "./x",
        "a//x",
        "a/",
        "",
        "a\\x",
        "C:x",
        "a\0",
        "a\nb",
        "\ud800",
        "a/./x",
    ],
)
def test_paths_that_lead_out_or_are_none(path: str) -> None:
    assert not is_inside(path)
    entry = json.loads(entry_bytes([_variant()]))
    for name in ("files", "data", "code"):
        hostile = json.loads(json.dumps(entry))
        hostile["variants"][0][name] |= {path: ONE, f"helpers/{path}/x.py" if name == "code" else path: ONE}
        assert list(parse_entry(json.dumps(hostile).encode())) == []


@pytest.mark.parametrize("path", ["a", "a/b.csv", "..a", "a..b", "...", "a b.csv", "日本.csv", ".hidden"])
def test_paths_that_stay_inside(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("form",), 2),
        (("form",), None),
        (("variants",), {}),
        (("variants",), None),
        (("variants", 0), []),
        (("variants", 0, "parts"), []),
        (("variants", 0, "parts"), {"notebook": ONE}),
        (("variants", 0, "parts", "notebook"), "1" * 63),
        (("variants", 0, "parts", "notebook"), ONE.replace("1", "G")),
        (("variants", 0, "parts", "notebook"), 3),
        (("variants", 0, "parts", "other"), ONE),
        (("variants", 0, "code", "helpers/lags.so"), ONE),
        (("variants", 0, "code", "etc/lags.py"), ONE),
        (("variants", 0, "data"), None),
        (("variants", 0, "outside"), {}),
        (("variants", 0, "outside"), [3]),
        (("variants", 0, "outside"), [{"kind": "day"}]),
        (("variants", 0, "outside"), [{"kind": [], "digest": ONE}]),
        (("variants", 0, "outside"), [{"kind": "table", "name": "measures", "digest": ONE}]),
        (("variants", 0, "reads"), "../../x"),
        (("variants", 0, "files"), {}),
        (("variants", 0, "files"), {"rows.csv": ONE}),
        (("variants", 0, "files", "index.html"), None),
        (("variants", 0, "findings", "holds"), "3"),
        (("variants", 0, "findings", "holds"), -1),
        (("variants", 0, "marks"), [ONE]),
        (("variants", 0, "marks", "/out"), ONE),
        (("variants", 0, "marks", ONE), ""),
    ],
)
def test_an_entry_of_another_form_is_none(at: tuple[Any, ...], value: Any) -> None:
    entry = json.loads(entry_bytes([_variant()]))
    held = entry
    for step in at[:-1]:
        held = held[step]
    held[at[-1]] = value
    assert list(parse_entry(json.dumps(entry).encode())) == []


def test_an_entry_written_before_there_were_marks_is_one() -> None:
    entry = json.loads(entry_bytes([_variant()]))
    del entry["variants"][0]["marks"]
    (found,) = parse_entry(json.dumps(entry).encode())
    assert found == replace(_variant(), marks={})


def test_what_stands_before_a_broken_variant_counts() -> None:
    entry = json.loads(entry_bytes([_variant(), _variant(TWO), _variant()]))
    del entry["variants"][1]["files"]
    assert list(parse_entry(json.dumps(entry).encode())) == [_variant()]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"3", b'"x"', b"[]", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"1" * 10_000, b"NaN"],
)
def test_hostile_json_is_no_entry_and_no_reads(content: bytes) -> None:
    assert list(parse_entry(content)) == []
    if content != b"[]":
        with pytest.raises(ValueError, match=r"."):
            parse_reads(content)


def test_an_entry_cut_short_anywhere_is_none() -> None:
    whole = entry_bytes([_variant()])
    assert not any(list(parse_entry(whole[:end])) for end in range(len(whole)))


def test_an_entry_too_long_to_be_one_is_not_read() -> None:
    assert list(parse_entry(entry_bytes([_variant()]) + b" " * MOST_BYTES)) == []
