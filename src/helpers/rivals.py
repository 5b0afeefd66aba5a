"""What is contested in a period: values of its rows that another source states otherwise, with both sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from .agenda import happenings, in_period
from .audit import short_text
from .evidence import Evidence
from .outlook import upcoming
from .period import Period
from .turns import MOST_LETTERS, holds_values, name_of, themes_of

COLUMNS = ["what", "held", "held_by", "stated", "stated_by", "themes", "is_value"]
MOST_NAMED = 2
WHOLE = "the row as a whole"


def briefed_rows(
    evidence: Evidence, period: Period, themes: Sequence[str], days: int, as_of: str | None = None
) -> list[str]:
    """Ids of the rows that a briefing on a period rests on.

    Those dated in it, the weightiest first, then those due in the days after.
    """
    dated = in_period(happenings(evidence, themes), period).sort_values("weight", ascending=False, kind="stable")
    return list(dict.fromkeys(map(str, [*dated.index, *upcoming(evidence, period, days, as_of).index])))


def rivals(evidence: Evidence, rows: Collection[str]) -> pd.DataFrame:
    """The values of some rows that another source states otherwise; wording last, else in the order of `rows`.

    Indexed by `row_id` (repeats): `what` (the row), `held` (behind the name of its field) and `stated`, with `held_by`
    and `stated_by` (publishers), `themes`, and `is_value` (a date, number or category, not wording).
    """
    order = {row_id: n for n, row_id in enumerate(rows)}
    disputes = evidence.disputes(rows)
    disputes = disputes.assign(place=disputes["row_id"].map(order)).sort_values("place", kind="stable")
    found = [_rival(evidence, cited) for cited in disputes.to_dict("records")]
    frame = pd.DataFrame(found, columns=["row_id", *COLUMNS]).set_index("row_id").astype({"is_value": bool})
    return frame.sort_values("is_value", ascending=False, kind="stable")


def _rival(evidence: Evidence, cited: Mapping[Any, Any]) -> dict[str, object]:
    row_id, field = cited["row_id"], cited["field"] if isinstance(cited["field"], str) else ""
    stated = cited["stated"] if isinstance(cited["stated"], str) else "another value" if field else "denied"
    return {
        "row_id": row_id,
        "what": name_of(evidence, row_id),
        "held": _short(f"{field.replace('_', ' ')}: {_worded(evidence.row(row_id)[field])}") if field else WHOLE,
        "held_by": _publishers(evidence, _supporters(evidence, row_id)),
        "stated": _short(stated),
        "stated_by": _publishers(evidence, [cited["source_id"]]),
        "themes": themes_of(evidence, row_id),
        "is_value": bool(field) and holds_values(evidence, evidence.table_of(row_id), field),
    }


def _worded(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "nothing"
    return "nothing" if pd.isna(value) else short_text(value)  # type: ignore[call-overload]


def _supporters(evidence: Evidence, row_id: str) -> list[str]:
    cited = evidence.citations_of([row_id])
    return [*cited.loc[cited["stance"] != "contradicts", "source_id"]]


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rsplit(' ', 1)[0]} …"


def _publishers(evidence: Evidence, source_ids: Iterable[str]) -> str:
    """The first publishers by name, and how many more there are."""
    sources = [evidence.sources[s] for s in source_ids]
    names = list(dict.fromkeys(s.container or s.author or s.title for s in sources))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more


def rival_count(
    evidence: Evidence,
    period: Period,
    themes: Sequence[str],
    days_ahead: int,
    as_of: str | None = None,
    wording: bool = True,
) -> int:
    """How many rows of a briefing hold a value that another source states otherwise.

    Parameters
    ----------
    evidence
        The record, of all periods.
    wording
        Whether a text that another source words otherwise counts, or only dates, numbers and categories.
    """
    found = rivals(evidence, briefed_rows(evidence, period, themes, days_ahead, as_of))
    return int((found if wording else found[found["is_value"]]).index.nunique())
