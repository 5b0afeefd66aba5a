"""Results computed once for each selection of the evidence base, however many parts of a report ask for them."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Hashable
from copy import copy
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import pandas as pd


class Keeping(Protocol):
    """What results are kept by: a selection of the evidence base, which never changes once it is made."""

    kept: dict[Hashable, Any]


K = TypeVar("K", bound=Keeping)
P = ParamSpec("P")
R = TypeVar("R")


def once_per_evidence(function: Callable[Concatenate[K, P], R]) -> Callable[Concatenate[K, P], R]:
    """A function of a selection and plain values that is computed once for each of both; later callers get a copy.

    Results are kept by the selection itself and go with it. Two selections never share one, even where they are made by
    the same conditions or differ in a single cell. A call with an argument that cannot be compared (a frame) is
    computed every time.

    >>> class Record:
    ...     kept = {}
    >>> @once_per_evidence
    ... def squares(record, most):
    ...     print("computed")
    ...     return [n * n for n in range(most)]
    >>> record = Record()
    >>> squares(record, 3), squares(record, most=3)
    computed
    ([0, 1, 4], [0, 1, 4])
    """
    signature = inspect.signature(function)

    @wraps(function)
    def computed_once(evidence: K, /, *args: P.args, **kwargs: P.kwargs) -> R:
        call = signature.bind(evidence, *args, **kwargs)
        call.apply_defaults()
        key = (function, *(_compared(v) for v in list(call.arguments.values())[1:]))
        try:
            is_new = key not in evidence.kept
        except TypeError:  # an argument that cannot be compared
            return function(evidence, *args, **kwargs)
        if is_new:
            evidence.kept[key] = function(evidence, *args, **kwargs)
        found: R = _copied(evidence.kept[key])
        return found

    return computed_once


def _compared(value: Any) -> Any:
    """An argument as part of a key: 1, 1.0 and True are three, and a list is what it holds."""
    if isinstance(value, list | tuple):
        return type(value), tuple(_compared(v) for v in value)
    return type(value), value


def _copied(value: Any) -> Any:
    """A result that its caller may change without changing what is kept; pandas copies a frame on writing."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.copy(deep=False)
    if isinstance(value, dict):  # a Counter stays one
        found = copy(value)
        for key, held in value.items():
            found[key] = _copied(held)
        return found
    if isinstance(value, list | set):
        return type(value)(_copied(v) for v in value)
    if type(value) is tuple:
        return tuple(_copied(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {f.name: _copied(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **held)
    return value
