"""A small workbook made up for tests of the cache: a package, a notebook, data, a lock, and reports of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers import reads
from helpers.reports.cache import Cache, Freshness
from helpers.reports.inputs import Present, Read
from helpers.reports.jobs import Job
from helpers.reports.notebooks import NotebookFile

PACKAGE = {
    "__init__.py": """
from importlib import import_module
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .lags import lag
    from .sums import total
def __getattr__(name):
    return getattr(import_module(f".{'lags' if name == 'lag' else 'sums'}", __name__), name)
""",
    "lags.py": "from .days import day\ndef lag():\n    from . import late\n    return day, late\n",
    "days.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .sums import total\nday = 1\n",
    "late.py": "late = 1\n",
    "sums.py": "total = 1\n",
    "articles.py": "article = 1\n",
    "charts/__init__.py": "from .bars import bar\n",
    "charts/bars.py": "bar = 1\n",
    "reports/__init__.py": "",
    "reports/runner.py": "from . import page\n",
    "reports/page.py": "page = 1\n",
    "pages/template/style.css": "p {}\n",
}


def write_notebook(path: Path, *sources: str) -> None:
    """A notebook of code cells."""
    cells = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in sources]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


@dataclass
class World:
    """A workbook in a folder; `read` tells what a report of it reads."""

    root: Path
    told: list[str] = field(default_factory=list)

    @property
    def sources(self) -> Path:
        return self.root / "src"

    @property
    def cache_folder(self) -> Path:
        return self.root / ".cache" / "reports"

    def present(self) -> Present:
        """What reports would be made from now."""
        return Present(self.root, self.sources)

    def cache(self, writes: bool = True) -> Cache:
        """The cache as a new run sees it."""
        return Cache(self.cache_folder, self.present(), self.told.append, writes)

    def job(self, name: str = "trade", folder: str = "out/default/trade/default", **parameters: Any) -> Job:
        notebook = NotebookFile(name, self.root / "notebooks" / f"{name}.ipynb", ())
        return Job(notebook, parameters, "default", self.root / folder)

    def write(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def read(self, *tables: str) -> list[Read]:
        """Reads of whole tables as a run notes them."""
        plain: list[Read] = [{"kind": "table", "steps": [], "name": name} for name in tables]
        return [{**read, "digest": reads.replay(read, Base(self.root))} for read in plain]

    def make(self, job: Job, files: Mapping[str, str] | None = None, *tables: str, cache: Cache | None = None) -> bool:
        """Look a report up, lay it down, and store it."""
        used = cache or self.cache()
        used.look_up(job, force=True)
        for name, text in (files or {"index.html": "page", "rows/alpha.csv": "a,b"}).items():
            self.write(str((job.folder / name).relative_to(self.root)), text)
        return used.store(job, self.read(*tables), job.folder, {"holds": 2}) is not None

    def look_up(self, job: Job) -> Freshness:
        """What a new run finds."""
        return self.cache().look_up(job)


class Base:
    """An evidence base that answers with the lines of a table's file."""

    def __init__(self, root: Path) -> None:
        self._data = root / "data"

    def answer(self, read: Mapping[str, Any]) -> Any:
        return (self._data / f"{read['name']}.csv").read_text(encoding="utf-8").splitlines()


def make_world(root: Path) -> World:
    """A small workbook in an empty folder."""
    world = World(root)
    for name, text in PACKAGE.items():
        world.write(f"src/helpers/{name}", text)
    for table in ("alpha", "beta"):
        world.write(f"data/{table}.csv", f"{table}_id\n1\n")
    world.write("data/datapackage.json", "{}")
    world.write("data/.checked", "hidden")
    world.write("requirements.lock", "pandas==3\n")
    (root / "notebooks").mkdir()
    write_notebook(root / "notebooks" / "trade.ipynb", "from helpers import lag", "lag()")
    return world
