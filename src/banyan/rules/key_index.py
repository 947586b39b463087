"""Finds the row of a key: a hash table of 64-bit fingerprints in numpy.

A fact set refers to its organizations millions of times, and one table that is built once and
asked by every reference costs a small part of as many joins.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_PLACE_SEED = 1
_FINGERPRINT_SEED = 2
_SLOTS_PER_KEY = 2
_KEYS_AT_A_TIME = 1 << 16  # so that the work stays in the processor's cache


class KeyIndex:
    """The rows of a table by its text key. Of a key that occurs twice the first row counts.

    Where a key is looked for is one hash of it, whether it is the one found another: two
    different texts could pass for the same only where both agree.
    """

    def __init__(self, keys: pl.Series, all_distinct: bool) -> None:
        self._rows: npt.NDArray[np.uint32] | None = None
        if keys.null_count() or not all_distinct:
            rows = (keys.is_not_null() & keys.is_first_distinct()).arg_true()
            self._rows = rows.to_numpy()
            keys = keys.gather(rows)
        # The last one belongs to no key: it is what entry -1, an empty slot, looks up.
        self._fingerprints = np.append(_hashes(keys, _FINGERPRINT_SEED), np.uint64(0))
        slots = 1 << max(4, (_SLOTS_PER_KEY * keys.len()).bit_length())
        self._mask = np.uint64(slots - 1)
        self._entries = np.full(slots, -1, dtype=np.int32)
        self._place(_hashes(keys, _PLACE_SEED))

    def _place(self, places: npt.NDArray[np.uint64]) -> None:
        """Puts every row into the first free slot from its own on, earlier rows first."""
        slots = (places & self._mask).astype(np.int32)
        last = int(self._mask)
        waiting = np.arange(len(slots), dtype=np.int32)
        while len(waiting):
            wanted = slots[waiting]
            free = self._entries[wanted] < 0
            # Of several rows that want one slot the last written stays: write the earliest last.
            self._entries[wanted[free][::-1]] = waiting[free][::-1]
            still = self._entries[wanted] != waiting
            waiting = waiting[still]
            slots[waiting] = (wanted[still] + 1) & last

    def rows_of(self, keys: pl.Series) -> pl.Series:
        """The row of each key as UInt32, null where there is none."""
        fingerprints = _hashes(keys, _FINGERPRINT_SEED)
        places = _hashes(keys, _PLACE_SEED)
        found = np.empty(keys.len(), dtype=np.int32)
        for start in range(0, len(found), _KEYS_AT_A_TIME):
            part = slice(start, start + _KEYS_AT_A_TIME)
            found[part] = self._find(places[part], fingerprints[part])
        absent = pl.Series(found) < 0
        if keys.null_count():
            absent |= keys.is_null()
        if self._rows is not None and len(self._rows):
            found = self._rows[found].astype(np.int32)
        rows = pl.Series(keys.name, found.view(np.uint32))
        return rows.set(absent, None) if absent.any() else rows

    def _find(
        self, places: npt.NDArray[np.uint64], fingerprints: npt.NDArray[np.uint64]
    ) -> npt.NDArray[np.int32]:
        """The entry of each key, -1 where there is none."""
        slots = (places & self._mask).astype(np.int64)
        found = self._entries.take(slots)
        wrong = np.flatnonzero(self._fingerprints.take(found, mode="wrap") != fingerprints)
        wrong = wrong[found[wrong] >= 0]
        last = int(self._mask)
        while len(wrong):
            slots[wrong] = (slots[wrong] + 1) & last
            entries = self._entries[slots[wrong]]
            found[wrong] = entries
            other = self._fingerprints.take(entries, mode="wrap") != fingerprints[wrong]
            wrong = wrong[other & (entries >= 0)]
        return found


def _hashes(keys: pl.Series, seed: int) -> npt.NDArray[np.uint64]:
    return keys.hash(seed=seed).rechunk().to_numpy()


def distinct(columns: list[pl.Series]) -> bool:
    """Whether surely no two rows agree in all the columns (``False``: two may)."""
    mixed: npt.NDArray[np.uint64] | None = None
    for column in columns:
        # Numbers of rows and years need mixing as well: hashed, they fill all 64 bits.
        hashes = _hashes(column, _FINGERPRINT_SEED)
        mixed = hashes.copy() if mixed is None else mixed * np.uint64(0x9E3779B97F4A7C15) + hashes
    if mixed is None:
        return True
    mixed.sort()
    return not (mixed[1:] == mixed[:-1]).any()
