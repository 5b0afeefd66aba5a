"""The digest of a period: the counts, sums and comparisons that a briefing shows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from .agenda import happenings, in_period, too_coarse, unmarked
from .evidence import Evidence
from .money import worded
from .period import DayRange, Period, days_between, parse_date
from .sources import MONTHS, written_date
from .text import counted, listed

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
ELSEWHERE = ("source_audit", "Source audit")  # what bears on no theme
EVERY_DATE = "every date"
BASES = (EVERY_DATE, "announced", "published", "took effect")
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


def happening_count(
    evidence: Evidence,
    period: Period,
    themes: Sequence[str],
    basis: str = EVERY_DATE,
    statements: bool = True,
    coarse_dates: bool = False,
) -> int:
    """How many happenings a period holds.

    Parameters
    ----------
    evidence
        The rows to look through, of all periods.
    basis
        Which date of a measure counts: one of `BASES`.
    statements, coarse_dates
        Whether statements count, and entries dated too coarsely to say that they lie in the period.
    """
    entries = happenings(evidence, themes)
    steps = (entries["table"] == "measures") & (unmarked(entries) != basis)
    dropped = steps & (basis != EVERY_DATE) | (entries["table"] == "statements") & (not statements)
    kept = entries[~dropped.to_numpy(dtype=bool)]
    return len(in_period(kept, period)) + (len(too_coarse(kept, period)) if coarse_dates else 0)


def silent_days(evidence: Evidence, period: Period, themes: Sequence[str], statements: bool = True) -> DayRange | None:
    """Days from the last happening of a period to the end of it, a range where that is dated coarsely; None for none.

    `statements`: whether a statement ends the silence.
    """
    entries = in_period(happenings(evidence, themes), period)
    kept = entries if statements else entries[(entries["table"] != "statements").to_numpy()]
    if kept.empty:
        return None
    end = period.last.isoformat()
    spans = [days_between(str(d), end) for d in kept["date"]]
    return DayRange(min(s.low for s in spans), min(s.high for s in spans))


def days_in_words(days: DayRange | None) -> str:
    """Days as part of a sentence; "" where there are none to tell of.

    >>> days_in_words(DayRange(1, 1)), days_in_words(DayRange(3, 5))
    ('1 day', '3 to 5 days')
    """
    if days is None:
        return ""
    return counted(days.low, "day") if days.low == days.high else f"{days} days"


def with_reports(frame: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """The frame with `theme`, the first wanted one of its `themes`, and `report`, what the report on it is called.

    Lines that bear on none of the themes lead to the source audit.
    """
    firsts = [next((t for t in row if t in themes), ELSEWHERE[0]) for row in frame["themes"]]
    names = [THEME_NAMES.get(t, ELSEWHERE[1]) for t in firsts]
    both = {"theme": firsts, "report": names}
    return frame.assign(**{n: pd.Series(v, index=frame.index, dtype="object") for n, v in both.items()})


def by_theme(entries: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """How many entries are counted under each theme, and how many bear on it.

    Index: `themes`; columns: `counted` (under the first wanted theme of its row; adds up to all entries), `bearing`
    (any theme of its row; an entry may stand in several), `report` (the theme in words) and `theme`.
    """
    lines = {
        theme: {
            "counted": int((entries["theme"] == theme).sum()),
            "bearing": sum(theme in row for row in entries["themes"]),
            "theme": theme,
            "report": THEME_NAMES[theme],
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


def leader(counts: pd.Series) -> tuple[str, int, bool]:
    """The label with the highest count, that count, and whether no other label reaches it; ("", 0, False) if none.

    >>> leader(pd.Series({"US": 6, "CN": 3}))
    ('US', 6, True)
    """
    if counts.empty or not counts.max():
        return "", 0, False
    return str(counts.idxmax()), int(counts.max()), bool((counts == counts.max()).sum() == 1)


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
            "held": len(getattr(evidence, table)),
            "rows": inside.index[inside["table"] == table].nunique(),
            "entries": int((inside["table"] == table).sum()),
            "coarse": maybe.index[maybe["table"] == table].nunique(),
        }
        for table, name in KIND_NAMES.items()
    }
    return pd.DataFrame.from_dict(lines, orient="index")
