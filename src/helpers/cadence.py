"""How full a month is: commitments and meetings by month, and the rank of a month among months as well recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import events
from .evidence import Evidence
from .followup import THEME, record_end
from .meetings import between, naming, topics_of
from .once import once_per_evidence
from .period import Period, parse_date
from .text import counted, did_you_mean

KINDS = ("commitments", "meetings")
ROWS_COUNTED = ("both", *KINDS)
LEAST = 0.5
# The other choices that a rank is tried under, as a reader would call them.
TRIED = {
    "rows_counted": {"commitments alone": "commitments", "meetings alone": "meetings"},
    "years_compared": {"those with a quarter of the fullest": 0.25, "every year with a row": 0.0},
}


@dataclass(frozen=True)
class Rank:
    """The fullest months of a period among the months of the record that can be compared with them.

    `months` ("2023-01"; several where equally full), `count` (rows in each), `others` and `fewer` (months compared
    besides it, and those of them that hold fewer rows), `years` (those compared), `is_covered` (whether the month's own
    year is among them).
    """

    months: tuple[str, ...]
    count: int
    others: int
    fewer: int
    years: tuple[int, ...]
    is_covered: bool

    @property
    def which(self) -> str:
        """The month in words, "January 2023"; the first of several equally full ones."""
        return f"{parse_date(self.months[0]).first:%B %Y}"

    @property
    def is_unusual(self) -> bool:
        """Whether at least nine in ten of the other months hold fewer rows, and the month itself three or more."""
        return self.percentile is not None and self.percentile >= 90 and self.count >= 3

    @property
    def percentile(self) -> float | None:
        """Percent (0 to 100) of the other months compared that hold fewer rows; None where there is none to compare."""
        return 100 * self.fewer / self.others if self.others else None


def happenings(evidence: Evidence, domain: str = "all", instrument: str = "all") -> pd.DataFrame:
    """Joint commitments and held meetings of both governments in a field, by row id: `kind`, `month`, `date_start`.

    Meetings are those of which a topic of the field is recorded, other countries present or not. `month` ("2023-01") is
    missing where the date is not known to the month.

    Raises
    ------
    ValueError
        If the domain or the instrument is not known.
    """
    committed = events.commitments(evidence.events, domain, weight=instrument)
    committed = committed[committed["made_by"] == "both"]
    met = naming(between(evidence.meetings, ("JP", "US")), topics_of(domain))
    kinds = zip(KINDS, (committed, met), strict=True)
    frame = pd.concat([rows[["date_start"]].assign(kind=kind) for kind, rows in kinds])
    spans = [parse_date(str(d)) for d in frame["date_start"]]
    months = [
        f"{s.first:%Y-%m}" if (s.first.year, s.first.month) == (s.last.year, s.last.month) else None for s in spans
    ]
    return frame.assign(month=pd.Series(months, index=frame.index, dtype="object"))


def by_month(found: pd.DataFrame, until: str) -> pd.DataFrame:
    """Counts of `happenings` by month: index every month of its years to `until`, columns `KINDS`, whole numbers."""
    placed = found.dropna(subset=["month"])
    start = f"{min(placed['month'])[:4]}-01" if len(placed) else None
    every = pd.period_range(start, until, freq="M") if start and start <= until else pd.PeriodIndex([], freq="M")
    counts = pd.crosstab(placed["month"], placed["kind"])
    return (
        counts.reindex(index=every.astype(str), columns=list(KINDS), fill_value=0).astype(int).rename_axis(columns=None)
    )


def rows_by_year(evidence: Evidence) -> pd.Series:
    """Events and held meetings of this theme for each year, which say how densely it is recorded: index years."""
    theme = evidence.select(themes=[THEME])
    dates = pd.concat([theme.events["date_start"], theme.meetings.loc[theme.meetings["held"] == "held", "date_start"]])
    years = pd.Series([parse_date(str(d)).last.year for d in dates], dtype="int64")
    return years.value_counts().sort_index()


def compared_years(evidence: Evidence, least: float = LEAST) -> tuple[int, ...]:
    """Years of which the record holds at least `least` (0..1) as many rows of this theme as of its fullest year."""
    rows = rows_by_year(evidence)
    return tuple(rows.index[rows >= least * rows.max()].tolist()) if len(rows) else ()


def _in_period(counts: pd.Series, period: Period) -> pd.Series:
    inside = [period.overlaps(parse_date(str(m))) for m in counts.index]
    return counts[inside]


@once_per_evidence
def monthly(evidence: Evidence, domain: str = "all", instrument: str = "all", as_of: str | None = None) -> pd.DataFrame:
    """Counts by month (`by_month`) to the one in which the record of this theme ends; empty where it holds no day."""
    end = record_end(evidence, as_of)
    return by_month(happenings(evidence, domain, instrument), f"{end:%Y-%m}" if end else "")


def rank(
    evidence: Evidence,
    period: Period,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    rows_counted: str = "both",
    least: float = LEAST,
) -> Rank | None:
    """The fullest month of a period among the months of well-recorded years; None where the period holds no row.

    Parameters
    ----------
    evidence
        Evidence of all times.
    rows_counted
        "both", or "commitments" or "meetings" alone.
    least
        Share (0..1) of the fullest year's rows that a year needs so that its months are compared.

    Raises
    ------
    ValueError
        If the domain, the instrument or `rows_counted` is not known.
    """
    if rows_counted not in ROWS_COUNTED:
        raise ValueError(f"rows_counted={rows_counted!r} is not known. {did_you_mean(rows_counted, ROWS_COUNTED)}")
    wide = monthly(evidence, domain, instrument, as_of)
    counts = wide.sum(axis=1) if rows_counted == "both" else wide[rows_counted]
    own = _in_period(counts, period)
    if own.empty or not own.max():
        return None
    months = tuple(str(m) for m in own.index[own == own.max()])
    years = compared_years(evidence, least)
    others = counts[counts.index.str[:4].astype(int).isin(years) & (counts.index != months[0])]
    covered = int(months[0][:4]) in years
    return Rank(months, int(own.max()), len(others), int((others < own.max()).sum()), years, covered)


def percentile(
    evidence: Evidence,
    period: Period,
    domain: str = "all",
    instrument: str = "all",
    as_of: str | None = None,
    rows_counted: str = "both",
    years_compared: float = LEAST,
) -> float | None:
    """`Rank.percentile` of the fullest month of a period (see `rank`); None where there is nothing to rank."""
    found = rank(evidence, period, domain, instrument, as_of, rows_counted, years_compared)
    return found.percentile if found else None


def summary(found: Rank | None, period: Period) -> dict[str, Any]:
    """What a finding says of a rank: `which`, `count`, `beaten`, `percentile`, `caveat`; all None without one.

    `which` names the month, and says that it is the fullest of the period where that is longer than a month; `beaten`
    is "any of the 47" or "30 of the 47" months compared; `caveat` warns (else it is empty text) that the month's own
    year is not among those compared.
    """
    if found is None or found.percentile is None:
        return dict.fromkeys(("which", "count", "beaten", "percentile", "caveat"))
    ties = counted(len(found.months) - 1, "other month")
    most = (
        ", the fullest month of the period," if len(found.months) == 1 else f", with {ties} the fullest of the period,"
    )
    caveat = "" if found.is_covered else " Its own year is recorded more thinly than those, so the rank may be too low."
    rows = counted(found.count, "commitment or meeting", "commitments and meetings")
    return {
        "which": found.which + most * ((period.last - period.first).days > 31),
        "count": rows,
        "beaten": f"{'any' if found.fewer == found.others else found.fewer} of the {found.others}",
        "percentile": found.percentile,
        "caveat": caveat,
    }


def share_of_year(counts: pd.DataFrame, found: Rank | None) -> dict[str, Any]:
    """What a finding says of the month's share in its year, as far as it is on record; all None without a rank.

    `which`, `share` (0..1), `year` (rows of the year, in words), `months` (of the year on record), `even`
    (0..1, the share if the months were alike) and `row_months` (those months, "2023-01").
    """
    if found is None:
        return dict.fromkeys(("which", "share", "year", "months", "even")) | {"row_months": ()}
    year = counts[counts.index.str[:4] == found.months[0][:4]].sum(axis=1)
    total, months = int(year.sum()), len(year)
    share = float(year[found.months[0]]) / total
    whole = counted(total, "commitment or meeting", "commitments and meetings")
    numbers = {"which": found.which, "share": share, "year": whole, "months": months, "even": 1 / months}
    return numbers | {"row_months": tuple(year.index)}


def shown(counts: pd.DataFrame, period: Period, found: Rank | None) -> pd.DataFrame:
    """The months of `monthly` that a figure needs: from January of the first year compared, or of an earlier period.

    Empty without a rank.
    """
    if found is None:
        return counts.head(0)
    start = min([*found.years, max(period.first.year, int(counts.index[0][:4]))])
    return counts[counts.index >= f"{start}-01"]


def by_year(evidence: Evidence, period: Period) -> pd.DataFrame:
    """What the record of this theme holds for each year of a period, for a table: index the years as text.

    `events`, `weighty` (those that commit somebody), `met` (meetings held) and `compared` (whether its months are among
    those compared, "yes" or "no").
    """
    theme = evidence.select(themes=[THEME], period=period)
    met = theme.meetings[theme.meetings["held"] == "held"]
    weighty = theme.events[theme.events["coded_weight"].notna()]
    dates = {"events": theme.events["date_start"], "weighty": weighty["date_start"], "met": met["date_start"]}
    counts = {name: days.str[:4].value_counts() for name, days in dates.items()}
    frame = pd.DataFrame(counts).fillna(0).astype(int).sort_index().rename_axis("year")
    years = compared_years(evidence)
    compared = ["yes" if int(y) in years else "no" for y in frame.index]
    return frame.assign(compared=pd.Series(compared, index=frame.index, dtype="object"))
