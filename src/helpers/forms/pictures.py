"""The pictures of a page as files: taken out of its markup, drawings made into dots for programs that know no SVG."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from .asking import FormError

SHARPNESS = 2  # dots of a picture to a unit of a page
ZOOM = 3  # dots to a unit of a drawing, which is a point
POINT = 72 / 96  # a point is more than a unit of a page
MOST_WIDE, MOST_HIGH = 640, 900  # units of a page, 96 to an inch, that a picture has on A4
_DRAWING = re.compile(r"<svg\b(?P<start>[^>]*)>.*?</svg>", re.DOTALL)
_DATA = re.compile(r'src="data:image/(?P<kind>png|jpeg|gif|svg\+xml);base64,(?P<content>[A-Za-z0-9+/=\s]*)"')
_LABEL = re.compile(r'\baria-label="([^"]*)"')
_OUTSIDE = re.compile(r"<(?:image|feImage|use)\b[^>]*?href\s*=\s*[\"'](?!data:image/|#)[^>]*>", re.IGNORECASE)
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Picture:
    """A picture: PNG, JPEG or GIF, and how wide and high it is on a page (units of 1/96 inch)."""

    content: bytes
    ending: str
    width: int
    height: int


def taken_out(html: str) -> tuple[str, dict[str, Picture]]:
    """Markup whose pictures stand in it by name only ("picture-1"), and the pictures by name.

    Raises
    ------
    FormError
        If one cannot be read.
    """
    found: dict[str, Picture] = {}

    def drawing(match: re.Match[str]) -> str:
        name = f"picture-{len(found) + 1}"
        found[name] = drawn(match[0])
        label = _LABEL.search(match["start"])
        return f'<img src="{name}" alt="{label[1] if label else ""}">'

    def data(match: re.Match[str]) -> str:
        name = f"picture-{len(found) + 1}"
        try:
            content = base64.b64decode(match["content"])
            found[name] = drawn(content.decode()) if match["kind"] == "svg+xml" else _held(content, match["kind"])
        except (binascii.Error, UnicodeDecodeError, UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise FormError(f"picture {len(found) + 1} of the page cannot be read ({error}).") from None
        return f'src="{name}"'

    return _DATA.sub(data, _DRAWING.sub(drawing, html)), found


def _held(content: bytes, kind: str, sharpness: float = SHARPNESS) -> Picture:
    with Image.open(BytesIO(content)) as image:
        width, height = (side / sharpness for side in image.size)
    share = min(1.0, MOST_WIDE / width, MOST_HIGH / height)
    return Picture(content, {"jpeg": "jpg"}.get(kind, kind), round(width * share), round(height * share))


def drawn(svg: str) -> Picture:
    """A drawing as dots, with the letters of the fonts that figures are drawn with.

    What it names outside itself is left out.

    Raises
    ------
    FormError
        If it is none.
    """
    import resvg_py  # here, so that a page without drawings does without it

    from .chromium import font_folders

    fonts = (path for folder in font_folders() for path in sorted(folder.glob("*.ttf")))
    files = [str(path) for path in fonts if path.stem.startswith(("DejaVuSans", "ipa"))]
    plain = _OUTSIDE.sub("", svg if "xmlns=" in svg[:300] else svg.replace("<svg", f"<svg {_NAMESPACE}", 1))
    try:
        content = bytes(
            resvg_py.svg_to_bytes(
                svg_string=plain,
                background="white",
                skip_system_fonts=True,
                zoom=ZOOM,
                font_files=files,
                font_family="DejaVu Sans",
                sans_serif_family="DejaVu Sans",
            )
        )
    except (ValueError, RuntimeError) as error:
        raise FormError(f"a figure cannot be made into dots ({unescape(str(error))[:200]}).") from None
    return _held(content, "png", ZOOM * POINT)
