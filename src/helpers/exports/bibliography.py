"""The sources of an export as a bibliography: CSL-JSON as held, BibTeX by pandoc, RIS by rispy."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import rispy

from ..pandoc import PandocError, run_pandoc
from .about import cite_this, licence
from .extract import ExportError, Extract, Item

RIS_TYPES = {
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "legislation": "STAT",
    "regulation": "STAT",
    "report": "RPRT",
    "speech": "SLIDE",  # what Zotero takes for a presentation
    "webpage": "ELEC",
}

RIS_LIMIT = "RIS cannot tell a body whose name has a comma from a person; BibTeX and CSL-JSON can."


def csl_json(extract: Extract) -> str:
    """The items as CSL-JSON."""
    return json.dumps(extract.sources, ensure_ascii=False, indent=1) + "\n"


def bibtex(extract: Extract) -> str:
    """The items as BibTeX with the fields of BibLaTeX, under a heading that programs skip.

    BibLaTeX keeps the day and the language; the year is given a second time for programs that know BibTeX alone.

    Raises
    ------
    ExportError
        If pandoc fails.
    """
    heading = f"% Sources of: {cite_this(extract)}\n% {licence(extract)}\n".replace("@", "(at)")
    entries = _pandoc(json.dumps([_exact(item) for item in extract.sources])) if extract.sources else ""
    entries = re.sub(r"\\textbar(\{\}| )", "|", entries)  # pandoc writes it, but does not read it back
    return heading + re.sub(r"(?m)^  date = \{(\d{4})", r"  year = {\1},\n  date = {\1", entries)


def _exact(item: Item) -> Item:
    """An item worded so that pandoc writes its names and titles as printed and loses none.

    BibLaTeX has no site name for a page and no publisher for an article: each is put where the other is empty.
    Pandoc leaves web addresses unescaped, so what could end a field is written as percent codes.
    """
    kept = {key: value for key, value in item.items() if key != "custom"}
    here, there = ("container-title", "publisher")
    if not item["type"].startswith(("article", "entry")):
        here, there = there, here
    if not kept.get(here) and there in kept:
        kept[here] = kept.pop(there)
    for key in ("title", "publisher", "container-title"):
        if kept.get(key):
            kept[key] = f'<span class="nocase">{kept[key]}</span>'
    return kept | ({"URL": quote(item["URL"], safe="%/:=&?~#+!$,;'@()*[]")} if item.get("URL") else {})


def _pandoc(items: str) -> str:
    try:
        return run_pandoc(["--wrap=none", "--from=csljson", "--to=biblatex"], items)
    except PandocError as error:
        raise ExportError(f"pandoc could not write the bibliography: {error}") from None


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    def set_header(self, count: int) -> str:
        """Entries without a number above them, as programs expect."""
        return ""


def ris(extract: Extract) -> str:
    """The items as RIS, one line a field."""
    return str(rispy.dumps([_entry(item) for item in extract.sources], implementation=_Writer))


def _entry(item: Item) -> dict[str, str | list[str]]:
    parts = (item.get("issued", {}).get("date-parts") or [[]])[0]
    names = [a.get("literal") or f"{a['family']}, {a.get('given', '')}" for a in item.get("author", [])]
    fields: dict[str, str | list[str]] = {
        "type_of_reference": RIS_TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "title": _line(item["title"]),
        "authors": [_line(name) for name in names],
        "secondary_title": _line(item.get("container-title", "")),
        "publisher": _line(item.get("publisher", "")),
        "year": f"{int(parts[0]):04d}" if parts else "",
        "date": "/".join(f"{int(part):02d}" for part in parts),
        "language": _line(item.get("language", "")),
        "urls": [_line(item["URL"])] if item.get("URL") else [],
    }
    return {key: value for key, value in fields.items() if value}


def _line(text: str) -> str:
    """A text on one line: a second line would begin a field of its own."""
    return " ".join(str(text).split())
