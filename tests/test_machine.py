"""What a report says of the machine that it was made on: nothing."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLANTED = {
    "PLANTED_TOKEN": "planted-secret-8c1f",
    "USER": "planted-user-8c1f",
    "LOGNAME": "planted-user-8c1f",
    "HOSTNAME": "planted-host-8c1f",
}


def _texts(folder: Path) -> dict[str, str]:
    """Every file of a folder as text; of a Word document, its parts."""
    found = {}
    for path in (p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as held:
                found |= {f"{name}/{part}": held.read(part).decode("utf-8", "replace") for part in held.namelist()}
        found[name] = path.read_bytes().decode("utf-8", "replace")
    return found


@pytest.mark.slow
def test_no_place_user_host_or_variable_of_the_machine_is_in_any_output(tmp_path: Path) -> None:
    home = tmp_path / "planted-home-8c1f"
    home.mkdir()
    out, site = tmp_path / "planted-out-8c1f", tmp_path / "planted-site-8c1f"
    environ = {**os.environ, **PLANTED, "HOME": str(home), "WORKBOOK_CACHE": str(home / "cache")}
    workbook = [sys.executable, "-m", "helpers.cli"]
    for command in (
        [*workbook, "render", "briefing", "--format", "html,docx,md", "--out", str(out)],
        [*workbook, "publish", "--reports", str(out), "--out", str(site)],
    ):
        subprocess.run(command, env=environ, cwd=ROOT, check=True, capture_output=True, timeout=300)
    told = {f"{folder.name}/{name}": text for folder in (out, site) for name, text in _texts(folder).items()}
    assert any(name.endswith("index.html") for name in told)
    names = {"8c1f", str(ROOT), str(tmp_path), sys.prefix, socket.gethostname(), getpass.getuser()} - {
        "root",
        "localhost",
    }
    assert [(name, word) for name, text in told.items() for word in names if len(word) > 3 and word in text] == []
