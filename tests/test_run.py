"""run.py: the stamp, the sentences, and whole set-ups with a stand-in for uv that installs nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN_PY = ROOT / "run.py"
PROJECT = '[project]\nname = "x"\ndependencies = ["pandas>=3,<4"]\n\n[tool.ruff]\nline-length = 110\n'
STAND_IN_UV = """
import os, pathlib, sys, time
if sys.argv[1] == "--version":
    print("uv 0.13.9 (stand-in)")
    sys.exit()
with open(os.environ["CALLS"], "a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == "venv":
    programs = pathlib.Path(sys.argv[-1]) / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    workbook = programs / "workbook"
    workbook.write_text("#!/bin/sh\\necho workbook $* path=$PYTHONPATH venv=$VIRTUAL_ENV\\nexit 5\\n")
    workbook.chmod(0o755)
if sys.argv[1:3] == ["pip", "sync"]:
    time.sleep(float(os.environ.get("SYNC_SECONDS", "0")))
    print("no route to the packages")
    sys.exit(int(os.environ.get("SYNC_STATUS", "0")))
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are POSIX scripts")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of its own, in a folder with a space, with a copy of run.py."""
    folder = tmp_path / "a work book"
    folder.mkdir()
    shutil.copy(RUN_PY, folder)
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "requirements.lock").write_text("pandas==3.1.1 \\\n    --hash=sha256:0\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(project: Path) -> ModuleType:
    """The copy of run.py as a module, so that its ROOT is the small project."""
    spec = importlib.util.spec_from_file_location("run_py_copy", project / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environ(project: Path) -> dict[str, str]:
    """An environment whose uv is the stand-in and where other environments are active."""
    programs = project.parent / "programs"
    programs.mkdir()
    (programs / "uv.py").write_text(STAND_IN_UV, encoding="utf-8")
    starter = f'#!/bin/sh\nexec "{sys.executable}" "{programs / "uv.py"}" "$@"\n'
    (programs / "uv").write_text(starter, encoding="utf-8")
    (programs / "uv").chmod(0o755)
    environ = {name: value for name, value in os.environ.items() if name != "WORKBOOK_INSTALLER"}
    environ["PATH"] = f"{programs}{os.pathsep}{environ['PATH']}"
    environ |= {"CALLS": str(project / "calls"), "PYTHONPATH": str(project), "VIRTUAL_ENV": "/nowhere"}
    return environ


def started(project: Path, environ: dict[str, str], *options: str) -> subprocess.Popen[str]:
    """run.py at work, able to hear Ctrl-C even where the tests run in the background and cannot."""
    return subprocess.Popen(
        [sys.executable, str(project / "run.py"), *options],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def calls(project: Path) -> list[str]:
    """What the stand-in was asked for, first two words of each call."""
    return [" ".join(line.split()[:2]) for line in (project / "calls").read_text().splitlines()]


def wait_for_call(project: Path, call: str) -> None:
    deadline = time.monotonic() + 20
    while not ((project / "calls").exists() and call in calls(project)):
        assert time.monotonic() < deadline, f"{call!r} was never called"
        time.sleep(0.02)


# --- the command line ---


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "python3 run.py reports"),
        (["reprots"], 'did you mean "reports"?'),
        (["zzz"], "see the list above"),
    ],
)
def test_a_missing_or_unknown_command_is_refused(
    run: ModuleType, project: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert run.main(options) == 2
    assert said in capsys.readouterr().err
    assert not (project / ".tools").exists()


def test_help_is_no_error(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    assert "python3 run.py test" in capsys.readouterr().out


def test_an_old_python_is_told_what_is_needed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "OLDEST_PYTHON", (9, 9))
    assert run.main(["reports"]) == 2
    assert "the workbook needs Python 9.9 or newer" in capsys.readouterr().err


def test_the_oldest_python_is_that_of_the_project(run: ModuleType) -> None:
    oldest = ".".join(map(str, run.OLDEST_PYTHON))
    assert f'requires-python = ">={oldest}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_commands_stand_for_programs_of_the_environment(run: ModuleType) -> None:
    python, workbook = (str(run.venv_program(name)) for name in ("python", "workbook"))
    assert run.handed_command("reports", ["--force"]) == [workbook, "render", "--force"]
    assert run.handed_command("lab", []) == [workbook, "lab"]
    assert run.handed_command("workbook", ["check"]) == [workbook, "check"]
    assert run.handed_command("test", ["-k", "lock"]) == [python, "-m", "pytest", "-k", "lock"]
    assert run.handed_command("test", []) == [python, "-m", "pytest", *run.ALL_CORES]
    assert run.handed_command("test", ["--quick"])[-2:] == ["-m", "not slow and not browser"]


# --- the stamp ---


def test_the_stamp_follows_what_is_installed_and_nothing_else(run: ModuleType, project: Path) -> None:
    first = run.wanted_stamp()
    (project / "pyproject.toml").write_text(PROJECT.replace("110", "99"), encoding="utf-8")
    assert run.wanted_stamp() == first
    (project / "pyproject.toml").write_text(PROJECT.replace("<4", "<5"), encoding="utf-8")
    assert run.wanted_stamp() != first
    (project / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (project / "requirements.lock").write_text("pandas==3.1.2\n", encoding="utf-8")
    assert run.wanted_stamp() != first


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"folder": "/elsewhere"}, "the one in .venv was made for '/elsewhere'"),
        ({"python": "3.10.1 (main)"}, "the one in .venv was made by another Python (3.10.1)"),
        ({"packages": "other"}, None),
    ],
)
def test_another_folder_or_python_needs_a_new_environment(
    run: ModuleType, project: Path, changed: dict[str, str], reason: str | None
) -> None:
    (project / ".venv").mkdir()
    found = run.reason_to_remake(run.wanted_stamp() | changed, run.wanted_stamp())
    assert found == reason


def test_a_stamp_without_its_python_or_of_nonsense_counts_for_nothing(run: ModuleType, project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv/set-up.json").write_text(json.dumps(run.wanted_stamp()), encoding="utf-8")
    assert run.found_stamp() == {}
    (project / ".venv/set-up.json").write_text("[", encoding="utf-8")
    assert run.found_stamp() == {}
    assert "never finished" in run.reason_to_remake({}, run.wanted_stamp())


# --- what is said when the set-up cannot go on ---


def test_a_python_without_pip_is_told_the_command_that_brings_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "output_of", lambda command, environ: None)
    for tool, command in (("apt-get", "sudo apt-get install python3-venv"), ("none", "-m ensurepip --user")):
        monkeypatch.setattr(run.shutil, "which", lambda name, tool=tool: name if name == tool else None)
        with pytest.raises(run.SetUpError, match=command) as refused:
            run.needed_pip({})
        assert refused.value.status == 2


def test_a_failing_installer_is_named_with_its_last_lines(run: ModuleType) -> None:
    command = [sys.executable, "-c", "print('no route'); raise SystemExit(7)"]
    with pytest.raises(run.SetUpError, match=r'status 7: "Fetching\."(.|\n)*no route(.|\n)*check the conn'):
        run.run_step("Fetching.", command, dict(os.environ))


def test_without_uv_pip_installs_the_same_lock(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps: list[list[str]] = []

    def no_uv(environ: dict[str, str]) -> str:
        raise run.SetUpError("there is no uv for this system.\nlong output")

    monkeypatch.setattr(run, "fetched_uv", no_uv)
    monkeypatch.setattr(run, "needed_pip", lambda environ: ["pip"])
    monkeypatch.setattr(run, "run_step", lambda sentence, command, environ: steps.append(command))
    monkeypatch.setattr(run.shutil, "which", lambda name, path=None: None)
    monkeypatch.delenv("WORKBOOK_INSTALLER", raising=False)
    run.install_packages(True, {})
    assert "no uv for this system. Going on without uv" in capsys.readouterr().err
    assert [step[0] for step in steps] == [run.base_python(), "pip", "pip"]
    assert "--require-hashes" in steps[1]
    assert "-e" not in steps[1]
    assert steps[2][-2:] == ["-e", str(run.ROOT)]


def test_an_unknown_installer_is_refused(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_INSTALLER", "conda")
    with pytest.raises(run.SetUpError, match=r"WORKBOOK_INSTALLER is 'conda'; it can be"):
        run.chosen_uv({})


# --- whole set-ups ---


@posix_only
def test_a_set_up_is_done_once_and_hands_over(project: Path, environ: dict[str, str]) -> None:
    first = started(project, environ, "workbook", "check", "--json")
    out, err = first.communicate(timeout=60)
    assert first.returncode == 5, err
    assert out == f"workbook check --json path= venv={project / '.venv'}\n"
    assert calls(project) == ["venv --python", "pip sync", "pip install"]
    second = started(project, environ, "workbook")
    assert second.communicate(timeout=60)[1] == ""
    assert second.returncode == 5
    assert len(calls(project)) == 3


@posix_only
def test_a_changed_lock_updates_and_does_not_remake(project: Path, environ: dict[str, str]) -> None:
    started(project, environ, "workbook").communicate(timeout=60)
    (project / "requirements.lock").write_text("pandas==3.1.2\n", encoding="utf-8")
    started(project, environ, "workbook").communicate(timeout=60)
    assert calls(project)[3:] == ["pip sync", "pip install"]


@posix_only
def test_a_failed_set_up_says_so_and_is_done_again(project: Path, environ: dict[str, str]) -> None:
    failed = started(project, environ | {"SYNC_STATUS": "3"}, "workbook")
    err = failed.communicate(timeout=60)[1]
    assert failed.returncode == 1
    assert "status 3" in err
    assert "no route to the packages" in err
    assert "Traceback" not in err
    again = started(project, environ, "workbook")
    assert "never finished" in again.communicate(timeout=60)[1]
    assert again.returncode == 5


@posix_only
def test_a_copied_environment_is_made_anew(project: Path, environ: dict[str, str]) -> None:
    started(project, environ, "workbook").communicate(timeout=60)
    moved = project.rename(project.with_name("moved"))
    err = started(moved, environ | {"CALLS": str(moved / "calls")}, "workbook").communicate(timeout=60)[1]
    assert f"was made for '{project}'" in err
    assert calls(moved)[3:] == ["venv --python", "pip sync", "pip install"]


@pytest.mark.slow
@posix_only
def test_two_at_once_make_one_environment(project: Path, environ: dict[str, str]) -> None:
    slow = environ | {"SYNC_SECONDS": "1"}
    first = started(project, slow, "workbook")
    wait_for_call(project, "pip sync")
    second = started(project, slow, "workbook")
    assert "waiting for it" in second.communicate(timeout=60)[1]
    first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (5, 5)
    assert calls(project) == ["venv --python", "pip sync", "pip install"]


@posix_only
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_set_up_ends_its_installer_and_leaves_no_stamp(
    project: Path, environ: dict[str, str], sent: signal.Signals, status: int
) -> None:
    begun = started(project, environ | {"SYNC_SECONDS": "60"}, "workbook")
    wait_for_call(project, "pip sync")
    begun.send_signal(sent)
    err = begun.communicate(timeout=20)[1]
    assert begun.returncode == status
    assert "Traceback" not in err
    assert not (project / ".venv/set-up.json").exists()
    again = started(project, environ, "workbook")
    assert "waiting" not in again.communicate(timeout=20)[1]
    assert again.returncode == 5


@pytest.mark.slow
@posix_only
def test_the_orphan_of_a_killed_set_up_is_waited_for(project: Path, environ: dict[str, str]) -> None:
    begun = started(project, environ | {"SYNC_SECONDS": "2"}, "workbook")
    wait_for_call(project, "pip sync")
    begun.kill()
    begun.wait(timeout=20)
    again = started(project, environ, "workbook")
    assert "waiting for it" in again.communicate(timeout=60)[1]
    assert again.returncode == 5
