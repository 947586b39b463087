"""Sorts texts of one length by their bytes, which codes are."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import polars as pl

_BYTES = 256
_LARGEST_KEY = 1 << 64
_ROWS_AT_A_TIME = 1 << 15  # so that the work stays in the processor's cache


def order(keys: pl.Series) -> pl.Series | None:
    """The rows in ascending order of the keys' bytes; ``None`` where they are so already.

    Keys of one even length are read two bytes at a time; each pair counts by its rank among
    those that occur at its place, so that the whole key is often one whole number."""
    if keys.is_sorted():
        return None
    numbers = _numbers(keys)
    return keys.arg_sort() if numbers is None else pl.Series(np.argsort(numbers).astype(np.uint32))


def _numbers(keys: pl.Series) -> npt.NDArray[np.uint64] | None:
    """Numbers that order as the keys do; ``None`` where 64 bits are too few for that."""
    lengths = keys.str.len_bytes()
    length = lengths[0]
    if keys.null_count() or length % 2 or not (lengths == length).all():
        return None
    characters = keys.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, length)).rechunk()
    pairs = characters.to_numpy().view("<u2")
    ranks = [_ranks(pairs[:, place]) for place in range(pairs.shape[1])]
    if math.prod(int(each.max()) + 1 for each in ranks) > _LARGEST_KEY:
        return None
    numbers = np.zeros(len(pairs), dtype=np.uint64)
    for start in range(0, len(pairs), _ROWS_AT_A_TIME):
        rows = slice(start, start + _ROWS_AT_A_TIME)
        for each, place in zip(ranks, np.ascontiguousarray(pairs[rows].T), strict=True):
            numbers[rows] *= each.max() + np.uint64(1)
            numbers[rows] += each.take(place)
    return numbers


def _ranks(pairs: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint64]:
    """For each pair of bytes (the first the lower one) its rank among those that occur."""
    occurs = np.zeros(_BYTES * _BYTES, dtype=np.bool_)
    occurs[pairs] = True
    first_byte_first = occurs.reshape(_BYTES, _BYTES).T.ravel()
    ranks = np.cumsum(first_byte_first, dtype=np.uint64) - np.uint64(1)
    ranks[~first_byte_first] = 0
    return ranks.reshape(_BYTES, _BYTES).T.ravel()
