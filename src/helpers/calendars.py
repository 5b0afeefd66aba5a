"""The calendar of the dialogues: each with its sessions, the days between them, and what was announced and not held."""

from __future__ import annotations

from math import ceil, floor

import pandas as pd

from .evidence import Evidence
from .mechanism_tree import EVERYTHING, Choice, held_in, meetings_of, reach, short_names, silences, standing, tree
from .meetings import LEVEL_NAMES, gaps, ordinal, sessions
from .period import DayRange, Period, first_days, within
from .text import counted, listed

OUTSIDE = ("outside-two", "outside-more")  # lines for meetings outside every dialogue: of the two, and of more
OUTSIDE_NAME = "Outside any dialogue"
NEXT, HOLE, UNNUMBERED = "no number missing between", "numbers missing between", "no numbers to compare"
LOOK_NAMES = LEVEL_NAMES | {
    "signing": "Signing",
    "announced": "Announced, not shown to be held",
    "founded": "Founded",
}


def known_by(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """The dialogues on record that exist by the end of a period; one whose founding is not on record is among them.

    Returns
    -------
    Columns as in `mechanisms`, with `is_new` (surely founded inside the period) and `has_met` (a session by its end).
    """
    known = standing(evidence, choice)
    every = sessions(meetings_of(evidence))  # at whatever level
    met = known.index.isin(every[first_days(every["date_start"]) <= pd.Timestamp(period.last)]["mechanism_id"])
    known = known.assign(is_new=within(known["founded"], period), has_met=met)
    return known[~(first_days(known["founded"]) > pd.Timestamp(period.last)) | known["has_met"]]


def known_numbers(known: pd.DataFrame) -> dict[str, object]:
    """Of `known_by`, for a sentence: `n` (words), `founded` (in the period), `never` (met) and `examples` of these."""
    never = known[~known["has_met"]]
    return {
        "n": counted(len(known), "dialogue") if len(known) else None,
        "founded": int(known["is_new"].sum()),
        "never": len(never),
        "examples": f", among them {listed(never['name'].head(3))}" if len(never) else "",
    }


def interval_numbers(apart: pd.DataFrame) -> dict[str, object]:
    """Of `intervals`, for a sentence: `n`, their `middle`, the `longest` between numbered rounds and its `title`."""
    widest = apart[apart["kind"] == NEXT].nlargest(1, "days_high")
    longest = {"longest": next(iter(widest["days"]), None), "title": next(iter(widest["title"]), None)}
    return {"n": len(apart), "middle": middle(apart)} | longest


def tree_lines(evidence: Evidence, period: Period, choice: Choice = EVERYTHING, bilateral: bool = True) -> pd.DataFrame:
    """The tree of the dialogues of `known_by`, of the two governments alone or of them with others.

    Returns
    -------
    Columns as in `mechanism_tree.tree`; `sessions` counts those held in the period. Meetings outside every dialogue, if
    the period has any, make a last line.
    """
    met = held_in(evidence, period, choice)
    lines = tree(known_by(evidence, period, choice), sessions(met))
    lines = lines[lines["is_bilateral"] == bilateral]
    own = OUTSIDE[0] if bilateral else OUTSIDE[1]
    outside = int((_lines_of(met) == own).sum())
    if not outside:
        return lines
    extra = {"label": OUTSIDE_NAME, "depth": 0, "sessions": outside, "founded": None, "is_bilateral": bilateral}
    return pd.concat([lines, pd.DataFrame([extra], index=[own])])


def _lines_of(met: pd.DataFrame) -> pd.Series:
    """The line of a tree that each meeting stands on: its mechanism, or the one for meetings outside any."""
    outside = pd.Series([OUTSIDE[len(c) > 2] for c in met["countries"]], index=met.index, dtype="object")
    return met["mechanism_id"].fillna(outside).astype("object")


def tree_marks(evidence: Evidence, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """What a calendar draws: `line`, `date` (partial) and `look` of foundings, meetings and signings, of all periods.

    Those announced and not shown to be held look so, whatever their level.
    """
    met = meetings_of(evidence, choice)
    look = met["level"].mask(met["kind"] == "signing", "signing").mask(met["held"] == "announced", "announced")
    founded = standing(evidence, choice)["founded"].dropna()
    begun = pd.DataFrame({"line": founded.index, "date": founded.to_numpy(), "look": "founded"}, dtype="object")
    held = {"line": _lines_of(met).to_numpy(), "date": met["date_start"].to_numpy(), "look": look.to_numpy()}
    return pd.concat([begun, pd.DataFrame(held, dtype="object")], ignore_index=True)


def rows_drawn(evidence: Evidence, period: Period, choice: Choice, lines: pd.DataFrame) -> list[str]:
    """Ids of the dialogues of some lines, and of the meetings of the period on them."""
    met = meetings_of(evidence.select(period=period), choice)
    return [str(i) for i in (*lines.index.difference(list(OUTSIDE)), *met.index[_lines_of(met).isin(lines.index)])]


def intervals(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """From each session of a period to the one before it of the same dialogue, which may be older than the period.

    Returns
    -------
    Columns as in `meetings.gaps`, with `line` (what the dialogue is called) and `kind`: both rounds numbered and
    no number missing between, numbers missing between, or no numbers to compare.
    """
    every = meetings_of(evidence, choice)
    apart = gaps(sessions(every, list(standing(evidence, choice).index)))
    apart = apart[apart.index.isin(held_in(evidence, period, choice).index)]
    skipped = apart["missing_between"].fillna(-1)  # none to compare
    kind = pd.Series(UNNUMBERED, index=apart.index, dtype="object").mask(skipped > 0, HOLE)
    both = apart[["earlier_title", "title"]].map(lambda t: ordinal(str(t)) is not None).all(axis=1)
    kind = kind.mask(both & (skipped == 0), NEXT)
    names = short_names(standing(evidence, choice))
    return apart.assign(line=apart["mechanism_id"].map(names).astype("object"), kind=kind)


def middle(spans: pd.DataFrame) -> DayRange | None:
    """The median of intervals in days, as a range where dates are partial; None where there is none.

    Parameters
    ----------
    spans
        `days_low` and `days_high` (whole days); where the median lies between two days, the range holds both.
    """
    if spans.empty:
        return None
    return DayRange(floor(spans["days_low"].median()), ceil(spans["days_high"].median()))


def series_table(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """Every dialogue that met in a period with the dates of its sessions, in the order of the tree.

    Returns
    -------
    One row a dialogue: its columns, `dates` (text: the dates at each level), `count`, `longest` (days of the
    longest interval up to a session of the period; empty where none), `missing` (numbered rounds that the rows skip;
    missing where no numbers can be compared) and `since` (days from the last session to the end of the record; empty
    for one that is ended).
    """
    met = sessions(held_in(evidence, period, choice))
    lines = tree(standing(evidence, choice), met)
    lines = lines[lines["sessions"] > 0].copy()
    apart = intervals(evidence, period, choice)
    longest = apart.sort_values("days_high", kind="stable").drop_duplicates("mechanism_id", keep="last")
    return lines.assign(
        dates=_dates_by_level(met),
        longest=longest.set_index("mechanism_id")["days"].reindex(lines.index).fillna(""),
        missing=apart.groupby("mechanism_id")["missing_between"].sum(min_count=1).astype("Int64"),
        since=silences(evidence, period, choice)["days"].reindex(lines.index).fillna(""),
    )


def _dates_by_level(met: pd.DataFrame) -> pd.Series:
    """The dates of each dialogue's sessions as text, "ministers: 2002-01-10, 2003-03", levels in order of time."""
    by_level = met.groupby(["mechanism_id", "level"], sort=False)["date_start"].agg(", ".join)
    levels = by_level.index.get_level_values("level").map(LEVEL_NAMES).str.lower()
    told = pd.Series(levels + ": " + by_level.to_numpy(), index=by_level.index.get_level_values("mechanism_id"))
    return told.groupby(level=0, sort=False).agg("; ".join)


def not_held(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """Meetings of a period that were announced and are not shown to have been held; `remark` says what is known."""
    found = meetings_of(evidence.select(period=period), choice)
    found = found[found["held"] != "held"]
    return found.assign(remark=found["notes"].fillna(""))


def years_table(evidence: Evidence, period: Period, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """What is on record of each year of a period: meetings held and announced, and how far their texts are told.

    Returns
    -------
    Index year: `held`, `sessions`, `announced`, `topics` (held, with a topic recorded), `read` (held, with a text read
    whole for topics it does not name) and `outputs` (held, with an output stated); whole numbers.
    """
    found = meetings_of(evidence.select(period=period), choice)
    held = found["held"] == "held"
    flags = {
        "held": held,
        "sessions": held & (found["kind"] == "session"),
        "announced": ~held,
        "topics": held & found["topics"].map(bool).astype(bool),
        "read": held & found["topics_absent"].map(bool).astype(bool),
        "outputs": held & found["outputs"].notna(),
    }
    return pd.DataFrame(flags).groupby(found["date_start"].str[:4].rename("year")).sum().astype(int)


def newest_words(evidence: Evidence, period: Period) -> str | None:
    """The day up to which the record of the theme speaks of a period, as text; None where it holds nothing."""
    end = reach(evidence, period)
    return end.isoformat() if end else None
