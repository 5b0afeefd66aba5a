"""How to cite a report: in Chicago style, as BibTeX and as RIS, with its licence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..period import parse_date
from ..sources import MONTHS
from ..text import country_name, listed, safe, slug

WORKBOOK = "US–Japan Technology Policy Workbook"
LICENCE = "Text and data: CC BY 4.0. Code: MIT."
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
_STATE_DIGITS = 12
_TOLD_ELSEWHERE = ("period", "as_of", "strict")  # the last changes nothing that a report says
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would still count as one
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
} | {c: f"\\{c}" for c in "$&%#_"}


@dataclass(frozen=True)
class Citable:
    """What names one report among all others; the same rows under the same parameters give the same words on any day.

    Parameters
    ----------
    title, edition, period
        As they stand at the top of the page; `period` in words.
    parameters
        Every parameter of the run; `as_of` is the knowledge date (ISO), empty or None for none.
    checked
        ISO date on which a row used was last checked, "" where none says.
    state
        SHA-256 of the rows used, as `Evidence.state` gives it; "" for none.
    """

    title: str
    edition: str
    period: str
    parameters: Mapping[str, Any]
    checked: str = ""
    state: str = ""

    @property
    def selection(self) -> str:
        """Period and parameters as one phrase."""
        others = {k: v for k, v in self.parameters.items() if k not in _TOLD_ELSEWHERE}
        words = [f"period {self.period}" if self.period else ""]
        words += [
            f"{name.replace('_', ' ')} {_worded(name, value)}" for name, value in others.items() if _is_set(value)
        ]
        if as_of := self.parameters.get("as_of"):
            words.append(f"as known on {_day(str(as_of))}")
        return ", ".join(w for w in words if w)

    @property
    def state_in_words(self) -> str:
        """When the rows were last checked, and the digits that tell their state from any other."""
        day = f"rows last checked {_day(self.checked)}" if self.checked else ""
        state = f"state of rows {self.state[:_STATE_DIGITS]}" if self.state else ""
        return ", ".join(part for part in (day, state) if part)

    @property
    def key(self) -> str:
        """A name for the entry, of ASCII letters, digits, dots and hyphens."""
        return "-".join(p for p in ("us-japan-workbook", slug(self.title)[:40].strip("-."), self.state[:8]) if p)


def _is_set(value: Any) -> bool:
    return value is not None and value != "" and value != []


def _worded(name: str, value: Any) -> str:
    if name == "countries" and not isinstance(value, str):
        return listed(country_name(str(c)) for c in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return listed(value) if isinstance(value, list | tuple) else str(value)


def _day(iso: str) -> str:
    """A date as Chicago style writes it, with the precision it has.

    >>> _day("2023-01-05"), _day("2023-01"), _day("2023")
    ('January 5, 2023', 'January 2023', '2023')
    """
    parts = iso.split("-")
    if len(parts) < 2 or not all(p.isdigit() for p in parts):
        return iso
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def _quoted(title: str, mark: str) -> str:
    """A title in quotation marks with the mark that follows it inside; none follows a question but a comma."""
    is_closed = title.endswith(("?", "!", "."))
    return f"“{title}{'' if is_closed and mark == '.' else mark}”"


def note(report: Citable) -> str:
    """The report as a note in Chicago style; plain text."""
    parts = [f"{WORKBOOK}, edition {report.edition}", report.selection]
    state = f" ({report.state_in_words})" if report.state_in_words else ""
    return f"{_quoted(report.title, ',')} {', '.join(p for p in parts if p)}{state}."


def bibliography(report: Citable) -> str:
    """The report as an entry of a bibliography in Chicago style; plain text."""
    parts = [_quoted(report.title, "."), f"Edition {report.edition}.", _sentence(report.selection)]
    return " ".join(p for p in [f"{WORKBOOK}.", *parts, _sentence(report.state_in_words)] if p)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _line(text: str) -> str:
    """Text on one line, without characters that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _escaped(text: str) -> str:
    """Text as the value of a field of BibTeX: what TeX would take for a command is spelled out."""
    return "".join(_SPECIAL.get(c, c) for c in _line(text))


def bibtex(report: Citable) -> str:
    """The report as an entry of BibTeX, in Unicode."""
    day = parse_date(report.checked).first if report.checked else None
    fields = {
        "key": _escaped(WORKBOOK),
        "title": f"{{{_escaped(report.title)}}}",
        "howpublished": _escaped(f"{WORKBOOK}, edition {report.edition}"),
        "year": str(day.year) if day else "",
        "note": _escaped(" ".join(map(_sentence, (report.selection, report.state_in_words))).strip() + " CC BY 4.0."),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{report.key},\n{lines}}}\n"


def ris(report: Citable) -> str:
    """The report as an entry of RIS, one line a field."""
    fields = [
        ("TY", "RPRT"),
        ("ID", report.key),
        ("TI", report.title),
        ("PB", WORKBOOK),
        ("ET", report.edition),
        ("PY", report.checked[:4]),
        ("DA", report.checked.replace("-", "/")),
        ("LA", "en"),
        ("N1", _sentence(report.selection)),
        ("N1", _sentence(report.state_in_words)),
        ("C1", "CC BY 4.0"),
    ]
    return "".join(f"{tag}  - {_line(value)}\n" for tag, value in fields if _line(value)) + "ER  - \n"


def cite_this(report: Citable) -> str:
    """How to cite the report, folded, with its licence; markup that needs no script."""
    chicago = f"<p><b>Note</b><br>{safe(note(report))}</p><p><b>Bibliography</b><br>{safe(bibliography(report))}</p>"
    licence = re.sub(
        "CC BY 4.0", f'<a href="{LICENCE_ADDRESS}" rel="license noopener noreferrer">CC BY 4.0</a>', LICENCE
    )
    return (
        '<details class="cite-this"><summary>Cite this report</summary>'
        f'<div class="citation">{chicago}</div>'
        f"{_box('BibTeX', bibtex(report))}{_box('RIS', ris(report))}"
        f"<p>{licence} Cite beside it the sources of what you use: they are listed at the end.</p></details>"
    )


def _box(name: str, text: str) -> str:
    """Text to be copied, in a box that is scrolled from the keyboard too."""
    box = f'<pre class="citation" tabindex="0" role="group" aria-label="{name}">{safe(text)}</pre>'
    return f"<p><b>{name}</b></p>{box}"
