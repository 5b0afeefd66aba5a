"""Notebooks as files: each way to be none, told in one line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from helpers.parameters import NotebookError
from helpers.reports.notebooks import load_parameters
from helpers.reports.source import load_cells

CELL: dict[str, Any] = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "x: int = 1  # x"}


def _write(path: Path, **changes: Any) -> Path:
    content = {"cells": [CELL], "nbformat": 4, "nbformat_minor": 5, "metadata": {}} | changes
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_notebook_without_a_kernel_is_read_with_its_source_as_one_text(tmp_path: Path) -> None:
    path = _write(tmp_path / "made-up.ipynb", cells=[{**CELL, "source": ["x: int = 1", "  # x"]}])
    assert [cell["source"] for cell in load_cells(path)] == ["x: int = 1  # x"]
    assert [p.name for p in load_parameters(path)] == ["x"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "cannot be read as a notebook"),
        ("no json", "cannot be read as a notebook"),
        ("[]", "cannot be read as a notebook"),
        ("{}", "cannot be read as a notebook"),
        ("[" * 100_000, "cannot be read as a notebook"),
        ("\ufeff{}", "cannot be read as a notebook"),
    ],
    ids=["empty", "no JSON", "a list", "nothing in it", "too deep", "a byte order mark"],
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotebookError, match=says):
        load_cells(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_bytes(b"\xff\xfe{}")
    with pytest.raises(NotebookError, match="cannot be read as a notebook"):
        load_cells(tmp_path / "broken.ipynb")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"nbformat": 3}, "notebook format 3; expected 4. Open it in JupyterLab and save it"),
        ({"nbformat": None}, "notebook format None"),
        ({"cells": {}}, "cells that are dict; expected a list"),
        ({"cells": []}, "has no cells"),
        ({"metadata": None}, "has no metadata"),
        ({"cells": [CELL, 3]}, "in cell 2 int where a cell is expected"),
        ({"cells": [{**CELL, "cell_type": "heading"}]}, "in cell 1 the type 'heading'; expected one of code"),
        ({"cells": [{**CELL, "source": 3}]}, "in cell 1 a source that is int"),
        ({"cells": [{**CELL, "source": ["x", 3]}]}, "in cell 1 a source that is list"),
        ({"cells": [{**CELL, "metadata": []}]}, "in cell 1 metadata of another shape"),
        ({"cells": [{**CELL, "metadata": {"tags": "parameters"}}]}, "in cell 1 metadata of another shape"),
        ({"cells": [{**CELL, "outputs": {}}]}, "in cell 1 outputs that are dict"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_place(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(NotebookError, match=says) as caught:
        load_cells(_write(tmp_path / "made-up.ipynb", **changes))
    assert str(caught.value).startswith("made-up.ipynb ")
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.ipynb").mkdir()
    with pytest.raises(NotebookError, match=r"folder\.ipynb is a folder"):
        load_cells(tmp_path / "folder.ipynb")
    with pytest.raises(NotebookError, match=r"absent\.ipynb does not exist"):
        load_cells(tmp_path / "absent.ipynb")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(NotebookError, match=r"pipe\.ipynb is no file"):
        load_cells(tmp_path / "pipe.ipynb")


def test_a_notebook_without_a_parameters_cell_says_how_to_tag_one(tmp_path: Path) -> None:
    path = _write(tmp_path / "bare.ipynb", cells=[{**CELL, "metadata": {}}])
    with pytest.raises(NotebookError, match=r"0 code cells tagged 'parameters'.*add the tag"):
        load_parameters(path)
