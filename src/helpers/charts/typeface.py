"""Typefaces of figures: looked up, set and measured once for each text, however often matplotlib asks."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags


class Face(NamedTuple):
    """A typeface as matplotlib looks it up, at a size in points and a resolution in dots per inch."""

    families: tuple[str, ...]
    slant: str
    variant: str
    weight: int | str
    stretch: int | str
    size: float
    dpi: float


class Line(NamedTuple):
    """A line of text set in a face: its metrics in pixels, and its ink (0 to 255) with the place of the lower left."""

    width: float
    height: float
    descent: float
    ink: npt.NDArray[np.uint8]
    left: int
    foot: int


def face_of(font: FontProperties, dpi: float) -> Face:
    """The typeface of a text at a resolution in dots per inch."""
    look = font.get_style(), font.get_variant(), font.get_weight(), font.get_stretch()
    return Face(tuple(font.get_family()), *look, font.get_size_in_points(), dpi)


@lru_cache(maxsize=256)
def _files(face: Face) -> tuple[str, ...]:
    """The font files of a face, the first that has a glyph gives it."""
    families, slant, variant, weight, stretch, *_ = face
    look: dict[str, Any] = {"style": slant, "variant": variant, "weight": weight, "stretch": stretch}
    return tuple(str(findfont(FontProperties(family=[family], **look))) for family in families)


def _font(face: Face) -> FT2Font:
    font = get_font(_files(face))
    font.clear()
    font.set_size(face.size, face.dpi)
    return font


@lru_cache(maxsize=256)
def _space(face: Face) -> float:
    """Width of a space in pixels."""
    font = _font(face)
    font.set_text(" ", 0.0, flags=get_hinting_flag())
    return font.get_width_height()[0] / 64


@lru_cache(maxsize=512)
def line_of(text: str, face: Face) -> Line:
    """A line of text set in a face and inked."""
    lead, font = _space(face), _font(face)
    # A bitmap that begins within a pixel has all its glyphs but the first a pixel too far left; a space begins at 0.
    font.set_text(" " + text, 0.0, flags=get_hinting_flag())
    width, height = (length / 64 for length in font.get_width_height())
    descent = font.get_descent() / 64
    font.draw_glyphs_to_bitmap(antialiased=True)
    ink = np.array(font.get_image())
    above = math.floor(height - descent) + 1  # rows of the bitmap that stand on the base line
    return Line(width - lead, height, descent, ink, -round(lead), above - len(ink))


@lru_cache(maxsize=2048)
def size_of(text: str, face: Face) -> tuple[float, float, float]:
    """Width, height and descent in pixels of a line of text, its letters where they fall and not on whole pixels."""
    font = _font(face)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    return width / 64, height / 64, font.get_descent() / 64


@lru_cache(maxsize=256)
def heights(face: Face) -> tuple[float | None, float | None, float | None]:
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
