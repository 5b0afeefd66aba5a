"""Texts that would break a careless writer, and an extract that is full of them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from hypothesis import strategies as st

from helpers.evidence import Evidence
from helpers.exports import Extract, Selection, extracted

PIECES = (
    "=1+1", "=HYPERLINK(\"http://example.org\")", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "\t=1", "#N/A", "#REF!", "TRUE",
    "2023-07-23", "1e5", "'", '"', '","', ";", "\r", "\n", "\r\n", "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\ufffe",
    "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\ufeff", "_x0041_", "_x003D_1", "]]>", "<script>alert(1)</script>",
    "<i>", "</span>", "&amp;", "&#0;", "}", "{", "{{", "\n@article{x,\n title={y}}", "@comment{", "%", "\\", "\\input{x}", "$x$",
    "~", "^", "_", "#", "\nTY  - JOUR\nER  - \n", "ER  - ", "\nAU  - x", "輸出管理令「改正」", "出口管制", "𠮷", "😀", "; DROP TABLE measures; --",
    "|", "--", "``", "''", " ", "a" * 40000,
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8)), max_size=4).map("".join)
TEXT_COLUMNS = ("title", "scope", "issuing_body", "official_citation", "notes")


def hostile_extract(invented: Evidence, folder: Path, cells: list[str]) -> Extract:
    """An extract of the invented rows whose texts, titles, names and addresses are these, in turn."""
    tables = invented.tables
    measures = pd.concat([tables["measures"].iloc[:1]] * len(cells))
    measures.index = pd.Index([f"US-2001-ALPHA-{n}" for n in range(len(cells))], name="measure_id")
    for column in TEXT_COLUMNS:
        measures[column] = pd.Series(cells, index=measures.index, dtype="object")
    measures["targets_named"] = pd.Series([(c.replace(";", ","), "x") for c in cells], index=measures.index)
    citations = pd.concat([tables["citations"].iloc[:1]] * len(cells))
    citations.index = pd.Index([f"{i}-C1" for i in measures.index], name="citation_id")
    citations["row_id"] = list(measures.index)
    citations["source_id"] = [f"hostile-{n}" for n in range(len(cells))]
    bibliography = [_item(n, cell) for n, cell in enumerate(cells)]
    (folder / "sources.json").write_text(json.dumps(bibliography), encoding="utf-8")
    changed = tables | {"measures": measures, "citations": citations}
    return extracted(Evidence(changed, invented.schema, invented.sources), Selection(tables=("measures",)), folder)


def _item(number: int, text: str) -> dict[str, object]:
    kinds = ("webpage", "article-newspaper", "regulation", "speech", "entry-encyclopedia")
    return {
        "id": f"hostile-{number}",
        "type": kinds[number % len(kinds)],
        "title": text or "x",
        "author": [{"literal": text or "x"}, {"family": text or "x", "given": text}],
        ("publisher", "container-title")[number % 2]: text,
        "issued": {"date-parts": [[2001, 2, 3][: number % 3 + 1]]},
        "URL": f"https://example.org/{text}",
        "language": "ja",
        "custom": {"kind": "secondary", "note": text},
    }
