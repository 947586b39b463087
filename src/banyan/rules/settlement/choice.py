"""Steps 4 and 5: of several measures for one project, or one loan, only one goes on."""

from __future__ import annotations

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.measure import Choice
from banyan.rules.pack import Pack
from banyan.rules.schema import Table
from banyan.rules.settlement.candidates import MONEY
from banyan.rules.settlement.status import Status

Frames = dict[str, pl.DataFrame]


def apply_choice(
    pack: Pack, choice: Choice, batch: Batch, granted: pl.DataFrame, frames: Frames
) -> None:
    """Supersedes, in place, the lines of the measures that lose. Winners are judged by ``gross``,
    whatever caps leave of it later."""
    numbered = [
        (number, code) for number, code in enumerate(choice.measures) if not frames[code].is_empty()
    ]
    if not numbered:
        return
    claims = pl.concat(
        [
            _standing_totals(batch, pack, choice, code, frames[code], number)
            for number, code in numbered
        ]
    )
    winners = (
        claims.sort("key", "total", "order", descending=[False, True, False])
        .unique("key", keep="first", maintain_order=True)
        .select("key", "order")
    )
    if choice.binding:
        winners = _override(winners, _elected(choice, batch, claims))
        winners = _override(winners, bound(pack, choice, batch, granted))
    numbers = pl.Series([list(pack.measures).index(code) for code in choice.measures])
    winners = winners.with_columns(numbers.gather(winners["order"]).cast(pl.UInt8).alias("won"))
    for number, code in numbered:
        frame = frames[code].with_columns(keys_of(batch, pack, choice, code, frames[code]))
        frame = frame.join(winners, on="key", how="left", maintain_order="left")
        loses = (
            (pl.col("status") == Status.GRANTED)
            & pl.col("order").is_not_null()
            & (pl.col("order") != number)
        )
        frames[code] = frame.with_columns(
            pl.when(loses)
            .then(pl.lit(Status.SUPERSEDED, dtype=pl.UInt8))
            .otherwise("status")
            .alias("status"),
            pl.when(loses).then("won").otherwise("winner").alias("winner"),
        ).drop("key", "order", "won")


def parent_of(pack: Pack, choice: Choice) -> Table:
    """The table whose rows are the keys of the choice."""
    table = pack.schema.table(pack.measures[choice.measures[0]].candidates.table)
    return pack.schema.referenced(table, choice.key)


def keys_of(batch: Batch, pack: Pack, choice: Choice, code: str, frame: pl.DataFrame) -> pl.Series:
    """``key``: for each line of a measure of the choice the row that it is chosen for."""
    table = pack.schema.table(pack.measures[code].candidates.table)
    return batch.reference(frame, table, parent_of(pack, choice)).alias("key")


def _standing_totals(
    batch: Batch, pack: Pack, choice: Choice, code: str, frame: pl.DataFrame, number: int
) -> pl.DataFrame:
    """``key``, ``order`` (of the measure in the choice) and ``total`` of its standing lines."""
    return (
        frame.select("status", "gross", keys_of(batch, pack, choice, code, frame))
        .filter(pl.col("status") == Status.GRANTED)
        .group_by("key")
        .agg(pl.col("gross").sum().cast(MONEY).alias("total"))
        .select("key", pl.lit(number, dtype=pl.UInt8).alias("order"), "total")
    )


def _override(winners: pl.DataFrame, stronger: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([winners.join(stronger, on="key", how="anti"), stronger])


def _orders(choice: Choice) -> pl.Expr:
    return (
        pl.col("measure")
        .cast(pl.String)
        .replace_strict({code: n for n, code in enumerate(choice.measures)}, return_dtype=pl.UInt8)
        .alias("order")
    )


def _elected(choice: Choice, batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """What the enterprise elects for this year, where that measure has a standing line."""
    elections = batch.facts["elections"].filter(pl.col("year") == batch.year)
    wanted = elections.select(pl.col(f"{choice.key}_row").alias("key"), _orders(choice))
    return wanted.join(claims, on=["key", "order"], how="semi")


def bound(pack: Pack, choice: Choice, batch: Batch, granted: pl.DataFrame) -> pl.DataFrame:
    """What earlier years granted for each ``key``: the earliest, ties in the ``order`` of the
    choice."""
    parent = parent_of(pack, choice)
    names = batch.facts[parent.name].select(
        pl.col(parent.key[0]).alias("award_key"),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("key"),
    )
    return (
        granted.filter(pl.col("measure").cast(pl.String).is_in(choice.measures))
        .join(names, on="award_key", how="inner")
        .select("key", "year", _orders(choice))
        .sort("key", "year", "order")
        .unique("key", keep="first", maintain_order=True)
        .select("key", "order")
    )
