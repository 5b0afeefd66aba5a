"""A request turned into jobs: every notebook read once, every parameter checked; nothing is run or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..parameters import NotebookError, ParameterError, resolve
from ..period import Period, parse_date, parse_period
from .jobs import Job, Limits
from .layout import parameters_slug, report_folder, ways
from .notebooks import NotebookFile, find_notebook, notebook_names
from .openings import Opening

COMMON = ("period", "as_of", "countries", "min_verification", "strict")  # mean the same in every notebook
Given = Mapping[str, Any]


def period_of(values: Given) -> Period:
    """The period that the parameters stand for; a relative one counts back from `as_of`."""
    as_of = values.get("as_of")
    return parse_period(values["period"], parse_date(as_of).last if as_of else None)


def named(values: Given) -> dict[str, Any]:
    """The parameters with a relative period named by its days, so that no month takes the place of another."""
    return {**values, "period": period_of(values).label} if "period" in values else dict(values)


class Shelf:
    """The notebooks of a folder (`notebooks/` if none is given), each read at the first question for it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._read: dict[str, NotebookFile | NotebookError] = {}

    @property
    def names(self) -> list[str]:
        """Every notebook, the briefing first."""
        return notebook_names(self._folder)

    def find(self, name: str) -> NotebookFile:
        """A notebook by its name.

        Raises
        ------
        NotebookError
            If there is none of that name, or it cannot be rendered as it is written.
        """
        if name not in self._read:
            try:
                self._read[name] = find_notebook(name, self._folder)
            except NotebookError as error:
                self._read[name] = error
        found = self._read[name]
        if isinstance(found, NotebookError):
            raise NotebookError(str(found))
        return found


@dataclass(frozen=True)
class Planner:
    """What the jobs of a request share: where reports go, what a run may take, and the notebooks there are.

    `out` is absolute, since every run has a working folder of its own; `forms` are wanted beside every page.
    """

    out: Path
    limits: Limits = field(default_factory=Limits)
    shelf: Shelf = field(default_factory=Shelf)
    forms: tuple[str, ...] = ()

    def jobs(
        self,
        names: Sequence[str],
        given: Given,
        edition: str = "default",
        own: Mapping[str, Given] | None = None,
        opening: Opening | None = None,
    ) -> list[Job]:
        """The jobs of one set of parameters; see `plan`."""
        jobs: list[Job] = []
        faults: list[str] = []
        for name in names or self.shelf.names:
            try:
                notebook = self.shelf.find(name)
                values = resolve(notebook.parameters, {**given, **(own or {}).get(name, {})}, notebook.name)
            except (NotebookError, ParameterError) as error:
                faults += str(error).splitlines()
                continue
            place = self._place(edition, notebook, values)
            jobs.append(Job(notebook, values, edition, place, self.limits, opening, forms=self.forms))
        if faults:
            raise ParameterError("\n".join(dict.fromkeys(faults)))
        reports = self._made(given, edition) | {job.notebook.name: job.folder for job in jobs}
        return [replace(job, beside=ways(job.folder, reports)) for job in {job.folder: job for job in jobs}.values()]

    def _place(self, edition: str, notebook: NotebookFile, values: Given) -> Path:
        """Where the report of a notebook with these parameters lies."""
        words = parameters_slug(named(values), named(notebook.defaults))
        return report_folder(self.out, edition, notebook.name, words)

    def _made(self, given: Given, edition: str) -> dict[str, Path]:
        """The reports of an edition that were made before with the same common parameters, by notebook."""
        common, found = {k: v for k, v in given.items() if k in COMMON}, {}
        for name in self.shelf.names:
            with suppress(NotebookError, ParameterError):  # a notebook that cannot be rendered has no report
                notebook = self.shelf.find(name)
                found[name] = self._place(edition, notebook, resolve(notebook.parameters, common, name))
        return {name: place for name, place in found.items() if (place / "index.html").is_file()}


def plan(
    names: Sequence[str],
    given: Given,
    out: Path,
    edition: str = "default",
    limits: Limits | None = None,
    notebooks: Path | None = None,
    own: Mapping[str, Given] | None = None,
    opening: Opening | None = None,
    forms: tuple[str, ...] = (),
) -> list[Job]:
    """The jobs of a request, every parameter checked; nothing is run or written.

    Parameters
    ----------
    own
        By notebook, the parameters that differ from `given` in that one alone.
    opening
        What every report opens with, where the edition puts an article to the test.
    forms
        What is wanted beside every page: "pdf", "docx", "md".

    Raises
    ------
    NotebookError, ParameterError
        If a notebook or parameter is wrong; the faults of all notebooks are listed.
    """
    planner = Planner(out.absolute(), limits or Limits(), Shelf(notebooks), forms)
    return planner.jobs(names, given, edition, own, opening)
