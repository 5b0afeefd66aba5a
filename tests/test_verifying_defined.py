"""Definitions computed by: nothing but public functions of the evidence is called, and the same number comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers.audit import known_record
from helpers.definitions import Definition, DefinitionError, definition_of, read_definition
from helpers.evidence import Evidence
from helpers.following import days_after
from helpers.mechanism_tree import Choice, silent_count
from helpers.period import Period, parse_period
from helpers.robustness import robustness, worded
from helpers.verifying.defined import defining_function, number, restored

PAIR = ("US", "JP", "US-2001-ALPHA", "JP-2001-BETA", "effective")


def numbered(evidence: Evidence, period: Period, ids: Sequence[str], most: object = None) -> int:
    """The number of a test."""
    return len(evidence.measures)


def test_what_was_recorded_gives_the_same_number_again(invented: Evidence) -> None:
    firm = robustness(days_after, invented.select(countries=["US", "JP"]), *PAIR, form="{} days")
    again = read_definition(firm.record()["definition"])
    assert again == firm.definition
    assert worded(number(again, invented), again.form) == firm.chosen.worded == "167 days"


def test_the_recorded_selection_narrows(invented: Evidence) -> None:
    alone = robustness(days_after, invented.select(countries=["CN"]), *PAIR, form="{} days")
    assert (alone.definition.selection, number(alone.definition, invented)) == ({"countries": ["CN"]}, None)


def test_a_record_made_from_the_one_held_is_made_again(invented: Evidence) -> None:
    record = known_record(invented, "2002-01-01").select(
        countries=["US", "JP"]
    )  # the source of the second came in 2003
    assert number(robustness(days_after, record, *PAIR).definition, invented) is None
    assert number(robustness(days_after, known_record(invented), *PAIR).definition, invented) is not None


def test_of_evidence_put_together_by_hand_nothing_can_be_computed_again(invented: Evidence) -> None:
    by_hand = Evidence(invented.tables, invented.schema, invented.sources)
    with pytest.raises(DefinitionError, match="takes evidence put together by hand, which is no plain value"):
        number(robustness(days_after, by_hand, *PAIR).definition, invented)


def test_an_argument_made_of_several_values_is_taken_apart_and_put_together(invented: Evidence) -> None:
    given = {"period": parse_period("2001"), "choice": Choice(("A",), None), "length_of_silence": 30}
    found = definition_of(silent_count, given, invented, "{:g}")
    assert found.arguments["choice"] == {"mechanisms": ["A"], "level": None}
    assert restored(found.arguments["choice"], Choice) == given["choice"]


def test_an_argument_that_is_no_plain_value_is_named_and_not_checked(invented: Evidence) -> None:
    found = definition_of(
        numbered, {"period": parse_period("2001"), "ids": [Path("a")], "most": {1: 2}}, invented, "{}"
    )
    assert (found.unrecorded, found.arguments) == (("ids", "most"), {"period": "2001"})
    with pytest.raises(DefinitionError, match="takes ids, most, which is no plain value"):
        number(found, invented)


@pytest.mark.parametrize(
    "name",
    [
        "os.system",
        "helpers",
        "helpers.reports.cache.cache_folder",
        "helpers.cli.main",
        "helpers.opening.open_evidence",
        "helpers.following._after",
        "helpers.robustness.inspect.getfile",
        "helpers.period.parse_period",
        "helpers.lags.Evidence",
        "helpers..days_after",
        "",
        "helpers.following.days_after\n",
    ],
)
def test_nothing_but_a_public_function_of_the_evidence_is_called(name: str) -> None:
    with pytest.raises(DefinitionError):
        defining_function(name)


def test_a_function_that_has_gone_is_told(invented: Evidence) -> None:
    with pytest.raises(DefinitionError, match="gone is not in this version"):
        defining_function("helpers.following.gone")
    with pytest.raises(DefinitionError, match="gone is not in this version"):
        defining_function("helpers.gone.gone")
    with pytest.raises(DefinitionError, match="no longer takes 'basics'"):
        number(Definition("helpers.following.days_after", "", {"basics": 1}), invented)
