"""Concentration: how much of each market a few companies or countries hold, as far as their shares are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .evidence import Evidence
from .indicators import herfindahl_bounds, series_observations
from .period import Period, first_days, parse_date
from .text import counted, listed

MOST = 0.5  # what must be held of a market before its index says much


@dataclass(frozen=True)
class Market:
    """One whole and the series of its parts: what it is, the series by holder, and the series of the whole.

    Without a whole the series are percentages; with one they are values in the unit of the whole.
    """

    title: str
    holders: Mapping[str, str]
    whole: str = ""
    is_tool: bool = False


def _shares(title: str, stem: str, **holders: str) -> Market:
    return Market(title, {name.replace("_", " "): f"SE-{stem}-{code}" for name, code in holders.items()})


def _tool(title: str, stem: str, *codes: str) -> Market:
    names = {"JP": "Japan", "NL": "the Netherlands"}
    return Market(title, {names[c]: f"SE-SUPPLY-SHARE-{stem}-{c}" for c in codes}, is_tool=True)


_PLACES = {"Taiwan": "TW", "China": "CN", "Korea": "KR", "US": "US"}
_REGIONS = {
    "China": "CN",
    "Korea": "KR",
    "Taiwan": "TW",
    "North America": "NORTH-AMERICA",
    "Japan": "JP",
    "Europe": "EUROPE",
    "elsewhere": "ROW",
}
MARKETS = (
    _shares("Foundry revenue, by company", "FOUNDRY-REVENUE-SHARE", TSMC="TSMC", Samsung="SAMSUNG", SMIC="SMIC"),
    _shares("DRAM revenue, by company", "DRAM-REVENUE-SHARE", SK_hynix="SK-HYNIX", Samsung="SAMSUNG", Micron="MICRON"),
    _shares("NAND revenue, by company", "NAND-REVENUE-SHARE", Samsung="SAMSUNG", SK_group="SK-GROUP", Kioxia="KIOXIA"),
    _shares("Foundry capacity, by place", "FOUNDRY-CAPACITY-SHARE", **_PLACES, Japan="JP"),
    _shares("Advanced foundry capacity, by place", "FOUNDRY-ADVANCED-CAPACITY-SHARE", **_PLACES),
    Market(
        "Chip equipment sold, by region",
        {name: f"SE-SME-SALES-{code}" for name, code in _REGIONS.items()},
        "SE-SME-SALES-WORLD",
    ),
    _shares(
        "China's equipment imports, by origin",
        "SME-IMPORT-SHARE-CN-FROM", Japan="JP", Netherlands="NL", US="US",
    ),
    _tool("ArF immersion lithography tools", "ARF-IMMERSION", "NL", "JP"),
    _tool("Lithography tools, all kinds", "LITHOGRAPHY", "NL", "JP"),
    _tool("ArF dry lithography tools", "ARF-DRY", "JP"),
    _tool("KrF lithography tools", "KRF", "JP"),
    _tool("i-line lithography tools", "I-LINE", "JP"),
    _tool("Resist processing tools", "RESIST-PROCESSING", "JP"),
    _tool("Dicing tools", "DICING", "JP"),
    _tool("Wafer handlers", "WAFER-HANDLERS", "JP"),
    _tool("Tube diffusion and deposition tools", "TUBE-DIFFUSION", "JP"),
    _tool("Tools that measure critical dimensions", "CD-METROLOGY", "JP"),
    _tool("Memory test tools", "MEMORY-TEST", "JP"),
    _tool("Wet etching and cleaning tools", "WET-CLEAN", "JP"),
    _tool("Test tools for systems on chip", "SOC-TEST", "JP"),
    _tool("Photomask inspection and repair tools", "MASK-INSPECTION", "JP"),
    _tool("Dry etch tools", "DRY-ETCH", "JP"),
    _tool("Atomic layer deposition tools", "ALD", "JP"),
    _tool("Burn-in test equipment", "BURN-IN-TEST", "JP"),
)  # fmt: skip


def market_shares(evidence: Evidence, market: Market) -> pd.DataFrame:
    """The shares of a market that are held: a row an observation, in order of time.

    Columns: `period`, `holder`, `share` (0..1) and `row_ids` (of the observation, and of the whole). Only latest
    prints count, and only periods that state the whole where shares are computed from one.
    """
    found = series_observations(evidence, list(market.holders.values()))
    names = {series: name for name, series in market.holders.items()}
    shares = found.assign(holder=found["series_id"].map(names), share=found["value"] / 100)
    ids: list[tuple[str, ...]] = [(str(i),) for i in found.index]
    if market.whole:
        whole = series_observations(evidence, [market.whole]).rename_axis("id").reset_index().set_index("period")
        shares["share"] = found["value"] / found["period"].map(whole["value"])
        ids = [(*i, str(whole["id"].get(p))) for i, p in zip(ids, found["period"], strict=True)]
    shares = shares.assign(row_ids=pd.Series(ids, index=found.index, dtype="object"))
    return shares.loc[shares["share"].notna(), ["period", "holder", "share", "row_ids"]]


def concentrations(evidence: Evidence, period: Period, markets: Sequence[Market] = MARKETS) -> pd.DataFrame:
    """How concentrated each market is, by the periods over at the end of the one reported on.

    One row a market and period, markets in the order given, periods in that of time.

    Columns: `title`, `period`, `holders` (the shares held, in words), `largest` (the holder with most, among those
    held), `share` (its share, 0..1), `held` (0..1: what the shares held add up to), `low` and `high` (0..1: bounds of
    the Herfindahl–Hirschman index, see `indicators.herfindahl_bounds`), `worded` (the bounds), `is_tool`, `row_ids`.
    """
    found = [
        {"title": market.title, "period": str(span), "is_tool": market.is_tool, **_index(own)}
        for market in markets
        for span, own in market_shares(evidence, market).groupby("period", sort=False)
        if parse_date(str(span)).last <= period.last
    ]
    columns = ["title", "period", "holders", "largest", "share", "held", "low", "high", "worded", "is_tool", "row_ids"]
    frame = pd.DataFrame(found, columns=columns)
    frame = frame.astype(dict.fromkeys(("share", "held", "low", "high"), "float64") | {"is_tool": "bool"})
    return _in_order_of_time(frame)


def _in_order_of_time(frame: pd.DataFrame) -> pd.DataFrame:
    rank = {title: n for n, title in enumerate(dict.fromkeys(frame["title"]))}
    order = frame.assign(rank=frame["title"].map(rank), day=first_days(frame["period"]))
    return order.sort_values(["rank", "day"], kind="stable").drop(columns=["rank", "day"]).reset_index(drop=True)


def _index(own: pd.DataFrame) -> dict[str, Any]:
    shares = own.sort_values("share", ascending=False, kind="stable")
    low, high = herfindahl_bounds(shares["share"].tolist())
    parts = [f"{h} {s:.0%}" for h, s in zip(shares["holder"], shares["share"], strict=True)]
    worded = f"{low:.2f} to {high:.2f}" if f"{low:.2f}" != f"{high:.2f}" else f"{low:.2f}"
    return {
        "holders": ", ".join(parts),
        "largest": shares["holder"].iat[0],
        "share": float(shares["share"].max()),
        "held": float(shares["share"].sum()),
        "low": low,
        "high": high,
        "worded": worded,
        "row_ids": tuple(dict.fromkeys(i for ids in own["row_ids"] for i in ids)),
    }


def latest(found: pd.DataFrame) -> pd.DataFrame:
    """Of `concentrations`, the last period of each market, of those in which most of it is held where there are any."""
    ranked = found.assign(most=found["held"] >= MOST).sort_values("most", kind="stable")
    last = ranked.groupby("title", sort=False).tail(1).sort_index()
    return last.drop(columns="most").reset_index(drop=True)


def index_moved(found: pd.DataFrame, title: str) -> dict[str, Any]:
    """How the index of a market moved, for a sentence; every value None below two periods to compare.

    Compared are the first and the last period in which most of the market is held.

    `since`, `until`, `then`, `now` (bounds in words), `first`, `last` (shares held, in words), `rose` (whether that
    is certain: the bounds do not meet) and `rows` (ids).
    """
    own = found[(found["title"] == title) & (found["held"] >= MOST)]
    if len(own) < 2:
        names = ("since", "until", "then", "now", "first", "last")
        return {**dict.fromkeys(names), "rose": False, "rows": ()}
    one, two = own.iloc[0], own.iloc[-1]
    return {
        "since": one["period"],
        "until": two["period"],
        "then": one["worded"],
        "now": two["worded"],
        "first": one["holders"],
        "last": two["holders"],
        "rose": bool(two["low"] > one["high"]),
        "rows": (*one["row_ids"], *two["row_ids"]),
    }


def most_concentrated(found: pd.DataFrame) -> dict[str, Any]:
    """The market whose lowest possible index is the highest, for a sentence; None where there is none.

    `title`, `period`, `largest`, `share`, `worded`, and `sure`: no other market's index can be as high.
    """
    names = ("title", "period", "largest", "share", "worded")
    if found.empty:
        return {**dict.fromkeys(names), "sure": False}
    order = found.sort_values("low", ascending=False, kind="stable")
    return {n: order[n].iat[0] for n in names} | {"sure": bool((order["high"].iloc[1:] < order["low"].iat[0]).all())}


def majorities(found: pd.DataFrame) -> dict[str, Any]:
    """Classes of tools in which the makers of one country hold more than half, for a sentence.

    `n` (classes held, worded; None where none), `japan`, `dutch` (numbers with more than half), `top` (those of Japan
    of at least nine tenths).
    """
    tools = found[found["is_tool"]]
    half = tools[tools["share"] > 0.5]
    counts = half["largest"].value_counts()
    top = half.loc[(half["share"] >= 0.9) & (half["largest"] == "Japan"), "title"].str.lower()
    return {
        "n": counted(len(tools), "class", "classes") if len(tools) else None,
        "japan": int(counts.get("Japan", 0)),
        "dutch": int(counts.get("the Netherlands", 0)),
        "top": listed(top) or "none",
    }
