"""What changed our mind: corrections, later prints and awards, and verdicts, on rows made up here."""

from __future__ import annotations

import pandas as pd

from helpers.evidence import Evidence
from helpers.period import parse_period
from helpers.turns import held, holds_values, marks, name_of, told, turns, turns_in_words

from .agenda_rows import event, made, statement, step

MAY = parse_period("2001-05")


def correction(number: int, row_id: str, field: str, **cells: str) -> dict[str, str]:
    """A correction of an event, made in 2002."""
    plain = {"table": "events", "date": "2002-01-02", "old": "before", "new": "after", "reason": "Read."}
    return {"correction_id": f"COR-{number}", "row_id": row_id, "field": field, **plain, **cells}


def rows() -> list[dict[str, str]]:
    """Two events, of May and of June."""
    return [event("EV-2001-A", date_start="2001-05-02"), event("EV-2001-B", date_start="2001-06-02")]


def found(evidence: Evidence, *ids: str) -> pd.DataFrame:
    """What changed on May 2001, for these rows of it."""
    return turns(evidence, MAY, ids)


def test_corrections_of_rows_of_the_period_are_listed_values_before_wording() -> None:
    log = [
        correction(1, "EV-2001-A", "description"),
        correction(2, "EV-2001-A", "date_start", old="2001-05-01", new="2001-05-02"),
        correction(3, "EV-2001-B", "date_start"),
        correction(4, "EV-2001-A", "verification", old="unverified", new="verified"),
    ]
    evidence = made(events=rows(), corrections=log)
    changed = found(evidence, "EV-2001-A")
    assert changed["field"].tolist() == ["date start", "description"]
    assert changed["is_value"].tolist() == [True, False]
    line = changed.iloc[0]
    assert (line["what"], line["before"], line["now"], line["date"]) == (
        "Ev-2001-A", "2001-05-01", "2001-05-02", "2002-01-02",
    )  # fmt: skip
    assert (line["why"], line["themes"], line["kind"]) == ("Read.", ("space_cyber", "dialogues"), "corrected")
    assert marks(evidence, MAY, ["EV-2001-A"]) == 1


def test_a_correction_recorded_in_the_period_counts_and_a_row_taken_out_too() -> None:
    log = [
        correction(1, "EV-2001-B", "kind", date="2001-05-09", old="trade_action", new=""),
        correction(2, "EV-2001-GONE", "", date="2001-05-10"),
        correction(3, "EV-2001-HIDDEN", "kind", date="2001-05-11"),
        correction(4, "EV-2001-GONE-TOO", "", date="2001-07-10"),
    ]
    evidence = made(events=rows(), corrections=log)
    changed = found(evidence)
    assert list(changed.index) == ["EV-2001-GONE", "EV-2001-B"]
    assert changed["field"].tolist() == ["the row, taken out", "kind"]
    assert (changed["before"].iloc[1], changed["now"].iloc[1]) == ("trade action", "nothing")
    assert changed["themes"].iloc[0] == ()
    assert held(evidence, changed) == ["EV-2001-B"]


def test_a_verdict_that_turned_comes_first_and_another_change_of_it_is_a_correction() -> None:
    claims = [{"claim_id": "X-1", "claim": "It rained", "themes": "dialogues", "source_id": "invented"}]
    verdicts = [
        {
            "verdict_id": "X-1-V",
            "claim_id": "X-1",
            "verdict": "contradicted",
            "finding": "It did not.",
            "row_ids": "EV-2001-A",
        }
    ]
    log = [
        correction(1, "EV-2001-A", "date_start"),
        correction(2, "X-1-V", "source_ids", table="verdicts"),
        correction(3, "X-1-V", "verdict", table="verdicts", old="borne_out", new="contradicted"),
    ]  # fmt: skip
    evidence = made(events=rows(), claims=claims, verdicts=verdicts, corrections=log)
    changed = found(evidence, "EV-2001-A")
    assert changed["kind"].tolist() == ["verdict turned", "corrected", "corrected"]
    assert (changed["before"].iloc[0], changed["themes"].iloc[0]) == ("borne out", ("dialogues",))
    assert turns_in_words(changed) == {"n": 3, "values": 2, "replaced": "none", "verdicts": 1}
    assert found(evidence, "EV-2001-B").empty


def test_a_later_award_replaces_an_earlier_one_in_the_currency_of_each() -> None:
    paid = {"project_id": "p", "coded_investment_basis": "new"}
    steps = [
        step("IN-1", date="2001-01-02", investment_amount_bn="7.3", investment_currency="USD", **paid),
        step("IN-2", date="2001-05-02", investment_amount_bn="900", investment_currency="JPY",
             **paid | {"coded_investment_basis": "revision"}),
    ]  # fmt: skip
    changed = found(made(investments=steps), "IN-2")
    line = changed.iloc[0]
    assert (line["what"], line["field"], line["kind"]) == ("Nobody: Plant", "investment amount", "replaced")
    assert (line["before"], line["now"], line["date"]) == ("US$7.3 billion", "¥900 billion", "2001-05-02")
    assert found(made(investments=steps), "IN-1").empty


def printed(vintage: str, series: str = "year") -> pd.DataFrame:
    """What changed on May 2001 where a second print of a value stands beside the first."""
    prints = [
        {"observation_id": "OB-1", "series_id": "SE-1", "period": "2001-05", "value": "10", "vintage": "first print"},
        {"observation_id": "OB-2", "series_id": "SE-1", "period": "2001-05", "value": "12.5", "vintage": vintage},
    ]
    kept = [{"series_id": "SE-1", "title": "Rain", "unit": "mm", "frequency": series, "themes": "dialogues"}]
    return found(made(series=kept, observations=prints), "OB-2")


def test_a_later_print_replaces_an_earlier_one_with_the_unit_of_its_series() -> None:
    line = printed("revised").iloc[0]
    assert (line["what"], line["before"], line["now"]) == ("Rain, 2001-05", "10 mm", "12.5 mm")
    assert (line["why"], line["themes"]) == ("A later print; both are kept.", ("dialogues",))


def test_a_supplementary_budget_replaces_nothing() -> None:
    assert printed("with supplementary budget").empty


def test_nothing_changed_where_nothing_is_held() -> None:
    changed = found(made())
    assert changed.empty
    assert turns_in_words(changed) == {"n": 0, "values": "none", "replaced": "none", "verdicts": "none"}
    assert told(changed) == "the record has not changed its mind"
    assert told(pd.DataFrame(index=["A"])) == "the record has changed its mind once"
    assert told(pd.DataFrame(index=["A", "B"])) == "the record has changed its mind 2 times"


def test_values_and_wording_are_told_apart_by_the_schema() -> None:
    evidence = made()
    names = ["date_effective", "suspended_until", "entity_count", "instrument", "title", "scope", "themes"]
    assert [holds_values(evidence, "measures", n) for n in names] == [True, True, True, True, False, False, False]
    assert holds_values(evidence, "mechanisms", "founded")
    assert holds_values(evidence, "investments", "planned_start")
    assert not holds_values(evidence, "measures", "no_such_column")


def test_a_statement_is_named_with_its_speaker_and_long_names_are_cut() -> None:
    rows = [statement("ST-1", paraphrase="word " * 40), statement("ST-2")]
    evidence = made(statements=rows)
    assert name_of(evidence, "ST-2") == "Nemo: Objects"
    assert name_of(evidence, "ST-1").endswith(" …")
    assert len(name_of(evidence, "ST-1")) <= 90
