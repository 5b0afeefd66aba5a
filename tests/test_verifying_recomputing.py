"""Findings computed again from the rows of their bundle alone."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from helpers.period import today
from helpers.verifying.contents import opened
from helpers.verifying.manifests import read_manifest
from helpers.verifying.recomputing import limited, on_day, verdicts_from_rows
from helpers.verifying.verdicts import Verdict

from .bundles import change, manifest_of, rewrite


def verdicts(bundle: Path, *damaged: str) -> list[Verdict]:
    with opened(bundle) as contents:
        return verdicts_from_rows(contents, read_manifest(contents), damaged)


def with_definition(bundle: Path, **parts: Any) -> None:
    """Change parts of the definition of the first finding."""
    findings = manifest_of(bundle)["findings"]
    findings[0]["robustness"]["definition"] |= parts
    rewrite(bundle, findings=findings)


def test_a_number_with_a_definition_comes_out_again_and_one_without_is_not_checkable(bundle: Path) -> None:
    first, second = verdicts(bundle)
    assert (first.outcome, first.by, first.why) == ("reproduced", "the bundle's rows", "")
    assert (second.outcome, second.by) == ("not checkable", "")
    assert second.why == "only its notebook computes it; verify with the workbook at hand (--root)"


def test_a_changed_row_changes_the_number_and_its_file_is_named(bundle: Path) -> None:
    change(bundle / "rows" / "measures.csv", "2001-08-15", "2001-08-16")
    first, _ = verdicts(bundle, "index.html", "rows/measures.csv")
    assert (first.outcome, first.old, first.new) == ("changed", "167 days", "168 days")
    assert first.files == ("rows/measures.csv",)


def test_a_number_changed_in_the_manifest_is_told_by_rows_that_are_whole(bundle: Path) -> None:
    findings = manifest_of(bundle)["findings"]
    findings[0]["robustness"]["chosen"] = "100 days"
    rewrite(bundle, findings=findings)
    first, _ = verdicts(bundle)
    assert (first.outcome, first.old, first.new, first.files) == ("changed", "100 days", "167 days", ())
    assert "no file of rows is otherwise" in first.why


def test_a_bundle_without_the_rows_read_says_so(bundle: Path) -> None:
    (bundle / "rows" / "datapackage.json").unlink()
    first, second = verdicts(bundle)
    assert first.why == "the bundle carries only the rows shown, and none that were read beyond them"
    assert second.why.startswith("only its notebook computes it")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"function": "os.system", "arguments": {"command": "true"}}, "is no public function of helpers"),
        ({"function": "helpers.following.gone"}, "is not in this version of helpers"),
        ({"arguments": {"leader": ["US"]}}, "cannot be computed from the bundle's rows (TypeError"),
        ({"arguments": {"window": 4}}, "no longer takes 'window'"),
        ({"selection": {"period": "the year 4"}}, "cannot be computed from the bundle's rows (PeriodError"),
        ({"selection": {"weather": "fair"}}, "cannot be computed from the bundle's rows (TypeError"),
        ({"unrecorded": ["measures"]}, "its definition takes measures, which is no plain value"),
        ({"form": "{0.__class__}"}, "has the form '{0.__class__}'"),
        (
            {
                "function": "helpers.lags.alignment_lags",
                "arguments": {"leader": "US", "follower": "JP", "basis": "effective"},
            },
            "cannot be computed from the bundle's rows",
        ),
    ],
)
def test_a_definition_that_is_none_is_not_checkable(bundle: Path, parts: dict[str, Any], why: str) -> None:
    with_definition(bundle, **parts)
    first = verdicts(bundle)[0]
    assert first.outcome == "not checkable"
    assert why in first.why


def test_a_definition_without_end_is_stopped(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.verifying.recomputing.SECONDS", 1)
    monkeypatch.setattr("helpers.verifying.recomputing.number", lambda definition, evidence: time.sleep(30))
    assert verdicts(bundle)[0].why == "its definition took longer than 1 seconds"


def test_a_limit_leaves_what_ends_in_time_alone() -> None:
    with limited(30):
        found = 4
    assert found == 4


def test_today_is_the_day_of_the_run_for_as_long_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ("0", None):
        if before is None:
            monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        else:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", before)
        with on_day(datetime(2001, 2, 3, 12, tzinfo=UTC)):
            assert today().isoformat() == "2001-02-03"
        assert os.environ.get("SOURCE_DATE_EPOCH") == before
