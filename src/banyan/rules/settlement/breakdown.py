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
    zero = pl.lit(0, dtype=MONEY)
    amount = pl.col("amount")
    both = pl.concat(
        [
            before.select(*keys, pl.lit(False).alias("later"), amount.alias("before"), after=zero),
            after.select(*keys, pl.lit(True).alias("later"), zero.alias("before"), after=amount),
        ]
    )
    return (
        both.group_by(*keys)
        .agg(
            (~pl.col("later")).sum().cast(pl.Int64).alias("granted_before"),
            pl.col("later").sum().cast(pl.Int64).alias("granted_after"),
            pl.col("before", "after").sum().cast(MONEY),
        )
        .with_columns((pl.col("after") - pl.col("before")).alias("difference"))
        .select(*keys, *COMPARED)
        .sort(*keys)
    )
