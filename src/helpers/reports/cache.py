"""Reports kept by what they were made from: whether one is fresh, taken from the cache, or must be made.

Layout: `<cache>/v1/entries/<key>.json` for each notebook, parameters and edition; `<cache>/v1/objects/ab/<sha256>` for
the files of reports, each once. Every file is written beside its place and moved there, objects before the entry that
names them, so that a stop at any moment leaves no entry that is wrong; there are no locks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ..forms.asking import FILES
from ..forms.makers import makers_digest
from ..placing import NEW, beside, root_folder
from .digests import bytes_digest, file_bytes, files_mark, value_digest
from .entries import Variant, entry_bytes, parse_entry, parse_reads
from .inputs import OUTSIDE, Present, Read
from .jobs import Job

T = TypeVar("T")
VARIABLE = "WORKBOOK_CACHE"
VERSION = "v1"
MOST_PLACES = 4  # where one state of a report is known to stand
MOST_VARIANTS = 8  # states of one report that are kept: a branch and back, yesterday's data, another Python


def cache_folder(chosen: Path | None = None, root: Path | None = None) -> Path:
    """The folder of the cache: the one chosen, else that of WORKBOOK_CACHE, else .cache/reports in the workbook."""
    if chosen is not None:
        return chosen
    return Path(os.environ.get(VARIABLE) or (root or root_folder()) / ".cache" / "reports")


@dataclass(frozen=True)
class Places:
    """Where things lie in a cache."""

    folder: Path

    @property
    def entries(self) -> Path:
        """The folder of the entries."""
        return self.folder / VERSION / "entries"

    @property
    def objects(self) -> Path:
        """The folder of the objects."""
        return self.folder / VERSION / "objects"

    def entry(self, job: Job) -> Path:
        """The entry of a job, whether or not there is one."""
        return self.entries / f"{value_digest([job.notebook.name, job.parameters, job.edition])}.json"

    def object(self, digest: str) -> Path:
        """The object of that digest, whether or not there is one."""
        return self.objects / digest[:2] / digest


@dataclass(frozen=True)
class Freshness:
    """What the cache says of a job.

    `state` is "fresh" (the report in place is what would be made), "restorable" (the cache holds it, or its page at
    least), "stale" or "new"; `changed` says why it must be made; `variant` is the state of the report that fits, None
    where none does; `forms` are those that are still to be made of its page.
    """

    state: str
    changed: tuple[str, ...] = ()
    variant: Variant | None = None
    forms: tuple[str, ...] = ()

    @property
    def findings(self) -> dict[str, int]:
        """How many findings the report has, by status."""
        return dict(self.variant.findings) if self.variant else {}


class Cache:
    """Reports by what they were made from, shared by all runs; one for each run, made before anything of it starts.

    Parameters
    ----------
    folder
        Where it lies; made when something is stored.
    present
        What reports would be made from now.
    warn
        Told once, in one line, if the cache cannot be written; reports are rendered all the same.
    writes
        Whether anything may be written.
    """

    def __init__(
        self, folder: Path, present: Present, warn: Callable[[str], None] = lambda line: None, writes: bool = True
    ) -> None:
        self.places, self.present = Places(folder), present
        self._warn, self._writes = warn, writes

    def look_up(self, job: Job, force: bool = False) -> Freshness:
        """Whether the report of a job is fresh; the files of the one in place are compared if any was touched since.

        To be called before a job runs, with `force` where it is to be made anyway: what it is made from is noted here.
        """
        self.present.note(job)
        if force:
            return Freshness("stale", ("forced",))
        first: Variant | None = None
        for number, variant in enumerate(self._variants(job)):
            first = first or variant
            if not self.present.changed(variant.inputs, job) and not self._changed_data(variant):
                stands, seen = _seen(job.folder, variant)
                self._note_use(job, variant, seen, is_first=number == 0)
                lacking = tuple(form for form in job.forms if variant.forms.get(form) != makers_digest())
                if lacking:
                    return Freshness("restorable", tuple(f"form: {form}" for form in lacking), variant, lacking)
                return Freshness("fresh" if stands else "restorable", (), variant)
        if first is None:
            return Freshness("new", ("new",))
        return Freshness("stale", self.present.changed(first.inputs, job) + self._changed_data(first))

    def _variants(self, job: Job) -> Iterator[Variant]:
        try:
            content = file_bytes(self.places.entry(job))
        except OSError:
            return iter(())
        return parse_entry(content)

    def _changed_data(self, variant: Variant) -> tuple[str, ...]:
        return self.present.changed_data(variant.inputs, lambda: self._reads(variant))

    def _reads(self, variant: Variant) -> Sequence[Read] | None:
        try:
            return parse_reads(self._object(variant.reads))
        except (OSError, ValueError):
            return None

    def _object(self, digest: str) -> bytes:
        """The content of an object; one that is not what its name says is removed.

        Raises
        ------
        OSError
            If there is none.
        """
        path = self.places.object(digest)
        content = file_bytes(path)
        if bytes_digest(content) != digest:
            if self._writes:
                path.unlink(missing_ok=True)
            raise OSError(f"{path} does not hold what its name says")
        return content

    def _note_use(self, job: Job, variant: Variant, seen: Variant, is_first: bool) -> None:
        """Put the variant that serves first, as it was seen now, with the digests that data/ has now.

        Where nothing of that is new the entry's time alone says that it served.
        """
        files = self.present.files
        if not self._writes:
            return
        if is_first and seen is variant and variant.inputs.files == files:
            with suppress(OSError):
                os.utime(self.places.entry(job))
        elif self.present.data_still_holds():
            renewed = replace(seen, inputs=replace(variant.inputs, files=files))
            self._try(lambda: self._write_entry(job, renewed, variant))

    def restore(self, job: Job, freshness: Freshness, staging: Path) -> bool:
        """Write the report that a look-up found into an empty folder; whether it is there whole.

        Every object is compared with its name. Where one is missing or wrong the entry is dropped: the report is to be
        rendered.
        """
        if freshness.variant is None:
            return False
        try:
            contents = {name: self._object(digest) for name, digest in freshness.variant.files.items()}
        except OSError:
            if self._writes:
                with suppress(OSError):
                    self.places.entry(job).unlink()
            return False
        try:
            for name, content in contents.items():
                (staging / name).parent.mkdir(parents=True, exist_ok=True)
                (staging / name).write_bytes(content)
        except (OSError, ValueError):  # a full disk, or a name that the system does not take
            return False
        return True

    def store(self, job: Job, recorded: Iterable[Read], folder: Path, findings: Mapping[str, int]) -> Variant | None:
        """Keep a report just made, as yet in no other form; what is kept, None where it was not.

        It is not where the cache cannot be written, or where something it is made from was touched since the look-up:
        what the report rests on cannot be told then.

        Parameters
        ----------
        recorded
            What it read, as `reads.recorded` gives it.
        folder
            Where it was written, before it takes its place as a whole: there nobody else changes it.
        findings
            How many findings it has, by status.
        """
        noted = list(recorded)
        try:
            inputs = self.present.inputs(job, noted)
            names = _names(folder)
            mark = files_mark(folder, names)
            contents = _contents(folder)
        except (OSError, ValueError, TypeError, KeyError):  # the notebook is none any more, or the report is gone
            return None
        if not self.present.still_holds(job):
            return None
        marks = {value_digest(str(job.folder)): mark} if mark and mark == files_mark(folder, names) else {}
        listed = json.dumps([r for r in noted if r["kind"] not in OUTSIDE], sort_keys=True).encode()

        def keep() -> Variant:
            files = {name: self._write_object(content) for name, content in contents.items()}
            reads = self._write_object(listed)
            variant = Variant(inputs, reads, files, dict(findings), marks=marks)
            self._write_entry(job, variant)
            return variant

        return self._try(keep)

    def store_forms(self, job: Job, variant: Variant, folder: Path) -> None:
        """Keep the forms just made of the page of a report that is kept already."""
        made = dict.fromkeys(job.forms, makers_digest())

        def keep() -> None:
            files = {name: self._write_object(content) for name, content in _contents(folder).items()}
            forms = {form: maker for form, maker in variant.forms.items() if FILES[form] in files} | made
            self._write_entry(job, replace(variant, files=files, forms=forms), variant)

        self._try(keep)

    def _try(self, write: Callable[[], T]) -> T | None:
        """Write something, unless writing is off; the first failure turns it off and is told."""
        if not self._writes:
            return None
        try:
            return write()
        except OSError as error:
            self._writes = False
            why = error.strerror or type(error).__name__
            self._warn(f"Cache {self.places.folder} cannot be written ({why}); reports are rendered without it.")
            return None

    def _write_object(self, content: bytes) -> str:
        """Keep some bytes; their digest."""
        digest = bytes_digest(content)
        path = self.places.object(digest)
        try:
            with suppress(PermissionError):  # another user's in a cache that several share
                os.utime(path)  # young again, so that pruning leaves it until the entry names it
            if path.stat().st_size == len(content):
                return digest
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
        return digest

    def _write_entry(self, job: Job, variant: Variant, instead_of: Variant | None = None) -> None:
        """Put a variant first in the entry of its job, in the place of one, and of those made from the same."""
        others = [v for v in self._variants(job) if v != instead_of and v.inputs != variant.inputs]
        path = self.places.entry(job)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, entry_bytes([variant, *others][:MOST_VARIANTS]))


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whoever writes it at the same time."""
    new = beside(path, NEW)
    try:
        new.write_bytes(content)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def _names(folder: Path) -> list[str]:
    """The files of a report by path, sorted."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _contents(folder: Path) -> dict[str, bytes]:
    """What is in the files of a report, by path."""
    return {name: file_bytes(folder / name) for name in _names(folder)}


def _seen(folder: Path, variant: Variant) -> tuple[bool, Variant]:
    """Whether a folder holds the files of a variant, and the variant with the mark that they bear there.

    Files that bear the mark which they had when they were last compared are not compared again.
    """
    place, mark = value_digest(str(folder)), files_mark(folder, variant.files)
    if mark and variant.marks.get(place) == mark:
        return True, variant
    stands = _holds(folder, variant.files)
    if not stands or not mark or mark != files_mark(folder, variant.files):
        return stands, variant
    others = [(k, v) for k, v in variant.marks.items() if k != place]
    return True, replace(variant, marks=dict([*others[1 - MOST_PLACES :], (place, mark)]))


def _holds(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether a folder holds exactly these files, others apart."""
    try:
        return all(bytes_digest(file_bytes(f"{folder}/{name}")) == digest for name, digest in files.items())
    except (OSError, ValueError):
        return False
