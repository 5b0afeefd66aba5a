"""Statements, codes, measures and pairs made up for tests of the analyses of words and deeds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.evidence import Evidence
from helpers.opening import data_folder
from helpers.schema import load_schema
from helpers.sources import Sources

SAID: dict[str, Any] = {
    "date": "2001-01-10",
    "speaker": "Speaker",
    "speaker_country": "CN",
    "speaker_kind": "government",
    "measure_id": None,
    "relation_to_measure": "on",
    "coded_names_countries": (),
    "fragment": "words",
    "article_cell": None,
    "verification": "verified",
}
ACT: dict[str, Any] = {
    "jurisdictions": ("US",),
    "title": "Act",
    "instrument": "rule",
    "date_announced": None,
    "date_published": None,
    "date_effective": None,
    "coded_names_china": None,
    "targets_named": (),
    "item_count": None,
    "entity_count": None,
    "coded_effect": "restricts",
    "coded_item_classes": (),
    "status": "in_force",
    "verification": "verified",
}
MET: dict[str, Any] = {"held": "held", "countries": ("CN", "JP"), "level": "ministerial", "date_start": "2001-01-01"}
HAPPENED: dict[str, Any] = {"countries": ("CN", "JP"), "coded_direction": "cooling", "date_start": "2001-01-01"}
HAPPENED |= {"date_end": None}
CITED = ["table", "row_id", "field", "source_id", "stance", "stated", "reason"]
CODE = ["statement_id", "coder", "tone_toward", "coded_tone"]
PAIR = ["pair_id", "leader_id", "follower_id", "relation", "coded_basis"]


def _frame(rows: dict[str, dict[str, Any]], blank: dict[str, Any], key: str) -> pd.DataFrame:
    lines = [list((blank | row).values()) for row in rows.values()]
    frame = pd.DataFrame(lines, columns=list(blank), dtype="object")
    return frame.set_index(pd.Index(list(rows), name=key, dtype="object"))


def statements(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Statements by id, each with the columns given over those of SAID."""
    return _frame(rows, SAID, "statement_id")


def measures(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Measures by id, each with the columns given over those of ACT."""
    return _frame(rows, ACT, "measure_id")


def codes(*rows: tuple[str, str, str | None, int]) -> pd.DataFrame:
    """Tone codes: statement, coder, addressee, tone."""
    frame = pd.DataFrame(list(rows), columns=CODE).astype(dict.fromkeys(CODE[:3], "object") | {"coded_tone": "Int64"})
    return frame.set_index(pd.Index([f"TC-{n}" for n in range(len(rows))], name="tone_code_id"))


def pairs(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Pairs: follower, relation, leader."""
    lines = [(f"{f}-TO-{a}", a, f, relation, "timing") for f, relation, a in rows]
    return pd.DataFrame(lines, columns=PAIR, dtype="object").set_index("pair_id")


def evidence_of(
    said: pd.DataFrame | None = None,
    acts: pd.DataFrame | None = None,
    coded: pd.DataFrame | None = None,
    paired: pd.DataFrame | None = None,
) -> Evidence:
    """An evidence base of these tables; those not given have no row."""
    tables = {
        "statements": statements({}) if said is None else said,
        "measures": measures({}) if acts is None else acts,
        "tone_codes": codes() if coded is None else coded,
        "measure_pairs": pairs() if paired is None else paired,
    }
    return Evidence(tables, {}, Sources({}))


def meetings(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Meetings by id, each with the columns given over those of MET."""
    return _frame(rows, MET | {"date_end": None}, "meeting_id")


def events(rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Events by id, each with the columns given over those of HAPPENED."""
    return _frame(rows, HAPPENED, "event_id")


def judged(*rows: tuple[str, str, tuple[str, ...]]) -> dict[str, pd.DataFrame]:
    """Claims and the verdicts on them: claim, place in the article, rows that decide it."""
    lines = [(c, at, None) for c, at, _ in rows]
    claims = pd.DataFrame(lines, columns=["claim_id", "locator", "date"], dtype="object")
    verdicts = pd.DataFrame([(f"{c}-V", c, ids) for c, _, ids in rows], columns=["verdict_id", "claim_id", "row_ids"])
    return {"claims": claims.set_index("claim_id"), "verdicts": verdicts.set_index("verdict_id")}


def record(**tables: pd.DataFrame) -> Evidence:
    """An evidence base with the real schema, from which can be selected; tables not given have no row."""
    blank = {"statements": statements({}), "measures": measures({}), "tone_codes": codes(), "measure_pairs": pairs()}
    blank |= {"meetings": meetings({}), "events": events({}), "citations": pd.DataFrame(columns=CITED)} | judged()
    return Evidence(blank | tables, load_schema(data_folder()), Sources({}))
