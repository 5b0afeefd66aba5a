"""Random kills of a run and of its workers, and what each leaves: `python -m tests.benchmarks.kills --number 200`.

A small workbook of invented notebooks is changed and rendered again and again. Each run is hit once, at a random moment,
by SIGKILL, SIGTERM or SIGINT, in the command itself or in one of the processes below it. Then the folders, the cache and
the processes are looked at, and a run that is left alone must put right what is to be put right. All counts are to be 0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..desk import Desk, children

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
VICTIMS = ("the command", "a worker", "the terminal's group")
FAULTS = (
    "half-written reports",
    "reports of no version",
    "wrong cache entries",
    "orphans",
    "runs that hang",
    "bad next runs",
)
LONGEST = 90.0  # seconds that a run of a few small notebooks may take at the very most


def write_version(desk: Desk, version: int, notebooks: int, seconds: float = 0.15) -> list[str]:
    """Write the notebooks anew, so that each report of this version says its number; their names."""
    names = [f"made_up_{n}" for n in range(notebooks)]
    for n, name in enumerate(names):
        shown = f"import time\nprint('version {version} of {n}')\ntime.sleep({seconds})"
        desk.write(name, shown, f"print('end of version {version} of {n}')\nlist(range(2000))")
    return names


def half_written(desk: Desk) -> list[str]:
    """Reports in place that are not whole: a file missing, added or other than its manifest says."""
    return [str(folder.relative_to(desk.out)) for folder in _reports(desk) if not _is_whole(folder)]


def _reports(desk: Desk) -> list[Path]:
    """Folders that stand where a report stands."""
    return [
        p for p in sorted(desk.out.glob("*/*/*")) if p.is_dir() and not p.name.startswith(".") and p.suffix != ".failed"
    ]


def _is_whole(folder: Path) -> bool:
    try:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return False
    there = {
        p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json"
    }
    return files == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}


def of_no_version(desk: Desk, versions: tuple[int, ...]) -> list[str]:
    """Reports that do not hold, from beginning to end, one of these versions of their notebook."""
    found = []
    for folder in _reports(desk):
        page, number = (folder / "index.html").read_text(encoding="utf-8"), folder.parent.name.rpartition("_")[2]
        words = [(f"version {v} of {number}\n", f"end of version {v} of {number}\n") for v in versions]
        if not any(page.count(begin) >= 2 and page.count(end) >= 1 for begin, end in words):
            found.append(str(folder.relative_to(desk.out)))
    return found


def wrong_in_cache(cache: Path) -> list[str]:
    """Entries that cannot be read or name an object that is missing, and objects that are not what their name says."""
    objects = {p.name: p for p in cache.glob("v*/objects/??/*") if len(p.name) == 64}
    wrong = [f"object {n}" for n, p in objects.items() if hashlib.sha256(p.read_bytes()).hexdigest() != n]
    for entry in cache.glob("v*/entries/*.json"):
        try:
            named = {
                d for variant in json.loads(entry.read_text(encoding="utf-8"))["variants"] for d in _digests(variant)
            }
            wrong += [f"{entry.name} names {d}, which is missing" for d in sorted(named - set(objects))]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            wrong.append(f"{entry.name}: {error!r}")
    return wrong


def _digests(variant: dict[str, object]) -> Iterator[str]:
    """Digests of the objects that a variant of an entry stands for."""
    yield str(variant["reads"])
    files = variant["files"]
    assert isinstance(files, dict)
    yield from map(str, files.values())


def hit(started: subprocess.Popen[str], victim: str, blow: signal.Signals, dice: random.Random) -> str:
    """Send a signal to the command, to one process below it, or to all of them as Ctrl-C does; who it met, "" if nobody."""
    if started.poll() is not None:
        return ""
    below = children(started.pid)
    met = VICTIMS[0] if victim == "a worker" and not below else victim
    with suppress(ProcessLookupError):
        if met == "the terminal's group":
            os.killpg(started.pid, blow)
        else:
            os.kill(dice.choice(below) if met == "a worker" else started.pid, blow)
        return met
    return ""


def ended(started: subprocess.Popen[str], patience: float = LONGEST) -> bool:
    """Whether a run comes to its end; one that does not is ended."""
    try:
        started.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        return False
    return True


def faults_left(desk: Desk, versions: tuple[int, ...]) -> dict[str, list[str]]:
    """What a run that was hit left behind that it must not."""
    orphans = desk.processes()
    desk.end_processes()
    halves = half_written(desk)
    return {
        "half-written reports": halves,
        "reports of no version": [] if halves else of_no_version(desk, versions),
        "wrong cache entries": wrong_in_cache(desk.cache),
        "orphans": orphans,
    }


def faults_of_next_run(desk: Desk, version: int, *options: str) -> list[str]:
    """What a run that is left alone does not put right after one that was hit."""
    run = desk.render(*options, timeout=LONGEST)
    found = [] if run.status == 0 else [f"status {run.status}: {run.errors[-500:]}"]
    found += [f"left {name}" for name in desk.left_over()]
    found += [f"not of version {version}: {name}" for name in of_no_version(desk, (version,))]
    return found + [f"not whole: {name}" for name in half_written(desk)] + wrong_in_cache(desk.cache)


def kill_once(
    desk: Desk, dice: random.Random, version: int, span: float, notebooks: int
) -> tuple[str, dict[str, list[str]]]:
    """One change, one run that is hit, one that is left alone: how it was hit, and every fault by kind."""
    write_version(desk, version, notebooks)
    victim, blow, moment = dice.choice(VICTIMS), dice.choice(SIGNALS), dice.uniform(0, span)
    started = desk.start("--jobs", "2")
    time.sleep(moment)
    met = hit(started, victim, blow, dice)
    hangs = [] if ended(started) else [f"{victim}, {blow.name}, after {moment:.2f} s"]
    found = faults_left(desk, (version - 1, version)) | {"runs that hang": hangs}
    found["bad next runs"] = faults_of_next_run(desk, version, "--jobs", "2")
    return f"{blow.name} to {met}" if met else "too late", found


def main() -> int:
    """Hit as many runs as asked for and print what they left as a table; exit 1 where anything is not 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=200, help="how many kills that met a running process")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--notebooks", type=int, default=4)
    asked = parser.parse_args()
    dice, counts, done = random.Random(asked.seed), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="workbook-kills-") as place:
        desk = Desk(Path(place) / "desk")
        write_version(desk, 0, asked.notebooks)
        began = time.monotonic()
        assert desk.render("--jobs", "2").status == 0, "the notebooks cannot be rendered at all"
        span, version = time.monotonic() - began, 0
        while sum(done.values()) - done["too late"] < asked.number:
            version += 1
            how, found = kill_once(desk, dice, version, span, asked.notebooks)
            done[how] += 1
            for kind, faults in found.items():
                counts[kind] += len(faults)
                for fault in faults:
                    sys.stderr.write(f"{version} ({how}): {kind}: {fault}\n")
            sys.stderr.write(f"\r{sum(done.values()) - done['too late']} of {asked.number} kills ")
            sys.stderr.flush()
    sys.stdout.write(table(done, counts, asked.seed))
    return 1 if counts.total() else 0


def table(done: Counter[str], counts: Counter[str], seed: int) -> str:
    """How often each kill was dealt, and how often each fault was found, as Markdown."""
    kills = "".join(f"| {how} | {number} |\n" for how, number in sorted(done.items()))
    faults = "".join(f"| {kind} | {counts[kind]} |\n" for kind in FAULTS)
    return f"\n\n| kill (seed {seed}) | number |\n| --- | --- |\n{kills}\n| found after | number |\n| --- | --- |\n{faults}"


if __name__ == "__main__":
    sys.exit(main())
