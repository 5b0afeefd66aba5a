"""The data dictionary is made from the schema and kept in step with it."""

from __future__ import annotations

import pytest

from helpers.dictionary import BEGIN, END, as_markdown, dictionary, with_dictionary
from helpers.opening import data_folder
from helpers.schema import load_schema

SCHEMA = {
    "resources": [
        {
            "name": "things", "description": "Things made up.", "recheck": {"days": 90},
            "schema": {"fields": [
                {"name": "thing_id", "type": "string", "description": "Key.", "constraints": {"required": True}},
                {"name": "kinds", "type": "list", "delimiter": ";", "description": "This | that.", "itemEnum": ["a", "b"]},
                {"name": "made_by", "type": "string", "description": "Source.", "references": "sources"},
            ]},
        }
    ]
}  # fmt: skip


def test_every_column_is_told_with_what_it_may_hold() -> None:
    key, kinds, made_by = dictionary(SCHEMA)
    assert (key.name, key.required, key.type) == ("thing_id", "yes", "string")
    assert (kinds.type, kinds.allowed) == ("list, separated by ';'", "a, b")
    assert made_by.allowed == "ids of sources.json"


def test_the_page_escapes_what_would_break_its_table() -> None:
    page = as_markdown(SCHEMA)
    assert "This \\| that." in page
    assert "To be checked again after 90 days." in page


def test_only_what_is_between_the_marks_is_replaced() -> None:
    page = with_dictionary(f"before\n{BEGIN}\nold\n{END}\nafter\n", SCHEMA)
    assert page.startswith(f"before\n{BEGIN}\n\n### things")
    assert page.endswith(f"{END}\nafter\n")
    assert "old" not in page
    assert with_dictionary(page, SCHEMA) == page


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks its marks"):
        with_dictionary("nothing", SCHEMA)


def test_the_dictionary_of_the_data_is_in_step_with_the_schema() -> None:
    page = (data_folder() / "README.md").read_text(encoding="utf-8")
    assert with_dictionary(page, load_schema(data_folder())) == page, "run: python3 run.py workbook dictionary"


def test_every_column_of_the_data_has_a_meaning() -> None:
    assert [f"{c.table}.{c.name}" for c in dictionary(load_schema(data_folder())) if not c.meaning] == []
