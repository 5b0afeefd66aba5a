"""The command as an analyst types it: exit status, messages, and nothing written when it refuses."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import helpers
from helpers.cli import app
from helpers.opening import data_folder

from .desk import Desk
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
        (["briefing", "-p", "themes="], "themes is empty; name at least one of export_controls"),
        (["briefing", "-p", "countries=JP,JP"], "countries names 'JP' twice"),
        (["briefing", "-p", "horizon_days=0"], "horizon_days=0 is out of bounds; expected 1 to 3650"),
        (["space_cyber", "-p", "follow_up_days=99999999"], "expected 1 to 3650"),
        (["china_hedging", "-p", "reaction_window_days=-3"], "expected 1 to 3650"),
        (["semiconductor_industry", "-p", "node_max_nm=nan"], "node_max_nm=nan is out of bounds"),
        (["briefing", "--edition", "monthly", "--edition", "quartely"], "Did you mean 'quarterly'?"),
        (["briefing", "--exclude", "notebook=briefing"], "nothing is left to render"),
        (["briefing", "--period", "2022,2023-13"], "no month 13"),
        (["briefing", "--matrix", "absent.yml"], "absent.yml cannot be read as a matrix"),
        (["briefing", "--cluster", "scheduler"], "write it like tcp://"),
        (["briefing", "--cluster", "tcp://192.0.2.7:8786", "--cold"], "--cold and --cluster do not go together"),
        (["briefing", "--cluster", "tcp://192.0.2.7:8786", "--jobs", "2"], "--jobs and --cluster do not go together"),
        (["briefing", "--cache", "there", "--no-cache"], "--cache and --no-cache do not go together"),
        (["briefing", "--force", "--resume"], "--force and --resume do not go together"),
        (["briefing", "--cache", ""], "an empty path names no place"),
        (["briefing", "--jobs", "0"], "range x>=1"),
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
    (tmp_path / "data").symlink_to(data_folder(), target_is_directory=True)
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "loose.ipynb:5, cell: has a For; move it to helpers" in result.stdout


@pytest.mark.slow
def test_one_failure_among_two_exits_3_and_a_failure_alone_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    write_notebook(desk.notebooks / "good.ipynb", FIND, "show_ledger(findings, scope)")
    write_notebook(tmp_path / "notebooks" / "stops.ipynb", "1 / 0")
    both = CliRunner().invoke(app, ["render", "--out", str(tmp_path / "out"), "--json"])
    assert both.exit_code == 3
    assert "stops failed in cell 4 ('1 / 0'): ZeroDivisionError: division by zero" in both.stderr
    assert "done  good" in both.stderr
    reports = json.loads(both.stdout.splitlines()[-1])["reports"]
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


HEAVY = (
    "jsonschema",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "rich.progress",
)
LAZY = """
import sys
sys.argv = ["workbook", "render", *{arguments!r}, "--dry-run", "--no-cache"]
from helpers.cli import main
try:
    main()
except SystemExit as end:
    print(end.code, sorted(set({heavy!r}) & set(sys.modules)))
"""


def test_jobs_are_planned_before_anything_heavy_is_loaded() -> None:
    code = LAZY.format(arguments=["--edition", "wong-2024-08", "--period", "2022,2023"], heavy=HEAVY)
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "0 []", run.stdout + run.stderr


def test_a_run_that_renders_nothing_loads_nothing_heavy() -> None:
    code = f"import sys, helpers.reports.render; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stdout + run.stderr


def test_a_dry_run_lists_every_job_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.write("first")
    desk.write("second")
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    options = ["render", "--dry-run", "-p", "strict=yes,no", "--exclude", "notebook=second,strict=true"]
    listed = CliRunner().invoke(app, options)
    reports = tmp_path / "reports" / "default"
    assert listed.stdout.splitlines() == [
        f"new         default/first  strict=True  -> {reports / 'first' / 'strict-true'}",
        f"new         default/first  -> {reports / 'first' / 'default'}",
        f"new         default/second  -> {reports / 'second' / 'default'}",
    ]
    assert listed.stderr == "3 reports: 3 new\n"
    told = json.loads(CliRunner().invoke(app, [*options, "--json"]).stdout)["jobs"]
    assert told[0] == {
        "notebook": "first", "edition": "default", "parameters": {"strict": True},
        "folder": str(reports / "first" / "strict-true"), "state": "new", "changed": ["new"],
    }  # fmt: skip
    assert sorted(tmp_path.rglob("*")) == before


def test_many_reports_are_rendered_only_when_they_are_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.write("first")
    source = (desk.notebooks / "first.ipynb").read_text(encoding="utf-8")
    many = source.replace("strict: bool = False  # stop", "number: int = 0  # which")
    (desk.notebooks / "first.ipynb").write_text(many, encoding="utf-8")
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    numbers = f"number={','.join(map(str, range(1001)))}"
    refused = CliRunner().invoke(app, ["render", "-p", numbers])
    assert refused.exit_code == 2
    assert "1,001 reports are asked for; give --yes" in refused.stderr
    listed = CliRunner().invoke(app, ["render", "-p", numbers, "--dry-run", "--no-cache"])
    assert len(listed.stdout.splitlines()) == 1001
    monkeypatch.setattr("helpers.cli.request._is_somebody_there", lambda: True)
    declined = CliRunner().invoke(app, ["render", "-p", numbers], input="n\n")
    assert declined.exit_code == 2
    assert "Render 1,001 reports? [y/N]" in declined.stderr
    assert "1,001 reports were not confirmed" in declined.stderr
    assert not desk.out.exists()


@pytest.mark.parametrize(
    "script",
    [
        "from helpers import robustness",
        "import helpers.robustness; from helpers import robustness",
        "from helpers import findings, robustness",
        "from helpers.robustness import robustness as one; from helpers import robustness; assert one is robustness",
        "from helpers import robustness; import helpers.robustness; from helpers import robustness",
        "import helpers; import helpers.robustness; robustness = helpers.robustness",
        "from helpers import *",
    ],
)
def test_robustness_is_the_function_whatever_was_imported_before(script: str) -> None:
    code = f"{script}\nimport types; assert isinstance(robustness, types.FunctionType), robustness"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_the_public_names_are_those_of_their_modules_and_a_wrong_one_is_told() -> None:
    assert sorted(helpers.__all__) == sorted(helpers._MODULES)
    assert set(helpers.__all__) <= set(dir(helpers))
    for name, module in helpers._MODULES.items():
        assert getattr(helpers, name) is getattr(importlib.import_module(f"helpers.{module}"), name)
    with pytest.raises(AttributeError, match="has no attribute 'open_evidenc'"):
        helpers.open_evidenc  # noqa: B018


def test_the_package_itself_loads_nothing_heavy() -> None:
    code = f"import sys, helpers; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.skipif(os.name == "nt", reason="Windows closes no standard stream this way")
def test_a_command_whose_standard_streams_are_closed_goes_on() -> None:
    command = f"{sys.executable} -m helpers.cli render briefing --dry-run --no-cache >&- 2>&- <&-"
    assert subprocess.run(["sh", "-c", command], cwd=ROOT).returncode == 0
