"""A page as Markdown of GitHub's flavour, with its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..text import slug
from .asking import FIGURES
from .cleaning import Document
from .conversion import converted
from .tree import Node, changed_below, written


def markdown(document: Document) -> tuple[str, Mapping[str, bytes]]:
    """A document as Markdown, and the pictures that it shows by their path beside it.

    Raises
    ------
    FormError
        If pandoc is not there or fails.
    """
    named = _named(document)
    headings = _headings(document.main)
    main = changed_below(document.main, lambda node: _plain(node, named, headings))
    text = converted(written(main), ["--to=gfm", "--wrap=none"]).decode()
    return text, {path: document.pictures[name].content for name, path in named.items()}


def _named(document: Document) -> dict[str, str]:
    """The path of each picture that stands in a figure or alone, numbered in order and named by its title."""
    found: dict[str, str] = {}
    title = ""
    for node in document.main.walk():
        if node.has("figure"):
            caption = node.find("figcaption")
            title = caption.text if caption else ""
        if node.tag == "img" and (picture := document.pictures.get(node.get("src"))) and node.get("src") not in found:
            words = slug(title or node.get("alt"))[:60].strip("-.")
            found[node.get("src")] = f"{FIGURES}/figure-{len(found) + 1:02d}-{words}.{picture.ending}"
            title = ""
    return found


def _headings(main: Node) -> dict[str, str]:
    """By id of a heading, the one that GitHub gives it."""
    found: dict[str, str] = {}
    for node in main.walk():
        if re.fullmatch("h[1-6]", node.tag) and node.get("id"):
            plain = re.sub(r"[^\w\- ]", "", node.text.casefold()).replace(" ", "-")
            count = sum(re.fullmatch(rf"{re.escape(plain)}(-\d+)?", other) is not None for other in found.values())
            found[node.get("id")] = f"{plain}-{count}" if count else plain
    return found


def _plain(node: Node, pictures: Mapping[str, str], headings: Mapping[str, str]) -> list[Node | str]:
    """An element in the way that Markdown can say it."""
    if node.tag == "img":
        path = pictures.get(node.get("src"))
        return [Node("p", {}, [Node("img", {"src": path, "alt": node.get("alt")})])] if path else [node.get("alt")]
    if node.tag == "figcaption":
        bold = [Node("strong", {}, node.children)] if node.has("title") else node.children
        return [Node("p", {}, [*bold])]
    if node.has("finding"):
        return [Node("blockquote", {}, node.children)]
    if node.tag == "table":
        caption = next((child for child in node.elements if child.tag == "caption"), None)
        node.children = [child for child in node.children if child is not caption]
        return [Node("p", {}, caption.children), node] if caption else [node]
    if node.tag == "p" and node.has("source", "fold"):
        return [Node("p", {}, [Node("em", {}, node.children)])]
    return _bare(node, headings)


def _bare(node: Node, headings: Mapping[str, str]) -> list[Node | str]:
    """An element without what would stand as markup in the text; wrappers give way to what they hold."""
    href = node.get("href")
    if node.tag == "a" and href[1:] in headings and href.startswith("#"):
        node.attributes["href"] = f"#{headings[href[1:]]}"
    keep = ("href", "src", "alt", "id", "role", "style", "start", "value", "colspan", "rowspan")
    node.attributes = {k: v for k, v in node.attributes.items() if k in keep and (k != "role" or v.startswith("doc-"))}
    if node.tag in headings or re.fullmatch("h[1-6]", node.tag):
        node.attributes.pop("id", None)
    if node.tag in ("div", "section") and not node.get("role"):
        return [*node.children]
    return [*node.children] if node.tag == "span" and not node.attributes else [node]
