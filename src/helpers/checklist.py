"""Claim by claim: every claim of an article in its own order, with verdict, rows, and the report that treats it."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd

from .claims import BEARING_WORDS, VERDICTS, article_names, faulted
from .digest import THEME_NAMES
from .evidence import Evidence

ALL = "all"
NO_VERDICT = "none on record by this day"
ON_ITSELF = "The text itself"
MOST_LETTERS = 36


def checklist(judged: pd.DataFrame, evidence: Evidence, article: str = ALL) -> pd.DataFrame:
    """Claims to be checked against an article: all but its judgements, in its order; of all articles only the faults.

    Parameters
    ----------
    judged
        Claims with their verdicts, as from `claims.judged_claims`.
    article
        A source id, or "all": then the claims that `claims.faulted` keeps, the gravest first.

    Returns
    -------
    DataFrame
        The claims with `place` (number of the claim and locator; the article before it where all are told), `told`
        (verdict and gravity in words), `finding`, `rows` (deciding ids, tuple), `report` (theme reports on the
        subject, each with the tables of its deciding rows there, tuple) and `notebook` (of the first of them).
    """
    if article == ALL:
        chosen = judged.loc[faulted(judged).index]
    else:
        chosen = judged[judged["verdict"] != "judgement"].sort_index(kind="stable")
    words = [_told(v, s) for v, s in zip(chosen["verdict"], chosen["severity"], strict=True)]
    return _placed(chosen.assign(told=words), evidence, article)


def arguments(judged: pd.DataFrame, evidence: Evidence, article: str = ALL) -> pd.DataFrame:
    """The judgements and recommendations of an article, in its order; of all articles those that evidence weakens.

    The columns of `checklist`, with `bearing` (how later evidence bears on it, in words) for `told`.
    """
    argued = judged[judged["verdict"] == "judgement"].sort_index(kind="stable")
    chosen = argued[argued["coded_bearing"] == "weakens"] if article == ALL else argued
    return _placed(chosen.assign(bearing=chosen["coded_bearing"].map(BEARING_WORDS)), evidence, article)


def _told(verdict: object, severity: object) -> str:
    if not isinstance(verdict, str):
        return NO_VERDICT
    return f"{VERDICTS[verdict]}, {severity}" if isinstance(severity, str) else VERDICTS[verdict]


def _placed(chosen: pd.DataFrame, evidence: Evidence, article: str) -> pd.DataFrame:
    names = article_names(evidence, chosen["source_id"])
    before = [f"{names[a]}, " if article == ALL else "" for a in chosen["source_id"]]
    numbers = [int(str(i).rpartition("-")[2]) for i in chosen.index]
    place = [f"{b}{n}: {_short(p)}" for b, n, p in zip(before, numbers, chosen["locator"], strict=True)]
    rows = [ids if isinstance(ids, tuple) else () for ids in chosen["row_ids"]]
    found = [_reports(themes, ids, evidence) for themes, ids in zip(chosen["themes"], rows, strict=True)]
    reports = [tuple(f.values()) or (ON_ITSELF,) for f in found]
    lists = {"rows": rows, "report": reports, "notebook": [next(iter(f.keys()), "") for f in found]}
    texts = {name: pd.Series(cells, index=chosen.index, dtype="object") for name, cells in lists.items()}
    return chosen.assign(place=place, finding=chosen["finding"].fillna(""), **texts)


def _short(locator: str) -> str:
    """A place in an article with the heading cut where it is long; the number of the paragraph stays."""
    heading, mark, paragraph = locator.partition(", paragraph")
    return f"{shorten(heading, MOST_LETTERS, placeholder=' …')}{mark}{paragraph}"


def _reports(themes: tuple[str, ...], row_ids: tuple[str, ...], evidence: Evidence) -> dict[str, str]:
    """Theme reports on some subjects by notebook: name, and the tables in which rows on that subject stand.

    Without subjects those of the rows count.
    """
    known = evidence.holding(row_ids)
    held = {i: evidence.cells(i).get("themes", ()) for i in row_ids if i in known}
    subjects = themes or tuple(dict.fromkeys(theme for own in held.values() for theme in own))
    found = {}
    for theme in subjects:
        tables = dict.fromkeys(evidence.table_of(i) for i, own in held.items() if theme in (own or (theme,)))
        named = ", ".join(table.replace("_", " ") for table in tables)
        found[theme] = f"{THEME_NAMES[theme]} ({named})" if named else THEME_NAMES[theme]
    return found
