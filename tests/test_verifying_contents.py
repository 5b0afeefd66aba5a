"""What a bundle holds, read from folders and ZIP files that anyone may have made."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from helpers.verifying.contents import DamagedError, NotABundleError, digest, opened, read

from .bundles import packed


def zipped(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """A ZIP file with a manifest and these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "{}")
        for entry, content in entries:
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(NotABundleError) as told, opened(path):
        pass
    return str(told.value)


def test_a_folder_and_a_zip_file_of_it_hold_the_same(bundle: Path, tmp_path: Path) -> None:
    (bundle / ".DS_Store").write_text("hidden", encoding="utf-8")
    for top in ("", "export_controls/", "a/b/"):
        path = packed(bundle, tmp_path / "sent.zip", top)
        with opened(bundle) as folder, opened(path) as archive:
            assert folder.names == archive.names
            assert ".DS_Store" not in folder.names
            assert [digest(folder, n) for n in folder.names] == [digest(archive, n) for n in archive.names]


def test_what_an_archiver_adds_is_passed_over(bundle: Path, tmp_path: Path) -> None:
    path = packed(bundle, tmp_path / "sent.zip", "report/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/report/._manifest.json", "x")
        archive.writestr("report/.DS_Store", "x")
    with opened(path) as contents:
        assert not [n for n in contents.names if "DS_Store" in n or "MACOSX" in n]


@pytest.mark.parametrize(
    "name",
    ["../out.txt", "/etc/passwd", "C:\\out.txt", "a/../../b", "rows/..", "a\\..\\b", "a//b", "line\nbreak", "./a"],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    assert "no name of a file below its own folder" in refusal(zipped(tmp_path / "a.zip", (name, b"x")))


def test_a_link_in_a_zip_file_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("index.html")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert "'index.html', which is a link" in refusal(zipped(tmp_path / "a.zip", (link, b"/etc/passwd")))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "times its size" in refusal(zipped(tmp_path / "a.zip", ("rows/a.csv", b"0" * (4 << 20))))
    monkeypatch.setattr("helpers.verifying.contents.MOST_BYTES", 1 << 20)
    assert "would unpack to 2 MB" in refusal(zipped(tmp_path / "b.zip", ("a.bin", os.urandom(2 << 20))))
    monkeypatch.setattr("helpers.verifying.contents.MOST_FILES", 3)
    assert "holds 5 entries; no report has more than 3" in refusal(
        zipped(tmp_path / "c.zip", *((f"{n}.txt", b"x") for n in range(4)))
    )
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x", encoding="utf-8")
    assert "holds more than 3 files" in refusal(tmp_path)


def test_an_entry_that_says_less_than_it_holds_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("rows/a.csv", b"0123456789" * 100))
    raw = path.read_bytes()
    real, told = (1000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(raw.replace(real, told))
    with opened(path) as contents, pytest.raises(DamagedError, match="cannot be read from the ZIP file"):
        read(contents, "rows/a.csv")


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(tmp_path / "a.zip", ("a.txt", b"x"), ("a.txt", b"y"))
    assert "holds 'a.txt' twice" in refusal(twice)
    assert "holds 'a.txt' twice" in refusal(zipped(tmp_path / "b.zip", ("a.txt", b"x"), ("A.TXT", b"y")))


def test_an_encrypted_zip_file_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("index.html", b"x"))
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark, raw.find(mark) + 1)
        raw[at + place] |= 1
    path.write_bytes(bytes(raw))
    assert "is encrypted ('index.html')" in refusal(path)


def test_a_zip_file_cut_short_or_none_is_refused(bundle: Path, tmp_path: Path) -> None:
    path = packed(bundle, tmp_path / "sent.zip")
    path.write_bytes(path.read_bytes()[:-100])
    assert "is no whole ZIP file" in refusal(path)
    assert "is no whole ZIP file" in refusal(bundle / "index.html")
    (tmp_path / "empty.zip").write_bytes(b"")
    assert "is no whole ZIP file" in refusal(tmp_path / "empty.zip")


def test_a_file_damaged_inside_a_zip_file_is_told_when_it_is_read(bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", "{}")
        archive.writestr("index.html", "<p>the page</p>")
    path.write_bytes(path.read_bytes().replace(b"the page", b"the pace"))
    with opened(path) as contents, pytest.raises(DamagedError, match="Bad CRC-32"):
        digest(contents, "index.html")


def test_what_is_no_report_is_told(bundle: Path, tmp_path: Path) -> None:
    assert "there is no folder or file" in refusal(tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    assert "has no manifest.json; give a report's folder" in refusal(tmp_path / "empty")
    assert "is no report but holds 1 report; give one, e.g. 'bundle/manifest.json'" in refusal(tmp_path)
    two = packed(bundle, tmp_path / "two.zip", "one/")
    with zipfile.ZipFile(two, "a") as archive:
        archive.writestr("other/manifest.json", "{}")
    assert "holds 2 reports; give a ZIP file of one" in refusal(two)
    beside = packed(bundle, tmp_path / "beside.zip", "one/")
    with zipfile.ZipFile(beside, "a") as archive:
        archive.writestr("other.txt", "x")
    assert "holds 'other.txt' beside the report in 'one/'" in refusal(beside)


def test_a_link_in_a_folder_is_not_followed(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (bundle / "secret.txt").symlink_to(tmp_path / "secret")
    (bundle / "linked").symlink_to(tmp_path)
    with opened(bundle) as contents:
        assert {"secret.txt", "linked"} <= set(contents.names)
        for name in ("secret.txt", "linked"):
            with pytest.raises(DamagedError, match="is a link, which is not followed"):
                read(contents, name)


def test_a_file_too_large_to_look_into_is_told(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.verifying.contents.MOST_READ", 10)
    with opened(bundle) as contents, pytest.raises(DamagedError, match="which no such file of a report is"):
        read(contents, "index.html")


def test_a_zip_file_in_memory_is_none_of_its_business(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("../out", "x")
    with opened(zipped(tmp_path / "a.zip", ("inner.zip", inner.getvalue()))) as contents:
        assert contents.names == ["inner.zip", "manifest.json"]
