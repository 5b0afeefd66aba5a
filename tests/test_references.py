"""References held in Chicago style: read one by one, made when they are not held, and told when out of date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import helpers.references
from helpers.checking.formatted import reference_problems, source_ids
from helpers.citeproc import Reference, formatted, plain_text
from helpers.cli import app
from helpers.opening import data_folder
from helpers.pandoc import PandocError
from helpers.references import HELD, References, entry_markup, note_markup, out_of_date, renewed
from helpers.sources import Sources, load_sources, source_from_csl

from .test_citeproc import ITEM

OTHER = ITEM | {"id": "invented-2", "title": "Another made-up rule", "URL": None}


def no_pandoc(*_: object) -> Any:
    raise PandocError("pandoc is not installed")


def written(folder: Path, *items: dict[str, Any]) -> References:
    """References of some items held in a file of this folder."""
    (folder / "sources.json").write_text(
        json.dumps([{**i, "custom": {"kind": "primary"}} for i in items]), encoding="utf-8"
    )
    kept = load_sources(folder / "sources.json")
    (folder / HELD).write_text(renewed(References(), kept.items_of(kept.unnoted()))[0], encoding="utf-8")
    return References(folder / HELD)


def edited(folder: Path, old: str, new: str) -> References:
    text = (folder / HELD).read_text(encoding="utf-8")
    assert old in text
    (folder / HELD).write_text(text.replace(old, new), encoding="utf-8")
    return References(folder / HELD)


def test_the_references_of_the_bibliography_are_those_of_its_sources_now() -> None:
    assert [str(p) for p in reference_problems(data_folder())] == [], "run: python3 run.py workbook references"
    sources = load_sources(data_folder() / "sources.json")
    sample = sources.items_of(list(sources.unnoted())[7::97])
    assert {str(i["id"]): sources.held.held(i) for i in sample} == formatted(sample)


def test_every_source_is_held_with_its_whole_title() -> None:
    sources = load_sources(data_folder() / "sources.json")
    told = {i: plain_text(r.entry) for i, r in sources.references(sources.unnoted()).items()}
    lost = [
        i for i, s in sources.unnoted().items()
        if "".join(filter(str.isalnum, s.title)) not in "".join(filter(str.isalnum, told[i]))
    ]  # fmt: skip
    assert lost == []
    assert [
        i for i, text in told.items() if "..” " in text or ", ," in text or "<" in text.replace("<コンピュータ>", "")
    ] == []


def test_the_file_is_json_sorted_with_one_reference_a_line(tmp_path: Path) -> None:
    written(tmp_path, OTHER, ITEM)
    text = (tmp_path / HELD).read_text(encoding="utf-8")
    assert list(json.loads(text)["references"]) == ["invented-1", "invented-2"]
    assert json.loads(text)["made"]["style"].startswith("Chicago Manual of Style 18th")
    assert [line[:14] for line in text.splitlines()[2:4]] == ['"invented-1": ', '"invented-2": ']


def test_a_held_reference_needs_no_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, ITEM, OTHER)
    monkeypatch.setattr(helpers.references, "formatted", no_pandoc)
    sources = load_sources(tmp_path / "sources.json")
    assert sources.bibliography("invented-1").startswith("Doe, Jane. “Made-up rule")
    assert sources.bibliography("invented-1").endswith(
        '2001. <a href="https://example.org/a" rel="noopener noreferrer">https://example.org/a</a>.'
    )


def test_nothing_is_read_before_the_first_reference_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path, ITEM)
    sources = load_sources(tmp_path / "sources.json")
    (tmp_path / HELD).unlink()
    assert sources["invented-1"].reference()
    assert out_of_date(sources.held, sources.items_of(["invented-1"])) == ["invented-1"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Made-up rule", "<script>alert(1)</script> rule"),
        ("Made-up rule", "<a href=javascript:alert(1)>rule"),
        ("Made-up rule", '<span lang="ja" onclick="x">rule</span>'),
        ("Made-up rule", "Made-up & rule"),
        ('"note"', '"nota"'),
        ('"invented-1": {', '"invented-1": {{'),
        ('"mapping": ', '"mapping": 9'),
        ('"digest": "', '"digest": "f'),
        ('{"made"', '{"maid"'),
    ],
)
def test_what_is_held_wrongly_is_made_anew(tmp_path: Path, old: str, new: str) -> None:
    held = written(tmp_path, ITEM)
    item = {**ITEM, "custom": {"kind": "primary"}}
    right = held.of([item], {})
    assert held.held(item) == right["invented-1"]
    wrong = edited(tmp_path, old, new)
    assert wrong.held(item) is None
    assert wrong.of([item], {}) == right


def test_what_is_not_held_is_made_in_one_run_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[list[str]] = []

    def counted(items: list[dict[str, Any]]) -> dict[str, Reference]:
        runs.append([i["id"] for i in items])
        return formatted(items)

    entries = {str(i["id"]): source_from_csl(i) for i in (ITEM, OTHER)}
    monkeypatch.setattr(helpers.references, "formatted", counted)
    sources = Sources(entries, [ITEM, OTHER])
    assert set(sources.references(["invented-2", "invented-1"])) == {"invented-1", "invented-2"}
    assert "Another made-up rule" in sources.note("invented-2")
    assert [run for run in runs if run] == [["invented-2", "invented-1"]]


def test_without_pandoc_a_reference_stands_in_plain_words_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers.references, "formatted", no_pandoc)
    made = References().of([ITEM], {"invented-1": "Doe, “<b>Rule</b>”."})["invented-1"]
    assert made.plain
    assert made.entry == "Doe, “&lt;b&gt;Rule&lt;/b&gt;”. <a/> (in plain words: pandoc has not formatted it)."


@pytest.mark.parametrize(
    ("note", "locator", "told"),
    [
        ("A, 2001, <a/>.", "p. 12", 'A, 2001, p. 12, <a href="https://e.org/" rel="noopener noreferrer">https://e.org/</a>.'),
        ("A, 2001 (reprint).", "para. <4>", "A, 2001 (reprint), para. &lt;4&gt;."),
        ("A, 2001.", " ", "A, 2001."),
    ],
)  # fmt: skip
def test_a_note_names_the_page_before_the_address(note: str, locator: str, told: str) -> None:
    assert note_markup(Reference(note, ""), "https://e.org/", locator) == told


def test_an_address_that_is_none_is_no_link() -> None:
    assert entry_markup(Reference("", "A. <a/>."), "javascript:alert(1)") == "A. javascript:alert(1)."


def test_only_what_changed_is_made_anew(tmp_path: Path) -> None:
    held = written(tmp_path, ITEM, OTHER)
    items = [{**i, "custom": {"kind": "primary"}} for i in (ITEM, OTHER)]
    assert renewed(held, items)[1] == []
    assert renewed(held, [items[0], {**items[1], "title": "Reworded"}])[1] == ["invented-2"]
    assert renewed(held, items[:1])[0].count("\n") == 4
    older = edited(tmp_path, '"pandoc": "', '"pandoc": "0.')
    assert renewed(older, items)[1] == ["invented-1", "invented-2"]


def test_the_mark_of_a_source_is_another_when_its_reference_is(tmp_path: Path) -> None:
    written(tmp_path, ITEM, OTHER)
    before = load_sources(tmp_path / "sources.json").marks(["invented-1", "invented-2", "none"])
    edited(tmp_path, "Another made-up", "One more made-up")
    after = load_sources(tmp_path / "sources.json").marks(["invented-1", "invented-2", "none"])
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Another made-up", "One more made-up", ""),
        (
            '"of": "',
            '"of": "f',
            "is out of date for 2 sources, 'invented-1' first; run: python3 run.py workbook references",
        ),
        ('"mapping": ', '"mapping": 9', "was made with another style or wording; run: "),
        ('{"made"', '{"maid"', "holds no references, or cannot be read; run: "),
        ('"pandoc": "', '"pandoc": "0.', "was made by pandoc 0.3"),
    ],
)
def test_the_check_says_why_references_are_out_of_date(tmp_path: Path, old: str, new: str, says: str) -> None:
    written(tmp_path, ITEM, OTHER)
    edited(tmp_path, old, new)
    found = reference_problems(tmp_path)
    assert [p.level for p in found] == ["warning"] * bool(says)
    assert says in "".join(map(str, found))


def test_the_check_leaves_a_broken_bibliography_to_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "sources.json").write_text("{", encoding="utf-8")
    assert reference_problems(tmp_path) == []
    assert source_ids(tmp_path) is None


def test_the_check_says_that_there_is_no_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, ITEM)
    monkeypatch.setattr("helpers.checking.formatted.pandoc_version", no_pandoc)
    assert "cannot be compared with the pandoc that made it" in str(reference_problems(tmp_path)[0])


def test_the_command_writes_the_file_and_says_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    written(tmp_path / "data", ITEM, OTHER)
    (tmp_path / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    edited(tmp_path / "data", '"of": "', '"of": "f')
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    done = CliRunner().invoke(app, ["references"])
    assert (done.exit_code, "2 sources, 2 references made anew" in done.stdout) == (0, True)
    assert reference_problems(tmp_path / "data") == []
    assert sorted(p.name for p in (tmp_path / "data").iterdir()) == ["datapackage.json", HELD, "sources.json"]


def test_the_command_leaves_the_file_as_it_was_where_pandoc_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    written(tmp_path / "data", ITEM)
    (tmp_path / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    before = (tmp_path / "data" / HELD).read_bytes()
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    monkeypatch.setattr(helpers.references, "pandoc_version", no_pandoc)
    done = CliRunner().invoke(app, ["references"])
    assert (done.exit_code, "references.json is as it was: pandoc is not installed" in done.stderr) == (1, True)
    assert (tmp_path / "data" / HELD).read_bytes() == before


def test_the_command_refuses_a_bibliography_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_ROOT", str(tmp_path))
    assert CliRunner().invoke(app, ["references"]).exit_code == 2
