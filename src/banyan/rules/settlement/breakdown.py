"""What settlements grant, added up by measure and by groups of organizations."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from banyan.rules.settlement.settle import Settlement
from banyan.rules.settlement.status import Status

MONEY = pl.Int128

COMPARED = ("granted_before", "granted_after", "before", "after", "difference")
"""Lines granted and fen granted of two settlements; ``difference`` is after less before."""


def granted_lines(settlement: Settlement) -> pl.DataFrame:
    """Every granted line: ``measure`` (an Enum), ``organization_row``, ``amount`` (fen)."""
    measures = pl.Enum(list(settlement.pack.measures))
    return pl.concat(
        [
            frame.filter(pl.col("status") == Status.GRANTED).select(
                pl.lit(code, dtype=measures).alias("measure"), "organization_row", "amount"
            )
            for code, frame in settlement.frames.items()
        ]
    )


def compared(before: pl.DataFrame, after: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The granted lines of two settlements by ``keys``, in their order, with ``COMPARED``; what
    neither grants has no row."""
    joined = _totals(before, keys, "before").join(
        _totals(after, keys, "after"), on=list(keys), how="full", coalesce=True
    )
    return (
        joined.with_columns(
            pl.col("granted_before", "granted_after").fill_null(0),
            pl.col("before", "after").fill_null(0),
        )
        .with_columns((pl.col("after") - pl.col("before")).alias("difference"))
        .select(*keys, *COMPARED)
        .sort(*keys)
    )


def _totals(granted: pl.DataFrame, keys: Sequence[str], side: str) -> pl.DataFrame:
    return granted.group_by(*keys).agg(
        pl.len().cast(pl.Int64).alias(f"granted_{side}"),
        pl.col("amount").sum().cast(MONEY).alias(side),
    )
