"""A figure as lean SVG: drawn once, the same each time, text kept as text in the width it was laid out for.

Matplotlib's own SVG is three to five times the size, and leaves text to whatever width the reader's fonts have.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Transform
from PIL import Image

from ..text import safe
from .typeface import face_of, heights, size_of

DPI = 72  # a unit of the picture is a point
FINE = 10  # texts are measured at ten times that, where no letter is pushed to a whole dot
FAMILY = "'DejaVu Sans',Verdana,'IPAexGothic','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',sans-serif"
HATCH = 12  # points from one repetition of a hatch to the next
RINGS = {".": 0.4, "o": 1.2, "O": 1.8}  # radius in points
MOST_POINTS = 20_000  # of a picture that is small as SVG
_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def is_small(figure: Figure) -> bool:
    """Whether a figure has so few points, and no image in it, that it is small as SVG; nothing is drawn to tell."""
    artists = [a for a in figure.findobj(Artist) if a.get_visible()]
    return not any(isinstance(a, AxesImage) for a in artists) and sum(map(_points, artists)) <= MOST_POINTS


def _points(artist: Artist) -> int:
    if isinstance(artist, Line2D):
        return np.size(artist.get_xdata())
    if isinstance(artist, Collection):
        drawn = sum(np.size(p.vertices) for p in artist.get_paths())
        return max(drawn, np.size(artist.get_offsets()))
    if isinstance(artist, Patch):
        return np.size(artist.get_path().vertices)
    return 1 if isinstance(artist, Text) else 0


def svg(figure: Figure, label: str) -> str:
    """The figure as an `<svg>` element that stands in a page, with `label` as what it says to readers who hear it."""
    figure.set_dpi(DPI)
    width, height = figure.get_size_inches() * DPI
    renderer = _Renderer(width, height)
    _Canvas(figure, renderer).draw()
    body = "".join(renderer.parts)
    mark = sha256((label + body).encode()).hexdigest()[:8]
    size = f'viewBox="0 0 {_short(width)} {_short(height)}" width="{_short(width)}" height="{_short(height)}"'
    look = f'font-family="{FAMILY}" stroke-linejoin="round" fill="none"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{safe(label)}" {look}>'
        f"{body.replace(MARK, mark)}</svg>"
    )


MARK = "\x00"  # stands in ids for what makes them the figure's own


class _Canvas(FigureCanvasBase):
    def __init__(self, figure: Figure, renderer: _Renderer) -> None:
        super().__init__(figure)
        self._renderer = renderer

    def get_renderer(self) -> _Renderer:
        return self._renderer

    def draw(self, *args: Any, **kwargs: Any) -> None:
        self.figure.draw(self._renderer)


def _short(number: float) -> str:
    """A number with at most one decimal for places of a picture, as short as it goes."""
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _look(**given: str) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in given.items() if value)


class _Renderer(RendererBase):
    """What matplotlib draws with: each call leaves one element; y runs from the top, as in SVG."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, DPI
        self.parts: list[str] = []
        self._known: dict[str, str] = {}  # ids of clips, hatches and markers by their markup

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def flipy(self) -> bool:
        return True

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def get_image_magnification(self) -> float:
        return 2.0

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        width, height, descent = size_of(s, face_of(prop, DPI * FINE))
        return width / FINE, height / FINE, descent / FINE

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        """What `Text` asks a renderer that has it, and else looks up in the font file at every call."""
        return heights(face_of(prop, DPI))

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        clip = (0, 0, self.width, self.height) if rgbFace is None else None
        drawn = _drawn(path, self._upright(transform), clip)
        if drawn:
            self._add(f'<path d="{drawn}"{self._style(gc, rgbFace)}/>', gc)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        shape = _drawn(marker_path, marker_trans + Affine2D().scale(1, -1), decimals=2)
        if not shape:
            return
        key = self._define(f'<path id="" d="{shape}"/>')
        places = [p for p, _ in path.iter_segments(self._upright(trans), simplify=False)]
        uses = [f'<use href="#{key}" x="{_short(p[-2])}" y="{_short(p[-1])}"/>' for p in places if np.isfinite(p).all()]
        self._add(f"<g{self._style(gc, rgbFace)}>{''.join(uses)}</g>", gc)

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        file = io.BytesIO()
        Image.fromarray(np.asarray(im)[::-1]).save(file, format="png")
        high, wide = (size / self.get_image_magnification() for size in im.shape[:2])
        place = f'x="{_short(x)}" y="{_short(self.height - y - high)}" width="{_short(wide)}" height="{_short(high)}"'
        self._add(f'<image {place} href="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"/>', gc)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        if ismath:
            shape = TextPath((0, 0), s, prop=prop)
            self.draw_path(_inked(gc), shape, Affine2D().rotate_deg(angle).translate(x, self.height - y), gc.get_rgb())
            return
        width = self.get_text_width_height_descent(s, prop, False)[0]
        face, weight = face_of(prop, DPI), prop.get_weight()
        look = _look(
            font_size=_short(face.size),
            font_weight="" if weight in ("normal", 400, "regular") else str(weight),
            font_style="" if face.slant == "normal" else face.slant,
            fill=to_hex(gc.get_rgb()),
            fill_opacity=_opacity(gc.get_rgb()[3] if len(gc.get_rgb()) > 3 else 1),
            transform=f"rotate({_short(-angle)} {_short(x)} {_short(y)})" if angle % 360 else "",
        )
        fit = f' textLength="{_short(width)}" lengthAdjust="spacingAndGlyphs"' if s.strip() else ""
        self._add(f'<text x="{_short(x)}" y="{_short(y)}"{fit}{look}>{safe(s)}</text>', gc)

    def _upright(self, transform: Transform) -> Transform:
        return transform + Affine2D().scale(1, -1).translate(0, self.height)

    def _add(self, element: str, gc: GraphicsContextBase) -> None:
        clip = self._clip(gc)
        self.parts.append(f'<g clip-path="url(#{clip})">{element}</g>' if clip else element)

    def _define(self, markup: str) -> str:
        """The id of an element used more than once, written where it is first."""
        if markup not in self._known:
            self._known[markup] = f"f{MARK}-{len(self._known)}"
            named = markup.replace('id=""', f'id="{self._known[markup]}"', 1)
            self.parts.append(f"<defs>{named}</defs>")
        return self._known[markup]

    def _clip(self, gc: GraphicsContextBase) -> str:
        path, transform = cast(tuple[Path | None, Transform | None], gc.get_clip_path())
        if path is not None and transform is not None:
            shape = f'<path d="{_drawn(path, self._upright(transform))}"/>'
        elif (box := gc.get_clip_rectangle()) is not None:
            left, bottom, wide, high = box.bounds
            corner = f'x="{_short(left)}" y="{_short(self.height - bottom - high)}"'
            shape = f'<rect {corner} width="{_short(wide)}" height="{_short(high)}"/>'
        else:
            return ""
        return self._define(f'<clipPath id="">{shape}</clipPath>')

    def _style(self, gc: GraphicsContextBase, face: Any) -> str:
        """Fill, hatch and line as attributes; what is as everywhere is left out."""
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        has_line = gc.get_linewidth() > 0 and (gc.get_rgb()[3] if len(gc.get_rgb()) > 3 else 1) > 0
        offset, dashes = cast(tuple[float, Sequence[float] | None], gc.get_dashes())
        return _look(
            fill=self._fill(gc, face),
            fill_opacity=_opacity(alpha if alpha is not None else face[3] if face is not None and len(face) > 3 else 1),
            stroke=to_hex(gc.get_rgb()) if has_line else "",
            stroke_width=f"{gc.get_linewidth():.2g}" if has_line and gc.get_linewidth() != 1 else "",
            stroke_opacity=_opacity(alpha if alpha is not None else gc.get_rgb()[3]) if has_line else "",
            stroke_linecap={"projecting": "square", "round": "round"}.get(gc.get_capstyle(), "") if has_line else "",
            stroke_dasharray=" ".join(_short(d) for d in dashes) if has_line and dashes is not None else "",
            stroke_dashoffset=_short(offset) if has_line and dashes is not None and offset else "",
        )

    def _fill(self, gc: GraphicsContextBase, face: Any) -> str:
        is_filled = face is not None and (len(face) < 4 or face[3] > 0)
        if not gc.get_hatch():
            return to_hex(face) if is_filled else ""
        size = f'width="{HATCH}" height="{HATCH}"'
        ground = f'<rect {size} fill="{to_hex(face)}"/>' if is_filled else ""
        ink = f'stroke="{to_hex(gc.get_hatch_color())}" stroke-width="{gc.get_hatch_linewidth():.2g}"'
        drawn = f'{ground}<path d="{_hatch(gc.get_hatch())}" {ink}/>'
        pattern = f'<pattern id="" {size} patternUnits="userSpaceOnUse">{drawn}</pattern>'
        return f"url(#{self._define(pattern)})"


@lru_cache(maxsize=64)
def _hatch(marks: str) -> str:
    """One repetition of a hatch: lines the way of its marks, rings for all other marks; the more marks, the closer."""
    found: list[str] = []
    for mark in dict.fromkeys(marks):
        is_slanted = mark in "/\\x"
        places = np.arange(0, HATCH, HATCH / max(marks.count(mark) // (2 if is_slanted else 1), 1))
        beside = [
            f"{_short(p - HATCH)} {{}}L{_short(p + HATCH)} {{}}" for p in [*places, *places + HATCH, *places - HATCH]
        ]
        found += ["M" + b.format(HATCH, -HATCH) for b in beside if mark in "/x"]
        found += ["M" + b.format(-HATCH, HATCH) for b in beside if mark in "\\x"]
        found += [f"M0 {_short(p + 1)}H{HATCH}" for p in places if mark in "-+"]
        found += [f"M{_short(p + 1)} 0V{HATCH}" for p in places if mark in "|+"]
        if not is_slanted and mark not in "-|+":
            size = RINGS.get(mark, 1.0)
            found += [_ring(x + size + 0.6, y + size + 0.6, size) for x in places for y in places]
    return "".join(found)


def _ring(x: float, y: float, size: float) -> str:
    around = f"a{size} {size} 0 1 0"
    return f"M{_short(x - size)} {_short(y)}{around} {_short(2 * size)} 0{around} {_short(-2 * size)} 0"


def _inked(gc: GraphicsContextBase) -> GraphicsContextBase:
    """The same context without a line."""
    found = GraphicsContextBase()
    found.copy_properties(gc)
    found.set_linewidth(0)
    return found


def _opacity(share: float) -> str:
    return "" if share >= 1 else f"{share:.2g}"


def _drawn(path: Path, transform: Transform, clip: Any = None, decimals: int = 1) -> str:
    """A path as SVG writes it; empty where nothing of it is finite."""
    found: list[str] = []
    for points, code in path.iter_segments(transform, clip=clip, simplify=clip is not None and path.should_simplify):
        if code == Path.CLOSEPOLY:
            found.append("Z")
        elif code != Path.STOP:
            found.append(_LETTERS[code] + _written(points, decimals))
    return "".join(found) if len(found) > 1 else ""


def _written(points: Iterable[float] | npt.NDArray[Any], decimals: int) -> str:
    texts = (f"{p:.{decimals}f}".rstrip("0").rstrip(".") for p in points)
    return " ".join(t if t not in ("-0", "") else "0" for t in texts)
