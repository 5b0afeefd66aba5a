"""A figure as pixels and as a small PNG: drawn once, each text set and inked once, the same bytes every time."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font
from PIL import Image

Pixels = npt.NDArray[np.uint8]
COLOURS, PAPER = 256, 0xFFFFFFFF  # most colours of a picture; opaque white


class _Face(NamedTuple):
    """A typeface as matplotlib looks it up, at a size in points and a resolution in dots per inch."""

    families: tuple[str, ...]
    slant: str
    variant: str
    weight: int | str
    stretch: int | str
    size: float
    dpi: float


class _Line(NamedTuple):
    """A line of text set in a face: its metrics in pixels, and its ink (0 to 255) with the place of the lower left."""

    width: float
    height: float
    descent: float
    ink: Pixels
    left: int
    foot: int


def _face(font: FontProperties, dpi: float) -> _Face:
    look = font.get_style(), font.get_variant(), font.get_weight(), font.get_stretch()
    return _Face(tuple(font.get_family()), *look, font.get_size_in_points(), dpi)


@lru_cache(maxsize=256)
def _files(face: _Face) -> tuple[str, ...]:
    """The font files of a face, the first that has a glyph gives it."""
    families, slant, variant, weight, stretch, *_ = face
    look: dict[str, Any] = {"style": slant, "variant": variant, "weight": weight, "stretch": stretch}
    return tuple(str(findfont(FontProperties(family=[family], **look))) for family in families)


def _font(face: _Face) -> FT2Font:
    font = get_font(_files(face))
    font.clear()
    font.set_size(face.size, face.dpi)
    return font


@lru_cache(maxsize=256)
def _space(face: _Face) -> float:
    """Width of a space in pixels."""
    font = _font(face)
    font.set_text(" ", 0.0, flags=get_hinting_flag())
    return font.get_width_height()[0] / 64


@lru_cache(maxsize=512)
def _line(text: str, face: _Face) -> _Line:
    lead, font = _space(face), _font(face)
    # A bitmap that begins within a pixel has all its glyphs but the first a pixel too far left; a space begins at 0.
    font.set_text(" " + text, 0.0, flags=get_hinting_flag())
    width, height = (length / 64 for length in font.get_width_height())
    descent = font.get_descent() / 64
    font.draw_glyphs_to_bitmap(antialiased=True)
    ink = np.array(font.get_image())
    above = math.floor(height - descent) + 1  # rows of the bitmap that stand on the base line
    return _Line(width - lead, height, descent, ink, -round(lead), above - len(ink))


@lru_cache(maxsize=256)
def _heights(face: _Face) -> tuple[float | None, float | None, float | None]:
    """Ascent, descent and gap between lines of a face in pixels, None where its file does not say."""
    font = _font(face)
    typo, plain = font.get_sfnt_table("OS/2"), font.get_sfnt_table("hhea")
    if typo is not None:
        found = typo["sTypoAscender"], typo["sTypoDescender"], typo["sTypoLineGap"]
    elif plain is not None:
        found = plain["ascent"], plain["descent"], plain["lineGap"]
    else:
        return None, None, None
    ascent, descent, gap = (length * face.size * face.dpi / 72 / font.units_per_EM for length in found)
    return ascent, -descent, gap


class _Renderer(RendererAgg):
    """Matplotlib's renderer, which would set and ink each text anew, glyph by glyph, each time that it is asked."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-any-return,no-untyped-call]
        return _line(s, _face(prop, self.dpi))[:3]

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        """What `Text` asks a renderer that has it, and else looks up in the font file at every call."""
        return _heights(_face(prop, self.dpi))

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
        line = _line(s, _face(prop, self.dpi))
        ink, (left, foot) = _turned(line, int(turns) % 4)
        picture = np.empty((*ink.shape, 4), np.uint8)
        picture[..., :3] = [round(255 * share) for share in colour[:3]]
        picture[..., 3] = ink[::-1]  # an image is laid from its last row up
        self.draw_image(gc, round(x) + left, round(self.height - y) + foot, picture)


def _turned(line: _Line, quarters: int) -> tuple[Pixels, tuple[int, int]]:
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
