"""Where a row is used, in invented manifests and in a report that is really rendered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.evidence import Evidence
from helpers.reports.where_used import Use, family, load_manifests, naming, uses

from .pages import Reports


def _report(out: Path, name: str, **manifest: object) -> Path:
    folder = out / "default" / name / "default"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_findings_figures_and_mere_listings_are_told_apart(tmp_path: Path) -> None:
    first = _report(
        tmp_path, "first", title="First?", hashes={"data": "now"}, tables={"measures": ["US-X"]},
        findings=[{"number": 1, "text": "So it is.", "rows": ["US-X"]}, {"number": 2, "text": "Not it.", "rows": ["US-Y"]}],
        shown=[{"kind": "figure", "title": "Figure", "rows": ["US-X"]}],
    )  # fmt: skip
    second = _report(tmp_path, "second", title="Second?", hashes={"data": "before"}, tables={"measures": ["US-X"]})
    _report(tmp_path, "third", title="Third?", tables={"measures": ["US-Y"]})
    assert uses(tmp_path, ["US-X"], "now") == [
        Use(str(first / "index.html"), "finding", "1. So it is.", True),
        Use(str(first / "index.html"), "figure", "Figure", True),
        Use(str(second / "index.html"), "report", "Second?", False),
    ]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"findings": [1, {"rows": 2}], "shown": null, "tables": null}'])
def test_what_is_no_manifest_is_passed_over(tmp_path: Path, content: str) -> None:
    _report(tmp_path, "broken").joinpath("manifest.json").write_text(content, encoding="utf-8")
    assert uses(tmp_path, ["US-X"], "now") == []


def test_stopped_reports_do_not_count(tmp_path: Path) -> None:
    _report(tmp_path, "first").rename(tmp_path / "default" / "first" / "default.failed")
    assert list(load_manifests(tmp_path)) == []


def test_a_series_takes_its_observations_along(evidence: Evidence) -> None:
    series = evidence.observations["series_id"].iloc[0]
    found = family(evidence, "series", series)
    assert found[0] == series
    assert set(found[1:]) == set(evidence.observations.index[evidence.observations["series_id"] == series])


def test_rows_that_name_a_row_are_listed(invented: Evidence) -> None:
    assert naming(invented, "JP-2001-BETA") == {
        "measure_pairs": ["JP-2001-BETA-TO-US-2001-ALPHA"],
        "citations": ["JP-2001-BETA-C1"],
    }


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("mesures", "US-2022-OCT7", "Did you mean 'measures'"),
        ("measures", "US-2022-OCT8", "Did you mean 'US-2022-OCT7'"),
        ("meetings", "US-2022-OCT7", "is a row of measures, not of meetings"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(table: str, row: str, says: str) -> None:
    result = CliRunner().invoke(app, ["where-used", table, row])
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.slow
def test_a_rendered_report_names_the_row_it_rests_on(reports: Reports) -> None:
    folder = Path(reports.outcome("export_controls", "").folder)
    out = folder.parents[2]
    result = CliRunner().invoke(app, ["where-used", "measures", "US-2022-OCT7", "--out", str(out), "--json"])
    found = json.loads(result.stdout)
    here = [u for u in found["uses"] if u["report"] == str(folder / "index.html")]
    assert {"finding", "figure"} <= {u["kind"] for u in here}
    assert all(u["is_current"] for u in here)
    assert "US-2022-OCT7" not in found["named_by"].get("measures", [])
    assert any("US-2022-OCT7" in pair for pair in found["named_by"]["measure_pairs"])
