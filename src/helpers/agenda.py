"""The agenda of a period: what the record says happened, from all tables of dated facts, in order of time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .evidence import THEMES, Evidence
from .meetings import LEVELS
from .once import once_per_evidence
from .parameters import COUNTRIES, ParameterError
from .period import Period, first_days, straddling, within
from .text import country_name, did_you_mean, listed

UNREAD = " (unconfirmed)"  # behind a step whose date nobody has read in the cited page

MEASURE_STEPS = {
    "date_announced": "announced",
    "date_published": "published",
    "date_effective": "took effect",
    "suspended_from": "suspended",
    "suspended_until": "suspension set to end",
    "date_end": "ended",
}
EACH = 2  # lines that every theme has before weight alone decides
DATE_FIELDS = ("date", "date_start", "founded", *MEASURE_STEPS)
COLUMNS = ["date", "table", "what", "title", "countries", "theme", "themes", "weight"]
_HEAVY = {"statute", "executive_order", "proclamation"}
_LEGAL = {"rule", "interim_rule", "ordinance", "order", "announcement", "entity_listing", "understanding"}
_HEAVY_EVENTS = {"law", "agreement"}
_MIDDLE_EVENTS = {"organisation", "strategy", "trade_action", "attribution", "treaty_reading", "budget"}


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
    followers = evidence.measure_pairs["leader_id"].value_counts().reindex(frame.index, fill_value=0)
    weight += (followers > 0).astype(int) + (followers > 3)
    return frame.assign(countries=frame["jurisdictions"], weight=weight)


def marked(measures: pd.DataFrame, column: str, words: str) -> pd.Series:
    """What a date of each measure says: `words`, marked where nobody has read that date in the cited page."""
    told = [words + UNREAD if column in fields else words for fields in measures["unconfirmed_fields"]]
    return pd.Series(told, index=measures.index, dtype="object")


def unmarked(entries: pd.DataFrame) -> pd.Series:
    """What each entry says without the mark of `marked`; the index is kept."""
    return entries["what"].str.replace(UNREAD, "")


def _steps(evidence: Evidence, themes: Sequence[str]) -> list[pd.DataFrame]:
    frame, parts = _measures(evidence), []
    informal = frame["instrument"].isin(["understanding", "informal_action"])
    shared = frame[["title", "countries", "themes", "weight"]]
    for column, words in MEASURE_STEPS.items():
        step = shared.assign(date=frame[column], what=marked(frame, column, words))
        if column == "date_effective":  # nothing was enacted: the day is that of the reports
            step["what"] = step["what"].mask(informal, "reported")
        step["weight"] -= int(column in ("date_published", "suspended_until"))
        parts.append(_entries("measures", step, themes))
    return parts


def _meetings(evidence: Evidence) -> pd.DataFrame:
    """The meetings that were held; one only announced is no happening."""
    frame = evidence.meetings[evidence.meetings["held"] == "held"]
    ranks = {level: rank for rank, level in enumerate(reversed(LEVELS), 1)}
    return frame.assign(what="meeting held", date=frame["date_start"], weight=frame["level"].map(ranks))


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


def _entries(table: str, frame: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """The dated rows of one table as entries, each under the first of its themes that is wanted."""
    first = [next((t for t in row if t in themes), None) for row in frame["themes"]]
    entries = frame.assign(table=table, theme=pd.Series(first, index=frame.index, dtype="object"))
    return entries[COLUMNS].astype({"weight": "int64"}).dropna(subset=["date", "theme"])


@once_per_evidence
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
        row's themes that is wanted) and `weight` (0 to 7, our judgement; it orders tables and enters no number).
    """
    others = {
        "meetings": _meetings(evidence),
        "events": _events(evidence),
        "investments": _investments(evidence),
        "statements": _statements(evidence),
        "mechanisms": _mechanisms(evidence),
    }
    parts = [_entries(table, frame, themes) for table, frame in others.items()]
    return _in_order(pd.concat([*_steps(evidence, themes), *parts]).rename_axis("row_id"))


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

    Each further date of a row weighs one less; of equal weight, the later comes first. Adds `who` (countries in words).
    """
    order = np.argsort(_weights(entries), kind="stable")[::-1]
    chosen = np.concatenate([np.sort(order[:first]), np.sort(order[first:most])])
    return with_names(entries.iloc[chosen])


def weightiest_by_theme(entries: pd.DataFrame, first: int, most: int) -> pd.DataFrame:
    """The `first` weightiest entries, `EACH` of every theme among them, then the next ones up to `most`.

    Both parts stand theme by theme, and within a theme in order of time. Adds `who`, as `weightiest`.
    """
    order = np.argsort(_weights(entries), kind="stable")[::-1]
    ranks = entries["theme"].iloc[order].groupby(entries["theme"].iloc[order].to_numpy()).cumcount()
    order = order[np.argsort((ranks >= EACH).to_numpy(dtype=int), kind="stable")]
    theme = entries["theme"].map({t: n for n, t in enumerate(THEMES)}).to_numpy()
    parts = [part[np.lexsort((part, theme[part]))] for part in (order[:first], order[first:most])]
    return with_names(entries.iloc[np.concatenate(parts)])


def _weights(entries: pd.DataFrame) -> np.ndarray:
    """The weight of each entry, one less for each further date of a row."""
    return (entries["weight"] - entries.groupby(level=0).cumcount()).to_numpy(dtype=int)


def open_lines(least: int, *others: tuple[int, int]) -> int:
    """How many lines a table shows on a page it shares: its own least, and those that the other tables leave empty.

    `others` gives for each the most lines it may show, and how many it has.

    >>> open_lines(16, (10, 1), (10, 26))
    25
    """
    return least + sum(max(0, most - has) for most, has in others)


def how_many(shown: pd.DataFrame, first: int, every: int, which: str = "weightiest") -> str:
    """What a table says of the lines it holds: which stand open, and how many are folded or left out; "" where none is.

    >>> how_many(pd.DataFrame(index=range(30)), 12, 40)
    'The weightiest 12 of 40; on screen, the next 18 are folded below.'
    """
    if every <= first:
        return ""
    rest = len(shown) - first
    more = f"; on screen, {'the next one is' if rest == 1 else f'the next {rest} are'} folded below" if rest > 0 else ""
    return f"The {which} {first} of {every}{more}."


def with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `who`: its `countries` in words, long lists cut to those whose acts the workbook counts."""
    return frame.assign(who=pd.Series([_who(c) for c in frame["countries"]], index=frame.index, dtype="object"))


def _who(codes: Sequence[str]) -> str:
    if len(codes) <= 4:
        return listed(country_name(c) for c in codes)
    return f"{len(codes)} countries with {listed(country_name(c) for c in codes if c in COUNTRIES)}"
