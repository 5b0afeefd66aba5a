"""The system's Chromium as a printer: a page in, a PDF out, no network, nothing kept."""

from __future__ import annotations

import os
import shutil
import tempfile
from html import escape
from pathlib import Path

from .asking import FormError
from .programs import run

VARIABLE = "WORKBOOK_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
SECONDS = 300  # for one page; the longest report takes a twentieth of it on a quiet machine
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--font-render-hinting=none",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{}</fontconfig>
"""


def program() -> str:
    """The path of Chromium: the one that WORKBOOK_CHROMIUM names, else the first of its usual names.

    Raises
    ------
    FormError
        If there is none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if found := shutil.which(named):
            return str(Path(found).absolute())
        raise FormError(f"{VARIABLE} is {named!r}, which is no program; give the path of Chromium or leave it out.")
    for name in NAMES:
        if found := shutil.which(name):
            return str(Path(found).absolute())
    raise FormError(
        f"a PDF is printed by Chromium, and none is on the PATH (looked for {', '.join(NAMES[:4])} …). Install it "
        f"(Debian: apt-get install chromium), or name one in {VARIABLE}; or leave pdf out of --format."
    )


def font_folders() -> list[Path]:
    """The folders of the fonts that figures are drawn with, Japanese included; they come with the environment."""
    import matplotlib as mpl  # here, so that the look for Chromium does without them
    import matplotlib_fontja

    return [Path(mpl.get_data_path()) / "fonts" / "ttf", Path(matplotlib_fontja.__file__).parent / "fonts"]


def printed(html: str, place: str) -> tuple[bytes, str]:
    """A page as PDF, and the address that its relative links were counted from.

    Parameters
    ----------
    html
        The page.
    place
        Where it lies below the folder that no link leads out of, e.g. "default/briefing/x/report.html".

    Raises
    ------
    FormError
        If there is no Chromium, or it fails.
    """
    chosen = program()
    with tempfile.TemporaryDirectory(prefix="workbook-print-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        page, output, fonts = home / "out" / place, home / "printed.pdf", home / "fonts.conf"
        page.parent.mkdir(parents=True)
        page.write_text(html, encoding="utf-8")
        fonts.write_text(
            FONTS.format("".join(f"<dir>{escape(str(folder))}</dir>" for folder in font_folders())), encoding="utf-8"
        )
        own = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []  # root has no other choice
        where = [f"--user-data-dir={home / 'profile'}", f"--print-to-pdf={output}", page.as_uri()]
        run([chosen, *OPTIONS, *own, *where], SECONDS, home=home, more={"FONTCONFIG_FILE": str(fonts)})
        if not output.is_file():
            raise FormError(f"{Path(chosen).name} wrote no PDF and gave no reason; does it print other pages?")
        return output.read_bytes(), page.parent.as_uri()
