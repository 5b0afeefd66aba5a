"""Editions: named sets of notebooks and parameters, kept in notebooks/editions.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..text import did_you_mean, slug
from .layout import root_folder

KEYS = ("title", "notebooks", "parameters")


class EditionError(ValueError):
    """An edition that does not exist, or a file of editions that cannot be read."""


@dataclass(frozen=True)
class Edition:
    """One edition: which notebooks (all where none is named) and which parameters differ from their defaults."""

    name: str
    title: str
    notebooks: tuple[str, ...]
    parameters: dict[str, Any]


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
    return Edition(name, str(entry.get("title", name)), tuple(map(str, notebooks)), dict(parameters))


def load_editions(path: Path | None = None) -> dict[str, Edition]:
    """Every edition by name.

    Raises
    ------
    EditionError
        If the file is missing, is no YAML, or an edition is not of its form.
    """
    place = path or root_folder() / "notebooks" / "editions.yml"
    try:
        content = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EditionError(f"{place.name} cannot be read ({error}); restore it from the repository.") from None
    if not isinstance(content, dict):
        raise EditionError(f"{place.name} holds {type(content).__name__}; expected edition names with their settings.")
    return {str(name): _edition(str(name), entry) for name, entry in content.items()}


def find_edition(name: str, path: Path | None = None) -> Edition:
    """An edition by its name.

    Raises
    ------
    EditionError
        If there is none of that name; the nearest is named.
    """
    editions = load_editions(path)
    if name not in editions:
        raise EditionError(f"no edition {name!r} in notebooks/editions.yml. {did_you_mean(name, editions)}")
    return editions[name]
