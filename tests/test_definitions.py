"""Definitions: recorded as plain values, read back, and computed by again; what is no definition is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from helpers.definitions import DefinitionError, definition_of, read_definition
from helpers.evidence import Evidence
from helpers.period import Period, parse_period

PAIR = ("US", "JP", "US-2001-ALPHA", "JP-2001-BETA", "effective")


def numbered(evidence: Evidence, period: Period, ids: Sequence[str], most: object = None) -> int:
    """The number of a test.

    It has more to say below.
    """
    return len(evidence.measures)


def test_a_definition_says_function_arguments_and_selection_in_plain_values(invented: Evidence) -> None:
    selection = invented.select(countries=("US", "JP"), min_verification="verified")
    found = definition_of(numbered, {"period": parse_period("2001-Q1"), "ids": ("A", "B")}, selection, "{:,g}")
    assert found.record() == {
        "function": "tests.test_definitions.numbered",
        "says": "The number of a test.",
        "arguments": {"period": "2001-Q1", "ids": ["A", "B"]},
        "selection": {"countries": ["US", "JP"], "min_verification": "verified"},
        "form": "{:,g}",
        "made_by": {},
        "unrecorded": [],
    }


GOOD: dict[str, Any] = {"function": "helpers.a.b", "arguments": {}, "selection": {}, "form": "{}", "made_by": {}}
DEEP: Any = [[[[[1]]]]]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (None, "names no defining function"),
        ([], "names no defining function"),
        ({**GOOD, "function": 4}, "names no defining function"),
        ({**GOOD, "arguments": None}, "not of the form that a report writes"),
        ({**GOOD, "arguments": {"a": DEEP}}, "not of the form that a report writes"),
        ({**GOOD, "selection": [1]}, "not of the form that a report writes"),
        ({**GOOD, "made_by": {"function": "helpers.a.b"}}, "not of the form that a report writes"),
        ({**GOOD, "made_by": {"function": 4, "arguments": {}}}, "not of the form that a report writes"),
        ({**GOOD, "made_by": {"function": "helpers.a.b", "arguments": 4}}, "not of the form that a report writes"),
        ({**GOOD, "unrecorded": 4}, "not of the form that a report writes"),
        ({**GOOD, "form": "{0.__class__}"}, "which no number is written in"),
        ({**GOOD, "form": "{:999999999d}"}, "which no number is written in"),
        ({**GOOD, "form": "days"}, "which no number is written in"),
        ({**GOOD, "form": None}, "which no number is written in"),
    ],
)
def test_a_record_that_is_none_is_refused(raw: object, why: str) -> None:
    with pytest.raises(DefinitionError, match=why):
        read_definition(raw)


def test_every_form_that_the_notebooks_write_can_be_read_back() -> None:
    for form in (
        "{:,.0f}",
        "{} days",
        "{:.0%}",
        "{:g} days",
        "{:,.2f} billion USD",
        "{:.2f} steps",
        "percentile {:.0f}",
    ):
        assert read_definition({**GOOD, "form": form}).form == form
