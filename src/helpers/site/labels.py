"""What each row is called: a name that says alone, in a list or a link, which one is meant."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import shown
from .wording import Cells, day

MOST = 200  # letters of a label: claims and statements are told in whole sentences


class Labels:
    """The labels of rows, each made once."""

    def __init__(self, tables: Mapping[str, Mapping[str, Cells]]) -> None:
        self._tables = tables
        self._made: dict[tuple[str, str], str] = {}

    def of(self, table: str, row_id: str) -> str:
        """What a row is called; its id where the table lacks it."""
        key = (table, row_id)
        if key not in self._made:
            cells = self._tables.get(table, {}).get(row_id)
            words = shown(self._words(table, cells)).strip() if cells else ""
            words = words or shown(row_id)
            self._made[key] = words if len(words) <= MOST else words[: MOST - 1].rstrip() + "…"
        return self._made[key]

    def _words(self, table: str, cells: Cells) -> str:
        if table == "investments":
            when = day(cells["date"])
            return f"{cells['company']}, {cells['project']}: {str(cells['step']).replace('_', ' ')}, {when}"
        if table == "statements":
            return f"{cells['speaker']}: {cells['paraphrase']}"
        if table == "claims":
            return str(cells["claim"])
        if table in ("actors", "mechanisms", "places"):
            return str(cells["name"])
        if "title" in cells:
            return str(cells["title"])
        return self._part(table, cells)

    def _part(self, table: str, cells: Cells) -> str:
        """The label of a row that belongs to another one."""
        if table == "offices":
            return f"{self.of('actors', cells['actor_id'])}, {cells['office']}"
        if table == "measure_pairs":
            follower, leader = self.of("measures", cells["follower_id"]), self.of("measures", cells["leader_id"])
            return f"{follower} — {str(cells['relation']).replace('_', ' ')} — {leader}"
        if table == "tone_codes":
            return f"{cells['coder']} on: {self.of('statements', cells['statement_id'])}"
        if table == "observations":
            return f"{self.of('series', cells['series_id'])}, {cells['period']}"
        if table == "verdicts":
            return f"{str(cells['verdict']).replace('_', ' ')}: {self.of('claims', cells['claim_id'])}"
        return str(cells["id"])
