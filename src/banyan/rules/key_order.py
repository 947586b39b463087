"""Sorts texts of one length by their bytes, which codes are."""

from __future__ import annotations

import numpy as np
import polars as pl

_PAIRS = 1 << 16
_LARGEST_KEY = 1 << 64


def order(keys: pl.Series) -> pl.Series | None:
    """The rows in ascending order of the keys' bytes; ``None`` where they are so already.

    Keys of one even length are read two bytes at a time; each pair counts by its rank among
    those that occur at its place, so that the whole key is often one whole number."""
    if keys.is_sorted():
        return None
    numbers = _numbers(keys)
    return keys.arg_sort() if numbers is None else pl.Series(np.argsort(numbers).astype(np.uint32))


def _numbers(keys: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.uint64]] | None:
    lengths = keys.str.len_bytes()
    length = int(lengths.max() or 0)  # type: ignore[arg-type]
    if keys.null_count() or length == 0 or length % 2 or lengths.min() != length:
        return None
    characters = keys.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, length)).rechunk()
    pairs = characters.to_numpy().view(">u2").astype(np.uint16)
    numbers = np.zeros(keys.len(), dtype=np.uint64)
    size = 1
    for place in range(length // 2):
        column = np.ascontiguousarray(pairs[:, place])
        occurs = np.zeros(_PAIRS, dtype=np.bool_)
        occurs[column] = True
        count = int(occurs.sum())
        size *= count
        if size > _LARGEST_KEY:
            return None
        if count > 1:
            ranks = np.cumsum(occurs, dtype=np.uint64) - np.uint64(1)
            numbers *= np.uint64(count)
            numbers += ranks.take(column)
    return numbers
