"""The command `workbook`: render reports, check the evidence base, open JupyterLab."""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .parameters import NotebookError, ParameterError
from .schema import DataError

GOOD, FAILED, REFUSED, PARTLY = 0, 1, 2, 3
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]


def _refuse(error: Exception | str) -> typer.Exit:
    errors.print(f"Refused, nothing was done:\n{error}")
    return typer.Exit(REFUSED)


def _assignments(pairs: list[str], period: str | None) -> dict[str, str]:
    given: dict[str, str] = {"period": period} if period is not None else {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise ParameterError(f"-p {pair!r} is no assignment; write -p name=value, e.g. -p countries=JP,NL")
        if name.strip() in given:
            raise ParameterError(f"{name.strip()} is given twice; give it once.")
        given[name.strip()] = value.strip()
    return given


def _bar() -> Progress:
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*parts, console=errors, transient=not errors.is_terminal)


def _print_parameters(name: str) -> None:
    from .reports.notebooks import find_notebook

    notebook = find_notebook(name)
    typer.echo(f"Parameters of {notebook.name} (set with -p name=value; lists are separated by commas):")
    for parameter in notebook.parameters:
        typer.echo(f"  {parameter}")


@app.command()
def render(
    notebooks: Annotated[list[str] | None, typer.Argument(help="Notebooks to render; all if none is named.")] = None,
    period: Annotated[
        str | None, typer.Option(help='Period, e.g. "2023-01", "2022-Q1", "2017/2024-07", "last-month".')
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help="name=value; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder the reports go to; default: reports/ here.")] = None,
    edition: Annotated[
        str, typer.Option(help="Edition of notebooks/editions.yml: notebooks and parameters.")
    ] = "default",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Notebooks run side by side; default: number of cores.")
    ] = None,
    timeout: Annotated[int, typer.Option(min=1, help="Longest time one cell may take, in seconds.")] = 600,
    help_parameters: Annotated[str | None, typer.Option(help="List the parameters of a notebook and stop.")] = None,
    as_json: Json = False,
) -> None:
    """Render notebooks into reports.

    Example: workbook render export_controls --period 2023-01 -p countries=JP,NL
    """
    from .reports import editions, layout, openings
    from .reports import render as engine

    try:
        if help_parameters is not None:
            return _print_parameters(help_parameters)
        place = out if out is not None else layout.root_folder() / "reports"
        chosen = editions.find_edition(edition)
        given = chosen.parameters | _assignments(parameter or [], period)
        planned = engine.plan(
            notebooks or chosen.notebooks,
            given,
            place,
            edition,
            timeout,
            own=chosen.notebook_parameters,
            opening=openings.opening_of(chosen),
        )
        with _bar() as bar:
            task = bar.add_task("rendering", total=len(planned))

            def tell(outcome: engine.Outcome) -> None:
                word = "done" if outcome.is_good else "FAILED"
                bar.console.print(f"{word:>6}  {outcome.notebook}  {outcome.seconds:.1f} s")
                bar.advance(task)

            outcomes = engine.render(planned, place, jobs, tell)
    except (ParameterError, NotebookError, DataError, editions.EditionError, layout.OutputError) as error:
        raise _refuse(error) from None
    _report(outcomes, place, as_json)
    good = sum(o.is_good for o in outcomes)
    raise typer.Exit(GOOD if good == len(outcomes) else PARTLY if good else FAILED)


def _report(outcomes: list[Any], out: Path, as_json: bool) -> None:
    for outcome in outcomes:
        if not outcome.is_good:
            has_good = os.path.isfile(os.path.join(outcome.folder, "index.html"))  # noqa: PTH113, PTH118 - never raises
            kept = "its last good report stands" if has_good else "there is no earlier report"
            stopped = f"{outcome.folder}.failed"
            where = f"; the stopped notebook is in {stopped}" if os.path.isdir(stopped) else ""  # noqa: PTH112
            errors.print(f"{outcome.notebook} failed in {outcome.error}\n  ({kept}{where})")
    if as_json:
        typer.echo(
            json.dumps(
                {"index": str(out / "index.html"), "reports": [asdict(o) for o in outcomes]},
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    for outcome in outcomes:
        if outcome.is_good:
            typer.echo(Path(outcome.folder) / "index.html")
    typer.echo(out / "index.html")


@app.command()
def check(
    as_json: Json = False, data: Annotated[Path | None, typer.Option(help="Another data folder.")] = None
) -> None:
    """Check the evidence base and the notebooks against their rules; lists every error and warning.

    Exit status 1 where there is an error, 0 otherwise. Example: workbook check --json
    """
    from .checking import check_data
    from .corrections import unrecorded_problems
    from .opening import data_folder
    from .reports.layout import root_folder
    from .reports.notebooks import check_notebook, notebook_names
    from .text import counted

    try:
        folder = data or data_folder()
    except FileNotFoundError as error:
        raise _refuse(error) from None
    problems = check_data(folder)
    if data is None:
        problems += unrecorded_problems(root_folder())
        problems += [p for n in notebook_names() for p in check_notebook(root_folder() / "notebooks" / f"{n}.ipynb")]
    found = {level: [p for p in problems if p.level == level] for level in ("error", "warning")}
    if as_json:
        listed = {f"{level}s": [asdict(p) for p in told] for level, told in found.items()}
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for level, told in found.items():
            typer.echo("".join(f"{level}: {problem}\n" for problem in told), nl=False)
        typer.echo(f"{counted(len(found['error']), 'error')}, {counted(len(found['warning']), 'warning')}")
    raise typer.Exit(FAILED if found["error"] else GOOD)


@app.command()
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
    out: Annotated[Path | None, typer.Option(help="Folder or file; default: a folder in exports/ here.")] = None,
    as_json: Json = False,
) -> None:
    """Write a selection of the evidence base for other programs, with its dictionary, sources and licence.

    Citations and the bibliography always travel along. Example: workbook export --format xlsx --theme space_cyber
    """
    from . import exports
    from .opening import data_folder, open_evidence

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
        raise _refuse(error) from None
    except (exports.ExportError, OSError) as error:
        errors.print(f"The export failed; what was in its place still stands.\n{error}")
        raise typer.Exit(FAILED) from None
    errors.print("\n".join([*extract.notes, exports.size(extract)]))
    result = {"out": str(place.path), **exports.record(extract, place.formats, files)}
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else place.path)


@app.command()
def dictionary() -> None:
    """Write the data dictionary of data/README.md anew from data/datapackage.json.

    Example: workbook dictionary
    """
    from .dictionary import with_dictionary
    from .opening import data_folder
    from .schema import load_schema

    page = data_folder() / "README.md"
    try:
        page.write_text(with_dictionary(page.read_text(encoding="utf-8"), load_schema(data_folder())), encoding="utf-8")
    except (ValueError, OSError) as error:
        raise _refuse(error) from None
    typer.echo(page)


@app.command("where-used")
def where_used(
    table: Annotated[str, typer.Argument(help="Table of the row, e.g. measures.")],
    row: Annotated[str, typer.Argument(help="Id of the row, e.g. US-2022-OCT7.")],
    out: Annotated[Path | None, typer.Option(help="Folder of the reports; default: reports/ here.")] = None,
    as_json: Json = False,
) -> None:
    """List the findings, figures, tables and reports that rest on a row, and the rows that name it.

    Example: workbook where-used measures US-2022-OCT7
    """
    from .opening import data_digest, data_folder, open_evidence
    from .reports.layout import root_folder
    from .reports.where_used import family, naming, uses

    try:
        evidence = open_evidence()
        rows = family(evidence, table, row)
    except (KeyError, DataError) as error:
        raise _refuse(error.args[0]) from None
    place = out if out is not None else root_folder() / "reports"
    found, named = uses(place, rows, data_digest(data_folder())), naming(evidence, row)
    if as_json:
        typer.echo(json.dumps({"uses": [asdict(u) for u in found], "named_by": named}, ensure_ascii=False, indent=1))
        return
    for report in dict.fromkeys(use.report for use in found):
        here = [use for use in found if use.report == report]
        typer.echo(report + ("" if here[0].is_current else "  (from an earlier state of the data)"))
        typer.echo("".join(f"  {use.kind}: {use.words}\n" for use in here), nl=False)
    if not found:
        typer.echo(f"No report under {place} rests on {row}.")
    for name, ids in named.items():
        typer.echo(f"Named in {name}: {', '.join(ids)}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """Open JupyterLab on the notebooks; further options go to jupyter lab.

    Example: workbook lab --no-browser
    """
    from .reports.layout import root_folder

    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root_folder()}",
        "--LabApp.default_url=/lab/tree/notebooks/briefing.ipynb",
        *context.args,
    ]
    if os.name == "nt":
        import subprocess

        raise typer.Exit(subprocess.call(command))
    os.execv(command[0], command)


def main() -> None:
    """Entry point; a wrong option exits 2, an interrupted run 130, one told to end 143."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    app()


if __name__ == "__main__":
    main()
