#!/usr/bin/env python3
"""The one command of the workbook: it makes the environment in .venv and hands over.

  python3 run.py reports        render the default edition of every notebook into reports/
  python3 run.py test           run every test; --quick leaves out the slow and the browser tests
  python3 run.py lab            open JupyterLab on the notebooks
  python3 run.py workbook ...   every other command of the workbook, e.g. "workbook --help"
  python3 run.py lock           write requirements.lock anew from pyproject.toml (--upgrade: newest)

More options are passed on, e.g. "python3 run.py test tests/test_period.py -k quarter".
WORKBOOK_INSTALLER=pip (or uv) in the environment chooses what installs the packages.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
STAMP = VENV / "set-up.json"
LOCK = ROOT / "requirements.lock"
OLDEST_PYTHON = (3, 11)
UV_PIN = (0, 13, 9)
OLDEST_UV = (0, 8)
COMMANDS = ("reports", "test", "lab", "workbook", "lock")
ALL_CORES = ["-n", "logical", "--maxprocesses", "8", "--dist", "worksteal"]
# What an activated environment, or a setting meant for another project, would say in the wrong place.
FOREIGN = {
    *("CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"),
    *("PIP_CONSTRAINT", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET"),
    *("UV_CONSTRAINT", "UV_OVERRIDE", "UV_PROJECT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_WORKING_DIR"),
}
holds: list[int] = []  # the descriptor of the lock, while this process makes the environment


class SetUpError(Exception):
    """A set-up that cannot go on: the sentence for the reader and the exit status."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


def say(sentence: str, end: str = "\n") -> None:
    """Tell the reader, on stderr, what happens now."""
    print("run.py: " + sentence, end=end, file=sys.stderr, flush=True)


# --- what is already there ---


def venv_program(name: str, venv: Path = VENV) -> Path:
    """The path of a program inside an environment, on POSIX or on Windows."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def base_python() -> str:
    """The interpreter that .venv is made from: the one behind an activated environment, not its copy."""
    return getattr(sys, "_base_executable", None) or sys.executable


def wanted_stamp() -> dict[str, str]:
    """What a finished .venv must have been made from: this folder, this Python, this lock and package."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    package = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    digest = hashlib.sha256(LOCK.read_bytes() + json.dumps(package, sort_keys=True).encode())
    return {"folder": str(ROOT), "python": sys.version, "packages": digest.hexdigest()}


def found_stamp() -> dict[str, str]:
    """What the last finished set-up left in .venv, or {} where there is none that can be used."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and venv_program("python").exists() else {}


def reason_to_remake(found: dict[str, str], wanted: dict[str, str]) -> str | None:
    """Why .venv must be made from nothing, or None where bringing its packages up to date is enough."""
    if not VENV.exists():
        return "there is none yet"
    if not found:
        return "the one in .venv was never finished, or its Python is gone"
    if found.get("folder") != wanted["folder"]:
        return f"the one in .venv was made for {found.get('folder')!r}"
    if found.get("python") != wanted["python"]:
        return f"the one in .venv was made by another Python ({str(found.get('python')).split(' ')[0]})"
    return None


# --- running the installers ---


def installer_environ() -> dict[str, str]:
    """The environment for the installers, free of other environments and of settings that misdirect them."""
    environ = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    environ.update(UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1", PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0")
    environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_NO_INPUT="1")
    return environ


def output_of(command: list[str], environ: dict[str, str]) -> str | None:
    """What a short command prints, or None where it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environ, cwd=ROOT)
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def run_step(sentence: str, command: list[str], environ: dict[str, str]) -> None:
    """Run one installing command; what it prints is shown only where it fails."""
    say(sentence)
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        child = started_installer(command, output, environ)
        try:
            while (status := status_within_a_second(child)) is None:
                if sys.stderr.isatty():
                    say(f"{sentence} {time.monotonic() - started:.0f} s", end="\r")
        except BaseException:
            stop_installer(child)
            raise
        if status != 0:
            output.seek(0)
            raise SetUpError(failure(sentence, status, output.read()))
    say(f"  done in {time.monotonic() - started:.1f} s.")


def started_installer(command: list[str], output: IO[bytes], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """An installer that was started; it shares the hold on the set-up, in case it outlives this process."""
    posix = os.name == "posix"
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=environ,
        cwd=ROOT,
        start_new_session=posix,
        pass_fds=holds if posix else (),
    )


def stop_installer(child: subprocess.Popen[bytes]) -> None:
    """Stop an installer and, on POSIX, what it started."""
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def status_within_a_second(child: subprocess.Popen[bytes]) -> int | None:
    """The exit status of a process that ends within a second; None where it goes on."""
    try:
        return child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return None


def failure(sentence: str, status: int, output: bytes) -> str:
    """What is said of an installer that failed: which step, its last lines, what to do next."""
    lines = output.decode("utf-8", "replace").strip().splitlines()[-12:]
    return "\n    ".join([f'this step ended with status {status}: "{sentence}"', "Its last lines:", *lines]) + (
        "\nrun.py: if they speak of the network, check the connection (behind a mirror or a proxy: pip's "
        "configuration); then start the same command again. Nothing half-made will be used."
    )


def working_pip(environ: dict[str, str]) -> list[str] | None:
    """How pip is started here: its own, or the copy packed inside Python; None without either."""
    unpacked = TOOLS / "pip"
    packed = str(venv_program("python", unpacked))
    for python in (base_python(), packed):
        if output_of([python, "-m", "pip", "--version"], environ) is not None:
            return [python, "-m", "pip"]
    made = output_of([base_python(), "-m", "venv", "--clear", str(unpacked)], environ)
    return None if made is None else [packed, "-m", "pip"]


def needed_pip(environ: dict[str, str]) -> list[str]:
    """As working_pip; where there is none, the one command that brings it is said and nothing is done."""
    pip = working_pip(environ)
    if pip is None:
        known = {"apt-get": "sudo apt-get install python3-venv", "dnf": "sudo dnf install python3-pip"}
        otherwise = f'"{base_python()}" -m ensurepip --user'
        brings = next((known[tool] for tool in known if shutil.which(tool)), otherwise)
        sentence = "came without pip, which fetches the packages. This command brings it:"
        raise SetUpError(f"this Python, {base_python()}, {sentence}\n\n    {brings}\n\nThen start again.", 2)
    return pip


def follow_pip_settings(pip: list[str], environ: dict[str, str]) -> None:
    """Give uv, which does not read pip's configuration, the mirror and the certificates that pip was told."""
    settings = output_of([*pip, "config", "list"], environ) or ""
    for setting, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        match = re.search(rf"^\S+\.{setting}='(.+)'$", settings, re.MULTILINE)
        if match and "UV_INDEX_URL" not in environ:
            environ.setdefault(variable, match.group(1))


# --- making the environment ---


def uv_version(program: str | None, environ: dict[str, str]) -> tuple[int, ...]:
    """The version that a uv says it has; () where there is none or it does not run."""
    said = output_of([program, "--version"], environ) if program else None
    match = re.match(r"uv (\d+)\.(\d+)\.(\d+)", said or "")
    return tuple(int(number) for number in match.groups()) if match else ()


def pinned_uv(environ: dict[str, str]) -> str | None:
    """The path of the pinned uv under .tools, if it is there and runs."""
    programs = [shutil.which("uv", path=str(TOOLS / folder)) for folder in ("bin", "Scripts")]
    return next((program for program in programs if uv_version(program, environ) == UV_PIN), None)


def fetched_uv(environ: dict[str, str]) -> str:
    """The path of the pinned uv, fetched with pip where it is not under .tools yet."""
    program = pinned_uv(environ)
    if program is None:
        pin = "uv==" + ".".join(map(str, UV_PIN))
        into_tools = ["install", "-q", "--retries", "2", "--upgrade", "--target", str(TOOLS), pin]
        run_step(f"Fetching the installer, {pin}.", [*needed_pip(environ), *into_tools], environ)
        program = pinned_uv(environ)
    if program is None:
        raise SetUpError(f"the uv that was fetched into {TOOLS} does not run on this system.")
    return program


def chosen_uv(environ: dict[str, str]) -> str | None:
    """The uv to install with: the pinned one, the reader's own, a fetched one; None where pip has to do."""
    wish = os.environ.get("WORKBOOK_INSTALLER", "")
    if wish not in ("", "uv", "pip"):
        raise SetUpError(f'WORKBOOK_INSTALLER is {wish!r}; it can be "uv" or "pip", or be left out.', 2)
    if wish == "pip":
        return None
    own = shutil.which("uv")
    if pinned_uv(environ) is None and uv_version(own, environ) >= OLDEST_UV:
        return own
    try:
        uv = fetched_uv(environ)
    except SetUpError as error:
        if wish == "uv" or error.status == 2:
            raise
        say(f"{str(error).splitlines()[0]} Going on without uv, with pip alone; this takes longer.")
        return None
    follow_pip_settings(working_pip(environ) or [], environ)
    return uv


def remove_environment() -> None:
    """Remove .venv, whatever is left of it; of a link, only the link."""
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def install_packages(remake: bool, environ: dict[str, str]) -> None:
    """Make or update .venv: every package checked against its hash, then the workbook's own."""
    uv = chosen_uv(environ)
    pip = [] if uv else needed_pip(environ)
    python = str(venv_program("python"))
    if uv:
        make = [uv, "venv", "--python", base_python(), str(VENV)]
        sync = [uv, "pip", "sync", "--python", python, "--require-hashes", "--compile-bytecode", str(LOCK)]
        own = [uv, "pip", "install", "--python", python]
    else:
        make = [base_python(), "-m", "venv", "--without-pip", str(VENV)]
        own = [*pip, "--python", python, "install", "-q"]
        sync = [*own, "--no-deps", "--require-hashes", "-r", str(LOCK)]
    if remake:
        remove_environment()
        run_step("Making .venv.", make, environ)
    speed = "about a minute the first time" if uv else "a few minutes"
    run_step(f"Installing the locked packages, {speed}.", sync, environ)
    own += ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    run_step("Installing the workbook's own package.", own, environ)


def is_held_elsewhere(descriptor: int) -> bool:
    """Whether another process holds the set-up; where none does, this one holds it from now on."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:  # a file system without locks: go on as if alone
        return False
    return False


@contextlib.contextmanager
def only_one_set_up() -> Iterator[None]:
    """Hold the set-up; the system frees it when this process and its installers end, however they end."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "set-up.lock").open("a+b") as handle:
        if is_held_elsewhere(handle.fileno()):
            say("Another run.py is making the environment; waiting for it.")
            while is_held_elsewhere(handle.fileno()):
                time.sleep(0.2)
        holds.append(handle.fileno())
        yield


def make_environment() -> None:
    """Make .venv what requirements.lock says; at once where it already is."""
    wanted = wanted_stamp()
    if found_stamp() == wanted:
        return
    with only_one_set_up():
        found = found_stamp()
        if found == wanted:  # made by the one that was waited for
            return
        reason = reason_to_remake(found, wanted)
        say(f"Making the environment: {reason}." if reason else "The packages changed: updating .venv.")
        started = time.monotonic()
        STAMP.unlink(missing_ok=True)
        install_packages(reason is not None, installer_environ())
        STAMP.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")
        say(f"The environment is ready, after {time.monotonic() - started:.1f} s.")


def write_lock(options: list[str]) -> int:
    """Write requirements.lock anew: every extra, every supported Python and system, hashes, no address."""
    TOOLS.mkdir(exist_ok=True)
    environ = installer_environ()
    uv = fetched_uv(environ)
    fresh = TOOLS / "requirements.lock"
    if LOCK.exists():
        shutil.copyfile(LOCK, fresh)
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    command = [uv, "pip", "compile", "--universal", "--generate-hashes", "--all-extras", *plain, *options]
    run_step("Choosing the versions.", [*command, "-o", str(fresh), "pyproject.toml"], environ)
    if b"://" in fresh.read_bytes():
        raise SetUpError(f"{fresh} holds an address (://), which a lock must not; requirements.lock is unchanged.")
    fresh.replace(LOCK)
    say("requirements.lock is written; the next command installs it.")
    return 0


# --- handing over ---


def handed_command(name: str, options: list[str]) -> list[str]:
    """The program inside .venv that a command of run.py stands for."""
    if name == "test":
        named = [option for option in options if option != "--quick"]
        quick = ["-m", "not slow and not browser"] if "--quick" in options else []
        return [str(venv_program("python")), "-m", "pytest", *([] if named else ALL_CORES), *quick, *named]
    first = {"reports": ["render"], "lab": ["lab"], "workbook": []}[name]
    return [str(venv_program("workbook")), *first, *options]


def hand_over(command: list[str], folder: Path) -> int:
    """Become the command on POSIX; elsewhere wait for it. Its exit status is ours."""
    environ = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    programs = str(Path(command[0]).parent)
    environ.update(VIRTUAL_ENV=str(VENV), PATH=programs + os.pathsep + environ.get("PATH", os.defpath))
    os.chdir(folder)
    if os.name == "posix":
        os.execve(command[0], command, environ)
    child = subprocess.Popen(command, env=environ)
    while True:  # Ctrl-C reaches the child by itself; it decides how to end
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()


def refuse(name: str | None) -> int:
    """Answer a missing or unknown command with the usage and the nearest right one."""
    import difflib

    print((__doc__ or "").strip(), file=sys.stderr)
    if name is not None:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        say(f"there is no command {name!r}; " + (f'did you mean "{near[0]}"?' if near else "see the list above."))
    return 2


def carry_out(name: str, options: list[str]) -> int:
    """Make the environment and do what was asked; a failure becomes a sentence and an exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that an installer does not outlive this
    try:
        if name == "lock":
            return write_lock(options)
        make_environment()
        return hand_over(handed_command(name, options), ROOT if name == "test" else Path.cwd())
    except SetUpError as error:
        say(str(error))
        return error.status
    except OSError as error:
        say(f"cannot go on: {error}. Can {ROOT} be written, and does nothing else use .venv?")
        return 1
    except KeyboardInterrupt:
        say("stopped; the same command starts the set-up again.")
        return 130


def main(arguments: list[str]) -> int:
    """Check Python and the command's name, then carry it out."""
    if sys.version_info < OLDEST_PYTHON:
        found, oldest = sys.version.split()[0], ".".join(map(str, OLDEST_PYTHON))
        say(f"this is Python {found}; the workbook needs Python {oldest} or newer. Start run.py with one.")
        return 2
    name = arguments[0] if arguments else None
    if name in ("-h", "--help"):
        print((__doc__ or "").strip())
        return 0
    return carry_out(name, arguments[1:]) if name in COMMANDS else refuse(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
