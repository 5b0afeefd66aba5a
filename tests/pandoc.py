"""Bibliographies as pandoc reads them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pypandoc

PANDOC = str(Path(pypandoc.__file__).parent / "files" / "pandoc")


def items_read(text: str, format_read: str) -> list[dict[str, Any]]:
    """The entries of a bibliography as CSL-JSON."""
    command = [PANDOC, "--sandbox", f"--from={format_read}", "--to=csljson"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    read: list[dict[str, Any]] = json.loads(done.stdout or "[]")
    return read
