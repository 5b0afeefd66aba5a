"""`--resume` redoes what failed or is missing, and takes every good report as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .desk import Desk

pytestmark = pytest.mark.slow


def _states(desk: Desk) -> dict[str, str]:
    """What a dry run says would become of each notebook."""
    listed = desk.render("--dry-run", "--resume").output
    return {job["notebook"]: job["state"] for job in json.loads(listed)["jobs"]}


def test_only_what_failed_or_is_missing_or_broken_is_redone(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    for name in ("good", "broken"):
        desk.write(name, f"print('{name} at first')")
    desk.write("bad", "1 / 0")
    assert desk.render().status == 3
    for name in ("good", "bad", "broken", "missing"):
        desk.write(name, f"print('{name} mended')")
    (desk.folder("broken") / "manifest.json").write_text("[]")

    assert _states(desk) == {"good": "fresh", "bad": "new", "broken": "stale", "missing": "new"}
    run = desk.render("--resume")

    assert run.status == 0, run.errors
    assert {o["notebook"]: o["status"] for o in run.result["reports"]} == {
        "bad": "rendered",
        "broken": "rendered",
        "good": "fresh",
        "missing": "rendered",
    }
    assert "good at first" in (desk.folder("good") / "index.html").read_text(encoding="utf-8")
    assert json.loads((desk.folder("broken") / "manifest.json").read_text(encoding="utf-8"))["status"] == "good"
    assert not list(desk.out.rglob("*.failed"))
    assert set(_states(desk).values()) == {"fresh"}
    assert desk.processes() == []
