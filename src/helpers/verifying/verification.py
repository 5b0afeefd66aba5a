"""A report bundle verified: its files by their hashes, its findings computed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from .contents import Contents, opened
from .integrity import FileFault, file_faults
from .manifests import Manifest, read_manifest
from .recomputing import verdicts_from_rows
from .rerun import Again, NotRunError, differing_code, findings_again, is_at_hand, verdicts_again, with_code
from .verdicts import CHANGED, NOT_CHECKABLE, REPRODUCED, Verdict

OUTCOMES = (REPRODUCED, CHANGED, NOT_CHECKABLE)


@dataclass(frozen=True)
class Verification:
    """What came of verifying a bundle.

    `code` names what the report was made from that is otherwise now; `note` says why its notebook was not run again,
    where it was not.
    """

    bundle: str
    title: str
    notebook: str
    started: str
    files: int
    faults: list[FileFault]
    verdicts: list[Verdict]
    code: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many findings have which outcome."""
        found = Counter(v.outcome for v in self.verdicts)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def is_good(self) -> bool:
        """Whether no file and no finding is otherwise than the manifest says; what cannot be checked is not told."""
        return not self.faults and not self.counts[CHANGED]

    def record(self) -> dict[str, Any]:
        """The result for programs."""
        return {**asdict(self), "counts": self.counts, "good": self.is_good}


def verify(path: Path, from_bundle: bool = False, again: Again | None = None) -> Verification:
    """A report bundle, folder or ZIP file, verified; nothing is written to it.

    Parameters
    ----------
    from_bundle
        Whether to compute from the bundle's own rows even where the workbook is at hand.
    again
        How its notebook is run again where the workbook is at hand.

    Raises
    ------
    NotABundleError
        If `path` is no report bundle.
    """
    with opened(path) as contents:
        manifest = read_manifest(contents)
        faults = file_faults(contents, manifest)
        whole = is_at_hand() and not from_bundle
        code = differing_code(manifest) if whole else []
        verdicts, note = _verdicts(contents, manifest, faults, (again or Again()) if whole else None)
        told = (str(path), manifest.title, manifest.notebook, manifest.started.isoformat(), len(manifest.files))
        return Verification(*told, faults, with_code(verdicts, code), code, note)


def _verdicts(
    contents: Contents, manifest: Manifest, faults: Sequence[FileFault], again: Again | None
) -> tuple[list[Verdict], str]:
    """What became of each finding, and why its notebook was not run again, where it was not."""
    damaged = [fault.name for fault in faults]
    if again is None:
        return verdicts_from_rows(contents, manifest, damaged), "" if is_at_hand() else "the workbook is not at hand"
    try:
        now = findings_again(manifest, again)
    except NotRunError as error:
        return _with_reason(verdicts_from_rows(contents, manifest, damaged), str(error)), str(error)
    return verdicts_again(manifest, now, contents), ""


def _with_reason(verdicts: Sequence[Verdict], reason: str) -> list[Verdict]:
    """The same, what cannot be checked from the bundle's rows either put down to the run that did not come about."""
    return [replace(v, why=f"{reason}; {v.why}") if v.outcome == NOT_CHECKABLE else v for v in verdicts]
