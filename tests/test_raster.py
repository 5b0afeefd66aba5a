"""Figures as pixels: drawn once, text where matplotlib lays it, colours kept, the same bytes in every process."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.charts import canvas
from helpers.charts.raster import Pixels, pixels, png
from helpers.charts.style import style

DRAWN = """
from hashlib import sha256
from helpers.charts import bars
from helpers.charts.raster import pixels, png
import pandas as pd
wide = pd.DataFrame({"US": [1.0, 2.0], "JP": [0.5, 3.0]}, index=["半導体", "lithography"])
print(sha256(png(pixels(bars(wide, "measures (number)", {"US": "United States", "JP": "Japan"}), 100))).hexdigest())
"""


class Counted(Artist):
    """An artist that counts how often it is drawn."""

    drawn = 0

    def draw(self, renderer: RendererBase) -> None:
        self.drawn += 1


def _written(text: str, **look: object) -> Figure:
    figure = Figure(figsize=(3, 2))
    figure.text(0.5, 0.5, text, ha="center", va="center", **look)
    return figure


def _middle(picture: Pixels) -> tuple[float, float]:
    """Row and column of the centre of what is written."""
    ink = 255.0 - picture[..., 0]
    down, across = np.indices(ink.shape)
    return float((ink * down).sum() / ink.sum()), float((ink * across).sum() / ink.sum())


def _opened(data: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@pytest.mark.parametrize("text", ["lithography", "経済産業省", "two\nlines", "$x^2$"])
@pytest.mark.parametrize("angle", [0, 30, 90, 180, 270, 450])
def test_text_stands_where_matplotlib_lays_it(text: str, angle: float) -> None:
    figure = _written(text, rotation=angle, family=style()["font.family"])
    ours = _middle(pixels(figure, 160))
    plain = FigureCanvasAgg(figure)
    plain.draw()
    assert ours == pytest.approx(_middle(np.asarray(plain.buffer_rgba())), abs=0.6)  # whole pixels, not parts of them


@pytest.mark.parametrize("look", [{"alpha": 0.5}, {"color": "#00000080"}])
def test_text_that_lets_through_what_lies_behind_does_so(look: dict[str, object]) -> None:
    darkest = pixels(_written("■", fontsize=30, **look), 100)[..., :3].min()
    assert 100 < darkest < 140


def test_text_in_a_colour_has_that_colour() -> None:
    picture = pixels(_written("■", fontsize=30, color="#D55E00"), 100)
    assert picture[100, 150].tolist() == [0xD5, 0x5E, 0x00, 255]


def test_text_of_spaces_leaves_no_mark() -> None:
    assert pixels(_written("  "), 100).min() == 255


def test_each_artist_is_drawn_once() -> None:
    figure, axes = canvas()
    artist = axes.add_artist(Counted())
    pixels(figure, 100)
    assert artist.drawn == 1


def test_every_colour_of_a_figure_with_few_is_kept() -> None:
    picture = np.full((20, 20, 4), 255, np.uint8)
    picture[:15, :17, 0] = np.arange(255).reshape(15, 17)
    assert (_opened(png(picture)) == picture[..., :3]).all()


def test_of_many_colours_the_frequent_are_kept_and_the_rare_become_the_nearest() -> None:
    picture = np.full((40, 400, 4), 255, np.uint8)
    picture[:, :200, 0] = picture[0, 200:, 0] = np.arange(200)  # two hundred colours of forty pixels each
    picture[0, 200:, 1] = 253  # and two hundred more of one
    found, meant = _opened(png(picture)).astype(int), picture[..., :3].astype(int)
    assert (found[:, :200] == meant[:, :200]).all()
    assert (found[1:, 200:] == 255).all()
    assert abs(found - meant).max() < 160
    assert len(np.unique(found.reshape(-1, 3), axis=0)) == 256


def test_a_white_figure_is_white() -> None:
    assert _opened(png(np.full((3, 4, 4), 255, np.uint8))).tolist() == [[[255] * 3] * 4] * 3


def test_the_same_figure_is_the_same_bytes_in_every_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", DRAWN],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(runs[0].strip()) == len(sha256().hexdigest())
    assert runs[0] == runs[1]
