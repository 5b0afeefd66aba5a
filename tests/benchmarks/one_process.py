"""Notebooks run one after the other in this one process: `python one_process.py papermill|ploomber|limit JOBS.json`.

JOBS.json lists [notebook, parameters, stem of the files to write]. `limit` runs the cells alone, twice, and prints the CPU
seconds of each round: what the analyses and figures cost where nothing else is done and everything is loaded.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = tuple[str, dict[str, Any], str]


def run_with(execute: Callable[..., Any], jobs: list[Job], **options: Any) -> None:
    """Execute each notebook to a file and write it as a page."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter()
    for notebook, parameters, stem in jobs:
        execute(notebook, f"{stem}.ipynb", parameters=parameters, **options)
        Path(f"{stem}.html").write_text(exporter.from_filename(f"{stem}.ipynb")[0], encoding="utf-8")


def run_cells(jobs: list[Job]) -> float:
    """CPU seconds of the cells of the notebooks."""
    began = time.process_time()
    for notebook, parameters, _ in jobs:
        space: dict[str, Any] = {"__name__": "__main__"}
        for number, cell in enumerate(json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"], 1):
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{notebook}, cell {number}", "exec"), space)
                space.update(parameters if "parameters" in cell["metadata"].get("tags", []) else {})
    return time.process_time() - began


def main() -> None:
    """Run the jobs in one of the ways."""
    way, jobs = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    if way == "limit":
        import helpers.display

        helpers.display.display = lambda bundle, raw: None  # type: ignore[attr-defined]
        sys.stdout.write(json.dumps([run_cells(jobs) for _ in range(2)]))
    elif way == "papermill":
        import papermill

        run_with(papermill.execute_notebook, jobs, progress_bar=False)
    else:
        from ploomber_engine import execute_notebook  # type: ignore[import-not-found]

        run_with(execute_notebook, jobs, progress_bar=False, log_output=False)


if __name__ == "__main__":
    main()
