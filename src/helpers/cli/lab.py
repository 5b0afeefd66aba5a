"""`workbook lab`: JupyterLab on the notebooks."""

from __future__ import annotations

import os
import sys

import typer


def lab(context: typer.Context) -> None:
    """Open JupyterLab on the notebooks; further options go to jupyter lab.

    Example: workbook lab --no-browser
    """
    from ..placing import root_folder

    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root_folder()}",
        "--LabApp.default_url=/lab/tree/notebooks/briefing.ipynb",
        *context.args,
    ]
    if os.name == "nt":
        import subprocess

        raise typer.Exit(subprocess.call(command))
    os.execv(command[0], command)
