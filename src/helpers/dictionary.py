"""The data dictionary: what each column of each table means, made from datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

BEGIN, END = "<!-- dictionary: made from datapackage.json -->", "<!-- end of dictionary -->"


class Column(NamedTuple):
    """One column: its table, name, type, unit, whether it must be filled, its meaning, and the values allowed."""

    table: str
    name: str
    type: str
    unit: str
    required: str
    meaning: str
    allowed: str


def _allowed(field: Mapping[str, Any]) -> str:
    rules = field.get("constraints", {})
    named = field.get("references") or field.get("itemReferences", "")
    if named:
        return {"*": "ids of any table", "sources": "ids of sources.json"}.get(named, f"ids of {named.split('.')[0]}")
    values = [str(v) for v in rules.get("enum") or field.get("itemEnum") or []]
    if len(values) > 20 and all(len(v) == 2 and v.isupper() for v in values):
        return f"{len(values)} country codes of datapackage.json"
    return ", ".join(values)


def dictionary(schema: Mapping[str, Any]) -> Iterator[Column]:
    """Every column of every table of a descriptor, in order."""
    for resource in schema["resources"]:
        for field in resource["schema"]["fields"]:
            rules = field.get("constraints", {})
            kind = f"list, separated by {field.get('delimiter', ',')!r}" if field["type"] == "list" else field["type"]
            yield Column(
                resource["name"], field["name"], field.get("kind", kind), field.get("unit", ""),
                "yes" if rules.get("required") else "", field.get("description", ""), _allowed(field),
            )  # fmt: skip


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def as_markdown(schema: Mapping[str, Any]) -> str:
    """The dictionary as Markdown: a heading, a sentence and a table for each table of the descriptor."""
    columns = list(dictionary(schema))
    parts = []
    for resource in schema["resources"]:
        keys = resource["schema"].get("foreignKeys", [])
        links = {k["fields"][0]: k["reference"]["resource"] or resource["name"] for k in keys}
        lines = [
            f"| `{c.name}` | {c.type} | {_cell(c.unit)} | {c.required} | {_cell(c.meaning)} | "
            f"{_cell(c.allowed or (f'ids of {links[c.name]}' if c.name in links else ''))} |"
            for c in columns
            if c.table == resource["name"]
        ]
        recheck = f" To be checked again after {resource['recheck']['days']} days." if "recheck" in resource else ""
        head = "| column | type | unit | must be filled | meaning | allowed |\n| --- | --- | --- | --- | --- | --- |"
        parts.append(f"### {resource['name']}\n\n{resource['description']}{recheck}\n\n{head}\n" + "\n".join(lines))
    return "\n\n".join(parts)


def with_dictionary(page: str, schema: Mapping[str, Any]) -> str:
    """A page of Markdown whose dictionary, between the two marks, is the one of a descriptor.

    Raises
    ------
    ValueError
        If the page does not have both marks once.
    """
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError(
            f"data/README.md lacks its marks; expected {BEGIN!r} and {END!r}, once each and in this order."
        )
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{as_markdown(schema)}\n\n{END}{after}"
