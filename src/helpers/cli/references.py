"""`workbook references`: the references in Chicago style made anew where sources have changed."""

from __future__ import annotations

import typer

from .output import FAILED, refusal, say


def references() -> None:
    """Write data/references.json anew: every source as a note and as an entry of a bibliography, in Chicago style.

    Only sources that were added or changed are formatted; all, where the style or pandoc have changed. Exit status 1
    where pandoc fails. Example: workbook references
    """
    from ..opening import data_folder
    from ..pandoc import PandocError
    from ..placing import NEW, beside
    from ..references import HELD, References, renewed
    from ..sources import load_sources
    from ..text import counted

    try:
        place = data_folder() / HELD
        sources = load_sources(place.with_name("sources.json"))
    except (FileNotFoundError, ValueError) as error:
        raise refusal(error) from None
    try:
        text, made = renewed(References(place), sources.items_of(sources.unnoted()))
        written = beside(place, NEW)
        written.write_text(text, encoding="utf-8")
        written.replace(place)
    except (PandocError, OSError) as error:
        say(f"Failed, {HELD} is as it was: {error}")
        raise typer.Exit(FAILED) from None
    typer.echo(f"{place}: {counted(len(sources), 'source')}, {counted(len(made), 'reference')} made anew")
