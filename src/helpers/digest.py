"""The digest of a period: the counts, sums and comparisons that a briefing shows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from .agenda import MEASURE_STEPS, in_period, too_coarse
from .evidence import Evidence
from .meetings import LEVEL_NAMES
from .money import worded
from .period import Period, parse_date, within
from .sources import MONTHS, written_date
from .text import counted, country_name, listed

THEME_NAMES = {
    "export_controls": "Export controls",
    "space_cyber": "Space and cyber",
    "semiconductor_industry": "Chip industry",
    "china_hedging": "Japan and China",
    "dialogues": "Dialogues",
}
KIND_WORDS = {
    "measures": ("step of a measure", "steps of measures"),
    "meetings": ("meeting", "meetings"),
    "events": ("agreement, protest or other event", "agreements, protests and other events"),
    "investments": ("step of a chip project", "steps of chip projects"),
    "statements": ("statement on a measure", "statements on measures"),
    "mechanisms": ("dialogue founded", "dialogues founded"),
}
KIND_NAMES = {table: words[1].capitalize() for table, words in KIND_WORDS.items()}
NO_DAY = "no exact date"
STRETCHES = {"Seven days from": 62, "Month": 731, "Quarter": 3653, "Year": 10**6}
_MONEY = (("public money", "subsidy"), ("investment", "investment"))


def preceding(period: Period) -> Period:
    """The period of the same length just before: as many whole months where it is made of them, else as many days.

    >>> print(preceding(parse_date("2022-Q1")))
    2021-10/2021-12 (2021-10-01 to 2021-12-31)
    """
    first, last = period.first, period.last
    end = first - timedelta(days=1)
    if first.day > 1 or last.day < monthrange(last.year, last.month)[1]:
        start = first - (last - first) - timedelta(days=1)
        return Period(start, end, f"{start.isoformat()}/{end.isoformat()}")
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    number = first.year * 12 + first.month - 1 - months
    start = date(number // 12, number % 12 + 1, 1)
    whole_year = months == 12 and start.month == 1
    label = f"{start:%Y}" if whole_year else f"{start:%Y-%m}" if months == 1 else f"{start:%Y-%m}/{end:%Y-%m}"
    return Period(start, end, label)


def theme_counts(entries: pd.DataFrame, period: Period, themes: Sequence[str]) -> pd.DataFrame:
    """Entries of a period by stretch of time (see `stretch`) and theme.

    Index: the stretches, empty ones too, and last, where needed, one for entries dated more coarsely; columns:
    `themes`; values: counts.
    """
    size = stretch(period)
    slots = list(dict.fromkeys(_slot(d.date(), period, size) for d in pd.date_range(period.first, period.last)))
    spans = [parse_date(d) for d in entries["date"]]
    places = [(_slot(s.first, period, size), _slot(s.last, period, size)) for s in spans]
    at = [a if a == b else NO_DAY for a, b in places]
    kept = slots + [NO_DAY] * (NO_DAY in at)
    counts = pd.DataFrame(0, index=kept, columns=list(themes))
    for slot, theme in zip(at, entries["theme"], strict=True):
        counts.loc[slot, theme] += 1
    return counts


def stretch(period: Period) -> str:
    """The stretch of time by which a period of this length is divided: up to two months, two years, ten years, more."""
    days = (period.last - period.first).days + 1
    return next(name for name, most in STRETCHES.items() if days <= most)


def _slot(day: date, period: Period, size: str) -> str:
    if size == "Seven days from":
        start = day - timedelta(days=(day - period.first).days % 7)
        return f"{start.day} {MONTHS[start.month - 1][:3]}"
    names = {"Month": f"{day:%Y-%m}", "Quarter": f"{day.year}-Q{(day.month + 2) // 3}", "Year": str(day.year)}
    return names[size]


def by_theme(entries: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """How many entries are counted under each theme, and how many bear on it.

    Index: `themes`; columns: `name`, `counted` (under the first wanted theme of its row; adds up to all entries),
    `bearing` (any theme of its row; an entry may stand in several) and `notebook` (which one holds the detail).
    """
    lines = {
        theme: {
            "name": THEME_NAMES[theme],
            "counted": int((entries["theme"] == theme).sum()),
            "bearing": sum(theme in row for row in entries["themes"]),
            "notebook": "space_cyber, china_hedging" if theme == "dialogues" else theme,
        }
        for theme in themes
    }
    return pd.DataFrame.from_dict(lines, orient="index")


def kinds_in_words(entries: pd.DataFrame) -> str:
    """Entries counted by kind, as a phrase, most frequent first: "13 steps of measures, 9 statements on measures"."""
    counts = entries["table"].value_counts()
    return listed(counted(int(number), *KIND_WORDS[str(table)]) for table, number in counts.items())


def named(entries: pd.DataFrame, position: int) -> dict[str, object]:
    """What a sentence says of one entry: `title`, `day` in words and `what`, with `n`, the number of entries.

    All but `n` are None where there is no such entry.
    """
    if entries.empty:
        return {"n": 0, "title": None, "day": None, "what": None}
    entry = entries.iloc[position]
    day = written_date(str(entry["date"]))
    return {"n": len(entries), "title": entry["title"], "day": day, "what": entry["what"]}


def highest(meetings: pd.DataFrame) -> dict[str, object]:
    """What a sentence says of the last entry, as `named` gives it, with `held`: how many meetings there were."""
    one = "One meeting of ministers or leaders is recorded as held"
    many = "{n} meetings of ministers or leaders are recorded as held; the latest of the highest rank"
    told = named(meetings, -1)
    return told | {"held": one if len(meetings) == 1 else many.format(**told)}


def phrase(counts: pd.Series) -> str:
    """Counts with their labels, for an alternative text.

    >>> phrase(pd.Series({"Leaders": 1, "Ministers": 6}))
    'Leaders 1, Ministers 6'
    """
    return ", ".join(f"{label} {number}" for label, number in counts.items())


def steps_by_country(entries: pd.DataFrame, period: Period, countries: Sequence[str]) -> pd.DataFrame:
    """Steps of measures in a period, by who took them; a step of several jurisdictions counts for each.

    `entries` are all `happenings`. Index: those of `countries` that took any; columns: `name` and the steps taken
    (announced, published, took effect …); values: counts.
    """
    steps = entries[((entries["table"] == "measures") & within(entries["date"], period)).to_numpy()]
    steps = steps.assign(what=steps["what"].str.replace(" (unconfirmed)", "")).explode("countries")
    counts = steps.groupby(["countries", "what"]).size().unstack(fill_value=0).rename_axis(index=None, columns=None)
    order = [s for s in [*MEASURE_STEPS.values(), "reported"] if s in counts.columns]
    counts = counts.reindex(index=[c for c in countries if c in counts.index], columns=order)
    counts = counts if "announced" in order else counts.assign(announced=0)
    counts.insert(0, "name", [country_name(c) for c in counts.index])
    return counts


def leader(counts: pd.Series) -> tuple[str, int, bool]:
    """The label with the highest count, that count, and whether no other label reaches it; ("", 0, False) if none.

    >>> leader(pd.Series({"US": 6, "CN": 3}))
    ('US', 6, True)
    """
    if counts.empty or not counts.max():
        return "", 0, False
    return str(counts.idxmax()), int(counts.max()), bool((counts == counts.max()).sum() == 1)


def meetings_by_level(meetings: pd.DataFrame) -> pd.DataFrame:
    """Meetings held, by level (highest first, levels without any left out) and by who met; values are counts."""
    held = meetings[meetings["held"] == "held"]
    circles = ["Japan and United States", "China and Japan", "Japan and United States with others", "Others"]
    met = np.array([circles[_circle(set(c))] for c in held["countries"]], dtype=object)
    levels = held["level"].map(LEVEL_NAMES).to_numpy(dtype=object)
    counts = pd.crosstab(levels, met).rename_axis(index=None, columns=None) if len(held) else pd.DataFrame()
    index = [n for n in LEVEL_NAMES.values() if n in counts.index]
    return counts.reindex(index=index, columns=[c for c in circles if c in counts.columns])


def _circle(codes: set[str]) -> int:
    if codes == {"JP", "US"}:
        return 0
    if codes == {"CN", "JP"}:
        return 1
    return 2 if codes >= {"JP", "US"} else 3


def money_decided(investments: pd.DataFrame) -> pd.DataFrame:
    """Amounts first stated or revised in some steps of chip projects, one a line, in the currency stated.

    Amounts coded as included in an earlier one, or as a running total, are left out: they would count money twice.

    Parameters
    ----------
    investments
        Rows of the table `investments`.

    Returns
    -------
    DataFrame
        Indexed by `row_id` (repeats where a step states both), largest first within a currency: `date`, `project`,
        `kind` ("public money" or "investment"), `amount` (words), `amount_bn` (billions of `currency`), `currency`,
        `basis` ("new" or "revision") and `countries`.
    """
    parts = []
    for kind, stem in _MONEY:
        basis, amount = investments[f"coded_{stem}_basis"], investments[f"{stem}_amount_bn"]
        rows = investments[basis.isin(["new", "revision"]) & amount.notna()]
        part = rows[["date", "countries"]].assign(project=rows["company"] + ": " + rows["project"], kind=kind)
        named = {"amount_bn": f"{stem}_amount_bn", "currency": f"{stem}_currency", "basis": f"coded_{stem}_basis"}
        parts.append(part.assign(**{new: rows[old] for new, old in named.items()}))
    found = pd.concat(parts).rename_axis("row_id")
    words = [worded(a, c) for a, c in zip(found["amount_bn"], found["currency"], strict=True)]
    found = found.assign(amount=pd.Series(words, index=found.index, dtype="object"))
    return found.sort_values(["kind", "currency", "amount_bn"], ascending=[False, True, False], kind="stable")


def money_in_words(decided: pd.DataFrame, investments: pd.DataFrame) -> dict[str, object]:
    """What a sentence says of `money_decided`, given the steps it was drawn from.

    `n` (amounts), new `public` money and new `investment` ("none stated"; "none outside earlier totals" where a step
    states an amount that an earlier one contains) and `inside` (how many amounts of either kind are so contained).
    """
    kinds = dict(zip(("public", "investment"), _MONEY, strict=True))
    found: dict[str, object] = {"n": len(decided)}
    inside = {}
    for key, (kind, stem) in kinds.items():
        contained = investments[f"coded_{stem}_basis"].eq("included") & investments[f"{stem}_amount_bn"].notna()
        inside[key] = int(contained.sum())
        none = "none outside earlier totals" if inside[key] else "none stated"
        found[key] = new_money(decided, kind) or none
    return found | {"inside": sum(inside.values()) or "none"}


def new_money(decided: pd.DataFrame, kind: str) -> str:
    """New amounts of one kind of `money_decided`, added up within each currency and never across; "" where none."""
    new = decided[(decided["kind"] == kind) & (decided["basis"] == "new")]
    return listed(
        worded(float(sum_bn), str(code)) for code, sum_bn in new.groupby("currency")["amount_bn"].sum().items()
    )


def coverage(evidence: Evidence, entries: pd.DataFrame, period: Period) -> pd.DataFrame:
    """What the record holds for a period, by table (index).

    Columns: `name`; `held` (rows at all); `rows` (with a date in the period); `entries` (dates in it); `coarse` (rows
    that may belong to it but are dated too coarsely to say).
    """
    inside, maybe = in_period(entries, period), too_coarse(entries, period)
    lines = {
        table: {
            "name": name,
            "held": len(evidence.tables[table]),
            "rows": inside.index[inside["table"] == table].nunique(),
            "entries": int((inside["table"] == table).sum()),
            "coarse": maybe.index[maybe["table"] == table].nunique(),
        }
        for table, name in KIND_NAMES.items()
    }
    return pd.DataFrame.from_dict(lines, orient="index")


def compared(entries: pd.DataFrame, period: Period, by: str) -> pd.DataFrame:
    """Entries of a period and of the one before it, counted by "table" or "theme".

    Index: the tables or themes that either has; columns: `before` and `now` (counts), `change` and `name`.
    """
    spans = {"before": preceding(period), "now": period}
    counts = {name: in_period(entries, span)[by].value_counts() for name, span in spans.items()}
    both = pd.DataFrame(counts).fillna(0).astype(int)
    order = [n for n in (KIND_NAMES if by == "table" else THEME_NAMES) if n in both.index]
    both = both.reindex(order)
    return both.assign(change=both["now"] - both["before"], name=[(KIND_NAMES | THEME_NAMES)[n] for n in order])


def contested(evidence: Evidence, row_ids: Iterable[str]) -> pd.DataFrame:
    """Where a source states another value than the record, for some rows.

    Indexed by `row_id` (repeats): `what` (the row), `field` in words, `held` (our value), `stated` (theirs), `source`.
    """
    lines = []
    for cited in evidence.disputes(row_ids).itertuples():
        field = cited.field if isinstance(cited.field, str) else ""
        held = evidence.row(str(cited.row_id))[field] if field else ""
        line = {"row_id": cited.row_id, "what": evidence.label(str(cited.row_id)), "field": field.replace("_", " ")}
        lines.append(
            line | {"held": held, "stated": cited.stated, "source": evidence.sources[str(cited.source_id)].title}
        )
    return pd.DataFrame(lines, columns=["row_id", "what", "field", "held", "stated", "source"]).set_index("row_id")
