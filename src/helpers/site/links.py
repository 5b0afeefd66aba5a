"""Links and cells of pages: what names a row or a source leads to its page, what names neither is told in words."""

from __future__ import annotations

from ..text import safe
from .addresses import WHOLE, link_path, row_address, source_address
from .published import Use
from .record import Record
from .wording import LANGUAGES, Cells, amount_words, as_number, item_words, worded


class Linker:
    """What makes links for the pages of one folder: `up` is the way from them to the root of the site."""

    def __init__(self, record: Record, up: str) -> None:
        self.record = record
        self.up = up

    def way(self, path: str, words: str) -> str:
        """A link to a page of the site; `words` are markup."""
        return f'<a href="{self.up}{safe(link_path(path))}">{words}</a>'

    def row(self, row_id: str) -> str:
        """A link to a row, under its label; its id alone where nothing holds it."""
        record = self.record
        if not (home := record.home(row_id)):
            return self._removed(row_id)
        fragment = "" if home[1] == row_id else f"#{row_id}"
        table = record.place[row_id]
        words = worded(record.labels.of(table, row_id), self.language(table, record.tables[table][row_id]))
        return self.way(row_address(*home) + fragment, words)

    def _removed(self, row_id: str) -> str:
        gone = next((table for table, removed in self.record.removed if removed == row_id), None)
        return self.way(row_address(gone, row_id), safe(row_id)) if gone else safe(row_id)

    def source(self, source_id: str) -> str:
        """A link to the page of a source under its title; its id alone where the bibliography lacks it."""
        source = self.record.sources.get(source_id)
        if source is None:
            return safe(source_id)
        publisher = f", {worded(source.container, source.language)}" if source.container else ""
        return self.way(source_address(source_id), worded(source.title, source.language)) + publisher

    def column(self, table: str, column: str, words: str) -> str:
        """A link to what a column means; `words` are plain."""
        return self.way(f"dictionary.html#{table}.{column}", safe(words))

    def use(self, use: Use) -> str:
        """A finding with its link."""
        marks = {"does_not_hold": " (does not hold)", "silent": " (silent: no rows)"}
        return self.way(use.address, worded(use.finding.text)) + marks.get(use.finding.status, "")

    def language(self, table: str, row: Cells) -> str:
        """The language that eastern names in a row are most likely written in."""
        chosen = self.record.resources[table]["selection"].get("countries", "")
        held = row.get(chosen)
        first = held[0] if isinstance(held, tuple) and len(held) == 1 else held
        return LANGUAGES.get(str(first), "")

    def cell(self, table: str, column: str, row: Cells) -> str:
        """A cell as markup; empty where nothing is stated."""
        value = row[column]
        if value is None:
            return ""
        if isinstance(value, tuple):
            items = [self._item(table, column, item, row) for item in value]
            return items[0] if len(items) == 1 else "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"
        if isinstance(value, (int, float)):
            series = self.record.tables["series"].get(str(row.get("series_id")), {})
            return amount_words(value, self.record.fields[table][column], row, str(series.get("unit") or ""))
        return self._item(table, column, value, row)

    def _item(self, table: str, column: str, item: object, row: Cells) -> str:
        target = self.record.targets[table].get(column)
        if target == "sources" and item in self.record.sources:
            return self.source(str(item))
        if target and target != "sources":
            return self.row(str(item))
        return item_words(item, self.record.fields[table][column], self.language(table, row))

    def stated(self, table: str, column: object, value: object, row_id: str) -> str:
        """A value that is held or stated for a column of a row, in words where the column has them."""
        if value is None:
            return ""
        field = self.record.fields.get(table, {}).get(str(column))
        if field is None or column in self.record.targets.get(table, {}):
            return worded(value)
        if field["type"] in ("integer", "number") and (told := as_number(value)) is not None:
            row = self.record.tables[table].get(row_id, {})
            series = self.record.tables["series"].get(str(row.get("series_id")), {})
            return amount_words(told, field, row, str(series.get("unit") or ""))
        items = str(value).split(field.get("delimiter", ",")) if field["type"] == "list" else [value]
        return "; ".join(item_words(item, field) for item in items)

    def about(self, table: str, row_id: str) -> str:
        """A link to what a correction or contradiction is about."""
        return safe(row_id) if table in ("citations", *WHOLE) else self.row(row_id)
