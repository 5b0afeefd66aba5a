"""Reports of a matrix that are left out, by notebook, edition and the values that parameters resolve to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..parameters import Parameter, ParameterError, resolve
from ..text import did_you_mean
from .jobs import Job
from .planning import period_of

_NEXT = re.compile(r",(?=\s*[^\s,=]+\s*=)")  # a comma before the next name=


@dataclass(frozen=True)
class Exclusion:
    """What the reports that are left out have in common; `place` says where it was written."""

    conditions: Mapping[str, Any]
    place: str

    def matches(self, job: Job) -> bool:
        """Whether a job meets every condition; a notebook without a parameter that is named does not."""
        held = {"notebook": job.notebook.name, "edition": job.edition}
        declared = {p.name: p for p in job.notebook.parameters}
        for name, wanted in self.conditions.items():
            if name in held:
                is_met = held[name] in _texts(wanted)
            else:
                is_met = name in declared and self._is_value(job, declared[name], wanted)
            if not is_met:
                return False
        return True

    def _is_value(self, job: Job, parameter: Parameter, wanted: Any) -> bool:
        """Whether a parameter of a job stands for what one of the wanted values stands for in its place."""
        name = parameter.name
        for value in _alternatives(parameter, wanted):
            try:
                tried = resolve(job.notebook.parameters, {**job.parameters, name: value}, job.notebook.name)
            except ParameterError as error:
                raise ParameterError(f"{self.place}: {error}") from None
            if _meaning(tried, name) == _meaning(job.parameters, name):
                return True
        return False


def _meaning(values: Mapping[str, Any], name: str) -> Any:
    """What a parameter stands for: the days of a period, however it is written; a list in any order; else its value."""
    if name != "period":
        return sorted(values[name]) if isinstance(values[name], list) else values[name]
    period = period_of(values)
    return period.first, period.last


def _texts(wanted: Any) -> list[str]:
    return [str(w) for w in wanted] if isinstance(wanted, list) else [str(wanted)]


def _alternatives(parameter: Parameter, wanted: Any) -> list[Any]:
    """The values that are meant, any of which will do: a list of them, where the value is no list itself."""
    several = isinstance(wanted, list) and (not parameter.is_list or any(isinstance(w, list) for w in wanted))
    return list(wanted) if several else [wanted]


def parse_exclusion(text: str) -> Exclusion:
    """An exclusion typed on the command line.

    Raises
    ------
    ParameterError
        If it is no list of name=value.

    >>> parse_exclusion("notebook=briefing,countries=JP,NL,period=2022").conditions
    {'notebook': 'briefing', 'countries': 'JP,NL', 'period': '2022'}
    """
    place, conditions = f"--exclude {text!r}", {}
    for part in _NEXT.split(text):
        name, mark, value = (piece.strip() for piece in part.partition("="))
        if not mark or not name or name in conditions:
            what = f"gives {name} twice" if name in conditions else "is no name=value"
            raise ParameterError(f'{place} {what}; write e.g. --exclude "notebook=briefing,period=2022".')
        conditions[name] = value
    return Exclusion(conditions, place)


def ensure_known(
    exclusions: Iterable[Exclusion],
    parameters: Mapping[str, Parameter],
    notebooks: Sequence[str],
    editions: Sequence[str],
) -> None:
    """Whether every exclusion names what there is.

    Raises
    ------
    ParameterError
        If one names a parameter, notebook or edition that the request does not have; the nearest is named.
    """
    for exclusion in exclusions:
        conditions, allowed = exclusion.conditions, {"notebook": notebooks, "edition": editions}
        names = ["notebook", "edition", *parameters]
        faults = [f"{name!r} is no parameter. {did_you_mean(name, names)}" for name in conditions if name not in names]
        for kind, held in allowed.items():
            astray = [n for n in _texts(conditions.get(kind, [])) if n not in held]
            faults += [f"there is no {kind} {name!r} here. {did_you_mean(name, held)}" for name in astray]
        if faults:
            raise ParameterError("\n".join(f"{exclusion.place}: {fault}" for fault in faults))
