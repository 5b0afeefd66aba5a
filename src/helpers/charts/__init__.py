"""Charts: figures with a title, units, a caption, a source line, alternative text and the rows behind them."""

from .amounts import bars, columns, grid, lines
from .baskets import basket_bars
from .controls import control_cells
from .ladder import ladder
from .lifelines import lifelines
from .marks import marks
from .months import months
from .network import network
from .rungs import rung_lines
from .show import ChartError, show, silence
from .steps import steps
from .style import COLOURS, canvas, colour_of, marker_of
from .time import Moment, dumbbells, event_rows

__all__ = [
    "COLOURS",
    "ChartError",
    "Moment",
    "bars",
    "basket_bars",
    "canvas",
    "colour_of",
    "columns",
    "control_cells",
    "dumbbells",
    "event_rows",
    "grid",
    "ladder",
    "lifelines",
    "lines",
    "marker_of",
    "marks",
    "months",
    "network",
    "rung_lines",
    "show",
    "silence",
    "steps",
]
