"""The upkeep of the evidence base: what was corrected, and which rows must be compared with their sources again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from .audit import short_text, titled
from .evidence import Evidence
from .period import parse_date, today
from .schema import recheck_day
from .sources import written_date


def corrections_of(evidence: Evidence, row_ids: Iterable[str]) -> pd.DataFrame:
    """The corrections of some rows, and of rows no longer held, newest first.

    Index correction_id; the columns of `corrections`, with `old` and `new` shortened and `is_mark` (only the mark of
    verification changed).
    """
    wanted, log = set(row_ids), evidence.corrections
    still = evidence.holding(log["row_id"])
    log = log[log["row_id"].isin(wanted) | ~log["row_id"].isin(still)]
    short = {column: log[column].map(short_text) for column in ("old", "new")}
    found = log.assign(**short, is_mark=log["field"].eq("verification").astype(bool))
    return found.sort_values(["date", "is_mark"], ascending=[False, True], kind="stable")


def rechecks(evidence: Evidence, held: pd.DataFrame) -> pd.DataFrame:
    """The rows that must be compared with their sources again, soonest first, by the intervals of datapackage.json.

    Index row_id: `table`, `title` (of the table), `label`, `checked`, `days` (the interval), `due` (ISO date).
    """
    found = []
    for name, rows in held.groupby("table", sort=False):
        rule = evidence.resource(str(name)).get("recheck")
        if not rule:
            continue
        due = {i: day.isoformat() for i in rows.index if (day := recheck_day(rule, evidence.cells(str(i))))}
        named = {"days": rule["days"], "title": titled(evidence, [name])[0]}
        found.append(rows.loc[list(due)].assign(due=pd.Series(due, dtype="object"), **named))
    columns = ["table", "title", "label", "checked", "days", "due"]
    frame = pd.concat(found) if found else held.iloc[:0].assign(days=0, due="", title="")
    frame = frame.assign(label=[evidence.label(str(i)) for i in frame.index])
    return frame[columns].astype({"due": "object"}).sort_values("due", kind="stable")


def knowledge_day(as_of: str | None) -> date:
    """The day by which rows are late or not: the last day of a knowledge date, else today.

    >>> knowledge_day("2023-02")
    datetime.date(2023, 2, 28)
    """
    return parse_date(as_of).last if as_of else today()


def soonest(again: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of the rows to be compared again those that are past their day; where none is, those that come first."""
    late = again[again["due"] < day.isoformat()]
    return late if len(late) else again[again["due"] == again["due"].min()]


def due_in_words(again: pd.DataFrame, day: date) -> dict[str, object]:
    """Numbers of `rechecks` for a sentence: `n` (None for 0), how many are `late` on a `day`, and the `first` due."""
    late = int((again["due"] < day.isoformat()).sum())
    first = written_date(again["due"].min()) if len(again) else None
    return {"n": len(again) or None, "late": late or "none", "first": first, "day": written_date(day.isoformat())}


def rechecks_by_table(again: pd.DataFrame, day: date) -> pd.DataFrame:
    """Rows to be compared again, a row a table: `title`, `days`, `rows`, `first_due` (ISO date), `late` (number)."""
    marked = again.assign(late=again["due"] < day.isoformat())
    table = marked.groupby("title", sort=False).agg(
        days=("days", "first"), rows=("due", "size"), first_due=("due", "min"), late=("late", "sum")
    )
    return table.reset_index().astype({"late": "int64"})
