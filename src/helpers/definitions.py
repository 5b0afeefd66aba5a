"""Definitions: which function gives a number, of which selection and with which arguments; recorded and read back."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from .evidence import Evidence
from .period import Period

FORM = re.compile(r"[^{}]{0,80}\{(:,?(\.\d)?[fg%]?)?\}[^{}]{0,80}")  # wide enough for every sentence, and nothing more
MOST_ITEMS = 10_000  # of a list among the arguments
_MISSHAPEN = "its definition is not of the form that a report writes"
Plain = Any  # text, a number, a truth, None, a list of these, or an object of them by name


class DefinitionError(ValueError):
    """A definition by which nothing can be computed; the message says why."""


@dataclass(frozen=True)
class Definition:
    """How a number is defined.

    Parameters
    ----------
    function
        The defining function's qualified name, e.g. "helpers.lags.median_lag".
    says
        The first line of its docstring: what the number is.
    arguments
        What it was given beside the evidence, by parameter name, as plain values: a period as its label.
    selection
        The conditions that the evidence was selected by, as in `Evidence.select`.
    form
        How the number reads, e.g. "{:,.0f} days".
    made_by
        Where it is selected from another record than the one held: `function` and `arguments` that make that of it.
    unrecorded
        Names of arguments that are no plain values, without which the number cannot be computed again.
    """

    function: str
    says: str
    arguments: dict[str, Plain] = field(default_factory=dict)
    selection: dict[str, Plain] = field(default_factory=dict)
    form: str = "{:,g}"
    made_by: dict[str, Plain] = field(default_factory=dict)
    unrecorded: tuple[str, ...] = ()

    def record(self) -> dict[str, Plain]:
        """The definition as the manifest keeps it."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def definition_of(
    function: Callable[..., Any], arguments: Mapping[str, Any], evidence: Evidence, form: str
) -> Definition:
    """The definition of a number that a function gives of a selection, with arguments by parameter name."""
    plain = {name: _plain(value) for name, value in arguments.items()}
    unrecorded = tuple(name for name, value in plain.items() if value is _Unrecorded)
    says = (inspect.getdoc(function) or "").partition("\n")[0]
    kept = {name: value for name, value in plain.items() if name not in unrecorded}
    selection = {name: _plain(value) for name, value in evidence.conditions.items()}
    made_by = dict(zip(("function", "arguments"), evidence.whole.made_by or (), strict=False))
    if not evidence.is_traceable:
        unrecorded = ("evidence put together by hand", *unrecorded)
    name = f"{function.__module__}.{function.__qualname__}"
    return Definition(name, says, kept, selection, form, made_by, unrecorded)


class _Unrecorded:
    """What stands for a value that has no plain form."""


def _plain(value: Any) -> Plain:
    """A value as plain ones: a period as its label, lists of any kind as lists, a dataclass as an object."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Period):
        return value.label
    if is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping) and all(isinstance(k, str) for k in value):
        held = {k: _plain(v) for k, v in value.items()}
        return _Unrecorded if _Unrecorded in held.values() else held
    if isinstance(value, list | tuple | range):
        items = [_plain(v) for v in value]
        return _Unrecorded if _Unrecorded in items else items
    return _Unrecorded


def read_definition(raw: object) -> Definition:
    """A definition from what a manifest holds of it, which may be anything.

    Raises
    ------
    DefinitionError
        If it is not of the form of `Definition.record`.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("function"), str):
        raise DefinitionError("it names no defining function")
    unrecorded, form, says = raw.get("unrecorded", []), raw.get("form"), raw.get("says")
    if not isinstance(unrecorded, list):
        raise DefinitionError(_MISSHAPEN)
    if not isinstance(form, str) or not FORM.fullmatch(form):
        raise DefinitionError(f"its definition has the form {form!r}, which no number is written in")
    arguments, selection = _named(raw.get("arguments")), _named(raw.get("selection"))
    told = says if isinstance(says, str) else ""
    made_by = _named(raw.get("made_by", {}))
    if made_by and (set(made_by) != {"function", "arguments"} or not isinstance(made_by["function"], str)):
        raise DefinitionError(_MISSHAPEN)
    if made_by:
        made_by = {**made_by, "arguments": _named(made_by["arguments"])}
    return Definition(raw["function"], told, arguments, selection, form, made_by, tuple(map(str, unrecorded)))


def _named(value: object) -> dict[str, Plain]:
    """An object of plain values by name, none of them long or deep."""
    if not isinstance(value, dict) or not all(_is_plain(v) for v in value.values()):
        raise DefinitionError(_MISSHAPEN)
    return value


def _is_plain(value: object, depth: int = 3) -> bool:
    if isinstance(value, list):
        return depth > 0 and len(value) <= MOST_ITEMS and all(_is_plain(v, depth - 1) for v in value)
    if isinstance(value, dict):
        return depth > 0 and len(value) <= MOST_ITEMS and all(_is_plain(v, depth - 1) for v in value.values())
    return value is None or isinstance(value, str | bool | int | float)
