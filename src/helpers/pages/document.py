"""The frame of every page: head, policy, style and script, all inside the one file."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from ..text import safe

TEMPLATE = Path(__file__).parent / "template"
STYLES, SCRIPT = ("style.css", "print.css"), "script.js"
SWITCH = '<input type="checkbox" id="show-code"><label for="show-code">Show code</label>'
SKIP = '<a class="skip" href="#report">Skip to the report</a>'


@lru_cache(maxsize=1)
def style() -> str:
    """The style of every page."""
    return "".join((TEMPLATE / name).read_text(encoding="utf-8") for name in STYLES)


@lru_cache(maxsize=1)
def script() -> str:
    """The script of every page: comfort only, for without it the page can be read whole."""
    return (TEMPLATE / SCRIPT).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def policy() -> str:
    """What a browser may do for a page: show what is in it and run the one script, no request to anywhere.

    Pictures made by the script for saving are the only blobs.
    """
    mark = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return (
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    )


def document(
    title: str, main: str, *, home: str = "", contents: str = "", footer: str = "", kind: str = "", code: bool = False
) -> str:
    """A whole page around the markup of its main part.

    Parameters
    ----------
    title
        Of the page, as plain text.
    main, contents, footer
        Markup, safe as it stands: what the page says, its list of contents, its last lines.
    home
        Address of the page that links all others, seen from this one.
    kind
        Class of the body, e.g. "brief".
    code
        Whether there is code to show, folded behind one switch.
    """
    way = f'<a class="home" href="{safe(home)}">All reports</a>' if home else "<span></span>"
    bar = f'<header class="bar">{way}{SWITCH if code else ""}</header>' if home or code else ""
    listed = f'<nav class="contents" aria-label="Contents"><h2>Contents</h2>{contents}</nav>' if contents else ""
    parts = [SKIP, bar, listed, f'<main id="report">\n{main}\n</main>', f"<footer>{footer}</footer>" if footer else ""]
    body = "\n".join(p for p in [*parts, f"<script>{script()}</script>"] if p)
    return f'<!doctype html>\n<html lang="en">\n{_head(title)}\n<body class="{safe(kind)}">\n{body}\n</body>\n</html>\n'


def _head(title: str) -> str:
    return (
        '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="generator" content="US–Japan technology policy workbook">\n'
        f"<title>{safe(title)}</title>\n<style>{style()}</style>\n</head>"
    )
