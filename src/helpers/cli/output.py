"""How every command ends and what it says: exit status, refusals, results for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

GOOD, FAILED, REFUSED, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130


def refusal(error: Exception | str) -> typer.Exit:
    """Say why a request was wrong; raise what this returns."""
    say(f"Refused, nothing was done:\n{error}")
    return typer.Exit(REFUSED)


def say(text: str) -> None:
    """Tell a person: on standard error."""
    typer.echo(text, err=True)


def give(result: dict[str, Any]) -> None:
    """Give a program the result: JSON on standard output."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1))


def path_of(text: str | Path) -> Path:
    """A path as it was typed; an empty one, which would stand for the folder one is in, is refused."""
    if not str(text).strip():
        raise typer.BadParameter("an empty path names no place; write one, or leave the option out.")
    return Path(text)


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
