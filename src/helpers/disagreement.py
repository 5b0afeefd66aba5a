"""Where sources differ: values stated against the ones held, values revised, and sources that only repeat others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from .plain import Row, cells, grouped, rows
from .sources import Source

COLUMNS = ["table", "row_id", "field", "kind", "held", "held_by", "stated", "stated_by", "reason"]
Support = Mapping[str, tuple[str, ...]]  # by row id, the sources that bear the row out
MONEY = {"investment_amount_bn": "coded_investment_basis", "subsidy_amount_bn": "coded_subsidy_basis"}


def origins(source_id: str, sources: Mapping[str, Source]) -> set[str]:
    """Ids of the sources that a source goes back to; itself where it repeats none."""
    seen, open_ids, found = set(), [source_id], set()
    while open_ids:
        current = open_ids.pop()
        if current in seen:
            continue
        seen.add(current)
        repeated = sources[current].derives_from if current in sources else ()
        open_ids += repeated
        if not repeated:
            found.add(current)
    return found or {source_id}


def _held(tables: Mapping[str, pd.DataFrame], table: str, row_id: str, field: object) -> object:
    if not isinstance(field, str):
        return None
    value: Any = tables[table].at[row_id, field]
    return ";".join(value) if isinstance(value, tuple) else None if pd.isna(value) else value


def _supporters(citations: pd.DataFrame) -> Support:
    found: dict[str, dict[str, None]] = {}
    for row_id, source_id, stance in cells(citations, "row_id", "source_id", "stance"):
        if stance != "contradicts":
            found.setdefault(row_id, {})[source_id] = None
    return {row_id: tuple(ids) for row_id, ids in found.items()}


def _contradicted(tables: Mapping[str, pd.DataFrame], support: Support) -> Iterator[dict[str, Any]]:
    citations = tables["citations"]
    for cited in citations[citations["stance"] == "contradicts"].to_dict("records"):
        table, row_id, field = cited["table"], cited["row_id"], cited["field"]
        if row_id not in tables[table].index:
            continue
        yield {
            "table": table, "row_id": row_id, "field": field, "kind": "contradicted",
            "held": _held(tables, table, row_id, field), "held_by": support.get(row_id, ()),
            "stated": cited["stated"], "stated_by": (cited["source_id"],), "reason": cited["reason"],
        }  # fmt: skip


def _first_said(row_id: str, support: Support, sources: Mapping[str, Source]) -> str:
    return min((sources[s].issued or "9999" for s in support.get(row_id, ()) if s in sources), default="9999")


def _print_name(row: Row) -> str:
    vintage = row.get("vintage")
    return vintage if isinstance(vintage, str) else str(row["id"])


def _revised(table: str, field: str, older: Row, newer: Row, support: Support) -> dict[str, Any]:
    was, now = str(older["id"]), str(newer["id"])
    return {
        "table": table, "row_id": now, "field": field, "kind": "revised", "held": newer[field],
        "held_by": support.get(now, ()), "stated": older[field], "stated_by": support.get(was, ()),
        "reason": f"{_print_name(older)} came first, then {_print_name(newer)}; both are kept.",
    }  # fmt: skip


def _reprinted(
    tables: Mapping[str, pd.DataFrame], support: Support, sources: Mapping[str, Source]
) -> Iterator[dict[str, Any]]:
    dated = tables["series"].index[tables["series"]["frequency"] != "irregular"]  # else several acts fall on one day
    observations = tables["observations"][tables["observations"]["series_id"].isin(dated)]
    printed: dict[tuple[str, str], list[Row]] = {}
    for one in rows(observations.dropna(subset=["series_id", "period"])):
        printed.setdefault((one["series_id"], one["period"]), []).append(one)
    for key in sorted(printed):
        prints = sorted(printed[key], key=lambda p: (_first_said(str(p["id"]), support, sources), str(p["id"])))
        if len({p["value"] for p in prints if pd.notna(p["value"])}) > 1:
            for older, newer in pairwise(prints):
                if older["value"] != newer["value"]:
                    yield _revised("observations", "value", older, newer, support)


def _awarded_anew(tables: Mapping[str, pd.DataFrame], support: Support) -> Iterator[dict[str, Any]]:
    for steps in grouped(tables["investments"].sort_values("date"), "project_id").values():
        for field, basis in MONEY.items():
            counted = [s for s in steps if pd.notna(s[field]) and s[basis] in ("new", "revision")]
            for older, newer in pairwise(counted):
                if newer[basis] == "revision" and newer[field] != older[field]:
                    yield _revised("investments", field, older, newer, support)


def contradictions(tables: Mapping[str, pd.DataFrame], sources: Mapping[str, Source]) -> pd.DataFrame:
    """Every row and field where sources differ, sorted by table, row and field.

    Columns: table, row_id, field (missing where the row as a whole is denied), kind ("contradicted": another source
    states another value; "revised": a later print or award replaced an earlier one), held, held_by (source ids),
    stated, stated_by (source ids), reason (why the row keeps its value).
    """
    support = _supporters(tables["citations"])
    found = [*_contradicted(tables, support), *_reprinted(tables, support, sources), *_awarded_anew(tables, support)]
    return pd.DataFrame(found, columns=COLUMNS).sort_values(["table", "row_id", "field"], ignore_index=True)
