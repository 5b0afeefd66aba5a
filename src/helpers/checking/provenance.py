"""Rules of where things come from: pairs, sources, quotations, verdicts and corrections that rest on what is held."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..schema import Problem
from ..tablefiles import Row
from .base import Base, period_of

LONGEST_QUOTATION = 12
JUDGEMENTS = ("assessment", "recommendation", "comparison")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」")


def _pairs(base: Base) -> Iterator[Problem]:
    columns = ("date_announced", "date_published", "date_effective")
    for row in base.rows("measure_pairs"):
        sides = [base.places.get(row.cells[c]) for c in ("leader_id", "follower_id")]
        dates = [[p for c in columns if (p := period_of(s[1].cells.get(c, "")))] if s else [] for s in sides]
        if all(dates) and max(d.last for d in dates[1]) < min(d.first for d in dates[0]):
            told = (
                f"{row.cells['follower_id']!r} precedes {row.cells['leader_id']!r}; a follower comes later: "
                "turn the pair round, or take it out"
            )
            yield base.problem("measure_pairs", row, "follower_id", told)


def _sourcing(base: Base) -> Iterator[Problem]:
    support: dict[str, set[str]] = defaultdict(set)
    for row in base.rows("citations"):
        if row.cells["stance"] != "contradicts":
            support[row.cells["row_id"]].add(row.cells["source_id"])
        elif not row.cells["reason"]:
            told = "is empty; say why the row keeps its own value against this source, or that it is open"
            yield base.problem("citations", row, "reason", told)
    founding = {i for i, s in base.sources.items() if s.founding}
    for name, table in base.tables.items():
        for row in table.rows:
            if row.cells.get("verification") == "verified" and support[row.key] and support[row.key] <= founding:
                told = "is 'verified', but only a founding article says so; mark it 'article', or cite what was read"
                yield base.problem(name, row, "verification", told)


def _quotations(base: Base) -> Iterator[Problem]:
    for name, table in base.tables.items():
        texts = [f["name"] for f in table.fields if f["type"] == "string"]
        for row in table.rows:
            for column in texts:
                cell = row.cells.get(column, "")
                quoted = [cell] if column == "fragment" else ["".join(g) for g in _QUOTED.findall(cell)]
                for text in quoted:
                    if (length := quotation_length(text)) > LONGEST_QUOTATION:
                        told = f"quotes {length} words ({text[:40]!r} …); at most {LONGEST_QUOTATION} are allowed"
                        yield base.problem(name, row, column, told)


def quotation_length(text: str) -> int:
    """Words of a quotation; in Japanese and Chinese two characters count as one word.

    >>> quotation_length("strong dissatisfaction"), quotation_length("强烈不满")
    (2, 2)
    """
    wide = sum("぀" <= c <= "鿿" for c in text)
    plain = re.sub("[぀-鿿]", " ", text)
    return len(re.findall(r"\w+(?:[’'.,-]\w+)*", plain)) + (wide + 1) // 2


def _verdicts(base: Base) -> Iterator[Problem]:
    judged: dict[str, int] = defaultdict(int)
    for row in base.rows("verdicts"):
        claim = base.places.get(row.cells["claim_id"])
        if not claim or claim[0].name != "claims":
            continue
        judged[row.cells["claim_id"]] += 1
        verdict, kind = row.cells["verdict"], claim[1].cells.get("kind", "")
        if verdict == "judgement" and kind not in JUDGEMENTS:
            yield base.problem(
                "verdicts", row, "verdict", f"is 'judgement' for a claim of the kind {kind!r}, which can be checked"
            )
        if (
            verdict in ("borne_out", "contradicted", "contested")
            and not row.cells["row_ids"] + row.cells["source_ids"] + row.cells["same_as"]
        ):
            yield base.problem(
                "verdicts", row, "row_ids", f"is empty; {verdict!r} needs the rows or sources that decide it"
            )
    for claim_row in base.rows("claims"):
        if judged[claim_row.key] != 1:
            told = f"{claim_row.key!r} has {judged[claim_row.key]} verdicts; give each claim one"
            yield base.problem("claims", claim_row, "claim_id", told)


def _corrections(base: Base) -> Iterator[Problem]:
    latest: dict[tuple[str, str], Row] = {}
    for row in base.rows("corrections"):
        place = base.places.get(row.cells["row_id"])
        column = row.cells["field"]
        if not column:
            if place:
                yield base.problem(
                    "corrections", row, "field", "is empty, but the row is still there; name the column corrected"
                )
        elif not place or place[0].name != row.cells["table"]:
            yield base.problem(
                "corrections", row, "row_id", f"{row.cells['row_id']!r} is no row of {row.cells['table']}"
            )
        elif column not in place[0].columns:
            yield base.problem("corrections", row, "field", f"{column!r} is no column of {row.cells['table']}")
        else:
            latest[row.cells["row_id"], column] = max(
                latest.get((row.cells["row_id"], column), row), row, key=lambda r: (r.cells["date"], r.line)
            )
    for (row_id, column), row in latest.items():
        held = base.places[row_id][1].cells.get(column, "")
        if held != row.cells["new"]:
            told = f"is {row.cells['new']!r}, but the row holds {held!r}; record the later change too"
            yield base.problem("corrections", row, "new", told)


def unfounded(base: Base) -> Iterator[Problem]:
    """What does not rest on the rows and sources it should."""
    for rule in (_pairs, _sourcing, _quotations, _verdicts, _corrections):
        yield from rule(base)
