"""Invented rows of every dated table, as an evidence base, for the tests of the briefing's modules."""

from __future__ import annotations

import pandas as pd

from helpers.evidence import Evidence
from helpers.opening import data_folder, typed
from helpers.schema import load_schema
from helpers.sources import Sources, source_from_csl

BOOK = {"id": "invented", "type": "report", "title": "An invented book", "custom": {"kind": "primary"}}


def made(**rows: list[dict[str, str]]) -> Evidence:
    """An evidence base of these rows, by table; columns that a row does not name are empty."""
    schema = load_schema(data_folder())
    tables = {}
    for resource in schema["resources"]:
        fields = resource["schema"]["fields"]
        names = [field["name"] for field in fields]
        full = [{name: row.get(name, "") for name in names} for row in rows.get(resource["name"], [])]
        raw = pd.DataFrame(full, columns=names, dtype="object")
        tables[resource["name"]] = typed(raw, fields)
    return Evidence(tables, schema, Sources({BOOK["id"]: source_from_csl(BOOK)}))  # type: ignore[index,dict-item]


def measure(measure_id: str, **cells: str) -> dict[str, str]:
    """A measure of Utopia's ministry; `cells` say what matters to the test."""
    plain = {"jurisdictions": "US", "instrument": "rule", "title": measure_id.title(), "themes": "export_controls"}
    return {"measure_id": measure_id, "status": "in_force", "verification": "verified", **plain, **cells}


def meeting(meeting_id: str, **cells: str) -> dict[str, str]:
    """A meeting of ministers of Japan and the United States, held."""
    plain = {"held": "held", "level": "ministerial", "countries": "JP;US", "themes": "dialogues;space_cyber"}
    return {"meeting_id": meeting_id, "title": meeting_id.title(), "kind": "session", **plain, **cells}


def event(event_id: str, **cells: str) -> dict[str, str]:
    """An agreement of Japan and the United States on space."""
    plain = {"kind": "agreement", "countries": "JP;US", "themes": "space_cyber;dialogues"}
    return {"event_id": event_id, "title": event_id.title(), **plain, **cells}


def step(investment_id: str, **cells: str) -> dict[str, str]:
    """A step of an invented plant in Japan."""
    plain = {"company": "Nobody", "project": "Plant", "project_id": "nobody-plant", "countries": "JP"}
    return {
        "investment_id": investment_id,
        "step": "announcement",
        "themes": "semiconductor_industry",
        **plain,
        **cells,
    }


def statement(statement_id: str, **cells: str) -> dict[str, str]:
    """A statement of a Chinese spokesperson."""
    plain = {"speaker": "Nemo", "speaker_country": "CN", "paraphrase": "Objects", "themes": "china_hedging"}
    return {"statement_id": statement_id, **plain, **cells}
