"""What a report is made from: every part tells when it has changed, and nothing else does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers import opening, reads
from helpers.opening import open_evidence
from helpers.reports.inputs import Inputs, Present, Read, notebook_digest
from helpers.reports.openings import Opening

from .kept import Base, World, make_world, write_notebook


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def opened(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that an evidence base was opened in; it answers with the lines of its tables."""
    folders: list[Path] = []

    def fake(folder: Path) -> Base:
        folders.append(folder)
        return Base(folder.parent)

    monkeypatch.setattr(opening, "open_evidence", fake)
    return folders


def _changed(world: World, inputs: Inputs, recorded: list[Read] | None = None, **parameters: Any) -> tuple[str, ...]:
    present, job = world.present(), world.job(**parameters)
    return present.changed(inputs, job) + present.changed_data(inputs, lambda: recorded)


def test_nothing_has_changed_where_nothing_was_touched(world: World, opened: list[Path]) -> None:
    assert _changed(world, world.present().inputs(world.job()), world.read("alpha")) == ()
    assert opened == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("src/helpers/late.py", "late = 2", ("code: helpers/late.py",)),
        ("src/helpers/__init__.py", "from .lags import lag", ("code: helpers/__init__.py",)),
        ("src/helpers/reports/page.py", "page = 2", ("code: helpers/reports/page.py",)),
        ("src/helpers/sums.py", "total = 2", ()),  # imported by type checkers alone
        ("src/helpers/charts/bars.py", "bar = 2", ()),
        ("src/helpers/articles.py", "article = 2", ()),
        ("src/helpers/pages/template/style.css", "p {color: red}", ("template",)),
        ("src/helpers/pages/template/page.j2", "", ("template",)),
        ("requirements.lock", "pandas==4", ("lock",)),
        ("data/alpha.csv", "alpha_id\n1\n2\n", ("data: alpha",)),
        ("data/beta.csv", "beta_id\n1\n2\n", ()),
        ("data/new.csv", "new_id\n", ()),
        ("data/.checked", "anew", ()),
        ("data/datapackage.json", '{"a": 1}', ("data: datapackage.json",)),
        ("data/countries.json", "{}", ("data: countries.json",)),
        ("data/sources.json", "[]", ()),
        ("data/references.json", "{}", ()),
        ("data/README.md", "anew", ()),
        ("notebooks/other.ipynb", "{}", ()),
        ("README.md", "anew", ()),
    ],
)  # fmt: skip
def test_what_is_touched_is_named(
    world: World, opened: list[Path], path: str, text: str, expected: tuple[str, ...]
) -> None:
    inputs, recorded = world.present().inputs(world.job()), world.read("alpha")
    world.write(path, text)
    assert _changed(world, inputs, recorded) == expected


def test_a_removed_module_is_named(world: World) -> None:
    inputs = world.present().inputs(world.job())
    (world.root / "src/helpers/late.py").unlink()
    assert _changed(world, inputs) == ("code: helpers/late.py",)


def test_several_changes_are_named_together(world: World, opened: list[Path]) -> None:
    inputs, recorded = world.present().inputs(world.job()), world.read("alpha", "beta")
    write_notebook(world.root / "notebooks" / "trade.ipynb", "1 + 1")
    world.write("requirements.lock", "")
    for table in ("alpha", "beta"):
        world.write(f"data/{table}.csv", "anew")
    assert _changed(world, inputs, recorded) == ("notebook", "lock", "data: alpha", "data: beta")


def test_a_module_beside_the_notebook_counts(world: World) -> None:
    write_notebook(world.root / "notebooks" / "trade.ipynb", "import own")
    world.write("notebooks/own.py", "own = 1")
    inputs = world.present().inputs(world.job())
    world.write("notebooks/own.py", "own = 2")
    assert _changed(world, inputs) == ("code: beside/own.py",)


def test_parameters_edition_opening_and_links_count(world: World) -> None:
    job = world.job(period="2023", countries=["JP"])
    inputs, present = world.present().inputs(job), world.present()
    opening_ = Opening("jacobs-2022", "Does it?")
    for other, expected in [
        (job, ()),
        (world.job(countries=["JP"], period="2023"), ()),  # whatever their order
        (replace(job, folder=world.root / "elsewhere"), ()),
        (world.job(period="2022", countries=["JP"]), ("parameters",)),
        (world.job(period="2023", countries=["JP"], strict="True"), ("parameters",)),
        (replace(job, edition="article"), ("parameters",)),
        (replace(job, opening=opening_), ("parameters",)),
        (replace(job, beside={"briefing": "../../briefing/default/index.html"}), ("links",)),
    ]:
        assert present.changed(inputs, other) == expected
    asked = present.inputs(replace(job, opening=opening_))
    assert present.changed(asked, replace(job, opening=replace(opening_, asks="Is it?"))) == ("parameters",)
    assert "helpers/articles.py" in set(asked.code) - set(inputs.code)


def test_a_relative_period_that_stands_for_other_days_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    inputs = world.present().inputs(world.job(period="last-month"))
    assert _changed(world, inputs, period="last-month") == ()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1702600000")
    assert _changed(world, inputs, period="last-month") == ("parameters",)


def test_the_day_counts_only_for_a_report_that_asked_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    day = {"kind": "day", "steps": [], "name": "today", "digest": reads.digest("2023-11-14")}
    asked, silent = (world.present().inputs(world.job(), recorded) for recorded in ([day], []))
    assert _changed(world, asked) == ()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700100000")
    assert _changed(world, asked) == ("today",)
    assert _changed(world, silent) == ()


CELL: dict[str, Any] = {"cell_type": "code", "source": "a\nb", "metadata": {"tags": ["hide"]}, "outputs": [], "id": "x"}


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"outputs": [1], "execution_count": 3, "id": "y"}, False),
        ({"source": ["a\n", "b"]}, False),
        ({"metadata": {"tags": ["hide"], "collapsed": True}}, False),
        ({"source": "a\nc"}, True),
        ({"cell_type": "markdown"}, True),
        ({"metadata": {"tags": []}}, True),
        ({"metadata": {}}, True),
        ({"attachments": {"a.png": {"image/png": "AAAA"}}}, True),
    ],
)
def test_a_notebook_is_its_cells_without_what_a_run_leaves(change: dict[str, Any], counts: bool) -> None:
    other = {"cell_type": "markdown", "source": "b", "metadata": {}}
    one, two = ({"cells": [cell, other], "metadata": {}} for cell in (CELL, CELL | change))
    before, after = (notebook_digest(json.dumps(n).encode()) for n in (one, two | {"metadata": {"kernelspec": {}}}))
    assert (before != after) is counts
    assert notebook_digest(json.dumps({"cells": [other, CELL]}).encode()) != before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": 3}', b'{"cells": [3]}', b"[" * 99999, b"\xff"])
def test_what_is_no_notebook_has_a_digest_all_the_same(content: bytes) -> None:
    assert notebook_digest(content) != notebook_digest(content + b" ")


def test_the_evidence_is_opened_once_and_each_read_replayed_once(world: World, opened: list[Path]) -> None:
    recorded, inputs = world.read("alpha"), world.present().inputs(world.job())
    world.write("data/alpha.csv", "anew")
    present = world.present()
    for _ in range(3):
        assert present.changed_data(inputs, lambda: recorded) == ("data: alpha",)
    assert opened == [world.root / "data"]


def test_where_the_evidence_cannot_be_opened_every_changed_file_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def broken(folder: Path) -> Base:
        tried.append(folder)
        raise ValueError("unsound")

    monkeypatch.setattr(opening, "open_evidence", broken)
    recorded, inputs = world.read("alpha", "beta"), world.present().inputs(world.job())
    world.write("data/alpha.csv", "anew")
    assert _changed(world, inputs, recorded) == ("data: alpha",)
    assert len(tried) == 1


def test_where_the_reads_are_lost_every_changed_file_counts(world: World) -> None:
    inputs = world.present().inputs(world.job())
    world.write("data/beta.csv", "anew")
    assert _changed(world, inputs, None) == ("data: beta",)


@pytest.mark.parametrize(
    "path", ["notebooks/trade.ipynb", "src/helpers/late.py", "data/alpha.csv", "requirements.lock", "notebooks/own.py"]
)
def test_what_changes_after_the_first_look_no_longer_holds(world: World, path: str) -> None:
    write_notebook(world.root / "notebooks" / "trade.ipynb", "import own\nfrom helpers import lags")
    world.write("notebooks/own.py", "own = 1")
    present, job = world.present(), world.job()
    present.note(job)
    present.inputs(job)
    assert present.still_holds(job)
    world.write(path, (world.root / path).read_text(encoding="utf-8") + "\n")
    assert not present.still_holds(job)


def test_a_change_elsewhere_still_holds(world: World) -> None:
    present, job = world.present(), world.job()
    present.note(job)
    world.write("src/helpers/sums.py", "total = 2")
    present.inputs(job)
    assert present.still_holds(job)


@pytest.fixture
def real(world: World, sound_folder: Path) -> World:
    """The small workbook with three invented measures as its data."""
    shutil.rmtree(world.root / "data")
    shutil.copytree(sound_folder, world.root / "data")
    return world


def _recorded(world: World, read: Callable[[Any], object]) -> list[Read]:
    evidence = open_evidence(world.root / "data")
    reads.start()
    try:
        read(evidence)
        return reads.recorded(evidence)
    finally:
        reads.stop()


def _edit(world: World, old: str, new: str) -> None:
    file = world.root / "data" / "measures.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_read_a_changed_row_has_changed(real: World) -> None:
    inputs = real.present().inputs(real.job())
    by_selection = _recorded(real, lambda e: e.select(countries=["CN"]).measures)
    by_row = _recorded(real, lambda e: e.row("JP-2001-BETA"))
    elsewhere = _recorded(real, lambda e: e.select(countries=["NL"]).meetings)
    _edit(real, "Beta ordinance", "Second ordinance")
    assert _changed(real, inputs, by_selection) == ()
    assert _changed(real, inputs, by_row) == ("data: rows (JP-2001-BETA)",)
    assert _changed(real, inputs, elsewhere) == ()
    _edit(real, "Made up for a test", "Invented for a test")
    assert _changed(real, inputs, by_selection) == ("data: measures",)


def test_a_row_that_comes_into_a_selection_counts(real: World) -> None:
    inputs = real.present().inputs(real.job())
    american = _recorded(real, lambda e: e.select(countries=["US"]).measures)
    _edit(real, "JP-2001-BETA,JP", "JP-2001-BETA,JP;US")
    assert _changed(real, inputs, american) == ("data: measures",)


def test_unsound_data_count_as_changed(real: World) -> None:
    inputs, recorded = real.present().inputs(real.job()), _recorded(real, lambda e: e.measures)
    _edit(real, "2001-07", "July 2001")
    assert _changed(real, inputs, recorded) == ("data: measures",)


def test_the_present_is_told_without_pandas(world: World) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "from tests.kept import World\n"
        f"world = World(Path({str(world.root)!r}))\n"
        "job = world.job(); world.make(job); assert world.look_up(job).state == 'fresh'\n"
        "print([m for m in ('pandas', 'numpy', 'papermill', 'nbformat', 'nbconvert') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_real_workbook_has_a_present() -> None:
    present = Present()
    assert {"measures.csv", "sources.json", "datapackage.json"} <= set(present.files)
    assert all(present.files.values())
