"""Files as bytes, for the way from one machine to another."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold; the same files give the same bytes


class ArchiveError(ValueError):
    """An archive that is none, or that would write outside the folder it is unpacked into."""


def packed(folder: Path, files: Iterable[Path]) -> bytes:
    """Some files below a folder as a ZIP file; the same names and contents give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH), path.read_bytes(), 8)
    return content.getvalue()


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def workbook(root: Path) -> bytes:
    """What other machines need of the workbook's folder: data, lock, and the code beside the notebooks.

    Raises
    ------
    FileNotFoundError
        If there is no evidence base.
    """
    if not (root / "data" / "datapackage.json").is_file():
        raise FileNotFoundError(f"no evidence base at {root / 'data'}; expected datapackage.json there")
    beside = [path for path in files_below(root / "notebooks") if path.suffix == ".py"]
    return packed(root, [*files_below(root / "data"), *root.glob("requirements.lock"), *beside])


def unpack(content: bytes, folder: Path) -> None:
    """Lay the files of an archive down below a folder.

    Raises
    ------
    ArchiveError
        If a name leads out of the folder, or the bytes are no whole ZIP file; then nothing is trusted to be complete.
    OSError
        If the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                _ensure_inside(name)
            for name in archive.namelist():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ArchiveError(f"an archive of {len(content):,} bytes came damaged ({error}); render again") from None


def _ensure_inside(name: str) -> None:
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    if windows.anchor or windows.drive or ".." in (*windows.parts, *posix.parts) or not posix.name:
        raise ArchiveError(f"an archive holds {name!r}; expected names of files below its own folder. Nothing was kept")
