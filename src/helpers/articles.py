"""A founding article put to the test: what the record shows of its claims, one by one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import tables
from .claims import VERDICTS, checkable, deciding_rows, judged_claims
from .display import show_html
from .evidence import THEMES, Evidence
from .findings import Findings
from .text import safe, safe_link

BEARINGS = {
    "supports": "supports it",
    "mixed": "points both ways",
    "weakens": "weakens it",
    "none_found": "none was found",
}
LISTED_ELSEWHERE = ("briefing", "source_audit")  # the one is short, the other lists every claim itself


def claims_on(evidence: Evidence, article: str, theme: str | None) -> pd.DataFrame:
    """The claims of an article with their verdicts, of one theme or of all; claims on no theme belong to every one."""
    judged = judged_claims(evidence, article)
    if theme is None:
        return judged
    on = [not themes or theme in themes for themes in judged["themes"]]
    return judged[pd.Series(on, index=judged.index, dtype=bool)]


def show_article(findings: Findings, article: str, notebook: str) -> None:
    """Show what the record answers to an article: its reference, a count of verdicts, and its claims on the theme.

    The verdicts use all that the record holds today, also what was out only after the article, whatever the knowledge
    date of the rest of the report.

    Parameters
    ----------
    findings
        The notebook's findings; the claims, verdicts and rows used here are let in.
    article
        Source id of the article.
    notebook
        Name of the notebook: claims on its theme are taken, all of them where it has none.

    Raises
    ------
    ValueError
        If no claim of the article is held.
    """
    whole = findings.evidence.whole
    judged = claims_on(whole, article, notebook if notebook in THEMES else None)
    evidence = findings.admit(deciding_rows(judged, whole))
    _show_reference(evidence, article)
    tried = checkable(judged.dropna(subset="verdict"))
    counts = {verdict: int((tried["verdict"] == verdict).sum()) for verdict in VERDICTS}
    numbers: dict[str, Any] = counts | {"n": len(tried) or None}
    findings.add(
        "Of the {n} claims of the article on this subject that can be true or false, the record bears out {borne_out}, "
        "finds {imprecise} imprecise, contradicts {contradicted} and leaves {contested} contested.",
        holds=len(tried) > 0,
        rows=deciding_rows(tried, whole),
        sources=[article],
        fields=(),
        otherwise="The article makes no claim on this subject that can be true or false.",
        **numbers,
    )
    if notebook not in LISTED_ELSEWHERE:
        _show_claims(evidence, judged, tried)


def _show_reference(evidence: Evidence, article: str) -> None:
    source = evidence.sources[article]
    said = (
        f"The article: {source.reference()} Its claims are judged by all that the record holds today; "
        "the rest of this report uses only what was known by its knowledge date."
    )
    show_html(f"<p>{safe(said)} {safe_link(source.url, source.url)}</p>", said)


def _show_claims(evidence: Evidence, judged: pd.DataFrame, tried: pd.DataFrame) -> None:
    """Two tables in the order of the article: what can be true or false, and what is judged or recommended."""
    columns = {"claim": "Claim, in our words", "answer": "Verdict", "finding": "What the record shows"}
    tables.show(
        tried.assign(answer=tried["verdict"].map(VERDICTS)),
        evidence,
        rows=deciding_rows(tried, evidence),
        title="The claims of the article on this subject, and what the record shows of each",
        columns=columns | {"row_ids": "Rows that decide it"},
        empty="The article makes no claim on this subject that can be true or false.",
    )
    argued = judged[judged["verdict"] == "judgement"]
    tables.show(
        argued.assign(answer=argued["coded_bearing"].map(BEARINGS)),
        evidence,
        rows=deciding_rows(argued, evidence),
        title="Its judgements and recommendations on this subject, and how later evidence bears on them",
        columns=columns | {"answer": "Later evidence"},
        empty="The article passes no judgement on this subject.",
    )
