"""An export written: one file, or a folder of them with the page that says what they are."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..text import listed, suggestion
from .about import readme
from .bibliography import RIS_LIMIT, bibtex, csl_json, ris
from .database import write_database
from .excel import write_excel
from .extract import Extract
from .package import write_package
from .place import RECORD, OutputError, fresh_file, fresh_folder
from .selection import Selection


def _text(made: Callable[[Extract], str]) -> Callable[[Extract, Path], None]:
    def write(extract: Extract, path: Path) -> None:
        path.write_text(made(extract), encoding="utf-8", newline="\n")

    return write


@dataclass(frozen=True)
class Form:
    """How a format is written: its file ('' where it is several), the endings that ask for it, what it holds."""

    file: str
    endings: tuple[str, ...]
    holds: str
    write: Callable[[Extract, Path], None]


FORMS = {
    "csv": Form("", (), "", write_package),
    "xlsx": Form("tables.xlsx", (".xlsx",), "tables, dictionary and sources for Excel; dates are text", write_excel),
    "sqlite": Form("tables.sqlite", (".sqlite", ".sqlite3", ".db"), "tables, dictionary and sources", write_database),
    "bibtex": Form("sources.bib", (".bib",), "the sources as BibTeX with the fields of BibLaTeX", _text(bibtex)),
    "ris": Form("sources.ris", (".ris",), f"the sources as RIS. {RIS_LIMIT}", _text(ris)),
    "csl-json": Form("sources.json", (".json",), "the sources as CSL-JSON", _text(csl_json)),
}


@dataclass(frozen=True)
class Destination:
    """Where an export goes, and in which formats."""

    path: Path
    formats: tuple[str, ...]
    is_file: bool


def destination(out: Path | None, formats: Sequence[str], selection: Selection, root: Path) -> Destination:
    """Where an export goes: a file if `out` ends like one, else a folder; by default one in `root`/exports.

    Where no format is asked for, the ending of the file decides; else it is CSV.

    Raises
    ------
    OutputError
        If the ending is that of no format, or of another one.
    """
    wanted = tuple(formats) or ("csv",)
    if out is None:
        return Destination(root / "exports" / f"{selection.slug}_{'-'.join(wanted)}", wanted, False)
    ending = out.suffix.lower()
    meant = next((name for name, form in FORMS.items() if ending in form.endings), "")
    is_file = bool(meant) or (re.fullmatch(r"\.[a-z][a-z0-9-]*", ending) and not os.path.isdir(out))  # noqa: PTH112
    place = Path(os.path.realpath(out))
    return Destination(place, (_only(out, meant, formats),), True) if is_file else Destination(place, wanted, False)


def _only(out: Path, meant: str, formats: Sequence[str]) -> str:
    """The one format that a file holds."""
    endings = [ending for form in FORMS.values() for ending in form.endings]
    if not meant:
        known = f"A file ends in {listed(endings, 'or')}; csv goes to a folder, whose name has no such ending."
        near = suggestion(out.suffix.lower(), endings)
        raise OutputError(f"{out.name!r} ends like no file that is written here. {near} {known}".replace("  ", " "))
    if formats and set(formats) != {meant}:
        raise OutputError(f"{out.name!r} can hold {meant} only, not {listed(formats)}; name a folder for these.")
    return meant


def write_export(extract: Extract, place: Destination) -> list[str]:
    """Write an export and move it into place whole; the names of its files.

    Raises
    ------
    OutputError
        If the place cannot be used; nothing was done then.
    """
    if place.is_file:
        with fresh_file(place.path) as path:
            FORMS[place.formats[0]].write(extract, path)
        return [place.path.name]
    with fresh_folder(place.path) as folder:
        for name in place.formats:
            FORMS[name].write(extract, folder / FORMS[name].file)
        with_tables = bool({"csv", "xlsx", "sqlite"}.intersection(place.formats))
        text = readme(extract, _listing(extract, place.formats), with_tables)
        (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
        files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
        content = json.dumps(record(extract, place.formats, files), ensure_ascii=False, indent=1)
        (folder / RECORD).write_text(content + "\n", encoding="utf-8", newline="\n")
        return [*files, RECORD]


def _listing(extract: Extract, formats: Sequence[str]) -> list[tuple[str, str]]:
    """What the files of a folder hold."""
    told = [(FORMS[name].file, FORMS[name].holds) for name in formats if name != "csv"]
    if "csv" in formats:
        apostrophe = "A text that a spreadsheet would run as a formula is led by an apostrophe."
        tables = [(r["path"], f"{r['title']}. {r['description']}") for r in extract.descriptor["resources"]]
        told = [*tables, (extract.descriptor["bibliography"], "the sources as CSL-JSON"), *told]
        told.append(("datapackage.json", f"columns, types, units and links of the CSV files. {apostrophe}"))
    return [*dict(told).items(), (RECORD, "the selection, the number of rows and the hash of every file")]


def record(extract: Extract, formats: Sequence[str], files: Any) -> dict[str, Any]:
    """An export for programs: what it takes, how many rows and sources it holds, what must be known, its files."""
    return {
        "export": 1,
        "package": extract.descriptor["name"],
        "version": extract.descriptor["version"],
        "checked": extract.checked,
        "selection": extract.selection.conditions,
        "formats": list(formats),
        "rows": extract.rows,
        "sources": len(extract.sources),
        "notes": extract.notes,
        "files": files,
    }
