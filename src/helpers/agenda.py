"""The agenda of a period: what the record says happened, from all tables of dated facts, in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from .evidence import THEMES, Evidence
from .money import worded
from .parameters import COUNTRIES, ParameterError
from .period import Period, first_days, parse_date, straddling, within
from .sources import MONTHS
from .text import country_name, did_you_mean, listed

THEME_NAMES = {
    "export_controls": "Export controls",
    "space_cyber": "Space and cyber",
    "semiconductor_industry": "Chip industry",
    "china_hedging": "Japan and China",
    "dialogues": "Dialogues",
}
KIND_NAMES = {
    "measures": "Steps of measures",
    "meetings": "Meetings",
    "events": "Agreements, incidents, other events",
    "investments": "Steps of chip projects",
    "statements": "Statements on measures",
    "mechanisms": "Dialogues founded",
}
LEVEL_NAMES = {
    "leaders": "Leaders",
    "ministerial": "Ministers",
    "vice_ministerial": "Vice-ministers",
    "senior_officials": "Senior officials",
    "working_level": "Working level",
}
MEASURE_STEPS = {
    "date_announced": "announced",
    "date_published": "published",
    "date_effective": "took effect",
    "suspended_from": "suspended",
    "suspended_until": "suspension set to end",
    "date_end": "ended",
}
COLUMNS = ["date", "table", "what", "title", "countries", "theme", "weight"]
NO_DAY = "no exact date"
_HEAVY = {"statute", "executive_order"}
_LEGAL = {"rule", "interim_rule", "ordinance", "order", "announcement", "entity_listing", "understanding"}
_HEAVY_EVENTS = {"law", "agreement"}
_MIDDLE_EVENTS = {"organisation", "strategy", "trade_action", "attribution", "treaty_reading", "budget"}
_MONEY = (("public money", "subsidy"), ("investment", "investment"))


def briefed_themes(themes: Sequence[str]) -> list[str]:
    """The themes to brief on, each once, in the order of the workbook.

    Raises
    ------
    ParameterError
        If none is named, or one is no theme; every fault is listed with the nearest theme.
    """
    faults = [f"themes: {t!r} is no theme. {did_you_mean(t, THEMES)}" for t in themes if t not in THEMES]
    if not themes:
        faults = [f"themes is empty; name at least one of {', '.join(THEMES)}."]
    if faults:
        raise ParameterError("\n".join(faults))
    return [t for t in THEMES if t in themes]


def _measures(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.measures
    weight = 3 + frame["instrument"].isin(_LEGAL) + 2 * frame["instrument"].isin(_HEAVY)
    weight += frame.index.isin(evidence.measure_pairs["leader_id"])
    return frame.assign(what="", countries=frame["jurisdictions"], weight=weight)


def _meetings(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.meetings
    what = frame["held"].map({"held": "meeting held", "announced": "meeting announced"})
    ranks = {level: rank for rank, level in enumerate(reversed(LEVEL_NAMES), 1)}
    return frame.assign(what=what, date=frame["date_start"], weight=frame["level"].map(ranks))


def _events(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.events
    weight = 2 + 2 * frame["kind"].isin(_HEAVY_EVENTS) + frame["kind"].isin(_MIDDLE_EVENTS)
    return frame.assign(what=_words(frame["kind"]), date=frame["date_start"], weight=weight)


def _investments(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.investments
    decided = frame["coded_subsidy_basis"].isin(["new", "revision"])
    weight = 2 + decided + 2 * (frame["step"] == "law")
    return frame.assign(what=_words(frame["step"]), title=frame["company"] + ": " + frame["project"], weight=weight)


def _statements(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.statements
    countries = pd.Series([(c,) for c in frame["speaker_country"]], index=frame.index, dtype="object")
    title = frame["speaker"] + ": " + frame["paraphrase"]
    return frame.assign(what="statement", title=title, countries=countries, weight=1)


def _mechanisms(evidence: Evidence) -> pd.DataFrame:
    frame = evidence.mechanisms
    return frame.assign(what="dialogue founded", date=frame["founded"], title=frame["name"], weight=1)


def _words(codes: pd.Series) -> pd.Series:
    return codes.str.replace("_", " ")


def _entries(table: str, frame: pd.DataFrame, column: str, step: str, themes: Sequence[str]) -> pd.DataFrame:
    """The rows of one table that have one kind of date, as entries."""
    dated = frame[frame[column].notna()]
    first = [next((t for t in row if t in themes), None) for row in dated["themes"]]
    entries = pd.DataFrame(index=dated.index).assign(date=dated[column], table=table, what=step or dated["what"])
    entries = entries.assign(
        title=dated["title"], countries=dated["countries"], theme=pd.Series(first, index=dated.index, dtype="object")
    )
    weight = dated["weight"].astype("int64") - int(step in ("published", "suspension set to end"))
    return entries.assign(weight=weight)[COLUMNS].dropna(subset=["theme"])


def happenings(evidence: Evidence, themes: Sequence[str] = THEMES) -> pd.DataFrame:
    """Every dated step of every row, in order of time, from all tables of dated facts.

    Parameters
    ----------
    evidence
        The rows to look through. Indicator values are no happenings and stay out.
    themes
        Only rows that bear on one of these.

    Returns
    -------
    DataFrame
        Indexed by `row_id`, which repeats where a row has several dates (a measure announced, published, in force);
        `date` (text, may be partial), `table`, `what`, `title`, `countries` (tuple), `theme` (the first of the
        row's themes that is wanted) and `weight` (1 to 6, our judgement; it orders tables and enters no number).
    """
    parts = [_entries("measures", _measures(evidence), c, step, themes) for c, step in MEASURE_STEPS.items()]
    others = {
        "meetings": _meetings(evidence),
        "events": _events(evidence),
        "investments": _investments(evidence),
        "statements": _statements(evidence),
        "mechanisms": _mechanisms(evidence),
    }
    parts += [_entries(table, frame, "date", "", themes) for table, frame in others.items()]
    found = pd.concat(parts).rename_axis("row_id")
    return _in_order(found)


def _in_order(entries: pd.DataFrame) -> pd.DataFrame:
    return entries.iloc[np.argsort(first_days(entries["date"]).to_numpy(), kind="stable")]


def in_period(entries: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Entries dated wholly inside the period; the steps of a row on one date are one entry, their names joined."""
    inside = entries[within(entries["date"], period).to_numpy()].reset_index()
    names = inside.groupby(["row_id", "date"])["what"].agg(", ".join)
    heaviest = inside.groupby(["row_id", "date"])["weight"].max()
    once = inside.drop_duplicates(["row_id", "date"]).set_index(["row_id", "date"])
    once = once.assign(what=names.reindex(once.index), weight=heaviest.reindex(once.index))
    return _in_order(once.reset_index("date")[COLUMNS])


def too_coarse(entries: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Entries that may lie in the period but are dated too coarsely to say, of rows with no other date in it."""
    maybe = entries[straddling(entries["date"], period).to_numpy()]
    return maybe[~maybe.index.isin(in_period(entries, period).index)]


def weightiest(entries: pd.DataFrame, first: int, most: int) -> pd.DataFrame:
    """The `first` weightiest entries in order of time, then the next ones up to `most`, again in order of time.

    Of equal weight, the later comes first. Adds `who` (countries in words).
    """
    order = np.argsort(entries["weight"].to_numpy(dtype=int), kind="stable")[::-1]
    chosen = np.concatenate([np.sort(order[:first]), np.sort(order[first:most])])
    return with_names(entries.iloc[chosen])


def with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `who`: its `countries` in words, long lists cut to those whose acts the workbook counts."""
    return frame.assign(who=pd.Series([_who(c) for c in frame["countries"]], index=frame.index, dtype="object"))


def _who(codes: Sequence[str]) -> str:
    if len(codes) <= 4:
        return listed(country_name(c) for c in codes)
    return f"{len(codes)} countries with {listed(country_name(c) for c in codes if c in COUNTRIES)}"


def theme_counts(entries: pd.DataFrame, period: Period, themes: Sequence[str]) -> pd.DataFrame:
    """Entries of a period by stretch of time and theme.

    Stretches are seven days (periods of up to two months), months (two years), quarters (ten years) or years; entries
    dated more coarsely stand last. Index: the stretches, empty ones too; columns: `themes`; values: counts.
    """
    days = pd.date_range(period.first, period.last)
    size = next(i for i, most in enumerate((62, 731, 3653, len(days))) if len(days) <= most)
    slots = list(dict.fromkeys(_slot(d.date(), period, size) for d in days))
    spans = [parse_date(d) for d in entries["date"]]
    places = [(_slot(s.first, period, size), _slot(s.last, period, size)) for s in spans]
    at = pd.Series([a if a == b else NO_DAY for a, b in places], index=entries.index, dtype="object")
    counts = pd.crosstab(at.to_numpy(), entries["theme"].to_numpy()) if len(entries) else pd.DataFrame()
    kept = slots + [NO_DAY] * (NO_DAY in set(at))
    return counts.reindex(index=kept, columns=list(themes), fill_value=0).fillna(0).astype(int)


def _slot(day: date, period: Period, size: int) -> str:
    if size == 0:
        start = day - timedelta(days=(day - period.first).days % 7)
        return f"{start.day} {MONTHS[start.month - 1][:3]}"
    return (f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", str(day.year))[size - 1]


def meetings_by_level(meetings: pd.DataFrame) -> pd.DataFrame:
    """Meetings held, by level (highest first, levels without any left out) and by who met; values are counts."""
    held = meetings[meetings["held"] == "held"]
    circles = ["Japan and United States", "China and Japan", "Japan and United States with others", "Others"]
    met = np.array([circles[_circle(set(c))] for c in held["countries"]], dtype=object)
    levels = held["level"].map(LEVEL_NAMES).to_numpy(dtype=object)
    counts = pd.crosstab(levels, met) if len(held) else pd.DataFrame()
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
