"""The evidence base opened: the files of data/ checked, typed and read once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .evidence import Evidence
from .lazytables import Tables
from .placing import root_folder
from .reads import WHOLE
from .schema import DataError, Problem, load_schema
from .sources import Sources, load_sources


def data_folder() -> Path:
    """The folder `data/` of this workbook.

    Raises
    ------
    FileNotFoundError
        If the workbook's folder has none.
    """
    folder = root_folder() / "data"
    if not (folder / "datapackage.json").is_file():
        raise FileNotFoundError(
            f"no evidence base at {folder}; expected datapackage.json there. Clone the repository whole."
        )
    return folder


def typed(raw: pd.DataFrame, fields: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A table of text cells with the types that the schema gives its columns, indexed by its first column."""
    frame = pd.DataFrame({field["name"]: _typed_cells(raw[field["name"]].to_numpy(), field) for field in fields})
    return frame.set_index(str(fields[0]["name"]), drop=True).copy()  # which puts columns of a type together in memory


def _typed_cells(cells: np.ndarray[Any, Any], field: Mapping[str, Any]) -> Any:
    """A column of text cells with its type: as arrays, since pandas takes ten times as long over each small column."""
    if field["type"] == "list":
        mark = field.get("delimiter", ",")
        return pd.Series([tuple(c.split(mark)) if c else () for c in cells], dtype="object")
    held = np.where(cells == "", np.nan, cells)
    if field["type"] in ("integer", "number"):
        return pd.Series(pd.to_numeric(held)).astype("Int64" if field["type"] == "integer" else "float64")
    return pd.Series(held, dtype="object")


def data_digest(folder: Path) -> str:
    """SHA-256 of the files of the evidence base, and of the code that checks them."""
    here = Path(__file__).parent
    code = [here / f"{n}.py" for n in ("tablefiles", "schema", "sources", "period", "money")]
    code += sorted((here / "checking").glob("*.py"))
    files = [p for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".json")]
    digest = hashlib.sha256()
    for path in [*files, *code]:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _ensure_sound(folder: Path) -> str:
    """Check the data unless this very state of it has passed before; the digest of that state."""
    try:
        digest, stamp = data_digest(folder), folder / ".checked"
    except OSError as error:
        what = f"cannot be read ({error.strerror}); check its rights"
        raise DataError([Problem(Path(error.filename or folder).name, 0, "", what)]) from None
    if stamp.is_file() and stamp.read_text(encoding="utf-8", errors="replace").strip() == digest:
        return digest
    from .checking import check_data  # heavy, and not needed for data that has passed

    if problems := [p for p in check_data(folder) if p.level == "error"]:
        raise DataError(problems)
    with suppress(OSError):  # a read-only copy is checked at every opening
        stamp.write_text(digest + "\n", encoding="utf-8")
    return digest


@lru_cache(maxsize=4)
def _opened(folder: Path, digest: str) -> tuple[Tables, dict[str, Any], Sources]:
    """Tables, schema and bibliography of one state of the data, read once a process."""
    schema = load_schema(folder)
    tables = {}
    for resource in schema["resources"]:
        raw = pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False, encoding="utf-8").astype(
            "object"
        )
        tables[resource["name"]] = typed(raw, resource["schema"]["fields"])
    return Tables.held(tables, WHOLE), schema, load_sources(folder / "sources.json")


def open_evidence(folder: Path | None = None) -> Evidence:
    """The whole evidence base, checked and typed.

    Raises
    ------
    DataError
        If any row breaks the rules of datapackage.json; every breach is listed with file, line and column.
    """
    place = folder or data_folder()
    tables, schema, sources = _opened(place, _ensure_sound(place))
    return Evidence(tables, schema, sources)
