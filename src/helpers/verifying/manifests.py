"""The manifest of a bundle, read as what it is: text that anyone may have written."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..reports.entries import is_digest, is_inside
from .contents import MANIFEST, Contents, DamagedError, NotABundleError, read

VERSION = 1
STATUSES = ("holds", "does_not_hold", "silent")
MOST_FINDINGS = 1_000
FIRST_YEAR, LAST_YEAR = 1980, 9999  # that a report can have been made in


@dataclass(frozen=True)
class Recorded:
    """A finding as a report recorded it; see `findings.Finding`. `robustness` is its record, or None."""

    number: int
    text: str
    status: str
    values: dict[str, Any] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    robustness: dict[str, Any] | None = None

    @property
    def definition(self) -> Any:
        """What is recorded of its definition; None where nothing is."""
        return (self.robustness or {}).get("definition")

    @property
    def chosen(self) -> str | None:
        """Its main number in words; None where it has none."""
        found = (self.robustness or {}).get("chosen")
        return found if isinstance(found, str) else None


@dataclass(frozen=True)
class Manifest:
    """What a manifest says of a report, as far as verifying needs it: every part of the type that a report writes."""

    notebook: str
    edition: str
    parameters: dict[str, Any]
    article: str | None
    title: str
    started: datetime
    hashes: dict[str, str]
    files: dict[str, str]
    findings: tuple[Recorded, ...]


def read_manifest(contents: Contents) -> Manifest:
    """The manifest of a bundle.

    Raises
    ------
    NotABundleError
        If it is none, is of another version, or is of a run that failed; the message says where and what.
    """
    raw = _json(contents)
    if not isinstance(raw, dict) or "manifest" not in raw:
        raise NotABundleError(f"{MANIFEST} is no manifest of a report; expected an object with manifest: {VERSION}")
    if raw["manifest"] != VERSION or isinstance(raw["manifest"], bool):
        what = f"{MANIFEST} is of version {_short(raw['manifest'])}; this workbook reads version {VERSION}"
        raise NotABundleError(f"{what}. Verify it with the workbook that made it, or a later one")
    if raw.get("status") != "good":
        what = f"{MANIFEST} is of a run with status {_short(raw.get('status'))}; only a good report can be verified"
        raise NotABundleError(what)
    return _manifest(raw)


def _json(contents: Contents) -> Any:
    try:
        return json.loads(read(contents, MANIFEST).decode("utf-8"))
    except DamagedError as error:
        raise NotABundleError(f"{MANIFEST} {error}") from None
    except (ValueError, RecursionError) as error:
        raise NotABundleError(
            f"{MANIFEST} is no JSON in UTF-8 ({error}); the report was damaged or never whole"
        ) from None


def _manifest(raw: dict[str, Any]) -> Manifest:
    findings = _of(raw, "findings", _is_list)
    if len(findings) > MOST_FINDINGS:
        raise NotABundleError(f"{MANIFEST} holds {len(findings):,} findings; no report has more than {MOST_FINDINGS:,}")
    read_findings = tuple(recorded(f"{MANIFEST}: finding {n}", f) for n, f in enumerate(findings, 1))
    numbers = [f.number for f in read_findings]
    if len(set(numbers)) != len(numbers):
        raise NotABundleError(f"{MANIFEST}: two findings have one number ({numbers})")
    return Manifest(
        notebook=_of(raw, "notebook", _is_text),
        edition=_of(raw, "edition", _is_text),
        parameters=_of(raw, "parameters", _is_named),
        article=_of(raw, "article", lambda v: v is None or _is_text(v), None),
        title=_of(raw, "title", _is_text, ""),
        started=_day(_of(raw, "started", _is_text)),
        hashes=_of(raw, "hashes", _is_texts_by_name),
        files=_of(raw, "files", _is_files),
        findings=read_findings,
    )


def recorded(where: str, raw: Any) -> Recorded:
    """A finding as recorded.

    Raises
    ------
    NotABundleError
        If it is not of the form that a report writes.
    """
    if not isinstance(raw, dict):
        raise NotABundleError(f"{where} is {_short(raw)}; expected an object")
    return Recorded(
        number=_of(raw, "number", lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0, where=where),
        text=_of(raw, "text", _is_text, where=where),
        status=_of(raw, "status", lambda v: isinstance(v, str) and v in STATUSES, where=where),
        values=_of(raw, "values", _is_plain_by_name, where=where),
        rows=tuple(_of(raw, "rows", _is_texts, where=where)),
        sources=tuple(_of(raw, "sources", _is_texts, where=where)),
        robustness=_of(raw, "robustness", lambda v: v is None or _is_named(v), None, where=where),
    )


_REQUIRED: Any = object()


def _of(
    raw: dict[str, Any], name: str, fits: Callable[[Any], bool], default: Any = _REQUIRED, where: str = MANIFEST
) -> Any:
    value = raw.get(name, default)
    if value is _REQUIRED:
        raise NotABundleError(f"{where} has no {name!r}; it is no manifest of a report, or a part of one")
    if not fits(value):
        raise NotABundleError(f"{where}: {name} is {_short(value)}, which no report writes there")
    return value


def _day(text: str) -> datetime:
    """A time that a report can have been made at."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        if FIRST_YEAR <= found.year < LAST_YEAR:
            return found
    expected = "expected a time like 2026-11-24T02:00:00+00:00"
    raise NotABundleError(f"{MANIFEST}: started is {_short(text)}; {expected}")


def _short(value: Any) -> str:
    """A value for a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_named(value: Any) -> bool:
    return isinstance(value, dict)


def _is_texts_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_plain_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(v is None or isinstance(v, str | int | float) for v in value.values())


def _is_files(value: Any) -> bool:
    return isinstance(value, dict) and all(map(is_inside, value)) and all(map(is_digest, value.values()))
