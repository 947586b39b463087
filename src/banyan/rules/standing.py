"""How all organizations stand to the criteria of lists: in one pass, or one of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.criteria import Criteria, eased, eased_figures
from banyan.rules.errors import UsageError
from banyan.rules.explanation import Finding, finding_of
from banyan.rules.facts import Facts
from banyan.rules.measure import Condition
from banyan.rules.pack import Pack
from banyan.rules.single import Single
from banyan.rules.wording import Wording


class Standing(IntEnum):
    """``FAR``: it fails what is no threshold, or misses one by much. ``NEEDS_FACTS``: it fails
    nothing, but something is not known. ``NEAR``: it misses thresholds, all of them by little."""

    FAR = 0
    SATISFIED = 1
    NEEDS_FACTS = 2
    NEAR = 3


def standings(
    pack: Pack, facts: Facts, year: int, criteria: Iterable[Criteria], *, nearness: int
) -> Iterator[tuple[Criteria, pl.DataFrame]]:
    """For each of the criteria a frame with a row for every organization, in their order:
    ``standing`` (UInt8), and the conditions that it fails and those that are not known of it as
    bits in the order of the conditions (``failed``, ``unknown``, Int64). A threshold is missed by
    little where ``nearness`` millionths of it are reached. Whole columns; what criteria share is
    computed once."""
    wanted = list(criteria)
    tests = (condition.test for one in wanted for condition in one.conditions)
    figures = {**pack.parameters, **eased_figures(tests, pack.parameters, nearness)}
    batch = Batch(facts, figures, year)
    for one in wanted:
        yield one, _frame(pack, batch, one)


def _frame(pack: Pack, batch: Batch, criteria: Criteria) -> pl.DataFrame:
    table = pack.schema.organizations
    height = batch.facts[table].height
    failed, unknown = _bits(height), _bits(height)
    far = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    for number, condition in enumerate(criteria.conditions):
        holds = _asked(batch, table, condition)
        fails = (~holds).fill_null(False)
        failed = failed | (fails.cast(pl.Int64) * (1 << number))
        unknown = unknown | (holds.is_null().cast(pl.Int64) * (1 << number))
        easier = eased(condition.test, pack.parameters)
        if easier == condition.test:
            far = far | fails
        else:
            far = far | (fails & ~batch.column(table, easier).fill_null(False))
    frame = pl.DataFrame({"failed": failed, "unknown": unknown, "far": far})
    standing = (
        pl.when("far")
        .then(Standing.FAR.value)
        .when(pl.col("failed") != 0)
        .then(Standing.NEAR.value)
        .when(pl.col("unknown") != 0)
        .then(Standing.NEEDS_FACTS.value)
        .otherwise(Standing.SATISFIED.value)
    )
    return frame.select(standing.cast(pl.UInt8).alias("standing"), "failed", "unknown")


def _bits(height: int) -> pl.Series:
    return pl.repeat(0, height, dtype=pl.Int64, eager=True)


def _asked(batch: Batch, table: str, condition: Condition) -> pl.Series:
    """Whether the condition holds, true for whom it is not asked."""
    holds = batch.column(table, condition.test)
    if condition.when is None:
        return holds
    asked = batch.column(table, condition.when).fill_null(False)
    return holds | ~asked


def codes_in(criteria: Criteria, bits: int) -> list[str]:
    """The codes of the conditions that ``bits`` name."""
    return [one.code for number, one in enumerate(criteria.conditions) if bits >> number & 1]


class Findings:
    """The criteria put to one organization of ``facts`` at a time, in words."""

    def __init__(self, pack: Pack, facts: Facts, year: int, language: str) -> None:
        self.pack, self.facts = pack, facts
        self.single = Single(facts, pack.parameters, year)
        self.wording = Wording(pack, language)

    def of(self, uscc: str, criteria: Criteria) -> list[Finding]:
        """What is found of each condition that is asked: whether it holds, by how much a threshold
        is missed, which fact is not known. Raises UsageError for an unknown organization."""
        table = self.pack.schema.table(self.pack.schema.organizations)
        codes = self.facts[table.name][table.key[0]]
        number = codes.search_sorted(uscc)
        if number >= len(codes) or codes[number] != uscc:
            raise UsageError(f"no organization {uscc} in the facts")
        row = self.single.related.row(table, number)
        found = (
            finding_of(one, row, self.single, self.wording, "criteria")
            for one in criteria.conditions
        )
        return [one for one in found if one is not None]
