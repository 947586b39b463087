"""Seeded random draws, whole columns at once.

Amounts here are drawn, not computed: a draw may use floating point, and becomes money only when
it is rounded to whole fen. Nothing is calculated with it afterwards but in integers.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

FIRST_YEAR, LAST_YEAR = 2023, 2030
YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)
YEAR_WEIGHTS = (0.06, 0.09, 0.17, 0.33, 0.14, 0.09, 0.07, 0.05)
"""What happens once happens in these years; most of it in 2026."""

LARGEST_FEN = 10**14
THOUSAND_YUAN = 100_000  # fen


class Draw:
    """The random numbers of one stream of one block; other streams and blocks do not move it."""

    def __init__(self, seed: int, block: int, stream: str) -> None:
        sequence = np.random.SeedSequence([seed, block, zlib.crc32(stream.encode())])
        self._random = np.random.Generator(np.random.PCG64(sequence))

    def chance(self, probability: float | Numbers, count: int) -> Truths:
        return self._random.random(count) < probability

    def fraction(self, low: float, high: float, count: int) -> Numbers:
        return self._random.uniform(low, high, count)

    def bell(self, middle: float, spread: float, count: int) -> Numbers:
        return self._random.normal(middle, spread, count)

    def whole(self, low: int, high: int, count: int) -> Integers:
        """Whole numbers from ``low`` to ``high``, both possible."""
        return self._random.integers(low, high + 1, count, dtype=np.int64)

    def choice(self, weights: Sequence[float] | Numbers, count: int) -> Integers:
        """Places in ``weights``, each as likely as its weight."""
        ladder = np.cumsum(np.asarray(weights, dtype=np.float64))
        places = np.searchsorted(ladder / ladder[-1], self._random.random(count), side="right")
        return np.minimum(places, len(ladder) - 1).astype(np.int64)

    def counts(self, rates: Numbers, most: int) -> Integers:
        """How often something happens to each, ``rates`` times on average, ``most`` at most."""
        return np.minimum(self._random.poisson(rates), most).astype(np.int64)

    def lengths(self, weights: Sequence[float], count: int) -> Integers:
        """1, 2, 3 …, each as likely as its weight."""
        return self.choice(weights, count) + 1

    def years(self, count: int, weights: Sequence[float] = YEAR_WEIGHTS) -> Integers:
        return FIRST_YEAR + self.choice(weights, count)

    def days(self, years: Integers) -> Integers:
        """A day of each year, in days since 1970-01-01."""
        return first_day(years) + self._random.integers(0, 365, len(years), dtype=np.int64)

    def yuan(self, median: float | Numbers, spread: float, count: int) -> Integers:
        """Log-normal amounts around a median in yuan, as fen; two in five are whole thousands."""
        yuan = median * np.exp(self._random.normal(0.0, spread, count))
        fen = np.rint(np.minimum(yuan * 100, LARGEST_FEN)).astype(np.int64)
        thousands = np.maximum(fen // THOUSAND_YUAN, 1) * THOUSAND_YUAN
        return np.where(self.chance(0.4, count), thousands, fen)

    def permutation(self, count: int) -> Integers:
        return self._random.permutation(count).astype(np.int64)


def first_day(years: Integers) -> Integers:
    """1 January of each year, in days since 1970-01-01."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def ordinals(counts: Integers) -> Integers:
    """0, 1, 2 … within each owner, for ``counts`` rows of the owners one after the other."""
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(starts, counts)
