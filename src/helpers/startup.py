"""What is kept from loading, so that a command answers at once."""

from __future__ import annotations

import sys


def skip_uri_grammar() -> None:
    """Keep jsonschema from building its grammar of web addresses: two seconds in each process, never used here.

    jsonschema goes without the grammar where `rfc3987_syntax` cannot be imported; addresses of the bibliography are
    checked in `sources`.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
