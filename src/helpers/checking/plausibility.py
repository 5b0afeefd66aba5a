"""Rules that compare cells and rows: order of dates, rates of exchange, offices, probable duplicates, stale rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from ..money import doubly_stated, rate_gap, worded
from ..period import Period
from ..schema import Problem, recheck_day
from ..tablefiles import Row
from .base import Base, period_of
from .references import currency_column

WIDEST_RATE_GAP = 0.2
_AHEAD = (  # table, the date that comes first, the date that comes later, whether a note excuses it
    ("measures", "date_announced", "date_published", True),
    ("measures", "date_announced", "date_effective", True),
    ("measures", "date_effective", "date_end", False),
    ("measures", "suspended_from", "suspended_until", False),
    ("meetings", "date_start", "date_end", False),
    ("events", "date_start", "date_end", False),
    ("offices", "date_start", "date_end", False),
)


def _order_of_dates(base: Base) -> Iterator[Problem]:
    for table, first, later, is_excused in _AHEAD:
        for row in base.rows(table):
            start, end = period_of(row.cells[first]), period_of(row.cells[later])
            if not start or not end or start.first <= end.last:
                continue
            told = f"{row.cells[later]!r} is before {first} {row.cells[first]!r}"
            if not is_excused:
                yield base.problem(table, row, later, f"{told}; put the dates right")
            elif not (row.cells["notes"] or row.cells["status_note"]):
                yield base.problem(table, row, later, f"{told}; put the dates right, or give the reason in notes")


def _sums_in_two_currencies(base: Base) -> Iterator[tuple[str, Row, str, tuple[float, str, float, str]]]:
    for name, table in base.tables.items():
        pairs = [c for c in table.columns if c.endswith("equivalent_amount_bn")]
        texts = [
            f["name"] for f in table.fields if f["type"] == "string" and "constraints" not in f and f["name"] != "old"
        ]
        for row in table.rows:
            for other in pairs:
                own = other.replace("equivalent_", "")
                cells = [row.cells.get(c, "") for c in (own, currency_column(own), other, currency_column(other))]
                if all(cells):
                    yield name, row, other, (_number(cells[0]), cells[1], _number(cells[2]), cells[3])
            for column in texts:
                for sums in doubly_stated(row.cells.get(column, "")):
                    yield name, row, column, sums


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _written(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 1000 else f"{rate:.4g}"


def _rates(base: Base) -> Iterator[Problem]:
    for table, row, column, (amount, currency, other_amount, other) in _sums_in_two_currencies(base):
        known = base.day_of(row.key)
        on = min(known.last if known else base.today, base.today)
        gap = rate_gap(amount, currency, other_amount, other, on)
        if gap and gap[1] and abs(gap[0] / gap[1] - 1) > WIDEST_RATE_GAP:
            told = (
                f"{worded(amount, currency)} and {worded(other_amount, other)} are given as one sum: "
                f"{_written(gap[0])} {currency} per {other}, against {_written(gap[1])} "
                f"of the European Central Bank by {on.isoformat()}; look for a wrong unit"
            )
            yield base.problem(table, row, column, told, "warning")


def _appearances(base: Base) -> Iterator[tuple[str, Row, str, str, str]]:
    """Each actor of a dated row: table, row, column, actor, office as printed ("" where not printed)."""
    for row in base.rows("statements"):
        yield "statements", row, "speaker_actor_id", row.cells["speaker_actor_id"], row.cells["office"]
    for table in ("meetings", "events"):
        for row in base.rows(table):
            for actor in row.cells["actor_ids"].split(";"):
                yield table, row, "actor_ids", actor, ""


def _out_of_office(base: Base) -> Iterator[Problem]:
    held: dict[str, list[Row]] = defaultdict(list)
    for office in base.rows("offices"):
        held[office.cells["actor_id"]].append(office)
    for table, row, column, actor, title in _appearances(base):
        day = base.day_of(row.key)
        same = [o for o in held[actor] if title and o.cells["office"].casefold() == title.casefold()]
        terms = same or held[actor]
        if day and terms and not any(_was_in(o, day) for o in terms):
            spans = "; ".join(
                f"{o.cells['office']} {o.cells['date_start'] or '…'} to {o.cells['date_end'] or '…'}" for o in terms
            )
            told = f"{actor} acts on {day.label}, outside the offices held ({spans}); check both"
            yield base.problem(table, row, column, told, "warning")


def _was_in(office: Row, day: Period) -> bool:
    start, end = period_of(office.cells["date_start"]), period_of(office.cells["date_end"])
    return not (start and day.last < start.first) and not (end and day.first > end.last)


def _items(row: Row, column: str) -> set[str]:
    return set(row.cells[column].split(";")) - {""}


def _are_alike(table: str, a: Row, b: Row) -> bool:
    def both(column: str) -> bool:
        return bool(a.cells[column]) and a.cells[column] == b.cells[column]

    if table == "statements":
        return both("speaker_actor_id") and both("measure_id")
    if table == "investments":
        return both("project_id") and both("step")
    if table == "measures":
        return both("jurisdictions") and both("instrument") and _titles_meet(a, b, 0.8)
    same_people = bool(_items(a, "actor_ids") & _items(b, "actor_ids"))
    if table == "meetings":
        return both("mechanism_id") or (both("countries") and both("level") and same_people)
    linked = both("mechanism_id") or both("measure_ids")
    return both("countries") and (_titles_meet(a, b, 0.7) or (linked and same_people and both("kind")))


def _titles_meet(a: Row, b: Row, least: float) -> bool:
    titles = SequenceMatcher(None, a.cells["title"].casefold(), b.cells["title"].casefold())
    return titles.real_quick_ratio() >= least and titles.quick_ratio() >= least and titles.ratio() >= least


def _duplicates(base: Base) -> Iterator[Problem]:
    days = {
        "meetings": "date_start",
        "events": "date_start",
        "statements": "date",
        "investments": "date",
        "measures": "date_announced",
    }
    for table, column in days.items():
        by_day: dict[str, list[Row]] = defaultdict(list)
        for row in base.rows(table):
            if row.cells[column]:
                by_day[row.cells[column]].append(row)
        for rows in by_day.values():
            for place, row in enumerate(rows):
                other = next(
                    (r for r in rows[:place] if _are_alike(table, r, row) and not _are_told_apart(r, row)), None
                )
                if other:
                    told = (
                        f"looks like {other.key} (line {other.line}): same day, and the same act or actors; "
                        "make one row of them, or name the other in notes"
                    )
                    yield base.problem(table, row, base.tables[table].key, told, "warning")


def _are_told_apart(a: Row, b: Row) -> bool:
    return b.key in a.cells["notes"] or a.key in b.cells["notes"]


def _stale_rows(base: Base) -> Iterator[Problem]:
    for name, table in base.tables.items():
        rule = base.resources[name].get("recheck")
        for row in table.rows:
            due = recheck_day(rule, row.cells)
            if rule and due and due < base.today:
                told = f"{row.cells['checked']} is over {rule['days']} days ago; compare the row with its sources again"
                yield base.problem(name, row, "checked", told, "warning")


def implausible(base: Base) -> Iterator[Problem]:
    """What looks wrong when cells and rows are compared."""
    for rule in (_order_of_dates, _rates, _out_of_office, _duplicates, _stale_rows):
        yield from rule(base)
