"""What an export says of itself: what it holds, its licence, how to cite it, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable

from ..dictionary import as_markdown
from ..period import parse_date
from ..sources import source_from_csl, written_date
from ..text import counted
from .extract import Extract

QUOTATIONS = (
    "The sources belong to their authors. The workbook states facts in its own words and quotes at most twelve words "
    "of a source (the column fragment, and what stands in quotation marks); the licence does not cover quotations."
)
SOURCE_COLUMNS = ("id", "type", "title", "author", "container", "issued", "url", "language", "kind", "form")


def source_rows(extract: Extract) -> list[tuple[str, ...]]:
    """The sources as rows of SOURCE_COLUMNS."""
    pairs = [(source_from_csl(item), item) for item in extract.sources]
    return [
        (s.id, item["type"], s.title, s.author, s.container, s.issued, s.url, s.language, s.kind, s.form)
        for s, item in pairs
    ]


def licence(extract: Extract) -> str:
    """The licence in one line."""
    return "; ".join(f"{one['title']} ({one['name']}), {one['path']}" for one in extract.descriptor["licenses"])


def cite_this(extract: Extract) -> str:
    """How to cite the export; it names no author, as the evidence base names none."""
    about = extract.descriptor
    year = f" ({parse_date(extract.checked).last.year})" if extract.checked else ""
    names = ", ".join(one["name"] for one in about["licenses"])
    return (
        f"{about['title']}{year}, version {about['version']}{_day(extract)}. Selection: {extract.selection}. {names}."
    )


def _day(extract: Extract) -> str:
    return f", rows checked up to {written_date(extract.checked)}" if extract.checked else ""


def size(extract: Extract) -> str:
    """How many rows, citations and sources an export holds."""
    rows = sum(count for table, count in extract.rows.items() if table != "citations")
    rest = f"{counted(extract.rows['citations'], 'citation')} and {counted(len(extract.sources), 'source')}"
    return f"{counted(rows, 'row')}, {rest}."


def facts(extract: Extract) -> list[tuple[str, str]]:
    """What an export says of itself: heading and text."""
    return [
        ("What this is", f"{extract.descriptor['title']}. {extract.descriptor['description']}"),
        ("Selection", f"{extract.selection}."),
        ("Size", f"{size(extract)} By table: {', '.join(f'{name} {n}' for name, n in extract.rows.items())}."),
        ("State of the data", f"Version {extract.descriptor['version']}{_day(extract)}."),
        ("Licence", licence(extract)),
        ("Cite this", f"{cite_this(extract)} Cite beside it the sources of the rows you use; citations names them."),
        ("Quotations", QUOTATIONS),
        ("To know", "\n\n".join(extract.notes) or "Nothing is left out but what the selection leaves out."),
    ]


def readme(extract: Extract, files: Iterable[tuple[str, str]], with_tables: bool) -> str:
    """The page that lies beside an export: Markdown."""
    parts = [f"# {extract.descriptor['title']} (export)"]
    parts += [f"## {heading}\n\n{text}" for heading, text in facts(extract)]
    lines = "\n".join(f"| `{name}` | {what} |" for name, what in files)
    parts.append(f"## Files\n\n| file | what it holds |\n| --- | --- |\n{lines}")
    if with_tables:
        parts.append(f"## Data dictionary\n\n{as_markdown(extract.descriptor)}")
    return "\n\n".join(parts) + "\n"
