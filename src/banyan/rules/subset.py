"""Parts of a fact set that are fact sets themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from banyan.rules.facts import Facts, Source
from banyan.rules.schema import Schema, Table, Type

Flags = npt.NDArray[np.bool_]

OWNER = "organization_row"


def of_tables(facts: Facts, names: Collection[str]) -> Facts:
    """The facts with every table emptied that is not named and to which no named one refers."""
    kept = set(names) | {facts.schema.organizations}
    for table in facts.schema.tables:
        if table.name in kept:
            kept |= {parent.name for parent, _ in references(facts.schema, table)}
    return Facts(
        facts.schema,
        {name: frame if name in kept else frame.clear() for name, frame in facts.tables.items()},
        facts.sources,
    )


def of_organizations(facts: Facts, rows: Sequence[int]) -> Facts:
    """What belongs to the organizations in these rows, and what it may be judged by.

    Kept are their rows in all tables, the rows that these refer to (an expo at which they have a
    booth), and whatever else refers to the same rows (the other booths there), with the bare
    rows of the organizations to which these belong. Of a table that belongs to no organization
    those rows are kept that name one of the organizations or the key of a row that is kept
    (history); all of it where it names neither (budgets). So a condition sees what it saw before
    as long as it looks at no other organization beyond its bare row. What organizations compete
    for it does not show. The order of the rows stays; they have no files as their sources.
    """
    schema = facts.schema
    own = np.zeros(facts[schema.organizations].height, dtype=np.bool_)
    own[list(rows)] = True
    kept: dict[str, Flags] = {}
    for table in schema.tables:
        frame = facts[table.name]
        belongs = own[frame[OWNER].to_numpy()] if OWNER in frame.columns else None
        kept[table.name] = np.zeros(frame.height, dtype=np.bool_) if belongs is None else belongs
    kept[schema.organizations] = own.copy()
    _close(facts, kept)
    for table in schema.tables:
        if table.name != schema.organizations and OWNER in facts[table.name].columns:
            owners = facts[table.name][OWNER].to_numpy()[kept[table.name]]
            kept[schema.organizations][owners] = True
    for table in schema.tables:
        if table.name != schema.organizations and OWNER not in facts[table.name].columns:
            kept[table.name] = _named(facts, table, own, kept)
    return _cut(facts, kept)


def references(schema: Schema, table: Table) -> Iterator[tuple[Table, str]]:
    """The tables other than the organizations that a table refers to, each with the column that
    holds their row."""
    for column in table.columns:
        if column.references and column.references != schema.organizations:
            parent = schema.table(column.references)
            yield parent, f"{parent.row_of}_row"


def _close(facts: Facts, kept: dict[str, Flags]) -> None:
    """Keeps, in place, what kept rows refer to and what refers to kept rows, until no more is
    found. The organizations bind nothing together here."""
    pairs = [
        (table.name, parent.name, facts[table.name][column])
        for table in facts.schema.tables
        for parent, column in references(facts.schema, table)
    ]
    found = True
    while found:
        found = False
        for child, parent, column in pairs:
            known = column.is_not_null().to_numpy()
            rows = column.fill_null(0).to_numpy()
            upward = np.zeros_like(kept[parent])
            upward[rows[known & kept[child]]] = True
            upward &= ~kept[parent]
            kept[parent] |= upward
            downward = known & ~kept[child]
            if len(kept[parent]):
                downward &= kept[parent][rows]
            kept[child] |= downward
            found = found or bool(upward.any() or downward.any())


def _named(facts: Facts, table: Table, own: Flags, kept: dict[str, Flags]) -> Flags:
    frame = facts[table.name]
    codes = [column.name for column in table.columns if column.type is Type.CREDIT_CODE]
    if not codes:
        return np.ones(frame.height, dtype=np.bool_)
    organizations = facts.schema.table(facts.schema.organizations)
    owners = facts[organizations.name][organizations.key[0]].filter(pl.Series(own))
    named = frame.select(pl.any_horizontal(pl.col(codes).is_in(owners.implode()))).to_series()
    texts = [column.name for column in table.columns if column.type is Type.ID]
    if texts:
        keys = [
            facts[other.name][other.key[0]].filter(pl.Series(kept[other.name]))
            for other in facts.schema.tables
            if other.key and other.column(other.key[0]).type is Type.ID and other is not table
        ]
        names = pl.concat(keys).unique()
        named |= frame.select(pl.any_horizontal(pl.col(texts).is_in(names.implode()))).to_series()
    return named.to_numpy()


def _cut(facts: Facts, kept: dict[str, Flags]) -> Facts:
    places = {
        name: pl.Series((np.cumsum(flags) - 1).astype(np.int64)) for name, flags in kept.items()
    }
    tables, sources = {}, {}
    for table in facts.schema.tables:
        frame = facts[table.name].filter(pl.Series(kept[table.name], dtype=pl.Boolean))
        moved = {column: parent.name for parent, column in references(facts.schema, table)}
        if table.name != facts.schema.organizations and OWNER in frame.columns:
            moved[OWNER] = facts.schema.organizations
        frame = frame.with_columns(
            places[parent].gather(frame[column]).cast(pl.UInt32).alias(column)
            for column, parent in moved.items()
        )
        tables[table.name] = frame
        sources[table.name] = Source(path=None, rows=frame.height, sha256=None)
    return Facts(facts.schema, tables, sources)
