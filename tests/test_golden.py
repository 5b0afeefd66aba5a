"""Golden findings: every finding of the default and of the article editions, kept; a change is a diff to be accepted."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from helpers.reports.editions import load_editions
from helpers.reports.notebooks import notebook_names

from .inprocess import PINNED_DAY, edition_parameters, findings_of, run_notebook

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = "python3 run.py test tests/test_golden.py --accept"
EDITIONS = {name: e for name, e in load_editions().items() if name == "default" or e.article}
CASES = [(name, notebook) for name, e in EDITIONS.items() for notebook in e.notebooks or notebook_names()]


def kept(findings: list[dict[str, Any]]) -> str:
    """Findings as the golden files hold them: text, status, values and how firm they are; rows only counted."""
    lines = [
        {
            "number": f["number"],
            "status": f["status"],
            "text": f["text"],
            "values": f["values"],
            "rows": len(f["rows"]),
            "sources": len(f["sources"]),
            "robustness": f["robustness"] and {k: f["robustness"][k] for k in ("chosen", "others")},
        }
        for f in findings
    ]
    return json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize(("edition", "notebook"), CASES)
def test_findings_are_as_accepted(
    edition: str, notebook: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", PINNED_DAY)
    chosen = EDITIONS[edition]
    bundles = run_notebook(notebook, edition_parameters(chosen, notebook), monkeypatch, chosen, drawn=False)
    found, path = kept(findings_of(bundles)), GOLDEN / edition / f"{notebook}.json"
    if request.config.getoption("--accept"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    change = difflib.unified_diff(held.splitlines(), found.splitlines(), "accepted", "found", lineterm="", n=1)
    assert found == held, f"findings of {edition}/{notebook} changed; accept with: {ACCEPT}\n" + "\n".join(change)


def test_no_golden_file_is_left_of_a_report_that_is_gone() -> None:
    held = {(p.parent.name, p.stem) for p in GOLDEN.glob("*/*.json")}
    assert held == set(CASES)


def test_a_changed_finding_changes_what_is_kept() -> None:
    one = {"number": 1, "status": "holds", "text": "It is 4.", "values": {"n": 4}, "rows": ["A"], "sources": []}
    first, second = ({**one, "robustness": None, "values": {"n": n}} for n in (4, 5))
    assert kept([first]) != kept([second])
