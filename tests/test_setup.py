"""The project's own files: lock, environments, hooks, and the checks of style, types and floors."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NAMED_PACKAGES = {"jupyterlab", "pandas", "matplotlib", "papermill"}


def declared_requirements() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(line) for lines in [PROJECT["dependencies"], *extras] for line in lines]


def locked_entries() -> list[tuple[Requirement, list[str]]]:
    """Every entry of the lock with its hashes."""
    entries = []
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        pin, *hashes = entry.replace("\\\n", "\n").split("\n")
        entries.append((Requirement(pin), [line.strip() for line in hashes]))
    return entries


def result_of(program: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What a program of the environment says about the project."""
    command = [str(Path(sys.executable).with_name(program)), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def kept_files() -> list[Path]:
    """The files that git keeps, or would keep with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    except FileNotFoundError:
        pytest.skip("git is not installed, so the kept files cannot be listed")
    if listed.returncode != 0:
        pytest.skip("this copy of the workbook is no git clone, so the kept files cannot be listed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


# --- the lock and the two ways to an environment ---


def test_the_lock_holds_no_address() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*(-e|-i|-f|--(?!hash))", LOCK, re.MULTILINE)


def test_every_locked_package_is_pinned_and_hashed() -> None:
    for requirement, hashes in locked_entries():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), requirement


@pytest.mark.parametrize("requirement", declared_requirements(), ids=lambda requirement: requirement.name)
def test_the_lock_satisfies_what_the_project_declares(requirement: Requirement) -> None:
    versions = [
        str(locked.specifier).removeprefix("==")
        for locked, _ in locked_entries()
        if canonicalize_name(locked.name) == canonicalize_name(requirement.name)
    ]
    assert versions, f"{requirement.name} is not locked; run: python3 run.py lock"
    unfit = [version for version in versions if version not in requirement.specifier]
    assert not unfit, f"the lock has {requirement.name} {unfit}, declared is {requirement.specifier}"


def test_every_declared_package_has_both_bounds() -> None:
    for requirement in declared_requirements():
        bounds = {bound.operator for bound in requirement.specifier}
        assert bounds == {">=", "<"}, requirement


def test_environment_yml_agrees_with_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [Requirement(line) for line in environment["dependencies"] if isinstance(line, str)]
    by_name = {requirement.name: requirement.specifier for requirement in plain}
    declared = {requirement.name: requirement.specifier for requirement in declared_requirements()}
    assert by_name.pop("python") == Requirement("python" + PROJECT["requires-python"]).specifier
    assert by_name.pop("pip") == ""
    assert by_name == {name: declared[name] for name in NAMED_PACKAGES}
    assert environment["dependencies"][-1] == {"pip": ["-e .[test]"]}
    assert environment["name"] == PROJECT["name"]


def test_debians_own_python_is_let_in() -> None:
    assert "3.11.2" in Requirement("python" + PROJECT["requires-python"]).specifier


# --- run.py and what calls it ---


def test_run_py_imports_only_the_standard_library() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names), imported - set(sys.stdlib_module_names)


def test_run_py_can_be_read_by_older_pythons() -> None:
    """A Python that is too old must come as far as the sentence that says so."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_continuous_integration_runs_the_readmes_commands() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/reports.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["reports"]["steps"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 run.py test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "python3 run.py reports" in [step.get("run") for step in steps]
    assert "python3 run.py test" in readme
    assert "python3 run.py reports" in readme


def test_every_hook_runs_a_program_of_the_environment() -> None:
    checked = result_of("pre-commit", "validate-config")
    assert checked.returncode == 0, checked.stdout
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    for hook in hooks:
        program = hook["entry"].split()[0]
        assert Path(sys.executable).with_name(program).exists(), f"{hook['id']}: no program {program!r}"


# --- style, types, floors ---


@pytest.mark.parametrize(
    "check",
    ["ruff check", "ruff format --check", "mypy", "lint-imports --no-cache"],
)
def test_the_code_keeps_the_house_style(check: str) -> None:
    result = result_of(*check.split())
    assert result.returncode == 0, f"{check}:\n{result.stdout}\n{result.stderr}"


def test_notebooks_are_kept_without_outputs() -> None:
    notebooks = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert notebooks, "no notebook in notebooks/"
    result = result_of("nbstripout", "--verify", "--keep-id", *notebooks)
    assert result.returncode == 0, f"strip them with: nbstripout --keep-id\n{result.stdout}"


def test_the_public_face_pulls_in_no_network_and_no_runner() -> None:
    heavy = ["papermill", "nbconvert", "nbclient", "httpx", "requests", "helpers.reports", "helpers.live"]
    script = f"import sys, helpers; print(sorted(set({heavy!r}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


# --- what git keeps ---


def test_no_kept_file_names_a_place_on_one_machine() -> None:
    own_place = re.compile(r"(?<![\w./:-])/(?:root|work|home|Users)/[\w.-]+|\b[A-Z]:\\Users\\")
    here = str(ROOT)
    found = []
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in own_place.finditer(text)]
        found += [f"{path.relative_to(ROOT)}: {here}"] * (here in text)
    assert not found, found


def test_there_is_one_lock_and_nothing_rendered() -> None:
    kept = {path.relative_to(ROOT).as_posix() for path in kept_files()}
    others = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "conda-lock.yml"}
    assert not {path for path in kept if path.rsplit("/", 1)[-1] in others}
    assert not {path for path in kept if path.startswith((".venv/", ".tools/", "reports/"))}
