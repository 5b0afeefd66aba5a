"""Many reports at once: every combination of parameter values, notebooks and editions, without those excluded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ..parameters import NotebookError, Parameter, ParameterError
from ..text import counted
from .editions import Edition, find_editions
from .exclusions import Exclusion, ensure_known
from .jobs import Job
from .openings import opening_of
from .planning import Planner

MOST_COMBINATIONS = 100_000  # that are planned at all
MOST_FAULTS = 20  # that are listed


class MatrixError(ValueError):
    """A matrix that cannot be planned; the message says where it is wrong and what to do."""


@dataclass(frozen=True)
class Matrix:
    """What is asked for: notebooks and editions (those of the editions, and the default one, where none is named).

    `parameters` holds by name either text as typed on a command line, which separates values by commas (by semicolons
    where a value is itself a list), or the values one by one; `places` says where each was written.
    """

    notebooks: tuple[str, ...] = ()
    editions: tuple[str, ...] = ("default",)
    parameters: Mapping[str, str | Sequence[Any]] = field(default_factory=dict)
    exclude: tuple[Exclusion, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)


def jobs_of(matrix: Matrix, planner: Planner) -> list[Job]:
    """The jobs of a matrix, one for each report folder; nothing is run or written.

    Raises
    ------
    MatrixError, EditionError, ParameterError, NotebookError
        If a name or value is wrong (the faults of all combinations are listed), or nothing is left to render.
    """
    editions = find_editions(matrix.editions)
    chosen = {e.name: list(matrix.notebooks or e.notebooks or planner.shelf.names) for e in editions}
    declared = _declared(planner, [n for names in chosen.values() for n in names])
    values = {name: _values(name, given, declared.get(name), matrix) for name, given in matrix.parameters.items()}
    count = sum(len(names) for names in chosen.values()) * math.prod(len(v) for v in values.values())
    if count > MOST_COMBINATIONS:
        raise MatrixError(f"{count:,} combinations; at most {MOST_COMBINATIONS:,} are planned in one run. Divide them.")
    ensure_known(matrix.exclude, declared, planner.shelf.names, matrix.editions)
    planned = list(_planned(editions, chosen, values, planner))
    jobs = {job.folder: job for job in planned if not any(e.matches(job) for e in matrix.exclude)}
    if not jobs:
        made = counted(len({job.folder for job in planned}), "report")
        why = f"of {made} each one is excluded; take an exclusion away" if planned else "there is no notebook"
        raise MatrixError(f"nothing is left to render: {why}.")
    return list(jobs.values())


def _declared(planner: Planner, names: Sequence[str]) -> dict[str, Parameter]:
    """The parameters that the notebooks declare, by name; a notebook that cannot be read is told when it is planned."""
    found: dict[str, Parameter] = {}
    for name in dict.fromkeys(names):
        try:
            found = {p.name: p for p in planner.shelf.find(name).parameters} | found
        except NotebookError:
            continue
    return found


def _planned(
    editions: Sequence[Edition], chosen: Mapping[str, list[str]], values: Mapping[str, list[Any]], planner: Planner
) -> Iterator[Job]:
    faults: dict[str, None] = {}
    for edition in editions:
        own, opening = edition.notebook_parameters, opening_of(edition)
        for combination in product(*values.values()):
            given = edition.parameters | dict(zip(values, combination, strict=True))
            try:
                yield from planner.jobs(chosen[edition.name], given, edition.name, own, opening)
            except ParameterError as error:
                faults |= dict.fromkeys(str(error).splitlines())
    if faults:
        more = [f"… and {len(faults) - MOST_FAULTS:,} more"] if len(faults) > MOST_FAULTS else []
        raise ParameterError("\n".join([*list(faults)[:MOST_FAULTS], *more]))


def _values(name: str, given: str | Sequence[Any], parameter: Parameter | None, matrix: Matrix) -> list[Any]:
    """The values of a parameter, one by one."""
    is_list = parameter is not None and parameter.is_list
    if isinstance(given, str):
        return _divided(name, given, ";" if is_list else ",")
    for number, value in enumerate(given, 1):
        place = f"{matrix.places.get(name, 'the matrix')}: {name}, value {number}, is {value!r}"
        parts = value if isinstance(value, list) else []
        if (parts and not is_list) or any(isinstance(part, list | dict) for part in parts):
            raise MatrixError(f"{place}, a list where one value belongs. Write the values one by one.")
        if is_list and isinstance(value, str) and len(given) > 1:
            raise MatrixError(f"{place}; {name} is a list. Write [[a, b]] for one report of both, [[a], [b]] for two.")
    return list(given)


def _divided(name: str, text: str, mark: str) -> list[str]:
    r"""The values in text typed on a command line; a mark after a backslash belongs to the value.

    >>> _divided("company", "Rapidus,Foo\\, Inc.", ",")
    ['Rapidus', 'Foo, Inc.']
    """
    parts = text.replace(f"\\{mark}", "\0").split(mark)
    values = [part.strip().replace("\0", mark) for part in parts]
    if len(values) > 1 and not all(values):
        raise MatrixError(f"{name}={text!r} has an empty value beside a {mark!r}; write None where none is meant.")
    return values
