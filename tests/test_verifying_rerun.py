"""Findings computed again by a run of their notebook, after data, notebook or parameters have changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers.verifying.contents import opened
from helpers.verifying.manifests import Manifest, Recorded, read_manifest
from helpers.verifying.rerun import (
    Again,
    NotRunError,
    differing_code,
    findings_again,
    is_at_hand,
    paired,
    verdicts_again,
)
from helpers.verifying.verdicts import Verdict

from .bundles import COUNT, LAG, PARAMETERS, Workbook, at, rewrite


def manifest(bundle: Path) -> Manifest:
    with opened(bundle) as contents:
        return read_manifest(contents)


def verdicts(bundle: Path, workbook: Workbook) -> list[Verdict]:
    with at(workbook.root), opened(bundle) as contents:
        found = read_manifest(contents)
        return verdicts_again(found, findings_again(found, Again()), contents)


def reason(bundle: Path, workbook: Workbook) -> str:
    with at(workbook.root), pytest.raises(NotRunError) as told:
        findings_again(manifest(bundle), Again())
    return str(told.value)


def test_findings_of_a_workbook_that_has_not_changed_are_reproduced(bundle: Path, workbook: Workbook) -> None:
    found = verdicts(bundle, workbook)
    assert [(v.number, v.outcome, v.by, v.why) for v in found] == [(n, "reproduced", "run again", "") for n in (1, 2)]
    with at(workbook.root):
        assert differing_code(manifest(bundle)) == []


def test_the_changed_finding_is_told_with_old_and_new_and_the_cell(bundle: Path, workbook: Workbook) -> None:
    workbook.change("measures", "2001-08-15", "2001-08-20")
    workbook.write("x = 4", LAG, COUNT)
    first, second = verdicts(bundle, workbook)
    assert (first.outcome, first.why, first.old, first.new) == ("changed", "its number", "167 days", "172 days")
    assert [c.says for c in first.cells] == ["measures: JP-2001-BETA, date_effective: 2001-08-15 → 2001-08-20"]
    assert second.outcome == "reproduced"
    with at(workbook.root):
        assert differing_code(manifest(bundle)) == ["notebook", "data"]


def test_a_changed_citation_of_a_row_is_named(bundle: Path, workbook: Workbook) -> None:
    workbook.change(
        "citations",
        "JP-2001-BETA-C1,measures,JP-2001-BETA,,invented-2003",
        "JP-2001-BETA-C1,measures,JP-2001-BETA,,invented-2001",
    )
    first = verdicts(bundle, workbook)[0]
    assert (first.why, first.old, first.new) == ("the sources it rests on", "2 (invented-2003)", "1")
    assert [c.says for c in first.cells] == ["citations: JP-2001-BETA-C1, source_id: invented-2003 → invented-2001"]


def test_a_row_that_a_finding_rests_on_anew_is_named(bundle: Path, workbook: Workbook) -> None:
    more = LAG.replace('"JP-2001-BETA"]', '"JP-2001-BETA", "JP-2001-BETA-TO-US-2001-ALPHA"]')
    workbook.write(more, COUNT)
    first = verdicts(bundle, workbook)[0]
    assert (first.why, first.new) == ("the rows it rests on", "3 (JP-2001-BETA-TO-US-2001-ALPHA)")


def test_a_finding_that_has_gone_is_not_checkable_and_the_others_are(bundle: Path, workbook: Workbook) -> None:
    workbook.write(COUNT)
    first, second = verdicts(bundle, workbook)
    assert (first.outcome, first.why) == ("not checkable", "its notebook has no such finding any more")
    assert second.outcome == "reproduced"


def test_a_run_that_cannot_be_is_told_with_the_reason(bundle: Path, workbook: Workbook) -> None:
    workbook.write(LAG, COUNT, parameters=PARAMETERS.replace("countries", "lands"))
    assert "trade has no parameter 'countries'" in reason(bundle, workbook)
    workbook.write("1 / 0", LAG, COUNT)
    assert "its notebook fails now: " in reason(bundle, workbook)
    workbook.change("measures", "2001-08-15", "in summer")
    assert "the evidence base here breaks its rules: " in reason(bundle, workbook)
    (workbook.root / "notebooks" / "trade.ipynb").unlink()
    assert "no notebook 'trade' here" in reason(bundle, workbook)
    with at(workbook.root):
        assert "notebook" in differing_code(manifest(bundle))


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"notebook": "../../etc/passwd"}, "no notebook '../../etc/passwd' here"),
        ({"notebook": "a\x00b"}, "no notebook 'a\\x00b' here"),
        ({"article": "gone-2001"}, "no edition puts the article 'gone-2001' to the test any more"),
        ({"parameters": {"period": "the year 4"}}, "its notebook cannot be run: "),
        ({"parameters": {"strict": [4]}}, "its notebook cannot be run: "),
    ],
)
def test_a_manifest_that_asks_for_what_is_not_there_runs_nothing(
    bundle: Path, workbook: Workbook, parts: dict[str, Any], why: str
) -> None:
    rewrite(bundle, **parts)
    assert why in reason(bundle, workbook)


def test_an_edition_that_would_lead_out_of_the_folder_is_not_followed(
    bundle: Path, workbook: Workbook, tmp_path: Path
) -> None:
    rewrite(bundle, edition=f"../../{tmp_path.name}/out")
    with at(workbook.root):
        assert len(findings_again(manifest(bundle), Again())) == 2
    assert not (tmp_path / "out").exists()


def test_the_workbook_is_at_hand_where_it_has_notebooks_and_data(workbook: Workbook, tmp_path: Path) -> None:
    for root, there in ((workbook.root, True), (tmp_path / "nowhere", False)):
        with at(root):
            assert is_at_hand() is there


def named(*names: str) -> list[Recorded]:
    return [Recorded(n, "", "holds", {name: n}) for n, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("ab", "ab", {1: 1, 2: 2}),
        ("ab", "xab", {1: 2, 2: 3}),
        ("axb", "ab", {1: 1, 3: 2}),
        ("aa", "a", {1: 1}),
        ("ab", "", {}),
    ],
)
def test_findings_are_paired_by_how_they_are_computed(
    old: Sequence[str], new: Sequence[str], pairs: dict[int, int]
) -> None:
    assert {o: n.number for o, n in paired(named(*old), named(*new)).items()} == pairs
