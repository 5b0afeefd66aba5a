"""What changed our mind: accepted values that were corrected or replaced, and verdicts that turned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

import pandas as pd

from .audit import short_text
from .evidence import CHILDREN, Evidence
from .money import worded
from .period import Period, parse_date, within
from .upkeep import corrections_of

COLUMNS = ["what", "date", "kind", "field", "before", "now", "why", "themes", "is_value"]
KINDS = ("verdict turned", "corrected", "replaced")
MOST_LETTERS = 90
_CODED = ("verdict", "coded_bearing")


def turns(evidence: Evidence, period: Period, rows: Collection[str]) -> pd.DataFrame:
    """What changed in the record on a period, the verdicts first, then corrected and replaced values, then wording.

    Parameters
    ----------
    evidence
        The record, of all periods.
    period, rows
        The period, and the rows dated in it. A correction belongs to it that concerns one of them, a verdict on a claim
        that one of them decides, or that was recorded in it; a later print or award, if it is of the period or came out
        in it. A change of the mark of verification alone is no change of mind and is left out (see `marks`).

    Returns
    -------
    DataFrame
        Indexed by `row_id` (repeats): `what` (the row), `date` (of the correction, or of the later source), `kind` (one
        of `KINDS`), `field` in words, `before`, `now` and `why` (texts, cut), `themes` and `is_value` (whether a date,
        number or category changed, not wording).
    """
    logged = _log(evidence, period, rows)
    found = [*_corrected(evidence, logged[~logged["is_mark"]]), *_replaced(evidence, period, rows)]
    frame = pd.DataFrame(found, columns=["row_id", *COLUMNS]).set_index("row_id").astype({"is_value": bool})
    ranks = frame["kind"].map({k: n for n, k in enumerate(KINDS)}).astype("int64")
    order = frame.assign(rank=ranks, wording=~frame["is_value"]).sort_values(["wording", "rank"], kind="stable")
    return order[COLUMNS]


def marks(evidence: Evidence, period: Period, rows: Collection[str]) -> int:
    """How many corrections on a period changed nothing but the mark of verification."""
    return int(_log(evidence, period, rows)["is_mark"].sum())


def told(found: pd.DataFrame) -> str:
    """`turns` in part of a sentence: "the record has changed its mind 3 times"."""
    times = {0: "has not changed its mind", 1: "has changed its mind once"}
    return f"the record {times.get(len(found), f'has changed its mind {len(found)} times')}"


def held(evidence: Evidence, found: pd.DataFrame) -> list[str]:
    """Ids of the rows of `turns` that the record still holds."""
    named = list(dict.fromkeys(map(str, found.index)))
    still = evidence.holding(named)
    return [i for i in named if i in still]


def turns_in_words(found: pd.DataFrame) -> dict[str, object]:
    """Numbers for a sentence on `turns`: `n`, and of them `values`, `replaced` and `verdicts` ("none" for nought)."""
    verdicts, replaced = (int((found["kind"] == KINDS[place]).sum()) for place in (0, 2))
    numbers = {"values": int(found["is_value"].sum()), "replaced": replaced, "verdicts": verdicts}
    return {"n": len(found)} | {name: number or "none" for name, number in numbers.items()}


def _log(evidence: Evidence, period: Period, rows: Collection[str]) -> pd.DataFrame:
    """The corrections of rows of a period, of verdicts that they decide, and those recorded in it."""
    verdicts = evidence.verdicts
    decided = verdicts.index[[isinstance(ids, tuple) and not set(ids).isdisjoint(rows) for ids in verdicts["row_ids"]]]
    wanted = {*map(str, rows), *map(str, decided)}
    recorded = evidence.corrections["row_id"][within(evidence.corrections["date"], period)]
    log = corrections_of(evidence, [*wanted, *recorded])
    known = log["row_id"].isin(evidence.holding(log["row_id"])) | log["field"].isna()  # a row taken out is held no more
    return log[(log["row_id"].isin(wanted) | within(log["date"], period)) & known]


def _corrected(evidence: Evidence, log: pd.DataFrame) -> Iterator[dict[str, Any]]:
    held = evidence.holding(log["row_id"])
    for change in log.to_dict("records"):
        row_id, field = change["row_id"], change["field"] if isinstance(change["field"], str) else ""
        is_turned = change["table"] == "verdicts" and field in _CODED
        yield {
            "row_id": row_id,
            "what": name_of(evidence, row_id) if row_id in held else row_id,
            "date": change["date"],
            "kind": KINDS[0] if is_turned else KINDS[1],
            "field": field.removeprefix("coded_").replace("_", " ") or "the row, taken out",
            "before": _cut(change["old"]) or "nothing",
            "now": _cut(change["new"]) or "nothing",
            "why": _cut(change["reason"]),
            "themes": themes_of(evidence, row_id) if row_id in held else (),
            "is_value": not field or holds_values(evidence, change["table"], field),
        }


def holds_values(evidence: Evidence, table: str, field: str) -> bool:
    """Whether a column holds dates, numbers, categories or lists of them, not words of ours."""
    fields = {f["name"]: f for f in evidence.resource(table)["schema"]["fields"]}
    column = fields.get(field, {})
    is_date = field in ("date", "period", "founded") or field.startswith(("date_", "suspended_")) or "_start" in field
    return is_date or column.get("type") in ("number", "integer") or "enum" in column.get("constraints", {})


def _replaced(evidence: Evidence, period: Period, rows: Collection[str]) -> Iterator[dict[str, Any]]:
    """Later prints and awards that replaced earlier ones; one that only adds a supplementary budget replaced none."""
    found = evidence.contradictions()
    for newer in found[found["kind"] == "revised"].to_dict("records"):
        row = evidence.row(newer["row_id"])
        out = _first_out(evidence, newer["held_by"])
        is_ours = newer["row_id"] in rows or (out != "" and period.includes(parse_date(out)))
        if is_ours and "supplementary" not in str(row.get("vintage")):
            yield _replacement(evidence, newer, row, out)


def _first_out(evidence: Evidence, source_ids: Iterable[str]) -> str:
    """The date of the first of some sources to come out; "" where none has a date."""
    return min((evidence.sources[s].issued for s in source_ids if evidence.sources[s].issued), default="")


def _replacement(evidence: Evidence, newer: Mapping[Any, Any], row: pd.Series, out: str) -> dict[str, Any]:
    field, is_award = newer["field"], newer["table"] == "investments"
    said = _awarded if is_award else _printed
    return {
        "row_id": newer["row_id"],
        "what": name_of(evidence, newer["row_id"]),
        "date": row["date"] if is_award else out,
        "kind": KINDS[2],
        "field": field.removesuffix("_bn").replace("_", " "),
        "before": said(evidence, row, field, newer["stated"], True),
        "now": said(evidence, row, field, newer["held"], False),
        "why": f"A later {'award or plan' if is_award else 'print'}; both are kept.",
        "themes": themes_of(evidence, newer["row_id"]),
        "is_value": True,
    }


def _printed(evidence: Evidence, row: pd.Series, _field: str, value: float, _was_before: bool) -> str:
    """A value with the unit of its series."""
    return f"{short_text(value)} {evidence.row(row['series_id'])['unit']}"


def _awarded(evidence: Evidence, row: pd.Series, field: str, value: float, was_before: bool) -> str:
    """An amount with the currency that this step states it in, or (`was_before`) an earlier step of the project."""
    column, steps = field.replace("_amount_bn", "_currency"), evidence.investments
    earlier = steps[(steps["project_id"] == row["project_id"]) & (steps[field] == value)].sort_values("date")
    return worded(value, str(earlier[column].iloc[0] if was_before else row[column]))


def name_of(evidence: Evidence, row_id: str) -> str:
    """What a row is called where it stands alone: a project with its company, a statement with its speaker."""
    row = evidence.row(row_id)
    who = next((row[c] for c in ("company", "speaker") if c in row), None)
    label = evidence.label(row_id)
    if label == row_id and "series_id" in row:
        label = f"{evidence.label(row['series_id'])}, {row['period']}"
    return _cut(f"{who}: {label}" if who else label)


def themes_of(evidence: Evidence, row_id: str) -> Sequence[str]:
    """The themes that a row bears on, or the row it belongs to; none where neither has any."""
    row, table = evidence.row(row_id), evidence.table_of(row_id)
    if "themes" in row:
        return tuple(row["themes"])
    return themes_of(evidence, row[CHILDREN[table][1]]) if table in CHILDREN else ()


def _cut(text: object) -> str:
    return shorten(text.replace("_", " "), MOST_LETTERS, placeholder=" …") if isinstance(text, str) else ""
