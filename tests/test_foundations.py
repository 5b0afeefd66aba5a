"""What facts rest on, on invented rows whose origins can be counted by eye."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.audit import FACTS, facts
from helpers.evidence import Evidence
from helpers.foundations import OTHER_COUNTS, foundations, reliance, single_share, single_shares, sites, thin_in_words
from helpers.opening import open_evidence
from helpers.period import parse_period

from .edited import add_rows, cited, with_source

YEAR = parse_period("2001")


def test_a_repeated_source_is_one_origin_with_the_one_it_repeats(invented_folder: Path) -> None:
    add_rows(invented_folder, "citations", cited("US-2001-ALPHA", 3, "invented-2003", field="scope"))
    found = foundations(facts(open_evidence(invented_folder), YEAR), open_evidence(invented_folder))
    assert found.loc["US-2001-ALPHA", ["origins", "kinds", "basis"]].tolist() == [
        2,
        ("primary", "secondary"),
        "several_primary",
    ]
    assert found.loc["JP-2001-BETA", ["origins", "basis"]].tolist() == [1, "one_secondary"]
    repeated = with_source(open_evidence(invented_folder), "invented-2003", derives_from=("invented-2001",))
    again = foundations(facts(repeated, YEAR), repeated)
    assert again.loc["US-2001-ALPHA", "basis"] == "one_primary"
    assert [len(repeated.independent_sources(i)) for i in again.index] == again["origins"].tolist()


def test_a_row_that_a_founding_article_alone_supports_as_a_whole_is_told(invented_folder: Path) -> None:
    add_rows(invented_folder, "citations", cited("JP-2001-BETA", 2, "invented-2001", field="scope"))
    evidence = with_source(open_evidence(invented_folder), "invented-2003", founding=True)
    found = foundations(facts(evidence, YEAR), evidence)["on_article"]
    assert found[found].index.tolist() == ["JP-2001-BETA"]  # the pair is only mentioned, Alpha has another source


def test_reliance_counts_each_table(invented: Evidence) -> None:
    found = foundations(facts(invented, YEAR), invented)
    table = reliance(found, invented)
    assert table.loc["measures", ["title", "rows", "single", "one_secondary", "primary", "single_share"]].tolist() == [
        "Measures", 2, 2, 1, 1, "100%",
    ]  # fmt: skip
    shares = single_shares(found, invented)
    assert shares.loc["Measures (2 rows)"].tolist() == [50.0, 50.0]
    assert list(shares.columns) == ["one primary origin", "one secondary origin"]


def test_sites_count_a_row_once_and_only_what_supports_it(invented: Evidence) -> None:
    counts = sites(facts(invented, YEAR), invented)
    assert counts.to_dict() == {"example.org": 1}  # the other sources have no address


def test_the_share_on_one_origin_under_other_counts(invented_folder: Path) -> None:
    add_rows(
        invented_folder,
        "citations",
        cited("US-2001-ALPHA", 3, "invented-2003", field="scope"),
        cited("JP-2001-BETA-TO-US-2001-ALPHA", 2, "invented-2003"),
    )
    evidence = open_evidence(invented_folder)  # Alpha has two origins, Beta and the pair have one, both secondary
    assert single_share(evidence, YEAR) == 2 / 3
    assert single_share(evidence, YEAR, kind_of_origin="secondary") == 2 / 3
    assert single_share(evidence, YEAR, kind_of_origin="primary") == 0
    assert single_share(evidence, YEAR, rows_counted=("measures",)) == 0.5
    assert single_share(evidence, YEAR, rows_counted=("observations",)) is None
    repeated = with_source(evidence, "invented-2003", derives_from=("invented-2001",))
    assert single_share(repeated, YEAR) == 1  # both sources of Alpha go back to one
    assert single_share(repeated, YEAR, repeats_traced=False) == 2 / 3
    assert single_share(evidence, parse_period("1990")) is None


def test_other_counts_are_of_the_function_and_its_tables() -> None:
    assert {n for tables in OTHER_COUNTS["rows_counted"].values() for n in tables} == set(FACTS)  # type: ignore[attr-defined]
    assert set(OTHER_COUNTS) <= set(single_share.__annotations__)


def test_nothing_held_rests_on_nothing(invented: Evidence) -> None:
    nothing = foundations(facts(invented, parse_period("1990")), invented)
    assert reliance(nothing, invented).empty
    assert single_shares(nothing, invented).empty
    assert sites(nothing, invented).empty
    assert thin_in_words(nothing, invented) == {"n": None, "acts": 0, "most": None, "site": None, "spread": False}


def test_a_site_is_named_where_it_leads_alone(invented: Evidence) -> None:
    found = foundations(facts(invented, YEAR), invented).assign(basis="one_secondary")
    told = thin_in_words(found, invented)
    assert [told[k] for k in ("n", "acts", "most", "site", "spread")] == [3, 3, 1, "example.org", False]  # alone
    other = with_source(invented, "invented-2003", url="https://www.example.net/b")
    told = thin_in_words(found, other)  # Beta and the pair rest on the other site
    assert [told[k] for k in ("most", "site", "spread")] == [2, "example.net", False]  # more than half
    more = pd.concat([found, found.set_axis(["X-1", "X-2", "X-3"])])
    assert thin_in_words(more, other)["spread"]  # two of six


def test_sites_that_tie_leave_none_ahead(invented: Evidence) -> None:
    found = foundations(facts(invented, YEAR), invented).assign(basis="one_secondary")
    two = found.loc[["US-2001-ALPHA", "JP-2001-BETA"]]
    other = with_source(invented, "invented-2003", url="https://example.net/b")
    assert not thin_in_words(pd.concat([two, two.set_axis(["X-1", "X-2"])]), other)["spread"]
