import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.rules.credit_code import ALPHABET, complete, valid

FIRST17 = st.text(ALPHABET, min_size=17, max_size=17)


def checked_by_hand(code: str) -> bool:
    """The standard's own words, one character at a time."""
    if len(code) != 18 or any(character not in ALPHABET for character in code):
        return False
    total = sum(ALPHABET.index(code[place]) * 3**place % 31 for place in range(17))
    return ALPHABET[(31 - total % 31) % 31] == code[17]


def test_published_codes_are_valid_and_their_neighbours_are_not() -> None:
    codes = pl.Series(["91350100M000100Y43", "91350100M000100Y44", "9135010000000000AB", ""])
    assert valid(codes).to_list() == [checked_by_hand(code) for code in codes]
    assert valid(codes).to_list()[0]


@given(FIRST17)
def test_a_completed_code_is_valid_with_its_check_character_and_no_other(first17: str) -> None:
    code = complete(first17)
    assert checked_by_hand(code)
    all_of_them = pl.Series([first17 + character for character in ALPHABET])
    assert valid(all_of_them).sum() == 1
    assert valid(pl.Series([code])).all()


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), FIRST17.map(complete))))
def test_a_column_of_anything_is_judged_as_one_by_one(codes: list[str | None]) -> None:
    expected = [None if code is None else checked_by_hand(code) for code in codes]
    assert valid(pl.Series(codes, dtype=pl.String)).to_list() == expected


def test_letters_that_the_alphabet_lacks_small_letters_and_other_bytes_are_refused() -> None:
    code = complete("91350102MA0000001")
    strange = [code.replace("M", letter) for letter in "IOSVZm-é"]
    assert valid(pl.Series(strange)).sum() == 0


def test_two_digits_that_changed_places_are_found() -> None:
    code = complete("91350102000000035")
    assert not valid(pl.Series([code[:4] + code[5] + code[4] + code[6:]])).any()


def test_only_seventeen_characters_of_the_alphabet_are_completed() -> None:
    for first in ("", "9" * 16, "9" * 18, "9" * 16 + "I"):
        with pytest.raises(ValueError, match="17 characters"):
            complete(first)
