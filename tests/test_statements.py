"""Statements: what joins them to tones and measures, who names whom, and how soon somebody spoke."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helpers import statements as words
from helpers.parameters import ParameterError

from . import spoken_rows as made

ACTS = made.measures(
    {
        "US-2001-TEST": {"title": "American", "date_announced": "2001-01-01", "date_effective": "2001-02-01"},
        "JP-2001-TEST": {"jurisdictions": ("JP",), "title": "Japanese", "date_published": "2001-03-01"},
        "XX-2001-TEST": {"jurisdictions": ("US", "JP"), "title": "Joint"},
    }
)
SAID = made.statements(
    {
        "ST-1": {"measure_id": "US-2001-TEST", "coded_names_countries": ("CN", "US")},
        "ST-2": {"measure_id": "JP-2001-TEST", "relation_to_measure": "before", "coded_names_countries": ("CN",)},
        "ST-3": {"measure_id": "XX-2001-TEST"},
        "ST-4": {"measure_id": "JP-2001-TEST", "speaker_kind": "industry"},
        "ST-5": {"speaker_country": "JP", "measure_id": "JP-1999-TEST", "coded_names_countries": ("CN", "JP")},
    }
)
CODED = made.codes(
    ("ST-1", "coder-b", "US", -1),
    ("ST-1", "coder-a", "US", -2),
    ("ST-2", "coder-a", "JP", 2),
    ("ST-3", "coder-a", None, 0),
)
EVIDENCE = made.evidence_of(SAID, ACTS, CODED)


def test_a_statement_gets_the_mean_tone_of_its_coders_and_its_measure() -> None:
    toned = words.toned_statements(EVIDENCE)
    assert toned.loc["ST-1", ["tone", "tone_toward", "coders", "measure_by"]].tolist() == [-1.5, "US", 2, ("US",)]
    assert toned["is_answer"].to_dict() == {"ST-1": True, "ST-2": False, "ST-3": True, "ST-5": True}


def test_a_scheme_folds_each_code_before_the_mean() -> None:
    assert words.toned_statements(EVIDENCE, "3").loc["ST-1", "tone"] == -1.0


def test_a_statement_without_code_or_known_measure_stays_with_blanks() -> None:
    line = words.toned_statements(EVIDENCE).loc["ST-5"]
    assert (line["coders"], line["measure_by"]) == (0, ())
    assert line[["tone", "tone_toward"]].isna().all()
    assert pd.isna(words.toned_statements(EVIDENCE).loc["ST-3", "tone_toward"])


def test_industry_speaks_only_where_it_is_let_in() -> None:
    assert "ST-4" not in words.toned_statements(EVIDENCE).index
    assert "ST-4" in words.toned_statements(EVIDENCE, include_industry=True).index


def test_the_evidence_is_not_changed() -> None:
    before = SAID.copy()
    words.toned_statements(EVIDENCE)
    pd.testing.assert_frame_equal(SAID, before)


@pytest.mark.parametrize(
    ("country", "toward", "expected"),
    [("US", None, ["ST-1"]), ("US", "US", ["ST-1"]), ("US", "JP", []), ("JP", None, [])],
)
def test_words_on_a_measure_leave_out_joint_ones_and_those_made_before(
    country: str, toward: str | None, expected: list[str]
) -> None:
    toned = words.toned_statements(EVIDENCE)
    assert words.on_measures_of(toned, "CN", country, toward).index.tolist() == expected


def test_naming_is_counted_without_oneself() -> None:
    grid = words.naming_grid(words.toned_statements(EVIDENCE))
    assert grid.loc["CN"].to_dict() == {"CN": 0, "US": 1, "no other country": 2, "statements": 3}
    assert grid.loc["JP"].to_dict() == {"CN": 1, "US": 0, "no other country": 0, "statements": 1}
    assert grid.columns.tolist()[-2:] == ["no other country", "statements"]


def test_nothing_said_gives_empty_results() -> None:
    toned = words.toned_statements(made.evidence_of())
    assert words.naming_grid(toned).empty
    assert words.names_country(toned, "CN").empty
    assert words.on_measures_of(toned, "CN", "US").empty
    assert words.coverage(toned, ACTS).empty
    assert words.first_reactions(ACTS, toned, 90).empty
    assert words.text_facts(words.single_acts(made.measures({}), ["US"]))["jp_share"] == "none held"
    assert words.naming_facts(toned)[1]["own_share"] == "none held"
    assert words.speed_facts(words.single_acts(ACTS, ["US"]), toned, 90)[1]["US_share"] == "none held"


def test_coverage_counts_what_each_country_said_and_did() -> None:
    held = words.coverage(words.toned_statements(EVIDENCE), ACTS)
    assert held.index.tolist() == ["CN", "JP"]
    columns = ["measures", "statements", "answers", "coded", "coders"]
    assert held[columns].to_numpy().tolist() == [[0, 3, 2, 3, 2], [2, 1, 1, 0, 0]]


def test_acts_are_parted_by_country_kind_and_text() -> None:
    acts = made.measures(
        {
            "US-2001-A": {"coded_names_china": "yes"},
            "US-2001-B": {"coded_names_china": None},
            "JP-2001-A": {"jurisdictions": ("JP",), "instrument": "entity_listing", "coded_names_china": "no"},
            "XX-2001-A": {"jurisdictions": ("US", "JP"), "coded_names_china": "yes"},
            "NL-2001-A": {"jurisdictions": ("NL",), "coded_names_china": "yes"},
        }
    )
    texts = words.single_acts(acts, ["US", "JP"])
    assert texts[["by", "is_list", "text"]].to_numpy().tolist() == [
        ["US", False, "names China"],
        ["US", False, "text not read"],
        ["JP", True, "does not name China"],
    ]
    facts = words.text_facts(texts)
    assert (facts["us_share"], facts["jp_lists_share"], facts["jp_share"]) == ("1 of 1", "0 of 1", "none held")
    assert not facts["decides"]


def test_the_kind_of_act_decides_where_every_list_and_no_rule_names_china() -> None:
    japan = {"jurisdictions": ("JP",), "coded_names_china": "no"}
    acts = {f"JP-2001-{n}": japan for n in "ABCDE"} | {"US-2001-A": {"coded_names_china": "yes"}}
    acts["JP-2001-L"] = japan | {"instrument": "entity_listing", "coded_names_china": "yes"}
    assert words.text_facts(words.single_acts(made.measures(acts), ["US", "JP"]))["decides"]
    acts["JP-2001-E"] = japan | {"coded_names_china": "yes"}
    assert not words.text_facts(words.single_acts(made.measures(acts), ["US", "JP"]))["decides"]


def test_naming_is_parted_by_whose_measure_it_is_about() -> None:
    acts = made.measures({"CN-2001-A": {"jurisdictions": ("CN",)}, "XX-2001-A": {"jurisdictions": ("US", "JP")}})
    japan = {"speaker_country": "JP", "coded_names_countries": ("CN",), "measure_id": "CN-2001-A"}
    said = {f"ST-{n}": japan for n in range(5)}
    said |= {f"ST-X{n}": japan | {"measure_id": "XX-2001-A", "coded_names_countries": ()} for n in range(5)}
    rows, facts = words.naming_facts(words.toned_statements(made.evidence_of(made.statements(said), acts)))
    assert (facts["on_china_share"], facts["with_us_share"], facts["own_share"]) == ("5 of 5", "0 of 5", "none held")
    assert facts["parts"]
    assert len(rows) == 10
    said["ST-X0"] = japan | {"measure_id": "XX-2001-A"}
    assert not words.naming_facts(words.toned_statements(made.evidence_of(made.statements(said), acts)))[1]["parts"]


def test_a_measure_is_aimed_at_the_country_its_text_names() -> None:
    acts = made.measures(
        {
            "CN-2001-A": {"jurisdictions": ("CN",), "targets_named": ("JP", "US")},
            "CN-2001-B": {"jurisdictions": ("CN",)},
            "XX-2001-A": {"jurisdictions": ("CN", "US"), "targets_named": ("JP",)},
        }
    )
    assert words.aimed_at(acts, "CN", "JP").index.tolist() == ["CN-2001-A"]


def reacted(said: dict[str, dict[str, Any]], window: int = 90) -> pd.DataFrame:
    rows = made.statements({i: {"measure_id": "US-2001-TEST"} | row for i, row in said.items()})
    return words.first_reactions(ACTS, words.toned_statements(made.evidence_of(rows, ACTS)), window)


def test_the_first_words_count_and_from_the_latest_step() -> None:
    line = reacted({"ST-2": {"date": "2001-02-09"}, "ST-1": {"date": "2001-02-03"}}).loc["US-2001-TEST"]
    assert (line["statement_id"], line["days"], line["days_low"]) == ("ST-1", "33", 33)  # 31 of January, 2 of February
    assert (line["step"], line["since_step"], line["by"]) == ("effective", 2, "US")


def test_words_before_the_first_step_or_after_the_window_are_no_reaction() -> None:
    assert reacted({"ST-1": {"date": "2000-12-31"}}).empty
    assert reacted({"ST-1": {"date": "2001-02-03"}}, window=32).empty
    assert len(reacted({"ST-1": {"date": "2001-02-03"}}, window=33)) == 1
    assert reacted({"ST-1": {"date": "2001-01-05", "relation_to_measure": "before"}}).empty


def test_a_month_counts_only_where_all_of_it_lies_in_the_window() -> None:
    assert reacted({"ST-1": {"date": "2001-02"}}, window=57).empty  # the month ends 58 days after 1 January
    assert reacted({"ST-1": {"date": "2001-02"}}, window=58).loc["US-2001-TEST", "days"] == "31 to 58"


def test_a_measure_dates_from_publication_where_no_announcement_is_held() -> None:
    rows = made.statements({"ST-1": {"measure_id": "JP-2001-TEST", "date": "2001-03-04"}})
    toned = words.toned_statements(made.evidence_of(rows, ACTS))
    assert words.first_reactions(ACTS, toned, 90).loc["JP-2001-TEST", ["known", "days"]].tolist() == ["2001-03-01", "3"]


def test_a_measure_without_a_date_has_no_reaction() -> None:
    rows = made.statements({"ST-1": {"measure_id": "XX-2001-TEST"}})
    assert words.first_reactions(ACTS, words.toned_statements(made.evidence_of(rows, ACTS)), 90).empty


def test_a_negative_window_is_refused() -> None:
    with pytest.raises(ValueError, match=r"reaction_window_days=-1 is negative; expected 0 or more days"):
        words.first_reactions(ACTS, SAID, -1)


def test_speed_counts_reactions_within_a_week_of_a_step() -> None:
    said = {"ST-1": {"measure_id": "US-2001-TEST", "date": "2001-02-08"}}
    said |= {"ST-2": {"measure_id": "JP-2001-TEST", "date": "2001-03-09"}}
    toned = words.toned_statements(made.evidence_of(made.statements(said), ACTS))
    rows, facts = words.speed_facts(words.single_acts(ACTS, ["US", "JP"]), toned, 90)
    assert (facts["US_share"], facts["JP_share"]) == ("1 of 1", "0 of 1")  # 7 and 8 days after the step
    assert (facts["all_US"], facts["all_JP"], facts["is_alike"], facts["window"]) == (1, 1, False, 90)
    assert set(rows) == {"US-2001-TEST", "ST-1", "JP-2001-TEST", "ST-2"}


def test_one_coder_alone_can_be_asked_for() -> None:
    assert words.toned_statements(EVIDENCE, coder="coder-b").loc["ST-1", ["tone", "coders"]].tolist() == [-1.0, 1]
    assert pd.isna(words.toned_statements(EVIDENCE, coder="coder-b").loc["ST-2", "tone"])


def test_measures_kept_to_take_their_pairs_statements_and_codes_along() -> None:
    paired = made.pairs(("JP-2001-TEST", "mirrors", "US-2001-TEST"), ("XX-2001-TEST", "mirrors", "US-2001-TEST"))
    record = made.evidence_of(SAID, ACTS, CODED, paired)
    kept = words.kept_to(record, ["US-2001-TEST", "JP-2001-TEST"])
    assert kept.measures.index.tolist() == ["US-2001-TEST", "JP-2001-TEST"]
    assert kept.statements.index.tolist() == ["ST-1", "ST-2", "ST-4"]
    assert set(kept.tone_codes["statement_id"]) == {"ST-1", "ST-2"}
    assert kept.measure_pairs.index.tolist() == ["JP-2001-TEST-TO-US-2001-TEST"]
    assert words.kept_to(record, None) is record
    assert len(record.measures) == 3


def test_ids_of_measures_are_taken_as_they_are_each_once() -> None:
    assert words.known_measures(EVIDENCE, None) is None
    assert words.known_measures(EVIDENCE, ["JP-2001-TEST", "US-2001-TEST", "JP-2001-TEST"]) == [
        "JP-2001-TEST",
        "US-2001-TEST",
    ]


def test_an_unknown_measure_is_refused_on_one_line_with_the_nearest() -> None:
    with pytest.raises(ParameterError) as refused:
        words.known_measures(EVIDENCE, ["us-2001-tst", "JP-2001-TEST", "zzz"])
    told = str(refused.value)
    assert told.startswith("measures: 'us-2001-tst' is no measure of the record (the nearest: US-2001-TEST")
    assert "'zzz' is no measure of the record (none is near; see data/measures.csv)" in told
    assert "\n" not in told
    assert refused.value._render_traceback_() == [f"Parameter refused: {told}"]


def test_an_empty_list_of_measures_is_refused() -> None:
    with pytest.raises(ParameterError, match="measures is empty; name at least one id"):
        words.known_measures(EVIDENCE, [])
