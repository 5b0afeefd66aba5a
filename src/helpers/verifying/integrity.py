"""Whether the files of a bundle are those that its manifest names, and say what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..display import RECORD
from .contents import MANIFEST, Contents, DamagedError, NotABundleError, digest, read
from .manifests import Manifest, Recorded, recorded

NOTEBOOK = "notebook.ipynb"
MISSING, CHANGED, BEYOND = "missing", "changed", "not of the report"


@dataclass(frozen=True)
class FileFault:
    """What is wrong with a file of a bundle: its name, `kind` (missing, changed or not of the report), and in words."""

    name: str
    kind: str
    says: str


def file_faults(contents: Contents, manifest: Manifest) -> list[FileFault]:
    """Every file that is missing, changed or beyond those of the manifest; what cannot be read counts as changed."""
    found = [f for name, held in sorted(manifest.files.items()) if (f := _fault(contents, name, held))]
    for name in contents.names:
        if name != MANIFEST and name not in manifest.files:
            found.append(FileFault(name, BEYOND, "is not named in the manifest; it was added later"))
    return found or _notebook_faults(contents, manifest)


def _fault(contents: Contents, name: str, held: str) -> FileFault | None:
    if name not in contents.names:
        return FileFault(name, MISSING, "is named in the manifest and missing")
    try:
        now = digest(contents, name)
    except DamagedError as error:
        return FileFault(name, CHANGED, str(error))
    same = now == held
    return None if same else FileFault(name, CHANGED, f"was changed: SHA-256 {now[:12]}…, in the manifest {held[:12]}…")


def _notebook_faults(contents: Contents, manifest: Manifest) -> list[FileFault]:
    """Whether the findings of the manifest, which no hash protects, are those that the notebook's cells left."""
    if NOTEBOOK not in manifest.files:
        return []
    try:
        left = _left_findings(json.loads(read(contents, NOTEBOOK)))
    except (DamagedError, NotABundleError, ValueError, RecursionError, LookupError, AttributeError, TypeError):
        return [FileFault(NOTEBOOK, CHANGED, "is no notebook that a report writes")]
    differing = [f.number for f, own in zip(manifest.findings, left, strict=False) if f != own]
    if not differing and len(left) == len(manifest.findings):
        return []
    which = f"finding {differing[0]}" if differing else "the number of findings"
    return [FileFault(MANIFEST, CHANGED, f"was changed: {which} is not what the cells of {NOTEBOOK} left")]


def _left_findings(notebook: Any) -> list[Recorded]:
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    left = [record for o in outputs if isinstance(record := o.get("data", {}).get(RECORD), dict)]
    return [recorded(NOTEBOOK, record) for record in left if record.get("kind") == "finding"]
