"""What is kept from loading, so that a command answers at once."""

from __future__ import annotations

import sys
from importlib import import_module


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
