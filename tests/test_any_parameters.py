"""Every notebook under parameters drawn at random: none crashes, none prints a value that no reader can read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers.parameters import COUNTRIES
from helpers.reports.notebooks import notebook_names

from .inprocess import run_notebook

UNREADABLE = re.compile(r"\b(nan|NaN|NaT|None|inf)\b|&lt;NA&gt;")
YEARS = st.integers(1988, 2030)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat)


@st.composite
def periods(draw: st.DrawFn) -> str:
    """A period in one of the forms an analyst writes: years, months, quarters, fiscal years, days, spans."""
    year = draw(YEARS)
    forms = [
        f"{year}",
        f"{year}-{draw(st.integers(1, 12)):02d}",
        f"{year}-Q{draw(st.integers(1, 4))}",
        f"FY{year}",
        f"{year}/{year + draw(st.integers(0, 9))}",
        draw(DAYS),
        "last-month",
        "trailing-12-months",
    ]
    return draw(st.sampled_from(forms))


COMMON = st.fixed_dictionaries(
    {
        "period": periods(),
        "countries": st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=6, unique=True),
        "min_verification": st.sampled_from(["verified", "article", "unverified"]),
        "as_of": st.none() | DAYS,
    }
)


def readable(text: str) -> str:
    """Markup without its tags, pictures and style, as a reader meets it."""
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.slow
@pytest.mark.parametrize("name", notebook_names())
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(parameters=COMMON)
def test_no_combination_crashes_or_prints_an_empty_value(name: str, parameters: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bundles = run_notebook(name, parameters, patch)
    shown = [readable(b["text/html"]) for b in bundles]
    assert [text[:300] for text in shown if UNREADABLE.search(text)] == []
