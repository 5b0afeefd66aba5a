"""A figure as pixels and as a small PNG: drawn once, each text set and inked once, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from .typeface import Line, face_of, heights, line_of

Pixels = npt.NDArray[np.uint8]
COLOURS, PAPER = 256, 0xFFFFFFFF  # most colours of a picture; opaque white


class _Renderer(RendererAgg):
    """Matplotlib's renderer, which would set and ink each text anew, glyph by glyph, each time that it is asked."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-any-return,no-untyped-call]
        return line_of(s, face_of(prop, self.dpi))[:3]

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        """What `Text` asks a renderer that has it, and else looks up in the font file at every call."""
        return heights(face_of(prop, self.dpi))

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        colour, turns = gc.get_rgb(), angle / 90
        if ismath or turns % 1 or colour[3:] != (1.0,) or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        line = line_of(s, face_of(prop, self.dpi))
        ink, (left, foot) = _turned(line, int(turns) % 4)
        picture = np.empty((*ink.shape, 4), np.uint8)
        picture[..., :3] = [round(255 * share) for share in colour[:3]]
        picture[..., 3] = ink[::-1]  # an image is laid from its last row up
        self.draw_image(gc, round(x) + left, round(self.height - y) + foot, picture)


def _turned(line: Line, quarters: int) -> tuple[Pixels, tuple[int, int]]:
    """The ink of a line turned left by quarters, and where its lower left corner lies as seen from its start."""
    high, wide = line.ink.shape
    left, foot = line.left, line.foot
    corner = ((left, foot), (-foot - high, left), (-left - wide, -foot - high), (foot, -left - wide))[quarters]
    return np.rot90(line.ink, quarters), corner


class _Canvas(FigureCanvasAgg):
    """The canvas of one drawing at one resolution."""

    def get_renderer(self) -> _Renderer:
        if not hasattr(self, "_drawer"):
            self._drawer = _Renderer(*self.figure.bbox.size, self.figure.dpi)  # type: ignore[no-untyped-call]
        return self._drawer


def pixels(figure: Figure, dpi: float) -> Pixels:
    """The figure drawn at `dpi` dots per inch: rows by columns by red, green, blue and opacity, each 0 to 255."""
    figure.set_dpi(dpi)
    canvas = _Canvas(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    return np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def png(picture: Pixels) -> bytes:
    """A picture without transparency as a PNG of its most frequent colours, at most 256, the others by the nearest.

    That is all the colours of most figures, in about half the bytes of full colour.
    """
    words = np.ascontiguousarray(picture).view(np.uint32)[..., 0]
    marked = words != PAPER
    codes, found = pd.factorize(words[marked])
    order = np.argsort(-np.bincount(codes, minlength=len(found)), kind="stable")
    kept, rare = order[: COLOURS - 1], order[COLOURS - 1 :]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*_rgb(found[kept]).ravel().tolist(), *[255] * 3 * (COLOURS - len(kept))])
    places = np.empty(len(found), np.uint8)
    places[kept] = np.arange(len(kept))
    if len(rare):
        strip = Image.fromarray(_rgb(found[rare])[None])
        places[rare] = np.asarray(strip.quantize(palette=palette, dither=Image.Dither.NONE))[0]
    painted = np.full(words.shape, COLOURS - 1, np.uint8)
    painted[marked] = places[codes]
    return _encoded(painted, palette.getpalette() or [])


def _rgb(words: npt.NDArray[np.uint32]) -> Pixels:
    """Red, green and blue of pixels that were read as whole words."""
    return np.ascontiguousarray(words.view(np.uint8).reshape(-1, 4)[:, :3])


def _encoded(places: Pixels, palette: Sequence[int]) -> bytes:
    image, file = Image.fromarray(places), io.BytesIO()
    image.putpalette(palette)
    image.save(file, format="png")
    return file.getvalue()
