"""Table 1 of wong-2024-08, lost from the text that survives: Beijing on two cases, as cited and completed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import pandas as pd

from .comparison import Comparison, permutation_difference
from .evidence import Evidence
from .measures import days_apart
from .period import Period, first_days, is_known, last_days, parse_date
from .statements import kept_to, toned_statements
from .tones import signed

ARTICLE_END = "2024-07-28"  # its newest citation (claim WONG-2024-08-001): what came later it could not use
SIDES = ("US", "JP")
SHORT_CASES = {"Semiconductors": "Chips"}
CITED, LEFT_OUT = "as the essay has it", "with what it leaves out"
FOLLOWS_ON = ("amends", "implements", "leads_to")
# The other choices under which the gap is computed again.
CHOICES: dict[str, Any] = {
    "statements_taken": {"those cited alone": CITED, "all": LEFT_OUT},
    "scheme": ("2", "3", "5"),
    "coder": ("coder-a", "coder-b"),
    "speakers": {"governments only": "governments"},
}
_CELL = re.compile(r"(?P<case>.+) x .+")
_NOTE = re.compile(r"Footnote (\d+)")


def case_measures(evidence: Evidence, among: pd.Index | None = None) -> pd.DataFrame:
    """The American and Japanese measures of the article's cases: those its table answers, and what the record links.

    A measure of one of the two governments belongs to a case where it mirrors one of the other that belongs there, or
    carries on one of its own; only measures with a date by `ARTICLE_END`, and where `among` is given, those in it.

    Returns
    -------
    DataFrame
        `evidence.measures` of the cases, with `case` (as the article calls it) and `by` (country code), in order of
        their first date `known`.
    """
    measures = evidence.measures
    by = {str(i): who[0] for i, who in measures["jurisdictions"].items() if who in (("US",), ("JP",))}
    cell = evidence.statements.dropna(subset=["article_cell"])
    cases = {m: _case(c) for m, c in zip(cell["measure_id"], cell["article_cell"], strict=True) if m in by}
    links = _links(evidence, by)
    for measure in (queue := list(cases)):  # grows while it is read: what is linked to a linked one belongs too
        for other in sorted(links.get(measure, set()) - set(cases)):
            cases[other] = cases[measure]
            queue.append(other)
    found = measures.loc[[i for i in measures.index if i in cases and (among is None or i in among)]]
    steps = found[["date_announced", "date_published", "date_effective"]]
    known = pd.Series([_earliest(list(row)) for row in steps.to_numpy()], index=found.index, dtype="object")
    found = found.assign(case=found.index.map(cases), by=found.index.map(by), known=known)
    in_time = last_days(found["known"]) <= pd.Timestamp(ARTICLE_END)
    return found.loc[first_days(found.loc[in_time, "known"]).sort_values(kind="stable").index]


def _case(cell: object) -> str:
    match = _CELL.fullmatch(str(cell))
    return match["case"] if match else str(cell)


def _earliest(dates: Sequence[Any]) -> str | None:
    return min((str(d) for d in dates if is_known(d)), key=lambda d: parse_date(d).first, default=None)


def _links(evidence: Evidence, by: dict[str, str]) -> dict[str, set[str]]:
    """For each measure of the two governments, those that mirror it across or carry it on at home; both ways."""
    links: dict[str, set[str]] = {}
    pairs = evidence.measure_pairs
    for one, other, relation in zip(pairs["leader_id"], pairs["follower_id"], pairs["relation"], strict=True):
        if one in by and other in by:
            across = by[one] != by[other]
            if relation == "mirrors" if across else relation in FOLLOWS_ON:
                links.setdefault(one, set()).add(other)
                links.setdefault(other, set()).add(one)
    return links


def article_notes(evidence: Evidence) -> dict[str, str]:
    """Number of the article's note that cites a statement, by statement id: from its claims and what decides them.

    These are read whatever is known by the day of the selection: a note is no knowledge, but a place in the article.
    """
    record = evidence.under(as_of=None, min_verification=None)
    notes = record.claims["locator"].map(lambda at: (_NOTE.fullmatch(str(at)) or [None, None])[1]).dropna()
    cited = set(record.statements.dropna(subset=["article_cell"]).index)
    judged = record.verdicts[["claim_id", "row_ids"]].explode("row_ids")
    judged = judged[judged["row_ids"].isin(cited) & judged["claim_id"].isin(notes.index)]
    return dict(zip(judged["row_ids"], judged["claim_id"].map(notes), strict=True))


def answers(
    evidence: Evidence,
    period: Period,
    scheme: str = "5",
    coder: str | None = None,
    speakers: str = "as cited",
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Beijing's statements on the measures of the article's cases, those it cites and those it leaves out.

    Parameters
    ----------
    period
        Only statements inside it; none later than `ARTICLE_END`.
    scheme, coder
        As in `toned_statements`.
    speakers
        "as cited", or "governments": without the industry association that the article cites. Another never counts.

    Returns
    -------
    DataFrame
        `toned_statements` in order of case, country and date, with `case`, `by` (whose measure), `note` (number of the
        article's note, empty where it leaves the statement out), `is_cited`, and `codes` (text: one tone a coder).
    """
    cases = case_measures(evidence)
    held = kept_to(evidence, measures)
    spoken = toned_statements(held, scheme, include_industry=True, coder=coder)
    inside = held.select(period=period).statements.index
    spoken = spoken[spoken.index.isin(inside) & spoken["measure_id"].isin(cases.index) & spoken["is_answer"]]
    spoken = spoken[spoken["speaker_country"].eq("CN") & spoken["tone"].notna()]
    spoken = spoken[last_days(spoken["date"]) <= pd.Timestamp(ARTICLE_END)]
    cited = spoken["article_cell"].notna()
    spoken = spoken.assign(is_cited=cited, case=spoken["measure_id"].map(cases["case"]))
    spoken = spoken.assign(by=spoken["measure_id"].map(cases["by"]), day=first_days(spoken["date"]))
    spoken = spoken[spoken["speaker_kind"].eq("government") | (cited & (speakers == "as cited"))]
    notes = article_notes(evidence)
    spoken = spoken.assign(note=[notes.get(str(i), "") for i in spoken.index])
    spoken["codes"] = _codes(held, spoken.index)
    spoken["side"] = spoken["by"].map(dict(zip(SIDES, "01", strict=True)))
    ordered: pd.DataFrame = spoken.sort_values(["case", "side", "day"], kind="stable")
    return ordered


def _codes(evidence: Evidence, ids: pd.Index) -> list[str]:
    coded = evidence.tone_codes.sort_values("coder", kind="stable").groupby("statement_id")["coded_tone"]
    words = coded.agg(lambda codes: " and ".join(signed(float(c)) for c in codes))
    return [str(words.get(i, "")) for i in ids]


def gaps(found: pd.DataFrame) -> pd.DataFrame:
    """Mean tones of `answers` on American and on Japanese measures, by case and for all, as cited and completed.

    Returns
    -------
    DataFrame
        A row a case and version, "all cases" last; `case`, `version`, `what` (both), `mean_US`, `mean_JP`, `n_US`,
        `n_JP`, `harsher_by` (steps of the scale by which the American side is harsher), `remark` (text: the two
        numbers), `row_ids`. Rows with one side silent are left out.
    """
    columns = ["case", "version", "what", "mean_US", "mean_JP", "n_US", "n_JP", "harsher_by", "remark", "row_ids"]
    lines = []
    for case in [*dict.fromkeys(found["case"]), "All cases"]:
        of_case = found if case == "All cases" else found[found["case"] == case]
        for version, frame in ((CITED, of_case[of_case["is_cited"]]), (LEFT_OUT, of_case)):
            us, jp = (frame.loc[frame["by"] == by, "tone"] for by in SIDES)
            if len(us) and len(jp):
                means = [us.mean(), jp.mean(), len(us), len(jp), jp.mean() - us.mean(), f"n = {len(us)} and {len(jp)}"]
                lines.append([case, version, f"{case}, {version}", *means, tuple(frame.index)])
    return pd.DataFrame(lines, columns=columns)


def table_gap(
    evidence: Evidence,
    period: Period,
    statements_taken: str = LEFT_OUT,
    scheme: str = "5",
    coder: str | None = None,
    speakers: str = "as cited",
    measures: Sequence[str] | None = None,
) -> float | None:
    """Steps by which Beijing is harsher on the American side of Table 1; None where a side is silent.

    `statements_taken`: `CITED` or `LEFT_OUT`; the rest as in `answers`.
    """
    found = gaps(answers(evidence, period, scheme, coder, speakers, measures))
    line = found[found["case"].eq("All cases") & found["version"].eq(statements_taken)]
    return float(line["harsher_by"].iloc[0]) if len(line) else None


def table_facts(found: pd.DataFrame) -> dict[str, object]:
    """The two gaps side by side for a sentence; missing where a side of the article's table is silent.

    `cited`, `added` (statements), `gap_cited`, `gap_all` (steps; under `gap_cited_told`, … never missing), `chance`
    (share of divisions with means as far apart, all statements), `n_JP`, `mildest_JP` (the mildest code on the Japanese
    side) and `stands` (harsher on the American side both ways, and nothing on the Japanese side milder than critical).
    """
    us, jp = (found.loc[found["by"] == by, "tone"] for by in SIDES)
    whole: Comparison = permutation_difference(us, jp)
    cited = found[found["is_cited"]]
    us_cited, jp_cited = (cited.loc[cited["by"] == by, "tone"].mean() for by in SIDES)
    mildest = jp.max()
    both = (jp_cited - us_cited, jp.mean() - us.mean())
    worded = [None if pd.isna(g) else f"{g:.2f}" for g in both]
    facts: dict[str, object] = {"cited": len(cited), "added": len(found) - len(cited), "n_JP": len(jp)}
    facts |= {"gap_cited": worded[0], "gap_all": worded[1], "chance": whole.words["p"] or None}
    facts |= {"gap_cited_told": worded[0] or "nothing to compute", "gap_all_told": worded[1] or "nothing to compute"}
    facts |= {"mildest_JP": None if pd.isna(mildest) else signed(float(mildest))}
    return facts | {"stands": bool(min(both) > 0 and len(found) > len(cited) and mildest < 0)}


def order_facts(cases: pd.DataFrame, found: pd.DataFrame) -> dict[str, object]:
    """By how many days the measures that the article's table sets side by side lie apart, for a sentence.

    For each case, under its name in lower case, where the American measure stands to the Japanese one ("156 days
    after", "175 days before"; missing where the table has not both); `earlier` and `later` (American measures of the
    Huawei case known before and after the Japanese one), and `is_mixed` (after in the first case, before in the other).
    """
    facts, cited = dict[str, object](), found[found["is_cited"]]
    for case in ("Huawei", "Semiconductors"):
        ids = [cited.loc[cited["case"].eq(case) & cited["by"].eq(by), "measure_id"].iloc[:1] for by in SIDES]
        us, jp = (cases.loc[i.iloc[0], "known"] if len(i) else None for i in ids)
        span = days_apart(jp, us)
        after = None if span is None else f"{span} days after" if span.low > 0 else f"{days_apart(us, jp)} days before"
        facts[case.lower()] = after
    huawei = cases[cases["case"] == "Huawei"]
    known, own = first_days(huawei["known"]), huawei["by"].eq("JP")
    first = known[own].min()
    facts |= {"earlier": int((known[~own] < first).sum()), "later": int((known[~own] > first).sum())}
    ends = [str(facts[case]).rsplit(" ", 1)[-1] for case in ("huawei", "semiconductors")]
    return facts | {"is_mixed": ends == ["after", "before"]}


def chronology(cases: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Measures of the cases and Beijing's words on them, by case and in order of time, one to a row.

    Columns `what` (text), `who` (country code), `known` (first date), `date_published` and `date_effective` (of
    measures), and `case`.
    """
    named = {"US": "the US step", "JP": "the Japanese step"}
    lines = zip(found["speaker"].str.removesuffix(" spokesperson"), found["by"], found["note"], strict=True)
    labels = [f"{who} on {named[by]}{f' (note {note})' if note else ''}" for who, by, note in lines]
    words = found.assign(who="CN", label=labels, known=found["date"])
    acts = cases.assign(who=cases["by"], label=cases["title"])
    columns = ["what", "who", "known", "date_published", "date_effective", "case"]
    both = pd.concat([frame.reindex(columns=["label", *columns[1:]]) for frame in (acts, words)])
    both["what"] = both["case"].replace(SHORT_CASES) + ", " + both["known"] + ": " + both["label"].map(middle_cut)
    order = both.assign(day=first_days(both["known"])).sort_values(["case", "day"], kind="stable").index
    return both.loc[order, columns]


def middle_cut(text: str, head: int = 20, tail: int = 14) -> str:
    """A long title with its middle left out, at words, so that its end still tells it from others.

    >>> middle_cut("FY2019 National Defense Authorization Act, section 889"), middle_cut("Short title")
    ('FY2019 National … section 889', 'Short title')
    """
    if len(text) <= head + tail + 3:
        return text
    start, end = shorten(text, head, placeholder=""), shorten(text[::-1], tail, placeholder="")[::-1]
    return f"{start} … {end}"
