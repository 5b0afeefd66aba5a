"""The facts of a period: which rows they are, how much of each table, and what each floor of verification lets in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten

import pandas as pd

from . import plain
from .claims import checkable
from .evidence import Evidence
from .once import once_per_evidence
from .period import Period
from .text import VERIFICATION

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
    if as_of is not None:
        known = record.select(as_of=as_of)
        verdicts = known.verdicts[known.verdicts.index.isin(known.citations["row_id"])]
        record = Evidence(known.tables | {"verdicts": verdicts}, evidence.schema, evidence.sources)
    record.made_by = f"{__name__}.known_record", {"as_of": as_of}
    return record


def _own_citations(evidence: Evidence) -> pd.DataFrame:
    """Citations made of the sources that claims, verdicts, searches and corrections name in columns of their own."""
    articles = evidence.claims["source_id"].to_dict()
    named = [(n, str(i), s) for n in ("claims", "searches", "corrections") for i, s in _source_ids(evidence, n)]
    for verdict in plain.rows(evidence.verdicts, "row_ids", "source_ids", "claim_id"):
        cited = [*(s.id for s in evidence.sources_of(verdict["row_ids"])), *verdict["source_ids"]]
        named += [("verdicts", verdict["id"], s) for s in dict.fromkeys(cited or [articles[verdict["claim_id"]]])]
    lines = [{"table": t, "row_id": i, "source_id": s, "stance": "supports"} for t, i, s in named]
    index = [f"{line['row_id']}-OWN{n}" for n, line in enumerate(lines)]
    return pd.DataFrame(lines, index=index, columns=list(evidence.citations.columns), dtype="object")


def _source_ids(evidence: Evidence, table: str) -> Iterator[tuple[object, str]]:
    return iter(getattr(evidence, table)["source_id"].dropna().items())


def _items(frame: pd.DataFrame) -> Iterator[tuple[object, str]]:
    """Every text in the cells of each row, lists opened, with the id of the row."""
    for column in (c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c])):
        for row_id, cell in zip(frame.index, frame[column].tolist(), strict=True):
            for item in cell if isinstance(cell, tuple) else (cell,):
                if isinstance(item, str):
                    yield row_id, item


@once_per_evidence
def facts(evidence: Evidence, period: Period) -> pd.DataFrame:
    """The facts of a period: dated rows that fall in it, and undated ones that such a row names, or that name one.

    Index row_id. Columns: `table`, `verification`, `checked` (ISO date), `unconfirmed` (columns nobody has read in the
    cited page, number).
    """
    inside = evidence.select(period=period).tables
    is_dated = {n: bool(evidence.resource(n)["selection"].get("dates")) for n in FACTS}
    dated = {n: inside[n] for n in FACTS if is_dated[n]}
    ids = {str(i) for frame in dated.values() for i in frame.index}
    named = {item for frame in dated.values() for _, item in _items(frame)}
    found = []
    for name in FACTS:
        rows = inside[name]
        if not is_dated[name]:
            naming = {row_id for row_id, item in _items(rows) if item in ids}
            rows = rows[rows.index.isin(named | naming)]
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


def titled(evidence: Evidence, tables: Iterable[object]) -> list[str]:
    """The titles of tables as datapackage.json gives them."""
    return [str(evidence.resource(str(name))["title"]) for name in tables]


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


def short_text(value: object) -> str:
    """A value as a table shows it: numbers in full, lists with spaces, long texts cut.

    >>> short_text(1722.5), short_text("chips;tools"), short_text(None)
    ('1,722.5', 'chips; tools', '')
    """
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:,.12g}"
    return "" if value is None else shorten(_LISTED.sub("; ", str(value)), MOST_LETTERS, placeholder=" …")
