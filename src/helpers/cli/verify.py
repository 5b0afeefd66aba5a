"""`workbook verify`: a report bundle checked file by file and finding by finding."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import FAILED, GOOD, Json, give, path_of, refusal, say

if TYPE_CHECKING:
    from rich.table import Table

    from ..verifying.verdicts import Verdict
    from ..verifying.verification import Verification

MOST_CELLS = 5  # changed cells that are told of one finding
LONGEST = 160  # letters of a sentence
NARROW = 100  # columns, where what is printed goes to no terminal


def verify(
    bundle: Annotated[
        Path, typer.Argument(parser=path_of, metavar="FOLDER|ZIP", help="A report's folder, or a ZIP file of it.")
    ],
    from_bundle: Annotated[
        bool,
        typer.Option("--from-bundle", help="Compute from the bundle's own rows, even where the workbook is at hand."),
    ] = False,
    root: Annotated[
        Path | None, typer.Option(parser=path_of, help="The workbook to run the notebook in; default: this one.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Verify a report that was kept or sent: its files by their hashes, each of its findings computed again.

    Each finding is reproduced, changed (old and new, and the cells that changed), or not checkable, with the reason.
    Nothing is written to the bundle. Exit status 0 where nothing is otherwise, 1 where a file or finding is, 2 where it
    is no report bundle. Example: workbook verify reports/default/export_controls/default
    """
    if root is not None:
        if not (root / "data" / "datapackage.json").is_file() or not (root / "notebooks").is_dir():
            raise refusal(f"{root} is no workbook; --root names a folder that holds notebooks/ and data/.")
        os.environ["WORKBOOK_ROOT"] = str(root.resolve())
    from ..verifying import Again, NotABundleError
    from ..verifying import verify as verified

    try:
        found = verified(bundle, from_bundle, Again(warn=say))
    except NotABundleError as error:
        raise refusal(f"not a report bundle: {_plain(str(error))}") from None
    if as_json:
        give(found.record())
    else:
        _tell(found)
    raise typer.Exit(GOOD if found.is_good else FAILED)


def _tell(found: Verification) -> None:
    """Print the result for people: what is otherwise with files, a line a finding, how many of each."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, NARROW))
    console.print(_plain(f"{found.title} ({found.notebook}, made {found.started})"), markup=False)
    for fault in found.faults:
        console.print(_plain(f"{fault.name} {fault.says}"), markup=False, style="red")
    if not found.faults:
        console.print(f"{found.files:,} files, each as the manifest says.", markup=False)
    if found.note:
        console.print(_plain(f"Computed from the bundle's own rows: {found.note}."), markup=False)
    if found.code:
        console.print(f"Otherwise than when the report was made: {', '.join(found.code)}.", markup=False)
    console.print(_table(found.verdicts))
    console.print(_summary(found), markup=False)


def _table(verdicts: Sequence[Verdict]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, expand=True)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Outcome", no_wrap=True)
    table.add_column("Finding", ratio=1, no_wrap=True, overflow="ellipsis")
    if has_more := any(_detail(verdict) for verdict in verdicts):
        table.add_column("What changed, or why it cannot be checked", ratio=1, overflow="fold")
    styles = {"reproduced": "green", "changed": "bold red", "not checkable": "yellow"}
    for verdict in verdicts:
        outcome = Text(verdict.outcome, style=styles[verdict.outcome])
        more = [Text(_detail(verdict))] if has_more else []
        table.add_row(str(verdict.number), outcome, Text(_short(verdict.text)), *more)
    return table


def _detail(verdict: Verdict) -> str:
    """What there is to say of a verdict, a line a part."""
    if verdict.outcome != "changed":
        return _plain(verdict.why)
    parts = [f"{verdict.why}: {_short(verdict.old)} → {_short(verdict.new)}"]
    parts += [_short(cell.says) for cell in verdict.cells[:MOST_CELLS]]
    if len(verdict.cells) > MOST_CELLS:
        parts.append(f"… and {len(verdict.cells) - MOST_CELLS:,} changed cells more")
    parts += [f"in {name}, which was changed" for name in verdict.files]
    return "\n".join(map(_plain, parts))


def _summary(found: Verification) -> str:
    told = [f"{number:,} {outcome}" for outcome, number in found.counts.items()]
    faults = f"{len(found.faults):,} otherwise than the manifest says" if found.faults else "all as the manifest says"
    return f"Findings: {', '.join(told)}. Files: {faults}."


def _short(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _plain(text: str) -> str:
    """Text from a bundle without what would steer a terminal: control characters and marks of direction."""
    return "".join(c if c.isprintable() else " " for c in text)
