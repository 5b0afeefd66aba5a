"""Invented dialogues, meetings and offices, as an evidence base, for the tests of the analyses of dialogues."""

from __future__ import annotations

from helpers.evidence import Evidence
from helpers.period import parse_period

from .agenda_rows import event, made, meeting

ALL = parse_period("2001/2004")


def mechanism(mechanism_id: str, **cells: str) -> dict[str, str]:
    """A dialogue of ministers of Japan and the United States."""
    plain = {"name": mechanism_id.title(), "countries": "JP;US", "level": "ministerial", "status": "active"}
    return {"mechanism_id": mechanism_id, "themes": "dialogues", "verification": "verified", **plain, **cells}


def session(meeting_id: str, **cells: str) -> dict[str, str]:
    """A held session of the dialogue whose id the meeting's begins with."""
    home = "MECH-" + meeting_id.split("-")[0]
    return meeting(meeting_id, **{"mechanism_id": home, "verification": "verified", **cells})


def talks() -> Evidence:
    """Two dialogues of the two, one under the other, a wider one, one that never met and one of others.

    AA met on 2001-01-10 (leaders), 2002-01-10 and in March 2003, BB on 2001-05-01, QQ (three members) on 2004-06-30;
    a plan for 2003-09, a meeting outside any dialogue on 2002-02-02.
    """
    return made(
        mechanisms=[
            mechanism("MECH-BB", parent_id="MECH-AA", founded="2001-04"),
            mechanism("MECH-AA", acronym="AA", founded="1990", lead_actor_ids="US-STATE"),
            mechanism("MECH-QQ", countries="AU;JP;US", founded="2004-01-01", level="leaders"),
            mechanism("MECH-NEVER", founded="2003-03-03"),
            mechanism("MECH-OTHERS", countries="EU;JP"),
        ],
        meetings=[
            session("AA-2", date_start="2002-01-10", title="2nd AA", topics="space", outputs="Joint statement"),
            session("AA-1", date_start="2001-01-10", title="1st AA", level="leaders", topics_absent="ai;space"),
            session("AA-4", date_start="2003-03", title="4th AA", outputs="Readout; memorandum on cables"),
            session("BB-1", date_start="2001-05-01", topics="ai"),
            session("QQ-1", date_start="2004-06-30", countries="AU;JP;US"),
            session("AA-PLAN", date_start="2003-09", held="announced", notes="Called off."),
            meeting("JP-US-LOOSE", date_start="2002-02-02", kind="signing", outputs="Agreement as soon as aimed at"),
            meeting("EU-JP-LOOSE", date_start="2002-02-03", countries="EU;JP"),
        ],
        events=[event("EV-DONE", date_start="2002-06-01", coded_follows="AA-2;MECH-BB"), event("EV-OTHER")],
    )
