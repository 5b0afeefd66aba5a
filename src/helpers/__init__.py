"""Shared helpers of the US–Japan technology policy workbook: what a notebook needs, and nothing that renders it.

The modules `charts`, `tables` and those of the analyses are imported by name: `from helpers import charts`. They
are not loaded here, so that a command that draws nothing does not wait for matplotlib.
"""

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
