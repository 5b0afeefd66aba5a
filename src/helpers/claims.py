"""What the literature asserts, and what the record shows of it: claims with their verdicts, counted by article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from .evidence import Evidence
from .period import Period, within

VERDICTS = {
    "borne_out": "borne out",
    "imprecise": "imprecise",
    "contradicted": "contradicted",
    "contested": "contested",
    "not_checkable": "not checkable",
    "judgement": "judgement",
}
BEARING_WORDS = {  # how later evidence bears on a judgement
    "supports": "supported",
    "mixed": "both ways",
    "weakens": "weakened",
    "none_found": "nothing found",
}
SEVERITIES = ("high", "medium", "low")
FEWEST = 5
FAULTS = ("contradicted", "contested", "imprecise")
OF_VERDICT = [
    "verdict",
    "coded_bearing",
    "error_type",
    "severity",
    "finding",
    "row_ids",
    "source_ids",
    "same_as",
    "verification",
]


def judged_claims(evidence: Evidence, article: str | None = None) -> pd.DataFrame:
    """The claims (of one article, by its source id; else of all) with their verdicts.

    Index claim_id; the columns of `claims`, and of the verdict `verdict` (missing where not judged yet),
    `coded_bearing`, `error_type`, `severity`, `finding`, `row_ids` and `source_ids` (tuples), `same_as` and
    `verification` (of the verdict).

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


def on_period(claims: pd.DataFrame, evidence: Evidence, period: Period) -> pd.DataFrame:
    """Of judged claims those on a period: of articles that appeared in it, or on something dated in it.

    A claim is on something in the period where its own date, or a dated row that decides it, lies in it.
    """
    issued = claims["source_id"].map(lambda s: evidence.sources[s].issued)
    inside = evidence.select(period=period)
    is_dated = {n: "dates" in evidence.resource(n)["selection"] and n != "claims" for n in inside.tables}
    rows = {str(i) for name, frame in inside.tables.items() if is_dated[name] for i in frame.index}
    decided = claims["row_ids"].map(lambda ids: isinstance(ids, tuple) and not rows.isdisjoint(ids)).astype(bool)
    return claims[within(issued, period) | within(claims["date"], period) | decided]


def chosen_claims(evidence: Evidence, period: Period, article: str = "all") -> pd.DataFrame:
    """The judged claims of a report: every claim of one article, or those of all articles on a period."""
    judged = judged_claims(evidence)
    if article == "all":
        return on_period(judged, evidence, period)
    return judged[judged["source_id"] == article]


def verdict_counts(claims: pd.DataFrame) -> pd.DataFrame:
    """How many of some judged claims have each verdict, by article.

    Index: source id of the article. Columns: the keys of `VERDICTS`, and `claims` (all of the article).
    """
    counts = pd.crosstab(claims["source_id"], claims["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    sizes = claims.groupby("source_id").size()
    return counts.reindex(sizes.index, fill_value=0).assign(claims=sizes).astype("int64")


def checkable(claims: pd.DataFrame) -> pd.DataFrame:
    """Of judged claims those that can be true or false: neither judgements nor beyond checking."""
    return claims[~claims["verdict"].isin(["judgement", "not_checkable"])]


def share_borne_out(
    evidence: Evidence,
    period: Period,
    article: str = "all",
    imprecise_claims: str = "as errors",
    errors_counted: Iterable[str] | None = None,
    article_left_out: str | None = None,
) -> float | None:
    """The share (0..1) borne out of the claims that can be true or false; None where there is none with a verdict.

    Parameters
    ----------
    imprecise_claims
        "as errors"; "as borne out"; or "left aside": neither.
    errors_counted
        Severities that make an error: a claim with any other, or none, stands. Every fault counts if not given.
    article_left_out
        Source id of an article whose claims are not counted.
    """
    tried = checkable(chosen_claims(evidence, period, article).dropna(subset="verdict"))
    tried = tried[tried["source_id"] != article_left_out]
    if imprecise_claims == "left aside":
        tried = tried[tried["verdict"] != "imprecise"]
    stands = tried["verdict"].eq("borne_out").astype(bool)
    if imprecise_claims == "as borne out":
        stands |= tried["verdict"].eq("imprecise").astype(bool)
    if errors_counted is not None:
        stands |= ~tried["severity"].isin([*errors_counted])
    return float(stands.mean()) if len(tried) else None


def counts_in_words(tried: pd.DataFrame, names: Mapping[str, str], article: str = "all") -> dict[str, object]:
    """Numbers of checkable claims for a sentence: one for each of `VERDICTS`, `n` (None for 0), `share`, `whose`.

    `share` is that borne out, as text; `whose` names the article, or all of them.
    """
    counts = {str(k): int(n) or "none" for k, n in verdict_counts(tried)[list(VERDICTS)].sum().items()}
    share = f"{tried['verdict'].eq('borne_out').mean():.0%}" if len(tried) else None
    whose = "the founding articles" if article == "all" else names.get(article, article)
    return {**counts, "n": len(tried) or None, "share": share, "whose": whose}


def other_counts(names: Mapping[str, str], article: str = "all") -> dict[str, dict[str, Any]]:
    """Other ways to count `share_borne_out`: a name for a reader and the value, by parameter.

    `names` are those of the articles counted, by source id; one is left out at a time where there are several.
    """
    ways: dict[str, dict[str, Any]] = {
        "imprecise_claims": {w: w for w in ("as borne out", "left aside")},
        "errors_counted": {"the medium and the high ones": SEVERITIES[:2], "the high ones alone": SEVERITIES[:1]},
    }
    others = {name: a for a, name in names.items()} if article == "all" and len(names) > 1 else {}
    return ways | ({"article_left_out": others} if others else {})


def shares_borne_out(claims: pd.DataFrame) -> pd.Series:
    """The share borne out (0..1) of the claims of each article that can be true or false, lowest first.

    Articles with fewer than `FEWEST` of them are left out: a share of so few says nothing.
    """
    tried = checkable(claims.dropna(subset="verdict"))
    groups = tried["verdict"].eq("borne_out").groupby(tried["source_id"])
    return groups.mean()[groups.size() >= FEWEST].sort_values(kind="stable")


def ends(shares: pd.Series) -> dict[str, object]:
    """The lowest and highest share, and whose they are, for a sentence; None where there are not two to compare.

    >>> ends(pd.Series({"A": 0.5, "B": 0.75}))
    {'low': '50%', 'last': 'A', 'high': '75%', 'first': 'B'}
    """
    if len(shares) < 2:
        return dict.fromkeys(("low", "last", "high", "first"))
    low, high = f"{shares.min():.0%}", f"{shares.max():.0%}"
    return {"low": low, "last": shares.idxmin(), "high": high, "first": shares.idxmax()}


def gravest(claims: pd.DataFrame, names: Mapping[str, str]) -> dict[str, object]:
    """The gravest errors of some judged claims, for a sentence; `names` are those of the articles, by source id.

    `n`, `most` (in the article with most of them) and `where` (its name), None without an error; `told`: all three in
    words, None without a claim; `few_in_one`: they are fewer than one claim in ten, not below `FEWEST`, and more than
    half of them are in one of several articles.
    """
    by = claims.loc[claims["severity"] == "high", "source_id"].value_counts()
    if by.empty:
        told = "none" if len(claims) else None
        return {"n": None, "most": None, "where": None, "told": told, "few_in_one": False}
    n, most, where = int(by.sum()), int(by.iloc[0]), names[str(by.index[0])]
    few_in_one = len(names) > 1 and len(claims) / 10 > n >= FEWEST and most > n / 2
    told = f"{n}; in the article with most of them, {where}: {most}" if len(names) > 1 else str(n)
    return {"n": n, "most": most, "where": where, "told": told, "few_in_one": few_in_one}


def bearings(judgements: pd.DataFrame) -> dict[str, object]:
    """How later evidence bears on judgements, for a sentence: the number of each, and `n` (None for 0)."""
    counts = judgements["coded_bearing"].value_counts().reindex(list(BEARING_WORDS), fill_value=0)
    return {str(k): int(v) for k, v in counts.items()} | {"n": len(judgements) or None}


def faulted(claims: pd.DataFrame) -> pd.DataFrame:
    """Of judged claims those that the record contradicts, contests or finds imprecise, and others coded with an error.

    The gravest first, then in the order of `FAULTS`; `verdict` and `error_type` in words.
    """
    found = claims[claims["verdict"].isin(FAULTS) | claims["severity"].notna()]
    ranks = {"severity": SEVERITIES, "verdict": FAULTS}
    keys = {f"by_{c}": found[c].map({v: n for n, v in enumerate(order)}).fillna(9) for c, order in ranks.items()}
    order = found.assign(**keys).sort_values([*keys], kind="stable").index
    words = found["verdict"].map(VERDICTS), found["error_type"].str.replace("_", " ")
    return found.assign(verdict=words[0], error_type=words[1]).loc[order]


def deciding_rows(claims: pd.DataFrame, evidence: Evidence) -> list[str]:
    """The claims, and the rows that decide them, as far as the evidence holds them."""
    named = dict.fromkeys(i for ids in claims["row_ids"] if isinstance(ids, tuple) for i in ids)
    held = evidence.holding(named)
    return [*map(str, claims.index), *(i for i in named if i in held)]


def article_names(evidence: Evidence, articles: Iterable[str]) -> dict[str, str]:
    """What articles are called, by source id and in order of it: the author's last name and the rest of the id.

    One without an author is called by its id.
    """
    surnames = {a: evidence.sources[a].author.split(";")[0].split(" ")[-1] for a in sorted(set(articles))}
    return {a: f"{surname} {a.partition('-')[2].upper()}" if surname else a for a, surname in surnames.items()}
