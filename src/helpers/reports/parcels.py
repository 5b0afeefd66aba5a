"""Work and results as files, so that the messages between processes stay too short to wait for each other."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def put(parcel: Any, folder: Path) -> None:
    """Lay something down in the folder of a report."""
    (folder / f".{type(parcel).__name__}").write_bytes(pickle.dumps(parcel))


def take(folder: Path, kind: type[T]) -> T:
    """Take up what was laid down in the folder of a report.

    Raises
    ------
    OSError
        If nothing of that kind lies there.
    """
    place = folder / f".{kind.__name__}"
    parcel: T = pickle.loads(place.read_bytes())
    place.unlink()
    return parcel
