"""`workbook render`: notebooks into reports, one or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..parameters import NotebookError, ParameterError
from ..schema import DataError
from .output import FAILED, INTERRUPTED, Json, path_of, refusal, say

if TYPE_CHECKING:
    from ..reports.cache import Freshness
    from ..reports.jobs import Job, Outcome
    from ..reports.progress import Progress
    from .request import Request

PERIOD = 'Period, e.g. "2023-01", "2022-Q1", "2017/2024-07", "last-month"; commas separate several.'
PARAMETER = "name=value; may be repeated. Commas separate several values; of a list its items, and ; several lists."
MATRIX = "YAML file: notebooks, editions, parameters (lists of values by name), exclude; every combination is rendered."
EXCLUDE = 'Leave these out, e.g. "notebook=briefing,period=2022"; may be repeated.'
FORMAT = "Forms of each report, separated by commas: html (always written), pdf, docx (Word), md (Markdown)."
MEMORY = "Most memory one report may take, in megabytes."


def render(
    notebooks: Annotated[list[str] | None, typer.Argument(help="Notebooks to render; all if none is named.")] = None,
    period: Annotated[str | None, typer.Option(help=PERIOD)] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", "--parameter", help=PARAMETER)] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="Edition of notebooks/editions.yml: notebooks and parameters; may be repeated."),
    ] = None,
    matrix: Annotated[Path | None, typer.Option(parser=path_of, help=MATRIX)] = None,
    exclude: Annotated[list[str] | None, typer.Option(help=EXCLUDE)] = None,
    out: Annotated[
        Path | None, typer.Option(parser=path_of, help="Folder the reports go to; default: reports/ here.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=FORMAT)] = "html",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be rendered, and why; run nothing.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each report what had changed.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Render even what is fresh.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Render only what failed or is missing.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Reports rendered side by side; default: number of cores.")
    ] = None,
    timeout: Annotated[int, typer.Option(min=1, help="Longest time one cell may take, in seconds.")] = 600,
    run_timeout: Annotated[int, typer.Option(min=1, help="Longest time one report may take, in seconds.")] = 3600,
    memory_limit: Annotated[int, typer.Option(min=64, metavar="MB", help=MEMORY)] = 2048,
    cold: Annotated[bool, typer.Option("--cold", help="Start every report in a Python of its own (slower).")] = False,
    cluster: Annotated[str | None, typer.Option(help="Scheduler of dask.distributed, e.g. tcp://host:8786.")] = None,
    cache: Annotated[
        Path | None, typer.Option(parser=path_of, help="Folder of the cache; default: WORKBOOK_CACHE, .cache/reports.")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither take from the cache nor keep in it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before rendering more than 1,000 reports.")] = False,
    help_parameters: Annotated[str | None, typer.Option(help="List the parameters of a notebook and stop.")] = None,
    as_json: Json = False,
) -> None:
    """Render notebooks into reports: every combination of the values given.

    Example: workbook render export_controls --period 2022,2023-01 -p "countries=JP;JP,NL"
    """
    from ..forms.asking import FormError, asked_forms, ensure_makeable
    from ..placing import root_folder
    from ..reports.editions import EditionError
    from ..reports.executors import RefusedError, WorkerLostError
    from ..reports.jobs import Limits
    from ..reports.layout import OutputError
    from ..reports.matrix import MatrixError
    from .request import Request

    try:
        if help_parameters is not None:
            return _print_parameters(help_parameters)
        forms = asked_forms(format_)
        ensure_makeable(forms)
        request = Request(
            out=out if out is not None else root_folder() / "reports",
            notebooks=tuple(notebooks or ()),
            editions=tuple(edition or ()),
            parameters=tuple(parameter or ()),
            period=period,
            matrix=matrix,
            exclude=tuple(exclude or ()),
            forms=forms,
            limits=Limits(timeout, run_timeout, memory_limit),
            workers=jobs,
            cluster=cluster,
            cache=cache,
            dry_run=dry_run,
            yes=yes,
            cold=cold,
            force=force,
            resume=resume,
            no_cache=no_cache,
            explain=explain,
            as_json=as_json,
        )
        _carry_out(request)
    except (ParameterError, NotebookError, MatrixError, DataError, EditionError, OutputError, RefusedError) as error:
        raise refusal(error) from None
    except FormError as error:
        raise refusal(error) from None
    except WorkerLostError as error:
        say(f"The run could not go on; what was done stands.\n{error}")
        raise typer.Exit(FAILED) from None


def _print_parameters(name: str) -> None:
    from ..reports.notebooks import find_notebook

    notebook = find_notebook(name)
    typer.echo(f"Parameters of {notebook.name} (set with -p name=value; lists are separated by commas):")
    for parameter in notebook.parameters:
        typer.echo(f"  {parameter}")


def _carry_out(request: Request) -> None:
    """Plan the jobs, then list or render them."""
    jobs = request.jobs()
    if request.dry_run:
        from .listing import list_jobs

        return list_jobs(jobs, _look_up(request), request.as_json)
    request.ensure_meant(len(jobs))
    from ..reports.progress import Progress
    from .summary import exit_status, tell_result, tell_summary

    progress = Progress(jobs, request.as_json, request.explain)
    outcomes, is_whole = _rendered(jobs, request, progress)
    tell_summary(outcomes, progress.errors)
    tell_result(outcomes, request.out, request.as_json, progress.output)
    raise typer.Exit(exit_status(outcomes) if is_whole else INTERRUPTED)


def _look_up(request: Request) -> Callable[[Job], Freshness]:
    """What says of a job whether its report is fresh; nothing is written."""
    from ..reports.cache import Cache, Freshness, cache_folder
    from ..reports.inputs import Present
    from ..reports.layout import is_whole

    cache = None if request.no_cache else Cache(cache_folder(request.cache), Present(), say, writes=False)

    def looked_up(job: Job) -> Freshness:
        if request.resume and is_whole(job.folder, job.parameters, job.forms):
            return Freshness("fresh")
        return cache.look_up(job, request.force) if cache else Freshness("stale", ("no cache",))

    return looked_up


def _rendered(jobs: Sequence[Job], request: Request, progress: Progress) -> tuple[list[Outcome], bool]:
    """What became of the jobs, and whether every one of them was come to."""
    from ..reports import render as engine

    options = engine.Options(
        workers=request.workers,
        force=request.force,
        resume=request.resume,
        cold=request.cold,
        cluster=request.cluster or "",
        cache=request.cache,
        caching=not request.no_cache,
        alone=True,
    )
    try:
        with progress:
            return engine.render(jobs, request.out, options, progress, progress.note), True
    except engine.StoppedError as stop:
        return stop.outcomes, False
