"""What must hold between the columns and the rows of a table: the rules of the schema."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from banyan.rules.schema import (
    AtMost,
    Constant,
    LaterThan,
    Rule,
    SameOwner,
    Schema,
    Table,
    Type,
    WordsWhen,
)


@dataclass
class Rows:
    """The rows of a table, as far as they can be relied on.

    ``values`` are null where nothing can be held. ``references`` are the rows that a column
    leads to, ``owners_of`` the organizations that those belong to, ``owners`` the organizations
    that the table's own rows belong to. ``faulty`` tells by column which rows have been reported,
    ``repeated`` which rows repeat the key of an earlier one."""

    values: dict[str, pl.Series] = field(default_factory=dict)
    references: dict[str, pl.Series] = field(default_factory=dict)
    owners_of: dict[str, pl.Series] = field(default_factory=dict)
    owners: pl.Series | None = None
    faulty: dict[str, pl.Series] = field(default_factory=dict)
    repeated: pl.Series | None = None


def columns_of(rule: Rule) -> set[str]:
    """The columns that must be there for the rule to be judged."""
    match rule:
        case AtMost(column, bound):
            return {column, bound}
        case LaterThan(column, than):
            return {column, than}
        case SameOwner(column):
            return {column}
        case Constant(column, by):
            return {column, by}
        case WordsWhen(column, when):
            return {column, when}


def expected(rule: Rule, schema: Schema, table: Table) -> str:
    match rule:
        case AtMost(column, bound):
            dates = table.column(column).type is Type.DATE
            return f"not later than {bound}" if dates else f"at most {bound}"
        case LaterThan(_, than):
            return f"later than {than}"
        case SameOwner(column):
            parent = schema.table(table.column(column).references)
            owner = schema.table(schema.organizations)
            return f"a {parent.row_of or column} of the same {owner.row_of}"
        case Constant(column, by):
            return f"the same {column} in every row of this {by}"
        case WordsWhen(_, when, equals, words):
            return f"one of {', '.join(words)} where {when} is {equals}"


def broken(rule: Rule, rows: Rows) -> pl.Series:
    """Where the rule does not hold; false or null where it does or cannot be judged."""
    match rule:
        case AtMost(column, bound):
            return rows.values[column] > rows.values[bound]
        case LaterThan(column, than):
            return rows.values[column] <= rows.values[than]
        case SameOwner(column):
            return _of_another(rows.owners, rows.owners_of.get(column), rows.values[column])
        case Constant(column, by):
            return _changing(rows, column, by)
        case WordsWhen(column, when, equals, words):
            concerned = rows.values[when] == equals
            if not concerned.any():
                return concerned
            others = ~rows.values[column].is_in(words).fill_null(False)
            faulty = rows.faulty.get(column)
            return concerned & others if faulty is None else concerned & others & ~faulty


def _of_another(
    owners: pl.Series | None, referred: pl.Series | None, values: pl.Series
) -> pl.Series:
    if owners is None or referred is None:
        return pl.repeat(False, values.len(), eager=True)
    return owners != referred


def _changing(rows: Rows, column: str, by: str) -> pl.Series:
    """Where a row says another thing than the first row of the same ``by``."""
    given = rows.references.get(column, rows.values[column])
    groups = rows.values[by]
    judged = given.is_not_null() & groups.is_not_null()
    if rows.repeated is not None:
        judged &= ~rows.repeated
    judged_rows = pl.DataFrame({"given": given, "by": groups}).filter(judged)
    first = pl.col("given").first().over("by")
    changes = judged_rows.select(pl.col("given") != first).to_series()
    if not changes.any():
        return changes.clear(given.len())
    return pl.repeat(False, given.len(), eager=True).scatter(
        judged.arg_true().filter(changes), True
    )
