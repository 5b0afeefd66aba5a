"""What an export takes: the conditions an analyst gives, checked, told and made into a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..evidence import THEMES, Evidence
from ..parameters import Parameter, resolve
from ..period import Period, parse_date, parse_period
from ..text import bounded, country_name, listed, slug

FORMATS = ("csv", "xlsx", "sqlite", "bibtex", "ris", "csl-json")


@dataclass(frozen=True)
class Selection:
    """The conditions of an export, those not given left empty; without any it takes the whole evidence base."""

    themes: tuple[str, ...] = ()
    period: Period | None = None
    countries: tuple[str, ...] = ()
    as_of: str | None = None
    min_verification: str | None = None
    tables: tuple[str, ...] = ()

    @property
    def conditions(self) -> dict[str, str]:
        """The conditions given, by the name of their option, so that the same words give the same rows again."""
        given = {
            "theme": ",".join(self.themes),
            "period": self.period.label if self.period else "",
            "countries": ",".join(self.countries),
            "as-of": self.as_of or "",
            "min-verification": self.min_verification or "",
            "table": ",".join(self.tables),
        }
        return {name: value for name, value in given.items() if value}

    @property
    def slug(self) -> str:
        """A folder name that says what is selected; 'everything' where nothing is left out.

        >>> Selection(themes=("space_cyber",), period=parse_period("2023")).slug
        'theme-space-cyber_period-2023'
        """
        return bounded("_".join(f"{option}-{slug(value)}" for option, value in self.conditions.items()) or "everything")

    def __str__(self) -> str:
        """The selection as a reader would put it."""
        names = {"theme": self.themes, "table": self.tables, "countries": [country_name(c) for c in self.countries]}
        told = self.conditions | {option: listed(items, "or") for option, items in names.items() if items}
        if self.period:
            told["period"] = str(self.period)
        return "; ".join(f"{option} {value}" for option, value in told.items()) or "the whole evidence base"


def selected(evidence: Evidence, selection: Selection) -> Evidence:
    """The rows that meet the conditions, whatever the tables."""
    return evidence.select(
        period=selection.period,
        countries=selection.countries or None,
        as_of=selection.as_of,
        min_verification=selection.min_verification,
        themes=selection.themes or None,
    )


def read_request(
    evidence: Evidence, given: Mapping[str, str | Sequence[str] | None]
) -> tuple[Selection, tuple[str, ...]]:
    """What an analyst asked for, checked: the selection, and the formats.

    `given` holds format, theme, countries and table (lists; an item may be several, separated by commas), period, as_of
    and min_verification; what is missing or None was not asked for.

    Raises
    ------
    ParameterError
        If something is unknown or not of its form; every fault is listed with the nearest right value.
    """
    tables = tuple(name for name in evidence.tables if name != "citations")  # they leave with their rows
    allowed = {"format": FORMATS, "theme": THEMES, "countries": (), "table": tables}
    declared = [
        Parameter(name, "list[str]", False, _items(value), "", allowed[name])
        if name in allowed
        else Parameter(name, "str", False, value, "")
        for name, value in given.items()
        if value is not None
    ]
    values = resolve(declared, {}, "an export")
    several = {name: tuple(dict.fromkeys(values.get(name, ()))) for name in allowed}
    as_of, period = values.get("as_of"), values.get("period")
    wanted = parse_period(period, parse_date(as_of).last if as_of else None) if period else None
    floor = values.get("min_verification")
    return Selection(several["theme"], wanted, several["countries"], as_of, floor, several["table"]), several["format"]


def _items(given: str | Sequence[str]) -> list[str]:
    """Values that an option was given, by repeating it or with commas."""
    texts = [given] if isinstance(given, str) else given
    return [item.strip() for text in texts for item in text.split(",")]
