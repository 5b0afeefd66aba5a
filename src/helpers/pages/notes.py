"""Citations in the text of a notebook as numbered notes: [@source-id] or [@source-id, p. 12; @another]."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from ..sources import Sources
from ..text import safe, suggestion

Cited = tuple[str, str]  # a source and the page or paragraph of it, "" for the whole

_WITHIN = r"(?:[^\n]|\n(?![ \t]*\n))*?"  # one paragraph
_CODE = re.compile(
    rf"(^ {{0,3}}(`{{3,}}|~{{3,}})[^\n]*\n(?s:.*?)(?:^ {{0,3}}\2|\Z)|(?<!`)(`+)(?!`){_WITHIN}(?<!`)\3(?!`))",
    re.MULTILINE,
)
_CITATION = re.compile(r"(?:(?<=\S) )?(?<!\\)\[(@[^\[\]]*)\](?![(\[])")  # the number stands close to the word before
_PART = re.compile(r"\s*@([^\s,;@]+)\s*(?:,\s*(.+?)\s*)?", re.DOTALL)
HOW = "Write [@source-id], or [@source-id, p. 12], with an id of data/sources.json."


class CitationError(ValueError):
    """A text cites what is not in the bibliography, or in a way that cannot be read; the message names the cell."""


def _prose(markdown: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is prose; code is not."""
    at = 0
    for code in _CODE.finditer(markdown):
        yield markdown[at : code.start()], True
        yield code[0], False
        at = code.end()
    yield markdown[at:], True


def _parts(citation: str) -> list[Cited]:
    """What one citation names; empty where it cannot be read."""
    found = [_PART.fullmatch(part) for part in citation.split(";")]
    return [(f[1], " ".join((f[2] or "").split())) for f in found if f] if all(found) else []


def citation_faults(markdown: str, known: Collection[str]) -> list[str]:
    """What is wrong with the citations of a text: unknown sources, with the nearest known one, and slips of the pen."""
    faults = []
    for citation in (c[1] for text, is_prose in _prose(markdown) if is_prose for c in _CITATION.finditer(text)):
        parts = _parts(citation)
        if not parts:
            faults.append(f"the citation [{citation}] cannot be read. {HOW}")
        unknown = [source for source, _ in parts if source not in known]
        faults += [f"cites {u!r}, which is not in data/sources.json. {suggestion(u, known) or HOW}" for u in unknown]
    return faults


class Notes:
    """The notes of one page: numbered as they are met, the same citation always by the same number.

    Parameters
    ----------
    sources
        The bibliography that is cited.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._calls: dict[tuple[Cited, ...], int] = {}  # how often each note is called, in the order of their numbers

    @property
    def cited(self) -> list[str]:
        """Ids of the sources cited so far, sorted."""
        return sorted({source for parts in self._calls for source, _ in parts})

    def marked(self, markdown: str, cell: str) -> str:
        """The text with the number of a note, linked to it, in place of each citation; code stays as it is.

        `cell` says where the text stands, e.g. "cell 4".

        Raises
        ------
        CitationError
            If a source is unknown, or a citation cannot be read; all faults of the text are told.
        """
        if "[@" not in markdown:
            return markdown
        if faults := citation_faults(markdown, self._sources.unnoted()):
            raise CitationError("\n".join(f"{cell} {fault}" for fault in faults))
        pieces = [_CITATION.sub(self._call, text) if is_prose else text for text, is_prose in _prose(markdown)]
        return "".join(pieces)

    def _call(self, found: re.Match[str]) -> str:
        parts = tuple(_parts(found[1]))
        self._calls[parts] = self._calls.get(parts, 0) + 1
        number = list(self._calls).index(parts) + 1
        return (
            f'<sup class="cited"><a id="cited-{number}-{self._calls[parts]}" href="#citation-{number}" '
            f'role="doc-noteref" aria-label="Note {number}">{number}</a></sup>'
        )

    def markup(self) -> str:
        """The notes as the section that ends a page; "" where nothing is cited."""
        if not self._calls:
            return ""
        self._sources.references(self.cited)  # together, so that what is not held is formatted in one go
        numbered = zip(count(1), self._calls.items())
        items = "".join(self._item(number, parts, calls) for number, (parts, calls) in numbered)
        return (
            '<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
            f'<h2 id="notes">Notes</h2><ol>{items}</ol></section>'
        )

    def _item(self, number: int, parts: tuple[Cited, ...], calls: int) -> str:
        notes = [self._sources.note(source, locator) for source, locator in parts]
        told = "; ".join(note.removesuffix(".") for note in notes) + "."
        back = " ".join(_way_back(number, call, calls) for call in range(1, calls + 1))
        return f'<li id="citation-{number}">{told} {back}</li>'


def _way_back(number: int, call: int, calls: int) -> str:
    which = f", place {call} of {calls}" if calls > 1 else ""
    label = safe(f"Back to the text of note {number}{which}")
    return f'<a href="#cited-{number}-{call}" role="doc-backlink" aria-label="{label}">↩</a>'
