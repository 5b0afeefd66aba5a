"""The command as an analyst types it: exit status, messages, and nothing written when it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.reports import layout, notebooks

from .miniature import FIND, write_notebook

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export_controls", "--period", "2023-13"], "no month 13"),
        (["export_controls", "--period", "2024/2023"], "before it begins"),
        (["export_controls", "-p", "countires=JP"], "Did you mean 'countries'?"),
        (["export_controls", "-p", "countries=JPN"], "Did you mean 'JP' (Japan)?"),
        (["export_controls", "-p", "strict=perhaps"], "expected bool"),
        (["export_controls", "-p", "countries"], "write -p name=value"),
        (["export_controls", "-p", "period=2023", "--period", "2024"], "given twice"),
        (["export_control"], "Did you mean 'export_controls'?"),
        (["--help-parameters", "export_control"], "Did you mean 'export_controls'?"),
    ],
)
def test_a_wrong_request_exits_2_with_the_nearest_right_one_and_writes_nothing(
    tmp_path: Path, arguments: list[str], says: str
) -> None:
    out = tmp_path / "reports"
    result = CliRunner().invoke(app, ["render", *arguments, "--out", str(out)])
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert not out.exists()


def test_an_output_folder_that_cannot_be_written_exits_2(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["render", "export_controls", "--out", str(tmp_path / "taken")])
    assert result.exit_code == 2
    assert "Choose another folder with --out" in result.stderr


def test_the_parameters_of_a_notebook_are_listed() -> None:
    result = CliRunner().invoke(app, ["render", "--help-parameters", "export_controls"])
    assert result.exit_code == 0
    for name in ("period", "as_of", "countries", "min_verification", "strict"):
        assert f"  {name}: " in result.stdout


@pytest.mark.slow
def test_check_is_quiet_on_sound_data_and_lists_every_problem_of_broken_data(data_copy: Path) -> None:
    assert CliRunner().invoke(app, ["check"]).exit_code == 0
    text = (data_copy / "measures.csv").read_text(encoding="utf-8")
    (data_copy / "measures.csv").write_text(text.replace("verified", "sure", 2), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--data", str(data_copy), "--json"])
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["errors"]) >= 2


def test_check_finds_a_notebook_that_leaves_the_house_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    write_notebook(tmp_path / "notebooks" / "loose.ipynb", FIND, "for x in []:\n    x")
    monkeypatch.setattr(layout, "root_folder", lambda: tmp_path)
    monkeypatch.setattr(notebooks, "root_folder", lambda: tmp_path)
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "loose.ipynb:5, cell: has a For; move it to helpers" in result.stdout


@pytest.mark.slow
def test_one_failure_among_two_exits_3_and_a_failure_alone_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(notebooks, "root_folder", lambda: tmp_path)
    write_notebook(tmp_path / "notebooks" / "good.ipynb", FIND, "show_ledger(findings, scope)")
    write_notebook(tmp_path / "notebooks" / "stops.ipynb", "1 / 0")
    both = CliRunner().invoke(app, ["render", "--out", str(tmp_path / "out"), "--json"])
    assert both.exit_code == 3
    assert "stops failed in cell 4 ('1 / 0'): ZeroDivisionError: division by zero" in both.stderr
    assert "done  good" in both.stderr
    reports = json.loads(both.stdout)["reports"]
    assert [bool(r["error"]) for r in reports] == [False, True]
    alone = CliRunner().invoke(app, ["render", "stops", "--out", str(tmp_path / "out")])
    assert alone.exit_code == 1


@pytest.mark.parametrize("command", [[], ["render"], ["check"], ["lab"]])
def test_every_command_has_a_help_with_an_example(command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert not command or "Example" in result.stdout


def test_an_unknown_command_exits_2_without_a_traceback() -> None:
    run = subprocess.run([sys.executable, "-m", "helpers.cli", "rendr"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
