"""Expressions over whole columns, with Polars.

Truth is three-valued as Polars has it: null is unknown. Money, rates and counts are 64-bit
integers; products and sums are taken in 128 bits, because 10^12 yuan in fen times millionths
times days does not fit into 64, nor does a sum of such amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import singledispatchmethod
from math import lcm

import numpy as np
import polars as pl

from banyan.rules import expressions as x
from banyan.rules.facts import Facts
from banyan.rules.parameters import Parameters, adopted_in
from banyan.rules.schema import Table
from banyan.rules.unit_check import UnitCheck
from banyan.rules.units import RATE_SCALE, Unit

_EPOCH = date(1970, 1, 1)
_ROW = "row"
"""The row number of a candidate in its own table."""


def day_number(day: date) -> int:
    """Days since 1970-01-01, as Polars holds a date."""
    return (day - _EPOCH).days


class Batch:
    """Evaluates expressions over the tables of ``facts`` with the figures adopted for ``year``.
    What stands on other tables' rows (an organization's recognitions) is computed once for all
    measures and kept."""

    def __init__(self, facts: Facts, parameters: Parameters, year: int) -> None:
        self.facts = facts
        self.schema = facts.schema
        self.figures = adopted_in(parameters, year)
        self.units = {key: figure.unit for key, figure in parameters.items()}
        self.year = year
        self._columns: dict[tuple[str, x.Expression], pl.Series] = {}

    @property
    def codes(self) -> pl.Series:
        """The organizations' credit codes, in the order of their rows."""
        table = self.schema.table(self.schema.organizations)
        return self.facts[table.name][table.key[0]]

    def rows(self, table: str, where: x.Expression, columns: Sequence[str] = ()) -> pl.DataFrame:
        """The rows of ``table`` for which ``where`` is known to hold, with their ``row``, what
        they refer to, and these ``columns``."""
        frame = self.facts[table]
        references = [name for name in frame.columns if name.endswith("_row")]
        frame = frame.with_row_index(_ROW)
        selected = frame[list(dict.fromkeys((_ROW, *references, *columns)))]
        if frame.is_empty():
            return selected
        whole, test = self._compiled(frame, self.schema.table(table), where)
        holds = whole.select(test.alias("holds")).to_series()
        return selected.filter(holds)

    def column(self, table: str, expression: x.Expression) -> pl.Series:
        """The expression over all rows of ``table``, in their order; computed once."""
        found = self._columns.get((table, expression))
        if found is None:
            frame = self.facts[table].with_row_index(_ROW)
            frame, compiled = self._compiled(frame, self.schema.table(table), expression)
            found = frame.select(compiled.alias("column")).to_series()
            self._columns[table, expression] = found
        return found

    def evaluate(
        self, frame: pl.DataFrame, table: str, named: Mapping[str, pl.Expr | x.Expression]
    ) -> pl.DataFrame:
        """``frame`` (rows of ``table``) with the named expressions as further columns."""
        trees = [tree for tree in named.values() if isinstance(tree, x.Expression)]
        frame, compiler = self._prepared(frame, self.schema.table(table), trees)
        return frame.with_columns(
            (compiler.compile(tree) if isinstance(tree, x.Expression) else tree).alias(name)
            for name, tree in named.items()
        ).drop(compiler.borrowed.values())

    def fractions(
        self,
        frame: pl.DataFrame,
        table: str,
        named: Mapping[str, tuple[x.Expression, x.Expression | None]],
    ) -> pl.DataFrame:
        """``frame`` with amounts of money, each times a rate where one is given, rounded down
        once, in fen (Int128)."""
        trees = [tree for pair in named.values() for tree in pair if tree is not None]
        frame, compiler = self._prepared(frame, self.schema.table(table), trees)
        columns = []
        for name, (amount, rate) in named.items():
            numerator, denominator = compiler.fraction(amount)
            if rate is not None:
                numerator = numerator * compiler.compile(rate).cast(pl.Int128)
                denominator *= RATE_SCALE
            columns.append(_divide(numerator, denominator).alias(name))
        return frame.with_columns(columns).drop(compiler.borrowed.values())

    def whole(self, node: x.Parameter) -> int:
        """A figure of the pack as a number (fen, millionths, a count)."""
        value = self.figures[node.key]
        assert isinstance(value, int)
        return value

    def _prepared(
        self, frame: pl.DataFrame, table: Table, trees: Iterable[x.Expression]
    ) -> tuple[pl.DataFrame, Compiler]:
        """Adds the columns that the trees borrow from other tables' rows."""
        borrowed: dict[x.Expression, str] = {}
        series = []
        for tree in trees:
            for node in _outermost_relations(tree):
                if node not in borrowed:
                    borrowed[node] = f"borrowed {len(borrowed)}"
                    series.append(self._borrow(frame, table, node).alias(borrowed[node]))
        return frame.with_columns(series), Compiler(self, table, borrowed)

    def _compiled(
        self, frame: pl.DataFrame, table: Table, tree: x.Expression
    ) -> tuple[pl.DataFrame, pl.Expr]:
        frame, compiler = self._prepared(frame, table, [tree])
        return frame, compiler.compile(tree)

    def _borrow(self, frame: pl.DataFrame, table: Table, node: x.Expression) -> pl.Series:
        if isinstance(node, x.Of):
            parent, tree = self.schema.referenced(table, node.reference), node.expression
            whole = self.column(parent.name, tree)
        else:
            assert isinstance(node, x.Exists | x.Count | x.Total)
            parent = self.schema.referenced(table, node.reference)
            whole = self._related(parent, node)
        return whole.gather(self.reference(frame, table, parent))

    def reference(self, frame: pl.DataFrame, table: Table, parent: Table) -> pl.Series:
        """For each row of ``frame`` the row of ``parent`` that it refers to."""
        return frame[_ROW if parent is table else f"{parent.row_of}_row"]

    def _related(self, parent: Table, node: x.Exists | x.Count | x.Total) -> pl.Series:
        found = self._columns.get((parent.name, node))
        if found is not None:
            return found
        columns = [node.column] if isinstance(node, x.Total) else []
        rows = self.rows(node.table, node.where, columns)
        reference = self.reference(rows, self.schema.table(node.table), parent)
        height = self.facts[parent.name].height
        if isinstance(node, x.Exists):
            flags = np.zeros(height, dtype=np.bool_)
            flags[reference.drop_nulls().to_numpy()] = True
            found = pl.Series(flags)
        else:
            value = (
                pl.len() if isinstance(node, x.Count) else pl.col(node.column).cast(pl.Int128).sum()
            )
            zero = pl.Int64 if isinstance(node, x.Count) else pl.Int128
            sums = (
                rows.with_columns(reference.alias("parent"))
                .group_by("parent")
                .agg(value.cast(zero).alias("value"))
            )
            found = (
                pl.DataFrame({"parent": pl.int_range(height, dtype=pl.UInt32, eager=True)})
                .join(sums, on="parent", how="left", maintain_order="left")["value"]
                .fill_null(0)
            )
        self._columns[parent.name, node] = found
        return found


def _divide(numerator: pl.Expr, denominator: int) -> pl.Expr:
    return numerator if denominator == 1 else numerator // pl.lit(denominator, dtype=pl.Int128)


def _outermost_relations(tree: x.Expression) -> Iterable[x.Expression]:
    """The nodes of a tree whose value comes from another table's rows."""
    if isinstance(tree, x.Of | x.Exists | x.Count | x.Total):
        yield tree
        return
    for child in tree.children():
        yield from _outermost_relations(child)


class Compiler:
    """Turns a tree over rows of ``table`` into one Polars expression."""

    def __init__(self, batch: Batch, table: Table, borrowed: Mapping[x.Expression, str]) -> None:
        self.batch = batch
        self.table = table
        self.borrowed = borrowed

    @singledispatchmethod
    def compile(self, node: x.Expression) -> pl.Expr:
        raise TypeError(f"unknown node {type(node).__name__}")

    @compile.register(x.Of)
    @compile.register(x.Exists)
    @compile.register(x.Count)
    @compile.register(x.Total)
    def _(self, node: x.Expression) -> pl.Expr:
        return pl.col(self.borrowed[node])

    @compile.register
    def _(self, node: x.Column) -> pl.Expr:
        return pl.col(node.name)

    @compile.register
    def _(self, node: x.Parameter) -> pl.Expr:
        value = self.batch.figures[node.key]
        return pl.lit(value, dtype=pl.Date if isinstance(value, date) else pl.Int64)

    @compile.register
    def _(self, node: x.Literal) -> pl.Expr:
        return pl.lit(node.value)

    @compile.register
    def _(self, node: x.SettledYear) -> pl.Expr:
        return pl.lit(self.settled_year(node), dtype=pl.Int32)

    def settled_year(self, node: x.SettledYear) -> int:
        return self.batch.year - (0 if node.back is None else self.whole(node.back))

    def whole(self, node: x.Parameter) -> int:
        return self.batch.whole(node)

    @compile.register
    def _(self, node: x.YearStart) -> pl.Expr:
        return pl.lit(date(self.batch.year, 1, 1))

    @compile.register
    def _(self, node: x.YearOf) -> pl.Expr:
        return self.compile(node.date).dt.year()

    @compile.register
    def _(self, node: x.Compare) -> pl.Expr:
        left, right = self.compile(node.left), self.compile(node.right)
        match node.operator:
            case ">=":
                return left >= right
            case ">":
                return left > right
            case "<=":
                return left <= right
            case "<":
                return left < right
            case _:
                return left == right

    @compile.register
    def _(self, node: x.IsIn) -> pl.Expr:
        # for the few words of an Enum, comparisons are faster than a set
        operand = self.compile(node.operand)
        if len(node.words) > 4:
            return operand.is_in(node.words)
        return pl.any_horizontal(operand == word for word in node.words)

    @compile.register
    def _(self, node: x.Has) -> pl.Expr:
        assert isinstance(node.operand, x.Column)
        words = self.batch.schema.words(self.table.column(node.operand.name))
        bits = sum(1 << words.index(word) for word in node.words)
        return (pl.col(node.operand.name) & pl.lit(bits, dtype=pl.UInt32)) != 0

    @compile.register
    def _(self, node: x.StartsWith) -> pl.Expr:
        operand = self.compile(node.operand)
        tests = [operand.str.starts_with(prefix) for prefix in node.prefixes]
        return pl.any_horizontal(tests) if len(tests) > 1 else tests[0]

    @compile.register
    def _(self, node: x.Known) -> pl.Expr:
        return self.compile(node.operand).is_not_null()

    @compile.register
    def _(self, node: x.Filled) -> pl.Expr:
        return self.compile(node.operand).fill_null(0)

    @compile.register
    def _(self, node: x.All) -> pl.Expr:
        first, *others = (self.compile(operand) for operand in node.operands)
        for other in others:
            first = first & other
        return first

    @compile.register
    def _(self, node: x.AnyOf) -> pl.Expr:
        first, *others = (self.compile(operand) for operand in node.operands)
        for other in others:
            first = first | other
        return first

    @compile.register
    def _(self, node: x.Not) -> pl.Expr:
        return ~self.compile(node.operand)

    @compile.register
    def _(self, node: x.Least) -> pl.Expr:
        first, *others = (self.compile(operand) for operand in node.operands)
        for other in others:  # not min_horizontal, which takes an unknown for no bound
            first = pl.when(other < first).then(other).otherwise(first)
        return first

    @compile.register
    def _(self, node: x.Cases) -> pl.Expr:
        result = pl.lit(None) if node.otherwise is None else self.compile(node.otherwise)
        for test, value in reversed(node.branches):
            result = pl.when(self.compile(test)).then(self.compile(value)).otherwise(result)
        return result

    @compile.register
    def _(self, node: x.Product) -> pl.Expr:
        return _divide(*self.fraction(node))

    @compile.register
    def _(self, node: x.DaysInYear) -> pl.Expr:
        first = pl.lit(day_number(date(self.batch.year, 1, 1)), dtype=pl.Int32)
        last = pl.lit(day_number(date(self.batch.year + 1, 1, 1)), dtype=pl.Int32)
        start = self.compile(node.start).to_physical().clip(lower_bound=first)
        end = self.compile(node.end).to_physical().clip(upper_bound=last)
        return (end - start).clip(lower_bound=0).cast(pl.Int64)

    @compile.register
    def _(self, node: x.Anniversary) -> pl.Expr:
        return self.compile(node.date).dt.offset_by(f"{self.whole(node.years)}y")

    def fraction(self, node: x.Expression) -> tuple[pl.Expr, int]:
        """Money as numerator (Int128) and denominator, before rounding."""
        match node:
            case x.Product():
                numerator = pl.lit(1, dtype=pl.Int128)
                denominator = 1 if node.over is None else self.whole(node.over)
                for factor in node.factors:
                    part, scale = self.fraction(factor)
                    numerator, denominator = numerator * part, denominator * scale
                return numerator, denominator * self._rates(node)
            case x.Cases():
                parts = [self.fraction(value) for _, value in node.branches]
                result, common = pl.lit(None, dtype=pl.Int128), 1
                if node.otherwise is not None:
                    result, common = self.fraction(node.otherwise)
                wanted = lcm(common, *(scale for _, scale in parts))
                result = result * (wanted // common)
                for (test, _), (part, scale) in reversed(
                    list(zip(node.branches, parts, strict=True))
                ):
                    result = (
                        pl.when(self.compile(test)).then(part * (wanted // scale)).otherwise(result)
                    )
                return result, wanted
            case _:
                return self.compile(node).cast(pl.Int128), 1

    def _rates(self, node: x.Product) -> int:
        """The scale that the rates among the factors bring with them."""
        check = UnitCheck(self.batch.schema, self.batch.units, self.table.name, "product")
        rates = sum(check.unit(factor) is Unit.RATE for factor in node.factors)
        return int(RATE_SCALE**rates)
