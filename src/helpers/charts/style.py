"""One look for every figure: colours, markers and hatches by jurisdiction, Japanese type, plain axes."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's colours, told apart with every common form of colour blindness and in grey by lightness.
COLOURS = {
    "US": "#0072B2",
    "JP": "#D55E00",
    "CN": "#8C2D5E",
    "NL": "#E69F00",
    "KR": "#009E73",
    "TW": "#56B4E9",
    "EU": "#7A7A00",
}
MARKERS = {"US": "o", "JP": "s", "CN": "^", "NL": "D", "KR": "v", "TW": "P", "EU": "X"}
HATCHES = {"US": "", "JP": "///", "CN": "xx", "NL": "...", "KR": "\\\\\\", "TW": "++", "EU": "oo"}
# For groups that are no jurisdiction: Tol's muted colours, none near those above.
OTHERS = ["#332288", "#44AA99", "#AA4499", "#DDCC77", "#117733", "#88CCEE", "#999933", "#661100"]
OTHER_MARKERS = ["p", "<", ">", "h", "8", "d", "*", "H"]
OTHER_HATCHES = ["", "///", "xx", "...", "\\\\\\", "++", "oo", "**"]
INK, QUIET = "#222222", "#666666"


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    for path in files("matplotlib_fontja").joinpath("fonts").iterdir():
        if path.name.endswith((".ttf", ".otf")):
            font_manager.fontManager.addfont(str(path))
    return ["DejaVu Sans", "IPAexGothic"]


def style() -> Any:
    """The matplotlib settings of every figure."""
    return {
        "font.family": _fonts(),
        "font.size": 10,
        "axes.edgecolor": QUIET,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.7,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


def canvas(height: float = 3.6, width: float = 8.6) -> tuple[Figure, Axes]:
    """An empty figure and its axes in the workbook's style; sizes in inches."""
    with mpl.rc_context(style()):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def colour_of(name: str, position: int = 0) -> str:
    """Colour of a jurisdiction, or the colour at `position` for any other name."""
    return COLOURS.get(name, OTHERS[position % len(OTHERS)])


def marker_of(name: str, position: int = 0) -> str:
    """Marker of a jurisdiction, or the marker at `position` for any other name."""
    return MARKERS.get(name, OTHER_MARKERS[position % len(OTHER_MARKERS)])


def hatch_of(name: str, position: int = 0) -> str:
    """Hatch of a jurisdiction, or the hatch at `position` for any other name."""
    return HATCHES.get(name, OTHER_HATCHES[position % len(OTHER_HATCHES)])
