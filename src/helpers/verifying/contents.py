"""What a report folder, or a ZIP file of one, holds: names and bytes, none of it trusted and none unpacked."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from ..reports.entries import is_inside
from ..text import counted

MANIFEST = "manifest.json"
MOST_FILES = 5_000
MOST_BYTES = 1 << 30  # of all files together, unpacked
MOST_RATIO = 200  # of a file's bytes to what it takes in a ZIP file, where it is no small one
SMALL = 1 << 20
MOST_READ = 1 << 27  # of one file that is looked into
CHUNK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class NotABundleError(ValueError):
    """What was given is no report bundle; the message says in a line what it is."""


class DamagedError(ValueError):
    """A file of a bundle cannot be read; the message says why."""


class Contents(Protocol):
    """The files of a bundle: `names` in order, and by name in `odd` what those are that are no plain files."""

    names: Sequence[str]
    odd: dict[str, str]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, part by part."""


def read(contents: Contents, name: str) -> bytes:
    """The bytes of a file that is looked into.

    Raises
    ------
    DamagedError
        If it cannot be read, or is larger than any such file of a report.
    """
    found = bytearray()
    for chunk in contents.chunks(name):
        found += chunk
        if len(found) > MOST_READ:
            raise DamagedError(f"is larger than {MOST_READ >> 20} MB, which no such file of a report is")
    return bytes(found)


def digest(contents: Contents, name: str) -> str:
    """SHA-256 of a file.

    Raises
    ------
    DamagedError
        If it cannot be read.
    """
    found = hashlib.sha256()
    for chunk in contents.chunks(name):
        found.update(chunk)
    return found.hexdigest()


def is_hidden(name: str) -> bool:
    """Whether a file belongs to a file system or archiver, not to the report."""
    return name.startswith("__MACOSX/") or any(part.startswith(".") for part in name.split("/"))


@contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """The contents of a report folder or of a ZIP file of one, open for reading.

    Raises
    ------
    NotABundleError
        If it is neither, or a ZIP file that no report makes.
    """
    if path.is_dir():
        yield FolderContents(path)
    elif not path.exists():
        raise NotABundleError(f"there is no folder or file {path}; give a report's folder, or a ZIP file of it")
    else:
        try:
            archive = zipfile.ZipFile(path)
        except _DAMAGE as error:
            what = f"{path} is no whole ZIP file ({error}); give a report's folder, or a ZIP file of it"
            raise NotABundleError(what) from None
        with archive:
            yield ZipContents(archive, path)


class FolderContents:
    """A report folder; links are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.odd: dict[str, str] = {}
        found = []
        for name in self._names():
            mode = (folder / name).lstat().st_mode
            if not stat.S_ISREG(mode):
                self.odd[name] = "is a link, which is not followed" if stat.S_ISLNK(mode) else "is no plain file"
            found.append(name)
        self.names: Sequence[str] = sorted(found)
        if MANIFEST not in self.names:
            raise NotABundleError(_without_manifest(str(folder), self.names))

    def _names(self) -> Iterator[str]:
        number = 0
        for place, folders, files in os.walk(self._folder):
            links = [f for f in folders if (Path(place) / f).is_symlink()]
            folders[:] = [f for f in folders if f not in links]
            for name in (*files, *links):
                inside = (Path(place) / name).relative_to(self._folder).as_posix()
                if is_hidden(inside):
                    continue
                number += 1
                if number > MOST_FILES:
                    raise NotABundleError(f"{self._folder} holds more than {MOST_FILES:,} files; no report has so many")
                yield inside

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, part by part."""
        if name in self.odd:
            raise DamagedError(self.odd[name])
        try:
            with (self._folder / name).open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise DamagedError(f"cannot be read ({error.strerror})") from None


class ZipContents:
    """A ZIP file of a report folder, which may lie one or more folders deep; read in place, never unpacked."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        members = [m for m in archive.infolist() if not m.is_dir() and not is_hidden(m.filename)]
        if fault := _fault(archive.infolist(), members):
            raise NotABundleError(f"{path} {fault}")
        manifests = [m.filename for m in members if m.filename.split("/")[-1] == MANIFEST]
        if len(manifests) != 1:
            what = f"holds {len(manifests)} reports; give a ZIP file of one" if manifests else ""
            raise NotABundleError(
                f"{path} {what}" if what else _without_manifest(str(path), [m.filename for m in members])
            )
        top = manifests[0].removesuffix(MANIFEST)
        if beside := [m.filename for m in members if not m.filename.startswith(top)]:
            raise NotABundleError(f"{path} holds {beside[0]!r} beside the report in {top!r}; pack the report alone")
        self._members = {m.filename.removeprefix(top): m for m in members}
        self.names: Sequence[str] = sorted(self._members)
        self.odd: dict[str, str] = {}

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, part by part; never more than its entry says."""
        member, read = self._members[name], 0
        try:
            with self._opened(member) as file:
                while chunk := file.read(CHUNK):
                    read += len(chunk)
                    if read > member.file_size:
                        raise DamagedError("holds more bytes than its entry in the ZIP file says")
                    yield chunk
        except DamagedError:
            raise
        except _DAMAGE as error:
            raise DamagedError(f"cannot be read from the ZIP file ({error})") from None

    def _opened(self, member: zipfile.ZipInfo) -> IO[bytes]:
        return self._archive.open(member)


def _fault(every: Sequence[zipfile.ZipInfo], members: Sequence[zipfile.ZipInfo]) -> str:
    """What makes a ZIP file one that no report was packed into; empty where nothing does."""
    if len(every) > MOST_FILES:
        return f"holds {len(every):,} entries; no report has more than {MOST_FILES:,}"
    for entry in every:
        if not is_inside(entry.orig_filename.rstrip("/")):
            return f"holds {entry.orig_filename[:200]!r}, which is no name of a file below its own folder"
    if total := _too_large(members):
        return total
    for member in members:
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            return f"holds {member.filename!r}, which is a link or no plain file; pack the report again"
        if member.flag_bits & 0x1:
            return f"is encrypted ({member.filename!r}); unpack it with its password and give the folder"
    names = Counter(unicodedata.normalize("NFC", m.filename).casefold() for m in members)
    twice = next((name for name, number in names.items() if number > 1), None)
    return f"holds {twice!r} twice; which one is meant cannot be told" if twice else ""


def _too_large(members: Sequence[zipfile.ZipInfo]) -> str:
    total = sum(m.file_size for m in members)
    if total > MOST_BYTES:
        return f"would unpack to {total >> 20:,} MB; no report has more than {MOST_BYTES >> 20:,}"
    for member in members:
        if member.file_size > SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            ratio = member.file_size // max(member.compress_size, 1)
            return f"holds {member.filename!r}, which unpacks to {ratio:,} times its size; no file of a report does"
    return ""


def _without_manifest(place: str, names: Sequence[Any]) -> str:
    below = [name for name in names if str(name).endswith(f"/{MANIFEST}")]
    if below:
        return f"{place} is no report but holds {counted(len(below), 'report')}; give one, e.g. {below[0]!r}'s folder"
    return f"{place} has no {MANIFEST}; give a report's folder (it holds {MANIFEST}), or a ZIP file of it"
