"""What facts rest on: the origins and kinds of their sources, counted by table and by site."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import pandas as pd

from .audit import ACTS, FACTS, facts, titled
from .disagreement import origins
from .evidence import Evidence
from .period import Period
from .plain import cells
from .text import counted

BASES = {
    "several_primary": "several origins, one primary at least",
    "several_secondary": "several origins, all secondary",
    "one_primary": "one primary origin",
    "one_secondary": "one secondary origin",
}
OTHER_COUNTS: dict[str, dict[str, object]] = {  # other ways to count `single_share`, by parameter
    "rows_counted": {"values of series": ("observations",), "every table": FACTS},
    "repeats_traced": {"each source an origin": False},
    "kind_of_origin": {"secondary alone": "secondary"},
}


def foundations(held: pd.DataFrame, evidence: Evidence, repeats_traced: bool = True) -> pd.DataFrame:
    """Facts with what they rest on.

    Adds to `held` (as from `facts`): `origins` (independent ones, number: a source that only repeats others counts as
    those where `repeats_traced`, else as one more), `kinds` (tuple of "primary", "secondary"), `basis` (a key of
    `BASES`) and `on_article` (whether founding articles alone support the row as a whole).
    """
    cited = evidence.citations_of(held.index)
    cited = cited[cited["stance"] != "contradicts"]
    rests: dict[str, dict[str, None]] = {}
    for row_id, source_id in cells(cited, "row_id", "source_id"):
        rests.setdefault(row_id, {})[source_id] = None
    by_row = [rests.get(str(i), {}) for i in held.index]
    every = {s: evidence.sources[s] for ids in rests.values() for s in ids}
    first = {s: origins(s, evidence.sources) if repeats_traced else {s} for s in every}
    kinds = [tuple(sorted({every[s].kind for s in ids})) for ids in by_row]
    found = held.assign(
        origins=[len({origin for s in ids for origin in first[s]}) for ids in by_row],
        kinds=pd.Series(kinds, index=held.index, dtype="object"),
        on_article=held.index.isin(_on_article(cited, evidence)),
    )
    how_many = found["origins"].gt(1).map({True: "several_", False: "one_"}).astype("object")
    best = found["kinds"].map(lambda kinds: "primary" if "primary" in kinds else "secondary").astype("object")
    return found.assign(basis=how_many + best)


def single_share(
    evidence: Evidence,
    period: Period,
    rows_counted: Sequence[str] = ACTS,
    repeats_traced: bool = True,
    kind_of_origin: str | None = None,
) -> float | None:
    """The share (0..1) of the facts of a period that rest on one origin alone; None where there is no fact.

    Parameters
    ----------
    rows_counted
        Names of the tables whose rows are counted.
    repeats_traced
        Whether a source that only repeats others counts as those, or as an origin of its own.
    kind_of_origin
        Count only rows whose one origin is "primary" or "secondary"; of either kind if not given.
    """
    held = facts(evidence, period)
    found = foundations(held[held["table"].isin([*rows_counted])], evidence, repeats_traced)
    bases = [f"one_{kind_of_origin}"] if kind_of_origin else [b for b in BASES if b.startswith("one_")]
    return float(found["basis"].isin(bases).mean()) if len(found) else None


def _on_article(cited: pd.DataFrame, evidence: Evidence) -> list[str]:
    """Rows supported as a whole by founding articles alone."""
    whole = cited[(cited["stance"] == "supports") & cited["field"].isna()]
    is_founding = whole["source_id"].map(lambda s: evidence.sources[s].founding).astype(bool)
    return [str(i) for i, alone in is_founding.groupby(whole["row_id"]).all().items() if alone]


def single_shares(found: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """How many in a hundred rows of each table rest on one origin, by its kind.

    Index: title of the table with its number of rows; columns: the two names of `BASES` for one origin; per cent.
    """
    counts = pd.crosstab(found["table"], found["basis"]).reindex(columns=list(BASES), fill_value=0)
    counts = counts.reindex([n for n in FACTS if n in counts.index])
    sizes = counts.sum(axis=1)
    names = zip(titled(evidence, counts.index), sizes, strict=True)
    shares = 100 * counts[["one_primary", "one_secondary"]].div(sizes, axis=0)
    return shares.set_axis([f"{title} ({counted(n, 'row')})" for title, n in names]).rename(columns=BASES)


def reliance(found: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """What the rows of each table rest on: a row a table, with its share of single origins.

    Columns: `title`; counts `rows`, `single` (one origin), `one_secondary` (one, and that secondary), `primary` and
    `secondary` (sources of that kind only), `on_article`, `unconfirmed` (rows with a column that nobody has read);
    `single_share` (text).
    """
    counts = found.assign(
        rows=True,
        single=found["origins"] < 2,
        one_secondary=found["basis"] == "one_secondary",
        primary=found["kinds"].map(lambda kinds: kinds == ("primary",)).astype(bool),
        secondary=found["kinds"].map(lambda kinds: kinds == ("secondary",)).astype(bool),
        unconfirmed=found["unconfirmed"] > 0,
    )
    columns = ["rows", "single", "one_secondary", "primary", "secondary", "on_article", "unconfirmed"]
    table = counts.groupby("table")[columns].sum().astype("int64")
    table = table.reindex([n for n in FACTS if n in table.index])
    shares = [f"{part / all_rows:.0%}" for part, all_rows in zip(table["single"], table["rows"], strict=True)]
    return table.assign(title=titled(evidence, table.index), single_share=shares)


def sites(found: pd.DataFrame, evidence: Evidence) -> pd.Series:
    """How many rows each site stands behind, by the host of its address, most first; a row may rest on several."""
    cited = evidence.citations_of(found.index)
    cited = cited[cited["stance"] != "contradicts"]
    hosts = {s.id: urlsplit(s.url).hostname for s in evidence.sources_of(found.index)}
    by = cited["source_id"].map(hosts).astype("object").str.removeprefix("www.")
    return cited.assign(site=by).dropna(subset="site").groupby("site")["row_id"].nunique().sort_values(ascending=False)


def thin_in_words(found: pd.DataFrame, evidence: Evidence) -> dict[str, object]:
    """The rows of `foundations` on one secondary origin, for a sentence: `n` (None for 0), `acts` (of all), `most`.

    `site` is the one that stands behind the `most` of them; `spread`: it leads alone, and has fewer than half.
    """
    thin = found[found["basis"] == "one_secondary"]
    by_site = sites(thin, evidence)
    told: dict[str, object] = {"n": len(thin) or None, "acts": len(found), "most": None, "site": None, "spread": False}
    if by_site.empty:
        return told
    most = int(by_site.iloc[0])
    spread = int((by_site == most).sum()) == 1 and len(by_site) > 1 and most < len(thin) / 2
    return told | {"most": most, "site": str(by_site.index[0]), "spread": spread}
