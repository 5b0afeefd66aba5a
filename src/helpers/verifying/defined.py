"""Definitions computed by: the function that one names, found in this package, and what it gives of the evidence."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, get_args, get_type_hints

from ..definitions import Definition, DefinitionError, Plain
from ..evidence import Evidence
from ..period import Period, parse_period

PACKAGE = __name__.partition(".")[0]
# Floors whose functions do something, in place of giving a value.
ACTING = ("cli", "exports", "live", "pages", "reports", "verifying")


def number(definition: Definition, evidence: Evidence) -> Any:
    """What the function of a definition gives now, of the same selection of an evidence base, with the same arguments.

    Raises
    ------
    DefinitionError
        If an argument is not recorded, or the function is none of this package that defines a number.
    """
    if definition.unrecorded:
        raise DefinitionError(f"its definition takes {', '.join(definition.unrecorded)}, which is no plain value")
    if made_by := definition.made_by:
        evidence = _called(made_by["function"], evidence, made_by["arguments"])
    selected = evidence.select(**definition.selection) if definition.selection else evidence
    return _called(definition.function, selected, definition.arguments)


def _called(name: str, evidence: Evidence, arguments: Mapping[str, Plain]) -> Any:
    """What a defining function gives of the evidence and of plain arguments."""
    function = defining_function(name)
    hints, taken = get_type_hints(function), inspect.signature(function).parameters
    if unknown := [a for a in arguments if a not in list(taken)[1:]]:
        raise DefinitionError(f"{name} no longer takes {unknown[0]!r}")
    return function(evidence, **{a: restored(value, hints.get(a)) for a, value in arguments.items()})


def restored(value: Plain, hint: Any) -> Any:
    """A plain value as the parameter with this annotation takes it.

    >>> restored("2023", Period | None).last.isoformat(), restored(["US"], list[str]), restored(None, str | None)
    ('2023-12-31', ('US',), None)
    """
    kinds = [kind for kind in (*get_args(hint), hint) if isinstance(kind, type)]
    if isinstance(value, str) and Period in kinds:
        return parse_period(value)
    if isinstance(value, dict):
        made = next((kind for kind in kinds if is_dataclass(kind)), None)
        if made is None or set(value) != {f.name for f in fields(made)}:
            raise DefinitionError(f"an argument is {value!r}, which no parameter takes")
        hints = get_type_hints(made)
        return made(**{name: restored(held, hints[name]) for name, held in value.items()})
    return tuple(restored(item, None) for item in value) if isinstance(value, list) else value


def defining_function(name: str) -> Callable[..., Any]:
    """The public function of this package that has a qualified name and gives a number of the evidence.

    Raises
    ------
    DefinitionError
        If there is none: the name is that of something else, or of something that has gone.
    """
    package, *modules, last = name.split(".") if re.fullmatch(r"\w+(\.\w+)+", name) else ("", "")
    if package != PACKAGE or not modules or modules[0] in ACTING or any(p.startswith("_") for p in (*modules, last)):
        raise DefinitionError(f"{name!r} is no public function of {PACKAGE} that defines a number")
    place = ".".join((package, *modules))
    try:
        found = getattr(import_module(place), last, None) if _is_there(place) else None
    except ImportError:
        found = None
    if found is None:
        raise DefinitionError(f"{name} is not in this version of {PACKAGE}")
    if not inspect.isfunction(found) or found.__module__ != place or not _takes_evidence(found):
        raise DefinitionError(f"{name!r} is no public function of {PACKAGE} that defines a number")
    return found


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # a part of the name before the last is no package
        return False


def _takes_evidence(function: Callable[..., Any]) -> bool:
    """Whether a function's first parameter is the evidence, and what comes back is said."""
    hints = get_type_hints(function)
    first = next(iter(inspect.signature(function).parameters), "")
    return hints.get(first) is Evidence and "return" in hints
