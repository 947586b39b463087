"""The groups of organizations by which a result is broken down, as a pack declares them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from banyan.rules.batch import Batch
from banyan.rules.expressions import Expression

NO_GROUP = "none"
"""The group of an organization whose column is empty, or that has none of the statuses."""


@dataclass(frozen=True)
class ByColumn:
    """Groups by a column of the organizations, or only by its first ``letters``. ``words`` is the
    way to the groups' names in the words of the pack."""

    name: str
    column: str
    words: tuple[str, ...]
    letters: int | None = None


@dataclass(frozen=True)
class ByStatus:
    """Groups by the first of ``statuses`` whose test, on the organization's row, is known to hold
    for the settled year."""

    name: str
    statuses: tuple[tuple[str, Expression], ...]
    words: tuple[str, ...]


Grouping = ByColumn | ByStatus


def groups(batch: Batch, grouping: Grouping) -> pl.Series:
    """The group of each organization, in the order of the organizations' table."""
    organizations = batch.schema.organizations
    match grouping:
        case ByColumn():
            column = batch.facts[organizations][grouping.column].cast(pl.String)
            if grouping.letters is not None:
                column = column.str.head(grouping.letters)
            return column.fill_null(NO_GROUP).alias(grouping.name)
        case ByStatus():
            group = pl.lit(NO_GROUP)
            for code, test in reversed(grouping.statuses):
                holds = pl.lit(batch.column(organizations, test)).fill_null(False)
                group = pl.when(holds).then(pl.lit(code)).otherwise(group)
            return batch.facts[organizations].select(group.alias(grouping.name)).to_series()
