"""What is said of acts, and of understandings without a text; the rungs each government climbed after one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from .evidence import Evidence
from .measures import BASES, UNENACTED, days_apart
from .period import first_days, is_known
from .sources import written_date
from .text import counted

RUNGS = {"reported": "reported", "announced": "announced", "published": "published", "effective": "in force"}
ABSENT = "no act after it on record"
UNDATED = "no date on record"
REPLY_HEADINGS = {
    "date": "Date",
    "title": "On",
    "speaker": "Speaker",
    "days": "Days after",
    "paraphrase": "In our words",
    "cell": "Cell of the article",
}
COLUMNS = ["country", "rung", "date", "act_id", "earlier", "said"]


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

    A source that contradicts the status "unpublished" says yes, one that bears it out says no. `both`: whether there
    are sources of either kind.
    """
    spoke = said[said["field"] == "status"].groupby("stance")["source"].nunique()
    counts = {"yes": int(spoke.get("contradicts", 0)), "no": int(spoke.get("supports", 0))}
    found: dict[str, object] = {k: counted(v, "source") for k, v in counts.items()}
    number = counted(said["source"].nunique(), "source") if len(said) else None
    return found | {"n": number, "both": all(counts.values())}


def understandings_in(evidence: Evidence, measures: pd.DataFrame) -> list[str]:
    """Ids of the understandings among some measures, or that one of these measures came of."""
    held = evidence.measures
    every = set(held.index[held["instrument"].eq("understanding")])
    pairs = evidence.measure_pairs
    came = pairs[pairs["relation"].eq("leads_to") & pairs["follower_id"].isin(measures.index)]
    return sorted(every & {*measures.index, *came["leader_id"]})


def rungs(evidence: Evidence, understanding_id: str | None) -> pd.DataFrame:
    """The rungs from an understanding to controls in force, for each of its governments.

    "Reported" is the day that the row of the understanding bears. The other rungs are the earliest such date among the
    government's acts after it: those that the record holds to come of it, or that a source states to be counterparts
    of the measure that it came of. Any act counts for the announcement, only enacted ones for publication and force. A
    government without such an act gets, marked `earlier`, the dates of its own measure that the understanding came of.

    Returns
    -------
    DataFrame
        One line a government and rung, in order; `country`, `rung`, `date` (text, missing where none), `act_id`
        (missing where none), `earlier` (bool), `said` (date and act, or the absence, in words). Empty without an
        understanding.
    """
    if understanding_id is None or understanding_id not in evidence.measures.index:
        return pd.DataFrame(columns=COLUMNS)
    row = evidence.measures.loc[understanding_id]
    lines = []
    for code in row["jurisdictions"]:
        acts, earlier = _acts_of(evidence, understanding_id, code)
        lines.append([code, RUNGS["reported"], row["date_effective"], understanding_id, False])
        lines += [[code, RUNGS[b], *_earliest(acts, b), earlier] for b in BASES]
    said = [_said(date, act, earlier) for _, _, date, act, earlier in lines]
    return pd.DataFrame([[*line, text] for line, text in zip(lines, said, strict=True)], columns=COLUMNS)


def _acts_of(evidence: Evidence, understanding_id: str, code: str) -> tuple[pd.DataFrame, bool]:
    """A government's acts after an understanding; where there is none, those that it came of, and True."""
    pairs, measures = evidence.measure_pairs, evidence.measures
    own = measures[[code in who for who in measures["jurisdictions"]]]
    led_to = pairs["relation"].eq("leads_to")
    causes = pairs.loc[led_to & pairs["follower_id"].eq(understanding_id), "leader_id"]
    stated = pairs["relation"].eq("mirrors") & pairs["coded_basis"].eq("stated") & pairs["leader_id"].isin(causes)
    links = pairs[led_to & pairs["leader_id"].eq(understanding_id) | stated]
    linked = own[own.index.isin(links["follower_id"])]
    start = first_days([measures.at[understanding_id, "date_effective"]]).iloc[0]
    after = linked[~(first_days(linked["date_announced"]) < start)]
    before = own[own.index.isin(causes)]
    return (after, False) if len(after) or before.empty else (before, True)


def _earliest(acts: pd.DataFrame, basis: str) -> tuple[str | None, str | None]:
    """The earliest date of a basis among some acts, with the id of the act; only enacted ones beyond announcement."""
    able = acts if basis == "announced" else acts[~acts["instrument"].isin(UNENACTED)]
    dates = able[BASES[basis]].dropna()
    if dates.empty:
        return None, next(iter(able.index), None)
    first = first_days(dates).sort_values(kind="stable").index[0]
    return str(dates[first]), str(first)


def _said(date: object, act: object, earlier: bool) -> str:
    if not is_known(date):
        return UNDATED if is_known(act) else ABSENT
    return f"{written_date(str(date))}, {act}" + (f" (before it; {ABSENT})" if earlier else "")


def replies(evidence: Evidence, measure_ids: Sequence[str], country: str = "CN") -> pd.DataFrame:
    """Statements that speakers of a country, industry bodies among them, made on some measures, in order of time.

    Returns
    -------
    DataFrame
        Index statement id; `date`, `measure_id`, `title` (of the measure), `speaker`, `days` (text: from the measure's
        announcement, a range where a date is partial; missing where it was not announced), `paraphrase` (ours) and
        `cell` (of the article's table that the statement stood in; missing where in none).
    """
    said, measures = evidence.statements, evidence.measures
    own = said["speaker_country"].eq(country) & said["relation_to_measure"].eq("on")
    said = said[(own & said["measure_id"].isin(list(measure_ids)) & said["measure_id"].isin(measures.index)).to_numpy()]
    said = said.loc[first_days(said["date"]).sort_values(kind="stable").index]
    announced = measures["date_announced"].reindex(said["measure_id"]).tolist()
    spans = [days_apart(start, day) for start, day in zip(announced, said["date"], strict=True)]
    days = pd.Series([str(s) if s else None for s in spans], index=said.index, dtype="object")
    found = said.assign(title=said["measure_id"].map(measures["title"]), days=days, cell=said["article_cell"])
    return found[["date", "measure_id", "title", "speaker", "days", "paraphrase", "cell"]]
