"""What the literature asserts, and what the record shows of it: claims with their verdicts, counted by article."""

from __future__ import annotations

import pandas as pd

from .evidence import Evidence

VERDICTS = {
    "borne_out": "borne out",
    "imprecise": "imprecise",
    "contradicted": "contradicted",
    "contested": "contested",
    "not_checkable": "not checkable",
    "judgement": "judgement",
}
OF_VERDICT = ["verdict", "coded_bearing", "error_type", "severity", "finding", "row_ids", "source_ids", "same_as"]


def judged_claims(evidence: Evidence, article: str | None = None) -> pd.DataFrame:
    """The claims (of one article, by its source id; else of all) with their verdicts.

    Index claim_id; the columns of `claims`, and of the verdict `verdict` (missing where not judged yet),
    `coded_bearing`, `error_type`, `severity`, `finding`, `row_ids` and `source_ids` (tuples), `same_as`.

    Raises
    ------
    ValueError
        If no claim of that article is held.
    """
    claims = evidence.claims
    if article is not None:
        known = sorted(set(claims["source_id"]))
        if article not in known:
            raise ValueError(f"no claims of {article!r} are held. Articles: {', '.join(known) or 'none'}.")
        claims = claims[claims["source_id"] == article]
    verdicts = evidence.verdicts.set_index("claim_id")[OF_VERDICT]
    return claims.join(verdicts, how="left")


def verdict_counts(evidence: Evidence) -> pd.DataFrame:
    """How many claims of each article have each verdict.

    Index: source id of the article. Columns: the keys of `VERDICTS`, and `claims` (all of the article).
    """
    claims = judged_claims(evidence)
    counts = pd.crosstab(claims["source_id"], claims["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    return counts.assign(claims=claims.groupby("source_id").size()).astype("int64")


def checkable(claims: pd.DataFrame) -> pd.DataFrame:
    """Of judged claims those that can be true or false: neither judgements nor beyond checking."""
    return claims[~claims["verdict"].isin(["judgement", "not_checkable"])]
