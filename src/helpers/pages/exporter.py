"""The exporter of pages: nbconvert with a template of our own, built once for each process."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import TagRemovePreprocessor
from traitlets.config import Config

from .document import TEMPLATE
from .foreign import harmless
from .outputs import Readied

HIDDEN, RESULT_ONLY = {"hide", "injected-parameters", "parameters"}, {"hide-input"}
KINDS = [  # of results, the first that there is stands on the page
    "application/javascript",  # which stands on it as nothing
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
_VALUE = r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
_ATTRIBUTE = rf"\s+[^\s=/<>]+(?:\s*{_VALUE})?"
_IMAGE = re.compile(rf"<img\b((?:{_ATTRIBUTE})*)(\s*/?>)", re.IGNORECASE)
_DESCRIBED = re.compile(rf"(?:{_ATTRIBUTE})*?\s+alt(?![^\s=/>])", re.IGNORECASE)


class _PageExporter(TemplateExporter):
    """What HTMLExporter is, without reading each page back as a tree of elements to add alternative text."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown2html", _markdown
        yield "described", described
        yield "as_base64", lambda text: base64.b64encode(text.encode()).decode()


@pass_context
def _markdown(context: Context, source: str, ids: bool = False) -> str:
    """Markdown as markup, with the pictures that are attached to its cell; with ids of headings where asked."""
    renderer = IPythonRenderer(escape=False, attachments=context.get("cell", {}).get("attachments", {}))
    return described(harmless(MarkdownWithMath(renderer=renderer).render(source), ids=ids))


def described(html: str) -> str:
    """Markup in which each picture without an alternative text has one.

    >>> described('<img src="a.png"><img alt="b" src="b.png">')
    '<img src="a.png" alt="Picture without a description"><img alt="b" src="b.png">'
    """

    def with_text(found: re.Match[str]) -> str:
        words = "" if _DESCRIBED.match(found[1]) else ' alt="Picture without a description"'
        return f"<img{found[1]}{words}{found[2]}"

    return _IMAGE.sub(with_text, html)


@lru_cache(maxsize=1)
def exporter() -> TemplateExporter:
    """The exporter, with its template compiled."""
    config = Config()
    config.NbConvertBase.display_data_priority = KINDS
    config.TagRemovePreprocessor.remove_cell_tags = HIDDEN
    config.TagRemovePreprocessor.remove_input_tags = RESULT_ONLY
    return _PageExporter(  # type: ignore[no-untyped-call]
        config=config,
        default_preprocessors=[],
        preprocessors=[TagRemovePreprocessor, Readied],
        optimistic_validation=True,
        template_name=TEMPLATE.name,
        extra_template_basedirs=[str(TEMPLATE.parent)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
