"""The steps in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.facts import Facts
from banyan.rules.pack import Pack
from banyan.rules.settlement.candidates import candidate_lines
from banyan.rules.settlement.caps import apply_cap, count_principal, deduct
from banyan.rules.settlement.choice import Frames, apply_choice
from banyan.rules.settlement.funds import apply_fund, budget
from banyan.rules.settlement.history import earlier_grants
from banyan.rules.settlement.quota import apply_quota
from banyan.rules.settlement.status import Status


@dataclass(frozen=True)
class Settlement:
    """A settled year: the lines of each measure with all that led to them (see the package)."""

    pack: Pack
    facts: Facts
    year: int
    batch: Batch
    frames: Mapping[str, pl.DataFrame]


def settle(
    pack: Pack, facts: Facts, year: int, *, progress: Callable[[str], None] | None = None
) -> Settlement:
    """Settles ``year``. ``progress`` is told each measure's code before its lines are found.
    Raises UsageError for a year in which the policy is not in force."""
    pack.check_year(year)
    batch = Batch(facts, pack.parameters, year)
    granted = earlier_grants(facts, year)
    frames: Frames = {}
    for code, measure in pack.measures.items():
        if progress is not None:
            progress(code)
        frames[code] = apply_quota(measure, batch, candidate_lines(pack, measure, batch, granted))
    for choice in pack.choices:
        apply_choice(pack, choice, batch, granted, frames)
    for code, measure in pack.measures.items():
        frame = frames[code]
        if measure.counted is not None:
            frame = count_principal(measure, measure.counted, batch, frame)
        if measure.cap is not None:
            frame = apply_cap(measure, measure.cap, batch, granted, frame)
        if measure.deduction is not None:
            frame = deduct(measure, measure.deduction, batch, frame)
        frames[code] = frame
    for fund in pack.funds:
        available = budget(facts, year, fund)
        if available is not None:
            apply_fund(pack, fund, available, frames)
    for code, frame in frames.items():
        frames[code] = _closed(frame)
    return Settlement(pack=pack, facts=facts, year=year, batch=batch, frames=frames)


def _closed(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts of lines that fell are 0; a line that stands but is left nothing is capped out."""
    standing = pl.col("status") == Status.GRANTED
    return frame.with_columns(
        pl.when(standing).then("amount").otherwise(0).alias("amount"),
        pl.when(standing & (pl.col("amount") == 0))
        .then(pl.lit(Status.CAPPED_OUT, dtype=pl.UInt8))
        .otherwise("status")
        .alias("status"),
    )
