"""How wide the columns of a table are on paper: none so narrow that a word breaks, the rest by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from .tree import Node

LINE = 96  # letters of a table's type that a line of the page holds
LONGEST = 30  # a longer word (an address, an id) may break
GAP = 3  # letters' worth of space beside each column


def with_widths(table: Node) -> Node:
    """The table with the width of each column given, unless one of its cells spans several."""
    rows = [row.elements for row in table.walk() if row.tag == "tr"]
    spans = any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row)
    if not rows or spans or len({len(row) for row in rows}) != 1:
        return table
    columns = [[cell.text for cell in column] for column in zip(*rows, strict=True)]
    group = Node("colgroup", {}, [Node("col", {"style": f"width:{share:.1%}"}) for share in shares(columns)])
    at = 1 if table.elements and table.elements[0].tag == "caption" else 0
    table.children = [*table.elements[:at], group, *table.elements[at:]]
    return table


def shares(columns: Sequence[Sequence[str]]) -> list[float]:
    """The share of the line that each column takes, 0..1, in all 1.

    Every column has room for its longest word; what is left goes to those with much text. Where the words alone are
    too wide, each gives way in proportion.

    >>> [round(share, 2) for share in shares([["a", "bb"], ["word " * 20, "word"]])]
    [0.05, 0.95]
    """
    least = [min(LONGEST, max((len(w) for text in c for w in text.split()), default=1)) + GAP for c in columns]
    wanted = [max(low, _middling(c) + GAP) for low, c in zip(least, columns, strict=True)]
    spare = LINE - sum(least)
    more = [want - low for want, low in zip(wanted, least, strict=True)]
    if spare > 0 and sum(more) > 0:
        given = [low + spare * extra / sum(more) for low, extra in zip(least, more, strict=True)]
    else:
        given = [float(low) for low in least]
    return [width / sum(given) for width in given]


def _middling(texts: Sequence[str]) -> int:
    """The length that nine of ten texts do not exceed, at most a line."""
    lengths = sorted(len(text) for text in texts)
    return min(LINE, lengths[ceil(0.9 * len(lengths)) - 1])
