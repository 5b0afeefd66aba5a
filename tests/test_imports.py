"""The modules a notebook rests on, told from code that is not run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from helpers.reports.imports import BESIDE, EVERYTHING, SOURCES, Asked, Closure, cell_imports, is_computed, label_path
from helpers.reports.inputs import RUNNER

from .kept import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def _labels(world: World, *cells: str) -> set[str]:
    asked = [asked for cell in cells for asked in cell_imports(cell)]
    return set(Closure(world.root / "notebooks", world.sources).follow(asked).files)


FIRST = {"helpers/__init__.py"}
LAGS = FIRST | {"helpers/lags.py", "helpers/days.py", "helpers/late.py"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("import json, pandas", set()),
        ("from helpers import lags", LAGS),
        ("from helpers import lag as delay", LAGS),  # a name that the package loads on demand
        ("from helpers.lags import lag", LAGS),
        ("import helpers.lags as x", LAGS),
        ("def f():\n    from helpers import days", FIRST | {"helpers/days.py"}),
        ("try:\n    from helpers import days\nexcept ImportError:\n    from helpers import sums",
         FIRST | {"helpers/days.py", "helpers/sums.py"}),
        ("match 1:\n    case 1:\n        from helpers import days", FIRST | {"helpers/days.py"}),
        ("if TYPE_CHECKING:\n    from helpers import sums\nelse:\n    from helpers import days",
         FIRST | {"helpers/days.py"}),
        ("if not TYPE_CHECKING:\n    from helpers import days", FIRST | {"helpers/days.py"}),
        ("from helpers import charts", FIRST | {"helpers/charts/__init__.py", "helpers/charts/bars.py"}),
        ("from helpers.charts.bars import bar", FIRST | {"helpers/charts/__init__.py", "helpers/charts/bars.py"}),
        ("%matplotlib inline\nfrom helpers import late", FIRST | {"helpers/late.py"}),
        ("%%time\nfrom helpers import late", FIRST | {"helpers/late.py"}),
    ],
)  # fmt: skip
def test_what_a_cell_leads_to(world: World, cell: str, expected: set[str]) -> None:
    assert _labels(world, cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "import helpers",
        "from helpers import *",
        "from helpers import made_up",  # loaded on demand, nobody knows from where
        "import importlib\nimportlib.import_module('helpers.' + name)",
        "__import__(name)",
        "exec(text)",
        "%run other.py",
        "%time from helpers import lags",
        "!python other.py",
        "x = !ls",
        "get_ipython().run_line_magic('run', 'other.py')",
        "this is no Python",
        "from helpers import lags\0",
        "x = " + "(" * 5000,
    ],
)
def test_what_cannot_be_told_counts_as_everything(world: World, cell: str) -> None:
    every = {p.relative_to(world.sources).as_posix() for p in (world.sources / "helpers").rglob("*.py")}
    assert _labels(world, cell) == every


def test_a_module_that_cannot_be_parsed_counts_as_everything(world: World) -> None:
    world.write("src/helpers/late.py", "def (")
    assert "helpers/sums.py" in _labels(world, "from helpers import late")


def test_modules_beside_the_notebook_count_with_what_they_import(world: World) -> None:
    world.write("notebooks/own.py", "from helpers import days\nimport other.deep")
    world.write("notebooks/other/__init__.py", "")
    world.write("notebooks/other/deep.py", "from . import near")
    world.write("notebooks/other/near.py", "")
    found = _labels(world, "import own")
    assert found == {
        *FIRST,
        "helpers/days.py",
        *(f"{BESIDE}/{n}.py" for n in ("own", "other/__init__", "other/deep", "other/near")),
    }


def test_modules_that_import_each_other_are_followed_once(world: World) -> None:
    world.write("src/helpers/late.py", "from . import lags")
    assert _labels(world, "from helpers import late") == LAGS


def test_a_label_leads_back_to_its_file(world: World) -> None:
    beside = world.root / "notebooks"
    world.write("notebooks/own.py", "from helpers import days")
    for label, path in Closure(beside, world.sources).follow([Asked("own", "")]).files.items():
        assert label_path(label, beside, world.sources) == path


def test_no_module_but_the_package_and_the_runner_loads_modules_by_computed_names() -> None:
    """Else the modules that a report rests on could not be told from the code."""
    computed = {
        path.relative_to(SOURCES / "helpers").as_posix()
        for path in (SOURCES / "helpers").rglob("*.py")
        if any(map(is_computed, ast.walk(ast.parse(path.read_bytes()))))
    }
    outside = {"startup.py"}  # names a module of another package
    runners = ("reports/", "verifying/", "cli/")
    assert {name for name in computed if not name.startswith(runners)} - outside <= {"__init__.py"}


def test_the_runner_of_this_package_is_found() -> None:
    asked = [Asked(f"helpers.reports.{name}", "") for name in RUNNER]
    found = Closure(Path("notebooks"), SOURCES).follow(asked).files
    assert {f"helpers/reports/{n}.py" for n in ("runner", "execute", "bundle", "openings")} <= set(found)
    assert {"helpers/pages/export.py", "helpers/pages/exporter.py", "helpers/pages/document.py"} <= set(found)
    assert "helpers/evidence.py" in found
    assert not {f"helpers/reports/{n}.py" for n in ("render", "cache", "progress", "matrix", "index")} & set(found)
    assert len(found) < len(Closure(Path("notebooks"), SOURCES).follow([EVERYTHING]).files)
