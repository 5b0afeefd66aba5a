"""The main part of a page as a document: screen controls taken off, folds laid open, notes at their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from .pictures import Picture, taken_out
from .tree import Node, changed_below, read

SCREEN = ("anchor-link", "code", "tools", "skip", "bar", "print-only")
CONTROLS = ("button", "input", "label", "select", "option", "script", "style", "nav", "form", "template")
MOST_LINKS, MOST_ROWS = 40, 500  # more of them in a fold help nobody on paper
BESIDE_HERE = ": in the folder rows/ beside this report"
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_OTHER_SCHEME = re.compile(r"(?!https?:|mailto:)[a-zA-Z][\w+.-]*:")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass
class Document:
    """A page as a document: its main part, what its masthead says, and the pictures by their names in the main part."""

    main: Node
    title: str
    pictures: dict[str, Picture]
    facts: dict[str, str] = field(default_factory=dict)


def document(html: str) -> Document:
    """A page as a document for programs that write text, without anything that only a screen can use.

    Findings keep their class, and what they rest on stands in notes (`role="doc-noteref"`, `role="doc-endnotes"`);
    each figure is a `<div class="figure">`; a table that goes on in a fold is one table; lists of terms are plain
    lists; every id that a link leads to is on a `<span>` or a heading, and links that lead nowhere are text.

    Raises
    ------
    FormError
        If a picture cannot be read.
    """
    held = _MAIN.search(html)
    markup, pictures = taken_out(held[1] if held else html)
    main = changed_below(read(markup), _cleaned)
    facts = {dt.text: dd.text for dl in main.walk() if dl.tag == "dl" for dt, dd in _pairs(dl)}
    notes: list[Node] = []
    changed_below(main, lambda node: _plain(node, notes))
    if notes:
        main.children.append(Node("section", {"role": "doc-endnotes"}, [Node("ol", {}, [*notes])]))
    _lay_contents(main)
    _settle_links(main)
    titled = _TITLE.search(html)
    return Document(main, read(titled[1]).text if titled else "", pictures, facts)


def _cleaned(node: Node) -> list[Node | str]:
    if node.tag in CONTROLS or node.has(*SCREEN) or node.get("hidden") or "hidden" in node.attributes:
        return []
    if node.tag == "figure":
        node.children = [c for c in node.children if isinstance(c, str) or not c.has("unfolded", "fold")]  # its data
        return [Node("div", {**node.attributes, "class": "figure"}, node.children)]
    if node.has("table"):
        _join(node)
    if node.tag == "details":
        return _unfolded(node)
    return [node]


def _unfolded(node: Node) -> list[Node | str]:
    """What a fold holds, under its summary; where it is only a long list, the summary."""
    links = sum(child.tag == "a" for child in node.elements)
    rows = sum(child.tag == "tr" for child in node.walk())
    words = next((child.text for child in node.elements if child.tag == "summary"), "")
    if links > MOST_LINKS or rows > MOST_ROWS:
        return [Node("p", {"class": "fold"}, [words + (BESIDE_HERE if rows > MOST_ROWS else "")])]
    inner: list[Node | str] = [c for c in node.children if isinstance(c, str) or c.tag != "summary"]
    kind = "follow" if node.has("follow") else "unfolded"
    return [Node("div", {"class": kind, "title": words}, _blocks([Node("p", {"class": "fold"}, [words]), *inner]))]


def _blocks(children: Iterable[Node | str]) -> list[Node | str]:
    """Blocks, with text that stands between them as paragraphs."""
    found: list[Node | str] = []
    loose: list[Node | str] = []
    for child in [*children, Node("p")]:
        if isinstance(child, str) or child.tag in ("a", "em", "strong", "span", "code", "b", "i", "br"):
            loose.append(child)
            continue
        if any(isinstance(c, Node) or c.strip() for c in loose):
            found.append(Node("p", {}, loose))
        loose = []
        found.append(child)
    return found[:-1]


def _join(block: Node) -> None:
    """Make one table of a table and those in folds below it that have the same headings."""
    tables = [node for node in block.walk() if node.tag == "table"]
    first = next(iter(tables), None)
    body = first.find("tbody") if first else None
    if first is None or body is None:
        return
    for fold in [child for child in block.elements if child.has("unfolded")]:
        more = fold.find("table")
        rest = more.find("tbody") if more else None
        if more and rest and _headings(more) == _headings(first):
            body.children += rest.children
            block.children.remove(fold)


def _headings(table: Node) -> str:
    head = table.find("thead")
    return head.text if head else ""


def _pairs(dl: Node) -> list[tuple[Node, Node]]:
    parts = [child for child in dl.elements if child.tag in ("dt", "dd")]
    return [(a, b) for a, b in pairwise(parts) if a.tag == "dt" and b.tag == "dd"]


def _plain(node: Node, notes: list[Node]) -> list[Node | str]:
    """Terms as list items, evidence of findings as notes, ids where every form keeps them."""
    if node.tag == "dl":
        items = [Node("li", {}, [Node("strong", {}, [*t.children]), ": ", *d.children]) for t, d in _pairs(node)]
        return [Node("ul", {"class": "facts"}, [*items])]
    if node.has("finding"):
        _note(node, notes)
    if node.tag == "tr" and node.get("id"):
        cell = next(iter(node.elements), None)
        if cell is not None:
            cell.children.insert(0, Node("span", {"id": node.attributes.pop("id")}))
    if node.tag in ("li", "div", "p", "td", "th") and node.get("id"):
        _mark(node)
    if node.tag in ("td", "th"):
        node.children = _line(node)
        if node.has("number"):
            node.attributes["style"] = "text-align:right"
    return [node]


def _mark(node: Node) -> None:
    """Put the id of a block on a span at its beginning, inside its first paragraph."""
    place = node
    while place.tag not in ("p", "h1", "h2", "h3", "h4") and place.elements and place.children[0] is place.elements[0]:
        if place.elements[0].tag not in ("p", "div", "ul", "li", "h2", "h3", "h4"):
            break
        place = place.elements[0]
    place.children.insert(0, Node("span", {"id": node.attributes.pop("id")}))


def _line(cell: Node) -> list[Node | str]:
    """What a cell holds, on one line: blocks and breaks divided by a stroke."""
    found: list[Node | str] = []
    for child in cell.children:
        if isinstance(child, Node) and child.tag == "br":
            found.append(" / ")
        elif isinstance(child, Node) and child.tag in ("p", "div", "ul", "ol", "li", "details", "pre"):
            found += [" / "] * bool(found) + _line(child)
        else:
            found.append(child)
    return found


def _note(finding: Node, notes: list[Node]) -> None:
    """Move what a finding rests on into a note at the end of its sentence."""
    follow = next((child for child in finding.elements if child.has("follow")), None)
    sentence = next((child for child in finding.elements if child.tag == "p"), None)
    if follow is None or sentence is None:
        return
    finding.children.remove(follow)
    name = f"note-{len(notes) + 1}"
    notes.append(Node("li", {"id": name}, [_untabled(c) if isinstance(c, Node) else c for c in follow.children]))
    sentence.children.append(Node("a", {"role": "doc-noteref", "href": f"#{name}"}, ["*"]))


def _untabled(node: Node) -> Node:
    """A block for a note: rows of tables as lines and lists run on, since a note is narrow."""
    rows = [tr for tr in node.walk() if tr.tag == "tr"]
    if not rows:
        return changed_below(node, lambda n: [_run_on(n)] if n.tag == "ul" and not n.has("facts") else [n])
    lines = ["; ".join(c.text for c in tr.elements if c.text) for tr in rows if tr.find("td")]
    return Node("div", {}, [Node("p", {}, [line]) for line in lines])


def _run_on(listed: Node) -> Node:
    """A list as one paragraph."""
    pieces: list[Node | str] = []
    for item in listed.elements:
        pieces += ["; ", *item.children] if pieces else item.children
    return Node("p", {}, pieces)


def _lay_contents(main: Node) -> None:
    """Put the headings of second rank as a list of links behind what is said of the report as a whole."""
    headings = [node for node in main.walk() if node.tag == "h2" and node.get("id")]
    items = [Node("li", {}, [Node("a", {"href": f"#{h.get('id')}"}, [h.text])]) for h in headings]
    tops = [n for n, child in enumerate(main.children) if isinstance(child, Node) and _is_top(child)]
    if items and tops:
        at = tops[-1]
        listed = [Node("p", {"class": "fold"}, ["Contents"]), Node("ul", {"class": "contents"}, [*items])]
        main.children[at + 1 : at + 1] = listed


def _is_top(node: Node) -> bool:
    return node.has("masthead") or node.tag == "h1"


def _settle_links(main: Node) -> None:
    """Keep the ids that links lead to, and the links that lead to one, to a page beside or into the web."""
    nodes = list(main.walk())
    wanted = {n.get("href")[1:] for n in nodes if n.tag == "a" and n.get("href").startswith("#")}
    held = {n.get("id") for n in nodes}
    for node in nodes:
        href = node.get("href")
        is_lost = href.startswith("#") and href[1:] not in held
        if node.tag == "a" and (is_lost or _OTHER_SCHEME.match(href)):
            node.tag, node.attributes = "span", {}
        if node.get("id") and node.get("id") not in wanted and node.tag == "span":
            del node.attributes["id"]
