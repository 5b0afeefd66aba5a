"""The bibliography: data/sources.json (CSL-JSON), read, looked up and written as references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import reads
from .citeproc import Reference
from .period import parse_date
from .references import HELD, References, entry_markup, note_markup
from .text import suggestion

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class SourceError(ValueError):
    """The bibliography cannot be read; `faults` and the message list every fault."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("sources.json: " + "\n  ".join(faults))


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography.

    `issued` is an ISO date with the precision known, "" where the source has none; `kind` is "primary" (an authority
    speaks for itself) or "secondary"; `founding` marks the five articles that set the workbook's questions;
    `derives_from` names the sources that this one only repeats.
    """

    id: str
    title: str
    author: str
    container: str
    issued: str
    url: str
    language: str
    kind: str
    form: str
    founding: bool
    derives_from: tuple[str, ...] = ()

    def reference(self) -> str:
        """Author, title, publisher and date as one plain line, without the address."""
        parts = [
            self.author,
            f"“{self.title}”" if self.title else "",
            self.container,
            written_date(self.issued),
        ]
        unique = [p for i, p in enumerate(parts) if p and p not in parts[:i]]
        return ", ".join(unique) + (f" ({self.form})" if self.form else "") + "."


def written_date(iso: str) -> str:
    """A date as prose writes it, with the precision it has.

    >>> written_date("2023-01-05"), written_date("2023-01"), written_date("2023"), written_date("")
    ('5 January 2023', 'January 2023', '2023', '')
    """
    parts = iso.split("-")
    if len(parts) == 3:
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 2 and parts[1].isdigit():
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return iso


class Sources(Mapping[str, Source]):
    """The bibliography as a mapping from source id to `Source`; an unknown id is answered with the nearest one.

    To take an entry notes that it was read; to go through all of them, that all were. `held` are the references in
    Chicago style that are held of them.
    """

    def __init__(
        self, entries: Mapping[str, Source], items: Iterable[Mapping[str, Any]] = (), held: References | None = None
    ) -> None:
        self._entries = dict(entries)
        self._items = {str(item["id"]): item for item in items}
        self.held = held or References()

    def __getitem__(self, source_id: str) -> Source:
        reads.note_ids("sources", [source_id])
        try:
            return self._entries[source_id]
        except KeyError:
            near = suggestion(source_id, self._entries)
            raise KeyError(f"no source {source_id!r} in data/sources.json. {near}") from None

    def __iter__(self) -> Iterator[str]:
        reads.note_ids("sources", None)
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def unnoted(self) -> Mapping[str, Source]:
        """The same entries as a mapping that notes nothing."""
        return self._entries

    def marks(self, source_ids: Iterable[str] | None) -> list[str]:
        """Some entries (all where None) as one text each, for comparison; the id alone of one that is not there."""
        ids = self._entries if source_ids is None else source_ids
        known: dict[str, object] = {**self._entries, **self._items}
        return [repr(known.get(i, i)) + self._reference_mark(i) for i in ids]

    def _reference_mark(self, source_id: str) -> str:
        return "\n" + self.held.mark(self._items[source_id]) if source_id in self._items else ""

    def items_of(self, source_ids: Iterable[str]) -> list[Mapping[str, Any]]:
        """The CSL-JSON items of some entries, in the order of the file."""
        wanted = set(source_ids)
        return [item for i, item in self._items.items() if i in wanted]

    def references(self, source_ids: Iterable[str]) -> dict[str, Reference]:
        """Some entries in Chicago style, by id; those that are not held so are formatted together.

        Raises
        ------
        KeyError
            If an id is unknown, with the nearest one.
        """
        sources = [self[i] for i in dict.fromkeys(source_ids)]
        items = [self._items.get(s.id) or {"id": s.id, "type": "document", "title": s.title} for s in sources]
        return self.held.of(items, {s.id: s.reference() for s in sources})

    def note(self, source_id: str, locator: str = "") -> str:
        """An entry as a note in Chicago style, with its address, and the page or paragraph meant; markup."""
        return note_markup(self.references([source_id])[source_id], self[source_id].url, locator)

    def bibliography(self, source_id: str) -> str:
        """An entry as a bibliography in Chicago style gives it, with its address; markup.

        For many, call `references` with all of them first: what is not held is then formatted in one go.
        """
        return entry_markup(self.references([source_id])[source_id], self[source_id].url)


def _names(people: object) -> str:
    if not isinstance(people, list):
        return ""
    names = [
        str(p.get("literal") or " ".join(str(p[k]) for k in ("given", "family") if p.get(k)))
        for p in people
        if isinstance(p, dict)
    ]
    return "; ".join(n for n in names if n)


def _issued(entry: Mapping[str, Any]) -> str:
    issued = entry.get("issued") or {}
    parts = (issued.get("date-parts") or [[]])[0]
    widths = (4, 2, 2)
    return "-".join(f"{int(p):0{w}d}" for p, w in zip(parts, widths, strict=False))


def source_from_csl(entry: Mapping[str, Any]) -> Source:
    """One CSL-JSON item as a `Source`."""
    custom = entry.get("custom") or {}
    return Source(
        id=str(entry["id"]),
        title=str(entry.get("title", "")),
        author=_names(entry.get("author")),
        container=str(entry.get("container-title") or entry.get("publisher") or ""),
        issued=_issued(entry),
        url=str(entry.get("URL", "")),
        language=str(entry.get("language", "")),
        kind=str(custom.get("kind", "")),
        form=str(custom.get("form", "")),
        founding=bool(custom.get("founding", False)),
        derives_from=tuple(custom.get("derives_from", ())),
    )


def entry_faults(entry: object) -> list[str]:
    """What is wrong with one item of the bibliography; an empty list means it is sound."""
    if not isinstance(entry, dict):
        return [f"is {type(entry).__name__}; expected an object with id, type and title"]
    faults = [f"has no {k!r}" for k in ("id", "type", "title") if not isinstance(entry.get(k), str) or not entry[k]]
    if any("\ud800" <= letter <= "\udfff" for letter in json.dumps(entry, ensure_ascii=False)):
        faults.append("holds half a character (a lone surrogate, \\ud800 to \\udfff); write the whole character")
    url = entry.get("URL", "")
    if url and not str(url).startswith(("http://", "https://")):
        faults.append(f"URL {url!r} is no web address; expected http:// or https://")
    try:
        if issued := _issued(entry):
            parse_date(issued)
    except (TypeError, ValueError, AttributeError, IndexError, KeyError):
        faults.append(f"issued {entry.get('issued')!r} is no CSL date; expected {{'date-parts': [[2023, 1, 5]]}}")
    custom = entry.get("custom")
    if not isinstance(custom, dict) or custom.get("kind") not in ("primary", "secondary"):
        faults.append("custom.kind is missing; expected 'primary' or 'secondary'")
    repeated = custom.get("derives_from", []) if isinstance(custom, dict) else []
    if not isinstance(repeated, list) or not all(isinstance(r, str) for r in repeated):
        faults.append(f"custom.derives_from {repeated!r} is no list of source ids")
    return faults


def _lost_origins(items: list[dict[str, Any]]) -> list[str]:
    ids = {item["id"] for item in items}
    return [
        f"item {item['id']!r} derives from {origin!r}, which is not here. {suggestion(origin, ids)}".strip()
        for item in items
        for origin in item["custom"].get("derives_from", [])
        if origin not in ids or origin == item["id"]
    ]


def load_sources(path: Path) -> Sources:
    """The bibliography at `path`.

    Raises
    ------
    SourceError
        If the file is missing, is no JSON array, or an item lacks what a reference needs; all faults are listed.
    """
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError([f"is missing from {path.parent}; restore it from the repository"]) from None
    except OSError as error:
        raise SourceError([f"cannot be read ({error.strerror}); check its rights"]) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SourceError([f"{error}; expected a JSON array of CSL-JSON items in UTF-8"]) from None
    if not isinstance(items, list):
        raise SourceError([f"holds {type(items).__name__}; expected an array of CSL-JSON items"])
    faults, seen = [], set()
    for number, item in enumerate(items, 1):
        name = item["id"] if isinstance(item, dict) and isinstance(item.get("id"), str) else ""
        faults += [f"item {number} {name!r} {fault}" for fault in entry_faults(item)]
        if name and name in seen:
            faults.append(f"item {number} {name!r} repeats an earlier id")
        seen.add(name)
    if faults := faults or _lost_origins(items):
        raise SourceError(faults)
    return Sources({item["id"]: source_from_csl(item) for item in items}, items, References(path.parent / HELD))
