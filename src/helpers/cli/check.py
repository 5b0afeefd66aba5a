"""`workbook check`: the evidence base and the notebooks against their rules."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .output import FAILED, GOOD, Json, give, refusal


def check(
    as_json: Json = False, data: Annotated[Path | None, typer.Option(help="Another data folder.")] = None
) -> None:
    """Check the evidence base and the notebooks against their rules; lists every error and warning.

    Exit status 1 where there is an error, 0 otherwise. Example: workbook check --json
    """
    from ..checking import check_data
    from ..checking.formatted import reference_problems, source_ids
    from ..corrections import unrecorded_problems
    from ..opening import data_folder
    from ..placing import root_folder
    from ..reports.notebooks import check_notebook, notebook_names
    from ..text import counted

    try:
        folder = data or data_folder()
    except FileNotFoundError as error:
        raise refusal(error) from None
    problems = check_data(folder)
    if data is None:
        problems += [*unrecorded_problems(root_folder()), *reference_problems(folder)]
        place, known = root_folder() / "notebooks", source_ids(folder)
        problems += [p for n in notebook_names() for p in check_notebook(place / f"{n}.ipynb", known)]
    found = {level: [p for p in problems if p.level == level] for level in ("error", "warning")}
    if as_json:
        give({f"{level}s": [asdict(p) for p in told] for level, told in found.items()})
    else:
        for level, told in found.items():
            typer.echo("".join(f"{level}: {problem}\n" for problem in told), nl=False)
        typer.echo(f"{counted(len(found['error']), 'error')}, {counted(len(found['warning']), 'warning')}")
    raise typer.Exit(FAILED if found["error"] else GOOD)
