"""The site on disk: only what changed is written, each file whole, and nobody else's file is touched."""

from __future__ import annotations

import filecmp
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..placing import NEW, beside, place_of, put_right

LIST = "published.json"  # the files that a site consists of
Content = bytes | Path


class FolderError(OSError):
    """A folder that a site cannot be written to; the message says why and what to do."""


@dataclass
class Written:
    """What a publishing did: how many files were written, left as they were, and removed."""

    written: int = 0
    kept: int = 0
    removed: int = 0


def _refusal(out: Path, why: str) -> FolderError:
    return FolderError(f"cannot publish to {out} ({why}). Choose another folder with --out.")


def _is_inside(name: object) -> bool:
    """Whether a name of the list is that of a file below the folder."""
    parts = PurePosixPath(str(name)).parts
    return isinstance(name, str) and bool(parts) and ".." not in parts and not PurePosixPath(name).is_absolute()


def _listed(out: Path) -> set[str] | None:
    """The files that earlier publishings wrote; None where the folder has no list of them."""
    try:
        held = json.loads((out / LIST).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise _refusal(out, f"its {LIST} cannot be read, so nobody can tell whose files it holds") from None
    if not isinstance(held, list) or not all(map(_is_inside, held)):
        raise _refusal(out, f"its {LIST} names what is no file of the folder")
    return set(held)


def _own_files(out: Path, planned: Iterable[str]) -> set[str]:
    """The files in the folder that a publishing wrote.

    Raises
    ------
    FolderError
        If it is a file, holds something but no list, or something else stands where a page is to stand.
    """
    if out.is_symlink() or out.exists():
        if not out.is_dir():
            raise _refusal(out, "it is a file")
        ours = _listed(out)
        if ours is None and (foreign := sorted(p.name for p in out.iterdir() if place_of(p) != out / LIST)):
            raise _refusal(out, f"it holds {foreign[0]!r}, which no publishing wrote")
        for name in sorted(set(planned) | (ours or set())):
            _ensure_ours(out, name, ours or set())
        return ours or set()
    return set()


def _ensure_ours(out: Path, name: str, ours: set[str]) -> None:
    place = out / name
    for folder in list(PurePosixPath(name).parents)[:-1]:
        if (out / folder).is_symlink() or (out / folder).is_file():
            raise _refusal(out, f"{folder.as_posix()!r} in it is no folder of the site")
    if place.is_dir() or (name not in ours and (place.exists() or place.is_symlink())):
        raise _refusal(out, f"it holds {name!r}, which no publishing wrote")


def _put(place: Path, content: Content) -> None:
    """Write a file beside its place and move it there."""
    staging = beside(place, NEW)
    try:
        if isinstance(content, Path):
            shutil.copyfile(content, staging)
        else:
            staging.write_bytes(content)
        staging.replace(place)
    finally:
        staging.unlink(missing_ok=True)


def _is_same(place: Path, content: Content) -> bool:
    if place.is_symlink() or not place.is_file():
        return False
    if isinstance(content, Path):
        return filecmp.cmp(place, content, shallow=False)
    return place.stat().st_size == len(content) and place.read_bytes() == content


def _list_text(names: Iterable[str]) -> bytes:
    return (json.dumps({"site": 1, "files": sorted(names)}, ensure_ascii=False, indent=0) + "\n").encode()


def _clear_leftovers(out: Path) -> None:
    for left in out.rglob(f"{NEW}*"):
        if final := place_of(left):
            put_right(left, final)


def write_site(out: Path, files: Mapping[str, Content]) -> Written:
    """Make a folder hold these files, in this order, and none of an earlier publishing beside them.

    The list of files is widened before the first is written, so that after a stop the next publishing knows its own.

    Raises
    ------
    FolderError
        If the folder cannot be a site's; nothing was written then.
    """
    ours = _own_files(out, files)
    out.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(out)
    done = Written()
    if not set(files) <= ours or not (out / LIST).exists():
        _put(out / LIST, _list_text(ours | set(files)))
    for name, content in files.items():
        place = out / name
        if _is_same(place, content):
            done.kept += 1
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        _put(place, content)
        done.written += 1
    done.removed = _remove(out, ours - set(files))
    if not _is_same(out / LIST, _list_text(files)):
        _put(out / LIST, _list_text(files))
    return done


def _remove(out: Path, names: Iterable[str]) -> int:
    """Remove files, and the folders that are empty after."""
    count = 0
    for name in sorted(names):
        with suppress(FileNotFoundError):
            (out / name).unlink()
            count += 1
        for folder in list(PurePosixPath(name).parents)[:-1]:
            with suppress(OSError):
                (out / folder).rmdir()
    return count
