"""Step 3: the first of a year, and the lines of a plan."""

from __future__ import annotations

import numpy as np
import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.measure import Measure, Plan, Top
from banyan.rules.settlement.candidates import over_quota
from banyan.rules.settlement.status import Status


def apply_quota(measure: Measure, batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    if frame.is_empty():
        return frame
    match measure.quota:
        case Top():
            return _top(measure, measure.quota, batch, frame)
        case Plan():
            return _planned(measure, measure.quota, batch, frame)
        case None:
            return frame


def _top(measure: Measure, top: Top, batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    frame = batch.evaluate(frame, measure.candidates.table, {"score of line": top.score})
    ordered = (
        frame.with_row_index("line")
        .filter(pl.col("status") == Status.GRANTED)
        .sort("score of line", "line_subject", descending=[True, False])
        .select("line", pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("place"))
    )
    return (
        frame.drop("place", "score of line")
        .with_row_index("line")
        .join(ordered, on="line", how="left", maintain_order="left")
        .drop("line")
        .with_columns(over_quota(pl.col("place") > batch.whole(top.places)))
    )


def plan_ranks(batch: Batch, table: str, plan: Plan) -> pl.Series:
    """For each row of ``table`` (expos) its place in the year's plan, from 1; null outside it."""
    rows = batch.rows(table, plan.where, batch.facts[table].columns)
    named = {f"order {number}": tree for number, (tree, _) in enumerate(plan.order)}
    key = batch.schema.table(table).key[0]
    ordered = batch.evaluate(rows, table, named).sort(
        *named, key, descending=[*(first for _, first in plan.order), False]
    )
    ranks = np.zeros(batch.facts[table].height, dtype=np.uint32)
    ranks[ordered["row"].to_numpy()] = np.arange(1, ordered.height + 1, dtype=np.uint32)
    return pl.Series(ranks).replace(0, None)


def _planned(measure: Measure, plan: Plan, batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    table = batch.schema.table(measure.candidates.table)
    parent = batch.schema.referenced(table, plan.reference)
    ranks = plan_ranks(batch, parent.name, plan)
    place = ranks.gather(batch.reference(frame, table, parent))
    beyond = (pl.col("status") == Status.GRANTED) & (
        pl.col("place").is_null() | (pl.col("place") > batch.whole(plan.places))
    )
    return frame.with_columns(place.alias("place")).with_columns(over_quota(beyond))
