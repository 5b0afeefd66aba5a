"""The headlines of every theme under each floor of verification, computed anew by their own defining functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import balancing, cadence, following, followup, funding, readouts, recommendations, results, schedules
from .digest import THEME_NAMES
from .evidence import Evidence
from .measures import selected
from .mechanism_tree import silent_count
from .period import DayRange, Period
from .robustness import FLOOR, robustness
from .text import VERIFICATION, listed

COMMITMENT_DAYS = 730  # how long a commitment is given where a reader sets nothing


@dataclass(frozen=True)
class Headline:
    """The main number of a sentence in the short answer of a theme, with the choices made where nothing is set.

    `number` is its defining function, called with the evidence of all periods under a floor, the period and the
    knowledge date; `form` is how it reads.
    """

    theme: str
    name: str
    form: str
    number: Callable[[Evidence, Period, str | None], Any]


def first_answer(evidence: Evidence, period: Period) -> DayRange | None:
    """Days from the first American measure that a source pairs with a Japanese one to that one, as announced."""
    pairs = following.wide_pairs(evidence, "US", "JP", selected(evidence, period))
    first = following.leading_pair(evidence, pairs, "US", "JP", None)
    ids = zip(first["leader_id"], first["follower_id"], strict=True)
    return next((following.days_after(evidence, "US", "JP", one, other, "announced") for one, other in ids), None)


def _followed(evidence: Evidence, period: Period, as_of: str | None) -> tuple[float, float] | None:
    return followup.followed_share(evidence, period, COMMITMENT_DAYS, as_of=as_of)


def _cyber(evidence: Evidence, period: Period, as_of: str | None) -> tuple[float, float] | None:
    return followup.cyber_gap(evidence, period, COMMITMENT_DAYS, as_of=as_of)


_RULES, _SPACE, _CHIPS = "export_controls", "space_cyber", "semiconductor_industry"
_CHINA, _TALKS = "china_hedging", "dialogues"
HEADLINES = (
    Headline(_RULES, "From the first American measure that a source pairs to its Japanese counterpart", "{} days",
             lambda e, p, _: first_answer(e, p)),
    Headline(_RULES, "American measures with a later Japanese counterpart, by effect", "{:.0%}",
             lambda e, p, _: following.share_followed(e, "US", "JP", "effective", p)),
    Headline(_RULES, "Pairs in which Japan acts later, by effect", "{:.0%}",
             lambda e, p, _: following.share_later(e, "US", "JP", "effective", p)),
    Headline(_SPACE, "Commitments that are statements or memoranda", "{:.0%}",
             lambda e, p, _: followup.light_share(e, p)),
    Headline(_SPACE, "Commitments followed up within the window", "{:.0%}", _followed),
    Headline(_SPACE, "Follow-up in cyber below that in the other fields", "{:.0f} points", _cyber),
    Headline(_SPACE, "Fullest month among the months compared", "percentile {:.0f}",
             lambda e, p, day: cadence.percentile(e, p, as_of=day)),
    Headline(_CHIPS, "Public money that stands on the last day", "{:,.1f} billion USD",
             lambda e, p, _: funding.public_total(e, p)),
    Headline(_CHIPS, "Japan's standing sum against the American", "{:.0%}",
             lambda e, p, _: funding.funder_ratio(e, p)),
    Headline(_CHIPS, "Public share of the middle project that Japan funds", "{:.0%}",
             lambda e, p, _: funding.middle_share(e, p)),
    Headline(_CHIPS, "Move of the start of the middle project", "{} months",
             lambda e, p, _: schedules.middle_move(e, p)),
    Headline(_CHIPS, "Projects past their last stated start with none on record", "{:,.0f}",
             lambda e, p, _: schedules.silent_plans(e, p)),
    Headline(_CHINA, "Marks that fit hedging", "{:,.0f}",
             lambda e, p, _: balancing.marks_fitting(e, p)),
    Headline(_CHINA, "American measures with a Japanese counterpart", "{:.0%}",
             lambda e, p, _: balancing.matched_share(e, p)),
    Headline(_CHINA, "Beijing harsher on American measures than on Japanese ones", "{:.2f} steps",
             lambda e, p, _: balancing.harsher_by(e, p)),
    Headline(_TALKS, "Dialogues without a session in the last year", "{:,.0f}",
             lambda e, p, _: silent_count(e, p)),
    Headline(_TALKS, "Meetings that name a technology", "{:.0%}",
             lambda e, p, _: readouts.named_share(e, p)),
    Headline(_TALKS, "Meetings that left something beyond a text about themselves", "{:.0%}",
             lambda e, p, _: results.productive_share(e, p)),
    Headline(_TALKS, "Recommendations that later evidence supports", "{:.0%}",
             lambda e, p, _: recommendations.supported_share(e, p)),
)  # fmt: skip


def headlines(
    evidence: Evidence, period: Period, as_of: str | None = None, wanted: tuple[Headline, ...] = HEADLINES
) -> pd.DataFrame:
    """The headlines under each floor of verification, a row a headline, in the order of the themes.

    Returns
    -------
    DataFrame
        `theme` (its name) and `notebook`, `headline` (what the number is), one column a floor (text), and `moves`
        (whether the floor changes it). A headline that cannot be computed under any floor is left out.
    """
    lines = []
    for headline in wanted:
        surest = evidence.select(min_verification=VERIFICATION[0])
        found = robustness(headline.number, surest, period, as_of, form=headline.form)
        tried = {VERIFICATION[0]: found.chosen} | {a.option: a for a in found.others if a.choice == FLOOR}
        if any(a.is_known for a in tried.values()):
            texts = {mark: a.worded for mark, a in tried.items()}
            told = {"theme": THEME_NAMES[headline.theme], "notebook": headline.theme, "headline": headline.name}
            lines.append(told | texts | {"moves": len(set(texts.values())) > 1})
    columns = ["theme", "notebook", "headline", *VERIFICATION, "moves"]
    return pd.DataFrame(lines, columns=columns).astype({"moves": bool})


def moves_in_words(found: pd.DataFrame) -> dict[str, object]:
    """Numbers of `headlines` for a sentence: `n` (None for 0), how many the floor has `moved`, and `which` themes."""
    moved = found[found["moves"]]
    which = listed(dict.fromkeys(moved["theme"])) or "none"
    return {"n": len(found) or None, "moved": len(moved), "which": which}
