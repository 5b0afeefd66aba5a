"""`workbook export`: a selection of the evidence base for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .output import FAILED, Json, give, path_of, refusal, say


def export(
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="csv, xlsx, sqlite, bibtex, ris or csl-json; may be repeated.")
    ] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Only rows that bear on it; may be repeated.")] = None,
    period: Annotated[str | None, typer.Option(help='Only rows dated in it, e.g. "2023-01", "2017/2024-07".')] = None,
    countries: Annotated[list[str] | None, typer.Option(help="Only rows that one of them acts in, e.g. JP,NL.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Only what a source had said by that day.")] = None,
    min_verification: Annotated[str | None, typer.Option(help="Least certain mark let in; default: every row.")] = None,
    table: Annotated[list[str] | None, typer.Option(help="Only this table; may be repeated. Default: all.")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=path_of, help="Folder or file; default: a folder in exports/ here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a selection of the evidence base for other programs, with its dictionary, sources and licence.

    Citations and the bibliography always travel along. Example: workbook export --format xlsx --theme space_cyber
    """
    from .. import exports
    from ..opening import data_folder, open_evidence
    from ..parameters import ParameterError
    from ..schema import DataError

    given = {"format": formats, "theme": theme, "period": period, "countries": countries, "table": table}
    try:
        folder = data_folder()
        evidence = open_evidence(folder)
        asked = given | {"as_of": as_of, "min_verification": min_verification}
        selection, chosen = exports.read_request(evidence, asked)
        place = exports.destination(out, chosen, selection, folder.parent)
        extract = exports.extracted(evidence, selection, folder)
        files = exports.write_export(extract, place)
    except (ParameterError, DataError, exports.OutputError, FileNotFoundError) as error:
        raise refusal(error) from None
    except (exports.ExportError, OSError) as error:
        say(f"The export failed; what was in its place still stands.\n{error}")
        raise typer.Exit(FAILED) from None
    say("\n".join([*extract.notes, exports.size(extract)]))
    result = {"out": str(place.path), **exports.record(extract, place.formats, files)}
    if as_json:
        give(result)
    else:
        typer.echo(place.path)
