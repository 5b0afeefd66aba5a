"""Exports on disk and as a command: whole or not at all, nothing of the reader's lost, every refusal in a sentence."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers import exports
from helpers.cli import app
from helpers.evidence import Evidence
from helpers.exports import Destination, Extract, OutputError, Selection, extracted, write_export, writing
from helpers.exports.place import RECORD

NOBODY = 2**22 + 12345


@pytest.fixture
def extract(invented: Evidence, sound_folder: Path) -> Extract:
    return extracted(invented, Selection(), sound_folder)


@pytest.fixture
def place(tmp_path: Path) -> Destination:
    return Destination(tmp_path / "place" / "out", ("csv",), False)


def _state(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _breaking(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """Let a format stop after it has written something."""

    def stop(extract: Extract, path: Path) -> None:
        (path if path.is_dir() else path.parent).joinpath("half").write_text("half", encoding="utf-8")
        raise error

    monkeypatch.setitem(writing.FORMS, name, replace(writing.FORMS[name], write=stop))


# --- on disk ---


@pytest.mark.parametrize("error", [RuntimeError("boom"), OSError("full"), KeyboardInterrupt(), SystemExit(143)])
def test_an_export_that_stops_leaves_the_old_one_and_nothing_else(
    extract: Extract, place: Destination, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    write_export(extract, place)
    before = _state(place.path.parent)
    _breaking(monkeypatch, "ris", error)
    with pytest.raises(type(error)):
        write_export(extract, replace(place, formats=("csv", "ris")))
    assert _state(place.path.parent) == before


def test_a_file_that_stops_leaves_the_old_one(
    extract: Extract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Destination(tmp_path / "a" / "x.sqlite", ("sqlite",), True)
    write_export(extract, place)
    before = _state(tmp_path / "a")
    write_export(extract, place)
    assert _state(tmp_path / "a") == before
    monkeypatch.setattr("helpers.exports.database._table", lambda resource: "NO SQL")
    with pytest.raises(exports.ExportError, match="SQLite cannot write"):
        write_export(extract, place)
    assert _state(tmp_path / "a") == before


def test_an_export_takes_the_place_of_another_whole(extract: Extract, place: Destination) -> None:
    write_export(extract, replace(place, formats=("csv", "bibtex")))
    write_export(extract, replace(place, formats=("ris",)))
    assert {p.name for p in place.path.iterdir()} == {"README.md", "sources.ris", RECORD}
    assert [p.name for p in place.path.parent.iterdir()] == ["out"]


def test_what_the_reader_put_there_is_never_removed(extract: Extract, place: Destination) -> None:
    place.path.mkdir(parents=True)
    write_export(extract, place)  # an empty folder may be filled
    (place.path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"it holds 'notes\.txt', which no export wrote\). Choose another place"):
        write_export(extract, place)
    with pytest.raises(OutputError, match="which no export wrote"):
        write_export(extract, replace(place, path=place.path.parent))
    (place.path / RECORD).write_text("[1]", encoding="utf-8")
    with pytest.raises(OutputError, match="which no export wrote"):
        write_export(extract, place)
    assert (place.path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_used_is_told(extract: Extract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "x.xlsx").mkdir()
    monkeypatch.chdir(tmp_path / "x.xlsx")
    for path, formats, is_file, told in (
        ("file", ("csv",), False, "it is a file"),
        ("file/below", ("csv",), False, "Not a directory|File exists"),
        ("x.xlsx", ("xlsx",), True, "it is a folder"),
        ("x.xlsx", ("csv",), False, "it is the folder you are in"),
        ("n" * 300, ("csv",), False, "File name too long"),
    ):
        with pytest.raises(OutputError, match=told):
            write_export(extract, Destination(tmp_path / path, formats, is_file))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "x.xlsx"]


def test_what_killed_exports_left_is_put_right(extract: Extract, place: Destination) -> None:
    write_export(extract, place)
    old = _state(place.path)
    beside = place.path.parent
    place.path.rename(beside / f".old-{NOBODY}-abcd1234-out")
    (beside / f".new-{NOBODY}-abcd1234-out").mkdir()
    (beside / f".new-{NOBODY}-abcd1234-x.ris").write_text("half", encoding="utf-8")
    (beside / f".new-{os.getpid()}-abcd1234-out").mkdir()  # of an export at work
    (beside / f".old-{NOBODY}-abcd1234-out" / "mine").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="which no export wrote"):
        write_export(extract, place)
    (place.path / "mine").unlink()
    assert _state(place.path) == old
    write_export(extract, Destination(beside / "x.ris", ("ris",), True))
    assert sorted(p.name for p in beside.iterdir()) == [f".new-{os.getpid()}-abcd1234-out", "out", "x.ris"]


def test_a_link_is_followed_and_kept(extract: Extract, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_export(extract, exports.destination(tmp_path / "link", ("ris",), Selection(), tmp_path))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "sources.ris").is_file()


def test_exports_to_one_place_at_the_same_time_leave_one_whole(extract: Extract, place: Destination) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: write_export(extract, replace(place, formats=("csv", "ris"))), range(16)))
    record = json.loads((place.path / RECORD).read_text(encoding="utf-8"))
    assert {*record["files"], RECORD} == {p.name for p in place.path.iterdir()}
    assert [p.name for p in place.path.parent.iterdir()] == ["out"]


def test_an_old_export_that_cannot_be_moved_back_is_not_removed(
    extract: Extract, place: Destination, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_export(extract, place)
    rename = Path.rename

    def once(self: Path, target: Any) -> Path:
        if self.name.startswith((".new-", ".old-")):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(OSError, match="Input/output error"):
        write_export(extract, place)
    (old,) = place.path.parent.iterdir()
    assert (old / "measures.csv").is_file()


# --- the command ---


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "xls"], "Did you mean 'xlsx'?"),
        (["--format", "bib"], "Did you mean 'bibtex'?"),
        (["--format", "csl_json"], "Did you mean 'csl-json'?"),
        (["--theme", "space"], "Did you mean 'space_cyber'?"),
        (["--period", "2024/2023"], "before it begins"),
        (["--countries", "JP,Holland"], "'Holland' is no country code held here"),
        (["--as-of", "2023-07"], "write it like 2024-07-31"),
        (["--min-verification", "verify"], "Did you mean 'verified'?"),
        (["--table", "citations"], "table: 'citations' is not allowed"),
        (["--theme", ""], "theme: '' is not allowed"),
        (["--format", "csv", "--out", "x.xlsx"], "can hold xlsx only"),
    ],
)
def test_a_wrong_request_exits_2_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    out = [] if "--out" in arguments else ["--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, ["export", *arguments, *out])
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_selection_and_tells_programs_and_people(tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["export", "--format", "csv,bibtex", "--table", "meetings", "--period", "2023", "--out", str(out)]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out)
    assert " sources.\n" in result.stderr
    told = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert told["out"] == str(out)
    assert (told["selection"], told["formats"]) == ({"period": "2023", "table": "meetings"}, ["csv", "bibtex"])
    assert set(told["files"]) == {p.name for p in out.iterdir()}
    assert told["rows"]["meetings"] > 0


def test_an_empty_selection_is_an_answer_and_exits_0(tmp_path: Path) -> None:
    asked = ["--table", "meetings", "--period", "1901", "--out", str(tmp_path / "x.bib")]
    result = CliRunner().invoke(app, ["export", *asked])
    assert result.exit_code == 0, result.output
    assert "No row falls in this selection" in result.stderr
    assert (tmp_path / "x.bib").read_text(encoding="utf-8").startswith("% Sources of: ")


def test_a_place_that_cannot_be_written_exits_2_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["export", "--format", "ris", "--out", str(tmp_path / "file" / "below")])
    assert result.exit_code == 2
    assert "Choose another place with --out" in result.stderr
    assert "Traceback" not in result.output


def test_an_export_that_fails_exits_1_and_says_that_the_old_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["export", "--format", "ris", "--table", "meetings", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, asked).exit_code == 0
    before = _state(tmp_path)
    _breaking(monkeypatch, "ris", OSError(28, "No space left on device"))
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 1
    assert "what was in its place still stands" in result.stderr
    assert "No space left on device" in result.stderr
    assert _state(tmp_path) == before


def test_the_command_has_a_help_with_an_example() -> None:
    result = CliRunner().invoke(app, ["export", "--help"])
    assert result.exit_code == 0
    assert "Example" in result.stdout
