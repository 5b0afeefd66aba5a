"""How Japan balances: the rows that bear on the question, and the headline numbers as functions of every choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .comparison import permutation_difference
from .evidence import Evidence
from .frictions import contacts_around, record_end
from .hedging import HALF_YEAR, counterpart_lags, hedging_marks, words_and_deeds
from .lags import alignment_lags, answer_lags, can_be_followed, counterparts
from .measures import dated_in
from .meetings import between
from .once import once_per_evidence
from .period import Period, first_days
from .statements import ANSWERS, aimed_at, kept_to, on_measures_of, single_acts, toned_statements
from .text import country_name
from .tones import like_cases, like_measures, spread, tallies

TO_BEIJING = "Washington and Tokyo, addressing Beijing"
SHORT_ANSWERS = ("yes", "no", "not read")
# The other choices under which the headline numbers are computed again.
MARK_CHOICES: dict[str, Any] = {
    "scheme": ("2", "3", "5"),
    "window_days": (30, 90, 180),
    "industry_bodies": {"let in": True, "left out": False},
    "speed_term": {"a quarter of a year": 91, "half a year": HALF_YEAR, "a year": 365},
    "threshold": {"one third": 1 / 3, "one half": 0.5, "two thirds": 2 / 3},
}
SHARE_CHOICES: dict[str, Any] = {
    "basis": ("announced", "published", "effective"),
    "pairing": ("any", "not by timing alone", "stated"),
    "order_in_time": {"Japan later": "later"},
    "lists_of_entities": {"left out": False},
}
GAP_CHOICES: dict[str, Any] = {
    "scheme": ("2", "3", "5"),
    "coder": ("coder-a", "coder-b"),
    "industry_bodies": {"let in": True, "left out": False},
    "unit_counted": ("statement", "measure"),
}
PAIRINGS = {"any": ("stated", "same_items", "same_entities", "timing"), "stated": ("stated",)}
PAIRINGS |= {"not by timing alone": PAIRINGS["any"][:3]}


@dataclass(frozen=True)
class Balance:
    """The rows that bear on the question in one selection, by the part that they play.

    `held` is the record kept to the measures chosen, `inside` the part of it in the period. `spoken_ever` and `spoken`
    (in the period) are statements as `toned_statements` gives them; `texts` official texts of Washington and Tokyo
    (`single_acts`); `deeds` Japan's measures beside words (`words_and_deeds`); `american` what Japan could have matched
    (`counterparts`); `after` the days of Japanese measures with the meetings that followed (`contacts_around`).
    """

    held: Evidence
    inside: Evidence
    spoken_ever: pd.DataFrame
    spoken: pd.DataFrame
    texts: pd.DataFrame
    deeds: pd.DataFrame
    american: pd.DataFrame
    after: pd.DataFrame

    def said(self, speaker: str, by: str, toward: str | None = None) -> pd.DataFrame:
        """What one country's speakers said in the period on measures of `by` alone; see `on_measures_of`."""
        return on_measures_of(self.spoken, speaker, by, toward)

    @property
    def cases(self) -> pd.DataFrame:
        """Cases of like American and Japanese measures on both of which Beijing spoke; see `like_cases`."""
        sides = [self.said("CN", by, toward=by) for by in ("US", "JP")]
        return like_cases(pd.concat(sides), like_measures(self.held))

    @property
    def met(self) -> pd.DataFrame:
        """Meetings of China and Japan held in the period."""
        return between(self.inside.meetings)

    @property
    def paired(self) -> pd.DataFrame:
        """Japan's measures with an American counterpart and a lag to it, from the earliest after it to the latest."""
        return self.deeds[self.deeds["announced_low"].notna()].sort_values("announced_low", kind="stable")

    @property
    def controls(self) -> pd.Series:
        """Days of Japanese measures that bear on China: they have an American counterpart or name China."""
        bears = self.deeds["announced_low"].notna() | self.deeds["text"].eq("names China")
        return self.deeds[bears]["date_announced"].dropna()


@once_per_evidence
def balance(
    evidence: Evidence,
    period: Period,
    scheme: str = "5",
    window_days: int = 90,
    include_industry: bool = False,
    measures: Sequence[str] | None = None,
) -> Balance:
    """The rows of a period that bear on the question, under the choices of a report.

    Parameters
    ----------
    evidence
        The record of all periods: a lag may lead out of the period.
    scheme, include_industry
        As in `toned_statements`.
    window_days
        Days after a Japanese measure within which a meeting counts as following it.
    measures
        Ids of the measures kept to; None for all.
    """
    held = kept_to(evidence, measures)
    inside = held.select(period=period)
    spoken_ever = toned_statements(held, scheme, include_industry)
    spoken = spoken_ever[spoken_ever.index.isin(inside.statements.index)]
    texts = single_acts(inside.measures, ["US", "JP"])
    own = on_measures_of(spoken, "JP", "JP")
    deeds = words_and_deeds(texts[texts["by"] == "JP"], counterpart_lags(held, "JP", "US"), own, "CN")
    american = counterparts(held, "US", "JP")
    american = american[american.index.isin(inside.measures.index)]
    rows = Balance(held, inside, spoken_ever, spoken, texts, deeds, american, pd.DataFrame())
    until = record_end(held, period.last.isoformat())
    around = contacts_around(between(held.meetings), rows.controls, window_days, until)
    after = around[around["is_covered"]].drop_duplicates("date")
    return Balance(held, inside, spoken_ever, spoken, texts, deeds, american, after)


def marks_of(rows: Balance, speed_term: int = HALF_YEAR, threshold: float = 0.5) -> pd.DataFrame:
    """The marks of hedging and of alignment for these rows, as `hedging_marks` gives them."""
    on_china, own = rows.said("JP", "CN"), rows.said("JP", "JP")
    return hedging_marks(rows.american, rows.deeds, on_china, own, rows.after, rows.texts, speed_term, threshold)


def marks_fitting(
    evidence: Evidence,
    period: Period,
    reading: str = "hedging",
    scheme: str = "5",
    window_days: int = 90,
    industry_bodies: bool = False,
    measures: Sequence[str] | None = None,
    speed_term: int = HALF_YEAR,
    threshold: float = 0.5,
) -> int | None:
    """How many marks fit a reading ("hedging" or "alignment"); None where no mark can be judged.

    Choices as in `balance` and `hedging_marks`.
    """
    fits = marks_of(balance(evidence, period, scheme, window_days, industry_bodies, measures), speed_term, threshold)[
        "fits"
    ]
    return int(fits.eq(reading).sum()) if fits.isin(["hedging", "alignment"]).any() else None


def matched_share(
    evidence: Evidence,
    period: Period,
    basis: str | None = None,
    pairing: str = "any",
    order_in_time: str = "any",
    lists_of_entities: bool = True,
    measures: Sequence[str] | None = None,
) -> float | None:
    """Share (0..1) of the American measures of a period with a Japanese counterpart; None where there is no measure.

    Parameters
    ----------
    basis
        Which date has to lie in the period, and tells which came first: "announced", "published" or "effective"; None
        for any of them (and order by announcement).
    pairing
        Which pairs count: "any", "not by timing alone", or "stated" (by a source).
    order_in_time
        "any", or "later": only Japanese measures certainly later than the American one.
    lists_of_entities
        Whether lists of entities are among the measures that Japan could match.

    Raises
    ------
    KeyError
        If there is no such pairing.
    """
    held = kept_to(evidence, measures)
    american = can_be_followed(held, "US")
    inside = held.select(period=period).measures if basis is None else dated_in(american, period, basis)
    american = american[
        american.index.isin(inside.index) & (lists_of_entities | american["instrument"].ne("entity_listing"))
    ]
    lags = alignment_lags(held, "US", "JP", basis or "announced", either=True)
    lags = lags[lags["coded_basis"].isin(PAIRINGS[pairing])]
    if order_in_time == "later":
        lags = lags[lags["days_low"].gt(0).fillna(False)]
    return float(american.index.isin(lags["leader_id"]).mean()) if len(american) else None


def harsher_by(
    evidence: Evidence,
    period: Period,
    scheme: str = "5",
    coder: str | None = None,
    industry_bodies: bool = False,
    unit_counted: str = "statement",
    measures: Sequence[str] | None = None,
) -> float | None:
    """How many steps of the scale Beijing's mean tone is harsher on American measures than on Japanese ones.

    Negative where it is milder; None where one side has no coded statement. `unit_counted`: every "statement" counts
    alike, or every "measure" (the mean of the statements on it).
    """
    held = kept_to(evidence, measures)
    spoken = toned_statements(held, scheme, industry_bodies, coder)
    spoken = spoken[spoken.index.isin(held.select(period=period).statements.index)]
    means = []
    for by in ("US", "JP"):
        said = on_measures_of(spoken, "CN", by, toward=by)
        tones = said["tone"] if unit_counted == "statement" else said.groupby("measure_id")["tone"].mean()
        means.append(tones.mean())
    gap = means[1] - means[0]
    return None if pd.isna(gap) else float(gap)


def legal_answers(rows: Balance) -> pd.DataFrame:
    """Chinese measures of the period recorded as answers to foreign ones, see `answer_lags`; with `is_denied`."""
    found = answer_lags(rows.held, "CN")
    found = found[found["follower_id"].isin(rows.inside.measures.index)]
    disputed = set(rows.held.disputes(found.index)["row_id"])
    return found.assign(is_denied=[pair in disputed for pair in found.index])


def law_facts(rows: Balance, legal: pd.DataFrame) -> tuple[list[str], dict[str, object]]:
    """What Beijing answered in law, for a sentence: the rows it rests on, and the numbers.

    `US`, `JP` (Chinese measures recorded as answers to those of each), `stated` ("2 of 12": answers of either with a
    link that a source states), `aimed` (Chinese measures that name Japan as target), `linked` (how many of these are
    answers on record) and `is_one_sided` (more answers to the United States, none of the aimed ones linked).
    """
    counts = legal.groupby("leader_jurisdiction")["follower_id"].nunique()
    answers = {by: int(counts.get(by, 0)) for by in ("US", "JP")}
    ours = legal[legal["leader_jurisdiction"].isin(list(answers))]
    stated = {"stated": ours.groupby("follower_id")["coded_basis"].agg(lambda b: "stated" in set(b))}
    aimed = aimed_at(rows.inside.measures, "CN", "JP")
    linked = int(aimed.index.isin(legal["follower_id"]).sum())
    one_sided = answers["US"] > answers["JP"] and len(aimed) > 0 == linked
    facts = answers | tallies(stated) | {"aimed": len(aimed), "linked": linked, "is_one_sided": one_sided}
    return [*legal.index, *aimed.index], facts


def tokyo_facts(rows: Balance) -> dict[str, object]:
    """How critical Tokyo is of Chinese measures and of its own, for a sentence.

    `tallies` under `china` and `own` (critical among coded statements), `first` (date of the first critical one on a
    Chinese measure, missing where there is none), the words of the comparison of Washington's and Tokyo's tone toward
    China on own measures (see `Comparison.words`), and `is_split` (critical on Chinese measures, never on own ones).
    """
    on_china, own, theirs = rows.said("JP", "CN"), rows.said("JP", "JP"), rows.said("US", "US")
    critical = {"china": on_china["tone"].dropna() < 0, "own": own["tone"].dropna() < 0}
    dates = on_china.loc[on_china["tone"] < 0, "date"]
    first = str(dates.iloc[int(first_days(dates).argmin())]) if len(dates) else None
    a, b = (said.loc[said["tone_toward"].eq("CN").astype(bool), "tone"] for said in (theirs, own))
    split = len(dates) > 0 and len(critical["own"]) > 0 and not critical["own"].any()
    return tallies(critical) | permutation_difference(a, b).words | {"first": first, "is_split": split}


def between_capitals(spoken: pd.DataFrame) -> pd.DataFrame:
    """Statements on measures that Beijing addressed to Washington or Tokyo, and those that they addressed to it.

    `spoken` (see `toned_statements`) with `other`, the government that is not Beijing, and `panel`, the direction.
    """
    found = []
    ends = ("speaker_country", "tone_toward")
    sides = (("Beijing, by whom it addresses", *ends), (TO_BEIJING, *reversed(ends)))
    for panel, here, there in sides:
        chosen = spoken["is_answer"] & spoken[here].eq("CN") & spoken[there].isin(["US", "JP"])
        kept = spoken[chosen.astype(bool)]
        found.append(kept.assign(other=kept[there], panel=panel))
    return pd.concat(found)


def capitals_in_words(heard: pd.DataFrame) -> str:
    """How often each tone was coded in `between_capitals`, by direction, for readers who do not see the figure."""
    groups = heard.groupby(["panel", "other"], sort=False)["tone"]
    return "; ".join(f"{panel}, {country_name(str(other))}: {spread(tones)}" for (panel, other), tones in groups)


def placed(deeds: pd.DataFrame) -> pd.DataFrame:
    """`words_and_deeds` as a figure of deeds beside words needs them.

    `deeds` with `low` and `high` (days), `is_filled` (the text names China) and `naming` (in short).
    """
    named = {"low": deeds["announced_low"], "high": deeds["announced_high"], "is_filled": deeds["text"].eq(ANSWERS[0])}
    return deeds.assign(**named, naming=deeds["text"].map(dict(zip(ANSWERS, SHORT_ANSWERS, strict=True))))
