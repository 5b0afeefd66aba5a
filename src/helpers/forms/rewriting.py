"""Parts of a PDF exchanged for others of any length, where it has one plain table of places as Chromium writes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from .asking import FormError

Edit = tuple[int, int, bytes]  # from where to where, and what stands there instead
_END = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")
_TABLE = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] ?\r?\n)+)")
_LINE = re.compile(rb"(\d{10}) (\d{5}) ([fn])")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def rewritten(content: bytes, edits: Iterable[Edit]) -> bytes:
    """A PDF with some parts exchanged and the places of its objects put right.

    Raises
    ------
    FormError
        If it is not laid out as Chromium lays it out.
    """
    end = _END.search(content)
    table = _TABLE.match(content, int(end[1])) if end else None
    if not end or not table:
        raise FormError("Chromium wrote a PDF of another kind than expected; does an older Chromium do it?")
    ordered = sorted(edit for edit in edits if edit[1] <= table.start())
    starts = [start for start, _, _ in ordered]
    shifts = [0, *accumulate(len(new) - (stop - start) for start, stop, new in ordered)]

    def moved(line: re.Match[bytes]) -> bytes:
        place = int(line[1])
        return b"%010d %s %s" % (place + shifts[bisect_right(starts, place)], line[2], line[3])

    parts, at = [], 0
    for start, stop, new in ordered:
        parts += [content[at:start], new]
        at = stop
    body = b"".join([*parts, content[at : table.start()]])
    trailer = content[table.end() : end.start()]
    lines = _LINE.sub(moved, table[2])
    return b"%sxref\n0 %s\n%s%sstartxref\n%d\n%%%%EOF\n" % (body, table[1], lines, trailer, len(body))


def text_read(token: bytes) -> str:
    r"""What a string of a PDF says.

    >>> text_read(rb"(a \(b\) \101)"), text_read(b"<FEFF65E5>")
    ('a (b) A', '日')
    """
    if token.startswith(b"<"):
        plain = bytes.fromhex(token[1:-1].decode("ascii"))
    else:
        plain = _ESCAPE.sub(lambda m: _LETTERS.get(m[1], _by_number(m[1])), token[1:-1])
    return plain[2:].decode("utf-16-be", "replace") if plain.startswith(b"\xfe\xff") else plain.decode("latin-1")


def _by_number(escaped: bytes) -> bytes:
    return bytes([int(escaped, 8) & 255]) if escaped.isdigit() else escaped


def text_written(text: str) -> bytes:
    r"""A text as a string of a PDF.

    >>> text_written("a (b)"), text_written("日")
    (b'(a \\(b\\))', b'<FEFF65E5>')
    """
    if text.isascii() and text.isprintable():
        return b"(" + re.sub(rb"([\\()])", rb"\\\1", text.encode("ascii")) + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"
