"""The command `workbook cache`: what is kept of reports, and keeping it small."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import Json, give, path_of, refusal

if TYPE_CHECKING:
    from ..reports.cache import Places
    from ..reports.pruning import Size

MEGABYTE = 1_000_000
app = typer.Typer(no_args_is_help=True, help="What is kept of reports, so that an unchanged one is not made again.")

Folder = Annotated[
    Path | None,
    typer.Option(
        "--cache", parser=path_of, help="Folder of the cache; default: WORKBOOK_CACHE, else .cache/reports here."
    ),
]


def _places(chosen: Path | None) -> Places:
    from ..reports.cache import Places, cache_folder

    folder = cache_folder(chosen)
    if folder.exists() and not folder.is_dir():
        raise refusal(f"{folder} is a file; give the folder of a cache with --cache.")
    return Places(folder)


def _in_words(size: Size) -> str:
    from ..text import counted

    kept = f"{counted(size.entries, 'report')} in {counted(size.objects, 'file')}"
    return f"{kept}, {size.bytes / MEGABYTE:,.1f} MB"


@app.command()
def info(cache: Folder = None, as_json: Json = False) -> None:
    """Say where the cache is and how much it holds.

    Example: workbook cache info
    """
    places = _places(cache)
    from ..reports.pruning import size

    found = size(places)
    if as_json:
        give({"folder": str(places.folder), **asdict(found)})
    else:
        typer.echo(f"{places.folder}: {_in_words(found)}")


@app.command()
def prune(
    days: Annotated[int, typer.Option(min=0, help="Reports that have not served for so many days go.")] = 30,
    max_size: Annotated[
        int | None, typer.Option(min=0, help="Most that is kept, in MB; what served longest ago goes first.")
    ] = None,
    cache: Folder = None,
    as_json: Json = False,
) -> None:
    """Take away reports that have not served for long, and files that no report needs.

    Reports in their places are not touched; files younger than an hour stay for runs under way.
    Example: workbook cache prune --days 7 --max-size 500
    """
    places = _places(cache)
    from ..reports.pruning import prune as taken

    done = taken(places, days, None if max_size is None else max_size * MEGABYTE)
    if as_json:
        give({"folder": str(places.folder), **asdict(done)})
    else:
        typer.echo(f"{places.folder}: removed {_in_words(done.removed)}; left {_in_words(done.left)}")
