"""Charts: figures with a title, units, a caption, a source line, alternative text and the rows behind them."""

from .amounts import bars, columns, grid, lines
from .show import ChartError, show, silence
from .style import COLOURS, canvas, colour_of, marker_of
from .time import Moment, dumbbells, event_rows

__all__ = [
    "COLOURS",
    "ChartError",
    "Moment",
    "bars",
    "canvas",
    "colour_of",
    "columns",
    "dumbbells",
    "event_rows",
    "grid",
    "lines",
    "marker_of",
    "show",
    "silence",
]
