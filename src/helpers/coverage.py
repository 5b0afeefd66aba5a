"""Coverage: where the evidence base holds rows, where it was searched in vain, and where nobody has looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import pandas as pd

from .digest import THEME_NAMES
from .evidence import THEMES, Evidence
from .once import once_per_evidence
from .period import is_known, parse_date
from .plain import cells
from .text import country_name

STATES = ("rows held", "looked, nothing found", "not looked")
OUTCOMES = {"nothing": "nothing found", "partly": "found in part", "not_mentioned": "read whole, not mentioned"}
Cell = tuple[str, str, int]


def _years(days: Iterable[object]) -> set[int]:
    """The years that some dates surely lie in."""
    spans = [parse_date(str(d)) for d in days if is_known(d)]
    return {s.first.year for s in spans if s.first.year == s.last.year}


def _counted(evidence: Evidence) -> Iterator[tuple[pd.DataFrame, str, list[str]]]:
    """The tables whose rows fill cells, each with its column of countries and its columns of dates."""
    for name, frame in evidence.tables.items():
        chosen = evidence.resource(name)["selection"]
        if name not in ("claims", "searches") and "themes" in frame and chosen.get("dates"):
            yield frame, chosen["countries"], chosen["dates"]


def _countries(cell: object) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else (cell,) if isinstance(cell, str) else ()


@once_per_evidence
def _held(evidence: Evidence) -> Counter[Cell]:
    """How many rows fill each cell."""
    found: Counter[Cell] = Counter()
    for frame, where, dates in _counted(evidence):
        for themes, there, *days in cells(frame, "themes", where, *dates):
            found.update(product(themes, _countries(there), _years(days)))
    return found


def date_columns(evidence: Evidence) -> list[str]:
    """The columns of dates that put a row into a cell."""
    return list(dict.fromkeys(c for _, _, dates in _counted(evidence) for c in dates))


def rows_of(evidence: Evidence, country: str | None) -> list[str]:
    """Ids of the rows that fill cells of a country; none without a country."""
    counted = ((frame, where) for frame, where, _ in _counted(evidence))
    return [str(i) for frame, where in counted for i, cell in frame[where].items() if country in _countries(cell)]


def _searched(evidence: Evidence, countries: Sequence[str], years: range) -> Iterator[Cell]:
    """Cells that a search covers; an empty list of a search stands for all, an open year for the edge of `years`."""
    for themes, named, first, last in cells(evidence.searches, "themes", "countries", "year_from", "year_to"):
        start = int(first) if pd.notna(first) else years.start
        end = int(last) if pd.notna(last) else years.stop - 1
        yield from product(themes or THEMES, named or countries, range(start, end + 1))


@once_per_evidence
def coverage(evidence: Evidence, countries: Sequence[str], years: Iterable[int]) -> pd.DataFrame:
    """What is held for each theme, country and year, and whether an empty cell was looked into.

    Returns
    -------
    DataFrame
        One row for each theme, country and year: `theme`, `country`, `year`, `rows` (dated rows of measures, meetings,
        events, statements and investments that bear on it; a row of several years or countries counts in each),
        `searches` (recorded searches that came back empty or short) and `state` (one of `STATES`).
    """
    span = sorted(set(years))
    whole = range(span[0], span[-1] + 1) if span else range(0)
    held, searched = _held(evidence), Counter(_searched(evidence, countries, whole))
    lines = [
        {"theme": t, "country": c, "year": y, "rows": held[t, c, y], "searches": searched[t, c, y]}
        for t, c, y in product(THEMES, countries, span)
    ]
    frame = pd.DataFrame(lines, columns=["theme", "country", "year", "rows", "searches"])
    state = frame["searches"].gt(0).map({True: STATES[1], False: STATES[2]}).mask(frame["rows"].gt(0), STATES[0])
    return frame.assign(state=state.astype("object"))


def share_held(
    evidence: Evidence,
    countries: Sequence[str],
    years: Iterable[int],
    rows_needed: int = 1,
    country_left_out: str | None = None,
) -> float | None:
    """The share (0..1) of the cells of theme, country and year that hold rows; None where there is no cell.

    `rows_needed` is the number of rows from which a cell counts as held.
    """
    cells = coverage(evidence, [c for c in countries if c != country_left_out], years)
    return float((cells["rows"] >= rows_needed).mean()) if len(cells) else None


def other_counts(countries: Sequence[str]) -> dict[str, dict[str, object]]:
    """Other ways to count `share_held`: a name for a reader and the value, by parameter."""
    ways: dict[str, dict[str, object]] = {"rows_needed": {"three": 3, "ten": 10}}
    others: dict[str, object] = {country_name(c): c for c in countries} if len(countries) > 1 else {}
    return ways | ({"country_left_out": others} if others else {})


def cells_in_words(cells: pd.DataFrame) -> dict[str, object]:
    """Numbers of `coverage` for a sentence: `held`, `looked`, `unseen`, `n` (None for 0) and `share` held (text)."""
    counts = (int(n) for n in state_counts(cells).sum())
    found = dict(zip(("held", "looked", "unseen"), counts, strict=True))
    share = f"{found['held'] / len(cells):.0%}" if len(cells) else None
    return {**found, "n": len(cells) or None, "share": share}


def wide_cells(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells of `coverage` as two frames, a line a theme and country, a column a year: the states, and their marks.

    The mark is the number of rows held; a ring where it was looked and nothing found; nothing where nobody looked.
    """
    marks = cells["rows"].astype("string").astype("object")
    marks = marks.mask(cells["state"] == STATES[1], "○").mask(cells["state"] == STATES[2], "")
    lines = cells.assign(line=_lines(cells), mark=marks)
    order = list(dict.fromkeys(lines["line"]))
    wide = (lines.pivot(index="line", columns="year", values=value).reindex(order) for value in ("state", "mark"))
    states, texts = wide
    return states, texts


def _lines(cells: pd.DataFrame) -> list[str]:
    names = zip(cells["theme"], cells["country"], strict=True)
    return [f"{THEME_NAMES[theme]}: {country_name(country)}" for theme, country in names]


def state_counts(cells: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """How many cells of `coverage` are in each state, in all or for each value of a column: a column a state."""
    groups = cells[by] if by else pd.Series("all", index=cells.index)
    counts = pd.crosstab(groups.to_numpy(dtype=object), cells["state"].to_numpy(dtype=object))
    return counts.reindex(columns=list(STATES), fill_value=0).rename_axis(index=by, columns=None)


def thinnest(cells: pd.DataFrame, by: str = "country") -> dict[str, object]:
    """The country (or theme) with the fewest cells that hold rows, for a sentence.

    `name`, the code in a field named as `by`, `held`, `unseen` and `cells` (numbers), and `is_alone` (no other has as
    few). None where there is no cell.
    """
    if cells.empty:
        return dict.fromkeys((by, "name", "held", "unseen", "cells"), None) | {"is_alone": False}
    counts = state_counts(cells, by).sort_values(STATES[0], kind="stable")
    first, few = str(counts.index[0]), int(counts[STATES[0]].iloc[0])
    name = country_name(first) if by == "country" else THEME_NAMES[first]
    numbers = {"held": few, "unseen": int(counts[STATES[2]].iloc[0]), "cells": int(counts.iloc[0].sum())}
    return {by: first, "name": name, **numbers, "is_alone": int((counts[STATES[0]] == few).sum()) == 1 < len(counts)}


def empty_searches(evidence: Evidence, years: Iterable[int]) -> pd.DataFrame:
    """The recorded searches on some years that found nothing, the latest years first; texts read whole come last.

    Index search_id; the columns of `searches`, with `theme` (names, tuple), `years` (text), `met` (outcome in words).
    """
    span = sorted(set(years))
    log = evidence.searches
    first = log["year_from"].fillna(span[0] if span else 0)
    last = log["year_to"].fillna(span[-1] if span else 0)
    inside = (first <= span[-1]) & (last >= span[0]) if span else first.isna()
    found = log.assign(first=first, last=last)[inside & (log["outcome"] != "partly")]
    found = found.sort_values(["outcome", "last"], ascending=[False, False], kind="stable")
    spans = [str(a) if a == b else f"{a}–{b}" for a, b in zip(found["first"], found["last"], strict=True)]
    themes = [tuple(THEME_NAMES[t] for t in row) for row in found["themes"]]
    theme = pd.Series(themes, index=found.index, dtype="object")
    return found.assign(years=spans, theme=theme, met=found["outcome"].map(OUTCOMES))
