"""The jobs of a run listed without running them: what each is, and what the cache says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from ..reports.jobs import Job
from ..text import counted
from .output import give, say

if TYPE_CHECKING:
    from ..reports.cache import Freshness


def list_jobs(jobs: Sequence[Job], look_up: Callable[[Job], Freshness], as_json: bool) -> None:
    """Print one line a job, or all of them as JSON; how many are in which state goes to standard error."""
    told = [_described(job, look_up(job)) for job in jobs]
    if as_json:
        give({"jobs": told})
    else:
        typer.echo("".join(f"{_line(job)}\n" for job in told), nl=False)
    states = Counter(job["state"] for job in told)
    say(f"{counted(len(told), 'report')}: {', '.join(f'{n:,} {state}' for state, n in states.items())}")


def _described(job: Job, freshness: Freshness) -> dict[str, Any]:
    defaults = job.notebook.defaults
    return {
        "notebook": job.notebook.name,
        "edition": job.edition,
        "parameters": {name: value for name, value in job.parameters.items() if value != defaults[name]},
        "folder": str(job.folder),
        "state": freshness.state,
        "changed": list(freshness.changed),
    }


def _line(job: dict[str, Any]) -> str:
    words = [f"{n}={','.join(map(str, v)) if isinstance(v, list) else v}" for n, v in job["parameters"].items()]
    why = f"  ({', '.join(job['changed'])})" if job["state"] == "stale" else ""
    parts = (f"{job['state']:<10}", f"{job['edition']}/{job['notebook']}", *words, f"-> {job['folder']}{why}")
    return "  ".join(parts)
