"""Many assignments settled at once: the same facts as often as there are assignments.

The engine knows nothing of it. In universe number n each row stands n times the table's height
further on, and every text by which rows find each other begins with the number of its universe,
so that organizations of different universes have nothing to do with each other. Only measures in
which organizations do not compete may be settled in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from banyan.rules.advice.problem import Choices
from banyan.rules.facts import Facts
from banyan.rules.measure import Choice
from banyan.rules.pack import Pack
from banyan.rules.schema import Type
from banyan.rules.settlement import Settlement, settle
from banyan.rules.settlement.choice import parent_of
from banyan.rules.subset import OWNER, references

ROWS = 400_000
"""So many rows of facts are settled at a time."""


@dataclass(frozen=True)
class Universes:
    """The facts of one organization (in row ``own``) with the choice that is to be made: for each
    row of ``projects`` the measures that may be elected, in the order of the choice. ``summed``
    are the measures of ``pack`` whose amounts make up a total."""

    pack: Pack
    facts: Facts
    year: int
    own: int
    choice: Choice
    projects: tuple[int, ...]
    options: tuple[tuple[str, ...], ...]
    summed: tuple[str, ...]

    def settle_assignments(self, choices: Choices) -> Settlement:
        """All assignments in one settlement."""
        many = replicated(self.facts, len(choices))
        height = self.facts[parent_of(self.pack, self.choice).name].height
        rows = np.concatenate(
            [
                np.array(self.projects, dtype=np.int64) + universe * height
                for universe in range(len(choices))
            ]
        )
        measures = [
            options[number]
            for assignment in choices.tolist()
            for options, number in zip(self.options, assignment, strict=True)
        ]
        return settle(
            self.pack, with_elections(many, self.choice, self.year, rows, measures), self.year
        )

    def settle_assignment(self, choices: Sequence[int]) -> Settlement:
        """One assignment, settled on the facts as they are but for its elections."""
        measures = [options[number] for options, number in zip(self.options, choices, strict=True)]
        rows = np.array(self.projects, dtype=np.int64)
        facts = with_elections(self.facts, self.choice, self.year, rows, measures)
        return settle(self.pack, facts, self.year)

    def total_of(self, settlement: Settlement) -> int:
        """The organization's total of one assignment's settlement, in fen."""
        return self._amounts(settlement, 1)[0]

    def totals(self, choices: Choices) -> list[int]:
        """The organization's total of each assignment, in fen."""
        height = sum(frame.height for frame in self.facts.tables.values())
        at_a_time = max(1, ROWS // max(1, height))
        totals: list[int] = []
        for start in range(0, len(choices), at_a_time):
            part = choices[start : start + at_a_time]
            totals += self._amounts(self.settle_assignments(part), len(part))
        return totals

    def _amounts(self, settlement: Settlement, universes: int) -> list[int]:
        height = self.facts[self.facts.schema.organizations].height
        amounts = pl.concat(
            settlement.frames[code]
            .filter(pl.col(OWNER) % height == self.own)
            .select((pl.col(OWNER) // height).alias("universe"), "amount")
            for code in self.summed
        )
        summed = amounts.group_by("universe").agg(pl.col("amount").sum())
        totals = [0] * universes
        for universe, amount in summed.iter_rows():
            totals[universe] = int(amount)
        return totals


def with_elections(
    facts: Facts, choice: Choice, year: int, rows: npt.NDArray[np.int64], measures: Sequence[str]
) -> Facts:
    """The facts in which the projects in ``rows`` elect these measures for ``year``; what others
    elect, and for other years, stays."""
    elections = facts["elections"]
    key = f"{choice.key}_row"
    table = facts.schema.table("elections")
    parent = facts.schema.referenced(table, choice.key)
    reference = next(column for column in table.columns if column.references == parent.name)
    chosen = pl.Series(key, rows, dtype=pl.UInt32)
    kept = elections.filter(~((pl.col("year") == year) & pl.col(key).is_in(chosen.implode())))
    projects = facts[parent.name]
    added = pl.DataFrame(
        {
            reference.name: projects[parent.key[0]].gather(chosen),
            "year": pl.repeat(year, len(chosen), dtype=pl.Int32, eager=True),
            "measure": pl.Series(measures, dtype=elections.schema["measure"]),
            key: chosen,
            OWNER: projects[OWNER].gather(chosen),
        }
    )
    tables = {**facts.tables, table.name: pl.concat([kept, added.select(kept.columns)])}
    return Facts(facts.schema, tables, facts.sources)


def replicated(facts: Facts, times: int) -> Facts:
    """The facts ``times`` over, each time in a universe of its own. What belongs to nobody
    (budgets) is there once."""
    schema = facts.schema
    keyed = [
        table for table in schema.tables if table.key and table.column(table.key[0]).type is Type.ID
    ]
    names = pl.concat([facts[table.name][table.key[0]] for table in keyed]).unique()
    width = len(str(times))
    tables = {}
    for table in schema.tables:
        frame = facts[table.name]
        codes = [
            c.name for c in table.columns if c.type is Type.CREDIT_CODE and c.name in frame.columns
        ]
        if OWNER not in frame.columns and not codes:
            tables[table.name] = frame
            continue
        height = frame.height
        universe = pl.Series(np.repeat(np.arange(times, dtype=np.int64), height))
        prefix = universe.cast(pl.String).str.zfill(width) + " "
        many = pl.concat([frame] * times) if times > 1 else frame
        moved = {column: facts[parent.name].height for parent, column in references(schema, table)}
        if OWNER in frame.columns:
            moved[OWNER] = facts[schema.organizations].height
        keys = {
            c.name
            for c in table.columns
            if c.type is Type.ID and (c.name in table.key or c.references)
        }
        texts = {
            c.name: pl.lit(prefix) + pl.col(c.name)
            for c in table.columns
            if c.name in keys or c.name in codes
        }
        if OWNER not in frame.columns and table.name != schema.organizations:
            # history: a text that is the key of a row follows that row
            texts |= {
                c.name: pl.when(pl.col(c.name).is_in(names.implode()))
                .then(pl.lit(prefix) + pl.col(c.name))
                .otherwise(c.name)
                for c in table.columns
                if c.type is Type.ID and c.name not in texts
            }
        tables[table.name] = many.with_columns(
            *(
                (pl.col(column).cast(pl.Int64) + universe * by).cast(pl.UInt32).alias(column)
                for column, by in moved.items()
            ),
            *(text.alias(column) for column, text in texts.items()),
        )
    return Facts(schema, tables, facts.sources)
