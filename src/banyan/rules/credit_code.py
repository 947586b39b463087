"""Unified social credit codes (GB 32100-2015): 18 characters, the last one checks the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_MODULUS = len(ALPHABET)
# Characters are taken two at a time: a table for each of the nine places has what a pair adds to
# the weighted sum. The check character, which is 31 less the sum of the others, has the weight 1,
# so that the sum of a valid code is a multiple of 31.
_WEIGHTS = [pow(3, place, _MODULUS) for place in range(LENGTH - 1)] + [1]
_NOT_OF_ALPHABET = 1000  # more than nine pairs of the alphabet can add
_ROWS_AT_A_TIME = 1 << 15  # so that the work stays in the processor's cache


def _pair_tables() -> list[npt.NDArray[np.uint16]]:
    digits = np.full(256, -1, dtype=np.int64)
    digits[np.frombuffer(ALPHABET.encode(), dtype=np.uint8)] = np.arange(_MODULUS)
    characters = np.arange(1 << 16, dtype="<u2").view(np.uint8).reshape(-1, 2)
    first, second = digits[characters[:, 0]], digits[characters[:, 1]]
    strange = (first < 0) | (second < 0)
    return [
        np.where(
            strange,
            _NOT_OF_ALPHABET,
            (first * _WEIGHTS[place] + second * _WEIGHTS[place + 1]) % _MODULUS,
        ).astype(np.uint16)
        for place in range(0, LENGTH, 2)
    ]


_PAIR_TABLES = _pair_tables()
_IS_VALID_SUM = np.arange(len(_PAIR_TABLES) * _NOT_OF_ALPHABET + 1) % _MODULUS == 0
_IS_VALID_SUM[_NOT_OF_ALPHABET:] = False


def valid(codes: pl.Series) -> pl.Series:
    """For each code whether it is one; null where the code is null."""
    length = codes.str.len_bytes() == LENGTH
    if not length.all():
        well_sized = codes.filter(length)
        if well_sized.len() == 0:
            return length
        return length.scatter(length.arg_true(), valid(well_sized))
    given = codes.drop_nulls() if codes.null_count() else codes
    if given.len() == 0:
        return length
    characters = (
        given.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, LENGTH)).rechunk().to_numpy()
    )
    pairs = characters.view("<u2")
    good = np.empty(len(pairs), dtype=np.bool_)
    for start in range(0, len(pairs), _ROWS_AT_A_TIME):
        rows = slice(start, start + _ROWS_AT_A_TIME)
        places = np.ascontiguousarray(pairs[rows].T)
        sums = _PAIR_TABLES[0].take(places[0])
        for table, place in zip(_PAIR_TABLES[1:], places[1:], strict=True):
            sums += table.take(place)
        good[rows] = _IS_VALID_SUM.take(sums)
    if given.len() == codes.len():
        return pl.Series(codes.name, good)
    return length.scatter(codes.is_not_null().arg_true(), pl.Series(good))


def complete(first17: str) -> str:
    """The code that begins with these 17 characters of the alphabet."""
    if len(first17) != LENGTH - 1 or any(character not in ALPHABET for character in first17):
        raise ValueError(f"not the first 17 characters of a code: {first17}")
    total = sum(
        ALPHABET.index(character) * pow(3, place, _MODULUS)
        for place, character in enumerate(first17)
    )
    return first17 + ALPHABET[-total % _MODULUS]
