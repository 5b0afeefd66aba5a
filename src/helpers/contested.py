"""Where sources disagree, with both sides: what is held and by whom, what is stated instead, and why it is not held."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .audit import FACTS, short_text, titled
from .claims import FAULTS, article_names
from .evidence import Evidence
from .sources import written_date
from .text import counted

MOST_NAMED = 3
UNDECIDED = "Contested: the record decides for neither side."
SIDES = ["states", "article", "others", "others_by", "reason", "claim_ids"]


def disagreements(evidence: Evidence, held: pd.DataFrame) -> pd.DataFrame:
    """Where sources differ on some rows: contradictions first, those left open before those decided.

    Index row_id (repeats). The columns of `disagreement.contradictions`, values as short text and the one held behind
    the name of its field, with `title` (of the table), `label` (of the row), `by` (publisher and date of the sources
    that state otherwise), `is_open` (the reason leaves it open) and `by_article` (a founding article is among them).
    """
    found = evidence.contradictions()
    found = found[found["row_id"].isin(held.index)]
    by = [tuple(_publisher(evidence, s) for s in ids) for ids in found["stated_by"]]
    founding = [any(evidence.sources[s].founding for s in ids) for ids in found["stated_by"]]
    found = found.assign(
        title=titled(evidence, found["table"]),
        label=[evidence.label(i) for i in found["row_id"]],
        held=_with_field(found["field"], found["held"].map(short_text)),
        stated=found["stated"].map(short_text),
        by=pd.Series(by, index=found.index, dtype="object"),
        is_open=found["reason"].fillna("").str.casefold().str.startswith("open").astype(bool),
        by_article=founding,
        rank=found["table"].map({n: k for k, n in enumerate(FACTS)}).astype("int64"),
    )
    order = found.sort_values(["kind", "is_open", "rank"], ascending=[True, False, True], kind="stable")
    return order.set_index("row_id").drop(columns="rank")


def _publisher(evidence: Evidence, source_id: str) -> str:
    source = evidence.sources[source_id]
    return ", ".join(filter(None, [source.container or source.author or source.title, written_date(source.issued)]))


def _with_field(fields: pd.Series, values: pd.Series) -> list[str]:
    both = zip(fields, values, strict=True)
    return [f"{f.replace('_', ' ')}: {v}" if isinstance(f, str) else "the row as a whole" for f, v in both]


def disputes_by_table(differing: pd.DataFrame) -> pd.DataFrame:
    """How many values of each table are contradicted and how many revised, most first; index: titles of tables."""
    counts = pd.crosstab(differing["title"].to_numpy(dtype=object), differing["kind"].to_numpy(dtype=object))
    counts = counts.reindex(columns=["contradicted", "revised"], fill_value=0).rename_axis(index=None, columns=None)
    return counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def tallied(differing: pd.DataFrame) -> dict[str, object]:
    """Numbers of `disagreements` for a sentence: `n` values contradicted (None for 0), and their `bearers` ("2 rows").

    Of them `open` and `by_article`, and `revised` values beside them ("none" for 0); `mostly_decided`: of more than
    two, fewer than half are left open.
    """
    against = differing[differing["kind"] == "contradicted"]
    left_open, by_article = int(against["is_open"].sum()), int(against["by_article"].sum())
    found = {"open": left_open, "by_article": by_article, "revised": len(differing) - len(against)}
    told = {"n": len(against) or None, "mostly_decided": 2 < len(against) > 2 * left_open}
    bearers = counted(against.index.nunique(), "row")
    return {**told, **{name: number or "none" for name, number in found.items()}, "bearers": bearers}


def both_sides(judged: pd.DataFrame, evidence: Evidence, row_ids: Iterable[str] = ()) -> pd.DataFrame:
    """Where articles and other sources differ, with what each states: contested claims, then contested values.

    Parameters
    ----------
    judged
        Claims with their verdicts, as from `claims.judged_claims`.
    row_ids
        Rows whose contested values count beside those of the rows that decide the claims.

    Returns
    -------
    DataFrame
        Index: the claim, or the row whose value the article states otherwise. `states` (what the article says),
        `article` (its name), `others` (what other sources state; for a value, what the row holds), `others_by`
        (publishers and dates, tuple), `reason` (why the record holds what it holds), `claim_ids` (claims in
        which the record finds a fault on the ground of that row, tuple).
    """
    found = pd.concat([_contested_claims(judged, evidence), _contested_values(judged, evidence, {*row_ids})])
    names = article_names(evidence, found["article"])
    return found.assign(article=found["article"].map(names)).rename_axis("row_id")


def _contested_claims(judged: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    contested = judged[judged["verdict"] == "contested"]
    lines = []
    for claim_id, claim in contested.iterrows():
        article, row_ids = claim["source_id"], claim["row_ids"]
        sources = dict.fromkeys([*claim["source_ids"], *(s.id for s in evidence.sources_of(row_ids))])
        by = _named([s for s in sources if s != article], evidence)
        why = [r for r in _own_disputes(evidence, article, {*row_ids})["reason"] if isinstance(r, str)]
        lines.append([claim["claim"], article, claim["finding"], by, why[0] if why else UNDECIDED, (claim_id,)])
    return pd.DataFrame(lines, index=contested.index, columns=SIDES, dtype="object")


def _contested_values(judged: pd.DataFrame, evidence: Evidence, row_ids: set[str]) -> pd.DataFrame:
    parts = []
    for article, claims in judged.groupby("source_id", sort=False):
        opened = claims["row_ids"].explode().dropna()
        own = _own_disputes(evidence, str(article), {*opened} | row_ids)
        faults = opened[claims["verdict"].isin(FAULTS).loc[opened.index]]
        told = {i: tuple(faults.index[faults == i]) for i in own["row_id"]}
        by = [_named([s for s in ids if s != article], evidence) for ids in own["held_by"]]
        held = [_held(evidence, dispute) for _, dispute in own.iterrows()]
        lines = zip(own["stated"].map(short_text), held, by, own["reason"], own["row_id"].map(told), strict=True)
        whole = [[states, article, *rest] for states, *rest in lines]
        parts.append(pd.DataFrame(whole, index=own["row_id"], columns=SIDES, dtype="object"))
    return pd.concat(parts) if parts else pd.DataFrame(columns=SIDES, dtype="object")


def _held(evidence: Evidence, dispute: pd.Series) -> str:
    if isinstance(dispute["field"], str):
        return f"{dispute['field'].replace('_', ' ')}: {short_text(dispute['held'])}"
    row = evidence.row(dispute["row_id"])
    if dispute["table"] != "measure_pairs":
        return f"the row as a whole: {evidence.label(dispute['row_id'])}"
    follower, leader = evidence.label(row["follower_id"]), evidence.label(row["leader_id"])
    return f"the pair as a whole: {follower} {row['relation'].replace('_', ' ')} {leader}"


def _own_disputes(evidence: Evidence, article: str, row_ids: set[str]) -> pd.DataFrame:
    """The values of some rows that an article states otherwise."""
    found = evidence.contradictions()
    is_own = pd.Series([article in ids for ids in found["stated_by"]], index=found.index, dtype=bool)
    return found[is_own & found["row_id"].isin(row_ids) & found["kind"].eq("contradicted")]


def _named(source_ids: list[str], evidence: Evidence) -> tuple[str, ...]:
    """Publishers and dates of some sources, the earliest first; of many the first few and how many more."""
    order = sorted(source_ids, key=lambda s: (evidence.sources[s].issued or "9999", s))
    names = tuple(_publisher(evidence, s) for s in order[:MOST_NAMED])
    rest = len(order) - MOST_NAMED
    return (*names, f"{rest} more") if rest > 0 else names
