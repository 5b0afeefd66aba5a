"""What the facts rest on: origins and kinds of their sources, disagreements, second readings, corrections, rechecks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten
from urllib.parse import urlsplit

import pandas as pd

from .agreement import agreement, codes_by_coder
from .claims import checkable
from .disagreement import origins
from .evidence import VERIFICATION, Evidence
from .period import Period
from .sources import Source, written_date
from .text import counted
from .tones import SCHEMES, signed

FACTS = (
    "measures",
    "measure_pairs",
    "statements",
    "meetings",
    "mechanisms",
    "events",
    "investments",
    "series",
    "observations",
    "actors",
    "offices",
)
BASES = {
    "several_primary": "several origins, one primary at least",
    "several_secondary": "several origins, all secondary",
    "one_primary": "one primary origin",
    "one_secondary": "one secondary origin",
}
ACTS = FACTS[:7]  # what was done, said, met on and paid for; the rest are numbers and registers of names
FACT_COLUMNS = ["table", "verification", "checked", "unconfirmed"]
MOST_LETTERS = 160
_LISTED = re.compile(r";(?=\S)")


def known_record(evidence: Evidence, as_of: str | None = None) -> Evidence:
    """The evidence base as known on a day, in which claims and verdicts too rest on citations.

    Claims, verdicts, searches and corrections are cited by the sources that they name in columns of their own; a
    verdict by those of the rows that decide it as well or, where it names none, by its article. A verdict is known
    once one of its sources is out.
    """
    tables = evidence.tables | {"citations": pd.concat([evidence.citations, _own_citations(evidence)])}
    record = Evidence(tables, evidence.schema, evidence.sources)
    if as_of is None:
        return record
    known = record.select(as_of=as_of)
    verdicts = known.verdicts[known.verdicts.index.isin(known.citations["row_id"])]
    return Evidence(known.tables | {"verdicts": verdicts}, evidence.schema, evidence.sources)


def _own_citations(evidence: Evidence) -> pd.DataFrame:
    """Citations made of the sources that claims, verdicts, searches and corrections name in columns of their own."""
    articles = evidence.claims["source_id"].to_dict()
    named = [(n, str(i), s) for n in ("claims", "searches", "corrections") for i, s in _source_ids(evidence, n)]
    for verdict_id, verdict in evidence.verdicts.iterrows():
        cited = [*(s.id for s in evidence.sources_of(verdict["row_ids"])), *verdict["source_ids"]]
        named += [("verdicts", str(verdict_id), s) for s in dict.fromkeys(cited or [articles[verdict["claim_id"]]])]
    lines = [{"table": t, "row_id": i, "source_id": s, "stance": "supports"} for t, i, s in named]
    index = [f"{line['row_id']}-OWN{n}" for n, line in enumerate(lines)]
    return pd.DataFrame(lines, index=index, columns=list(evidence.citations.columns), dtype="object")


def _source_ids(evidence: Evidence, table: str) -> Iterator[tuple[object, str]]:
    return iter(evidence.tables[table]["source_id"].dropna().items())


def _items(frame: pd.DataFrame) -> pd.Series:
    """Every text in the cells of each row, lists opened: index the row ids, which repeat."""
    cells: pd.Series = pd.concat([frame[c].astype("object").explode() for c in frame.columns])
    return cells.loc[[isinstance(cell, str) for cell in cells]]


def facts(evidence: Evidence, period: Period) -> pd.DataFrame:
    """The facts of a period: dated rows that fall in it, and undated ones that such a row names, or that name one.

    Index row_id. Columns: `table`, `verification`, `checked` (ISO date), `unconfirmed` (columns nobody has read in the
    cited page, number).
    """
    inside = evidence.select(period=period).tables
    is_dated = {n: bool(evidence.resource(n)["selection"].get("dates")) for n in FACTS}
    dated = {n: inside[n] for n in FACTS if is_dated[n]}
    ids = {str(i) for frame in dated.values() for i in frame.index}
    named = {item for frame in dated.values() for item in _items(frame)}
    found = []
    for name in FACTS:
        rows = inside[name]
        if not is_dated[name]:
            rows = rows[rows.index.isin(named) | rows.index.isin(_items(rows)[lambda s: s.isin(ids)].index)]
        unread = rows["unconfirmed_fields"].map(len) if "unconfirmed_fields" in rows else 0
        found.append(rows.assign(table=name, unconfirmed=unread)[FACT_COLUMNS])
    return pd.concat(found).rename_axis("row_id")


def extent(evidence: Evidence, chosen: Evidence, held: pd.DataFrame, period: Period) -> pd.DataFrame:
    """How much of each table of facts is in a selection: a row a table.

    Columns: `title`; numbers `all` (in `evidence`), `rows` (of them in `held`), `undecided` (rows of `chosen` dated
    too coarsely to be placed in the period), `citations` (of the rows in `held`, for or against).
    """
    sizes = {n: len(frame) for n, frame in evidence.tables.items() if n in FACTS and len(frame)}
    cited = evidence.citations_of(held.index)["table"].value_counts()
    lines = [
        {
            "title": titled(evidence, [name])[0],
            "all": size,
            "rows": int((held["table"] == name).sum()),
            "undecided": len(chosen.undecided(period, name)),
            "citations": int(cited.get(name, 0)),
        }
        for name, size in sorted(sizes.items(), key=lambda item: FACTS.index(item[0]))
    ]
    return pd.DataFrame(lines, columns=["title", "all", "rows", "undecided", "citations"])


def foundations(held: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Facts with what they rest on.

    Adds to `held` (as from `facts`): `origins` (independent ones, number: a source that only repeats others counts as
    those), `kinds` (tuple of "primary", "secondary"), `basis` (a key of `BASES`) and `on_article` (whether founding
    articles alone support the row as a whole).
    """
    cited = evidence.citations_of(held.index)
    cited = cited[cited["stance"] != "contradicts"]
    rests = {str(i): tuple(dict.fromkeys(ids)) for i, ids in cited.groupby("row_id")["source_id"]}
    by_row = [rests.get(str(i), ()) for i in held.index]
    found = held.assign(
        origins=[len({o for s in ids for o in origins(s, evidence.sources)}) for ids in by_row],
        kinds=pd.Series([_kinds(ids, evidence) for ids in by_row], index=held.index, dtype="object"),
        on_article=held.index.isin(_on_article(cited, evidence)),
    )
    how_many = found["origins"].gt(1).map({True: "several_", False: "one_"}).astype("object")
    best = found["kinds"].map(lambda kinds: "primary" if "primary" in kinds else "secondary").astype("object")
    return found.assign(basis=how_many + best)


def _kinds(source_ids: Iterable[str], evidence: Evidence) -> tuple[str, ...]:
    return tuple(sorted({evidence.sources[s].kind for s in source_ids}))


def _on_article(cited: pd.DataFrame, evidence: Evidence) -> list[str]:
    """Rows supported as a whole by founding articles alone."""
    whole = cited[(cited["stance"] == "supports") & cited["field"].isna()]
    is_founding = whole["source_id"].map(lambda s: evidence.sources[s].founding).astype(bool)
    return [str(i) for i, alone in is_founding.groupby(whole["row_id"]).all().items() if alone]


def titled(evidence: Evidence, tables: Iterable[object]) -> list[str]:
    """The titles of tables as datapackage.json gives them."""
    return [str(evidence.resource(str(name))["title"]) for name in tables]


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


def floors(evidence: Evidence, period: Period, judged: pd.DataFrame) -> pd.DataFrame:
    """The same numbers under each floor of verification: rows of each table, claims judged, and the share borne out.

    Parameters
    ----------
    evidence
        The evidence base before any floor.
    judged
        Claims with their verdicts and `verification`, as from `claims.judged_claims`.

    Returns
    -------
    DataFrame
        `title`, and for each mark the number when that mark and the surer ones are let in; shares as text.
    """
    let_in = {mark: facts(evidence.select(min_verification=mark), period)["table"] for mark in VERIFICATION}
    rows = pd.DataFrame({mark: tables.value_counts() for mark, tables in let_in.items()})
    rows = rows.reindex([n for n in FACTS if n in rows.index]).fillna(0).astype("int64")
    lines = [*zip(titled(evidence, rows.index), *(rows[m] for m in VERIFICATION), strict=True)]
    tried = checkable(judged.dropna(subset="verdict"))
    claims, true = (_within(part) for part in (tried, tried[tried["verdict"] == "borne_out"]))
    shares = [f"{t / n:.0%}" if n else "" for t, n in zip(true, claims, strict=True)]
    if len(tried):
        lines += [("Claims that can be true or false", *claims), ("Share of them borne out", *shares)]
    return pd.DataFrame(lines, columns=["title", *VERIFICATION], dtype="object")


def _within(rows: pd.DataFrame) -> list[int]:
    counts = rows["verification"].value_counts().reindex(list(VERIFICATION), fill_value=0)
    return [int(n) for n in counts.cumsum()]


def disagreements(evidence: Evidence, held: pd.DataFrame) -> pd.DataFrame:
    """Where sources differ on some rows: contradictions first, those left open before those decided.

    Index row_id (repeats). The columns of `disagreement.contradictions`, values as short text and the one held behind
    the name of its field, with `title` (of the table), `label` (of the row), `by` (publisher and date of the sources
    that state otherwise), `is_open` (the reason leaves it open) and `by_article` (a founding article is among them).
    """
    found = evidence.contradictions()
    found = found[found["row_id"].isin(held.index)]
    by = [tuple(_publisher(evidence.sources[s]) for s in ids) for ids in found["stated_by"]]
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


def _publisher(source: Source) -> str:
    return ", ".join(filter(None, [source.container or source.author or source.title, written_date(source.issued)]))


def _with_field(fields: pd.Series, values: pd.Series) -> list[str]:
    both = zip(fields, values, strict=True)
    return [f"{f.replace('_', ' ')}: {v}" if isinstance(f, str) else "the row as a whole" for f, v in both]


def disputes_by_table(differing: pd.DataFrame) -> pd.DataFrame:
    """How many values of each table are contradicted and how many revised, most first; index: titles of tables."""
    counts = pd.crosstab(differing["title"].to_numpy(dtype=object), differing["kind"].to_numpy(dtype=object))
    counts = counts.reindex(columns=["contradicted", "revised"], fill_value=0).rename_axis(index=None, columns=None)
    return counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def short_text(value: object) -> str:
    """A value as a table shows it: numbers in full, lists with spaces, long texts cut.

    >>> short_text(1722.5), short_text("chips;tools"), short_text(None)
    ('1,722.5', 'chips; tools', '')
    """
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:,.12g}"
    return "" if value is None else shorten(_LISTED.sub("; ", str(value)), MOST_LETTERS, placeholder=" …")


def agreement_by_scheme(evidence: Evidence) -> pd.DataFrame:
    """Agreement of the coders on each scale, finest first: a row a scheme; none where no tone was read twice.

    Columns: `steps` (names of the scale, tuple), `alpha`, `low`, `high`, `share` (of resamples between them) and `same`
    (coded alike) as text, `units` (statements), `reading`.
    """
    found = {scheme: agreement(evidence, scheme) for scheme in SCHEMES}
    lines = [
        {"steps": tuple(SCHEMES[scheme].values())} | result.words | {"same": f"{result.same_share:.0%}"}
        for scheme, result in found.items()
        if result.is_known
    ]
    return pd.DataFrame(lines, columns=["steps", "alpha", "low", "high", "share", "same", "units", "reading"])


def coder_differences(evidence: Evidence) -> pd.DataFrame:
    """The statements whose tone the coders read differently, those furthest apart first.

    Index statement_id; the columns of `statements`, one column for each coder (signed text), and `apart` (steps).
    """
    codes = codes_by_coder(evidence)
    apart = codes.max(axis=1) - codes.min(axis=1)
    found = apart[apart > 0].sort_values(ascending=False, kind="stable")
    texts = codes.loc[found.index].map(signed)
    return evidence.statements.loc[found.index].join(texts).assign(apart=found.astype("int64"))


def sites(found: pd.DataFrame, evidence: Evidence) -> pd.Series:
    """How many rows each site stands behind, by the host of its address, most first; a row may rest on several."""
    cited = evidence.citations_of(found.index)
    hosts = {s.id: urlsplit(s.url).hostname for s in evidence.sources_of(found.index)}
    by = cited["source_id"].map(hosts).astype("object").str.removeprefix("www.")
    return cited.assign(site=by).dropna(subset="site").groupby("site")["row_id"].nunique().sort_values(ascending=False)
