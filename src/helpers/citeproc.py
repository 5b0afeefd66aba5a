"""Items of the bibliography formatted by pandoc's citeproc: Chicago style, 18th edition, notes and bibliography."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .pandoc import run_pandoc
from .text import safe

Item = Mapping[str, Any]
Inline = Mapping[str, Any]

STYLE = Path(__file__).parent / "citation_style" / "chicago-notes-bibliography.csl"
MAPPING = 1  # raise it with any change below that changes what is written: held references are then formatted anew
LINK = "<a/>"  # where the address of a source goes
_ADDRESS = "https://source.invalid/"  # stands for the address, which is no matter of style
_LESS_THAN = "\ue000"  # stands for "<", at which pandoc would look for markup in a title
_SHOWN_AS = {  # kinds that Chicago would give without the authority, the publisher or the day
    "report": "standard",
    "legislation": "collection",  # whose titles stand without quotation marks, as those of laws do
    "bill": "collection",
}
_PERIODICAL = ("article-newspaper", "article-magazine", "article-journal")
_SCRIPTS = {"ja", "zh", "ko", "bn"}  # languages whose own writing tells whether a title is in them
_OWN_WRITING = re.compile("[\u0980-\u09ff\u2e80-\uffef]")


@dataclass(frozen=True)
class Reference:
    """One source as a note and as an entry of a bibliography: markup of `em` and `span`, with `LINK` for its address.

    `plain` marks one that pandoc has not formatted.
    """

    note: str
    entry: str
    plain: bool = False

    @property
    def order(self) -> str:
        """The entry as it takes its place in a bibliography: plain words, marks before the first letter apart."""
        return plain_text(self.entry).lstrip("“‘「『[(").casefold()


@lru_cache(maxsize=1)
def style_digest() -> str:
    """SHA-256 of the style, its first 16 digits."""
    return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:16]


def plain_text(markup: str) -> str:
    """Markup of a reference as plain text.

    >>> plain_text("“A &amp; B,” <em>The Daily</em>")
    '“A & B,” The Daily'
    """
    return unescape(re.sub(r"<[^>]*>", "", markup))


def formatted(items: Sequence[Item]) -> dict[str, Reference]:
    """Each item as a reference, by id, made in one run of pandoc.

    An item of which pandoc does not print the whole title is left out.

    Raises
    ------
    PandocError
        If pandoc is not there, or fails.
    """
    if not items:
        return {}
    asked = [{**_worded(item), "id": f"s{number}"} for number, item in enumerate(items)]
    with TemporaryDirectory() as place:
        bibliography = Path(place) / "items.json"
        bibliography.write_text(json.dumps(asked), encoding="utf-8")
        options = ["--from=markdown", "--to=json", "--citeproc", f"--csl={STYLE}", f"--bibliography={bibliography}"]
        blocks = json.loads(run_pandoc(options, "\n\n".join(f"[@{a['id']}]" for a in asked)))["blocks"]
    notes = [_inlines_of_note(block) for block in blocks[: len(items)]]
    entries = {block["c"][0][0]: block["c"][1][0]["c"] for block in blocks[-1]["c"][1]}
    found = {
        str(item["id"]): _reference(item, note, entries.get(f"ref-s{number}", []))
        for number, (item, note) in enumerate(zip(items, notes, strict=True))
    }
    return {i: reference for i, reference in found.items() if reference}


def _worded(item: Item) -> dict[str, Any]:
    """An item worded so that citeproc says all that it holds, and its names and titles as printed.

    What is not in a periodical has one field for where it came out; a body that publishes its own text is named once.
    """
    kept = {key: _guarded(value) for key, value in item.items() if key != "custom" and value}
    authors = {str(a.get("literal", "")) for a in kept.get("author", []) if isinstance(a, dict)}
    in_periodical = kept["type"] in _PERIODICAL and kept.get("container-title")
    if not in_periodical:
        where = dict.fromkeys(str(kept.pop(k)) for k in ("container-title", "publisher") if k in kept)
        kept["publisher"] = ", ".join(w for w in where if w not in authors)
        is_ours = _is_description(str(kept["title"]))
        kept["type"] = "webpage" if is_ours else _SHOWN_AS.get(str(kept["type"]), "webpage")
    elif authors == {kept["container-title"]}:
        del kept["author"]
    if kept.get("author"):
        kept["author"] = [_named(name) for name in kept["author"]]
    kept["title"] = _whole_title(item, str(kept["title"]))
    for key in ("title", "publisher", "container-title"):
        if kept.get(key):
            kept[key] = f'<span class="nocase">{kept[key]}</span>'
    return kept | ({"URL": _ADDRESS} if kept.get("URL") else {})


def _named(name: Any) -> Any:
    """A name that says that its family name comes first, as one that cannot be turned round; others as they are.

    Names in Chinese characters are so without saying it, and written without a space.
    """
    family = str(name.get("family", "")) if isinstance(name, dict) and name.get("static-ordering") else ""
    is_plain = not family or _OWN_WRITING.search(family)
    return name if is_plain else {"literal": f"{family} {name.get('given', '')}".strip()}


def _guarded(value: Any) -> Any:
    """A field without what pandoc would take for markup."""
    if isinstance(value, str):
        return " ".join(value.replace(_LESS_THAN, "").replace("<", _LESS_THAN).split())
    if isinstance(value, dict):
        return {key: _guarded(held) for key, held in value.items()}
    return [_guarded(held) for held in value] if isinstance(value, list) else value


def _whole_title(item: Item, title: str) -> str:
    """A title with its romanisation before and its translation behind it, as Chicago gives them, where held."""
    custom = item.get("custom") or {}
    romanised, translated = (_guarded(str(custom.get(key) or "")) for key in ("romanised", "translated"))
    return " ".join(part for part in (romanised, title, f"[{translated}]" if translated else "") if part)


def _inlines_of_note(block: Mapping[str, Any]) -> list[Inline]:
    cited = block["c"][0]["c"][1]
    return [inline for part in cited[0]["c"] for inline in part["c"]] if cited and cited[0]["t"] == "Note" else []


def _reference(item: Item, note: list[Inline], entry: list[Inline]) -> Reference | None:
    noted, entered = ("".join(_markup(inlines, item)).strip() for inlines in (note, entry))
    title, remark = _letters(str(item["title"])), _remark(item)
    if not all(title in _letters(plain_text(text)) for text in (noted, entered)):
        return None
    if not remark:
        return Reference(noted, entered)
    return Reference(f"{noted.removesuffix('.')} ({remark}).", f"{entered} {remark[0].upper()}{remark[1:]}.")


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _remark(item: Item) -> str:
    """What a reader must know beside the reference: the language, and that a copy or translation was read."""
    from babel import Locale

    code = str(item.get("language") or "en")
    language = "" if code == "en" else f"in {Locale('en').languages.get(code, code)}"
    return safe("; ".join(part for part in (language, str((item.get("custom") or {}).get("form") or "")) if part))


def _markup(inlines: Sequence[Inline], item: Item) -> Iterator[str]:
    """Pandoc's text as markup; text is escaped, and of pandoc's own markup emphasis alone is kept."""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c", [])
        if kind == "Str":
            yield safe(str(content).replace(_LESS_THAN, "<"))
        elif kind in ("Space", "SoftBreak"):
            yield " "
        elif kind == "Emph":
            yield f"<em>{''.join(_markup(content, item))}</em>"
        elif kind == "Link":
            yield LINK
        elif kind == "Span":
            whole = "".join(_markup(content[1], item))
            yield _in_its_language(whole, item) if "nocase" in content[0][1] else _unquoted(whole)
        elif isinstance(content, list):
            yield from _markup([part for part in content if isinstance(part, dict)], item)


def _in_its_language(name: str, item: Item) -> str:
    """A name as printed; the title, where it is not in English, marked with the language that it is in."""
    language, title = str(item.get("language") or "en"), plain_text(name)
    if language == "en" or _letters(str(item["title"])) not in _letters(title):
        return name
    if not _OWN_WRITING.search(title) if language in _SCRIPTS else _is_description(title):
        return name
    return f'<span lang="{safe(language)}">{name}</span>'


def _is_description(title: str) -> bool:
    """Whether a title is in brackets: words of ours for a text that has none, or whose own was not read."""
    return title.startswith("[") and title.endswith("]")


def _unquoted(whole: str) -> str:
    """A quotation without its marks where it is a description of ours; others as they are."""
    quoted = re.fullmatch(r"“(.*?)([.,?!]?)”", whole, re.DOTALL)
    return quoted[1] + quoted[2] if quoted and _is_description(plain_text(quoted[1])) else whole
