"""How helpers hand a result to the notebook: markup for the reader, records for the report's manifest."""

from __future__ import annotations

from typing import Any

from IPython.display import display

RECORD = "application/vnd.workbook.record+json"


def show_html(html: str, plain: str, record: dict[str, Any] | None = None) -> None:
    """Show markup in the notebook, with a plain form for other readers and an optional record for the manifest."""
    bundle: dict[str, Any] = {"text/html": html, "text/plain": plain}
    if record is not None:
        bundle[RECORD] = record
    display(bundle, raw=True)
