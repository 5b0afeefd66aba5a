"""Parameters: what a notebook declares, what an analyst may set, and every refusal with the nearest right one."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.parameters import NotebookError, ParameterError, parse_parameters, read_scope, resolve

CELL = """\
period: str = "2023"  # dates to report on
as_of: str | None = None  # knowledge date
countries: list[str] = ["US", "JP"]  # countries
min_verification: str = "verified"  # floor
strict: bool = False  # stop at a failure
basis: str = "effective"  # one of announced | effective: which date counts
window: int = 90  # days
share: float = 0.5  # 0 to 1
"""
DECLARED = parse_parameters(CELL, "made-up.ipynb")


def test_a_declaration_has_name_type_default_help_and_choices() -> None:
    basis = next(p for p in DECLARED if p.name == "basis")
    assert (basis.type, basis.default, basis.help) == ("str", "effective", "which date counts")
    assert basis.choices == ("announced", "effective")
    assert next(p for p in DECLARED if p.name == "as_of").optional


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"period": "2022-Q1"}, "period", "2022-Q1"),
        ({"countries": "JP, NL"}, "countries", ["JP", "NL"]),
        ({"strict": "true"}, "strict", True),
        ({"window": "30"}, "window", 30),
        ({"share": "1"}, "share", 1.0),
        ({"as_of": "2023-12-31"}, "as_of", "2023-12-31"),
        ({"as_of": "None"}, "as_of", None),
        ({"basis": "announced"}, "basis", "announced"),
    ],
)
def test_a_right_value_is_taken_with_its_type(given: dict[str, str], name: str, value: Any) -> None:
    assert resolve(DECLARED, given, "made-up")[name] == value


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"countires": "JP"}, "has no parameter 'countires'. Did you mean 'countries'"),
        ({"period": "2023-13"}, "period: '2023-13' is not a period: there is no month 13"),
        ({"period": "2024/2023"}, "ends"),
        ({"countries": "JPN"}, r"'JPN' is no country code held here. Did you mean 'JP' \(Japan\)"),
        ({"countries": ""}, "countries is empty"),
        ({"min_verification": "verifed"}, "Did you mean 'verified'"),
        ({"basis": "efective"}, "Did you mean 'effective'"),
        ({"strict": "maybe"}, "strict='maybe' is of the wrong type; expected bool"),
        ({"window": "ninety"}, "window='ninety' is of the wrong type; expected int"),
        ({"window": True}, "wrong type"),
        ({"period": None}, "wrong type"),
        ({"as_of": "2023"}, "no single day"),
        ({"as_of": "yesterday"}, "as_of: 'yesterday' is not a period"),
    ],
)
def test_a_wrong_one_is_refused_with_the_reason(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ParameterError, match=says):
        resolve(DECLARED, given, "made-up")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        resolve(DECLARED, {"perod": "2023", "countries": "XX", "window": "x"}, "made-up")
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("period = '2023'  # no type", "expected `name: type = value  # help`"),
        ("period: str = '2023'", "has no help comment"),
        ("period: st = '2023'  # x", "type 'st' is not known. Did you mean 'str'"),
        ("period: str = '20' + '23'  # x", "is computed"),
        ("period: str  # x", "write each parameter as"),
        ("period: str = (  # x", "cannot be read"),
    ],
)
def test_a_parameters_cell_that_is_no_declaration_is_refused(source: str, says: str) -> None:
    with pytest.raises(NotebookError, match=says):
        parse_parameters(source, "made-up.ipynb")


@pytest.mark.parametrize(
    ("declared", "given", "says"),
    [
        ("days: int = 90  # days (1 to 3650)", "0", "days=0 is out of bounds; expected 1 to 3650"),
        ("days: int = 90  # days (1 to 3650)", "3651", "expected 1 to 3650"),
        ("share: float = 0.5  # share (0 to 1)", "1.5", "share=1.5 is out of bounds; expected 0 to 1"),
        ("share: float = 0.5  # share", "nan", "expected a finite number"),
        ("share: float = 0.5  # share", "inf", "expected a finite number"),
        ("items: list[str] = ['a']  # items", "", "items is empty; name at least one"),
        ("items: list[str] = ['a']  # one of a | b; items", "", "name at least one of a, b"),
        ("items: list[str] = ['a']  # items", "b,c,b", "items names 'b' twice"),
        ("numbers: list[int] = [1]  # numbers", "0,0", "numbers names 0 twice"),
    ],
)
def test_what_the_notebook_would_refuse_is_refused_before_it_starts(declared: str, given: str, says: str) -> None:
    parameters = parse_parameters(declared, "made-up.ipynb")
    with pytest.raises(ParameterError, match=says):
        resolve(parameters, {parameters[0].name: given}, "made-up")


def test_bounds_are_part_of_what_they_bound_and_defaults_may_be_empty() -> None:
    (days,) = parse_parameters("days: int = 90  # days (1 to 3650)", "made-up.ipynb")
    assert (days.bounds, days.help) == ((1.0, 3650.0), "days (1 to 3650)")
    assert resolve([days], {"days": "3650"}, "made-up") == {"days": 3650}
    empty = parse_parameters("items: list[str] = []  # items", "made-up.ipynb")
    assert resolve(empty, {"items": ""}, "made-up") == {"items": []}


def test_an_optional_list_is_none_and_never_empty() -> None:
    declared = parse_parameters("ids: list[str] | None = None  # ids", "made-up.ipynb")
    assert resolve(declared, {"ids": ""}, "made-up") == {"ids": None}
    with pytest.raises(ParameterError, match="ids is empty; name at least one, or None for all"):
        resolve(declared, {"ids": []}, "made-up")


@pytest.mark.parametrize("source", ["x: int = {[]: 1}  # x", "x: int = \0  # x", "x: int = " + "(" * 500 + "1  # x"])
def test_a_cell_that_python_cannot_read_is_refused(source: str) -> None:
    with pytest.raises(NotebookError, match=r"made-up\.ipynb, parameters cell"):
        parse_parameters(source, "made-up.ipynb")


def test_a_scope_counts_relative_periods_from_as_of() -> None:
    scope = read_scope("last-month", ["JP"], "verified", "2024-03-31")
    assert scope.period.first.isoformat() == "2024-02-01"
    assert "Japan" in str(scope)
    assert "as known on 2024-03-31" in str(scope)


def test_a_wrong_scope_is_shown_without_a_traceback() -> None:
    with pytest.raises(ParameterError) as caught:
        read_scope("2023-13", ["JPN"], "verified")
    told = caught.value._render_traceback_()
    assert len(told) == 1
    assert "2023-13" in told[0]
    assert "JPN" in told[0]
