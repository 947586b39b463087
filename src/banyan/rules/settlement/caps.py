"""Steps 6 and 7: principal that counts, caps of an organization, and what others paid."""

from __future__ import annotations

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.measure import Cap, Counted, Deduction, Measure
from banyan.rules.settlement.candidates import LINE_ORDER, MONEY, STANDING, amounts, change


def count_principal(
    measure: Measure, counted: Counted, batch: Batch, frame: pl.DataFrame
) -> pl.DataFrame:
    """Lets each standing line count what is left of the organization's principal, and computes
    its amount anew on that."""
    limit = pl.lit(batch.whole(counted.cap), dtype=MONEY)
    frame = _what_is_left(
        frame, "organization_row", counted.order, pl.col(counted.column), limit
    ).with_columns(pl.when(STANDING).then("left").alias("counted"))
    again = amounts(measure, batch, frame.with_columns(pl.col("left").alias(counted.column)))[
        "gross"
    ]
    amount = pl.when(STANDING).then(again).otherwise("amount")
    return frame.with_columns(change(2, amount != pl.col("amount")), amount.alias("amount")).drop(
        "left"
    )


def apply_cap(
    measure: Measure, cap: Cap, batch: Batch, granted: pl.DataFrame, frame: pl.DataFrame
) -> pl.DataFrame:
    """Lets each standing line have what is left of the cap."""
    key = cap.per or "organization_row"
    limit = pl.lit(batch.whole(cap.amount), dtype=MONEY)
    if cap.in_all:
        spent = granted.filter(pl.col("measure") == measure.code)
        if cap.per:
            spent = spent.with_columns(pl.col("award_key").alias(cap.per))
        spent = spent.group_by(key).agg(pl.col("amount").cast(MONEY).sum().alias("spent"))
        frame = frame.join(spent, on=key, how="left", maintain_order="left")
        limit = pl.max_horizontal(limit - pl.col("spent").fill_null(0), pl.lit(0, dtype=MONEY))
    frame = _what_is_left(frame, key, cap.order, pl.col("amount"), limit)
    amount = pl.when(STANDING).then("left").otherwise("amount")
    return frame.with_columns(
        change(3, amount != pl.col("amount")),
        amount.alias("amount"),
        amount.alias("capped"),
    ).drop("left", "spent", strict=False)


def _what_is_left(
    frame: pl.DataFrame, key: str, order: str, wanted: pl.Expr, limit: pl.Expr
) -> pl.DataFrame:
    """``left``: what each standing line wants, at most what the lines of its key before it leave
    of the limit; 0 for the others. Each wish is cut at the limit first: what is left stays the
    same, and the running sums stay small."""
    own_order = key == "organization_row" and not order
    if not own_order:
        frame = frame.sort(key, *([order] if order else []), "line_subject")
    frame = frame.with_columns(limit.alias("limit")).with_columns(
        pl.when(STANDING)
        .then(pl.min_horizontal(wanted.cast(MONEY), "limit"))
        .otherwise(0)
        .alias("wanted")
    )
    before = pl.col("wanted").cum_sum() - pl.col("wanted")
    first_of_key = pl.col(key) != pl.col(key).shift()
    before = before - pl.when(first_of_key.fill_null(True)).then(before).forward_fill()
    left = pl.min_horizontal(
        "wanted", pl.max_horizontal(pl.col("limit") - before, pl.lit(0, dtype=MONEY))
    )
    frame = frame.with_columns(left.alias("left")).drop("wanted", "limit")
    return frame if own_order else frame.sort(LINE_ORDER)


def deduct(
    measure: Measure, deduction: Deduction, batch: Batch, frame: pl.DataFrame
) -> pl.DataFrame:
    """Takes off what others paid, not below 0."""
    table = measure.candidates.table
    frame = batch.evaluate(frame, table, {"deducted": deduction.amount, "deducts": deduction.where})
    applies = STANDING & pl.col("deducts").fill_null(False)
    less = pl.max_horizontal(
        pl.col("amount") - pl.col("deducted").cast(MONEY), pl.lit(0, dtype=MONEY)
    )
    amount = pl.when(applies).then(less).otherwise("amount")
    return frame.with_columns(change(4, amount != pl.col("amount")), amount.alias("amount")).drop(
        "deducted", "deducts"
    )
