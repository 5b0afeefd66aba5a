"""How a run ended: the result on standard output, and for people what failed, why, and what to do next."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from ..forms.asking import FILES
from ..reports.jobs import Outcome
from ..reports.streams import Stream
from .output import FAILED, GOOD, PARTLY

STATES = ("rendered", "fresh", "restored", "failed")
MOST_FAILURES = 20  # that are told one by one


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """0 where every report stands, 1 where none does, 3 where some do."""
    good = sum(o.is_good for o in outcomes)
    return GOOD if good == len(outcomes) else PARTLY if good else FAILED


def tell_result(outcomes: Sequence[Outcome], out: Path, as_json: bool, output: Stream) -> None:
    """Write the pages that stand and the index, or for programs one JSON object in the last line."""
    index = out / "index.html"
    if not as_json:
        good = [o for o in outcomes if o.is_good]
        for page in [*(Path(o.folder) / name for o in good for name in _files(o)), index]:
            output.line(str(page))
        return
    counts = _counts(outcomes)
    result = {"event": "result", "index": str(index), "reports": [asdict(o) for o in outcomes], "counts": counts}
    output.line(json.dumps(result, ensure_ascii=False))


def tell_summary(outcomes: Sequence[Outcome], errors: Stream) -> None:
    """Write each failure, and where there are several reports how many ended how, and what to do next."""
    failed = [o for o in outcomes if not o.is_good]
    for outcome in failed[:MOST_FAILURES]:
        errors.line("\n".join(_failure(outcome, shortened=len(outcomes) > 1)))
    if len(failed) > MOST_FAILURES:
        errors.line(f"… and {len(failed) - MOST_FAILURES:,} more; the index lists them all.")
    if len(outcomes) > 1:
        errors.line("\n".join(f"{count:>8,}  {state}" for state, count in _counts(outcomes).items() if count))
    if failed:
        which = "the notebook" if len(failed) == 1 else "the notebooks"
        errors.line(f"Mend {which}, then give the same command with --resume: only what failed is redone.")


def _files(outcome: Outcome) -> list[str]:
    """The names of the page and of its other forms that were asked for."""
    return ["index.html", *(FILES[form] for form in outcome.forms)]


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    found = Counter("failed" if not o.is_good else o.status for o in outcomes)
    return {state: found[state] for state in STATES}


def _failure(outcome: Outcome, shortened: bool) -> Iterator[str]:
    """What failed and why, in full or in its first and last line; what stands; where the stopped notebook is."""
    lines = outcome.error.splitlines()
    error = f"{lines[0]} … {lines[-1].strip()}" if shortened and len(lines) > 1 else outcome.error
    folder, stopped = outcome.folder, f"{outcome.folder}.failed"
    slug = Path(folder).name
    yield f"{outcome.notebook}{f' ({slug})' if slug != 'default' else ''} failed in {error}"
    has_good = os.path.isfile(os.path.join(folder, "index.html"))  # noqa: PTH113, PTH118 - never raises
    kept = "its last good report stands" if has_good else "there is no earlier report"
    where = f"; the stopped notebook is in {stopped}" if os.path.isdir(stopped) else ""  # noqa: PTH112
    yield f"  ({kept}{where})"
