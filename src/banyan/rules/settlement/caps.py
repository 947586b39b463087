"""Steps 6 and 7: principal that counts, caps of an organization, and what others paid."""

from __future__ import annotations

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.measure import Cap, Counted, Deduction, Measure
from banyan.rules.settlement.candidates import MONEY, amounts, change
from banyan.rules.settlement.status import Status


def count_principal(
    measure: Measure, counted: Counted, batch: Batch, frame: pl.DataFrame
) -> pl.DataFrame:
    """Lets each standing line count what is left of the organization's principal, and computes
    its amount anew on that."""
    cap = batch.whole(counted.cap)
    frame = _what_is_left(
        frame, ["organization_row"], counted.order, pl.col(counted.column), pl.lit(cap, dtype=MONEY)
    ).with_columns(pl.col("left").alias("counted"))
    again = amounts(
        measure, batch, frame.with_columns(pl.col("counted").fill_null(0).alias(counted.column))
    )["gross"]
    amount = pl.when(pl.col("counted").is_not_null()).then(again).otherwise("amount")
    return frame.with_columns(change(2, amount != pl.col("amount")), amount.alias("amount")).drop(
        "left"
    )


def apply_cap(
    measure: Measure, cap: Cap, batch: Batch, granted: pl.DataFrame, frame: pl.DataFrame
) -> pl.DataFrame:
    """Lets each standing line have what is left of the cap."""
    key = [cap.per] if cap.per else ["organization_row"]
    limit = pl.lit(batch.whole(cap.amount), dtype=MONEY)
    if cap.in_all:
        spent = granted.filter(pl.col("measure") == measure.code)
        if cap.per:
            spent = spent.with_columns(pl.col("award_key").alias(cap.per))
        spent = spent.group_by(key).agg(pl.col("amount").cast(MONEY).sum().alias("spent"))
        frame = frame.join(spent, on=key, how="left", maintain_order="left")
        limit = pl.max_horizontal(limit - pl.col("spent").fill_null(0), pl.lit(0, dtype=MONEY))
    frame = _what_is_left(frame, key, cap.order, pl.col("amount"), limit)
    amount = pl.coalesce("left", "amount")
    return frame.with_columns(
        change(3, amount != pl.col("amount")),
        amount.alias("amount"),
        amount.alias("capped"),
    ).drop("left", "spent", strict=False)


def _what_is_left(
    frame: pl.DataFrame, key: list[str], order: str, wanted: pl.Expr, limit: pl.Expr
) -> pl.DataFrame:
    """``left`` of each standing line: what it wants, at most what the lines of its key before it
    leave of the limit. Each wish is cut at the limit first: what is left stays the same, and the
    running sums stay small."""
    standing = (
        frame.with_row_index("line")
        .filter(pl.col("status") == Status.GRANTED)
        .with_columns(limit.alias("limit"))
        .with_columns(pl.min_horizontal(wanted.cast(MONEY), "limit").alias("wanted"))
        .sort(*key, *([order] if order else []), "line_subject")
    )
    before = pl.col("wanted").cum_sum().over(key) - pl.col("wanted")
    left = pl.min_horizontal(
        "wanted", pl.max_horizontal(pl.col("limit") - before, pl.lit(0, dtype=MONEY))
    )
    return (
        frame.with_row_index("line")
        .join(
            standing.select("line", left.alias("left")),
            on="line",
            how="left",
            maintain_order="left",
        )
        .drop("line")
    )


def deduct(
    measure: Measure, deduction: Deduction, batch: Batch, frame: pl.DataFrame
) -> pl.DataFrame:
    """Takes off what others paid, not below 0."""
    table = measure.candidates.table
    frame = batch.evaluate(frame, table, {"deducted": deduction.amount, "deducts": deduction.where})
    applies = (pl.col("status") == Status.GRANTED) & pl.col("deducts").fill_null(False)
    less = pl.max_horizontal(
        pl.col("amount") - pl.col("deducted").cast(MONEY), pl.lit(0, dtype=MONEY)
    )
    amount = pl.when(applies).then(less).otherwise("amount")
    return frame.with_columns(change(4, amount != pl.col("amount")), amount.alias("amount")).drop(
        "deducted", "deducts"
    )
