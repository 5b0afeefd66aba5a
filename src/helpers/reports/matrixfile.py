"""A matrix as a file: notebooks, editions, values of parameters and what is excluded, in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ..text import did_you_mean
from .editions import SAFE_LOADER
from .exclusions import Exclusion
from .matrix import Matrix, MatrixError

KEYS = ("notebooks", "editions", "parameters", "exclude")
_KINDS: Mapping[str, type] = {"notebooks": list, "editions": list, "parameters": dict, "exclude": list}


def load_matrix(path: Path) -> Matrix:
    """The matrix that a file asks for; what it leaves out is left to the editions.

    Raises
    ------
    MatrixError
        If the file cannot be read or is not of its form; the message says in which line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=SAFE_LOADER)
        content = yaml.load(text, Loader=SAFE_LOADER)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise MatrixError(f"{path} cannot be read as a matrix ({_in_one_line(error)}).") from None
    if not isinstance(content, dict) or not isinstance(node, yaml.MappingNode):
        raise MatrixError(f"{path.name} holds {type(content).__name__}; expected {', '.join(KEYS)}.")
    lines = _Lines(path.name, node)
    for key, value in content.items():
        _ensure_kind(key, value, lines)
    parameters = content.get("parameters") or {}
    return Matrix(
        tuple(_names("notebooks", content, lines)),
        tuple(_names("editions", content, lines)) or ("default",),
        {str(name): _values(str(name), value, lines) for name, value in parameters.items()},
        tuple(_exclusions(content.get("exclude") or [], lines)),
        {str(name): lines.place("parameters", name) for name in parameters},
    )


class _Lines:
    """Where in a file something is written; a key that is written twice is refused."""

    def __init__(self, name: str, node: yaml.Node) -> None:
        self._name, self._node = name, node
        self._ensure_once(node)

    def _ensure_once(self, node: yaml.Node) -> None:
        parts: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            keys = [str(key.value) for key, _ in node.value]
            parts = [value for _, value in node.value]
            if twice := next((k for n, k in enumerate(keys) if k in keys[:n]), None):
                place = f"{self._name}, line {node.start_mark.line + 1}"
                raise MatrixError(f"{place}: {twice!r} is written twice; write it once.")
        elif isinstance(node, yaml.SequenceNode):
            parts = list(node.value)
        for part in parts:
            self._ensure_once(part)

    def place(self, *path: Any) -> str:
        """The file and the line of what is reached by keys and numbers."""
        node = self._node
        line = node.start_mark.line
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pairs = {str(key.value): (key, value) for key, value in node.value}
                if str(step) not in pairs:
                    break
                key, node = pairs[str(step)]
                line = key.start_mark.line
            elif isinstance(node, yaml.SequenceNode):
                node = node.value[step]
                line = node.start_mark.line
        return f"{self._name}, line {line + 1}"


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _ensure_kind(key: Any, value: Any, lines: _Lines) -> None:
    if key not in KEYS:
        raise MatrixError(f"{lines.place(key)}: {key!r} is unknown. {did_you_mean(key, KEYS)}")
    if value is not None and not isinstance(value, _KINDS[key]):
        expected = "names with values" if _KINDS[key] is dict else "a list"
        raise MatrixError(f"{lines.place(key)}: {key} is {type(value).__name__}; expected {expected}.")
    if not value and key != "exclude":
        raise MatrixError(f"{lines.place(key)}: {key} is empty, which leaves no report. Fill it, or take it out.")


def _names(key: str, content: Mapping[str, Any], lines: _Lines) -> Iterable[str]:
    for number, name in enumerate(content.get(key) or []):
        if not isinstance(name, str):
            raise MatrixError(f"{lines.place(key, number)}: {name!r} is {type(name).__name__}; expected a name.")
        yield name


def _values(name: str, value: Any, lines: _Lines) -> list[Any]:
    """The values of one parameter; a single one need not be in a list."""
    place = lines.place("parameters", name)
    if isinstance(value, dict):
        raise MatrixError(f"{place}: {name} has names with values; expected a value, or a list of them.")
    if value == []:
        raise MatrixError(f"{place}: {name} has no value, which leaves no report. Give one, or take it out.")
    return [_as_typed(v) for v in (value if isinstance(value, list) else [value])]


def _as_typed(value: Any) -> Any:
    """A value as it would be typed: YAML reads 2022 as a number and 2022-10-07 as a date, where a period is meant."""
    if isinstance(value, list):
        return [item.isoformat() if isinstance(item, date) else item for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if type(value) is int else value


def _exclusions(entries: list[Any], lines: _Lines) -> Iterable[Exclusion]:
    for number, entry in enumerate(entries):
        place = lines.place("exclude", number)
        if not isinstance(entry, dict) or not entry:
            what = f"{place}: {entry!r} excludes nothing that can be told"
            raise MatrixError(f"{what}; write e.g. {{notebook: briefing, period: 2022}}.")
        yield Exclusion({str(name): _excluded(value) for name, value in entry.items()}, place)


def _excluded(value: Any) -> Any:
    """A value to exclude, or a list of them; a list of numbers may be one of periods."""
    return [_as_typed(v) for v in value] if isinstance(value, list) else _as_typed(value)
