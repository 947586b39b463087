"""How money is shown."""

from __future__ import annotations

import pytest

from banyan.cli.money import Scale, grouped, percent, scale_for, yuan


@pytest.mark.parametrize(
    ("fen", "file", "people"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "+0.05"),
        (-5, "-0.05", "\u22120.05"),
        (-123_456_789, "-1234567.89", "\u22121,234,567.89"),
        (10**28 + 1, "1" + "0" * 26 + ".01", "+100" + ",000" * 8 + ".01"),
    ],
)
def test_money_is_exact_to_the_fen(fen: int, file: str, people: str) -> None:
    assert yuan(fen) == file
    assert grouped(fen, signed=True) == people


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00"),
        (1, "+<0.01"),
        (-4_999, "\u2212<0.01"),
        (5_000, "+0.01"),
        (123_456_789_012, "+123,456.79"),
        (-1_000_000, "\u22121.00"),
    ],
)
def test_money_is_rounded_to_the_nearest_and_never_to_nothing(fen: int, shown: str) -> None:
    assert Scale(1_000_000, 2, "万元").show(fen, signed=True) == shown


def test_the_unit_follows_the_largest_amount_of_a_page() -> None:
    assert scale_for([], "zh").unit == "元"
    assert scale_for([9_999_999], "zh").unit == "元"
    assert scale_for([1, 10_000_000], "zh").unit == "万元"
    assert scale_for([10**15], "zh").unit == "亿元"
    assert scale_for([10**8 - 1], "en").unit == "yuan"
    assert scale_for([10**8], "en").unit == "million yuan"


def test_a_share_has_one_place_and_a_sign() -> None:
    assert percent(-1, 3) == "\u221233.3%"
    assert percent(1, 2000) == "+0.1%"
    assert percent(0, 5) == "0.0%"
    assert percent(5, 0) == ""
