"""Editions: named sets of notebooks and parameters, kept in notebooks/editions.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..placing import root_folder
from ..text import did_you_mean, slug, typed_statistics

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one written in C is ten times as fast
KEYS = ("title", "notebooks", "parameters", "notebook_parameters", "article", "asks")


class EditionError(ValueError):
    """An edition that does not exist, or a file of editions that cannot be read."""


@dataclass(frozen=True)
class Edition:
    """One edition: which notebooks (all where none is named) and which parameters differ from their defaults.

    `notebook_parameters` holds, by notebook, what differs from `parameters` in that one alone. Where the edition puts
    one of the founding articles to the test, `article` is its source id and `asks` what it asks, in our words.
    """

    name: str
    title: str
    notebooks: tuple[str, ...]
    parameters: dict[str, Any]
    notebook_parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    article: str | None = None
    asks: str = ""


def _edition(name: str, entry: object) -> Edition:
    if name != slug(name):
        raise EditionError(f"editions.yml: {name!r} names a folder; write it like {slug(name)!r}.")
    if not isinstance(entry, dict):
        raise EditionError(f"editions.yml: edition {name!r} is {type(entry).__name__}; expected {', '.join(KEYS)}.")
    if unknown := [k for k in entry if k not in KEYS]:
        raise EditionError(f"editions.yml: edition {name!r} has {unknown[0]!r}. {did_you_mean(unknown[0], KEYS)}")
    notebooks, parameters = entry.get("notebooks") or [], entry.get("parameters") or {}
    if not isinstance(notebooks, list) or not isinstance(parameters, dict):
        raise EditionError(f"editions.yml: edition {name!r}: notebooks is a list, parameters are name: value pairs.")
    own = entry.get("notebook_parameters") or {}
    if not isinstance(own, dict) or not all(isinstance(v, dict) for v in own.values()):
        raise EditionError(f"editions.yml: edition {name!r}: notebook_parameters has name: value pairs by notebook.")
    if astray := [n for n in own if notebooks and n not in notebooks]:
        what = f"notebook_parameters names {astray[0]!r}. {did_you_mean(astray[0], notebooks)}"
        raise EditionError(f"editions.yml: edition {name!r}: {what}")
    article, asks = _article(name, entry)
    title = str(entry.get("title", name))
    return Edition(name, title, tuple(map(str, notebooks)), dict(parameters), own, article, asks)


def _article(name: str, entry: Mapping[str, Any]) -> tuple[str | None, str]:
    """The article of an edition and what it asks: both, or neither."""
    article, asks = entry.get("article"), entry.get("asks")
    if article is None and asks is None:
        return None, ""
    if not isinstance(article, str) or not isinstance(asks, str) or not asks.strip():
        raise EditionError(f"editions.yml: edition {name!r}: article (a source id) and asks (a text) go together.")
    if typed := typed_statistics(asks):
        what = f"asks has the number {typed[0]!r} typed into it; what the record answers is computed in the report"
        raise EditionError(f"editions.yml: edition {name!r}: {what}.")
    return article, " ".join(asks.split())


def load_editions(path: Path | None = None) -> dict[str, Edition]:
    """Every edition by name.

    Raises
    ------
    EditionError
        If the file is missing, is no YAML, or an edition is not of its form.
    """
    place = path or root_folder() / "notebooks" / "editions.yml"
    try:
        content = yaml.load(place.read_text(encoding="utf-8"), Loader=SAFE_LOADER)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise EditionError(f"{place.name} cannot be read ({error}); restore it from the repository.") from None
    if not isinstance(content, dict):
        raise EditionError(f"{place.name} holds {type(content).__name__}; expected edition names with their settings.")
    return {str(name): _edition(str(name), entry) for name, entry in content.items()}


def find_editions(names: Sequence[str], path: Path | None = None) -> list[Edition]:
    """Editions by their names, each once.

    Raises
    ------
    EditionError
        If there is none of a name; the nearest is named.
    """
    editions = load_editions(path)
    for name in names:
        if name not in editions:
            raise EditionError(f"no edition {name!r} in notebooks/editions.yml. {did_you_mean(name, editions)}")
    return [editions[name] for name in dict.fromkeys(names)]


def find_edition(name: str, path: Path | None = None) -> Edition:
    """An edition by its name; see `find_editions`."""
    return find_editions([name], path)[0]
