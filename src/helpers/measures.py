"""Measures: who follows whom and after how many days, what has no counterpart, how many in which year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from .evidence import Evidence
from .parameters import COUNTRIES, ParameterError
from .period import DayRange, Period, days_between, first_days, is_known, parse_date, within
from .text import counted, country_name, did_you_mean

BASIS_NAMES = {"announced": "announcement", "published": "publication", "effective": "entry into force"}
BASES = {"announced": "date_announced", "published": "date_published", "effective": "date_effective"}
UNENACTED = ("bill", "proposal", "policy_document", "understanding", "dispute")
OUTCOMES = ("followed", "first", "undecided", "none")
ENDS = ["leader_id", "follower_id", "leader_title", "follower_title"]
REASON = ["relation", "coded_basis", "step_ids", "leader_jurisdiction"]
SIDES = (("leader", "follower"), ("follower", "leader"))
SPAN = ["leader_date", "follower_date", "days", "days_low", "days_high"]


def date_column(basis: str) -> str:
    """Column of `measures` that holds the dates of a basis; a `ParameterError` where there is no such basis.

    >>> date_column("effective")
    'date_effective'
    """
    if basis not in BASES:
        raise ParameterError(f"date_basis: {basis!r} is no date basis. {did_you_mean(basis, BASES)}")
    return BASES[basis]


def _acts_of(measures: pd.DataFrame, country: str) -> set[str]:
    return {str(i) for i, who in measures["jurisdictions"].items() if country in who}


def _pairs(evidence: Evidence, relation: str) -> pd.DataFrame:
    """Pairs of one relation whose two measures are both held by this evidence."""
    pairs, held = evidence.measure_pairs, evidence.measures.index
    return pairs[(pairs["relation"] == relation) & pairs["leader_id"].isin(held) & pairs["follower_id"].isin(held)]


def _steps(evidence: Evidence) -> dict[str, list[str]]:
    """For each measure, the earlier steps (drafts, letters) that it carries out, near ones first."""
    carried = _pairs(evidence, "implements")
    steps: dict[str, list[str]] = {}
    for leader, follower in zip(carried["leader_id"], carried["follower_id"], strict=True):
        steps.setdefault(follower, []).append(leader)
    for found in steps.values():
        for step in found:  # grows while it is read: the steps of a step belong to the policy too
            found += [s for s in steps.get(step, []) if s not in found]
    return steps


def _drafts(evidence: Evidence) -> dict[str, list[str]]:
    """For each measure, the drafts and letters that it carries out; a law that it rests on is none of them."""
    unenacted = set(evidence.measures.index[evidence.measures["instrument"].isin(UNENACTED)])
    return {done: [s for s in steps if s in unenacted] for done, steps in _steps(evidence).items()}


def _counted_once(evidence: Evidence, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs without those whose follower is an earlier step of another follower; that one gets it in `step_ids`."""
    steps, met = _steps(evidence), set(zip(pairs["leader_id"], pairs["follower_id"], strict=True))
    merged = [
        tuple(s for s in steps.get(follower, []) if (leader, s) in met)
        for leader, follower in zip(pairs["leader_id"], pairs["follower_id"], strict=True)
    ]
    kept = pairs.assign(step_ids=pd.Series(merged, index=pairs.index, dtype="object"))
    dropped = {(a, s) for a, found in zip(kept["leader_id"], merged, strict=True) for s in found}
    counted = [pair not in dropped for pair in zip(kept["leader_id"], kept["follower_id"], strict=True)]
    return kept[pd.Series(counted, index=kept.index, dtype=bool)]


def _date_of(measures: pd.DataFrame, policy: Sequence[str], basis: str) -> str | None:
    """The date of a policy: that of its final act or, where it is the announcement, the earliest of all its steps."""
    ids = policy if basis == "announced" else policy[:1]
    known = [str(d) for d in measures.loc[list(ids), date_column(basis)] if is_known(d)]
    return min(known, key=lambda d: parse_date(d).first, default=None)


def _span(start: object, end: object) -> DayRange | None:
    return days_between(str(start), str(end)) if is_known(start) and is_known(end) else None


def _lags(evidence: Evidence, pairs: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Days from leader to follower for pairs that have `step_ids`, in order of the leader's date."""
    date_column(basis)
    measures, found = evidence.measures, pairs.copy()
    for side in ("leader", "follower"):
        found[f"{side}_title"] = measures["title"].reindex(found[f"{side}_id"]).to_numpy()
    policies = [(f, *s) for f, s in zip(found["follower_id"], found["step_ids"], strict=True)]
    drafts = _drafts(evidence)
    starts = [_date_of(measures, [i, *drafts.get(i, [])], basis) for i in found["leader_id"]]
    ends = [_date_of(measures, policy, basis) for policy in policies]
    found["leader_date"] = pd.Series(starts, index=found.index, dtype="object")
    found["follower_date"] = pd.Series(ends, index=found.index, dtype="object")
    spans = [_span(a, b) for a, b in zip(starts, ends, strict=True)]
    found["days"] = pd.Series([str(s) if s else None for s in spans], index=found.index, dtype="object")
    for edge in ("low", "high"):
        found[f"days_{edge}"] = pd.Series([getattr(s, edge, None) for s in spans], index=found.index, dtype="Int64")
    found["leader_jurisdiction"] = measures["jurisdictions"].str[0].reindex(found["leader_id"]).to_numpy()
    order = first_days(found["leader_date"]).sort_values(kind="stable", na_position="last").index
    return found.loc[order, [*ENDS, *SPAN, *REASON]].rename_axis("pair_id")


def _turned(lags: pd.DataFrame) -> pd.DataFrame:
    """The same pairs seen from the other side: leader and follower change places, and days their sign."""
    names = {f"{a}_{part}": f"{b}_{part}" for a, b in SIDES for part in ("id", "title", "date")}
    turned = lags.rename(columns=names)[list(lags.columns)]
    spans = [_span(a, b) for a, b in zip(turned["leader_date"], turned["follower_date"], strict=True)]
    turned["days"] = pd.Series([str(s) if s else None for s in spans], index=lags.index, dtype="object")
    for edge in ("low", "high"):
        turned[f"days_{edge}"] = pd.Series([getattr(s, edge, None) for s in spans], index=lags.index, dtype="Int64")
    return turned


def alignment_lags(
    evidence: Evidence, leader: str, follower: str, basis: str = "effective", either: bool = False
) -> pd.DataFrame:
    """Days from each measure of `leader` to the counterpart that `follower` took.

    A draft or letter that a later counterpart of the same measure carries out is one policy with it: it is named in
    `step_ids`, not counted again, and by announcement the policy dates from the earliest of them.

    Parameters
    ----------
    evidence
        Tables `measures` and `measure_pairs`; a pair counts where both of its measures are held and it `mirrors`.
    leader, follower
        Two jurisdictions, e.g. "US" and "JP".
    basis
        Which date is compared: "announced", "published" or "effective".
    either
        Whether pairs that the record enters with `follower` as the leader count too, turned round.

    Returns
    -------
    DataFrame
        Index pair_id, in order of the leader's date; columns leader_id, follower_id, leader_title, follower_title,
        leader_date, follower_date (ISO text, missing where not stated), days (text, "175" or "150 to 180"; negative
        where the follower came first), days_low and days_high (Int64), relation, coded_basis, step_ids (tuple),
        leader_jurisdiction. Pairs without both dates are kept with missing days.

    Raises
    ------
    ParameterError
        If the basis is unknown, or leader and follower are the same.
    """
    if leader == follower:
        raise ParameterError(f"leader and follower are both {leader!r}; name two jurisdictions, e.g. 'US' and 'JP'.")
    pairs, measures = _pairs(evidence, "mirrors"), evidence.measures
    pairs = pairs[
        pairs["leader_id"].isin(_acts_of(measures, leader)) & pairs["follower_id"].isin(_acts_of(measures, follower))
    ]
    lags = _lags(evidence, _counted_once(evidence, pairs), basis)
    if not either:
        return lags
    back = _turned(alignment_lags(evidence, follower, leader, basis)).assign(leader_jurisdiction=leader)
    joined = pd.concat([lags, back[~back.index.isin(lags.index)]]) if len(back) else lags
    return joined.loc[first_days(joined["leader_date"]).sort_values(kind="stable", na_position="last").index]


def answer_lags(evidence: Evidence, follower: str = "CN", basis: str = "announced") -> pd.DataFrame:
    """Days from a foreign measure to each measure of `follower` that is recorded as an answer to it.

    Columns and Raises as in `alignment_lags`; one act that answers several measures has several lines.
    """
    pairs, own = _pairs(evidence, "answers"), _acts_of(evidence.measures, follower)
    pairs = pairs[pairs["follower_id"].isin(own) & ~pairs["leader_id"].isin(own)]
    return _lags(evidence, pairs.assign(step_ids=pd.Series([()] * len(pairs), index=pairs.index)), basis)


def lags_by_basis(evidence: Evidence, leader: str, follower: str, either: bool = False) -> pd.DataFrame:
    """`alignment_lags` under every date basis, side by side.

    Index pair_id; columns leader_id, follower_id, leader_title, follower_title, coded_basis, step_ids and, by basis,
    its days (`announced`: text), their bounds (`announced_low`, `announced_high`) and dates (`leader_announced`, …).
    """
    wide = alignment_lags(evidence, leader, follower, "announced", either)[[*ENDS, "coded_basis", "step_ids"]]
    for basis in BASES:
        lags = alignment_lags(evidence, leader, follower, basis, either)[SPAN]
        names = [f"leader_{basis}", f"follower_{basis}", basis, f"{basis}_low", f"{basis}_high"]
        wide = wide.join(lags.set_axis(names, axis=1))
    return wide


def lag_summary(lags: pd.DataFrame) -> dict[str, object]:
    """Counts and bounds of lags, for a sentence.

    n (pairs), dated (with both dates), later and earlier (certainly after and before the leader), low, high and median
    (days; missing where no pair is dated), timing and stated (pairs that rest on timing alone, on a source's word),
    and after_US, after_JP … (pairs whose leader is of that jurisdiction).
    """
    low, high = lags["days_low"].dropna(), lags["days_high"].dropna()
    counts = {"n": len(lags), "dated": len(low), "later": int((low > 0).sum()), "earlier": int((high < 0).sum())}
    reasons = {r: int((lags["coded_basis"] == r).sum()) for r in ("timing", "stated")}
    leaders = {f"after_{c}": int((lags["leader_jurisdiction"] == c).sum()) for c in COUNTRIES}
    return {**counts, **reasons, **leaders, "low": low.min(), "high": high.max(), "median": low.median()}


def rows_of(lags: pd.DataFrame) -> list[str]:
    """Ids of the pairs, measures and earlier steps that lags rest on, each once."""
    steps = [s for found in lags["step_ids"] for s in found]
    return list(dict.fromkeys([*lags.index, *lags["leader_id"], *lags["follower_id"], *steps]))


def touching(lags: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Lags of which at least one of the two measures is among `measures`."""
    return lags[lags["leader_id"].isin(measures.index) | lags["follower_id"].isin(measures.index)]


def first_row(frame: pd.DataFrame) -> pd.Series:
    """The first row of a frame, its empty cells as pd.NA; all of them where the frame has no row."""
    row = frame.iloc[0] if len(frame) else pd.Series(index=frame.columns, dtype="object")
    return row.astype("object").where(row.notna(), pd.NA)


def can_be_followed(evidence: Evidence, country: str) -> pd.DataFrame:
    """Measures of a jurisdiction that restrict somebody: coded so, enacted, and not left unenforced."""
    measures = evidence.measures
    own = measures.index.isin(list(_acts_of(measures, country)))
    loose = measures["instrument"].isin(UNENACTED) | measures["status"].eq("not_enforced")
    return measures[own & ~loose & measures["coded_effect"].eq("restricts")]


def counterparts(evidence: Evidence, country: str, other: str, basis: str = "effective") -> pd.DataFrame:
    """The measures of `country` that can be followed, each with what `other` did, by the dates of a basis.

    Index measure_id; the columns of `measures`, and `counterpart`: "followed" (`other` has a later counterpart),
    "first" (only an earlier one), "undecided" (dates missing, equal or too coarse) or "none" (the record pairs it with
    nothing of `other`); and `continues` ("amends US-…", the own earlier measure it continues, else missing).
    """
    lags = alignment_lags(evidence, country, other, basis, either=True)
    later = set(lags.loc[lags["days_low"].gt(0).fillna(False), "leader_id"])
    earlier = set(lags.loc[lags["days_high"].lt(0).fillna(False), "leader_id"])
    order = {i: "followed" if i in later else "first" if i in earlier else "undecided" for i in lags["leader_id"]}
    found, links = can_be_followed(evidence, country), _own_links(evidence, country)
    met = pd.Series([order.get(str(i), "none") for i in found.index], index=found.index, dtype="object")
    own = pd.Series([links.get(str(i)) for i in found.index], index=found.index, dtype="object")
    return found.assign(counterpart=met, continues=own)


def _own_links(evidence: Evidence, country: str) -> dict[str, str]:
    pairs, own = evidence.measure_pairs, _acts_of(evidence.measures, country)
    kept = pairs[pairs["relation"].isin(["amends", "implements"]) & pairs["leader_id"].isin(own)]
    return {f: f"{r} {a}" for f, r, a in zip(kept["follower_id"], kept["relation"], kept["leader_id"], strict=True)}


def enacted(measures: pd.DataFrame) -> pd.DataFrame:
    """Measures without understandings between governments, which no authority published or put in force."""
    return measures[measures["instrument"].ne("understanding")]


def dated_in(measures: pd.DataFrame, period: Period, basis: str) -> pd.DataFrame:
    """Measures whose date of the basis lies wholly inside the period."""
    return measures[within(measures[date_column(basis)], period)]


def _exploded(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """One line for each measure and jurisdiction, of the countries named."""
    lines = measures.explode("jurisdictions")
    return lines[lines["jurisdictions"].isin(list(countries))].rename(columns={"jurisdictions": "jurisdiction"})


def by_year(measures: pd.DataFrame, countries: Sequence[str], basis: str, amount: str | None = None) -> pd.DataFrame:
    """Measures, or the sum of their column `amount`, by year of the basis and jurisdiction.

    Index years (text, none left out between the first and the last), columns country codes in the order given. A joint
    measure counts for each of its jurisdictions; one without a date of the basis, or without an amount, is left out,
    and so are understandings.

    >>> one = {"jurisdictions": [("US",)], "instrument": "rule", "date_effective": "2022-10-07", "entity_count": 3}
    >>> int(by_year(pd.DataFrame(one, index=["US-2022-TEST"]), ["US"], "effective", "entity_count").at["2022", "US"])
    3
    """
    needed = [date_column(basis)] if amount is None else [date_column(basis), amount]
    lines = _exploded(enacted(measures), countries).dropna(subset=needed)
    if lines.empty:
        return pd.DataFrame()
    years = lines[date_column(basis)].str[:4].astype(int)
    values = lines[amount] if amount is not None else pd.Series(1, index=lines.index)
    sums = pd.crosstab(years, lines["jurisdiction"].to_numpy(), values=values.to_numpy(), aggfunc="sum")
    wide = sums.reindex(range(years.min(), years.max() + 1)).fillna(0).astype(int)
    wide.index = pd.Index([str(y) for y in wide.index], name="year")
    return wide[[c for c in countries if c in wide.columns]]


def notice(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Days between announcement and entry into force, by jurisdiction; understandings are left out.

    Index country code; columns jurisdiction (the same), measures (how many), with_dates (how many have both dates),
    median_days (text, a range where dates are partial), median_low and median_high (float, days).
    """
    lines = _exploded(enacted(measures), countries)
    spans = [_span(a, b) for a, b in zip(lines["date_announced"], lines["date_effective"], strict=True)]
    lines["low"], lines["high"] = ([getattr(s, edge, float("nan")) for s in spans] for edge in ("low", "high"))
    groups = lines.groupby("jurisdiction")
    found = pd.DataFrame({"measures": groups.size(), "with_dates": groups["low"].count()})
    found["median_low"], found["median_high"] = groups["low"].median(), groups["high"].median()
    bounds = zip(found["median_low"], found["median_high"], strict=True)
    texts = [f"{a:g}" if a == b else f"{a:g} to {b:g}" if a == a else None for a, b in bounds]
    found["median_days"] = pd.Series(texts, index=found.index, dtype="object")
    found.insert(0, "jurisdiction", found.index)
    return found.loc[[c for c in countries if c in found.index]].rename_axis("code")


def texts_on_china(measures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """One line for each measure and `jurisdiction`, with what its text says of China; China's own acts left out.

    `group` is "Japan: entity listings" or "Japan: other acts"; `text` "China named", "China not named" or "not read".
    """
    lines = _exploded(measures, countries)
    lines = lines[lines["coded_names_china"].ne("not_applicable")]
    kind = lines["instrument"].eq("entity_listing").map({True: ": entity listings", False: ": other acts"})
    text = lines["coded_names_china"].map({"yes": "China named", "no": "China not named"}).fillna("not read")
    return lines.assign(group=lines["jurisdiction"].map(country_name) + kind, text=text)


def sayings(evidence: Evidence, row_ids: Iterable[str]) -> pd.DataFrame:
    """What each source says of some rows.

    Index row_id, in order of the sources' dates; columns source (title), publisher, issued, field, stance, says
    (the value it states or our note on it; missing where it only bears the row out).
    """
    cited = evidence.citations_of(row_ids)
    sources = [evidence.sources[str(s)] for s in cited["source_id"]]
    cited["source"] = [s.title for s in sources]
    cited["publisher"] = [s.container or s.author for s in sources]
    cited["issued"] = [s.issued for s in sources]
    cited["says"] = cited["stated"].fillna(cited["notes"])
    order = first_days(cited["issued"]).sort_values(kind="stable", na_position="last").index
    return cited.loc[order].set_index("row_id")[["source", "publisher", "issued", "field", "stance", "says"]]


def on_publicity(said: pd.DataFrame) -> dict[str, object]:
    """How many sources among `sayings` say that the rows were made public (yes), that they were not (no), in all (n).

    A source that contradicts the status "unpublished" says yes, one that bears it out says no.
    """
    spoke = said[said["field"] == "status"].groupby("stance")["source"].nunique()
    counts = {"yes": spoke.get("contradicts", 0), "no": spoke.get("supports", 0)}
    found: dict[str, object] = {k: counted(int(v), "source") for k, v in counts.items()}
    return found | {"n": counted(said["source"].nunique(), "source") if len(said) else None}


def is_disputed(said: pd.DataFrame) -> bool:
    """Whether sources among `sayings` say both that the rows were made public and that they were not."""
    return {"supports", "contradicts"} <= set(said.loc[said["field"] == "status", "stance"])
