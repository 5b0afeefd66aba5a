"""What is kept from loading, so that a command answers at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


def skip_uri_grammar() -> None:
    """Keep jsonschema from building its grammar of web addresses: two seconds in each process, never used here.

    jsonschema goes without the grammar where `rfc3987_syntax` cannot be imported; addresses of the bibliography are
    checked in `sources`.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def skip_debugger() -> None:
    """Keep ipykernel from loading its debugger: half a second in each process, and no report is debugged.

    ipykernel goes without it where `debugpy` cannot be imported; a notebook still can import it afterwards.
    """
    if "ipykernel.debugger" in sys.modules or "debugpy" in sys.modules:
        return
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import_module("ipykernel.debugger")
    del sys.modules["debugpy"]


@contextmanager
def put_off(*names: str) -> Iterator[None]:
    """While this lasts, whoever imports one of these modules gets one in its place that loads it at the first use.

    Whoever imports it afterwards gets the module itself. Not for packages of which parts are imported meanwhile.
    """
    in_place = [_StandIn(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in in_place})
    try:
        yield
    finally:
        for module in in_place:
            module.leave()


class _StandIn(ModuleType):
    """A module that stands in for another and gives what that one has."""

    def leave(self) -> None:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # what the import system asks of every module
        self.leave()
        return getattr(import_module(self.__name__), name)
