"""The command `workbook`: render reports, check the evidence base, open JupyterLab."""

from __future__ import annotations

import os
import signal
import sys

import typer

from .bench import bench
from .cache import app as cache
from .check import check
from .dictionary import dictionary
from .export import export
from .lab import lab
from .publish import publish
from .references import references
from .render import render
from .verify import verify
from .where_used import where_used

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command()(render)
app.command()(check)
app.command()(export)
app.command()(publish)
app.command()(dictionary)
app.command()(references)
app.command("where-used")(where_used)
app.command()(verify)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(lab)
passed_on = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
app.command(context_settings=passed_on)(bench)
app.add_typer(cache, name="cache")


def main() -> None:
    """Entry point; a wrong option exits 2, an interrupted run 130, one told to end 143."""
    _keep_standard_numbers()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    app()


def _keep_standard_numbers() -> None:
    """Where a caller closed a standard stream, put nothing in its place, so that no file gets its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # which takes the lowest free number: this one
