"""The network: two columns of names, the lines between them, their numbers, and always the same places."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.charts.network import _graph, network, places
from helpers.charts.style import COLOURS

from .drawn import cut_texts, overlapping_texts, texts


def pairs(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["left", "right", "texts"])


def many(number: int) -> pd.DataFrame:
    """Pairs among as many bodies, some of them in groups of their own, with names of forty letters."""
    rows = [(f"Body {n % 17:>2} " + "x" * 32, f"Office {n * 5 % 13:>2} " + "y" * 30, n % 6 + 1) for n in range(number)]
    return pairs(*rows).drop_duplicates(["left", "right"])


def drawn(frame: pd.DataFrame):
    return network(frame, "left", "right", "texts", ("United States", "Japan"), ("US", "JP"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 8, 40])
def test_no_name_or_number_lies_upon_another_or_is_cut(number: int) -> None:
    figure = drawn(many(number))
    assert overlapping_texts(figure) == []
    assert cut_texts(figure) == []


def test_heads_are_not_cut_where_names_are_short() -> None:
    assert cut_texts(drawn(pairs(("NASA", "MEXT", 1)))) == []


def test_names_stand_on_their_side_and_numbers_on_their_lines() -> None:
    figure = drawn(pairs(("State", "MOFA", 3), ("State", "MOD", 1), ("Same", "Same", 2)))
    assert figure is not None
    said = [t for t, _ in texts(figure)]
    assert sorted(said) == sorted(["State", "MOFA", "MOD", "Same", "Same", "3", "2", "United States", "Japan"])
    sides = {t.get_text(): t.get_ha() for t in figure.axes[0].texts if t.get_gid() == "name"}
    assert (sides["State"], sides["MOFA"], sides["MOD"]) == ("right", "left", "left")
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2]
    widths = sorted(line.get_linewidth() for line in lines)
    assert len(lines) == 3
    assert widths[0] < widths[1] < widths[2]
    colours = {line.get_color() for line in figure.axes[0].lines if len(line.get_xdata()) == 1}
    assert colours == {COLOURS["US"], COLOURS["JP"]}


def test_places_are_the_same_in_whatever_order_the_pairs_come() -> None:
    frame = many(30)
    again = frame.sample(frac=1, random_state=1)
    assert places(_graph(frame, "left", "right", "texts")) == places(_graph(again, "left", "right", "texts"))


def test_groups_without_a_common_line_stand_apart_the_heaviest_first() -> None:
    at = places(_graph(pairs(("A", "X", 1), ("B", "Y", 5), ("C", "Y", 1)), "left", "right", "texts"))
    assert {name: y for (side, name), (_, y) in at.items() if side == 0} == {"B": 0.5, "C": 1.5, "A": 2.5}
    assert {name: y for (side, name), (_, y) in at.items() if side == 1} == {"Y": 1.0, "X": 2.5}


def test_lines_do_not_cross_where_they_need_not() -> None:
    at = places(_graph(pairs(("A", "Z", 1), ("B", "Y", 1), ("A", "M", 1), ("B", "M", 1)), "left", "right", "texts"))
    left = sorted("AB", key=lambda n: at[0, n][1])
    right = sorted("ZMY", key=lambda n: at[1, n][1])
    assert right == (["Z", "M", "Y"] if left == ["A", "B"] else ["Y", "M", "Z"])


def test_no_pair_draws_nothing() -> None:
    assert drawn(pairs()) is None
