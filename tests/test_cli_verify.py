"""`workbook verify` as typed: what it prints, its exit status, and that hostile texts steer no terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .bundles import Workbook, change, manifest_of, packed, rewrite
from .desk import environ


def run(*options: str | Path, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "helpers.cli", "verify", *map(str, options)]
    where = environ() | {"WORKBOOK_ROOT": str(root or "/nowhere"), "COLUMNS": "200"}
    return subprocess.run(command, env=where, capture_output=True, text=True, encoding="utf-8", timeout=120)


def test_a_report_sent_is_verified_from_its_own_rows(bundle: Path, tmp_path: Path) -> None:
    ended = run(packed(bundle, tmp_path / "sent.zip", "report/"))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Is trade made up? (trade, made 20" in ended.stdout
    assert "Computed from the bundle's own rows: the workbook is not at hand." in ended.stdout
    assert "Findings: 1 reproduced, 0 changed, 1 not checkable. Files: all as the manifest says." in ended.stdout
    line = next(line for line in ended.stdout.splitlines() if line.strip().startswith("1 "))
    assert "reproduced" in line
    assert "Beta followed Alpha after 167 days." in line


def test_what_changed_is_named_with_old_new_and_the_cell(bundle: Path, workbook: Workbook) -> None:
    workbook.change("measures", "2001-08-15", "2001-08-20")
    ended = run(bundle, "--root", workbook.root)
    assert ended.returncode == 1
    assert "its number: 167 days → 172 days" in ended.stdout
    assert "measures: JP-2001-BETA, date_effective: 2001-08-15 → 2001-08-20" in ended.stdout
    assert "Otherwise than when the report was made: data." in ended.stdout
    assert "Findings: 1 reproduced, 1 changed, 0 not checkable." in ended.stdout


def test_a_changed_file_is_named_and_so_is_what_was_computed_from_it(bundle: Path) -> None:
    change(bundle / "rows" / "measures.csv", "2001-08-15", "2001-08-16")
    ended = run(bundle)
    assert ended.returncode == 1
    assert "rows/measures.csv was changed: SHA-256 " in ended.stdout
    assert "in rows/measures.csv, which was changed" in ended.stdout
    assert "Files: 1 otherwise than the manifest says." in ended.stdout


def test_programs_are_given_the_same(bundle: Path) -> None:
    (bundle / "extra.txt").write_text("x", encoding="utf-8")
    ended = run(bundle, "--json")
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["good"]) == (1, False)
    assert told["faults"] == [
        {"name": "extra.txt", "kind": "not of the report", "says": "is not named in the manifest; it was added later"}
    ]
    assert [v["outcome"] for v in told["verdicts"]] == ["reproduced", "not checkable"]


def test_what_is_no_bundle_is_refused_in_a_line(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no ZIP file", encoding="utf-8")
    (bundle / "manifest.json").write_text("[]", encoding="utf-8")
    for place in (tmp_path / "gone", tmp_path / "text.zip", bundle):
        ended = run(place)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith("Refused, nothing was done:\nnot a report bundle: ")
        assert ended.stderr.count("\n") == 2


def test_a_root_that_is_no_workbook_is_refused(bundle: Path, tmp_path: Path) -> None:
    ended = run(bundle, "--root", tmp_path)
    assert ended.returncode == 2
    assert "is no workbook; --root names a folder that holds notebooks/ and data/." in ended.stderr


def test_texts_of_a_bundle_steer_no_terminal(bundle: Path) -> None:
    findings = manifest_of(bundle)["findings"]
    findings[0]["text"] = "\x1b]0;owned\x07\x1b[2J[bold]\u202egnihton[/bold]"
    rewrite(bundle, findings=findings, title="\x1b[31m[red]title\u2066", notebook="[link=file:///x]\x1b\n")
    ended = run(bundle)
    assert ended.returncode == 1
    assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(ended.stdout)
    assert "[bold]" in ended.stdout
    assert "[red]title" in ended.stdout
