"""What a report is made from, each part by its digest, and which of it has changed since."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import reads
from ..period import today
from ..placing import root_folder
from ..references import HELD
from .digests import Digests, bytes_digest, value_digest
from .imports import PACKAGE, SOURCES, Asked, Closure, cell_imports, label_path
from .jobs import Job
from .planning import named

Read = dict[str, Any]

RUNNER = ("runner", "kernel", "execute", "export", "bundle", "openings")  # what makes any report
OPENING = Asked(f"{PACKAGE}.articles", "")  # imported by the cell that an opening puts into a notebook
PARTS = ("notebook", "parameters", "links", "lock", "template")
OUTSIDE: Mapping[str, Callable[[], Any]] = {"day": lambda: today().isoformat()}  # reads that rest on no file of data/
CALLED = {"day": "today"}
BIBLIOGRAPHY = ("sources.json", HELD)  # read source by source


@dataclass(frozen=True)
class Inputs:
    """What a report was made from: digests of its `parts`, of modules by label and of the files of data/ by name.

    `outside` holds the reads that rest on no file: the day, the version of a store.
    """

    parts: Mapping[str, str]
    code: Mapping[str, str]
    files: Mapping[str, str]
    outside: tuple[Read, ...] = ()


def notebook_digest(content: bytes) -> str:
    """Digest of a notebook's cells: their type, source, tags and attachments; of all its bytes where it is none.

    Outputs, execution counts, ids and other metadata do not count.
    """
    try:
        cells = json.loads(content)["cells"]
        return value_digest([_cell(cell) for cell in cells])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return bytes_digest(content)


def _cell(cell: Mapping[str, Any]) -> list[Any]:
    metadata = cell.get("metadata", {})
    return [cell["cell_type"], _source(cell), sorted(metadata.get("tags", [])), cell.get("attachments", {})]


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _notebook_imports(path: Path) -> list[Asked]:
    cells = json.loads(path.read_bytes())["cells"]
    return [asked for cell in cells if cell["cell_type"] == "code" for asked in cell_imports(_source(cell))]


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(p for p in folder.glob(pattern) if not p.name.startswith(".") and p.is_file())


class Present:
    """What reports would be made from now, looked at once: one for each run, made before anything of it starts.

    Parameters
    ----------
    root
        The folder of the workbook.
    sources
        The folder that the package `helpers` lies in.

    Attributes
    ----------
    files
        Digests of the files of data/ by name.
    """

    def __init__(self, root: Path | None = None, sources: Path = SOURCES) -> None:
        self._root, self._sources = root or root_folder(), sources
        self._bases: list[Any] = []
        self._digests, self._notebooks = Digests(), Digests(notebook_digest)
        self._answers: dict[str, str] = {}
        self._labelled: dict[Path, dict[str, str]] = {}  # by folder of the notebook and label, digests of modules
        self._closures: dict[tuple[Path, bool], dict[str, Path]] = {}
        self._code = _files(sources / PACKAGE, "**/*.py")
        self._data = _files(self._root / "data")
        self._lock = self._root / "requirements.lock"
        self._template = _files(sources / PACKAGE / "pages" / "template")
        for path in self._code:
            self._digests.of(path)
        self.files = {path.name: self._digests.of(path) for path in self._data}
        python = [sys.version_info[:3], sys.platform, platform.machine()]
        self._system = {
            "lock": value_digest([self._digests.of(self._lock), python]),
            "template": value_digest({p.name: self._digests.of(p) for p in self._template}),
        }

    def note(self, job: Job) -> None:
        """Look at what belongs to one job alone; to be done before it runs."""
        self._notebooks.of(job.notebook.path)
        if (folder := job.notebook.path.parent) not in self._labelled:
            self._labelled[folder] = {}
            for path in _files(folder, "*.py"):
                self._digests.of(path)

    def parts(self, job: Job) -> dict[str, str]:
        """Digests of the notebook of a job, its parameters and links, and of what all reports share."""
        opening = [job.opening.article, job.opening.asks] if job.opening else None
        return {
            "notebook": self._notebooks.of(job.notebook.path),
            "parameters": value_digest([named(job.parameters), job.edition, opening]),
            "links": value_digest(dict(job.beside)),
            **self._system,
        }

    def inputs(self, job: Job, recorded: Iterable[Read] = ()) -> Inputs:
        """What the report of a job is made from, `recorded` being what it read."""
        code = {label: self._digests.of(path) for label, path in sorted(self._modules(job).items())}
        outside = tuple(r for r in recorded if r["kind"] in OUTSIDE)
        return Inputs(self.parts(job), code, self.files, outside)

    def _modules(self, job: Job) -> dict[str, Path]:
        """The modules that the notebook of a job and the runner rest on, by label."""
        key = (job.notebook.path, job.opening is not None)
        if key not in self._closures:
            asked = [Asked(f"{PACKAGE}.reports.{name}", "") for name in RUNNER]
            asked += _notebook_imports(job.notebook.path) + ([OPENING] if job.opening else [])
            self._closures[key] = Closure(job.notebook.path.parent, self._sources).follow(asked).files
        return self._closures[key]

    def still_holds(self, job: Job) -> bool:
        """Whether everything that the report of a job is made from is as it was at the first look."""
        files = [*self._modules(job).values(), *self._data, *self._template, self._lock]
        return self._notebooks.still_hold([job.notebook.path]) and self._digests.still_hold(files)

    def data_still_holds(self) -> bool:
        """Whether the files of data/ are as they were at the first look."""
        return self._digests.still_hold(self._data)

    def changed(self, inputs: Inputs, job: Job) -> tuple[str, ...]:
        """What differs from what a report was made from, the data apart: "links", "code: helpers/lags.py", "today"."""
        parts, beside = self.parts(job), job.notebook.path.parent
        found = [part for part in PARTS if inputs.parts[part] != parts[part]]
        code = self._labelled.setdefault(beside, {})
        for label in inputs.code.keys() - code.keys():
            code[label] = self._digests.of(label_path(label, beside, self._sources))
        found += [f"code: {label}" for label, digest in inputs.code.items() if digest != code[label]]
        return (*found, *(CALLED[str(r["kind"])] for r in inputs.outside if self._answer(r) != r["digest"]))

    def changed_data(self, inputs: Inputs, recorded: Callable[[], Sequence[Read] | None]) -> tuple[str, ...]:
        """What a report read of the data that is not what the same reads give now: "data: investments".

        `recorded` gives what it read, None where that is not known any more; asked only if a file of data/ differs.
        """
        files = self.files
        differ = [name for name in sorted({*files, *inputs.files}) if files.get(name) != inputs.files.get(name)]
        if not differ:
            return ()
        if any(map(_is_for_all, differ)) or (noted := recorded()) is None or self._base() is None:
            return tuple(f"data: {_table(name)}" for name in differ)
        return tuple(dict.fromkeys(_label(r, differ) for r in noted if self._answer(r) != r["digest"]))

    def _answer(self, read: Read) -> str:
        """The digest of what a read gives now; empty where it can be given no more."""
        asked = {k: v for k, v in read.items() if k != "digest"}
        key = json.dumps(asked, sort_keys=True)
        if key not in self._answers:
            try:
                outside = OUTSIDE.get(read["kind"])
                self._answers[key] = reads.digest(outside()) if outside else reads.replay(asked, self._base())
            except Exception:  # whatever the data or the code have come to: the report is made again, and will tell
                self._answers[key] = ""
        return self._answers[key]

    def _base(self) -> Any:
        """The evidence base as it is now; None where it cannot be opened."""
        from ..opening import open_evidence  # loads pandas, which a look-up of unchanged reports does without

        if not self._bases:
            with suppress(Exception):  # as above; tried once, since the check of unsound data takes long
                self._bases.append(open_evidence(self._root / "data"))
        self._bases = self._bases or [None]
        return self._bases[0]


def _is_for_all(file: str) -> bool:
    """Whether a file of data/ is read apart from the tables and the bibliography: the schema, outlines of countries."""
    return file.endswith(".json") and file not in BIBLIOGRAPHY


def _table(file: str) -> str:
    return file.removesuffix(".csv")


def _label(read: Read, files: Sequence[str]) -> str:
    """What a read that gives something else now is called, `files` being what has changed."""
    if read["kind"] == "table":
        return f"data: {_table(str(read.get('name')))}"
    ids = read.get("ids")
    which = ids if isinstance(ids, list) and len(ids) == 1 else map(_table, files)
    return f"data: {read['kind']} ({', '.join(map(str, which))})"
