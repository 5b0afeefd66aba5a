"""Reports on disk: where each lies, and how a new one takes the place of the old without a moment of half."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..text import slug

NEW, OLD, FAILED = ".new-", ".old-", ".failed"


class OutputError(OSError):
    """The output folder cannot be used; the message says which and what to do."""


def root_folder() -> Path:
    """The folder of the workbook: the one that holds notebooks/, data/ and src/."""
    return Path(__file__).resolve().parents[3]


def parameters_slug(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    """A folder name that says which parameters differ from their defaults; 'default' where none does.

    >>> parameters_slug({"period": "2017/2024-07", "strict": True}, {"period": "2023", "strict": False})
    'period-2017--2024-07_strict-true'
    """
    changed = {k: v for k, v in values.items() if v != defaults[k]}
    words = [f"{slug(k)}-{slug('-'.join(map(str, v)) if isinstance(v, list) else str(v))}" for k, v in changed.items()]
    name = "_".join(words) or "default"
    return name if len(name) <= 100 else f"{name[:83]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def report_folder(out: Path, edition: str, notebook: str, parameters: str) -> Path:
    """Where a report lies: <out>/<edition>/<notebook>/<parameters>."""
    return out / edition / notebook / parameters


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
    staging = final.parent / f"{NEW}{os.getpid()}-{secrets.token_hex(4)}-{final.name}"
    staging.mkdir(parents=True)
    return staging


def publish(staging: Path, final: Path) -> None:
    """Move a finished folder into place; the one that was there is removed only after."""
    old = final.parent / f"{OLD}{os.getpid()}-{secrets.token_hex(4)}-{final.name}"
    if final.exists():
        final.rename(old)
    try:
        staging.rename(final)
    except OSError:
        if old.exists():
            old.rename(final)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _is_running(pid: int) -> bool:
    if os.name == "nt" or pid == os.getpid():
        return pid == os.getpid()
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        return state not in ("Z", "X")  # ended, but not yet taken note of by its parent
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's, or a system that has no /proc


def recover(out: Path) -> list[str]:
    """Put right what an interrupted run left: an old report back in its place, half-written ones away.

    Returns what was done, one sentence each.
    """
    done = []
    for left in sorted([*out.glob(f"*/*/{OLD}*"), *out.glob(f"*/*/{NEW}*")]):
        kind = OLD if left.name.startswith(OLD) else NEW
        pid, _, name = left.name.removeprefix(kind).split("-", 2)
        if pid.isdigit() and _is_running(int(pid)):
            continue
        final = left.parent / name
        if kind == OLD and not final.exists():
            left.rename(final)
            done.append(f"put back {final}, which an interrupted run had moved aside")
        else:
            shutil.rmtree(left, ignore_errors=True)
            done.append(f"removed a half-written report beside {final}")
    return done
