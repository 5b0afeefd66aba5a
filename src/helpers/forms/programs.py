"""Programs of others, run for a form: for a limited time, without a way out, and nothing of them left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..processes import end_below
from .asking import FormError

LEASHED = (  # ends with the one that started it, however that ends
    "import os, sys; from helpers.processes import end_with_parent; "
    "end_with_parent(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"
)
MOST_SAID = 400
_running: set[subprocess.Popen[bytes]] = set()


def run(
    command: Sequence[str],
    seconds: float,
    *,
    given: bytes = b"",
    home: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """What a program writes to its standard output.

    Parameters
    ----------
    command
        The program, by its whole path, and what it is told.
    seconds
        How long it may take.
    given
        What it reads from its standard input.
    home
        The one folder it is to keep anything in.
    more
        What it finds in its environment beside where programs lie.

    Raises
    ------
    FormError
        If it fails or takes too long; the message holds the end of what it said.
    """
    leash = [sys.executable, "-c", LEASHED, str(os.getpid()), *command] if sys.platform == "linux" else list(command)
    process = subprocess.Popen(
        leash,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(home) | dict(more or {}),
        cwd=home,
        start_new_session=True,  # so that it can be ended with all below it
    )
    _running.add(process)
    name = Path(command[0]).name
    try:
        output, errors = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise FormError(f"{name} took more than {seconds:g} s and was ended; is the machine busy? Try again.") from None
    finally:
        _running.discard(process)
        _end(process)
    if process.returncode:
        said = " ".join(errors.decode("utf-8", "replace").split())[-MOST_SAID:]
        raise FormError(f"{name} ended with status {process.returncode}: {said or 'it said nothing'}")
    return output


def end_all() -> None:
    """End every program that runs now; those who wait for one get an error."""
    for process in list(_running):
        process.kill()


def _environment(home: Path | None) -> dict[str, str]:
    package = str(Path(__file__).resolve().parents[2])  # for the leash
    kept = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": package, "LANG": "C.UTF-8"}
    kept |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    return kept | ({"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)} if home else {})


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it started."""
    if process.poll() is None:
        end_below(process.pid)
    if os.name == "posix":
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
