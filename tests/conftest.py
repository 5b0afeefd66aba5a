"""What several tests need: a small evidence base made up here, and the real one."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from helpers.evidence import Evidence
from helpers.exports import Selection
from helpers.opening import data_folder, open_evidence

from .browsing import browser, offline  # noqa: F401 - fixtures
from .bundles import Workbook, kept_report
from .exported import Export, export_to
from .pages import Reports

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes tests/golden/ anew from what the notebooks find."""
    parser.addoption("--accept", action="store_true", help="accept changed findings: write tests/golden/ anew")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests render goes to a cache of theirs, and is never taken from the one of the workbook."""
    os.environ["WORKBOOK_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """The evidence base as it stands."""
    return open_evidence()


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    return Path(shutil.copytree(data_folder(), tmp_path / "data", ignore=shutil.ignore_patterns(".checked")))


def _write(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    filled = {"checked": "2001-01-01"} if "checked" in columns else {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(filled | row for row in rows)


MEASURE = {
    "issuing_body": "Ministry of Examples",
    "instrument": "rule",
    "scope": "Made up for a test",
    "coded_effect": "restricts",
    "status": "in_force",
    "themes": "export_controls",
    "verification": "verified",
}
INVENTED: dict[str, list[dict[str, str]]] = {
    "measures": [
        {"measure_id": "US-2001-ALPHA", "jurisdictions": "US", "title": "Alpha rule", "date_announced": "2001-02-03",
         "date_effective": "2001-03-01", "entity_count": "4", **MEASURE},
        {"measure_id": "JP-2001-BETA", "jurisdictions": "JP", "title": "Beta ordinance", "date_announced": "2001-07",
         "date_effective": "2001-08-15", **MEASURE},
        {"measure_id": "CN-2002-GAMMA", "jurisdictions": "CN;NL", "title": "<b>Gamma</b> notice",
         "date_announced": "2002", **MEASURE, "verification": "unverified"},
    ],
    "measure_pairs": [
        {"pair_id": "JP-2001-BETA-TO-US-2001-ALPHA", "leader_id": "US-2001-ALPHA", "follower_id": "JP-2001-BETA",
         "relation": "mirrors", "coded_basis": "timing", "asserted_by": "coded", "verification": "verified"},
    ],
    "citations": [
        {"citation_id": "US-2001-ALPHA-C1", "table": "measures", "row_id": "US-2001-ALPHA", "source_id": "invented-2001",
         "stance": "supports"},
        {"citation_id": "US-2001-ALPHA-C2", "table": "measures", "row_id": "US-2001-ALPHA", "field": "entity_count",
         "source_id": "invented-2003", "stance": "contradicts", "stated": "5", "reason": "The rule itself says four."},
        {"citation_id": "JP-2001-BETA-C1", "table": "measures", "row_id": "JP-2001-BETA", "source_id": "invented-2003",
         "stance": "supports"},
        {"citation_id": "CN-2002-GAMMA-C1", "table": "measures", "row_id": "CN-2002-GAMMA", "source_id": "invented-undated",
         "stance": "mentions"},
        {"citation_id": "JP-2001-BETA-TO-US-2001-ALPHA-C1", "table": "measure_pairs",
         "row_id": "JP-2001-BETA-TO-US-2001-ALPHA", "source_id": "invented-2003", "stance": "mentions"},
    ],
}  # fmt: skip
BIBLIOGRAPHY = [
    {"id": "invented-2001", "type": "report", "title": "Alpha, invented", "author": [{"literal": "Nobody"}],
     "issued": {"date-parts": [[2001, 2, 4]]}, "URL": "https://example.org/alpha", "custom": {"kind": "primary"}},
    {"id": "invented-2003", "type": "webpage", "title": "Beta, invented", "publisher": "Example Press",
     "issued": {"date-parts": [[2003, 5]]}, "custom": {"kind": "secondary"}},
    {"id": "invented-undated", "type": "webpage", "title": "Gamma <script>", "custom": {"kind": "secondary"}},
]  # fmt: skip


@pytest.fixture(scope="session")
def sound_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of three invented measures with the real schema; nobody changes it."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copy(data_folder() / "datapackage.json", folder)
    schema = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in schema["resources"]:
        columns = [f["name"] for f in resource["schema"]["fields"]]
        _write(folder / resource["path"], columns, INVENTED.get(resource["name"], []))
    (folder / "sources.json").write_text(json.dumps(BIBLIOGRAPHY), encoding="utf-8")
    return folder


@pytest.fixture
def invented_folder(sound_folder: Path, tmp_path: Path) -> Path:
    """A copy of the invented data folder that a test may break."""
    return Path(shutil.copytree(sound_folder, tmp_path / "invented", ignore=shutil.ignore_patterns(".checked")))


@pytest.fixture
def invented(sound_folder: Path) -> Evidence:
    """The invented evidence base, opened."""
    return open_evidence(sound_folder)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """What helpers hand to the notebook while a test runs: a list of display bundles."""
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr("helpers.display.display", lambda bundle, raw: bundles.append(bundle))
    return lambda: bundles


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Rendered theme reports, made once for all processes of the session and only as asked for."""
    base = tmp_path_factory.getbasetemp()
    return Reports((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "theme-reports")


@pytest.fixture(scope="session")
def kept_bundle(sound_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the invented evidence base, rendered once; nobody changes it."""
    base = tmp_path_factory.getbasetemp()
    return kept_report((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kept-bundle", sound_folder)


@pytest.fixture
def bundle(kept_bundle: Path, tmp_path: Path) -> Path:
    """A copy of that report which a test may break."""
    return Path(shutil.copytree(kept_bundle, tmp_path / "bundle"))


@pytest.fixture
def workbook(sound_folder: Path, tmp_path: Path) -> Workbook:
    """The workbook that the report was made in, which a test may change."""
    return Workbook(tmp_path / "workbook", sound_folder)


@pytest.fixture
def export(invented: Evidence, sound_folder: Path, tmp_path: Path) -> Export:
    """A folder with an export of the invented evidence base."""

    def made(*formats: str, selection: Selection | None = None, name: str = "out") -> Path:
        return export_to(tmp_path / name, invented, sound_folder, *formats, selection=selection)

    return made
