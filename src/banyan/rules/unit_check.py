"""Whether the figures in an expression fit together, found when a pack loads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatchmethod

from banyan.rules import expressions as x
from banyan.rules.errors import PackError
from banyan.rules.schema import Schema, Table
from banyan.rules.units import UNIT_OF, Unit

_ORDERED = (Unit.MONEY, Unit.RATE, Unit.COUNT, Unit.DATE, Unit.YEAR)


class UnitCheck:
    """Finds the unit of an expression over the rows of ``table``. Raises PackError where a column
    or figure is unknown or units do not fit; ``place`` starts the message."""

    def __init__(self, schema: Schema, figures: Mapping[str, Unit], table: str, place: str) -> None:
        self.schema = schema
        self.figures = figures
        self.table: Table = schema.table(table)
        self.place = place

    def error(self, message: str) -> PackError:
        return PackError(f"{self.place}: {message}")

    def expect(self, expression: x.Expression, unit: Unit) -> None:
        found = self.unit(expression)
        if found is not unit:
            raise self.error(f"needs {unit.value}, but this is {found.value}")

    def expect_order(self, expression: x.Expression, *, or_truth: bool = False) -> None:
        """That rows can be ranked by the expression (a truth: those for which it holds first)."""
        found = self.unit(expression)
        if found not in _ORDERED and not (or_truth and found is Unit.TRUTH):
            raise self.error(f"{found.value} has no order to rank by")

    @singledispatchmethod
    def unit(self, expression: x.Expression) -> Unit:
        raise self.error(f"unknown node {type(expression).__name__}")

    @unit.register
    def _(self, node: x.Column) -> Unit:
        if not self.table.has(node.name):
            raise self.error(f"unknown column {node.name} of {self.table.name}")
        return UNIT_OF[self.table.column(node.name).type]

    @unit.register
    def _(self, node: x.Parameter) -> Unit:
        if node.key not in self.figures:
            raise self.error(f"unknown parameter {node.key}")
        return self.figures[node.key]

    @unit.register
    def _(self, node: x.Literal) -> Unit:
        return node.unit

    @unit.register
    def _(self, node: x.SettledYear) -> Unit:
        if node.back is not None:
            self.expect(node.back, Unit.COUNT)
        return Unit.YEAR

    @unit.register
    def _(self, node: x.YearStart) -> Unit:
        return Unit.DATE

    @unit.register
    def _(self, node: x.YearOf) -> Unit:
        self.expect(node.date, Unit.DATE)
        return Unit.YEAR

    @unit.register
    def _(self, node: x.Compare) -> Unit:
        left, right = self.unit(node.left), self.unit(node.right)
        if left is not right:
            raise self.error(f"compares {left.value} with {right.value}")
        if node.operator != "=" and left in (Unit.TRUTH, Unit.TEXT, Unit.WORD, Unit.WORDS):
            raise self.error(f"{left.value} has no order")
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.IsIn) -> Unit:
        unit = self.unit(node.operand)
        if unit not in (Unit.WORD, Unit.TEXT):
            raise self.error(f"needs a word or a text, but this is {unit.value}")
        return self._known_words(node.operand, node.words)

    @unit.register
    def _(self, node: x.Has) -> Unit:
        self.expect(node.operand, Unit.WORDS)
        return self._known_words(node.operand, node.words)

    def _known_words(self, node: x.Expression, words: tuple[str, ...]) -> Unit:
        table = self.table
        while isinstance(node, x.Of):
            table, node = self.schema.referenced(table, node.reference), node.expression
        if isinstance(node, x.Column):
            allowed = self.schema.words(table.column(node.name))
            for word in words:
                if allowed and word not in allowed:
                    raise self.error(f"{word} is no word of {table.name}.{node.name}")
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.StartsWith) -> Unit:
        self.expect(node.operand, Unit.TEXT)
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.Known) -> Unit:
        self.unit(node.operand)
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.Filled) -> Unit:
        unit = self.unit(node.operand)
        if unit not in (Unit.MONEY, Unit.RATE, Unit.COUNT):
            raise self.error(f"an empty {unit.value} has no 0")
        return unit

    @unit.register(x.All)
    @unit.register(x.AnyOf)
    def _(self, node: x.All | x.AnyOf) -> Unit:
        for operand in node.operands:
            self.expect(operand, Unit.TRUTH)
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.Not) -> Unit:
        self.expect(node.operand, Unit.TRUTH)
        return Unit.TRUTH

    def _at(self, table: Table) -> UnitCheck:
        return UnitCheck(self.schema, self.figures, table.name, self.place)

    @unit.register
    def _(self, node: x.Of) -> Unit:
        try:
            table = self.schema.referenced(self.table, node.reference)
        except PackError as error:
            raise self.error(str(error)) from None
        return self._at(table).unit(node.expression)

    def _related(self, table: str, where: x.Expression, reference: str) -> UnitCheck:
        if not self.schema.has(table):
            raise self.error(f"unknown table {table}")
        check = self._at(self.schema.table(table))
        check.expect(where, Unit.TRUTH)
        for start in (check.table, self.table):
            try:
                self.schema.referenced(start, reference)
            except PackError as error:
                raise self.error(str(error)) from None
        return check

    @unit.register
    def _(self, node: x.Exists) -> Unit:
        self._related(node.table, node.where, node.reference)
        return Unit.TRUTH

    @unit.register
    def _(self, node: x.Count) -> Unit:
        self._related(node.table, node.where, node.reference)
        return Unit.COUNT

    @unit.register
    def _(self, node: x.Total) -> Unit:
        self._related(node.table, node.where, node.reference).expect(
            x.Column(node.column), Unit.MONEY
        )
        return Unit.MONEY

    @unit.register
    def _(self, node: x.Least) -> Unit:
        units = {self.unit(operand) for operand in node.operands}
        if len(units) > 1:
            raise self.error(f"takes the least of {' and '.join(sorted(u.value for u in units))}")
        return units.pop()

    @unit.register
    def _(self, node: x.Cases) -> Unit:
        values = [value for _, value in node.branches]
        if node.otherwise is not None:
            values.append(node.otherwise)
        for test, _ in node.branches:
            self.expect(test, Unit.TRUTH)
        units = {self.unit(value) for value in values}
        if len(units) > 1:
            raise self.error(
                f"is {' or '.join(sorted(u.value for u in units))}, according to the case"
            )
        return units.pop()

    @unit.register
    def _(self, node: x.Product) -> Unit:
        units = [self.unit(factor) for factor in node.factors]
        if units.count(Unit.MONEY) != 1 or not set(units) <= {Unit.MONEY, Unit.RATE, Unit.COUNT}:
            raise self.error(
                "a product is one amount of money times rates and counts, not "
                + " × ".join(unit.value for unit in units)
            )
        if node.over is not None:
            self.expect(node.over, Unit.COUNT)
        return Unit.MONEY

    @unit.register
    def _(self, node: x.DaysInYear) -> Unit:
        self.expect(node.start, Unit.DATE)
        self.expect(node.end, Unit.DATE)
        return Unit.COUNT

    @unit.register
    def _(self, node: x.Anniversary) -> Unit:
        self.expect(node.date, Unit.DATE)
        self.expect(node.years, Unit.COUNT)
        return Unit.DATE
