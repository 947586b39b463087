"""Unified social credit codes (GB 32100-2015), whole columns at once.

A code is two characters of kind, six of county, nine of the organization's own code
(GB 11714, check character included) and a check character over all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from banyan.packs.fuzhou.city.draws import Integers

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BASE = len(ALPHABET)
CAPACITY = BASE**6
"""How many organizations can have a code of their own."""

_WEIGHTS = [pow(3, place, BASE) for place in range(17)]
_OWN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_OWN_VALUES = np.array([int(letter, 36) for letter in ALPHABET])
_OWN_CHECKS = "0123456789X"
_SCATTER = 387_420_489  # 3^18, no multiple of 31: number * _SCATTER takes each value once
_TRIPLES = pl.Series(
    [first + second + third for first in ALPHABET for second in ALPHABET for third in ALPHABET]
)
_ENDINGS = pl.Series([own + check for own in _OWN_CHECKS for check in ALPHABET])


def credit_codes(prefixes: Sequence[str], places: Integers, numbers: Integers) -> pl.Series:
    """A valid code for each number from 0 to ``CAPACITY`` - 1, different for different numbers.

    ``prefixes`` are the possible eight first characters, ``places`` says which one each has.
    """
    scattered = (numbers * _SCATTER + 1_021) % CAPACITY
    letters = [ALPHABET.index("M"), ALPHABET.index("A")]
    body: list[Integers] = [np.full(len(numbers), letter) for letter in letters]
    body += [scattered // BASE**power % BASE for power in range(5, -1, -1)]

    own = sum(_OWN_VALUES[digit] * weight for digit, weight in zip(body, _OWN_WEIGHTS, strict=True))
    own_check = (11 - own % 11) % 11
    own_value = np.array([ALPHABET.index(letter) for letter in _OWN_CHECKS])[own_check]

    total = np.array([_weighed(prefix) for prefix in prefixes], dtype=np.int64)[places]
    for digit, weight in zip([*body, own_value], _WEIGHTS[8:], strict=True):
        total = total + digit * weight
    check = (BASE - total % BASE) % BASE

    head = pl.Series([f"{prefix}MA" for prefix in prefixes]).gather(places)
    first, second = np.divmod(scattered, BASE**3)
    return (
        head
        + _TRIPLES.gather(first)
        + _TRIPLES.gather(second)
        + _ENDINGS.gather(own_check * BASE + check)
    )


def _weighed(prefix: str) -> int:
    """What the first characters of a code add to the sum that its check character completes."""
    return sum(
        ALPHABET.index(letter) * weight for letter, weight in zip(prefix, _WEIGHTS, strict=False)
    )
