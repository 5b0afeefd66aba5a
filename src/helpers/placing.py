"""Files and folders that take their place whole: written beside it, moved there, put right after a stop."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

NEW, OLD = ".new-", ".old-"


def beside(final: Path, kind: str) -> Path:
    """A name beside `final` that no other process takes, of the kind `NEW` (being written) or `OLD` (moved aside)."""
    return final.parent / f"{kind}{os.getpid()}-{secrets.token_hex(4)}-{final.name}"


def exchange(staging: Path, final: Path) -> None:
    """Move a finished folder into place; the one that was there is removed only after."""
    while True:
        old = beside(final, OLD)
        with suppress(FileNotFoundError):
            final.rename(old)
        try:
            staging.rename(final)
        except OSError as error:
            if error.errno in (errno.EEXIST, errno.ENOTEMPTY):  # another one came between the two moves
                shutil.rmtree(old, ignore_errors=True)
                continue
            with suppress(OSError):
                old.rename(final)
            raise
        shutil.rmtree(old, ignore_errors=True)
        return


def place_of(left: Path) -> Path | None:
    """The place that a file or folder beside it was meant for; None where a running process still writes it."""
    kind = OLD if left.name.startswith(OLD) else NEW
    pid, _, rest = left.name.removeprefix(kind).partition("-")
    name = rest.partition("-")[2]
    if not left.name.startswith((OLD, NEW)) or not name or not pid.isdigit() or _is_running(int(pid)):
        return None
    return left.parent / name


def put_right(left: Path, final: Path) -> str:
    """Put back what an interrupted run moved aside, or remove what it left half-written; what was done, in words."""
    if left.name.startswith(OLD) and not final.exists():
        left.rename(final)
        return f"put back {final}, which an interrupted run had moved aside"
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)
    return f"removed what an interrupted run left half-written beside {final}"


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


def root_folder() -> Path:
    """The folder of the workbook, which holds notebooks/ and data/: WORKBOOK_ROOT, else the one that holds src/."""
    named = os.environ.get("WORKBOOK_ROOT")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[2]
