"""Reports on disk: where each lies, and how a new one takes the place of the old without a moment of half."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..forms.asking import FILES
from ..placing import NEW, OLD, beside, place_of, put_right
from ..text import bounded, slug

FAILED = ".failed"


class OutputError(OSError):
    """The output folder cannot be used; the message says which and what to do."""


def parameters_slug(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    """A folder name that says which parameters differ from their defaults; 'default' where none does.

    >>> parameters_slug({"period": "2017/2024-07", "strict": True}, {"period": "2023", "strict": False})
    'period-2017--2024-07_strict-true'
    """
    changed = {k: v for k, v in values.items() if v != defaults[k]}
    words = [f"{slug(k)}-{slug('-'.join(map(str, v)) if isinstance(v, list) else str(v))}" for k, v in changed.items()]
    return bounded("_".join(words) or "default")


def report_folder(out: Path, edition: str, notebook: str, parameters: str) -> Path:
    """Where a report lies: <out>/<edition>/<notebook>/<parameters>."""
    return out / edition / notebook / parameters


def ways(folder: Path, reports: Mapping[str, Path]) -> dict[str, str]:
    """By notebook, the way from the page of the report in `folder` to the page of each other report of its edition.

    >>> ways(Path("out/default/briefing/x"), {"dialogues": Path("out/default/dialogues/default")})
    {'dialogues': '../../dialogues/default/index.html'}
    """
    others = {name: place for name, place in reports.items() if place != folder}
    return {name: f"../../{place.parent.name}/{place.name}/index.html" for name, place in others.items()}


def ensure_writable(out: Path) -> None:
    """Make the output folder and prove that files can be written there.

    Raises
    ------
    OutputError
        If it is a file, or cannot be made or written.
    """
    probe = out / f".probe-{secrets.token_hex(4)}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        why = "it is a file" if out.is_file() else error.strerror or type(error).__name__
        raise OutputError(f"cannot write reports to {out} ({why}). Choose another folder with --out.") from None


def start_staging(final: Path) -> Path:
    """A new empty folder beside `final` to write a report in."""
    staging = beside(final, NEW)
    staging.mkdir(parents=True)
    return staging


def recover(out: Path) -> list[str]:
    """Put right what an interrupted run left: an old report back in its place, half-written ones away.

    Returns what was done, one sentence each.
    """
    left = sorted([*out.glob(f"*/*/{OLD}*"), *out.glob(f"*/*/{NEW}*")])
    return [put_right(path, final) for path in left if (final := place_of(path))]


def is_whole(folder: Path, parameters: Mapping[str, Any], forms: Iterable[str] = ()) -> bool:
    """Whether a good report with these parameters stands in a folder in all forms, and no later run of it failed."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        stands = manifest["status"] == "good" and manifest["parameters"] == parameters
        stands = stands and all(FILES[form] in manifest["files"] for form in forms)
        return bool(stands) and not folder.with_name(folder.name + FAILED).exists()
    return False
