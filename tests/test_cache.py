"""The cache: what it serves is right whoever wrote, stopped or broke it, and a run goes on without it."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers import opening
from helpers.placing import NEW, OLD
from helpers.reports import cache as module
from helpers.reports import digests, pruning
from helpers.reports.cache import MOST_PLACES, MOST_VARIANTS, Cache, cache_folder
from helpers.reports.digests import bytes_digest
from helpers.reports.entries import parse_entry
from helpers.reports.jobs import Job

from .kept import Base, World, make_world, write_notebook

FILES = {"index.html": "page", "manifest.json": "{}", "rows/alpha.csv": "a,b"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


@pytest.fixture
def evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """An evidence base that answers with the lines of its tables."""
    monkeypatch.setattr(opening, "open_evidence", lambda folder: Base(folder.parent))


def _entry(world: World, job: Job) -> Path:
    return world.cache().places.entry(job)


def _restored(world: World, job: Job) -> dict[str, str] | None:
    """What the cache gives back of a report; None where it does not."""
    cache, staging = world.cache(), world.root / "staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    if not cache.restore(job, cache.look_up(job), staging):
        return None
    return {p.relative_to(staging).as_posix(): p.read_text("utf-8") for p in staging.rglob("*") if p.is_file()}


def test_a_report_is_new_then_fresh(world: World) -> None:
    job = world.job(period="2023")
    first = world.look_up(job)
    assert (first.state, first.changed, first.findings) == ("new", ("new",), {})
    assert world.make(job, FILES)
    found = world.look_up(job)
    assert (found.state, found.changed, found.findings) == ("fresh", (), {"holds": 2})
    assert world.told == []


def test_another_parameter_edition_or_notebook_is_another_report(world: World) -> None:
    world.make(world.job(period="2023"))
    write_notebook(world.root / "notebooks" / "other.ipynb", "1")
    for job in (
        world.job(period="2022"),
        world.job("other", period="2023"),
        replace(world.job(period="2023"), edition="x"),
    ):
        assert world.look_up(job).state == "new"


@pytest.mark.parametrize("broken", ["index.html", "manifest.json", "rows/alpha.csv"])
@pytest.mark.parametrize("how", [Path.unlink, lambda p: p.write_text("changed"), lambda p: (p.unlink(), p.mkdir())])
def test_a_report_that_lacks_or_changed_a_file_is_restored(
    world: World, broken: str, how: Callable[[Path], Any]
) -> None:
    job = world.job()
    world.make(job, FILES)
    how(job.folder / broken)
    assert world.look_up(job).state == "restorable"
    assert _restored(world, job) == FILES


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock some seconds on, so that what the test writes was not touched just now."""
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + 10 * digests.SECOND)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of reports that are read, as they are."""
    found, real = list[str](), digests.file_bytes

    def noted(path: str | Path) -> bytes:
        found.extend([str(path)] if "/out/" in str(path) else [])
        return real(path)

    monkeypatch.setattr(module, "file_bytes", noted)
    return found


@pytest.mark.usefixtures("later")
def test_a_report_whose_files_nobody_touched_is_not_read_again(world: World, compared: list[str]) -> None:
    job = world.job()
    world.make(job, FILES)
    compared.clear()
    assert world.look_up(job).state == "fresh"
    assert compared == []
    (job.folder / "index.html").touch()
    assert world.look_up(job).state == "fresh"
    assert len(compared) == len(FILES)
    assert world.look_up(job).state == "fresh"  # and that it was compared is noted
    assert len(compared) == len(FILES)


def test_a_report_touched_just_now_is_read_again_and_again(world: World, compared: list[str]) -> None:
    job = world.job()
    world.make(job, FILES)
    for count in (1, 2):
        for path in job.folder.rglob("*.*"):
            path.touch()
        compared.clear()
        assert world.look_up(job).state == "fresh", count
        assert len(compared) == len(FILES)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", ["index.html", "rows/alpha.csv"])
def test_a_file_changed_in_size_and_time_as_it_was_is_noticed(world: World, name: str) -> None:
    job = world.job()
    world.make(job, FILES)
    path = job.folder / name
    times = path.stat()
    path.write_text(FILES[name].upper(), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert world.look_up(job).state == "restorable"
    path.write_text(FILES[name], encoding="utf-8")
    assert world.look_up(job).state == "fresh"


@pytest.mark.usefixtures("later")
def test_a_report_put_in_place_by_another_run_is_read(world: World, compared: list[str]) -> None:
    job = world.job()
    world.make(job, FILES)
    shutil.copytree(job.folder, job.folder.with_name("copy"))
    shutil.rmtree(job.folder)
    job.folder.with_name("copy").rename(job.folder)
    compared.clear()
    assert world.look_up(job).state == "fresh"
    assert len(compared) == len(FILES)


@pytest.mark.usefixtures("later")
def test_only_so_many_places_of_a_report_are_known(world: World) -> None:
    world.make(world.job(), FILES)
    for number in range(MOST_PLACES + 2):
        job = world.job(folder=f"out/{number}")
        shutil.copytree(world.job().folder, job.folder)
        assert world.look_up(job).state == "fresh"
    (variant,) = parse_entry(_entry(world, world.job()).read_bytes())
    assert len(variant.marks) == MOST_PLACES
    assert str(world.root) not in _entry(world, world.job()).read_text(encoding="utf-8")


def test_files_that_others_put_beside_are_ignored(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    (job.folder / "note.txt").write_text("mine", encoding="utf-8")
    assert world.look_up(job).state == "fresh"


def test_another_folder_is_served_from_the_cache(world: World) -> None:
    world.make(world.job(), FILES)
    job = world.job(folder="elsewhere/default/trade/default")
    assert world.look_up(job).state == "restorable"
    assert _restored(world, job) == FILES


def test_a_stale_report_says_why_and_a_branch_and_back_is_served(world: World) -> None:
    job, notebook = world.job(), world.root / "notebooks" / "trade.ipynb"
    world.make(job, FILES)
    before = notebook.read_bytes()
    write_notebook(notebook, "1")
    assert world.look_up(job).state == "stale"
    assert world.look_up(job).changed == ("notebook",)
    world.make(job, FILES | {"index.html": "other"})
    notebook.write_bytes(before)
    assert world.look_up(job).state == "restorable"
    assert _restored(world, job) == FILES


def test_a_look_up_by_force_is_stale(world: World) -> None:
    world.make(world.job())
    found = world.cache().look_up(world.job(), force=True)
    assert (found.state, found.changed) == ("stale", ("forced",))


def test_only_so_many_states_are_kept_and_the_last_to_serve_first(world: World) -> None:
    job, lock = world.job(), "requirements.lock"
    for number in range(MOST_VARIANTS + 2):
        world.write(lock, str(number))
        world.make(job, FILES | {"index.html": str(number)})
    world.write(lock, "4")
    assert world.look_up(job).state == "restorable"
    variants = list(parse_entry(_entry(world, job).read_bytes()))
    assert len(variants) == MOST_VARIANTS
    assert variants[0].files["index.html"] == bytes_digest(b"4")
    world.write(lock, "0")
    assert world.look_up(job).changed == ("lock",)


def test_a_report_made_again_from_the_same_takes_the_place_of_the_first(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    world.make(job, FILES | {"manifest.json": '{"started": 2}'})
    assert len(list(parse_entry(_entry(world, job).read_bytes()))) == 1
    assert world.look_up(job).state == "fresh"


@pytest.mark.usefixtures("evidence")
def test_a_change_that_a_report_did_not_read_is_looked_into_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    job = world.job()
    world.make(job, FILES, "alpha")
    world.write("data/beta.csv", "anew")
    assert world.look_up(job).state == "fresh"

    def opened(folder: Path) -> Base:
        raise AssertionError("the evidence base was opened again")

    monkeypatch.setattr(opening, "open_evidence", opened)
    assert world.look_up(job).state == "fresh"
    world.write("data/alpha.csv", "anew")
    assert world.look_up(job).changed == ("data: alpha",)


@pytest.mark.usefixtures("evidence")
def test_digests_of_data_that_changed_since_are_not_noted(world: World) -> None:
    job = world.job()
    world.make(job, FILES, "alpha")
    world.write("data/beta.csv", "anew")
    before, cache = _entry(world, job).read_bytes(), world.cache()
    world.write("data/beta.csv", "once more")
    assert cache.look_up(job).state == "fresh"
    assert _entry(world, job).read_bytes() == before
    assert world.look_up(job).state == "fresh"
    assert _entry(world, job).read_bytes() != before


def test_two_reports_are_kept_apart_while_their_equal_files_are_kept_once(world: World) -> None:
    for period in ("2022", "2023"):
        world.make(world.job(folder=f"out/{period}", period=period), FILES | {"index.html": period})
    for period in ("2022", "2023"):
        assert world.look_up(world.job(folder=f"out/{period}", period=period)).state == "fresh"
    objects = [p.name for p in world.cache().places.objects.glob("*/*")]
    assert len(objects) == len(set(objects)) == 2 + 3  # two pages, two equal files, and the list of reads


@pytest.mark.parametrize(
    "path", ["notebooks/trade.ipynb", "src/helpers/late.py", "data/alpha.csv", "data/beta.csv", "requirements.lock"]
)
def test_a_report_whose_inputs_change_while_it_runs_is_not_kept(world: World, path: str) -> None:
    cache, job = world.cache(), world.job()
    cache.look_up(job)
    world.write(path, (world.root / path).read_text(encoding="utf-8") + " ")
    assert not world.make(job, FILES, cache=cache)
    assert not _entry(world, job).exists()
    assert world.told == []


def test_a_report_whose_notebook_is_gone_or_none_any_more_is_not_kept(world: World) -> None:
    for content in (None, "", "{}", '{"cells": [3]}'):
        cache, job, notebook = world.cache(), world.job(), world.root / "notebooks" / "trade.ipynb"
        write_notebook(notebook, "1")
        cache.look_up(job)
        notebook.unlink() if content is None else notebook.write_text(content, encoding="utf-8")
        assert not world.make(job, FILES, cache=cache)


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"other"), lambda p: p.write_bytes(b""), Path.unlink])
def test_a_wrong_or_missing_object_is_never_served(world: World, damage: Callable[[Path], Any]) -> None:
    job = world.job()
    world.make(job, FILES)
    damage(world.cache().places.object(bytes_digest(b"a,b")))
    (job.folder / "index.html").unlink()
    assert _restored(world, job) is None
    assert world.look_up(job).state == "new"
    world.make(job, FILES)
    (job.folder / "index.html").unlink()
    assert _restored(world, job) == FILES


def test_an_object_of_the_wrong_size_is_written_again(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    world.cache().places.object(bytes_digest(b"a,b")).write_bytes(b"")
    world.make(job, FILES)
    (job.folder / "index.html").unlink()
    assert _restored(world, job) == FILES


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("reads", [b"[", b"[3]", b'[{"kind": "table", "digest": 3}]'])
def test_reads_that_are_lost_or_hostile_make_a_report_stale(world: World, reads: bytes) -> None:
    job = world.job()
    world.make(job, FILES, "alpha")
    world.write("data/beta.csv", "anew")
    cache = world.cache()
    (variant,) = parse_entry(_entry(world, job).read_bytes())
    place = cache.places.object(bytes_digest(reads))
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(reads)
    hostile = replace(variant, reads=bytes_digest(reads))
    _entry(world, job).write_bytes(module.entry_bytes([hostile]))
    assert cache.look_up(job).changed == ("data: beta",)


def test_hostile_entries_are_as_good_as_not_there(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    good = json.loads(_entry(world, job).read_bytes())
    good["variants"][0]["files"]["../../stolen"] = bytes_digest(b"a,b")
    for content in (b"", b"[" * 100_000, b"{}", _entry(world, job).read_bytes()[:-9], json.dumps(good).encode()):
        _entry(world, job).write_bytes(content)
        assert world.look_up(job).state == "new"
        assert _restored(world, job) is None
    assert not list(world.root.rglob("stolen"))
    world.make(job, FILES)
    assert world.look_up(job).state == "fresh"


def test_an_entry_that_is_a_folder_is_told_once_and_the_run_goes_on(world: World) -> None:
    job = world.job()
    _entry(world, job).mkdir(parents=True)
    assert world.look_up(job).state == "new"
    assert not world.make(job, FILES)
    assert len(world.told) == 1


def test_paths_that_are_a_file_and_a_folder_at_once_are_not_restored(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    entry = json.loads(_entry(world, job).read_bytes())
    entry["variants"][0]["files"]["index.html/deep.csv"] = bytes_digest(b"a,b")
    _entry(world, job).write_text(json.dumps(entry), encoding="utf-8")
    assert world.look_up(job).state == "restorable"
    assert _restored(world, job) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_cache_that_cannot_be_written_is_told_once(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(path: Path, content: bytes) -> int:
        raise OSError(number, os.strerror(number))

    cache = world.cache()
    monkeypatch.setattr(Path, "write_bytes", fail)
    for period in ("2022", "2023"):
        assert not world.make(world.job(period=period), FILES, cache=cache)
    why = os.strerror(number)
    assert world.told == [f"Cache {world.cache_folder} cannot be written ({why}); reports are rendered without it."]


def test_a_full_disk_leaves_nothing_half_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        assert not world.make(world.job(), FILES)
    assert [p for p in world.cache_folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("file", [".cache", ".cache/reports", ".cache/reports/v1", ".cache/reports/v1/objects"])
def test_a_file_where_a_folder_belongs_is_told_and_kept(world: World, file: str) -> None:
    world.write(file, "mine")
    job = world.job()
    assert world.look_up(job).state == "new"
    assert not world.make(job, FILES)
    assert len(world.told) == 1
    assert "cannot be written" in world.told[0]
    assert (world.root / file).read_text(encoding="utf-8") == "mine"


def test_a_cache_of_another_version_stands_beside(world: World) -> None:
    world.write(".cache/reports/v2/entries/x.json", "theirs")
    world.make(world.job(), FILES)
    pruning.prune(world.cache().places, 0)
    assert (world.cache_folder / "v2/entries/x.json").is_file()


@pytest.mark.usefixtures("evidence")
def test_a_dry_run_writes_nothing(world: World) -> None:
    job = world.job()
    world.cache(writes=False).look_up(job)
    assert not world.cache_folder.exists()
    world.make(job, FILES, "alpha")
    os.utime(_entry(world, job), (1, 1))
    world.write("data/beta.csv", "anew")
    before = _entry(world, job).read_bytes()
    cache = world.cache(writes=False)
    assert cache.look_up(job).state == "fresh"
    assert not cache.store(job, [], job.folder, {})
    assert (_entry(world, job).read_bytes(), _entry(world, job).stat().st_mtime) == (before, 1)


def test_an_entry_that_serves_is_young_again_whatever_the_clock_says(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    for when in (1, 4_000_000_000):
        os.utime(_entry(world, job), (when, when))
        for path in (*job.folder.rglob("*"), *world.cache_folder.rglob("*")):
            os.utime(path, (when, when))
        assert world.look_up(job).state == "fresh"
        assert abs(_entry(world, job).stat().st_mtime - time.time()) < 600


def test_where_the_cache_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBOOK_CACHE", raising=False)
    assert cache_folder(root=tmp_path) == tmp_path / ".cache" / "reports"
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "shared"))
    assert cache_folder(root=tmp_path) == tmp_path / "shared"
    assert cache_folder(tmp_path / "chosen", tmp_path) == tmp_path / "chosen"
    monkeypatch.setenv("WORKBOOK_CACHE", "")
    assert cache_folder(root=tmp_path) == tmp_path / ".cache" / "reports"


class Killed(BaseException):
    """Stands for a kill: nothing in the cache may catch it."""


def _kill_at(step: int, patch: pytest.MonkeyPatch) -> list[str]:
    """Have the step of that number stopped as by a kill, a write when it is half done; the steps as they are made."""
    made: list[str] = []

    def stop(name: str) -> None:
        made.append(name)
        if len(made) == step:
            raise Killed

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            stop("write")
            return file.write(content[len(content) // 2 :])

    def replaced(path: Path, target: Path) -> Path:
        stop("replace")
        os.replace(path, target)  # noqa: PTH105 - the method is what is replaced
        return target

    patch.setattr(Path, "write_bytes", half)
    patch.setattr(Path, "replace", replaced)
    return made


def test_a_kill_at_any_step_of_a_writer_leaves_every_entry_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    job, places = world.job(), world.cache().places
    world.make(job, FILES)
    step, states = 0, set[str | None]()
    while step < 100:
        step += 1
        with monkeypatch.context() as patch:
            made = _kill_at(step, patch)
            try:
                world.make(job, {name: f"{text} {step}" for name, text in FILES.items()})
            except Killed:
                pass
            else:
                break
        assert len(made) == step
        (variant,) = parse_entry(_entry(world, job).read_bytes())
        for digest in (variant.reads, *variant.files.values()):
            assert bytes_digest(places.object(digest).read_bytes()) == digest
        shutil.rmtree(job.folder)
        states.add((_restored(world, job) or {}).get("index.html"))
    assert states == {"page"}  # the last report that was stored whole, whichever step was stopped
    assert made.count("write") == made.count("replace") == len(FILES) + 1  # its files and the entry
    assert world.look_up(job).state == "fresh"


def _write_for_ever(world: World, seed: int, started: Any) -> None:
    """Lay down and store reports under a few keys; all files of one report hold the same words."""
    chance, cache = random.Random(seed), world.cache()
    staging = world.root / f"staging-{seed}-{os.getpid()}"
    started.set()
    while True:
        job, words = _shared_job(world, chance), f"{os.getpid()} {chance.random()} " * 2000
        cache.look_up(job, force=True)
        for name in FILES:
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_text(f"{words} {name}", encoding="utf-8")
        cache.store(job, [], staging, {"holds": 1})


def _shared_job(world: World, chance: random.Random) -> Job:
    return world.job(period=chance.choice(("2021", "2022", "2023")))


def _prune_for_ever(world: World, seed: int, started: Any) -> None:
    """Prune as greedily as can be, sparing no young object."""
    pruning.YOUNG, chance = -1.0, random.Random(seed)
    started.set()
    while True:
        pruning.prune(world.cache().places, keep_bytes=chance.choice((None, 0, 200_000)))
        time.sleep(chance.random() / 100)


def _kill_at_random(world: World, rounds: int, *work: Callable[[World, int, Any], None]) -> None:
    chance, fork = random.Random(5), multiprocessing.get_context("fork")
    for number in range(rounds):
        started = [fork.Event() for _ in work]
        running = [fork.Process(target=w, args=(world, number, s)) for w, s in zip(work, started, strict=True)]
        for process in running:
            process.start()
        assert all(event.wait(30) for event in started)
        for process in running:
            time.sleep(chance.random() / 30)
            os.kill(process.pid or 0, signal.SIGKILL)
        for process in running:
            process.join()


def _served(world: World) -> list[str]:
    """For each shared job, how it is served: "whole" or "not"; anything else would be a wrong report."""
    found = []
    for period in ("2021", "2022", "2023"):
        report = _restored(world, world.job(period=period, folder="nowhere"))
        words = {text.removesuffix(name).strip() for name, text in (report or {}).items()}
        found.append("not" if report is None else "whole" if len(words) == 1 and set(report) == set(FILES) else "WRONG")
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_writers_killed_at_random_leave_every_entry_whole(world: World) -> None:
    _kill_at_random(world, 25, _write_for_ever, _write_for_ever, _write_for_ever)
    entries = sorted(world.cache().places.entries.glob("[!.]*.json"))
    assert len(entries) == 3
    for entry in entries:
        (variant,) = parse_entry(entry.read_bytes())
        assert json.loads(entry.read_bytes())["form"] == 1
        for digest in (variant.reads, *variant.files.values()):
            assert bytes_digest(world.cache().places.object(digest).read_bytes()) == digest
    assert _served(world) == ["whole"] * 3


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_writers_and_a_greedy_pruner_killed_at_random_serve_nothing_wrong(world: World) -> None:
    seen = set[str]()
    for _ in range(8):
        _kill_at_random(world, 3, _write_for_ever, _write_for_ever, _prune_for_ever)
        seen.update(_served(world))
    assert "WRONG" not in seen
    assert seen


def test_what_a_killed_writer_leaves_half_written_is_pruned(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    places = world.cache().places
    left = [
        places.object("a" * 64).with_name(f"{NEW}1-aa-{'a' * 64}"),
        places.entries / f"{NEW}1-aa-x.json",
        places.entries / f"{NEW}1-aa-young.json",
    ]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.write_text("half", encoding="utf-8")
    for file in left[:2]:
        os.utime(file, (1, 1))
    pruning.prune(places)
    assert [file.exists() for file in left] == [False, False, True]
    assert world.look_up(job).state == "fresh"
    assert OLD not in "".join(p.name for p in world.cache_folder.rglob("*"))


def test_a_cache_never_writes_where_the_report_lies(world: World) -> None:
    job = world.job()
    world.make(job, FILES)
    before = {p: p.stat().st_mtime_ns for p in job.folder.rglob("*")}
    Cache(world.cache_folder, world.present()).look_up(job)
    assert {p: p.stat().st_mtime_ns for p in job.folder.rglob("*")} == before
