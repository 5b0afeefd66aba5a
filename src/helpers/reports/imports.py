"""The modules that a notebook rests on, found in its code and theirs without running any of it.

What cannot be told from the code (an import by a computed name, a magic that runs a file) counts as every module of the
package: a report is rather rendered once too often than not again where it should be.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

PACKAGE = "helpers"
SOURCES = Path(__file__).resolve().parents[2]  # the folder that the package lies in
BESIDE = "beside"  # what the labels of modules beside the notebook begin with
_HARMLESS = re.compile(r"^(\s*%(matplotlib|config|precision|pwd|who)\b|%%(capture|time)\b).*$", re.MULTILINE)
_COMPUTED = {"import_module", "__import__", "exec", "eval", "run_path", "run_module"}
_COMPUTED |= {"run_cell", "run_cell_magic", "run_line_magic"}


class Asked(NamedTuple):
    """One import: a module, and the name taken from it (empty: the module itself, "*": everything)."""

    module: str
    name: str


EVERYTHING = Asked(PACKAGE, "*")


def _statements(node: ast.AST, typing_too: bool = False) -> Iterator[ast.stmt]:
    """Every statement below a node, without what is there for type checkers alone unless wanted."""
    below = node.orelse if _is_for_typing(node) and not typing_too else ast.iter_child_nodes(node)
    for child in below:
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _statements(child, typing_too)


def _is_for_typing(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _imports(statements: Iterable[ast.stmt], package: Sequence[str]) -> Iterator[Asked]:
    """The imports among some statements; relative ones are counted from `package`."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (Asked(alias.name, "*" if alias.name == PACKAGE else "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Asked(module, alias.name) for alias in node.names)


def is_computed(node: ast.AST) -> bool:
    """Whether a node calls what imports or runs code by a name that is known only when it runs."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _COMPUTED


def cell_imports(source: str) -> list[Asked]:
    r"""The imports of a code cell; every module of the package where the code does not tell.

    >>> cell_imports("%matplotlib inline\nfrom helpers import lags, Findings as F")
    [Asked(module='helpers', name='lags'), Asked(module='helpers', name='Findings')]
    """
    try:
        tree = ast.parse(_HARMLESS.sub("", source))
    except (SyntaxError, ValueError, RecursionError):
        return [EVERYTHING]
    return [EVERYTHING] if any(map(is_computed, ast.walk(tree))) else list(_imports(_statements(tree), ()))


class Module(NamedTuple):
    """What a module imports when it runs, and by name what it hands on from others, perhaps only on demand."""

    imports: tuple[Asked, ...]
    offers: dict[str, Asked]
    on_demand: bool


@lru_cache(maxsize=1024)
def _module(content: bytes, package: tuple[str, ...]) -> Module:
    """A module of a package read; imports inside its functions count as its own."""
    tree = ast.parse(content)
    imports = tuple(_imports(_statements(tree), package))
    handed = [n for n in _statements(tree, typing_too=True) if isinstance(n, ast.ImportFrom)]
    names = [alias.asname or alias.name for node in handed for alias in node.names]
    on_demand = any(isinstance(n, ast.FunctionDef) and n.name == "__getattr__" for n in tree.body)
    return Module(imports, dict(zip(names, _imports(handed, package), strict=True)), on_demand)


class Closure:
    """The modules that some imports lead to, each once, by label: `helpers/lags.py`, `beside/own.py`.

    Parameters
    ----------
    beside
        The folder of the notebook, whose own modules it may import.
    sources
        The folder that the package lies in.
    """

    def __init__(self, beside: Path, sources: Path = SOURCES) -> None:
        self._beside, self._sources = beside, sources
        self.files: dict[str, Path] = {}

    def follow(self, asked: Iterable[Asked]) -> Closure:
        """Add what some imports lead to; names outside the package and the folder are left out."""
        waiting, met = list(asked), set[Asked]()
        while waiting:
            one = waiting.pop()
            if one not in met:
                met.add(one)
                waiting += self._step(one)
        return self

    def _step(self, asked: Asked) -> list[Asked]:
        """Take up the modules that one import runs; the imports that these make in turn."""
        if asked == EVERYTHING:
            return [found for path in sorted((self._sources / PACKAGE).rglob("*.py")) for found in self._taken(path)]
        parts, found = asked.module.split("."), list[Asked]()
        for depth in range(1, len(parts) + 1):
            if path := self._file(parts[:depth]):
                found += self._taken(path)
        if asked.name and (path := self._file([*parts, asked.name])):
            found += self._taken(path)
        elif asked.name and (path := self._file(parts)):
            found += self._offered(path, asked.name)
        return found

    def _taken(self, path: Path) -> Sequence[Asked]:
        """A module's file noted under its label; its own imports the first time it is met, else none."""
        label = self._label(path)
        if label in self.files:
            return ()
        self.files[label] = path
        return self._read(path).imports

    def _label(self, path: Path) -> str:
        if path.is_relative_to(self._sources / PACKAGE):
            return path.relative_to(self._sources).as_posix()
        return f"{BESIDE}/{path.relative_to(self._beside).as_posix()}"

    def _file(self, parts: Sequence[str]) -> Path | None:
        """The file of a module; None where it is neither of the package nor beside the notebook."""
        base = (self._sources if parts[0] == PACKAGE else self._beside).joinpath(*parts)
        return next((p for p in (base / "__init__.py", base.with_name(f"{base.name}.py")) if p.is_file()), None)

    def _read(self, path: Path) -> Module:
        package = tuple(self._label(path).split("/")[:-1])
        try:
            return _module(path.read_bytes(), package if package[0] == PACKAGE else package[1:])
        except (OSError, SyntaxError, ValueError, RecursionError):
            return Module((EVERYTHING,), {}, False)

    def _offered(self, path: Path, name: str) -> list[Asked]:
        """What a name taken from a module leads to, where it comes from another."""
        module = self._read(path)
        if name in module.offers:
            return [module.offers[name]]
        if name == "*":
            return list(module.offers.values())
        return [EVERYTHING] if module.on_demand else []


def label_path(label: str, beside: Path, sources: Path = SOURCES) -> Path:
    """The file that a label of a closure stands for."""
    top, _, rest = label.partition("/")
    return beside / rest if top == BESIDE else sources / label
