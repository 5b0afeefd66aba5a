"""What `workbook render` is asked for: its options in one place, and the jobs that they stand for."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from ..parameters import ParameterError
from ..reports.exclusions import parse_exclusion
from ..reports.jobs import Job, Limits
from ..reports.matrix import Matrix, MatrixError, jobs_of
from ..reports.planning import Planner

MOST_UNASKED = 1000  # reports that are rendered without a question
SCHEDULER = re.compile(r"(tcp|tls|ws|wss)://[^\s/:]+:\d{1,5}")


@dataclass(frozen=True)
class Request:
    """The options of a run as they were given; see the help of the command."""

    out: Path
    notebooks: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    period: str | None = None
    matrix: Path | None = None
    exclude: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    cluster: str | None = None
    cache: Path | None = None
    dry_run: bool = False
    yes: bool = False
    cold: bool = False
    force: bool = False
    resume: bool = False
    no_cache: bool = False
    explain: bool = False
    as_json: bool = False

    def __post_init__(self) -> None:
        apart = (("cold", "cluster"), ("workers", "cluster"), ("cache", "no_cache"), ("force", "resume"))
        for one, other in apart:
            if getattr(self, one) and getattr(self, other):
                raise ParameterError(f"{_option(one)} and {_option(other)} do not go together; give one of them.")
        if self.cluster is not None and not SCHEDULER.fullmatch(self.cluster):
            raise ParameterError(f"--cluster {self.cluster!r} is no scheduler; write it like tcp://192.0.2.7:8786.")

    def jobs(self) -> list[Job]:
        """The jobs that are asked for; nothing is run or written.

        Raises
        ------
        MatrixError, EditionError, ParameterError, NotebookError
            If anything in the request is wrong; the message says what is right.
        """
        filed = Matrix() if self.matrix is None else load(self.matrix)
        asked = replace(
            filed,
            notebooks=self.notebooks or filed.notebooks,
            editions=self.editions or filed.editions,
            parameters={**filed.parameters, **_assignments(self.parameters, self.period)},
            exclude=filed.exclude + tuple(parse_exclusion(text) for text in self.exclude),
        )
        return jobs_of(asked, Planner(self.out.absolute(), self.limits, forms=self.forms))

    def ensure_meant(self, count: int) -> None:
        """Ask whether so many reports are meant, where they are many.

        Raises
        ------
        MatrixError
            If they are not, or nobody is there to ask.
        """
        if count <= MOST_UNASKED or self.yes:
            return
        if not _is_somebody_there():
            raise MatrixError(f"{count:,} reports are asked for; give --yes to render them, --dry-run to list them.")
        try:
            is_meant = typer.confirm(f"Render {count:,} reports?", err=True)
        except typer.Abort:
            is_meant = False
        if not is_meant:
            raise MatrixError(f"{count:,} reports were not confirmed.")


def load(path: Path) -> Matrix:
    """The matrix of a file; the reader of YAML is loaded for it alone."""
    from ..reports.matrixfile import load_matrix

    return load_matrix(path)


def _is_somebody_there() -> bool:
    """Whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _option(field_name: str) -> str:
    return {"workers": "--jobs"}.get(field_name, f"--{field_name.replace('_', '-')}")


def _assignments(pairs: tuple[str, ...], period: str | None) -> dict[str, str]:
    given: dict[str, str] = {"period": period} if period is not None else {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise ParameterError(f"-p {pair!r} is no assignment; write -p name=value, e.g. -p countries=JP,NL")
        if name.strip() in given:
            raise ParameterError(f"{name.strip()} is given twice; give it once.")
        given[name.strip()] = value.strip()
    return given
