"""The lines of a run as the database holds them: the engine's, what was awarded for the same
before, and what is to be looked at."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from banyan.desk.records.bulk import analyze, frames_of, insert_frame
from banyan.desk.records.models import Representation
from banyan.desk.settlement.computing import Computed
from banyan.desk.settlement.exceptions import (
    CHANGED,
    LARGE,
    LEFT_OUT,
    NO_REPRESENTATIVE,
    PROVISIONAL,
)
from banyan.desk.settlement.models import Line, Run
from banyan.rules.measure import Places
from banyan.rules.pack import Pack
from banyan.rules.settlement import Status

KEY = ("measure", "uscc", "subject")
"""What a line is about: what approved runs awarded for it is told by these."""

COLUMNS = (
    "run_id",
    "number",
    *KEY,
    "county",
    "route",
    "status",
    "reasons",
    "gross",
    "amount",
    "before",
    "exceptions",
)
WRITTEN_AT_ONCE = 100_000

_AMOUNTS = {
    **dict.fromkeys((*KEY, "county"), pl.String()),
    "amount": pl.Int64(),
}


def amounts_of(run: Run | None) -> pl.DataFrame:
    """What a run gives: its lines with an amount, by ``KEY``, with their county."""
    if run is None:
        return pl.DataFrame(schema=_AMOUNTS)
    found = Line.objects.filter(run=run, amount__gt=0)
    return pl.concat(frames_of(found, _AMOUNTS, list(_AMOUNTS)))


def lines_of(run: Run, computed: Computed, previous: Run | None, last: Run | None) -> pl.DataFrame:
    """All lines with the columns of ``COLUMNS``. ``previous`` is the approved run that this one
    adjusts, ``last`` the last one of the year that was computed."""
    awarded = amounts_of(previous).rename({"amount": "before"})
    shown = amounts_of(last).select(*KEY, pl.col("amount").alias("last"))
    found = computed.lines.join(awarded.drop("county"), on=KEY, how="left", maintain_order="left")
    gone = (
        awarded.join(computed.lines, on=KEY, how="anti")
        .sort(KEY)
        .with_columns(
            pl.lit("").alias("route"),
            pl.lit(Line.GONE).alias("status"),
            pl.lit("").alias("reasons"),
            pl.lit(0, dtype=pl.Int64).alias("gross"),
            pl.lit(0, dtype=pl.Int64).alias("amount"),
        )
    )
    everything = pl.concat([found, gone.select(found.columns)])
    everything = everything.join(shown, on=KEY, how="left", maintain_order="left")
    marks = _marks(computed, compared=last is not None)
    return everything.with_columns(
        pl.lit(run.pk, dtype=pl.Int64).alias("run_id"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("number"),
        pl.col("before").fill_null(0),
        pl.concat_str(
            [pl.when(test).then(pl.lit(word)) for word, test in marks.items()],
            separator=";",
            ignore_nulls=True,
        ).alias("exceptions"),
    ).select(COLUMNS)


def insert_lines(lines: pl.DataFrame) -> None:
    """Adds the lines."""
    for rows in lines.iter_slices(WRITTEN_AT_ONCE):
        insert_frame(Line, rows)
    analyze(Line, lines.height)


def _marks(computed: Computed, *, compared: bool) -> dict[str, pl.Expr]:
    """The conditions of the marks of ``exceptions``, over lines with ``last``."""
    large = computed.pack.parameters["run.large_amount"].in_year(computed.summary["year"]).adopted
    given = pl.col("amount") > 0
    return {
        LARGE: given & (pl.col("amount") >= large),
        CHANGED: (pl.col("amount") != pl.col("last").fill_null(0)) & pl.lit(compared),
        PROVISIONAL: _provisional(computed.pack),
        NO_REPRESENTATIVE: given & ~_among(represented()),
        LEFT_OUT: _among(computed.verified.incomplete),
    }


def _provisional(pack: Pack) -> pl.Expr:
    """Lines that hold a place among others or just missed one, and those that share a fund which
    is short."""
    ranked = [
        code
        for code, measure in pack.measures.items()
        if measure.quota is not None or isinstance(measure.amount, Places)
    ]
    stands = pl.col("status").is_in([Status.GRANTED.word, Status.OVER_QUOTA.word])
    shared = pl.col("reasons").str.contains("fund_pro_rata", literal=True)
    return stands & (pl.col("measure").is_in(ranked) | shared)


def represented() -> set[str]:
    """The credit codes of the organizations for which somebody speaks."""
    return set(Representation.objects.values_list("organization_id", flat=True).distinct())


def _among(codes: Collection[str]) -> pl.Expr:
    return pl.col("uscc").is_in(pl.Series(list(codes), dtype=pl.String).implode())
