"""Steps 1 and 2: candidates, every failed condition, and the amount before caps."""

from __future__ import annotations

import numpy as np
import polars as pl

from banyan.rules import expressions as x
from banyan.rules.batch import Batch
from banyan.rules.measure import Measure, Once, Places
from banyan.rules.pack import ALREADY_GRANTED, BELOW_THRESHOLD, Pack
from banyan.rules.schema import Type
from banyan.rules.settlement.alone import Alone
from banyan.rules.settlement.ranking import with_places
from banyan.rules.settlement.status import Status

MONEY = pl.Int128()
STANDING = pl.col("status") == Status.GRANTED
LINE_ORDER = ("organization_row", "line_subject")
"""The order of a measure's lines, from the first step to the result."""


def candidate_lines(
    pack: Pack, measure: Measure, batch: Batch, granted: pl.DataFrame, alone: Alone | None
) -> pl.DataFrame:
    """The measure's lines after step 2, of all or of one organization. ``granted`` are the
    earlier grants of all measures."""
    table = measure.candidates.table
    where, columns = measure.candidates.where(), pack.candidate_columns[measure.code]
    frame = batch.rows(table, where, columns)
    if table == batch.schema.organizations:
        frame = frame.with_columns(pl.col("row").alias("organization_row"))
    if alone is not None and not frame.is_empty():
        frame = frame.filter(pl.col("organization_row") == alone.row)
    if frame.is_empty():
        return no_lines(measure, frame)
    frame = frame.with_columns(subject(batch, measure, frame)).sort(LINE_ORDER)
    frame = _conditions(pack, measure, batch, frame)
    if measure.once is not None:
        bit = 1 << pack.reason_codes.index(ALREADY_GRANTED)
        frame = _once(measure, measure.once, batch, granted, frame, bit)
    eligible = pl.col("failed") == 0
    frame = frame.with_columns(
        pl.when(eligible)
        .then(Status.GRANTED)
        .otherwise(Status.INELIGIBLE)
        .cast(pl.UInt8)
        .alias("status"),
        pl.lit(None, dtype=pl.UInt8).alias("winner"),
        pl.lit(None, dtype=pl.UInt32).alias("place"),
        pl.lit(0, dtype=pl.UInt8).alias("changes"),
        pl.lit(None, dtype=MONEY).alias("counted"),
    )
    if isinstance(measure.amount, Places):
        rivals = None if alone is None else alone.rivals.ranking(measure.code)
        frame = with_places(measure, batch, frame, rivals)
    frame = amounts(measure, batch, frame)
    return frame.with_columns(
        pl.when(eligible).then("gross").otherwise(0).alias("gross"),
        pl.when(eligible).then("changes").otherwise(0).cast(pl.UInt8).alias("changes"),
    ).with_columns(pl.col("gross").alias("amount"))


def no_lines(measure: Measure, candidates: pl.DataFrame) -> pl.DataFrame:
    """The frame of a measure without ``candidates``, as all the steps together would leave it:
    with nothing to do, they would take as long as for a thousand lines."""
    left_out = {*candidates.columns}
    if measure.once is None:
        left_out.add("award_key")
    if measure.cap is None:
        left_out.add("capped")
    return candidates.hstack([each for each in _NO_LINES if each.name not in left_out])


_NO_LINES = pl.DataFrame(
    schema={
        "organization_row": pl.UInt32,
        "line_subject": pl.String,
        "failed": pl.UInt64,
        "unknown": pl.Boolean,
        "route": pl.UInt8,
        "award_key": pl.String,
        "status": pl.UInt8,
        "winner": pl.UInt8,
        "place": pl.UInt32,
        "changes": pl.UInt8,
        "counted": MONEY,
        "gross": MONEY,
        "amount": MONEY,
        "capped": MONEY,
    }
)


def subject(batch: Batch, measure: Measure, frame: pl.DataFrame) -> pl.Series:
    """The text that names a line: the first column of the candidate table's key."""
    table = batch.schema.table(measure.candidates.table)
    column = table.column(table.key[0])
    if column.type is Type.CREDIT_CODE:
        codes = batch.facts[batch.schema.organizations][column.name]
        return codes.gather(frame["organization_row"]).alias("line_subject")
    texts = batch.facts[table.name][column.name]
    return texts.gather(frame["row"]).alias("line_subject")


def _conditions(pack: Pack, measure: Measure, batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    table = measure.candidates.table
    tests: dict[str, x.Expression] = {}
    for number, condition in enumerate(measure.conditions):
        tests[f"test {number}"] = condition.test
        if condition.when is not None:
            tests[f"when {number}"] = condition.when
    for number, route in enumerate(measure.routes):
        tests[f"route {number}"] = route.test
    frame = batch.evaluate(frame, table, tests)
    failed = pl.lit(0, dtype=pl.UInt64)
    unknown = pl.lit(False)
    for number, condition in enumerate(measure.conditions):
        holds = pl.col(f"test {number}")
        if condition.when is not None:
            asked = pl.col(f"when {number}").fill_null(False)
            holds = pl.when(asked).then(holds).otherwise(True)
        bit = 1 << pack.reason_codes.index(condition.code)
        failed = failed | _bit(~holds.fill_null(False), bit)
        unknown = unknown | holds.is_null()
    route_met = pl.lit(0, dtype=pl.UInt8)
    for number in reversed(range(len(measure.routes))):
        met = pl.col(f"route {number}").fill_null(False)
        route_met = pl.when(met).then(pl.lit(number + 1, dtype=pl.UInt8)).otherwise(route_met)
    if measure.routes:
        routes = [pl.col(f"route {number}") for number in range(len(measure.routes))]
        any_route = pl.any_horizontal(routes)
        bit = 1 << pack.reason_codes.index(BELOW_THRESHOLD)
        failed = failed | _bit(~any_route.fill_null(False), bit)
        unknown = unknown | any_route.is_null()
    return frame.with_columns(
        failed.alias("failed"), unknown.alias("unknown"), route_met.alias("route")
    ).drop(tests)


def _bit(fails: pl.Expr, bit: int) -> pl.Expr:
    return pl.when(fails).then(pl.lit(bit, dtype=pl.UInt64)).otherwise(pl.lit(0, dtype=pl.UInt64))


def _once(
    measure: Measure, once: Once, batch: Batch, granted: pl.DataFrame, frame: pl.DataFrame, bit: int
) -> pl.DataFrame:
    frame = batch.evaluate(frame, measure.candidates.table, {"award_key": once.key})
    frame = frame.with_columns(pl.col("award_key").cast(pl.String))
    key = ["organization_row", "award_key"]
    if once.history:
        before = granted.filter(pl.col("measure") == measure.code).select(key).unique()
        frame = frame.join(
            before.with_columns(pl.lit(True).alias("granted before")),
            on=key,
            how="left",
            maintain_order="left",
        )
        frame = frame.with_columns(
            pl.col("failed")
            | _bit((pl.col("failed") == 0) & pl.col("granted before").fill_null(False), bit)
        ).drop("granted before")
    standing = (
        frame.with_row_index("line")
        .filter((pl.col("failed") == 0) & pl.col("award_key").is_not_null())
        .sort(*key, *once.order, "line_subject")
    )
    again = standing.filter(
        (pl.col("organization_row") == pl.col("organization_row").shift())
        & (pl.col("award_key") == pl.col("award_key").shift())
    )
    repeated = np.zeros(frame.height, dtype=np.bool_)
    repeated[again["line"].to_numpy()] = True
    return frame.with_columns(pl.col("failed") | _bit(pl.lit(pl.Series(repeated)), bit))


def amounts(measure: Measure, batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    """``gross`` of every line from its columns as they are, and its first two ``changes``."""
    table = measure.candidates.table
    if isinstance(measure.amount, Places):
        tiers = pl.lit(0, dtype=MONEY)
        last = sum(batch.whole(count) for count, _ in measure.amount.tiers)
        for count, amount in reversed(measure.amount.tiers):
            pays = pl.lit(batch.whole(amount), dtype=MONEY)
            tiers = pl.when(pl.col("place") <= last).then(pays).otherwise(tiers)
            last -= batch.whole(count)
        # the best tier is the last to be wrapped, so that it is asked first
        frame = frame.with_columns(tiers.alias("gross"))
    else:
        frame = batch.fractions(frame, table, {"gross": (measure.amount, None)})
    frame = frame.with_columns(pl.col("gross").fill_null(0))
    if measure.uplift is not None:
        assert not isinstance(measure.amount, Places)
        frame = batch.fractions(frame, table, {"lifted": (measure.amount, measure.uplift.rate)})
        frame = batch.evaluate(frame, table, {"lifts": measure.uplift.where})
        lifted = pl.when(pl.col("lifts").fill_null(False)).then("lifted").otherwise("gross")
        frame = frame.with_columns(lifted.fill_null(0).alias("lifted"))
        frame = frame.with_columns(
            change(0, pl.col("lifted") != pl.col("gross")), pl.col("lifted").alias("gross")
        ).drop("lifted", "lifts")
    if measure.item_cap is not None:
        frame = batch.fractions(frame, table, {"item cap": (measure.item_cap, None)})
        capped = pl.min_horizontal("gross", "item cap")
        frame = frame.with_columns(
            change(1, capped != pl.col("gross")), capped.alias("gross")
        ).drop("item cap")
    return frame


def change(bit: int, changed: pl.Expr) -> pl.Expr:
    """Marks in ``changes`` that the amount was changed by the reason of this bit."""
    return (
        pl.when(changed)
        .then(pl.col("changes") | pl.lit(1 << bit, dtype=pl.UInt8))
        .otherwise("changes")
        .alias("changes")
    )
