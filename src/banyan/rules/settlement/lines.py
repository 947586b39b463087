"""The result of a settlement as one table, the same bytes for the same facts."""

from __future__ import annotations

import polars as pl

from banyan.rules.measure import Measure
from banyan.rules.pack import Pack, amount_reasons
from banyan.rules.settlement.settle import Settlement
from banyan.rules.settlement.status import Status

COLUMNS = (
    "year",
    "measure",
    "uscc",
    "subject",
    "route",
    "status",
    "reasons",
    "gross",
    "amount",
)


def lines(settlement: Settlement) -> pl.DataFrame:
    """All lines, sorted by measure, credit code and subject; ``gross`` and ``amount`` in yuan as
    Decimal(38, 2), empty texts for no route and no reasons."""
    codes = settlement.facts["organizations"]["uscc"]
    return pl.concat(
        [measure_lines(settlement, measure, codes) for measure in settlement.pack.measures.values()]
    )


def measure_lines(settlement: Settlement, measure: Measure, codes: pl.Series) -> pl.DataFrame:
    """The lines of one measure in the form of the result."""
    frame = settlement.frames[measure.code]
    routes = pl.Series(["", *(route.name for route in measure.routes)])
    statuses = pl.Series([status.word for status in Status])
    return frame.select(
        pl.lit(settlement.year, dtype=pl.Int32).alias("year"),
        pl.lit(measure.code).alias("measure"),
        codes.gather(frame["organization_row"]).alias("uscc"),
        pl.col("line_subject").alias("subject"),
        routes.gather(frame["route"]).alias("route"),
        statuses.gather(frame["status"]).alias("status"),
        reasons(settlement.pack, measure, frame).alias("reasons"),
        yuan(pl.col("gross")).alias("gross"),
        yuan(pl.col("amount")).alias("amount"),
    )


def yuan(fen: pl.Expr) -> pl.Expr:
    return fen.reinterpret(dtype=pl.Decimal(38, 2))


def reasons(pack: Pack, measure: Measure, frame: pl.DataFrame) -> pl.Series:
    """The text of ``reasons``. Lines share few different sets of reasons, so the texts are made
    once a set and looked up."""
    failed = _texts(frame["failed"], pack.reason_codes)
    changed = _texts(frame["changes"], amount_reasons(measure))
    winners = pl.Series(list(pack.measures)).gather(frame["winner"])
    return frame.select(
        pl.when(pl.col("status") == Status.INELIGIBLE)
        .then(failed)
        .when(pl.col("status") == Status.SUPERSEDED)
        .then(winners)
        .otherwise(changed)
        .alias("reasons")
    ).to_series()


def _texts(bits: pl.Series, names: tuple[str, ...]) -> pl.Series:
    distinct = bits.unique()
    texts = [
        ";".join(name for number, name in enumerate(names) if value >> number & 1)
        for value in distinct.to_list()
    ]
    return bits.replace_strict(distinct, pl.Series(texts, dtype=pl.String))


def to_csv(frame: pl.DataFrame) -> bytes:
    """``lines.csv``: UTF-8 without a mark, LF, quotes only where needed, empty fields bare."""
    bare = frame.with_columns(
        pl.when(pl.col(name) == "").then(None).otherwise(pl.col(name)).alias(name)
        for name in ("route", "reasons")
    )
    return bare.write_csv(line_terminator="\n", quote_style="necessary").encode()


def as_texts(frame: pl.DataFrame) -> list[dict[str, str]]:
    """The rows as ``lines.csv`` has them."""
    texts = frame.select(pl.all().cast(pl.String)).rows(named=True)
    return [dict(row) for row in texts]
