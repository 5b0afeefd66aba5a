"""What a run is asked for and what becomes of it: jobs, their limits, their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .notebooks import NotebookFile
    from .openings import Opening


@dataclass(frozen=True)
class Limits:
    """How long a cell and a whole run may take, in seconds, and how much memory a run may hold, in megabytes."""

    cell_seconds: int = 600
    run_seconds: int = 3600
    memory_mb: int = 2048


@dataclass(frozen=True)
class Job:
    """One report to make: notebook, checked parameters, edition, and the folder it goes to.

    `beside` says by notebook where the reports lie that links to notebooks lead to; `forms` are wanted beside the page.
    """

    notebook: NotebookFile
    parameters: dict[str, Any]
    edition: str
    folder: Path
    limits: Limits = field(default_factory=Limits)
    opening: Opening | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the job is called in lists: the notebook, and the folder of its parameters unless all are default."""
        slug = self.folder.name
        return self.notebook.name if slug == "default" else f"{self.notebook.name} {slug}"


@dataclass(frozen=True)
class Outcome:
    """What became of a job: `error` is empty where the report stands; else the last good one, if any, does.

    `status` is "rendered", "fresh" (nothing had changed), "restored" (taken from the cache) or "failed"; `changed`
    says why it was rendered; `cell` is the number of the cell it stopped in, 0 where none did; `forms` are
    those that stand beside the page as asked for.
    """

    notebook: str
    folder: str
    seconds: float
    error: str = ""
    findings: dict[str, int] = field(default_factory=dict)
    status: str = "rendered"
    changed: tuple[str, ...] = ()
    cell: int = 0
    forms: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the report stands as asked for."""
        return not self.error


@dataclass(frozen=True)
class Work:
    """A job with all that it takes to do it in another process or on another machine.

    `notebook` is the text of the notebook's file; `facts` are what the manifest says of the run beside what comes out.
    """

    name: str
    notebook: str
    parameters: dict[str, Any]
    edition: str
    facts: dict[str, Any]
    limits: Limits = field(default_factory=Limits)
    opening: Opening | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    cold: bool = False


@dataclass(frozen=True)
class Result:
    """What came of some work: findings by status and what was read, or why and in which cell it failed."""

    seconds: float
    findings: dict[str, int] = field(default_factory=dict)
    reads: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    cell: int = 0

    def after(self, seconds: float, error: str) -> Result:
        """The result with more time taken, and with what failed in it, if anything."""
        return replace(self, seconds=round(self.seconds + seconds, 2), error=error)
