"""Reports on disk: names, whole replacement, and what an interrupted run leaves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from helpers.placing import exchange
from helpers.reports import layout


def _report(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def test_parameters_name_the_folder() -> None:
    defaults = {"period": "2023", "countries": ["US"], "strict": False}
    assert layout.parameters_slug(defaults, defaults) == "default"
    changed = {"period": "2017/2024-07", "countries": ["JP", "NL"], "strict": True}
    assert layout.parameters_slug(changed, defaults) == "period-2017--2024-07_countries-jp-nl_strict-true"


def test_a_long_name_is_cut_and_still_its_own() -> None:
    one, other = ({"company": "x" * 200 + end} for end in "ab")
    names = {layout.parameters_slug(v, {"company": ""}) for v in (one, other)}
    assert len(names) == 2
    assert all(len(n) <= 100 for n in names)


def test_the_way_to_another_report_of_an_edition_and_none_to_itself() -> None:
    edition = Path("out/default")
    reports = {"briefing": edition / "briefing/x", "dialogues": edition / "dialogues/period-2023"}
    assert layout.ways(edition / "briefing/x", reports) == {"dialogues": "../../dialogues/period-2023/index.html"}


def test_a_report_takes_the_place_of_the_old_whole(tmp_path: Path) -> None:
    final = _report(tmp_path / "default" / "demo" / "x", "old")
    staging = layout.start_staging(final)
    (staging / "index.html").write_text("new", encoding="utf-8")
    exchange(staging, final)
    assert (final / "index.html").read_text(encoding="utf-8") == "new"
    assert [p.name for p in final.parent.iterdir()] == ["x"]


def test_a_move_that_fails_leaves_the_old_report(tmp_path: Path) -> None:
    final = _report(tmp_path / "default" / "demo" / "x", "old")
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "never-made", final)
    assert (final / "index.html").read_text(encoding="utf-8") == "old"


def test_what_a_killed_run_left_is_put_right(tmp_path: Path) -> None:
    place = tmp_path / "default" / "demo"
    gone = 2**22 + 12345
    _report(place / f".old-{gone}-abcd1234-x", "old")
    _report(place / f".new-{gone}-abcd1234-y", "half")
    running = _report(place / f".new-{os.getpid()}-abcd1234-z", "being written")
    assert len(layout.recover(tmp_path)) == 2
    assert (place / "x" / "index.html").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in place.iterdir()) == [running.name, "x"]


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(layout.OutputError, match=r"it is a file.*Choose another folder with --out"):
        layout.ensure_writable(file)
    with pytest.raises(layout.OutputError, match="cannot write reports to"):
        layout.ensure_writable(file / "below")


@pytest.mark.skipif(shutil.which("chmod") is None or os.geteuid() == 0, reason="rights do not bind the superuser")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(layout.OutputError, match="Permission denied"):
            layout.ensure_writable(tmp_path / "reports")
    finally:
        tmp_path.chmod(0o700)
