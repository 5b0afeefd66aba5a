"""What loading leaves for later: modules stood in for until something of them is used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.startup import put_off


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that can be imported and has not been."""
    (tmp_path / "invented_module.py").write_text("value = 3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "invented_module", raising=False)
    importlib.invalidate_caches()
    return "invented_module"


def test_a_module_put_off_is_loaded_when_it_is_used(invented: str) -> None:
    with put_off(invented):
        early = importlib.import_module(invented)
    assert invented not in sys.modules
    assert early.value == 3
    assert importlib.import_module(invented) is sys.modules[invented] is not early


def test_one_that_is_used_meanwhile_is_loaded_at_once_and_stays(invented: str) -> None:
    with put_off(invented):
        assert importlib.import_module(invented).value == 3
        loaded = sys.modules[invented]
    assert sys.modules[invented] is loaded is importlib.import_module(invented)


def test_one_that_is_there_stays_and_what_it_lacks_is_told(invented: str) -> None:
    there = importlib.import_module(invented)
    with put_off(invented):
        assert importlib.import_module(invented) is there
    del sys.modules[invented]
    with put_off(invented):
        early = importlib.import_module(invented)
    with pytest.raises(AttributeError, match="nothing"):
        early.nothing  # noqa: B018


def test_an_error_meanwhile_leaves_nothing_in_place(invented: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"), put_off(invented):
        importlib.import_module("no_such_module")
    assert invented not in sys.modules


def test_the_warm_process_loads_no_client_of_the_web_and_notebooks_find_the_whole_one() -> None:
    code = (
        "import sys; from helpers.reports.warm import _load; assert not _load(); "
        "assert not {'requests', 'urllib3', 'click'} & sys.modules.keys(); "
        "import papermill.iorw, requests; from requests.adapters import HTTPAdapter; "
        "assert papermill.iorw.requests.get is requests.get; print('good')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "good\n", run.stderr
