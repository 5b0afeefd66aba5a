"""Measures and pairs made up for tests, with the dates and columns that the analyses read."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.evidence import Evidence
from helpers.sources import Sources

COLUMNS = [
    "jurisdictions", "title", "instrument", "official_citation", "date_announced", "date_published", "date_effective",
    "date_end", "suspended_from", "suspended_until", "coded_names_china", "coded_effect", "coded_item_classes",
    "coded_licence_policy", "targets_named", "status",
]  # fmt: skip
BLANK: dict[str, Any] = {**dict.fromkeys(COLUMNS), "instrument": "rule", "coded_effect": "restricts"}
BLANK |= {"coded_item_classes": (), "targets_named": ()}
DATES = {
    "measures": ["date_announced", "date_published", "date_effective"],
    "statements": ["date"],
    "observations": ["period"],
}
US = {"jurisdictions": ("US",), "date_announced": "2001-01-01", "date_effective": "2001-03-01"}
JP = {"jurisdictions": ("JP",), "date_announced": "2001-02-01", "date_effective": "2001-05"}


def measures(**rows: dict[str, Any]) -> pd.DataFrame:
    """Measures by id (written with _ for -), each with the columns given and the rest missing."""
    table = {name.replace("_", "-"): BLANK | {"title": name} | row for name, row in rows.items()}
    frame = pd.DataFrame.from_dict(table, orient="index", columns=COLUMNS, dtype="object")
    counts = {c: pd.array([row.get(c) for row in rows.values()], dtype="Int64") for c in ("entity_count", "item_count")}
    return frame.assign(**counts).rename_axis("measure_id")


def made(held: pd.DataFrame, *pairs: tuple[str, ...], **tables: pd.DataFrame) -> Evidence:
    """An evidence base of these measures and (follower, relation, leader[, coded_basis]) pairs, with more tables."""
    columns = ["pair_id", "leader_id", "follower_id", "relation", "coded_basis"]
    lines = [[f"{f}-TO-{a}", a, f, r, *(rest or ["timing"])] for f, r, a, *rest in pairs]
    table = pd.DataFrame(lines, columns=columns, dtype="object").set_index("pair_id")
    cited = pd.DataFrame(columns=["table", "row_id", "field", "source_id", "stance", "stated", "notes"], dtype="object")
    every = {"measures": held, "measure_pairs": table, "citations": cited} | tables
    resources = [{"name": name, "selection": {"dates": DATES.get(name, [])}} for name in every]
    return Evidence(every, {"resources": resources}, Sources({}))
