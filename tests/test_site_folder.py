"""The site on disk: only what changed is written, whole, and nothing of anybody else is touched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from helpers.placing import NEW
from helpers.site.folder import LIST, FolderError, Written, write_site

PAGES = {"site.css": b"x", "measures/A-1.html": b"one", "measures/A-2.html": b"two", "index.html": b"front"}
NOBODY = 2**22 + 12345


def _held(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_a_second_publishing_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert write_site(out, PAGES) == Written(4, 0, 0)
    assert {n: c for n, c in _held(out).items() if n != LIST} == PAGES
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*")}
    assert write_site(out, PAGES) == Written(0, 4, 0)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*")} == before


def test_only_what_changed_is_written_and_what_is_gone_removed(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(out, PAGES)
    changed = {"site.css": b"x", "places/B-1.html": b"new", "index.html": b"another"}
    assert write_site(out, changed) == Written(2, 1, 2)
    assert {n: c for n, c in _held(out).items() if n != LIST} == changed
    assert not (out / "measures").exists()


def test_a_copied_file_is_compared_by_what_is_in_it(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_bytes(b"first")
    write_site(tmp_path / "site", {"a.html": report})
    report.write_bytes(b"other")
    os.utime(report, ns=(0, 0))
    assert write_site(tmp_path / "site", {"a.html": report}).written == 1
    assert (tmp_path / "site" / "a.html").read_bytes() == b"other"


def test_a_file_of_somebody_else_stays_and_one_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(out, PAGES)
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    (out / "measures" / "mine.txt").write_text("mine", encoding="utf-8")
    (out / "index.html").write_bytes(b"by hand")
    assert write_site(out, {"index.html": b"front"}) == Written(1, 0, 3)
    assert set(_held(out)) == {"CNAME", "measures/mine.txt", "index.html", LIST}


@pytest.mark.parametrize("name", ["thesis.txt", ".hidden", LIST + ".bak"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match=f"holds '{name}', which no publishing wrote.*--out"):
        write_site(tmp_path, PAGES)
    assert _held(tmp_path) == {name: b"mine"}


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="it is a file"):
        write_site(tmp_path / "site", PAGES)


def test_a_foreign_file_where_a_page_is_to_stand_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, {"index.html": b"front"})
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "A-1.html").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match=r"'measures/A-1\.html', which no publishing wrote"):
        write_site(tmp_path, PAGES)
    assert (tmp_path / "index.html").read_bytes() == b"front"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_site(out, {"index.html": b"front"})
    (out / "measures").symlink_to(elsewhere)
    with pytest.raises(FolderError, match="'measures' in it is no folder of the site"):
        write_site(out, PAGES)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "[]", '{"files": 1}', '{"files": ["../mine"]}', '{"files": ["/etc/x"]}', '{"files": [1]}']
)
def test_a_list_that_cannot_be_trusted_stops_everything(tmp_path: Path, text: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    (out / LIST).write_text(text, encoding="utf-8")
    with pytest.raises(FolderError, match=LIST):
        write_site(out, PAGES)
    assert (tmp_path / "mine").exists()
    assert set(_held(out)) == {LIST}


def test_after_a_stop_every_file_is_whole_and_the_next_publishing_knows_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace, moved = tmp_path / "site", Path.replace, []

    def stops(self: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 4:
            raise OSError("no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(OSError, match="no space"):
        write_site(out, PAGES)
    assert {n: c for n, c in _held(out).items() if n != LIST} == dict(list(PAGES.items())[:2])
    monkeypatch.undo()
    assert write_site(out, {"index.html": b"front"}) == Written(1, 0, 2)
    assert json.loads((out / LIST).read_text(encoding="utf-8"))["files"] == ["index.html"]


def test_what_a_killed_publishing_left_half_written_is_cleared(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(out, PAGES)
    left = out / "measures" / f"{NEW}{NOBODY}-abcd-A-1.html"
    left.write_bytes(b"ha")
    write_site(out, PAGES)
    assert not left.exists()


def test_a_first_publishing_killed_before_its_list_was_there_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / f"{NEW}{NOBODY}-abcd-{LIST}").write_bytes(b"{")
    assert write_site(tmp_path, PAGES).written == 4
    assert set(_held(tmp_path)) == {*PAGES, LIST}
