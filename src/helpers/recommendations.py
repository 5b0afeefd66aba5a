"""What the articles advise and foresee, and what the record says became of it."""

from __future__ import annotations

import pandas as pd

from .claims import BEARING_WORDS, VERDICTS, article_names, deciding_rows, judged_claims
from .evidence import Evidence
from .period import Period, first_days
from .text import counted

THEME = "dialogues"
VARIED = {"theme": {"dialogues only": THEME}, "treatment_of_partly_supported": ("left out", "counted")}


def advice(evidence: Evidence, period: Period, kind: str = "recommendation", theme: str | None = None) -> pd.DataFrame:
    """Claims of one kind in articles that may have been out by the end of a period, with their verdicts.

    Parameters
    ----------
    kind
        "recommendation" (what ought to be done) or "plan" (what somebody was going to do).
    theme
        Only claims on this theme of the workbook, if given.

    Returns
    -------
    The columns of `judged_claims` and `article` (what it is called), in the order of the articles.
    """
    judged = judged_claims(evidence)
    issued = first_days(judged["source_id"].map(lambda s: evidence.sources[s].issued))
    wanted = (judged["kind"] == kind) & (issued <= pd.Timestamp(period.last))
    if theme is not None:
        wanted &= pd.Series([theme in t for t in judged["themes"]], index=judged.index, dtype=bool)
    found = judged[wanted]
    names = article_names(evidence, found["source_id"])
    return found.assign(article=found["source_id"].map(names))


def told(evidence: Evidence, period: Period) -> pd.DataFrame:
    """Recommendations on every theme, then plans on this one, with `became`: the bearing or the verdict, in words."""
    both = pd.concat([advice(evidence, period), advice(evidence, period, "plan", THEME)])
    words = both["coded_bearing"].map(BEARING_WORDS)
    return both.assign(became=words.fillna(both["verdict"].map(VERDICTS)))


def bearing_counts(found: pd.DataFrame) -> dict[str, object]:
    """How later evidence bears on recommendations, for a sentence.

    A number for each bearing, `n` (all of them, in words) and the `share` (0..1) supported; None where there is none.
    """
    counts = found["coded_bearing"].value_counts()
    numbers = {key: int(counts.get(key, 0)) for key in BEARING_WORDS}
    if found.empty:
        return numbers | {"n": None, "share": None}
    return numbers | {"n": counted(len(found), "recommendation"), "share": numbers["supports"] / len(found)}


def supported_share(
    evidence: Evidence, period: Period, theme: str | None = None, treatment_of_partly_supported: str = "left out"
) -> float | None:
    """The share (0..1) of judged recommendations that later evidence supports; None where there is none.

    Parameters
    ----------
    treatment_of_partly_supported
        With "counted", those on which evidence points both ways count as supported too.
    """
    found = advice(evidence, period, theme=theme).dropna(subset="coded_bearing")
    kept = ("supports", "mixed") if treatment_of_partly_supported == "counted" else ("supports",)
    return float(found["coded_bearing"].isin(kept).mean()) if len(found) else None


def rows_behind(found: pd.DataFrame, evidence: Evidence) -> list[str]:
    """Ids of some claims and of the rows that decide them, from the whole record and not from a selection of it."""
    return deciding_rows(found, evidence.whole)


def behind(found: pd.DataFrame, evidence: Evidence) -> pd.Series:
    """The rows that decide each claim, in words: what each is called, with its date, as far as they are held."""
    held = evidence.holding(i for ids in found["row_ids"] for i in ids)
    told = ["; ".join(_named(evidence, i) for i in ids if i in held) for ids in found["row_ids"]]
    return pd.Series(told, index=found.index, dtype="object")


def _named(evidence: Evidence, row_id: str) -> str:
    row = evidence.row(row_id)
    day = next((row[c] for c in ("date_start", "date_effective", "date", "period") if isinstance(row.get(c), str)), "")
    return f"{evidence.label(row_id)} ({day})" if day else evidence.label(row_id)
