"""Forms asked for on the command line: beside the page whole or not at all, from the kept page, and made once."""

from __future__ import annotations

import hashlib
import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.forms.programs import run as run_program
from helpers.reports import forming

from .desk import Desk
from .test_browser import CHROMIUM

SHOWN = "from helpers.display import show_html\nshow_html('<p>Alpha came first.</p>', 'x', {'kind': 'silence'})"
COUNTED = "from pathlib import Path\nwith Path({place!r}).open('a') as file:\n    _ = file.write('ran ')"
browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system; install it to test PDF")
pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk")
    made.write("alpha", SHOWN, COUNTED.format(place=str(tmp_path / "runs")))
    yield made
    made.end_processes()


def _runs(tmp_path: Path) -> int:
    return (tmp_path / "runs").read_text(encoding="utf-8").count("ran")


def _state(folder: Path) -> dict[str, tuple[int, str]]:
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    return {p.name: (p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths}


def _broken(folder: Path) -> str:
    program = folder / "chromium-that-fails"
    program.write_text("#!/bin/sh\necho no display >&2\nexit 7\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def test_a_run_that_is_given_up_waits_for_no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(forming, "add_forms", lambda folder, forms: run_program(["/bin/sleep", "300"], 300))
    making: forming.Forming[str] = forming.Forming(1)
    for name in ("first", "second"):
        making.submit(name, tmp_path, ["md"])
    assert list(making.done(0.5)) == []
    began = time.monotonic()
    making.close()
    assert time.monotonic() - began < 20
    assert len(making) == 0


def test_what_fails_is_told_with_what_was_given(tmp_path: Path) -> None:
    making: forming.Forming[str] = forming.Forming(1)
    making.submit("mine", tmp_path, ["md"])
    [(token, _, error)] = making.done(60)
    making.close()
    assert token == "mine"
    assert error.startswith("making its other forms: FileNotFoundError")


@browser
@pytest.mark.browser
def test_all_forms_stand_beside_the_page_and_are_named_in_the_manifest(desk: Desk, tmp_path: Path) -> None:
    run = desk.render("alpha", "--format", "html,pdf,docx,md")
    assert (run.status, run.outcome("alpha")["forms"]) == (0, ["pdf", "docx", "md"]), run.errors
    folder = desk.folder("alpha")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("index.html", "report.pdf", "report.docx", "report.md"):
        assert manifest["files"][name] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert "Alpha came first." in (folder / "report.md").read_text(encoding="utf-8")
    index = (desk.out / "index.html").read_text(encoding="utf-8")
    assert '<a href="default/alpha/default/report.docx">Word</a>' in index
    before = _state(desk.out)
    again = desk.render("alpha", "--format", "md,docx,pdf")
    assert again.outcome("alpha")["status"] == "fresh"
    assert _state(desk.out) == before
    assert _runs(tmp_path) == 1
    assert desk.left_over() == []
    assert desk.processes() == []


def test_a_form_asked_for_later_is_made_of_the_kept_page(desk: Desk, tmp_path: Path) -> None:
    assert desk.render("alpha").status == 0
    page = (desk.folder("alpha") / "index.html").read_bytes()
    listed = desk.start("--dry-run", "alpha", "--format", "md").communicate(timeout=120)[0]
    assert listed.startswith("restorable")
    run = desk.render("alpha", "--format", "md", "--explain")
    assert (run.outcome("alpha")["status"], run.outcome("alpha")["changed"]) == ("restored", ["form: md"])
    assert (desk.folder("alpha") / "report.md").is_file()
    assert (desk.folder("alpha") / "index.html").read_bytes() == page
    assert desk.render("alpha", "--format", "docx").outcome("alpha")["changed"] == ["form: docx"]
    assert {"report.md", "report.docx"} <= {p.name for p in desk.folder("alpha").iterdir()}
    assert desk.render("alpha", "--format", "docx,md").outcome("alpha")["status"] == "fresh"
    assert desk.render("alpha").outcome("alpha")["status"] == "fresh"
    assert _runs(tmp_path) == 1


def test_forms_are_taken_from_the_cache_where_a_report_is_gone(desk: Desk, tmp_path: Path) -> None:
    desk.render("alpha", "--format", "md")
    made = (desk.folder("alpha") / "report.md").read_bytes()
    (desk.folder("alpha") / "report.md").unlink()
    assert desk.render("alpha", "--format", "md").outcome("alpha")["status"] == "restored"
    assert (desk.folder("alpha") / "report.md").read_bytes() == made
    assert _runs(tmp_path) == 1


def test_a_form_that_fails_leaves_the_last_good_report_and_costs_no_run(desk: Desk, tmp_path: Path) -> None:
    desk.render("alpha", "--format", "md")
    before = _state(desk.folder("alpha"))
    run = desk.render("alpha", "--format", "pdf", WORKBOOK_CHROMIUM=_broken(tmp_path))
    assert run.status == 1
    assert "status 7: no display" in run.outcome("alpha")["error"]
    assert _state(desk.folder("alpha")) == before
    assert not desk.folder("alpha").with_name("default.failed").exists()
    assert desk.left_over() == []
    assert desk.render("alpha", "--force", "--format", "pdf", WORKBOOK_CHROMIUM=_broken(tmp_path)).status == 1
    assert _state(desk.folder("alpha")) == before
    later = desk.render("alpha", "--format", "md")
    assert (later.status, later.outcome("alpha")["status"]) == (0, "restored")
    assert _runs(tmp_path) == 2


def test_resume_makes_what_forms_are_missing(desk: Desk) -> None:
    desk.render("alpha")
    assert desk.render("alpha", "--resume").outcome("alpha")["status"] == "fresh"
    assert desk.render("alpha", "--resume", "--format", "md").outcome("alpha")["status"] == "restored"
    assert desk.render("alpha", "--resume", "--format", "md").outcome("alpha")["status"] == "fresh"


@pytest.mark.parametrize("options", [("--format", "pfd"), ("--format", "pdf")], ids=["unknown", "no Chromium"])
def test_what_cannot_be_made_is_refused_before_anything_runs(desk: Desk, options: tuple[str, ...]) -> None:
    started = desk.start("alpha", *options, WORKBOOK_CHROMIUM="no-such-browser")
    errors = started.communicate(timeout=120)[1]
    assert started.returncode == 2
    assert errors.startswith("Refused, nothing was done:\n")
    assert "Did you mean 'pdf'?" in errors or "WORKBOOK_CHROMIUM is 'no-such-browser'" in errors
    assert "Traceback" not in errors
    assert not desk.out.exists()


def test_reports_that_are_kept_without_forms_are_still_known(desk: Desk) -> None:
    """Entries of a cache from before there were forms."""
    desk.render("alpha")
    [entry] = (desk.cache / "v1" / "entries").glob("*.json")
    held = json.loads(entry.read_text(encoding="utf-8"))
    for variant in held["variants"]:
        del variant["forms"]
    entry.write_text(json.dumps(held), encoding="utf-8")
    assert desk.render("alpha").outcome("alpha")["status"] == "fresh"
