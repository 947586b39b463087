"""The steps in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import polars as pl

from banyan.rules.at_once import AtOnce
from banyan.rules.batch import Batch
from banyan.rules.boards import Boards
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.settlement.alone import Alone
from banyan.rules.settlement.candidates import candidate_lines
from banyan.rules.settlement.caps import apply_cap, count_principal, deduct
from banyan.rules.settlement.choice import Frames, apply_choice
from banyan.rules.settlement.funds import apply_fund, budget
from banyan.rules.settlement.history import earlier_grants
from banyan.rules.settlement.quota import apply_quota
from banyan.rules.settlement.status import Status

AT_ONCE = 5000
"""So many rows of facts are settled without threads."""


@dataclass(frozen=True)
class Settlement:
    """A settled year: the lines of each measure with all that led to them (see the package).
    ``alone`` is the one organization where only its lines were settled."""

    pack: Pack
    facts: Facts
    year: int
    batch: Batch
    frames: Mapping[str, pl.DataFrame]
    alone: Alone | None = None


def settle(
    pack: Pack,
    facts: Facts,
    year: int,
    *,
    measures: Collection[str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Settlement:
    """Settles ``year``, all of it or only these ``measures`` and those that choices and funds tie
    to them. ``progress`` is told how many measures' lines have been found. Raises UsageError for
    a year in which the policy is not in force and for an unknown measure.

    Between the steps that measures share (choices, funds) each measure is settled by itself, as
    many at a time as Polars has threads; the result does not depend on it."""
    return _settled(pack, facts, year, measures, None, progress)


def settle_one(
    pack: Pack,
    facts: Facts,
    year: int,
    uscc: str,
    boards: Boards,
    *,
    measures: Collection[str] | None = None,
) -> Settlement:
    """Settles ``year`` for one organization alone, against what ``boards`` keep of the others.

    ``facts`` hold the organization and what it is judged by (``subset.of_organizations``); what
    the boards have of itself gives way to them. Only its lines are settled. They come out as
    among all, but that the others' stay as they were: one who is pushed off a place keeps the
    claim on a fund, and of a fund that is short a line may get a fen less.

    Raises UsageError as ``settle`` does, for an organization that is not in the facts, and for
    boards of another year."""
    if boards.year != year:
        raise UsageError(f"the boards are of {boards.year}, not of {year}")
    organizations = facts.schema.table(facts.schema.organizations)
    row = facts[organizations.name][organizations.key[0]].index_of(uscc)
    if row is None:
        raise UsageError(f"no organization {uscc} in the facts")
    return _settled(pack, facts, year, measures, Alone(row, uscc, boards.without(uscc)), None)


def budget_of(facts: Facts, year: int, fund: str, alone: Alone | None) -> int | None:
    """The budget of a fund in fen: the boards' where they know the fund, else that of the facts."""
    if alone is not None and fund in alone.rivals.funds:
        return alone.rivals.funds[fund].budget
    return budget(facts, year, fund)


def _settled(
    pack: Pack,
    facts: Facts,
    year: int,
    measures: Collection[str] | None,
    alone: Alone | None,
    progress: Callable[[int], None] | None,
) -> Settlement:
    pack.check_year(year)
    if measures is not None:
        pack = pack.only(measures)
    batch = Batch(facts, pack.parameters, year)
    granted = earlier_grants(facts, year)
    frames: Frames = {}

    def begin(measure: Measure) -> pl.DataFrame:
        lines = candidate_lines(pack, measure, batch, granted, alone)
        return apply_quota(measure, batch, lines, alone)

    def limit(measure: Measure) -> pl.DataFrame:
        return _limited(measure, batch, granted, frames[measure.code])

    with _threads(facts) as threads:
        # the measures with the longest tables first, so that no thread is left with one at the end
        by_size = sorted(
            pack.measures.values(), key=lambda one: -facts[one.candidates.table].height
        )
        begun = {threads.submit(begin, measure): measure.code for measure in by_size}
        for number, future in enumerate(as_completed(begun), 1):
            frames[begun[future]] = future.result()
            if progress is not None:
                progress(number)
        for choice in pack.choices:
            apply_choice(pack, choice, batch, granted, frames)
        frames.update(zip(pack.measures, threads.map(limit, pack.measures.values()), strict=True))
        for fund in pack.funds:
            available = budget_of(facts, year, fund, alone)
            if available is not None:
                rivals = None if alone is None else alone.rivals.funds.get(fund)
                apply_fund(pack, fund, available, batch, frames, rivals)
        frames = dict(zip(frames, threads.map(_closed, frames.values()), strict=True))
    return Settlement(pack, facts, year, batch, frames, alone)


def _threads(facts: Facts) -> Executor:
    """Few rows are settled sooner than handed to another thread."""
    if sum(frame.height for frame in facts.tables.values()) <= AT_ONCE:
        return AtOnce()
    return ThreadPoolExecutor(max_workers=pl.thread_pool_size())


def _limited(
    measure: Measure, batch: Batch, granted: pl.DataFrame, frame: pl.DataFrame
) -> pl.DataFrame:
    """Steps 6 and 7."""
    if frame.is_empty():
        return frame
    if measure.counted is not None:
        frame = count_principal(measure, measure.counted, batch, frame)
    if measure.cap is not None:
        frame = apply_cap(measure, measure.cap, batch, granted, frame)
    if measure.deduction is not None:
        frame = deduct(measure, measure.deduction, batch, frame)
    return frame


def _closed(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts of lines that fell are 0; a line that stands but is left nothing is capped out."""
    if frame.is_empty():
        return frame
    standing = pl.col("status") == Status.GRANTED
    return frame.with_columns(
        pl.when(standing).then("amount").otherwise(0).alias("amount"),
        pl.when(standing & (pl.col("amount") == 0))
        .then(pl.lit(Status.CAPPED_OUT, dtype=pl.UInt8))
        .otherwise("status")
        .alias("status"),
    )
