"""Expressions over one row, in plain Python integers with three-valued truth.

The same trees that ``batch`` computes over whole columns, for explanations: what one row holds,
what it fails, and what is not known of it. Two readings are offered. *Closed*, as a settlement
reads: what is not recorded is not so. *Open*, as a person is asked: an empty fact is unknown, and
so is a relation of which no row of the kind is recorded (the first part of its ``where`` says
the kind).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, singledispatch
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from banyan.rules import expressions as x
from banyan.rules.facts import Facts
from banyan.rules.parameters import Parameters, Value, adopted_in
from banyan.rules.schema import Schema, Table
from banyan.rules.unit_check import UnitCheck
from banyan.rules.units import RATE_SCALE, Unit

Rows = npt.NDArray[np.uint32]

_REMEMBERED = 5000
"""How many look-ups of related rows are kept, a few explanations' worth."""


@dataclass(frozen=True)
class Row:
    """One row of a table; ``number`` is ``None`` for a row that does not exist (yet), of which
    only some ``values`` are known."""

    table: Table
    number: int | None
    values: Mapping[str, Any]


class Related:
    """Finds the rows of tables that refer to a row, through an index made once a table."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._indexes: dict[tuple[str, str], tuple[Rows, Rows]] = {}
        self._found: dict[tuple[str, str, int], list[Row]] = {}

    def rows(self, table: Table, reference: str, number: int) -> list[Row]:
        key = (table.name, reference, number)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._rows(table, reference, number)
        return found

    def _rows(self, table: Table, reference: str, number: int) -> list[Row]:
        column = f"{reference}_row"
        frame = self.facts[table.name]
        if column not in frame.columns:
            return []
        order, keys = self._index(table.name, column)
        first, last = np.searchsorted(keys, [number, number + 1])
        found = order[first:last]
        rows = frame[found].rows(named=True) if len(found) else []
        return [Row(table, at, values) for at, values in zip(found.tolist(), rows, strict=True)]

    def row(self, table: Table, number: int) -> Row:
        return Row(table, number, self.facts[table.name].row(number, named=True))

    def _index(self, table: str, column: str) -> tuple[Rows, Rows]:
        """The rows in order of what they refer to, and what they refer to."""
        found = self._indexes.get((table, column))
        if found is None:
            indexed = (
                self.facts[table]
                .select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), pl.col(column))
                .drop_nulls()
                .sort(column, "at")
            )
            found = (indexed["at"].to_numpy(), indexed[column].to_numpy())
            self._indexes[table, column] = found
        return found


class Single:
    """Evaluates expressions over single rows for ``year``."""

    def __init__(self, facts: Facts, parameters: Parameters, year: int) -> None:
        self.schema: Schema = facts.schema
        self.related = Related(facts)
        self.figures: Mapping[str, Value] = adopted_in(parameters, year)
        self.figure_units = {key: figure.unit for key, figure in parameters.items()}
        self.units: dict[tuple[str, x.Expression], Unit] = {}
        self.year = year

    @cached_property
    def closed(self) -> Reading:
        return Reading(self, open_world=False)

    @cached_property
    def open(self) -> Reading:
        return Reading(self, open_world=True)

    def parent(self, row: Row, reference: str) -> Row | None:
        """The row that ``reference`` leads to; ``None`` where it is not known."""
        table = self.schema.referenced(row.table, reference)
        if table is row.table:
            return row
        number = row.values.get(f"{reference}_row")
        return None if number is None else self.related.row(table, number)


def first_part(where: x.Expression) -> x.Expression:
    """The part of a conjunction that says what kind of row is meant."""
    while isinstance(where, x.All):
        where = where.operands[0]
    return where


class Reading:
    """One of the two ways to read what is not recorded."""

    def __init__(self, single: Single, *, open_world: bool) -> None:
        self.single = single
        self.open_world = open_world

    def value(self, node: x.Expression, row: Row) -> Any:
        """Truth, money in fen (a Fraction before it is rounded), a rate in millionths, a count, a
        date, a year or a text; ``None`` where it is not known."""
        return _value(node, row, self)

    def money(self, node: x.Expression, row: Row) -> int | None:
        """Fen, rounded down."""
        value = self.value(node, row)
        return None if value is None else int(value // 1)

    def matching(self, node: x.Exists | x.Count | x.Total, row: Row) -> list[Row] | None:
        """The related rows for which ``where`` holds; ``None`` where none could be recorded."""
        rows = self.related(node, row)
        if rows is None:
            return None
        found = [candidate for candidate in rows if self.value(node.where, candidate) is True]
        if self.open_world and not found:
            kind = first_part(node.where)
            if not any(self.value(kind, candidate) is True for candidate in rows):
                return None
        return found

    def related(self, node: x.Exists | x.Count | x.Total, row: Row) -> list[Row] | None:
        """All rows of the node's table that refer to what the row refers to; ``None`` where that
        does not exist."""
        parent = self.single.parent(row, node.reference)
        if parent is None or parent.number is None:
            return None
        table = self.single.schema.table(node.table)
        return self.single.related.rows(table, node.reference, parent.number)

    def may_be_filled(self, node: x.Known, row: Row) -> bool:
        """Whether what is empty may still be known: of a row that does not exist yet nothing is
        known to be empty."""
        return row.number is None

    def branch(self, node: x.Cases, row: Row) -> x.Expression | None:
        """The case that applies."""
        for test, value in node.branches:
            if self.value(test, row) is True:
                return value
        return node.otherwise

    def is_rate(self, node: x.Expression, table: Table) -> bool:
        return self.unit(node, table) is Unit.RATE

    def unit(self, node: x.Expression, table: Table) -> Unit:
        found = self.single.units.get((table.name, node))
        if found is None:
            check = UnitCheck(self.single.schema, self.single.figure_units, table.name, "explained")
            found = self.single.units[table.name, node] = check.unit(node)
        return found


@singledispatch
def _value(node: x.Expression, row: Row, reading: Reading) -> Any:
    raise TypeError(f"unknown node {type(node).__name__}")


@_value.register
def _(node: x.Column, row: Row, reading: Reading) -> Any:
    return row.values.get(node.name)


@_value.register
def _(node: x.Parameter, row: Row, reading: Reading) -> Any:
    return reading.single.figures[node.key]


@_value.register
def _(node: x.Literal, row: Row, reading: Reading) -> Any:
    return node.value


@_value.register
def _(node: x.SettledYear, row: Row, reading: Reading) -> Any:
    back = 0 if node.back is None else reading.value(node.back, row)
    return reading.single.year - back


@_value.register
def _(node: x.YearStart, row: Row, reading: Reading) -> Any:
    return date(reading.single.year, 1, 1)


@_value.register
def _(node: x.YearOf, row: Row, reading: Reading) -> Any:
    day = reading.value(node.date, row)
    return None if day is None else day.year


@_value.register
def _(node: x.Compare, row: Row, reading: Reading) -> bool | None:
    left, right = reading.value(node.left, row), reading.value(node.right, row)
    if left is None or right is None:
        return None
    match node.operator:
        case ">=":
            return bool(left >= right)
        case ">":
            return bool(left > right)
        case "<=":
            return bool(left <= right)
        case "<":
            return bool(left < right)
        case _:
            return bool(left == right)


@_value.register
def _(node: x.IsIn, row: Row, reading: Reading) -> bool | None:
    value = reading.value(node.operand, row)
    return None if value is None else value in node.words


@_value.register
def _(node: x.Has, row: Row, reading: Reading) -> bool | None:
    bits = reading.value(node.operand, row)
    if bits is None:
        return None
    assert isinstance(node.operand, x.Column)
    words = reading.single.schema.words(row.table.column(node.operand.name))
    return any(bits >> words.index(word) & 1 for word in node.words)


@_value.register
def _(node: x.StartsWith, row: Row, reading: Reading) -> bool | None:
    value = reading.value(node.operand, row)
    return None if value is None else value.startswith(node.prefixes)


@_value.register
def _(node: x.Known, row: Row, reading: Reading) -> bool | None:
    known = reading.value(node.operand, row) is not None
    return None if not known and reading.may_be_filled(node, row) else known


@_value.register
def _(node: x.Filled, row: Row, reading: Reading) -> Any:
    value = reading.value(node.operand, row)
    return 0 if value is None and row.number is not None else value


@_value.register
def _(node: x.All, row: Row, reading: Reading) -> bool | None:
    values = [reading.value(operand, row) for operand in node.operands]
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


@_value.register
def _(node: x.AnyOf, row: Row, reading: Reading) -> bool | None:
    values = [reading.value(operand, row) for operand in node.operands]
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


@_value.register
def _(node: x.Not, row: Row, reading: Reading) -> bool | None:
    value = reading.value(node.operand, row)
    return None if value is None else not value


@_value.register
def _(node: x.Of, row: Row, reading: Reading) -> Any:
    parent = reading.single.parent(row, node.reference)
    return None if parent is None else reading.value(node.expression, parent)


@_value.register
def _(node: x.Exists, row: Row, reading: Reading) -> bool | None:
    found = reading.matching(node, row)
    return None if found is None else bool(found)


@_value.register
def _(node: x.Count, row: Row, reading: Reading) -> int | None:
    found = reading.matching(node, row)
    return None if found is None else len(found)


@_value.register
def _(node: x.Total, row: Row, reading: Reading) -> int | None:
    found = reading.matching(node, row)
    if found is None:
        return None
    values: list[int | None] = [one.values[node.column] for one in found]
    if reading.open_world and None in values:
        return None
    return sum(value for value in values if value is not None)


@_value.register
def _(node: x.Least, row: Row, reading: Reading) -> Any:
    values = [reading.value(operand, row) for operand in node.operands]
    return None if any(value is None for value in values) else min(values)


@_value.register
def _(node: x.Cases, row: Row, reading: Reading) -> Any:
    chosen = reading.branch(node, row)
    return None if chosen is None else reading.value(chosen, row)


@_value.register
def _(node: x.Product, row: Row, reading: Reading) -> Fraction | None:
    over = 1 if node.over is None else reading.value(node.over, row)
    product = Fraction(1, over)
    for factor in node.factors:
        value = reading.value(factor, row)
        if value is None:
            return None
        product *= Fraction(value, RATE_SCALE) if reading.is_rate(factor, row.table) else value
    return product


@_value.register
def _(node: x.DaysInYear, row: Row, reading: Reading) -> int | None:
    start, end = reading.value(node.start, row), reading.value(node.end, row)
    if start is None or end is None:
        return None
    year = reading.single.year
    first, last = max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1))
    days: int = (last - first).days
    return max(0, days)


@_value.register
def _(node: x.Anniversary, row: Row, reading: Reading) -> date | None:
    day = reading.value(node.date, row)
    if day is None:
        return None
    years = reading.value(node.years, row)
    try:
        return date(day.year + years, day.month, day.day)
    except ValueError:  # 29 February of a year that has none
        return date(day.year + years, 3, 1) - timedelta(days=1)
