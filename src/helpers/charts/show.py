"""A finished figure as one element of the page: picture, title, caption, source line, alternative text."""

from __future__ import annotations

import base64
import warnings

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from ..display import show_html
from ..evidence import Evidence
from ..records import RowsLike, csv_text, row_ids, source_line
from ..text import safe
from .raster import pixels, png
from .style import style
from .vector import is_small, svg

PIXELS_PER_INCH = 160


class ChartError(ValueError):
    """A figure that must not be shown: text without a glyph, no alternative text, nothing drawn."""


def _picture(figure: Figure, alt: str) -> str:
    """The figure as markup: SVG where it is small as that, else PNG at twice the pixels that it is shown at.

    A character that no font of the workbook has is an error.
    """
    with warnings.catch_warnings(), mpl.rc_context(style()):
        warnings.filterwarnings("error", message=".*[Gg]lyph.*missing.*")
        try:
            if is_small(figure):
                return svg(figure, alt)
            picture = base64.b64encode(png(pixels(figure, PIXELS_PER_INCH))).decode()
        except UserWarning as warning:
            raise ChartError(f"a character has no glyph in the fonts of the workbook: {warning}.") from None
    width, height = (int(v * PIXELS_PER_INCH / 2) for v in figure.get_size_inches())
    return f'<img src="data:image/png;base64,{picture}" alt="{safe(alt)}" width="{width}" height="{height}">'


def show(
    figure: Figure | None,
    evidence: Evidence,
    rows: RowsLike,
    *,
    title: str,
    caption: str,
    alt: str,
    empty: str = "No row of the evidence base falls in this selection, so there is nothing to draw.",
    data: pd.DataFrame | None = None,
) -> None:
    """Show a figure with all that a reader needs to use it.

    Parameters
    ----------
    figure
        The figure, or None where there was nothing to draw: then `empty` is said in its place.
    evidence
        The evidence base the rows come from; gives the source line.
    rows
        The rows drawn: a frame indexed by row id, or row ids.
    title, caption, alt
        What is shown; how to read it; the message for readers who do not see it.
    data
        The table behind the figure where it is not the rows themselves (counts, lags); saved with the report.

    Raises
    ------
    ChartError
        If the alternative text or the title is empty, or a character has no glyph.
    """
    ids = row_ids(rows)
    if figure is None or not figure.axes:
        silence(title, empty)
        return
    evidence.note_use(ids)
    if len(alt.strip()) < 20 or not title.strip() or not caption.strip():
        raise ChartError(
            f"the figure {title!r} needs a title, a caption and an alternative text that says its message."
        )
    html = (
        f'<figure class="figure"><figcaption class="title">{safe(title)}</figcaption>'
        f'<div class="box" tabindex="0" role="group" aria-label="{safe(title)}">'
        f"{_picture(figure, alt)}</div>"
        f'<p class="caption">{safe(caption)}</p><p class="source">{source_line(evidence, ids)}</p></figure>'
    )
    frame = data if data is not None else rows if isinstance(rows, pd.DataFrame) else None
    record = {"kind": "figure", "title": title, "caption": caption, "alt": alt, "rows": ids}
    show_html(html, f"Figure: {title}. {alt}", record | ({"csv": csv_text(frame)} if frame is not None else {}))


def silence(title: str, sentence: str) -> None:
    """Say that there is nothing to show, in place of a figure or table."""
    html = f'<p class="silence" role="note"><strong>{safe(title)}.</strong> {safe(sentence)}</p>'
    show_html(html, f"{title}. {sentence}", {"kind": "silence", "title": title, "text": sentence})
