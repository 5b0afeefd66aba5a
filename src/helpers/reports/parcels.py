"""Work and results as files, so that the messages between processes stay too short to wait for each other."""

from __future__ import annotations

import pickle
from pathlib import Path

from .jobs import Result, Work

WORK, RESULT = ".work", ".result"


def put_work(work: Work, folder: Path) -> None:
    """Lay work down where its report is to be made."""
    (folder / WORK).write_bytes(pickle.dumps(work))


def take_work(folder: Path) -> Work:
    """Take up the work that was laid down in a folder."""
    work: Work = pickle.loads((folder / WORK).read_bytes())
    (folder / WORK).unlink()
    return work


def put_result(result: Result, folder: Path) -> None:
    """Leave a result where the report was made."""
    (folder / RESULT).write_bytes(pickle.dumps(result))


def take_result(folder: Path) -> Result:
    """Take up the result that was left in a folder."""
    result: Result = pickle.loads((folder / RESULT).read_bytes())
    (folder / RESULT).unlink()
    return result
