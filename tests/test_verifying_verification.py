"""A bundle verified as a whole: what was checked by what, and when the result is good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.verifying import NotABundleError, verify

from .bundles import LAG, Workbook, at, change, packed, rewrite, sign


def test_without_a_workbook_the_bundles_own_rows_are_taken(bundle: Path, tmp_path: Path) -> None:
    with at(None):
        for place in (bundle, packed(bundle, tmp_path / "sent.zip", "report/")):
            found = verify(place)
            assert found.counts == {"reproduced": 1, "changed": 0, "not checkable": 1}
            assert (found.is_good, found.faults, found.note) == (True, [], "the workbook is not at hand")
            assert (found.title, found.notebook) == ("Is trade made up?", "trade")


def test_a_workbook_at_hand_is_left_alone_where_asked(bundle: Path, workbook: Workbook) -> None:
    workbook.write("1 / 0")
    with at(workbook.root):
        found = verify(bundle, from_bundle=True)
    assert ([v.by for v in found.verdicts], found.code) == (["the bundle's rows", ""], [])


def test_where_its_notebook_cannot_be_run_again_the_bundles_rows_are_taken(bundle: Path, workbook: Workbook) -> None:
    (workbook.root / "notebooks" / "trade.ipynb").unlink()
    with at(workbook.root):
        found = verify(bundle)
    assert [(v.outcome, v.by) for v in found.verdicts] == [("reproduced", "the bundle's rows"), ("not checkable", "")]
    assert found.note.startswith("its notebook cannot be run: no notebook 'trade' here")
    assert found.verdicts[1].why.startswith(found.note)


def test_a_change_for_which_no_row_accounts_is_put_down_to_the_code(bundle: Path, workbook: Workbook) -> None:
    workbook.write(LAG.replace('"US-2001-ALPHA", "JP-2001-BETA"]', '"US-2001-ALPHA"]'))
    with at(workbook.root):
        found = verify(bundle)
    assert (found.code, found.is_good) == (["notebook"], False)
    assert found.verdicts[0].why == "the rows it rests on; no row it rests on changed, but notebook did"


def test_a_changed_row_that_was_signed_anew_is_found_by_the_number(bundle: Path) -> None:
    change(bundle / "rows" / "measures.csv", "2001-08-15", "2001-08-16")
    sign(bundle)
    with at(None):
        found = verify(bundle)
    assert (found.faults, found.is_good) == ([], False)
    assert (found.verdicts[0].old, found.verdicts[0].new) == ("167 days", "168 days")


def test_nothing_is_written_to_the_bundle(bundle: Path, workbook: Workbook) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in bundle.rglob("*") if p.is_file()}

    before = state()
    for root in (workbook.root, None):
        with at(root):
            verify(bundle)
    assert state() == before


def test_the_record_is_plain_json(bundle: Path) -> None:
    with at(None):
        told = json.loads(json.dumps(verify(bundle).record()))
    assert (told["good"], told["counts"]["reproduced"], told["verdicts"][0]["outcome"]) == (True, 1, "reproduced")


def test_what_is_no_bundle_is_refused_before_anything_is_run(bundle: Path, workbook: Workbook) -> None:
    rewrite(bundle, manifest=2)
    with at(workbook.root), pytest.raises(NotABundleError, match="is of version 2"):
        verify(bundle)
