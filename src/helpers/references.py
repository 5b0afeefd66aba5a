"""References in Chicago style held in data/references.json: made once for each state of the bibliography."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from .citeproc import LINK, MAPPING, Item, Reference, formatted, style_digest
from .pandoc import PandocError, pandoc_version
from .text import safe, safe_link

HELD = "references.json"
COMMAND = "python3 run.py workbook references"
STYLE_NAME = "Chicago Manual of Style 18th edition (notes and bibliography)"
_SOUND = re.compile(r'(?:[^<>&"]++|&(?:amp|lt|gt|quot|#x27);|</?em>|<a/>|<span lang="[A-Za-z-]+">|</span>)*+')


def item_mark(item: Item) -> str:
    """What tells one state of an item from another: the first 12 digits of the SHA-256 of its fields."""
    return hashlib.sha256(json.dumps(item, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]


def _name(item: Item) -> str:
    """The id of an item as it is written in the file."""
    return json.dumps(str(item["id"]), ensure_ascii=False)[1:-1]


def present_make() -> dict[str, Any]:
    """What references are made by now, apart from pandoc: the style and how items are worded for it."""
    return {"style": STYLE_NAME, "digest": style_digest(), "mapping": MAPPING}


class References:
    """The references of a bibliography: held ones as they stand in a file, others made by pandoc when asked.

    Nothing is read before the first is asked for. `path` is None where no file holds any.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._made: dict[tuple[str, str], Reference | None] = {}

    @cached_property
    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8") if self._path else ""
        except (OSError, UnicodeDecodeError):
            return ""  # as if nothing were held: `workbook check` tells

    @cached_property
    def _lines(self) -> dict[str, str]:
        """By id, the line of each reference; read as JSON only when asked for."""
        if not self.is_of_this_make:
            return {}
        return {line[: line.find('": {')][1:]: line for line in self._text.split("\n")[2:-2]}

    @cached_property
    def header(self) -> dict[str, Any]:
        """What the file says of how its references were made; empty where it says nothing."""
        try:
            found = json.loads(self._text[: self._text.index("\n")].rstrip(",") + "}")
            return dict(found["made"])
        except (ValueError, TypeError, KeyError):
            return {}

    @property
    def is_of_this_make(self) -> bool:
        """Whether the file was made with the style and the wording of now."""
        return present_make().items() <= self.header.items()

    def ids(self) -> list[str]:
        """Ids of the references held, in the order of the file."""
        return [json.loads(f'"{name}"') for name in self._lines]

    def held(self, item: Item) -> Reference | None:
        """The reference of an item as held; None where the item has changed since, or what is held is not sound."""
        line = self._lines.get(_name(item))
        if line is None:
            return None
        try:
            (found,) = json.loads(f"{{{line.rstrip(',')}}}").values()
            reference, mark = Reference(str(found["note"]), str(found["entry"])), found["of"]
        except (ValueError, TypeError, KeyError):
            return None
        is_sound = all(_SOUND.fullmatch(text) for text in (reference.note, reference.entry))
        return reference if is_sound and mark == item_mark(item) else None

    def of(self, items: Iterable[Item], plainly: Mapping[str, str]) -> dict[str, Reference]:
        """The reference of each item, by id; those not held are made in one run of pandoc.

        `plainly` gives the words, by id, that stand in where there is no pandoc.
        """
        found, lost = {}, []
        for item in items:
            key = str(item["id"]), item_mark(item)
            reference = self.held(item) or self._made.get(key)
            if reference:
                found[key[0]] = reference
            else:
                lost.append(item)
        made = made_now(lost, plainly)
        self._made.update({(str(item["id"]), item_mark(item)): made[str(item["id"])] for item in lost})
        return found | made

    def mark(self, item: Item) -> str:
        """What tells one form of the reference of an unchanged item from another, without making one."""
        return self._lines.get(_name(item)) or style_digest()


def made_now(items: Sequence[Item], plainly: Mapping[str, str]) -> dict[str, Reference]:
    """References of items by pandoc, by id; in plain words those that it cannot make, all where it is not there."""
    try:
        made = formatted(items)
    except PandocError:
        made = {}
    return {i: made.get(i) or _in_plain_words(item, plainly.get(i, i)) for item in items for i in [str(item["id"])]}


def _in_plain_words(item: Item, words: str) -> Reference:
    link = f" {LINK}" if item.get("URL") else ""
    text = f"{safe(words)}{link} (in plain words: pandoc has not formatted it)."
    return Reference(text, text, plain=True)


def note_markup(reference: Reference, url: str, locator: str = "") -> str:
    """A reference as a note, with the page or paragraph cited before the address; markup."""
    place = safe(locator.strip())
    text = reference.note
    if place and f", {LINK}" in text:
        text = text.replace(f", {LINK}", f", {place}, {LINK}")
    elif place:
        text = f"{text.removesuffix('.')}, {place}."
    return text.replace(LINK, safe_link(url, url))


def entry_markup(reference: Reference, url: str) -> str:
    """A reference as an entry of a bibliography; markup."""
    return reference.entry.replace(LINK, safe_link(url, url))


def out_of_date(references: References, items: Sequence[Item]) -> list[str]:
    """Ids of the items whose reference is not held as they stand now, and of references held of no item; sorted."""
    changed = {str(item["id"]) for item in items if not references.held(item)}
    gone = set(references.ids()) - {str(item["id"]) for item in items}
    return sorted(changed | gone)


def renewed(references: References, items: Sequence[Item]) -> tuple[str, list[str]]:
    """The text of references.json for these items, and the ids of those made anew.

    All are made anew where style, wording or pandoc are no longer those of the file; else those alone that changed.
    Items that pandoc cannot print whole are left out.

    Raises
    ------
    PandocError
        If pandoc is not there, or fails.
    """
    made = present_make() | {"pandoc": pandoc_version()}
    kept = {str(i["id"]): references.held(i) for i in items} if references.header == made else {}
    lost = [item for item in items if not kept.get(str(item["id"]))]
    found = kept | formatted(lost)
    lines = [
        _line(item, reference)
        for item in sorted(items, key=lambda i: str(i["id"]))
        if (reference := found.get(str(item["id"])))
    ]
    head = json.dumps({"made": made}, ensure_ascii=False).removesuffix("}")
    text = head + ',\n"references": {\n' + ",\n".join(lines) + "\n}}\n"
    return text, [str(item["id"]) for item in lost]


def _line(item: Item, reference: Reference) -> str:
    content = {"of": item_mark(item), "note": reference.note, "entry": reference.entry}
    return f'"{_name(item)}": {json.dumps(content, ensure_ascii=False)}'
