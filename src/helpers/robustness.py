"""Robustness: a headline number computed again under every other choice that the analyst could have made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

import pandas as pd

from .definitions import Definition, definition_of
from .evidence import Evidence
from .period import DayRange, PeriodError, parse_date
from .text import VERIFICATION, listed

FLOOR, CONTESTED = "floor of verification", "contested values"
# What a parameter of a defining function is called in a report, where its name says too little.
CHOICE_NAMES = {
    "basis": "date basis",
    "fx_rule": "exchange rule",
    "window_days": "window",
    "scheme": "tone scheme",
    "min_verification": FLOOR,
}
Number = Callable[..., Any]


@dataclass(frozen=True)
class Alternative:
    """The number under one other choice: which choice, which option of it, and the value (None: nothing to compute)."""

    choice: str
    option: str
    low: float | None
    high: float | None
    worded: str

    @property
    def is_known(self) -> bool:
        """Whether there is a number under this choice."""
        return self.low is not None


@dataclass(frozen=True)
class Robustness:
    """A number as reported and under every other choice tried, each choice changed alone.

    `chosen` is the number as reported, `others` are the other ones; `recomputed(row_id, field, value)` is the number
    with one cell of the evidence holding another value; `definition` says by what it is computed.
    """

    chosen: Alternative
    others: tuple[Alternative, ...]
    form: str
    definition: Definition
    recomputed: Callable[[str, str, str | int | float], Alternative] = field(repr=False, compare=False)

    def with_contested(self, disputes: pd.DataFrame, evidence: Evidence) -> Robustness:
        """The same with every contested date or number among `disputes` put in place of the one held."""
        found = [self._contested(dispute, evidence) for _, dispute in disputes.iterrows()]
        moved = [a for a in found if a is not None and a.worded != self.chosen.worded]
        tried = any(a is not None for a in found)
        kept = (Alternative(CONTESTED, "as held", self.chosen.low, self.chosen.high, self.chosen.worded),)
        others = (*self.others, *moved, *(kept if tried and not moved else ()))
        return replace(self, others=others)

    def _contested(self, dispute: pd.Series, evidence: Evidence) -> Alternative | None:
        row_id, column = str(dispute["row_id"]), dispute["field"]
        if not isinstance(column, str) or not isinstance(dispute["stated"], str):
            return None
        value = stated_value(evidence.row(row_id)[column], dispute["stated"])
        return None if value is None else self.recomputed(row_id, column, value)

    @property
    def sentence(self) -> str:
        """The line under a headline: the number, its bounds under the other choices, and what moves it most."""
        if not self.chosen.is_known or not self.others:
            return ""
        names = list(dict.fromkeys(a.choice for a in self.others))
        known = [a for a in self.others if a.is_known]
        void = listed([f"{a.choice} {a.option}" for a in self.others if not a.is_known])
        missing = f" Not to be computed under: {void}." if void else ""
        if all(a.worded == self.chosen.worded for a in known):
            same = f"the same under the other choices tried ({listed(names)})" if known else "under this choice alone"
            return f"{self.chosen.worded}; {same}.{missing}"
        tried = f"{self._bounds(known)} under the other choices tried ({listed(names)})"
        return f"{self.chosen.worded}; {tried}; {self._most(known)}.{missing}"

    def _bounds(self, known: Sequence[Alternative]) -> str:
        return span(min(a.low or 0 for a in known), max(a.high or 0 for a in known), self.form)

    def _most(self, known: Sequence[Alternative]) -> str:
        """Which alternative lies furthest from the number reported."""
        most = max(known, key=lambda a: _distance(a, self.chosen))
        name = "a contested value" if most.choice == CONTESTED else f"the {most.choice}"
        return f"moved most by {name} ({most.option}: {most.worded})"

    def record(self) -> dict[str, Any]:
        """The number and its alternatives as the manifest keeps them."""
        others = [{"choice": a.choice, "option": a.option, "value": a.worded} for a in self.others]
        return {"chosen": self.chosen.worded, "others": others, "definition": self.definition.record()}


def _distance(one: Alternative, other: Alternative) -> float:
    gaps = ((one.low or 0) - (other.low or 0), (one.high or 0) - (other.high or 0))
    return max(abs(g) for g in gaps)


def _bounds(value: Any) -> tuple[float, float] | None:
    if isinstance(value, DayRange):
        return value.low, value.high
    if isinstance(value, tuple):
        low, high = value
        return None if pd.isna(low) or pd.isna(high) else (float(low), float(high))
    if value is None or pd.isna(value):
        return None
    if not isinstance(value, Real):
        raise TypeError(f"{value!r} is {type(value).__name__}; a defining function returns a number, bounds or None.")
    return float(value), float(value)


def span(low: float, high: float, form: str) -> str:
    """Two bounds in a form, its words written once; the one number where they are equal.

    >>> span(4, 20, "{:,.0f} days"), span(0.25, 0.5, "{:.0%}"), span(7.0, 7.0, "{} days")
    ('4 to 20 days', '25% to 50%', '7 days')
    """
    before, rest = form.split("{", 1)
    field, after = rest.split("}", 1)
    texts = ["{0{field}}".replace("{field}", field).format(int(v) if float(v).is_integer() else v) for v in (low, high)]
    return before + " to ".join(dict.fromkeys(texts)) + after


def worded(value: Any, form: str) -> str:
    """What a defining function gave, in a form; "nothing to compute" where it gave nothing.

    Raises
    ------
    TypeError
        If it is no number, no bounds and not nothing.
    """
    bounds = _bounds(value)
    return span(*bounds, form) if bounds else "nothing to compute"


def _alternative(choice: str, option: str, value: Any, form: str) -> Alternative:
    low, high = _bounds(value) or (None, None)
    return Alternative(choice, option, low, high, worded(value, form))


def stated_value(held: object, stated: str) -> str | int | float | None:
    """What another source states as a value of the kind that the row holds: a date or a number; None where it is none.

    >>> stated_value("2023-07-23", "2023-06"), stated_value(330.0, "1,330"), stated_value("a title", "another")
    ('2023-06', 1330, None)
    """
    if isinstance(held, str):
        return stated if _is_date(held) and _is_date(stated) else None
    try:
        number = float(stated.replace(",", ""))
    except ValueError:
        return None
    if not isinstance(held, Real):
        return None
    return int(number) if isinstance(held, int) or (number.is_integer() and float(held).is_integer()) else number


def _is_date(text: str) -> bool:
    try:
        return bool(parse_date(text))
    except PeriodError:
        return False


def _options(values: Iterable[Any] | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(values, Mapping) and not all(isinstance(k, str) for k in values):
        raise TypeError(f"options are named by text; found {list(values)!r}.")
    return dict(values) if isinstance(values, Mapping) else {str(v): v for v in values}


def robustness(
    function: Number,
    evidence: Evidence,
    *args: Any,
    vary: Mapping[str, Iterable[Any] | Mapping[str, Any]] | None = None,
    form: str = "{:,g}",
    **kwargs: Any,
) -> Robustness:
    """A headline number as computed, and under every other choice, each changed alone.

    Parameters
    ----------
    function
        The number's defining function: takes the evidence, then what else is given here; returns a number, a
        `DayRange`, a tuple of two bounds, or None where there is nothing to compute.
    vary
        Name of a parameter of `function` -> its possible values, or {name for a reader: value}. The floor of
        verification is always tried too.
    form
        How a value reads, e.g. "{:,.0f} days" or "{:.0%}".

    Raises
    ------
    TypeError
        If `function` has no parameter of a name in `vary`, or returns something else.
    """
    call = inspect.signature(function).bind(evidence, *args, **kwargs)
    call.apply_defaults()

    def number(selection: Evidence, **changed: Any) -> Any:
        return function(selection, **(_named(call) | changed))

    chosen = _alternative("", "as reported", number(evidence), form)
    others = []
    for name, values in (vary or {}).items():
        if name not in call.arguments:
            raise TypeError(f"{function.__name__} has no parameter {name!r}; it has {', '.join(call.arguments)}.")
        label = CHOICE_NAMES.get(name, name.replace("_", " "))
        for option, value in _options(values).items():
            if value != call.arguments[name]:
                others.append(_alternative(label, option, number(evidence, **{name: value}), form))
    for floor in VERIFICATION:
        if floor != evidence.floor:
            others.append(_alternative(FLOOR, floor, number(evidence.under(min_verification=floor)), form))

    def recomputed(row_id: str, column: str, value: str | int | float) -> Alternative:
        option = f"{row_id}, {column}: {value}"
        return _alternative(CONTESTED, option, number(evidence.restated(row_id, column, value)), form)

    definition = definition_of(function, _named(call), evidence, form)
    return Robustness(chosen, tuple(others), form, definition, recomputed)


def _named(call: inspect.BoundArguments) -> dict[str, Any]:
    """What a call gives besides the evidence, by parameter name."""
    return dict(list(call.arguments.items())[1:])
