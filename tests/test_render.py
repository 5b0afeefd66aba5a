"""The engine on small notebooks: whole reports, failures that cost only themselves, interruptions."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers.reports.execute import records
from helpers.reports.jobs import Limits, Outcome
from helpers.reports.planning import plan
from helpers.reports.render import Options, render

from .miniature import FIND, PARAMETERS, SHOW, write_notebook

LEDGER = "show_ledger(findings, scope)"
pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with two small notebooks: one good, one whose fourth cell stops."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_notebook(folder / "good.ipynb", FIND, SHOW, LEDGER)
    write_notebook(folder / "stops.ipynb", FIND, "# the fault\nevidence.measurs")
    return folder


def _render(desk: Path, *names: str, timeout: int = 600, **given: str) -> list[Outcome]:
    out = desk.parent / "reports"
    jobs = plan(names, given, out, limits=Limits(cell_seconds=timeout), notebooks=desk)
    return render(jobs, out, Options(force=True))


def test_a_report_has_page_notebook_rows_and_manifest(desk: Path) -> None:
    (outcome,) = _render(desk, "good", period="2022-10/2023-07")
    folder = Path(outcome.folder)
    assert outcome.error == ""
    assert folder.name == "period-2022-10--2023-07"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["status"], manifest["title"]) == ("good", "Is good made up?")
    assert manifest["parameters"]["period"] == "2022-10/2023-07"
    assert "JP-2023-23ITEMS" in manifest["tables"]["measures"]
    assert manifest["findings"][0]["status"] == "holds"
    assert set(manifest["hashes"]) == {"notebook", "helpers", "template", "data", "lock"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert on_disk == {*manifest["files"], "manifest.json"}
    assert {"rows/measures.csv", "rows/citations.csv", "rows/dictionary.csv", "rows/LICENSE.txt"} <= on_disk
    assert "Is good made up?" in (desk.parent / "reports" / "index.html").read_text(encoding="utf-8")


def test_the_same_run_twice_gives_the_same_report(desk: Path) -> None:
    kept = []
    for _ in range(2):
        (outcome,) = _render(desk, "good")
        kept.append(
            [(Path(outcome.folder) / n).read_bytes() for n in ("index.html", "notebook.ipynb", "rows/measures.csv")]
        )
    assert kept[0] == kept[1]


def test_a_report_leads_to_those_planned_with_it_or_made_before_with_the_same_parameters(desk: Path) -> None:
    out = desk.parent / "reports"
    own = "limit: int = 3  # how many\n"
    write_notebook(desk / "third.ipynb", FIND, parameters=PARAMETERS + own)
    both = plan(["good", "stops"], {"period": "2023"}, out, notebooks=desk)
    assert [job.beside for job in both] == [
        {"stops": "../../stops/period-2023/index.html"}, {"good": "../../good/period-2023/index.html"},
    ]  # fmt: skip
    made = out / "default" / "good" / "period-2023"
    made.mkdir(parents=True)
    (made / "index.html").write_text("made before", encoding="utf-8")
    (alone,) = plan(["third"], {"period": "2023", "limit": "5"}, out, notebooks=desk)
    assert alone.beside == {"good": "../../good/period-2023/index.html"}
    (other,) = plan(["third"], {"period": "2022"}, out, notebooks=desk)
    assert other.beside == {}


def test_a_notebook_that_fails_costs_only_itself_and_keeps_its_last_good_report(desk: Path) -> None:
    write_notebook(desk / "stops.ipynb", FIND, LEDGER)
    _render(desk, "stops")
    before = (desk.parent / "reports/default/stops/default/index.html").read_bytes()
    write_notebook(desk / "stops.ipynb", FIND, "# the fault\nevidence.measurs")
    good, bad = _render(desk, "good", "stops")
    assert (good.error, good.is_good) == ("", True)
    assert "cell 5 ('evidence.measurs'): AttributeError" in bad.error
    assert "Did you mean 'measures'" in bad.error
    place = desk.parent / "reports/default/stops"
    assert (place / "default/index.html").read_bytes() == before
    assert sorted(p.name for p in place.iterdir()) == ["default", "default.failed"]
    stopped = nbformat.read(place / "default.failed/notebook.ipynb", as_version=4)
    assert len(records(stopped, "finding")) == 1
    index = (desk.parent / "reports/index.html").read_text(encoding="utf-8")
    assert "AttributeError" in index
    write_notebook(desk / "stops.ipynb", FIND, LEDGER)
    _render(desk, "stops")
    assert [p.name for p in place.iterdir()] == ["default"]


@pytest.mark.parametrize(
    ("cell", "timeout", "says"),
    [
        ("import os\nos._exit(3)", 600, "the Python process of the notebook ended in it"),
        ("import time\ntime.sleep(60)", 2, "took longer than 2 seconds"),
        ("raise SystemExit(1)", 600, "SystemExit"),
        ("this is no Python", 600, "SyntaxError"),
    ],
    ids=["the process dies", "a cell hangs", "a cell exits", "a cell cannot be read"],
)
def test_every_way_to_stop_is_told(desk: Path, cell: str, timeout: int, says: str) -> None:
    write_notebook(desk / "stops.ipynb", cell)
    (outcome,) = _render(desk, "stops", timeout=timeout)
    assert says in outcome.error
    assert not (desk.parent / "reports/default/stops/default").exists()


def test_an_empty_period_is_rendered_as_silence(desk: Path) -> None:
    (outcome,) = _render(desk, "good", period="1990")
    page = (Path(outcome.folder) / "index.html").read_text(encoding="utf-8")
    assert outcome.findings == {"holds": 0, "does_not_hold": 0, "silent": 1}
    assert "No row of the evidence base falls in this selection." in page


def test_a_strict_run_stops_at_a_finding_that_does_not_hold(desk: Path) -> None:
    write_notebook(desk / "good.ipynb", FIND.replace("> 0", "> 10_000"), LEDGER)
    (outcome,) = _render(desk, "good", strict="true")
    assert "strict run: finding 1 does not hold" in outcome.error


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that ends a process group at once")
def test_a_run_that_is_killed_leaves_the_last_good_report_and_the_next_one_cleans_up(desk: Path) -> None:
    write_notebook(desk / "good.ipynb", FIND, LEDGER)
    _render(desk, "good")
    place = desk.parent / "reports/default/good"
    before = (place / "default/index.html").read_bytes()
    write_notebook(desk / "good.ipynb", FIND, "import time\ntime.sleep(120)", LEDGER)
    code = (
        "from pathlib import Path\nfrom helpers.reports.planning import plan\n"
        "from helpers.reports.render import render\n"
        f"if __name__ == '__main__':\n    out = Path({str(desk.parent / 'reports')!r})\n"
        f"    render(plan(['good'], {{}}, out, notebooks=Path({str(desk)!r})), out)\n"
    )
    script = desk.parent / "killed.py"
    script.write_text(code, encoding="utf-8")
    run = subprocess.Popen([sys.executable, str(script)], start_new_session=True)
    until = time.monotonic() + 60
    while not list(place.glob(".new-*")) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert (place / "default/index.html").read_bytes() == before
    write_notebook(desk / "good.ipynb", FIND, LEDGER)
    time.sleep(0.5)
    assert _render(desk, "good")[0].is_good
    assert [p.name for p in place.iterdir()] == ["default"]
