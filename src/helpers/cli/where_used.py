"""`workbook where-used`: what rests on a row."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .output import Json, give, path_of, refusal


def where_used(
    table: Annotated[str, typer.Argument(help="Table of the row, e.g. measures.")],
    row: Annotated[str, typer.Argument(help="Id of the row, e.g. US-2022-OCT7.")],
    out: Annotated[
        Path | None, typer.Option(parser=path_of, help="Folder of the reports; default: reports/ here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the findings, figures, tables and reports that rest on a row, and the rows that name it.

    Example: workbook where-used measures US-2022-OCT7
    """
    from ..opening import data_digest, data_folder, open_evidence
    from ..placing import root_folder
    from ..reports.where_used import family, naming, uses
    from ..schema import DataError

    try:
        evidence = open_evidence()
        rows = family(evidence, table, row)
    except (KeyError, DataError) as error:
        raise refusal(error.args[0]) from None
    place = out if out is not None else root_folder() / "reports"
    found, named = uses(place, rows, data_digest(data_folder())), naming(evidence, row)
    if as_json:
        give({"uses": [asdict(u) for u in found], "named_by": named})
        return
    for report in dict.fromkeys(use.report for use in found):
        here = [use for use in found if use.report == report]
        typer.echo(report + ("" if here[0].is_current else "  (from an earlier state of the data)"))
        typer.echo("".join(f"  {use.kind}: {use.words}\n" for use in here), nl=False)
    if not found:
        typer.echo(f"No report under {place} rests on {row}.")
    for name, ids in named.items():
        typer.echo(f"Named in {name}: {', '.join(ids)}")
