import io
import os
import zipfile
from pathlib import Path

import pytest

from helpers.reports.archives import ArchiveError, files_below, packed, unpack, workbook


def _tree(folder: Path) -> Path:
    for name, content in {"a.txt": b"a", "sub/b.bin": bytes(range(256)), "sub/日本.csv": "半導体".encode()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_files_come_out_as_they_went_in(tmp_path: Path) -> None:
    source = _tree(tmp_path / "from")
    unpack(packed(source, files_below(source)), tmp_path / "to")
    there = {p.relative_to(tmp_path / "to").as_posix(): p.read_bytes() for p in files_below(tmp_path / "to")}
    assert there == {p.relative_to(source).as_posix(): p.read_bytes() for p in files_below(source)}
    assert len(there) == 3


def test_the_same_files_give_the_same_bytes_whenever_they_were_written(tmp_path: Path) -> None:
    one, other = _tree(tmp_path / "one"), _tree(tmp_path / "other")
    os.utime(one / "a.txt", (1_000_000_000, 1_000_000_000))
    assert packed(one, files_below(one)) == packed(other, reversed(files_below(other)))
    (other / "a.txt").write_bytes(b"b")
    assert packed(one, files_below(one)) != packed(other, files_below(other))


@pytest.mark.parametrize("name", ["../out", "/etc/out", "sub/../../out", "C:/out", "C:out", "..\\out", "\\\\host\\out"])
def test_an_archive_that_leads_out_of_its_folder_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("good.txt", "good")
        archive.writestr(name, "bad")
    with pytest.raises(ArchiveError, match="below its own folder"):
        unpack(content.getvalue(), tmp_path / "inner")
    assert list(tmp_path.rglob("*")) == []


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    content = packed(source := _tree(tmp_path / "from"), files_below(source))
    at = content.index(b"sub/b.bin") + 100  # among its bytes
    with pytest.raises(ArchiveError, match="damaged"):
        unpack(content[:-30], tmp_path / "to")
    with pytest.raises(ArchiveError, match="damaged"):
        unpack(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :], tmp_path / "to")


def test_a_workbook_travels_without_its_notebooks_and_reports(tmp_path: Path) -> None:
    for name in (
        "data/datapackage.json",
        "data/.checked",
        "requirements.lock",
        "notebooks/beside.py",
        "notebooks/one.ipynb",
        "reports/x",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    with zipfile.ZipFile(io.BytesIO(workbook(tmp_path))) as archive:
        assert archive.namelist() == [
            "data/.checked",
            "data/datapackage.json",
            "notebooks/beside.py",
            "requirements.lock",
        ]
    (tmp_path / "data" / "datapackage.json").unlink()
    with pytest.raises(FileNotFoundError, match=r"expected datapackage\.json there"):
        workbook(tmp_path)
