"""Step 8: a fund that is short pays every line its share, to the fen."""

from __future__ import annotations

import polars as pl

from banyan.rules.facts import Facts
from banyan.rules.pack import Pack
from banyan.rules.settlement.candidates import MONEY, change
from banyan.rules.settlement.choice import Frames
from banyan.rules.settlement.status import Status


def budget(facts: Facts, year: int, fund: str) -> int | None:
    """The year's budget of a fund in fen; ``None`` where there is no limit."""
    found = facts["budgets"].filter((pl.col("year") == year) & (pl.col("fund") == fund))
    return int(found["amount"][0]) if found.height else None


def apply_fund(pack: Pack, fund: str, available: int, frames: Frames) -> None:
    """Cuts, in place, the standing lines of the fund's measures to its budget (in fen)."""
    codes = [
        measure.code
        for measure in pack.measures.values()
        if measure.fund is not None
        and measure.fund.name == fund
        and not frames[measure.code].is_empty()
    ]
    if not codes:
        return
    claims = pl.concat(
        [
            frames[code]
            .with_row_index("line")
            .filter(pl.col("status") == Status.GRANTED)
            .select(
                pl.lit(number, dtype=pl.UInt8).alias("measure"),
                "line",
                "organization_row",
                "line_subject",
                "amount",
            )
            for number, code in enumerate(codes)
        ]
    )
    total = int(claims["amount"].sum())
    if total <= available:
        return
    product = pl.col("amount") * pl.lit(available, dtype=MONEY)
    claims = claims.with_columns(
        (product // pl.lit(total, dtype=MONEY)).alias("share"),
        (product % pl.lit(total, dtype=MONEY)).alias("remainder"),
    )
    over = available - int(claims["share"].sum())
    claims = claims.sort(
        "remainder",
        "measure",
        "organization_row",
        "line_subject",
        descending=[True, False, False, False],
    ).with_columns(pl.col("share") + (pl.int_range(pl.len()) < over).cast(MONEY))
    for number, code in enumerate(codes):
        shares = claims.filter(pl.col("measure") == number).select("line", "share")
        amount = pl.coalesce("share", "amount")
        frames[code] = (
            frames[code]
            .with_row_index("line")
            .join(shares, on="line", how="left", maintain_order="left")
            .with_columns(
                change(5, amount != pl.col("amount")),
                amount.alias("amount"),
                pl.col("amount").alias("claimed"),
            )
            .drop("line", "share")
        )
