"""Japan's chip equipment trade with China beside the controls: what is held, basket by basket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .evidence import Evidence
from .lags import can_be_followed
from .measures import date_column, of_class
from .period import Period, first_days, last_days, parse_date, within
from .sources import written_date
from .text import listed

CLASS = "chipmaking_equipment"
SHARE, SHARE_QUARTERLY = "SE-SME-EXPORT-SHARE-JP-TO-CN", "SE-SME-EXPORT-SHARE-QUARTERLY-JP-TO-CN"
COUNTED = {SHARE: "class 70131, by year", SHARE_QUARTERLY: "chips and panels, by quarter"}
RULE = "JP-2023-23ITEMS"
# Series -> basket, what is counted in it, its unit here, and what a value is multiplied by. Baskets differ in the goods
# they hold, in who counts and in the spacing of their periods: no two of them make one line.
BASKETS: dict[str, tuple[str, str, float]] = {
    "SE-SME-EXPORTS-JP": ("Exports to the world, Finance Ministry class 70131, year", "JPY bn", 1.0),
    "SE-SME-EXPORTS-JP-TO-CN": ("  to China, year", "JPY bn", 1.0),
    SHARE: ("  China's share of that class, year", "%", 1.0),
    "SE-SME-EXPORTS-QUARTERLY-JP-TO-CN": (
        "Exports to China, Finance Ministry, chips and panels, quarter",
        "JPY bn",
        1.0,
    ),
    SHARE_QUARTERLY: ("  China's share of those, quarter", "%", 1.0),
    "SE-SME-EXPORTS-CAITEC-JP-TO-CN": ("Exports to China as told by CAITEC, year", "JPY bn", 1.0),
    "SE-JP-EXPORTS-HS848620-TO-CN": ("Exports to China, HS 848620, year", "USD bn", 1e-9),
    "SE-CN-IMPORTS-HS8486-FROM-JP": ("Imports by China, all of HS 8486, year", "USD bn", 1e-9),
    "SE-SME-IMPORTS-NIKKEI-CN-FROM-JP": ("Imports by China, Nikkei's basket, year", "USD bn", 1.0),
    "SE-SME-IMPORTS-CN-FROM-JP": ("Imports by China, basket not stated, year", "USD bn", 1.0),
    "SE-SME-IMPORTS-HALF-CN-FROM-JP": ("Imports by China, basket not stated, half-year", "USD bn", 1.0),
    "SE-SME-IMPORTS-QUARTERLY-CN-FROM-JP": ("Imports by China, basket not stated, quarter", "USD bn", 1.0),
    "SE-SME-IMPORTS-MONTHLY-CN-FROM-JP": ("Imports by China, basket not stated, month", "USD bn", 1.0),
    "SE-SME-IMPORT-SHARE-ANNUAL-CN-FROM-JP": ("  Japan's share of China's imports, year", "%", 1.0),
    "SE-SME-IMPORT-SHARE-CN-FROM-JP": ("  Japan's share of China's imports, quarter", "%", 1.0),
}


def held_values(evidence: Evidence) -> pd.DataFrame:
    """Every value held of Japan's chip equipment trade with China, basket by basket and in order of time.

    Returns
    -------
    DataFrame
        Index observation id; `basket` (what is counted, by whom, how often), `unit`, `period` (text), `value` (in the
        unit), `words` (for a reader) and `series_id`.
    """
    held = evidence.observations
    held = held[held["series_id"].isin(list(BASKETS))]
    place = {series: n for n, series in enumerate(BASKETS)}
    held = held.assign(_place=held["series_id"].map(place), _day=first_days(held["period"]))
    held = held.sort_values(["_place", "_day"], kind="stable")
    parts = {n: held["series_id"].map(lambda s, n=n: BASKETS[s][n]) for n in range(3)}
    values = held["value"].astype(float) * parts[2].astype(float)
    words = [f"{v:,.4g}{'' if u == '%' else ' '}{u}" for v, u in zip(values, parts[1], strict=True)]
    found = pd.DataFrame({"basket": parts[0], "unit": parts[1], "period": held["period"], "value": values})
    return found.assign(words=pd.Series(words, index=held.index, dtype="object"), series_id=held["series_id"])


def tool_controls(evidence: Evidence, period: Period, countries: Sequence[str], basis: str) -> pd.DataFrame:
    """Binding measures on chip equipment of some governments, dated inside the period, in order of time.

    Index measure_id; `date` (of the basis), `jurisdiction` (the one of `countries` that took it) and `title`.
    """
    found = []
    for code in countries:
        own = of_class(can_be_followed(evidence, code), CLASS)
        own = own[within(own[date_column(basis)], period)]
        found.append(own.assign(date=own[date_column(basis)], jurisdiction=code)[["date", "jurisdiction", "title"]])
    every = pd.concat(found)
    return every.loc[first_days(every["date"]).sort_values(kind="stable").index]


def share_facts(evidence: Evidence, held: pd.DataFrame) -> dict[str, Any]:
    """China's share of Japan's exports of chip equipment after the Japanese rule took effect, for a sentence.

    Parameters
    ----------
    held
        As `held_values` gives it.

    Returns
    -------
    dict
        effect (day of the rule, written out), least (the smallest share of a quarter or year that began after it, in
        percent) and told (all of them, by period, with how they are counted); None where the rule or a share is not
        held. before (number of shares of periods over by then), row_ids (the shares read, and the rule).
    """
    shares = held[held["series_id"].isin(list(COUNTED))]
    effect = evidence.measures["date_effective"].get(RULE)
    if not isinstance(effect, str) or shares.empty:
        return {"effect": None, "least": None, "told": None, "before": 0, "row_ids": []}
    day = pd.Timestamp(parse_date(effect).last)
    after = shares[first_days(shares["period"]) > day]
    after = after.loc[last_days(after["period"]).sort_values(kind="stable").index]
    told = [f"{v:g}% in {p} ({COUNTED[s]})" for v, p, s in after[["value", "period", "series_id"]].to_numpy()]
    least = float(after["value"].min()) if len(after) else None
    before = int((last_days(shares["period"]) <= day).sum())
    said = {"effect": written_date(effect), "least": least, "told": listed(told) or None, "before": before}
    return {**said, "row_ids": [*after.index, RULE] if len(after) else []}
