"""The command that publishes, and the index of the search."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.evidence import Evidence
from helpers.site.folder import LIST
from helpers.site.published import Reports
from helpers.site.record import Record
from helpers.site.search import Entry, Group, groups, index_script

from .site_rows import write_report


@pytest.fixture
def workbook(invented_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook of the invented rows, with one report."""
    root = tmp_path / "workbook"
    (root / "notebooks").mkdir(parents=True)
    (root / "notebooks" / "editions.yml").write_text("default:\n  title: As it stands\n", encoding="utf-8")
    invented_folder.rename(root / "data")
    write_report(root / "reports")
    monkeypatch.setenv("WORKBOOK_ROOT", str(root))
    return root


def _published(*arguments: str) -> tuple[int, str, dict[str, Any]]:
    result = CliRunner().invoke(app, ["publish", *arguments, "--json"])
    return result.exit_code, result.stderr, json.loads(result.stdout) if result.stdout.strip() else {}


def test_a_site_is_written_and_a_second_time_nothing(workbook: Path) -> None:
    status, said, told = _published()
    assert (status, told["reports"], told["failed"]) == (0, 1, 0)
    assert "Without --base-url there is no sitemap.xml" in said
    assert (workbook / "site" / "reports" / "default" / "briefing" / "default" / "rows" / "measures.csv").is_file()
    assert "As it stands" in (workbook / "site" / "reports" / "index.html").read_text(encoding="utf-8")
    again = _published()[2]
    assert (again["written"], again["removed"]) == (0, 0)
    assert again["kept"] == told["written"]


def test_the_help_has_an_example() -> None:
    assert "Example: workbook publish" in CliRunner().invoke(app, ["publish", "--help"]).stdout


def test_a_report_that_is_gone_leaves_the_site_too(workbook: Path) -> None:
    _published()
    for path in sorted((workbook / "reports").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    status, said, _ = _published()
    assert status == 0
    assert "No report was found" in said
    assert not (workbook / "site" / "reports" / "default").exists()


def test_a_failed_report_is_said(workbook: Path) -> None:
    write_report(workbook / "reports", "default/briefing/default.failed", status="failed")
    status, said, told = _published()
    assert (status, told["failed"]) == (0, 1)
    assert "default/briefing/default failed" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base-url", "example.org"), "is no address for a site"),
        (("--reports", "nowhere"), "no folder of reports at nowhere"),
        (("--out", "{root}/reports/site"), "lies in the folder of the reports"),
        (("--out", "{root}"), "which no publishing wrote"),
        (("--out", ""), "an empty path names no place"),
    ],
)
def test_a_wrong_request_exits_2_and_writes_nothing(workbook: Path, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(workbook.rglob("*"))
    status, told, _ = _published(*(a.format(root=workbook) for a in arguments))
    assert status == 2
    assert said in " ".join(told.split())
    assert [p for p in sorted(workbook.rglob("*")) if p.name != ".checked"] == [
        p for p in before if p.name != ".checked"
    ]


def test_a_disk_that_is_full_exits_1_and_the_next_publishing_mends_it(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    status, said, _ = _published()
    assert status == 1
    assert "No space left" in said
    monkeypatch.undo()
    monkeypatch.setenv("WORKBOOK_ROOT", str(workbook))
    assert _published()[0] == 0
    assert (workbook / "site" / LIST).is_file()


def _index(script: str) -> Any:
    return json.loads(script.removeprefix("window.SEARCH_INDEX=").removesuffix(";\n"))


def test_the_index_tells_a_page_by_its_label_further_words_and_file() -> None:
    found = [Group("Actor", "actors/", [
        Entry("JP-MOE", "Ministry of Examples", "見本省; MOEX", "actors/JP-MOE.html"),
        Entry("X", "X", "", "actors/X_1.html"),
        Entry("Y", "Y", "", "actors/Y.html"),
    ])]  # fmt: skip
    assert _index(index_script(found)) == [
        [
            "Actor",
            "actors/",
            [["JP-MOE", "Ministry of Examples", "見本省; MOEX"], ["X", "X", "", "X_1.html"], ["Y", "Y"]],
        ]
    ]


def test_nothing_in_the_index_ends_the_script_that_holds_it() -> None:
    text = "</script><!--\u2028]]>\u202e"
    script = index_script([Group("Actor", "actors/", [Entry("A", "</script><!--\u2028]]>", "", "actors/A.html")])])
    assert not set("<>\u2028\u202e") & set(script)
    assert _index(script)[0][2][0][1] == text.removesuffix("\u202e")


@pytest.mark.slow
def test_the_index_of_the_whole_record_is_small(evidence: Evidence) -> None:
    script = index_script(list(groups(Record(evidence), Reports([]))))
    assert len(gzip.compress(script.encode())) < 300_000
    labels = {entry[1] for kind in _index(script) for entry in kind[2]}
    assert len(labels) > 3000
