"""Measures: which are counted, how many in which year, with how much notice, and what their texts say of China."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .evidence import Evidence
from .once import once_per_evidence
from .parameters import ParameterError
from .period import DayRange, Period, days_between, is_known, within
from .text import did_you_mean

BASIS_NAMES = {"announced": "announcement", "published": "publication", "effective": "entry into force"}
BASES = {"announced": "date_announced", "published": "date_published", "effective": "date_effective"}
FEWEST = 5  # fewer measures or pairs bear no word such as most
UNENACTED = ("bill", "proposal", "policy_document", "understanding", "dispute")
# What an act can be about, as `coded_item_classes` has it; from chips to what is no good at all.
ITEM_CLASSES = (
    "chipmaking_equipment",
    "chip_materials",
    "advanced_chips",
    "legacy_chips",
    "supercomputing",
    "chip_design_software",
    "ai_models",
    "quantum",
    "additive_manufacturing",
    "critical_minerals",
    "batteries_and_magnets",
    "telecom_equipment",
    "space_items",
    "military_and_dual_use",
    "named_parties",
    "persons_activity",
    "investment",
    "data_and_software_services",
    "all_goods",
)


def date_column(basis: str) -> str:
    """Column of `measures` that holds the dates of a basis; a `ParameterError` where there is no such basis.

    >>> date_column("effective")
    'date_effective'
    """
    if basis not in BASES:
        raise ParameterError(f"date_basis: {basis!r} is no date basis. {did_you_mean(basis, BASES)}")
    return BASES[basis]


def days_apart(start: object, end: object) -> DayRange | None:
    """Days from one cell to another; None where one of them holds no date."""
    return days_between(str(start), str(end)) if is_known(start) and is_known(end) else None


def of_class(measures: pd.DataFrame, item_class: str | None) -> pd.DataFrame:
    """Measures coded as about a class of items; all of them where the class is None.

    Raises
    ------
    ParameterError
        If there is no such class; the nearest one is named.
    """
    if item_class is None:
        return measures
    if item_class not in ITEM_CLASSES:
        raise ParameterError(f"item_class: {item_class!r} is no class. {did_you_mean(item_class, ITEM_CLASSES)}")
    inside = [isinstance(classes, tuple) and item_class in classes for classes in measures["coded_item_classes"]]
    return measures[pd.Series(inside, index=measures.index, dtype=bool)]


@once_per_evidence
def selected(evidence: Evidence, period: Period | None = None, item_class: str | None = None) -> pd.DataFrame:
    """The measures that a report counts: of a class of items, with one of their dates inside the period."""
    return of_class(evidence.select(period=period).measures, item_class)


def enacted(measures: pd.DataFrame) -> pd.DataFrame:
    """Measures without understandings between governments, which no authority published or put in force."""
    return measures[measures["instrument"].ne("understanding")]


def dated_in(measures: pd.DataFrame, period: Period, basis: str) -> pd.DataFrame:
    """Measures whose date of the basis lies wholly inside the period."""
    return measures[within(measures[date_column(basis)], period)]


def by_jurisdiction(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """One line for each measure and `jurisdiction`, of the countries named."""
    lines = measures.explode("jurisdictions")
    return lines[lines["jurisdictions"].isin(list(countries))].rename(columns={"jurisdictions": "jurisdiction"})


def by_year(measures: pd.DataFrame, countries: Sequence[str], basis: str) -> pd.DataFrame:
    """Measures by year of the basis and jurisdiction.

    Index years (text, none left out between the first and the last), columns country codes in the order given. A joint
    measure counts for each of its jurisdictions; one without a date of the basis is left out, and so are
    understandings.

    >>> one = {"jurisdictions": [("US",)], "instrument": "rule", "date_effective": "2022-10-07"}
    >>> int(by_year(pd.DataFrame(one, index=["US-2022-TEST"]), ["US"], "effective").at["2022", "US"])
    1
    """
    lines = by_jurisdiction(enacted(measures), countries).dropna(subset=[date_column(basis)])
    if lines.empty:
        return pd.DataFrame()
    years = lines[date_column(basis)].str[:4].astype(int)
    wide = pd.crosstab(years, lines["jurisdiction"].to_numpy())
    wide = wide.reindex(range(years.min(), years.max() + 1)).fillna(0).astype(int)
    wide.index = pd.Index([str(y) for y in wide.index], name="year")
    return wide[[c for c in countries if c in wide.columns]].rename_axis(columns=None)


def notice(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """What is held of each jurisdiction, and its days between announcement and entry into force.

    Understandings are left out.

    Returns
    -------
    DataFrame
        Index country code; columns jurisdiction (the same), measures (how many), date_announced, date_published and
        date_effective (how many have that date), with_dates (how many have the first and the last of them),
        median_days (text, a range where dates are partial), median_low and median_high (float, days).
    """
    lines = by_jurisdiction(enacted(measures), countries)
    spans = [days_apart(a, b) for a, b in zip(lines["date_announced"], lines["date_effective"], strict=True)]
    lines["low"], lines["high"] = ([getattr(s, edge, float("nan")) for s in spans] for edge in ("low", "high"))
    groups = lines.groupby("jurisdiction")
    found = groups[list(BASES.values())].count()
    found.insert(0, "measures", groups.size())
    found["with_dates"] = groups["low"].count()
    found["median_low"], found["median_high"] = groups["low"].median(), groups["high"].median()
    bounds = zip(found["median_low"], found["median_high"], strict=True)
    texts = [bounds_in_words((low, high)) for low, high in bounds]
    found["median_days"] = pd.Series(texts, index=found.index, dtype="object")
    found.insert(0, "jurisdiction", found.index)
    return found.loc[[c for c in countries if c in found.index]].rename_axis("code")


def with_both_dates(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Measures of some jurisdictions that have a day of announcement and one of entry into force, each once."""
    dated = measures.dropna(subset=["date_announced", "date_effective"])
    return dated.loc[by_jurisdiction(dated, countries).index.unique()]


def bounds_in_words(bounds: tuple[float, float] | None) -> str | None:
    """Two bounds of a number of days for a reader; None where there are none.

    >>> bounds_in_words((10.0, 10.0)), bounds_in_words((10.0, 12.5)), bounds_in_words(None)
    ('10', '10 to 12.5', None)
    """
    if bounds is None or pd.isna(bounds[0]) or pd.isna(bounds[1]):
        return None
    low, high = bounds
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def notice_facts(held: pd.DataFrame, leader: str, follower: str) -> dict[str, object]:
    """The notice of two governments for a sentence, from `notice`; None where a government has no measure.

    Keys: theirs, n (median and number with both dates, of the leader), ours, m (of the follower), longer (whether the
    follower's is certainly longer, with `FEWEST` measures on either side).
    """
    lines = [held.loc[c] if c in held.index else pd.Series(dtype="object") for c in (leader, follower)]
    words = {k: line.get("median_days") for k, line in zip(("theirs", "ours"), lines, strict=True)}
    counts = {k: line.get("with_dates") for k, line in zip(("n", "m"), lines, strict=True)}
    longer = bool(lines[1].get("median_low", float("nan")) > lines[0].get("median_high", float("nan")))
    return {**words, **counts, "longer": longer and min(line["with_dates"] for line in lines) >= FEWEST}


def texts_on_china(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """One line for each measure and `jurisdiction`, with what its `text` says of China; China's own acts left out.

    `text` is "China named", "China not named" or "not read".
    """
    lines = by_jurisdiction(measures, countries)
    lines = lines[lines["coded_names_china"].ne("not_applicable")]
    text = lines["coded_names_china"].map({"yes": "China named", "no": "China not named"}).astype("object")
    return lines.assign(text=text.fillna("not read"))
