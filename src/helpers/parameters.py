"""Parameters of a notebook: declared once in its `parameters` cell, checked before anything starts."""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .period import Period, PeriodError, parse_date, parse_period
from .text import VERIFICATION, country_code_near, country_name, did_you_mean

COUNTRIES = ("US", "JP", "CN", "NL", "KR", "TW")
_TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list, "list[int]": list}
_CHOICES = re.compile(r"^one of ([^;:]+)[;:]?\s*(.*)$")
_BOUNDS = re.compile(r"\((-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)\)")


class ParameterError(ValueError):
    """A parameter that cannot be used; the message names it, what was found and what is expected."""

    def _render_traceback_(self) -> list[str]:
        return [f"Parameter refused: {self}"]


class NotebookError(ValueError):
    """A notebook that cannot be rendered because of how it is written; the message says where and what to do."""


@dataclass(frozen=True)
class Parameter:
    """One parameter as a notebook declares it.

    The help comment may say which values are allowed: "one of a | b; …" the `choices`, "(1 to 3650)" the `bounds`.
    """

    name: str
    type: str
    optional: bool
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None

    @property
    def is_list(self) -> bool:
        """Whether a value of it is a list."""
        return self.type.startswith("list")

    def __str__(self) -> str:
        """One line for a help page."""
        kind = self.type + (" or None" if self.optional else "")
        choices = f" (one of {' | '.join(self.choices)})" if self.choices else ""
        return f"{self.name}: {kind} = {self.default!r}{choices}  {self.help}"


@dataclass(frozen=True)
class Scope:
    """What a report is about: the checked common parameters."""

    period: Period
    as_of: str | None
    countries: tuple[str, ...]
    min_verification: str

    def __str__(self) -> str:
        """The scope as a reader would put it."""
        names = ", ".join(country_name(c) for c in self.countries)
        known = f", as known on {self.as_of}" if self.as_of else ""
        floor = {
            "verified": "verified rows only",
            "article": "verified rows and those only a founding article states",
        }
        return (
            f"{self.period}; {names}{known}; {floor.get(self.min_verification, 'all rows, unverified ones included')}"
        )


def _declaration(node: ast.AnnAssign, help_text: str, where: str) -> Parameter:
    if not isinstance(node.target, ast.Name) or node.value is None:
        raise NotebookError(f"{where}: write each parameter as `name: type = value  # help`.")
    annotation = ast.unparse(node.annotation).strip("'\"")
    parts = [p.strip() for p in annotation.split("|")]
    kinds = [p for p in parts if p != "None"]
    if len(kinds) != 1 or kinds[0] not in _TYPES:
        raise NotebookError(f"{where}: type {annotation!r} is not known. {did_you_mean(annotation, _TYPES)}")
    try:
        default = ast.literal_eval(node.value)
    except (ValueError, TypeError):
        raise NotebookError(
            f"{where}: {ast.unparse(node.value)!r} is computed; a default is a plain literal."
        ) from None
    told = _CHOICES.match(help_text)
    choices = tuple(c.strip() for c in told[1].split("|")) if told else ()
    says = told[2] if told else help_text
    within = _BOUNDS.search(help_text) if kinds[0] in ("int", "float") else None
    bounds = (float(within[1]), float(within[2])) if within else None
    return Parameter(node.target.id, kinds[0], "None" in parts, default, says, choices, bounds)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    texts = {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}
    return {line: text.removesuffix("# fmt: skip").rstrip() for line, text in texts.items()}  # keeps a long line whole


def parse_parameters(source: str, notebook: str) -> list[Parameter]:
    """The parameters declared in the source of a `parameters` cell.

    Raises
    ------
    NotebookError
        If a line is no typed literal with a help comment.
    """
    try:
        tree, comments = ast.parse(source), _comments(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        raise NotebookError(f"{notebook}, parameters cell: cannot be read ({error}).") from None
    found = []
    for node in tree.body:
        where = f"{notebook}, parameters cell, line {node.lineno}"
        if not isinstance(node, ast.AnnAssign):
            raise NotebookError(f"{where}: {ast.unparse(node)!r}; expected `name: type = value  # help`.")
        help_text = comments.get(node.end_lineno or node.lineno, "")
        if not help_text:
            raise NotebookError(f"{where}: {ast.unparse(node)!r} has no help comment; add one behind it.")
        found.append(_declaration(node, help_text, where))
    return found


def _from_text(parameter: Parameter, text: str) -> Any:
    """A value typed on the command line, as the parameter's type."""
    if parameter.optional and text in ("", "None", "none"):
        return None
    if parameter.is_list:
        items = [t.strip() for t in text.split(",") if t.strip()]
        return [int(t) for t in items] if parameter.type == "list[int]" else items
    if parameter.type == "bool":
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        return words[text.casefold()]
    return _TYPES[parameter.type](text)


def _typed_value(parameter: Parameter, value: Any) -> Any:
    wanted = parameter.type + (" or None" if parameter.optional else "")
    refusal = ParameterError(f"{parameter.name}={value!r} is of the wrong type; expected {wanted}. {parameter.help}")
    if isinstance(value, str) and parameter.type != "str":
        try:
            return _from_text(parameter, value)
        except (ValueError, KeyError):
            raise refusal from None
    if value is None or (parameter.optional and value in ("None", "none", "")):
        if not parameter.optional:
            raise refusal
        return None
    if parameter.type == "float" and type(value) is int:
        return float(value)
    item_type = {"list[str]": str, "list[int]": int}.get(parameter.type)
    if type(value) is not _TYPES[parameter.type] and not (item_type and isinstance(value, tuple)):
        raise refusal
    if item_type and any(type(v) is not item_type for v in value):
        raise refusal
    return list(value) if item_type else value


def _check_countries(name: str, codes: Sequence[str]) -> None:
    for code in codes:
        if code not in COUNTRIES:
            near = country_code_near(code, COUNTRIES)
            guess = f"Did you mean {near!r} ({country_name(near)})? " if near else ""
            raise ParameterError(
                f"{name}: {code!r} is no country code held here. {guess}Allowed: {', '.join(COUNTRIES)}."
            )


def _check_items(parameter: Parameter, items: Sequence[Any], allowed: Sequence[str]) -> None:
    """Whether a list names something, and nothing twice; what a notebook has as its default may stand."""
    if items == parameter.default and parameter.name != "countries":
        return
    if not items:
        which = f" of {', '.join(allowed)}" if allowed else ""
        every = ", or None for all" if parameter.optional else ""
        raise ParameterError(f"{parameter.name} is empty; name at least one{which}{every}.")
    twice = next((i for n, i in enumerate(items) if i in items[:n]), None)
    if twice is not None and items != parameter.default:
        raise ParameterError(f"{parameter.name} names {twice!r} twice; name it once.")


def _check_number(parameter: Parameter, value: float) -> None:
    """Whether a number is one, and within the declared bounds."""
    low, high = parameter.bounds or (-math.inf, math.inf)
    if not low <= value <= high or math.isinf(value):
        expected = f"{low:g} to {high:g}" if parameter.bounds else "a finite number"
        raise ParameterError(f"{parameter.name}={value!r} is out of bounds; expected {expected}. {parameter.help}")


def _check_meaning(parameter: Parameter, value: Any, as_of: str | None) -> None:
    name = parameter.name
    try:
        if name == "period":
            parse_period(value, parse_date(as_of).last if as_of else None)
        elif name == "as_of" and value is not None and not parse_date(value).is_one_day:
            raise ParameterError(f"as_of={value!r} is no single day; write it like 2024-07-31.")
    except PeriodError as error:
        raise ParameterError(f"{name}: {error}") from None
    if name == "countries":
        _check_countries(name, value)
    allowed = {"min_verification": VERIFICATION, "countries": COUNTRIES}.get(name, parameter.choices)
    if isinstance(value, list):
        _check_items(parameter, value, allowed)
    if isinstance(value, int | float):
        _check_number(parameter, value)
    for item in value if isinstance(value, list) else [value]:
        if allowed and item is not None and str(item) not in allowed:
            raise ParameterError(f"{name}: {item!r} is not allowed. {did_you_mean(item, allowed)}")


def resolve(parameters: Sequence[Parameter], given: Mapping[str, Any], notebook: str) -> dict[str, Any]:
    """Every parameter of a notebook with the value it will run with: given ones checked, the rest at their default.

    Raises
    ------
    ParameterError
        If a name is not declared, or a value has the wrong type or meaning; all faults are listed.
    """
    declared = {p.name: p for p in parameters}
    faults = [f"{notebook} has no parameter {n!r}. {did_you_mean(n, declared)}" for n in given if n not in declared]
    values: dict[str, Any] = {p.name: p.default for p in parameters}
    for name, parameter in declared.items():
        try:
            values[name] = _typed_value(parameter, given.get(name, parameter.default))
        except ParameterError as error:
            faults.append(str(error))
    as_of = values.get("as_of") if isinstance(values.get("as_of"), str) else None
    for name, parameter in declared.items():
        try:
            if not any(f.startswith(f"{name}=") for f in faults):
                _check_meaning(parameter, values[name], as_of)
        except (ParameterError, PeriodError) as error:
            faults.append(str(error))
    if faults:
        raise ParameterError("\n".join(dict.fromkeys(faults)))
    return values


def read_scope(
    period: str, countries: Sequence[str], min_verification: str = "verified", as_of: str | None = None
) -> Scope:
    """The common parameters of a notebook, checked, as one `Scope`.

    Raises
    ------
    ParameterError
        If one of them cannot be used; every fault is listed with the nearest right value.
    """
    common = [
        Parameter("period", "str", False, period, ""),
        Parameter("as_of", "str", True, as_of, ""),
        Parameter("countries", "list[str]", False, list(countries), ""),
        Parameter("min_verification", "str", False, min_verification, ""),
    ]
    resolve(common, {}, "this notebook")
    today = parse_date(as_of).last if as_of else None
    return Scope(parse_period(period, today), as_of, tuple(countries), min_verification)
