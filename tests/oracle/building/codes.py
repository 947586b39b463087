"""Unified social credit codes with a valid check character (GB 32100-2015)."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""No I, O, S, V, Z: they would be mistaken for digits."""


def check_character(first_17: str) -> str:
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_17))
    return ALPHABET[(31 - total % 31) % 31]


def credit_code(number: int, county: str = "350102", start: str = "91") -> str:
    """The code of an organization whose number (below 10^8) is scattered over the alphabet."""
    scattered = number * 7_368_787 % 31**8
    body = ""
    for _ in range(8):
        scattered, digit = divmod(scattered, 31)
        body += ALPHABET[digit]
    first_17 = start + county + body + "0"
    return first_17 + check_character(first_17)
