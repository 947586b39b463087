"""The check character of a reference."""

from __future__ import annotations

import pytest

from banyan.desk.payments.references import ALPHABET, check_character, is_reference, reference_of


def test_the_check_character_is_that_of_the_standard() -> None:
    """The example of ISO 7064 MOD 37,36 that the standards of identifiers give."""
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize("numbers", [(2026, 1, 1), (2030, 999_999, 99_999)])
def test_every_wrong_character_is_found(numbers: tuple[int, int, int]) -> None:
    right = reference_of(*numbers)
    assert is_reference(right)
    assert len(right) == 16
    wrong = [
        right[:place] + character + right[place + 1 :]
        for place in range(len(right))
        for character in ALPHABET
        if character != right[place]
    ]
    assert not any(is_reference(one) for one in wrong)


def test_references_of_different_orders_differ() -> None:
    some = {reference_of(2026, batch, order) for batch in range(1, 40) for order in range(1, 40)}
    assert len(some) == 39 * 39


@pytest.mark.parametrize("text", ["", "BY", "by26000001000017", "BY2600000100001", "NOBODY"])
def test_what_is_no_reference(text: str) -> None:
    assert not is_reference(text)
