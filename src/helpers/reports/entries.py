"""Entries of the cache as files: for each report, what its last states were made from and what they hold.

An entry may have been cut short, written by another version or by somebody else: whatever is not of the right form is
as good as not there, and no path in it leads out of a folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..forms.asking import FILES
from .imports import BESIDE, PACKAGE
from .inputs import OUTSIDE, PARTS, Inputs, Read

FORM = 1
PAGE = "index.html"
MOST_BYTES = 32_000_000
_digest = lru_cache(maxsize=4096)(re.compile(r"[0-9a-f]{64}").fullmatch)  # entries name the same ones again and again
_STEP = re.compile(r"(?!\.{1,2}$)[^/\\:\x00]+")


@dataclass(frozen=True)
class Variant:
    """One state of a report: its inputs, the object that lists its reads, its files by path, its findings by status.

    `forms` says by form what those among its files were made with.
    `marks` holds, by the digest of each folder where it was found to stand, the mark of its files there (see
    `digests.files_mark`).
    """

    inputs: Inputs
    reads: str
    files: Mapping[str, str]
    findings: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


def is_digest(value: object) -> bool:
    """Whether a value is a SHA-256 in hexadecimal."""
    return isinstance(value, str) and _digest(value) is not None


@lru_cache(maxsize=4096)
def is_inside(path: object) -> bool:
    """Whether a value is a relative path that stays below the folder it starts from, on any system.

    >>> is_inside("rows/measures.csv"), is_inside("../measures.csv"), is_inside("/etc/passwd")
    (True, False, False)
    """
    return isinstance(path, str) and path.isprintable() and all(map(_STEP.fullmatch, path.split("/")))


@lru_cache(maxsize=4096)
def _is_module(label: object) -> bool:
    return is_inside(label) and str(label).startswith((f"{PACKAGE}/", f"{BESIDE}/")) and str(label).endswith(".py")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def _map(value: Any, key: Callable[[object], bool], item: Callable[[object], bool]) -> dict[str, Any]:
    """A mapping all of whose keys and values pass.

    Raises
    ------
    ValueError
        If it is no mapping, or one does not pass.
    """
    if not isinstance(value, dict) or not all(map(key, value)) or not all(map(item, value.values())):
        raise ValueError(f"{type(value).__name__} is not of the right form")
    return value


def parse_reads(content: bytes) -> tuple[Read, ...]:
    """The reads that an object lists.

    Raises
    ------
    ValueError
        If they are not of their form.
    """
    return _reads(_parsed(content))


def _reads(value: Any, kinds: Container[str] | None = None) -> tuple[Read, ...]:
    if not isinstance(value, list) or not all(_is_read(r) and (kinds is None or r["kind"] in kinds) for r in value):
        raise ValueError("reads are not of their form")
    return tuple(value)


def _is_read(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("kind"), str) and is_digest(value.get("digest"))


def _parsed(content: bytes) -> Any:
    """JSON, hostile or not, as a value; what cannot be one is a ValueError."""
    if len(content) > MOST_BYTES:
        raise ValueError("too long")
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def parse_entry(content: bytes) -> Iterator[Variant]:
    """The variants of an entry, newest first, read one by one; ends at the first that is not of the right form."""
    try:
        entry = _parsed(content)
        if isinstance(entry, dict) and entry.get("form") == FORM and isinstance(entry.get("variants"), list):
            yield from map(_variant, entry["variants"])
    except ValueError:
        return


def _variant(value: Any) -> Variant:
    plain = _map(value, lambda key: isinstance(key, str), lambda _: True)
    if not is_digest(plain.get("reads")):
        raise ValueError("reads has no digest")
    parts = _map(plain.get("parts"), PARTS.__contains__, is_digest)
    if len(parts) < len(PARTS):
        raise ValueError("a part is missing")
    inputs = Inputs(
        parts,
        _map(plain.get("code"), _is_module, is_digest),
        _map(plain.get("data"), is_inside, is_digest),
        _reads(plain.get("outside"), OUTSIDE),
    )
    files = _map(plain.get("files"), is_inside, is_digest)
    if PAGE not in files:
        raise ValueError("a report without its page")
    findings = _map(plain.get("findings"), is_inside, _is_count)
    forms = _map(plain.get("forms", {}), lambda form: FILES.get(str(form)) in files, is_digest)
    marks = _map(plain.get("marks", {}), is_digest, is_digest)
    return Variant(inputs, plain["reads"], files, findings, forms, marks)


def entry_bytes(variants: Iterable[Variant]) -> bytes:
    """An entry as it is written."""
    return json.dumps({"form": FORM, "variants": [_plain(v) for v in variants]}, separators=(",", ":")).encode()


def _plain(variant: Variant) -> dict[str, Any]:
    inputs = variant.inputs
    return {
        "parts": dict(inputs.parts),
        "code": dict(inputs.code),
        "data": dict(inputs.files),
        "outside": list(inputs.outside),
        "reads": variant.reads,
        "files": dict(variant.files),
        "findings": dict(variant.findings),
        "forms": dict(variant.forms),
        "marks": dict(variant.marks),
    }
