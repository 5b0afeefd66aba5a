"""`workbook publish`: the record and the reports as a site."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .output import FAILED, Json, give, path_of, refusal, say


def publish(
    out: Annotated[Path | None, typer.Option(parser=path_of, help="Folder of the site; default: site/ here.")] = None,
    reports: Annotated[
        Path | None, typer.Option(parser=path_of, help="Folder of the reports; default: reports/ here.")
    ] = None,
    base_url: Annotated[
        str, typer.Option(help="Address the site will stand at; adds sitemap.xml and absolute links to the feed.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Write the record and the reports as a static site that works from a folder and under any address.

    Only what changed is written. Example: workbook publish --out site --base-url https://example.org/policy/
    """
    from ..opening import open_evidence
    from ..placing import root_folder
    from ..reports.editions import EditionError, load_editions
    from ..schema import DataError
    from ..site import AddressError, FolderError, Site, base_address, load_reports, write_site

    root = root_folder()
    place, rendered = out or root / "site", reports or root / "reports"
    try:
        base = base_address(base_url) if base_url else ""
        _ensure_apart(place, rendered, reports is not None)
        found = load_reports(rendered)
        titles = {name: edition.title for name, edition in load_editions().items()}
        files = Site(open_evidence(), found, titles, base).files()
        done = write_site(place, files)
    except (AddressError, DataError, EditionError, FolderError, FileNotFoundError) as error:
        raise refusal(error) from None
    except OSError as error:
        say(f"Publishing stopped; every file in {place} is whole, but some are of before.\n{error}")
        raise typer.Exit(FAILED) from None
    for report in found.failed:
        say(f"{report.folder} failed and is named as such on the page of reports.")
    if not found.good:
        say(f"No report was found in {rendered}; render some with: workbook render")
    if not base:
        say("Without --base-url there is no sitemap.xml, and links in feed.xml are relative.")
    say(f"{done.written} files written, {done.kept} as they were, {done.removed} removed.")
    if as_json:
        give({"out": str(place), "reports": len(found.good), "failed": len(found.failed), **asdict(done)})
    else:
        typer.echo(place)


def _ensure_apart(place: Path, rendered: Path, was_asked: bool) -> None:
    """Raise where the reports are not there, or the site would be written among them."""
    from ..site import FolderError

    if was_asked and not rendered.is_dir():
        raise FolderError(f"no folder of reports at {rendered}; render some with: workbook render --out {rendered}")
    if place.resolve().is_relative_to(rendered.resolve()):
        raise FolderError(f"{place} lies in the folder of the reports; choose another with --out.")
