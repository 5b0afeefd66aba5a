"""The cache kept small, and the command that does it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers.cli.cache import app
from helpers.reports import pruning
from helpers.reports.jobs import Job
from helpers.reports.pruning import DAY, Size, prune, size

from .kept import World, make_world

HOURS = 3600.0


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def _job(world: World, period: str) -> Job:
    return world.job(folder=f"out/{period}", year=period)


def _filled(world: World, **served: float) -> None:
    """Reports by period, each with a page of 10,000 bytes, that served so many seconds ago."""
    for period, age in served.items():
        world.make(_job(world, period), {"index.html": period * (10_000 // len(period)), "shared.csv": "a,b"})
        _age(world.cache().places.entry(_job(world, period)), age)


def _age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def _age_objects(world: World, seconds: float = 2 * HOURS) -> None:
    for path in world.cache().places.objects.glob("*/*"):
        _age(path, seconds)


def _states(world: World, *periods: str) -> list[str]:
    """What is still known of the reports, without noting a use."""
    return [world.cache(writes=False).look_up(_job(world, p)).state for p in periods]


def test_what_has_not_served_for_long_goes_with_what_only_it_named(world: World) -> None:
    _filled(world, y2021=31 * DAY, y2022=29 * DAY)
    _age_objects(world)
    before = size(world.cache().places)
    done = prune(world.cache().places)
    assert _states(world, "y2021", "y2022") == ["new", "fresh"]
    assert (done.removed.entries, done.removed.objects) == (1, 1)
    assert done.left == size(world.cache().places)
    assert done.removed.bytes == before.bytes - done.left.bytes > 10_000 - len("y2021")
    assert (_job(world, "y2021").folder / "index.html").is_file()


def test_young_objects_stay_for_the_writer_who_is_about_to_name_them(world: World) -> None:
    _filled(world, y2021=31 * DAY)
    assert prune(world.cache().places).removed.objects == 0
    _age_objects(world)
    assert prune(world.cache().places).removed.objects == 3


def test_an_object_stored_again_is_young_again(world: World) -> None:
    _filled(world, y2021=0)
    _age_objects(world)
    _filled(world, y2021=31 * DAY)
    done = prune(world.cache().places)
    assert (done.removed.entries, done.removed.objects) == (1, 0)


def test_what_served_longest_ago_goes_where_too_much_is_kept(world: World) -> None:
    _filled(world, y2021=3 * DAY, y2022=1 * DAY, y2023=2 * DAY)
    _age_objects(world)
    prune(world.cache().places, keep_bytes=25_000)
    assert _states(world, "y2021", "y2022", "y2023") == ["new", "fresh", "fresh"]
    assert size(world.cache().places).bytes <= 25_000
    prune(world.cache().places, keep_bytes=0)
    assert size(world.cache().places) == Size(0, 0, 0)


def test_a_large_report_does_not_push_out_a_small_one_that_served_before(world: World) -> None:
    _filled(world, y2021=2 * DAY)
    world.make(_job(world, "y2022"), {"index.html": "x" * 100_000})
    _age_objects(world)
    prune(world.cache().places, keep_bytes=50_000)
    assert _states(world, "y2021", "y2022") == ["fresh", "new"]


def test_what_serves_while_the_cache_is_pruned_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _filled(world, y2021=31 * DAY)
    _age_objects(world)
    entry, chosen = world.cache().places.entry(_job(world, "y2021")), pruning._chosen

    def serve(*given: Any) -> Any:
        os.utime(entry)
        for path in world.cache().places.objects.glob("*/*"):
            os.utime(path)
        return chosen(*given)

    monkeypatch.setattr(pruning, "_chosen", serve)
    assert prune(world.cache().places).removed == Size(0, 0, 0)


def test_a_clock_that_went_back_takes_nothing_away(world: World) -> None:
    _filled(world, y2021=-400 * DAY)
    _age_objects(world, -400 * DAY)
    assert prune(world.cache().places, 0).removed == Size(0, 0, 0)


def test_what_is_no_entry_goes(world: World) -> None:
    _filled(world, y2021=0)
    world.cache().places.entry(_job(world, "y2021")).write_text("{", encoding="utf-8")
    assert prune(world.cache().places).removed.entries == 1


def test_a_cache_that_is_not_there_holds_nothing(world: World) -> None:
    assert prune(world.cache().places).left == size(world.cache().places) == Size(0, 0, 0)
    assert not world.cache_folder.exists()


def test_the_command_prunes_and_tells(world: World) -> None:
    _filled(world, y2021=9 * DAY, y2022=1 * DAY)
    _age_objects(world)
    told = CliRunner().invoke(app, ["prune", "--days", "7", "--cache", str(world.cache_folder)])
    assert told.exit_code == 0
    assert f"{world.cache_folder}: removed 1 report in 1 file, 0.0 MB; left 1 report in 3 files, 0.0 MB" in told.output
    told = CliRunner().invoke(app, ["prune", "--max-size", "0", "--json", "--cache", str(world.cache_folder)])
    result = json.loads(told.output)
    assert (result["removed"]["entries"], result["left"]) == (1, {"entries": 0, "objects": 0, "bytes": 0})


def test_the_command_says_what_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _filled(world, y2021=0)
    monkeypatch.setenv("WORKBOOK_CACHE", str(world.cache_folder))
    assert CliRunner().invoke(app, ["info"]).output.startswith(f"{world.cache_folder}: 1 report in 3 files, ")
    assert json.loads(CliRunner().invoke(app, ["info", "--json"]).output)["entries"] == 1


@pytest.mark.parametrize("command", [["info"], ["prune"]])
def test_a_file_is_no_cache(world: World, command: list[str]) -> None:
    world.write("file", "mine")
    told = CliRunner().invoke(app, [*command, "--cache", str(world.root / "file")])
    assert told.exit_code == 2
    assert "is a file; give the folder of a cache with --cache" in told.output
