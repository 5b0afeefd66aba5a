"""The outputs of a notebook's cells made ready for a page: ours with their rows, those of others made harmless."""

from __future__ import annotations

import base64
import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor

from ..display import RECORD
from ..placing import root_folder
from .foreign import MOST_MARKUP, harmless, table_ready
from .tools import with_tools

WIDGET = "application/vnd.jupyter.widget-view+json"
NO_WIDGET = "A part of this notebook that only works while it runs is left out here; open the notebook to use it."
MOST_PIXELS = 20_000_000  # of one picture
PICTURES = ("image/png", "image/jpeg")
_ALT = "Figure without a description"


class PageError(ValueError):
    """A cell shows what no page can hold; the message names the cell."""


class Readied(Preprocessor):
    """Go through the outputs of a copy of the notebook, and leave markup that the template lays down as it is."""

    def preprocess(self, notebook: nbformat.NotebookNode, resources: Any) -> tuple[nbformat.NotebookNode, Any]:
        """The notebook with every output made ready."""
        counts: dict[str, int] = {}
        for number, cell in enumerate(notebook.cells, 1):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [placeless(line) for line in output.traceback]
                elif output.output_type == "stream":
                    output.text = placeless(output.text)
                else:
                    _ready(output, number, counts)
        return notebook, resources


def _ready(output: Any, cell: int, counts: dict[str, int]) -> None:
    data = output.data
    if (record := data.get(RECORD)) is not None:
        kind = str(record.get("kind"))
        counts[kind] = counts.get(kind, 0) + 1
        data["text/html"] = with_tools(data["text/html"], record, counts[kind])
        return
    if WIDGET in data:
        data.clear()
        data["text/html"] = f'<p class="silence" role="note">{NO_WIDGET}</p>'
        return
    for kind in PICTURES:
        if kind in data:
            _check_picture(data[kind], cell)
    for kind in ("text/html", "text/markdown", "image/svg+xml"):
        if len(data.get(kind, "")) > MOST_MARKUP:
            raise PageError(
                f"cell {cell} shows {len(data[kind]):,} letters of {kind}; expected at most {MOST_MARKUP:,}. "
                "Show the first rows (frame.head()), or use tables.show, which folds a long table."
            )
    if "text/html" in data:
        data["text/html"] = table_ready(harmless(data["text/html"]), f"Table of cell {cell}")


def _check_picture(data: str, cell: int) -> None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            width, height = picture.size
    except (OSError, ValueError) as error:
        raise PageError(
            f"cell {cell} shows a picture that cannot be read ({error}). Draw it again, or show no picture."
        ) from None
    if width * height > MOST_PIXELS:
        raise PageError(
            f"cell {cell} shows a picture of {width:,} × {height:,} pixels; expected at most {MOST_PIXELS:,} in all. "
            "Draw it smaller or at a lower resolution."
        )


def placeless(text: str) -> str:
    """Text without the places of this machine: the workbook's folder, its Python, a home, a scratch folder.

    >>> import tempfile
    >>> placeless(f"in {tempfile.gettempdir()}/workbook-run-abc/notebooks/a.ipynb")
    'in …/notebooks/a.ipynb'
    """
    import tempfile

    text = re.sub(re.escape(tempfile.gettempdir()) + r"/workbook-run-[^/\s]*", "…", text)
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    places = {str(root_folder()), sys.prefix, sys.base_prefix, tempfile.gettempdir(), str(Path(__file__).parents[2])}
    for place in sorted({*places, home} - {"/", ""}, key=len, reverse=True):
        text = text.replace(place, "…")
    return text
