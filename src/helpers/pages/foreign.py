"""Markup that is not ours (a frame's own, a library's, Markdown's) made harmless and fit to be read."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3

MOST_MARKUP = 2_000_000  # letters of one output; a page with more opens on no phone
_TABLE = re.compile(r"<table\b[^>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<thead\b.*?</thead>", re.IGNORECASE | re.DOTALL)
_IMAGE = re.compile(r"<img\b(?:[^>\"]|\"[^\"]*\")*>")  # as nh3 writes it
_TH = re.compile(r"<th(?![^>]*\bscope=)\b", re.IGNORECASE)
_CLASS = re.compile(r"anchor-link|cited|language-[\w+-]{1,20}")  # that other markup may have


@lru_cache(maxsize=1)
def _tags() -> set[str]:
    return (nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "details", "summary", "mark", "u"}) - {"area", "map"}


def harmless(html: str, ids: bool = False) -> str:
    """Markup without scripts, handlers, styles, frames, forms, and with links to the web, notebooks and mail alone.

    Its ids, and the marks of its notes, are kept where asked: an id may take the place of an anchor of the page.

    >>> harmless('<p onclick="x">a<script>b</script> <a href="javascript:c">d</a></p>')
    '<p>a <a>d</a></p>'
    """
    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["*"] = {"title", "lang", "dir", "class"} | ({"id", "role", "aria-label"} if ids else set())
    attributes["a"] = {"href", "hreflang"}
    attributes["img"] = {"src", "alt", "width", "height"}
    attributes["details"] = {"open"}
    cleaned = nh3.clean(
        html,
        tags=_tags(),
        attributes=attributes,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
        strip_comments=True,
    )
    return _IMAGE.sub(_left_out, cleaned)


def _left_out(found: re.Match[str]) -> str:
    """Words in place of a picture that does not lie in the page itself."""
    if " src=" in found[0]:
        return found[0]
    alt = re.search(r' alt="([^"]*)"', found[0])
    return f"[picture left out, for it is not part of the page{': ' + alt[1] if alt and alt[1] else ''}]"


def _filtered(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, or None where it is left out: data only as a picture, pictures only from data."""
    address = value.strip().lower()
    if (tag, name) == ("img", "src"):
        return value if re.match(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", address) else None
    if name == "class":
        return " ".join(filter(_CLASS.fullmatch, value.split())) or None
    if name == "role":
        return value if value == "doc-noteref" else None
    return None if name == "href" and address.startswith("data:") else value


def table_ready(html: str, name: str) -> str:
    """Tables of other libraries with what readers need: a caption where there is none, scopes, a box to scroll in."""
    parts = re.split(r"(<table\b.*?</table>)", html, flags=re.IGNORECASE | re.DOTALL)
    return "".join(_framed(part, name) if _TABLE.match(part) else part for part in parts)


def _framed(table: str, name: str) -> str:
    head = _HEAD.search(table)
    if head:
        scoped = _TH.sub('<th scope="col"', head[0])
        table = table[: head.start()] + scoped + table[head.end() :]
    table = _TH.sub('<th scope="row"', table)
    if "<caption" not in table.lower():
        table = _TABLE.sub(lambda found: f"{found[0]}<caption>{name}</caption>", table, count=1)
    return f'<div class="box" tabindex="0" role="group" aria-label="{name}">{table}</div>'
