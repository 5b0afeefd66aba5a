"""`workbook dictionary`: the data dictionary written anew."""

from __future__ import annotations

import typer

from .output import refusal


def dictionary() -> None:
    """Write the data dictionary of data/README.md anew from data/datapackage.json.

    Example: workbook dictionary
    """
    from ..dictionary import with_dictionary
    from ..opening import data_folder
    from ..schema import load_schema

    page = data_folder() / "README.md"
    try:
        page.write_text(with_dictionary(page.read_text(encoding="utf-8"), load_schema(data_folder())), encoding="utf-8")
    except (ValueError, OSError) as error:
        raise refusal(error) from None
    typer.echo(page)
