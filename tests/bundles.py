"""A report of invented rows rendered once a session, and copies of it that a test may change, pack and verify."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.reports.planning import plan
from helpers.reports.render import Options, render

from .desk import ROOT, once
from .miniature import write_notebook

PAIR = '("US", "JP", "US-2001-ALPHA", "JP-2001-BETA", "effective")'
IMPORTS = """\
from helpers import robustness
from helpers.following import days_after
"""
LAG = f"""\
lag = days_after(everything, *{PAIR})
findings.add(
    "Beta followed Alpha after {{days}} days.", holds=True, rows=["US-2001-ALPHA", "JP-2001-BETA"], days=lag and str(lag),
    robust=robustness(days_after, everything, *{PAIR}, form="{{}} days"),
);"""
COUNT = 'findings.add("The rules name {n} entities.", holds=True, rows=everything.measures, n=int(everything.measures["entity_count"].sum()));'
LEDGER = "show_ledger(findings, scope)"
PARAMETERS = """\
period: str = "2001/2003"  # dates to report on
countries: list[str] = ["US", "JP"]  # countries
min_verification: str = "verified"  # floor
strict: bool = False  # stop when a finding fails
"""


class Workbook:
    """A workbook's folder: the notebook `trade` and a copy of the invented evidence base, both of which a test may change."""

    def __init__(self, root: Path, data: Path) -> None:
        self.root, self.data = root, root / "data"
        (root / "notebooks").mkdir(parents=True)
        shutil.copytree(data, self.data)
        shutil.copy(ROOT / "requirements.lock", root)
        (root / "notebooks" / "editions.yml").write_text("default:\n  title: Made up\n", encoding="utf-8")
        self.write(LAG, COUNT)

    def write(self, *cells: str, parameters: str = PARAMETERS, name: str = "trade") -> None:
        """Write the notebook with these cells between its first and its last."""
        write_notebook(self.root / "notebooks" / f"{name}.ipynb", IMPORTS, *cells, LEDGER, parameters=parameters)

    def change(self, table: str, old: str, new: str) -> None:
        """Put one text in place of another in a table of the evidence base."""
        change(self.data / f"{table}.csv", old, new)


def change(path: Path, old: str, new: str) -> None:
    """Put one text in place of another, which is there once, in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def at(root: Path | None) -> Iterator[None]:
    """While this lasts, the workbook lies there; where None is given, none is at hand."""
    before = os.environ.get("WORKBOOK_ROOT")
    os.environ["WORKBOOK_ROOT"] = str(root or "/nowhere")
    try:
        yield
    finally:
        os.environ.pop("WORKBOOK_ROOT") if before is None else os.environ.update(WORKBOOK_ROOT=before)


def rendered(workbook: Workbook, out: Path) -> Path:
    """The report of the notebook of a workbook."""
    with at(workbook.root):
        outcome = render(plan(["trade"], {}, out), out, Options(workers=1, caching=False))[0]
    assert outcome.is_good, outcome.error
    return Path(outcome.folder)


def kept_report(base: Path, data: Path) -> Path:
    """The report of the workbook as it is made, rendered by the first process of a session that asks."""
    made: Callable[[], str] = lambda: str(rendered(Workbook(base / "made", data), base / "out"))  # noqa: E731
    return Path(once(base, "bundle", made))


def manifest_of(report: Path) -> dict[str, Any]:
    """The manifest of a report."""
    return dict(json.loads((report / "manifest.json").read_text(encoding="utf-8")))


def rewrite(report: Path, **parts: Any) -> None:
    """Put other parts into the manifest of a report; a part that is Ellipsis is taken out."""
    content = {k: v for k, v in {**manifest_of(report), **parts}.items() if v is not ...}
    (report / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def sign(report: Path) -> None:
    """Have the manifest say of every file what it is now, as a forger would."""
    paths = [p for p in report.rglob("*") if p.is_file() and p.name != "manifest.json"]
    hashes = {p.relative_to(report).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
    rewrite(report, files=hashes)


def packed(report: Path, path: Path, top: str = "") -> Path:
    """A ZIP file of a report, its files below the folder `top`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in report.rglob("*") if p.is_file()):
            archive.write(file, top + file.relative_to(report).as_posix())
    return path
