"""Rules of where things come from, each on a few invented rows that break it and on ones that do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.checking.provenance import quotation_length

from .edited import add_rows, told

CLAIM = {
    "claim_id": "INVENTED-001",
    "source_id": "invented-2001",
    "locator": "Line 1",
    "kind": "event",
    "claim": "It was so.",
}
VERDICT = {
    "verdict_id": "INVENTED-001-V", "claim_id": "INVENTED-001", "verdict": "borne_out", "finding": "It was so.",
    "row_ids": "US-2001-ALPHA", "verification": "verified",
}  # fmt: skip
CORRECTION = {
    "correction_id": "COR-2001-02-01-1", "date": "2001-02-01", "table": "measures", "row_id": "US-2001-ALPHA",
    "field": "entity_count", "old": "5", "new": "4", "reason": "The rule says four.",
}  # fmt: skip


def test_a_follower_that_precedes_its_leader_is_told(invented_folder: Path) -> None:
    pair = {"pair_id": "US-2001-ALPHA-TO-JP-2001-BETA", "leader_id": "JP-2001-BETA", "follower_id": "US-2001-ALPHA"}
    add_rows(invented_folder, "measure_pairs", pair, like=0)
    assert ["'US-2001-ALPHA' precedes 'JP-2001-BETA'" in t for t in told(invented_folder)] == [True]


def test_a_pair_with_a_measure_that_does_not_exist_is_told(invented_folder: Path) -> None:
    add_rows(
        invented_folder, "measure_pairs", {"pair_id": "US-2001-X-TO-JP-2001-BETA", "follower_id": "US-2001-X"}, like=0
    )
    assert any("refers to a row that does not exist" in t for t in told(invented_folder))


def test_a_contradiction_without_a_reason_is_told(invented_folder: Path) -> None:
    path = invented_folder / "citations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("The rule itself says four.", ""), encoding="utf-8")
    assert ["citations.csv:3, reason: is empty; say why" in t for t in told(invented_folder)] == [True]


def test_a_verified_row_that_only_a_founding_article_bears_is_told(invented_folder: Path) -> None:
    path = invented_folder / "sources.json"
    items = json.loads(path.read_text(encoding="utf-8"))
    items[1]["custom"]["founding"] = True
    path.write_text(json.dumps(items), encoding="utf-8")
    found = [t for t in told(invented_folder) if "only a founding article says so" in t]
    assert [t.split(",")[0] for t in found] == ["measure_pairs.csv:2", "measures.csv:3"]


def test_a_source_that_nobody_cites_is_told_with_a_warning(invented_folder: Path) -> None:
    path = invented_folder / "sources.json"
    items = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*items, items[0] | {"id": "lonely-2001"}]), encoding="utf-8")
    assert told(invented_folder) == []
    assert any("'lonely-2001' is cited by no row" in t for t in told(invented_folder, level="warning"))


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two three", 3), ("well-known “issue”", 2), ("a, b", 2), ("半導体", 2), ("AI半導体", 3)],
)
def test_a_quotation_is_measured_in_words(text: str, words: int) -> None:
    assert quotation_length(text) == words


def test_a_long_quotation_in_any_column_is_told(invented_folder: Path) -> None:
    words = "one two three four five six seven eight nine ten eleven twelve"
    add_rows(
        invented_folder, "measures", {"measure_id": "US-2001-DELTA", "title": "Delta", "notes": f"“{words}”"}, like=0
    )
    assert told(invented_folder) == []
    add_rows(
        invented_folder,
        "measures",
        {"measure_id": "US-2001-ETA", "title": "Eta", "notes": f"“{words} thirteen”"},
        like=0,
    )
    assert ["notes: quotes 13 words" in t for t in told(invented_folder)] == [True]


def test_each_claim_has_one_verdict_that_rests_on_something(invented_folder: Path) -> None:
    add_rows(invented_folder, "claims", CLAIM)
    assert ["'INVENTED-001' has 0 verdicts" in t for t in told(invented_folder)] == [True]
    add_rows(invented_folder, "verdicts", VERDICT)
    assert told(invented_folder) == []
    add_rows(
        invented_folder, "verdicts", VERDICT | {"verdict_id": "INVENTED-001-W", "row_ids": "", "verdict": "judgement"}
    )
    assert sorted(t.split(":", 2)[2].split(";")[0].strip() for t in told(invented_folder)) == [
        "'INVENTED-001' has 2 verdicts", "is 'judgement' for a claim of the kind 'event', which can be checked",
    ]  # fmt: skip


def test_a_verdict_with_nothing_under_it_is_told(invented_folder: Path) -> None:
    add_rows(invented_folder, "claims", CLAIM)
    add_rows(invented_folder, "verdicts", VERDICT | {"row_ids": ""})
    assert any("'borne_out' needs the rows or sources that decide it" in t for t in told(invented_folder))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"new": "6"}, "is '6', but the row holds '4'"),
        ({"row_id": "US-2001-NONE"}, "'US-2001-NONE' is no row of measures"),
        ({"field": "entity_cont"}, "'entity_cont' is no column of measures"),
        ({"field": ""}, "the row is still there"),
        ({"field": "", "row_id": "US-2001-GONE", "new": ""}, ""),
    ],
)
def test_a_correction_agrees_with_the_row(invented_folder: Path, change: dict[str, str], says: str) -> None:
    add_rows(invented_folder, "corrections", CORRECTION | change)
    found = told(invented_folder)
    assert len(found) == bool(says)
    assert says in "".join(found)


def test_of_two_corrections_the_later_one_counts(invented_folder: Path) -> None:
    earlier = CORRECTION | {"old": "3", "new": "5"}
    later = CORRECTION | {"correction_id": "COR-2001-02-02-1", "date": "2001-02-02"}
    add_rows(invented_folder, "corrections", later, earlier)
    assert told(invented_folder) == []


def test_a_source_named_in_a_column_of_its_own_is_looked_up(invented_folder: Path) -> None:
    add_rows(invented_folder, "claims", CLAIM | {"source_id": "invented-2002"})
    add_rows(invented_folder, "verdicts", VERDICT | {"source_ids": "invented-2001;invented-2009"})
    found = "".join(told(invented_folder))
    assert "claims.csv:2, source_id: 'invented-2002' is not in sources.json. Did you mean" in found
    assert "verdicts.csv:2, source_ids: 'invented-2009' is not in sources.json" in found
