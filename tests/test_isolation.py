"""A notebook run warm gives cell for cell what a cold kernel gives, and sees nothing of the one before it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .desk import Desk, once, without_addresses
from .isolated import CASES, DIES, LEAKS, RANDOM, SEES, START, STOPS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork there is only the cold way"),
]
WAYS = {"warm": ["--jobs", "1"], "cold": ["--cold", "--jobs", "2"]}  # by one job, so that one process serves all
OPTIONS = ["--no-cache", "--timeout", "20", "--run-timeout", "60"]
GO_ON = {"goes_on": True}
NOTEBOOKS: dict[str, tuple[list[str], dict[str, bool]]] = (
    {name: (cells, GO_ON) for name, cells in CASES.items()}
    | {name: (cells, {}) for name, cells in (STOPS | DIES).items()}
    | {"leaks": (LEAKS, {}), "sees": (SEES, GO_ON), "random_one": (RANDOM, {}), "random_two": (RANDOM, {})}
)
SAME = [*CASES, *STOPS, "sees"]
KEPT = {"name": "stdout", "output_type": "stream", "text": "kept\n"}
RULES = [
    (re.compile(r"0x[0-9a-f]{6,}"), "0x…"),
    (re.compile(r"ipykernel_\d+/\d+"), "ipykernel_…/…"),
    (re.compile(r"Thread-\d+"), "Thread-…"),
]


class Ways:
    """The invented notebooks run warm and cold, one after the other, once for all processes of the session."""

    def __init__(self, base: Path) -> None:
        self.base = base

    def told(self, way: str) -> dict[str, Any]:
        """What a way gave: exit status, errors, outcome and cells by notebook, and the files left at exit."""
        return dict(once(self.base, way, lambda: self._run(way)))

    def _run(self, way: str) -> dict[str, Any]:
        desk, place = Desk(self.base / way / "desk"), self.base / way / "place"
        place.mkdir()
        for name, (cells, how) in NOTEBOOKS.items():
            desk.write(name, START, *cells, **how)
        run = desk.render(*NOTEBOOKS, *OPTIONS, *WAYS[way], WORKBOOK_TEST_PLACE=str(place))
        rules = [(re.compile(re.escape(str(self.base / way))), "BASE"), *RULES]
        try:
            return {
                "status": run.status,
                "outcomes": {o["notebook"]: without_addresses(o["error"], rules) for o in run.result["reports"]},
                "cells": {name: without_addresses(_cells(desk, name), rules) for name in NOTEBOOKS},
                "left": {p.name: p.read_text() for p in sorted(place.glob("*")) if p.name in ("at-exit", "unclosed")},
                "processes": desk.processes(),
            }
        finally:
            desk.end_processes()


def _cells(desk: Desk, name: str) -> list[dict[str, Any]]:
    """What the code cells of an executed notebook hold, the parameters apart."""
    return [
        {"source": c.source, "count": c.execution_count, "outputs": list(_outputs(c.outputs))}
        for c in desk.executed(name).cells
        if c.cell_type == "code" and not {"parameters", "injected-parameters"} & set(c.metadata.get("tags", []))
    ]


def _outputs(outputs: list[Any]) -> Iterator[dict[str, Any]]:
    """Outputs with neighbouring pieces of one stream joined: where they are cut depends on the clock."""
    last: dict[str, Any] = {}
    for output in outputs:
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
            continue
        if last:
            yield last
        last = dict(output)
    if last:
        yield last


@pytest.fixture(scope="session")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Ways:
    base = tmp_path_factory.getbasetemp()
    return Ways((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "isolation")


@pytest.mark.parametrize("name", SAME)
def test_a_warm_run_gives_cell_for_cell_what_a_cold_kernel_gives(ways: Ways, name: str) -> None:
    warm, cold = ways.told("warm"), ways.told("cold")
    assert len(warm["cells"][name]) == len(cold["cells"][name]) == len(NOTEBOOKS[name][0]) + 1
    differ = [(w, c) for w, c in zip(warm["cells"][name], cold["cells"][name], strict=True) if w != c]
    assert differ == []
    assert warm["outcomes"][name] == cold["outcomes"][name]


@pytest.mark.parametrize("name", DIES)
def test_both_ways_keep_what_ran_before_the_process_died(ways: Ways, name: str) -> None:
    for way in WAYS:
        told = ways.told(way)
        assert told["outcomes"][name].startswith(
            f"cell 5 ({DIES[name][1]!r}): the Python process of the notebook ended in it"
        )
        assert [c["outputs"] for c in told["cells"][name]] == [[], [KEPT], [], []]


@pytest.mark.parametrize("name", [n for n in CASES if n != "at_exit"])
def test_the_cases_say_something(ways: Ways, name: str) -> None:
    cells = ways.told("cold")["cells"][name]
    assert sum(bool(c["outputs"]) for c in cells) > len(cells) / 2


@pytest.mark.parametrize("way", WAYS)
def test_what_a_notebook_leaves_to_its_end_is_done(ways: Ways, way: str) -> None:
    assert ways.told(way)["left"] == {"at-exit": "left", "unclosed": "flushed at the end"}


@pytest.mark.parametrize("way", WAYS)
def test_no_process_is_left(ways: Ways, way: str) -> None:
    assert ways.told(way)["processes"] == []


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_one_notebook_reaches_the_next(ways: Ways, way: str) -> None:
    told = ways.told(way)
    assert told["outcomes"]["leaks"] == ""
    shown = [c["outputs"][0]["data"]["text/plain"] for c in told["cells"]["sees"][2:-1]]
    assert shown[:4] == ["[]", "(False, False, False)", "(1.5, [])", "(None, True)"]
    assert shown[4].startswith("('notebooks', False, False, ")
    assert shown[5] == "(60, 8, 28)"
    assert shown[6].endswith(" 30,\n 0)")
    assert "error" not in shown[6]
    assert shown[7:9] == ["[]", "([], True)"]
    assert "0o777" not in shown[9]
    assert "True, '__main__', 'strict:')" in shown[9]
    assert shown[10] == "([], True, True)"


@pytest.mark.parametrize("way", WAYS)
def test_no_two_notebooks_share_random_numbers(ways: Ways, way: str) -> None:
    one, two = (
        ways.told(way)["cells"][n][-1]["outputs"][0]["data"]["text/plain"] for n in ("random_one", "random_two")
    )
    drawn = zip(one.strip("()").split(", "), two.strip("()").split(", "), strict=True)
    assert [a for a, b in drawn if a == b] == []
