"""Markup as a tree that can be changed, and written again; what browsers forgive is forgiven here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass
class Node:
    """An element: name, attributes, and what it holds: elements and text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; empty where it is not set."""
        return self.attributes.get(name, "")

    def has(self, *classes: str) -> bool:
        """Whether it is of one of these classes."""
        return any(c in self.get("class").split() for c in classes)

    @property
    def elements(self) -> list[Node]:
        """The elements that it holds itself."""
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> Iterator[Node]:
        """It and every element below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.elements)

    def find(self, tag: str) -> Node | None:
        """The first element of that name below it."""
        return next((node for node in self.walk() if node.tag == tag and node is not self), None)

    @property
    def text(self) -> str:
        """All text below it, with single spaces."""
        return " ".join("".join(_texts(self)).split())


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield " "
        else:
            yield from _texts(child)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.stack):  # an end without a beginning is nothing
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def read(html: str) -> Node:
    """Markup as a tree, below an element without a name.

    >>> read("<p>a<br>b &amp; <em>c</p>").find("em").text
    'c'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.stack[0]


def written(node: Node | str) -> str:
    """A tree as markup.

    >>> written(read('<p title="&quot;">1 &lt; 2<br>'))
    '<p title="&quot;">1 &lt; 2<br></p>'
    """
    if isinstance(node, str):
        return escape(node, quote=False)
    inner = "".join(map(written, node.children))
    if not node.tag:
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>" + ("" if node.tag in VOID else f"{inner}</{node.tag}>")


Change = Callable[[Node], "list[Node | str]"]


def changed(node: Node, change: Change) -> list[Node | str]:
    """What takes the place of an element: first what it holds is changed, then itself."""
    return change(changed_below(node, change))


def changed_below(node: Node, change: Change) -> Node:
    """An element with what it holds changed, itself not."""
    children: list[Node | str] = []
    for child in node.children:
        children += [child] if isinstance(child, str) else changed(child, change)
    node.children = children
    return node
