"""Shared helpers of the US–Japan technology policy workbook: what a notebook needs, and nothing that renders it.

A name is loaded where it is first used, so that a command that reads no table does not wait for pandas. The modules
`charts`, `tables` and those of the analyses are imported by name: `from helpers import charts`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .evidence import Evidence
    from .findings import Finding, FindingError, Findings
    from .ledger import show_ledger
    from .opening import open_evidence
    from .parameters import ParameterError, Scope, read_scope
    from .period import DayRange, Period, days_between, parse_period
    from .robustness import robustness
    from .schema import DataError
    from .text import counted, country_name, listed

__all__ = [
    "DataError",
    "DayRange",
    "Evidence",
    "Finding",
    "FindingError",
    "Findings",
    "ParameterError",
    "Period",
    "Scope",
    "counted",
    "country_name",
    "days_between",
    "listed",
    "open_evidence",
    "parse_period",
    "read_scope",
    "robustness",
    "show_ledger",
]
_MODULES = {
    "DataError": "schema",
    "DayRange": "period",
    "Evidence": "evidence",
    "Finding": "findings",
    "FindingError": "findings",
    "Findings": "findings",
    "ParameterError": "parameters",
    "Period": "period",
    "Scope": "parameters",
    "counted": "text",
    "country_name": "text",
    "days_between": "period",
    "listed": "text",
    "open_evidence": "opening",
    "parse_period": "period",
    "read_scope": "parameters",
    "robustness": "robustness",
    "show_ledger": "ledger",
}


class _Face(ModuleType):
    """The package, in which `robustness` stays the function, whichever module of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _MODULES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
