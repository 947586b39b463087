"""Who comes before whom: places among a year's lines, and among the rows of a plan."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.boards import Entry, Ranking
from banyan.rules.expressions import Expression
from banyan.rules.measure import Measure, Places, Plan, Top
from banyan.rules.settlement.status import Status


def ranked_by(measure: Measure) -> Expression | None:
    """What lines are ranked by, the largest first; ``None`` where no line has a rank of its own
    (a plan ranks other rows)."""
    if isinstance(measure.amount, Places):
        return measure.amount.by
    return measure.quota.score if isinstance(measure.quota, Top) else None


def owner_first(measure: Measure) -> bool:
    """Whether lines that are equal go by the credit code, not by their subject."""
    return isinstance(measure.amount, Places)


def places(batch: Batch, measure: Measure) -> int | None:
    """How many places there are; ``None`` where there is no limit to them."""
    if isinstance(measure.amount, Places):
        return sum(batch.whole(count) for count, _ in measure.amount.tiers)
    return None if measure.quota is None else batch.whole(measure.quota.places)


def with_places(
    measure: Measure, batch: Batch, frame: pl.DataFrame, rivals: Ranking | None
) -> pl.DataFrame:
    """Gives each standing line its ``place``; one beyond the last is over the quota."""
    by, last = ranked_by(measure), places(batch, measure)
    assert by is not None
    assert last is not None
    ties = ["organization_row", "line_subject"]
    if not owner_first(measure):
        ties.reverse()
    frame = frame.with_row_index("line")
    ordered = (
        batch.evaluate(frame, measure.candidates.table, {"ranked by": by})
        .filter(pl.col("status") == Status.GRANTED)
        .sort("ranked by", *ties, descending=[True, False, False], nulls_last=True)
    )
    place = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32)
    if rivals is not None:
        better = [rivals.better(entry) for entry in line_entries(batch, ordered)]
        place = place + pl.Series(better, dtype=pl.UInt32)
    return (
        frame.drop("place")
        .join(
            ordered.select("line", place.alias("place")),
            on="line",
            how="left",
            maintain_order="left",
        )
        .drop("line")
        .with_columns(over_quota(pl.col("place") > last))
    )


def over_quota(beyond: pl.Expr) -> pl.Expr:
    return (
        pl.when(beyond.fill_null(False))
        .then(pl.lit(Status.OVER_QUOTA, dtype=pl.UInt8))
        .otherwise("status")
        .alias("status")
    )


def line_entries(batch: Batch, ordered: pl.DataFrame) -> list[Entry]:
    """Lines with what they are ``ranked by``, as they stand in a ranking."""
    by = [_numbers(ordered["ranked by"], largest_first=True)]
    return _entries(batch, ordered, by, "line_subject")


def planned(batch: Batch, table: str, plan: Plan) -> pl.DataFrame:
    """The rows of ``table`` (expos) that are in the plan, best first, with their ``row``."""
    rows = batch.rows(table, plan.where, batch.facts[table].columns)
    named = {f"order {number}": tree for number, (tree, _) in enumerate(plan.order)}
    return batch.evaluate(rows, table, named).sort(
        *named,
        batch.schema.table(table).key[0],
        descending=[*(first for _, first in plan.order), False],
        nulls_last=True,
    )


def plan_entries(batch: Batch, table: str, plan: Plan, ordered: pl.DataFrame) -> list[Entry]:
    """The rows that ``planned`` gives, as they stand in a ranking."""
    by = [
        _numbers(ordered[f"order {number}"], largest_first=first)
        for number, (_, first) in enumerate(plan.order)
    ]
    return _entries(batch, ordered, by, batch.schema.table(table).key[0])


def _numbers(values: pl.Series, *, largest_first: bool) -> list[int | None]:
    """Money, rates, counts, days and truths as whole numbers of which the largest comes first."""
    numbers: list[int | None] = values.to_physical().cast(pl.Int128).to_list()
    if largest_first:
        return numbers
    return [None if number is None else -number for number in numbers]


def _entries(
    batch: Batch, ordered: pl.DataFrame, by: Sequence[list[int | None]], subject: str
) -> list[Entry]:
    owners = batch.codes.gather(ordered["organization_row"]).to_list()
    subjects = ordered[subject].to_list()
    return [Entry(*entry) for entry in zip(zip(*by, strict=True), subjects, owners, strict=True)]
